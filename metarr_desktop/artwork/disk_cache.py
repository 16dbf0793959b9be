"""Scaled copies on disk: sharded files, whole or absent, bounded in bytes; the folder may vanish any time."""

from __future__ import annotations

import contextlib
import hashlib
import logging
import os
import threading
from collections.abc import Iterable
from pathlib import Path

log = logging.getLogger(__name__)

_PRUNE_TO = 0.8
"""Pruning goes down to this share of the bound, so that it does not run at every write."""


class DiskCache:
    """A folder of small files, the oldest read going first when *max_bytes* is passed.

    All methods may be called from several threads. They block: reading and writing for tens of microseconds, counting
    and clearing for up to a second.

    A key is an address and, after a space, for which box: files of one address have one name and differ in its end.
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

    def size(self) -> tuple[int, int]:
        """Return the bytes kept, and in how many files."""
        sizes = [size for _, size, _ in self._files()]
        return sum(sizes), len(sizes)

    def sizes_of(self, addresses: Iterable[str]) -> dict[str, int]:
        """Return the bytes kept for each of *addresses*, whatever the box; those without any are left out."""
        names = {_name(address): address for address in addresses}
        found: dict[str, int] = {}
        for shard in {name[:2] for name in names}:
            with (
                contextlib.suppress(OSError),
                os.scandir(self._folder / shard) as files,
            ):  # nothing is kept there
                for file in files:
                    address = names.get(shard + file.name.partition(".")[0])
                    if address is not None:
                        found[address] = found.get(address, 0) + file.stat().st_size
        return found

    def clear(self) -> tuple[int, int]:
        """Delete everything; returns the bytes, and in how many files."""
        freed = count = 0
        for _, size, path in self._files():
            try:
                path.unlink()
            except OSError as error:  # one that cannot be deleted must not keep the others
                log.warning("a thumbnail was not deleted: %s", error.strerror or error)
                continue
            freed, count = freed + size, count + 1
        with self._lock:
            self._total = None
        return freed, count

    def _path(self, key: str) -> Path:
        address, _, box = key.rpartition(" ")
        name = _name(address or box)
        return self._folder / name[:2] / (f"{name[2:]}.{box}" if address else name[2:])

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


def _name(address: str) -> str:
    return hashlib.sha256(address.encode()).hexdigest()
