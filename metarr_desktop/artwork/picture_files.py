"""Original bytes of pictures that are kept, named by their SHA-256: the same bytes are one file."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import re
import threading
import time
from collections.abc import Iterable
from pathlib import Path

from metarr_desktop.domain.errors import StoreError

_SHA256 = re.compile(r"[0-9a-f]{64}")


class PictureFiles:
    """A folder of whole files; all methods block.

    A file appears under its name only when all of it is on the disk.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def write(self, data: bytes) -> str:
        """Keep *data*; returns its SHA-256 in hexadecimal.

        Raises:
            StoreError: the disk is full or the folder cannot be written; nothing was left behind.
        """
        sha256 = hashlib.sha256(data).hexdigest()
        path = self.path(sha256)
        if path.exists() and path.stat().st_size == len(data):
            return sha256
        partial = path.with_name(f"{path.name}.{os.getpid()}.{threading.get_ident()}.part")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with partial.open("wb") as out:
                out.write(data)
                out.flush()
                os.fsync(out.fileno())
            os.replace(partial, path)
        except OSError as error:
            with contextlib.suppress(OSError):
                partial.unlink(missing_ok=True)
            raise StoreError(
                f"The picture could not be kept ({error.strerror}). Nothing was changed. Check that there is room"
                " on the disk, then add it again.",
                reason="disk_full" if error.errno == errno.ENOSPC else "other",
            ) from error
        return sha256

    def read(self, sha256: str) -> bytes | None:
        """Return the bytes, ``None`` if they are not there or are no longer what their name says."""
        try:
            data = self.path(sha256).read_bytes()
        except OSError:
            return None
        return data if hashlib.sha256(data).hexdigest() == sha256 else None

    def remove(self, files: Iterable[str]) -> None:
        """Remove the files with these hashes; one that is gone or cannot be removed is passed over."""
        for sha256 in files:
            with contextlib.suppress(OSError):
                self.path(sha256).unlink(missing_ok=True)

    def remove_partials(self, older_than_s: float) -> None:
        """Remove what a program that was killed left half-written so long ago."""
        for partial in self._folder.glob("*/*.part"):
            with contextlib.suppress(OSError):  # another program may be as quick
                if time.time() - partial.stat().st_mtime > older_than_s:
                    partial.unlink()

    def path(self, sha256: str) -> Path:
        """Return where the file with this hash lies or would lie."""
        if not _SHA256.fullmatch(sha256):
            raise ValueError(f"{sha256!r} is no SHA-256 in hexadecimal")
        return self._folder / sha256[:2] / sha256[2:]
