"""Painted pictures as files: painted once per size on a thread of their own, then read from disk."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import hashlib
import logging
import os
import tempfile
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Final, ParamSpec, TypeVar

from metarr_desktop.demo.catalogue import DemoImage

log = logging.getLogger(__name__)
P = ParamSpec("P")
T = TypeVar("T")

MEDIA_TYPES: Final = {"jpg": "image/jpeg", "png": "image/png", "svg": "image/svg+xml"}

Painter = Callable[[DemoImage, int, int, str], bytes]
"""(picture, width, height, ``"jpg"`` or ``"png"``) -> the bytes of a file; called on the painting thread."""


def paint_picture(image: DemoImage, width: int, height: int, suffix: str) -> bytes:
    """Paint *image* with Pillow, which is imported by the first call, on the thread of that call."""
    from metarr_desktop.demo import painting

    return painting.paint(image.design, width, height, "PNG" if suffix == "png" else "JPEG")


class PictureStoreClosed(Exception):
    """The demo is closing; nothing will be painted any more."""


class PictureStore:
    """The painted pictures of all services in one folder, which may be kept from run to run.

    Callers on any event loop and thread share one painting of the same picture and size.  A painting that
    has not begun and that nobody waits for any more is left out, so scrolling away costs nothing.

    Args:
        folder: created when the first picture is written; holds nothing else.
        painter: makes the bytes; replaced in tests.
    """

    def __init__(self, folder: Path, painter: Painter = paint_picture) -> None:
        self._folder = folder
        self._painter = painter
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="demo-painting")
        # What was painted before must not queue behind what is being painted.
        self._disk = ThreadPoolExecutor(max_workers=1, thread_name_prefix="demo-pictures")
        self._lock = threading.Lock()
        self._waiting: dict[Path, list[Future[bytes]]] = {}

    async def read(self, image: DemoImage, width: int, height: int, suffix: str) -> bytes:
        """Return *image* as a file of *width* x *height* pixels.

        Args:
            suffix: ``jpg``, ``png`` or ``svg`` (a drawing that carries the painted picture).

        Raises:
            PictureStoreClosed: the store was closed meanwhile.
            Exception: whatever the painter raised.
            asyncio.CancelledError: nothing half-written stays on disk.
        """
        if suffix == "svg":
            raster = await self.read(image, width, height, "png")
            return _as_svg(raster, width, height)
        file = self._file(image, width, height, suffix)
        kept = await asyncio.wrap_future(_submitted(self._disk, _kept, file))
        if kept is not None:
            return kept
        return await asyncio.wrap_future(self._join(file, image, width, height))

    def close(self) -> None:
        """Stop painting; waits for the picture that is being painted, drops the others."""
        self._thread.shutdown(wait=True, cancel_futures=True)
        with self._lock:
            left = [waiter for waiters in self._waiting.values() for waiter in waiters]
            self._waiting.clear()
        for waiter in left:
            if waiter.set_running_or_notify_cancel():
                waiter.set_exception(PictureStoreClosed())
        self._disk.shutdown(wait=True)

    def _file(self, image: DemoImage, width: int, height: int, suffix: str) -> Path:
        # The design is part of the name: a picture whose drawing changed is painted anew, not served stale.
        recipe = repr((image.service, image.path, image.design, width, height))
        name = hashlib.sha256(recipe.encode()).hexdigest()
        return self._folder / name[:2] / f"{name[2:34]}.{suffix}"

    def _join(self, file: Path, image: DemoImage, width: int, height: int) -> Future[bytes]:
        waiter: Future[bytes] = Future()
        with self._lock:
            is_first = file not in self._waiting
            self._waiting.setdefault(file, []).append(waiter)
        if is_first:
            try:
                _submitted(self._thread, self._make, file, image, width, height)
            except PictureStoreClosed:
                with self._lock:
                    self._waiting.pop(file, None)
                raise
        return waiter

    def _make(self, file: Path, image: DemoImage, width: int, height: int) -> None:
        with self._lock:
            if all(waiter.cancelled() for waiter in self._waiting.get(file, ())):
                self._waiting.pop(file, None)
                return
        try:
            outcome: bytes | Exception = self._read_or_paint(file, image, width, height)
        except Exception as error:  # whatever it was, it belongs to those who wait, not to this thread
            outcome = error
        with self._lock:
            waiters = self._waiting.pop(file, [])
        for waiter in waiters:
            if not waiter.set_running_or_notify_cancel():
                continue
            if isinstance(outcome, bytes):
                waiter.set_result(outcome)
            else:
                waiter.set_exception(outcome)

    def _read_or_paint(self, file: Path, image: DemoImage, width: int, height: int) -> bytes:
        kept = _kept(file)
        if kept is not None:
            return kept
        painted = self._painter(image, width, height, file.suffix[1:])
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            _write_whole(file, painted)
        except OSError as error:  # a full or read-only disk costs time at the next request, not the picture
            log.warning("A painted picture could not be kept: %s", error)
        return painted


def _kept(file: Path) -> bytes | None:
    with contextlib.suppress(OSError):  # not there yet, or not to be had: it can be painted either way
        return file.read_bytes()
    return None


def _submitted(
    executor: ThreadPoolExecutor, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs
) -> Future[T]:
    try:
        return executor.submit(call, *args, **kwargs)
    except RuntimeError as error:  # what an executor says after its end
        raise PictureStoreClosed from error


def _write_whole(file: Path, data: bytes) -> None:
    """Write *data* so that a reader, or a run after a crash, finds all of it or nothing."""
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=".painting-")
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(data)
        os.replace(name, file)
    except BaseException:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(name)
        raise


def _as_svg(raster: bytes, width: int, height: int) -> bytes:
    data = base64.b64encode(raster).decode("ascii")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}"><image width="{width}" height="{height}" '
        f'href="data:image/png;base64,{data}"/></svg>'
    ).encode("ascii")
