"""Scaled copies on disk: sharded files, whole or absent, bounded in bytes; the folder may vanish any time."""

from __future__ import annotations

import contextlib
import hashlib
import logging
import os
import threading
from pathlib import Path

log = logging.getLogger(__name__)

_PRUNE_TO = 0.8
"""Pruning goes down to this share of the bound, so that it does not run at every write."""


class DiskCache:
    """A folder of small files, the oldest read going first when *max_bytes* is passed.

    All methods block (tens of microseconds) and may be called from several threads.
    """

    def __init__(self, folder: Path, *, max_bytes: int) -> None:
        self._folder = folder
        self._max_bytes = max_bytes
        self._total: int | None = None
        self._lock = threading.Lock()

    def read(self, key: str) -> bytes | None:
        """Return the bytes kept under *key*, ``None`` if there are none or they cannot be read."""
        path = self._path(key)
        try:
            data = path.read_bytes()
            os.utime(path)  # the age by which pruning chooses is the last use
        except OSError:
            return None
        return data

    def write(self, key: str, data: bytes) -> None:
        """Keep *data* under *key*. A full or read-only disk only costs the next look-up a download."""
        path = self._path(key)
        partial = path.with_name(f"{path.name}.{os.getpid()}.{threading.get_ident()}.part")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            partial.write_bytes(data)
            os.replace(partial, path)
        except OSError as error:
            with contextlib.suppress(OSError):
                partial.unlink(missing_ok=True)
            log.warning("a thumbnail was not kept on disk: %s", error.strerror or error)
            return
        self._account(len(data))

    def remove(self, key: str) -> None:
        """Forget *key*, for instance because its bytes turned out to be damaged."""
        self._path(key).unlink(missing_ok=True)

    def _path(self, key: str) -> Path:
        name = hashlib.sha256(key.encode()).hexdigest()
        return self._folder / name[:2] / name[2:]

    def _account(self, added: int) -> None:
        with self._lock:
            if self._total is None:
                self._total = sum(size for _, size, _ in self._files())
            else:
                self._total += added
            if self._total > self._max_bytes:
                self._total = self._prune()

    def _prune(self) -> int:
        files = sorted(self._files())
        total = sum(size for _, size, _ in files)
        for _, size, path in files:
            if total <= self._max_bytes * _PRUNE_TO:
                break
            path.unlink(missing_ok=True)
            total -= size
        return total

    def _files(self) -> list[tuple[float, int, Path]]:
        found = []
        for path in self._folder.glob("*/*"):
            try:
                status = path.stat()
            except OSError:  # removed by another program meanwhile
                continue
            found.append((status.st_mtime, status.st_size, path))
        return found
