"""The file with what a person prefers: one JSON object, written whole, shared with other programs."""

from __future__ import annotations

import contextlib
import fcntl
import json
import logging
import os
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from metarr_desktop.domain.errors import StoreError

log = logging.getLogger(__name__)

_PATIENCE_S = 3.0
"""Another program holds the lock for as long as it takes to write a few hundred bytes."""


class PreferenceFile:
    """Reads and writes ``settings.json``. Blocking: call from a thread where an event loop runs.

    Only the entries somebody changes are written: others of the file stay, whoever put them there. Of two programs
    that change the same entry the later one wins.

    Attributes:
        notice: what a person should hear about a damaged file, empty if there was none.
    """

    def __init__(self, path: Path) -> None:
        self.notice = ""
        self._path = path

    def read(self) -> dict[str, Any]:
        """Return the entries, ``{}`` where there is no file or none that can be read.

        A damaged file is kept beside, as ``settings.json.damaged``.
        """
        try:
            return self._entries()
        except OSError as error:
            self._say(
                f"{self._path.name} cannot be read ({error.strerror}), so the settings are the usual ones."
                " The file is left as it is."
            )
        except _Damaged:
            self._put_aside()
        return {}

    def stamp(self) -> tuple[int, int, int] | None:
        """Return what tells one version of the file from another, ``None`` where there is none to look at."""
        try:
            status = self._path.stat()
        except OSError:
            return None
        return status.st_mtime_ns, status.st_ino, status.st_size

    def as_it_is(self) -> dict[str, Any] | None:
        """Return the entries, ``None`` if they cannot be read now; what somebody may just be writing is left alone."""
        try:
            return self._entries()
        except (OSError, _Damaged):
            return None

    def change(self, entries: Mapping[str, Any]) -> None:
        """Write *entries* into the file; ``None`` removes one.

        Raises:
            StoreError: the file could not be written; it is as it was.
        """
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with self._lock():
                try:
                    stored = self._entries()
                except _Damaged:
                    self._put_aside()
                    stored = {}
                stored.update(entries)
                self._write({name: value for name, value in stored.items() if value is not None})
        except OSError as error:
            raise StoreError(
                f"The settings could not be kept ({error.strerror or error}). Those from before still hold."
                " Check that the settings folder can be written, then try again."
            ) from error

    def _entries(self) -> dict[str, Any]:
        try:
            stored = json.loads(self._path.read_bytes())
        except FileNotFoundError:
            return {}
        except (ValueError, RecursionError) as error:
            raise _Damaged from error
        if not isinstance(stored, dict):
            raise _Damaged
        return stored

    def _put_aside(self) -> None:
        """Move the damaged file out of the way, never over an earlier one."""
        place, number = self._path.with_name(f"{self._path.name}.damaged"), 2
        while place.exists():
            place, number = self._path.with_name(f"{self._path.name}.damaged-{number}"), number + 1
        try:
            self._path.rename(place)
        except OSError as error:
            self._say(
                f"{self._path.name} is damaged and could not be moved ({error.strerror}), so the settings are the"
                " usual ones."
            )
            return
        self._say(
            f"{self._path.name} was damaged, so the settings are the usual ones. It is kept as {place.name}."
        )

    def _say(self, sentence: str) -> None:
        self.notice = sentence
        log.warning("%s", sentence)

    @contextlib.contextmanager
    def _lock(self) -> Iterator[None]:
        """Keep other programs from writing between our reading and our writing."""
        descriptor = os.open(self._path.with_suffix(".lock"), os.O_CREAT | os.O_RDWR, 0o600)
        try:
            deadline = time.monotonic() + _PATIENCE_S
            while True:
                try:
                    fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                except BlockingIOError as error:
                    if time.monotonic() > deadline:
                        raise OSError(error.errno, "another program is writing them") from error
                    time.sleep(0.01)
            yield
        finally:
            os.close(descriptor)  # which ends the lock

    def _write(self, stored: Mapping[str, Any]) -> None:
        folder = self._path.parent
        descriptor, partial = tempfile.mkstemp(prefix=f"{self._path.name}.", suffix=".part", dir=folder)
        try:
            with os.fdopen(descriptor, "w", encoding="utf-8") as out:
                json.dump(stored, out, ensure_ascii=False, indent=2, sort_keys=True)
                out.write("\n")
                out.flush()
                os.fsync(out.fileno())
            os.replace(partial, self._path)
        except BaseException:
            with contextlib.suppress(OSError):
                os.unlink(partial)
            raise
        self._settle(folder)

    def _settle(self, folder: Path) -> None:
        """Let the new name survive a power cut; some file systems cannot, which costs nothing now."""
        with contextlib.suppress(OSError):
            descriptor = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)


class _Damaged(Exception):
    """The file is no JSON object."""
