"""Disks that are full or read-only, databases that are damaged or locked: real ones where the machine allows it."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import pytest

_LOCKER = """
import sqlite3, sys
database = sqlite3.connect(sys.argv[1], isolation_level=None)
database.execute("BEGIN " + sys.argv[2])
database.execute("UPDATE entities SET year = year")
print("locked", flush=True)
sys.stdin.readline()
database.execute("ROLLBACK")
"""


@contextmanager
def locked_by_another_process(path: Path, how: str = "IMMEDIATE") -> Iterator[None]:
    """Hold the write lock of the database at *path* in a process of its own."""
    other = subprocess.Popen(
        [sys.executable, "-c", _LOCKER, str(path), how],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert other.stdout is not None
        assert other.stdout.readline() == "locked\n"
        yield
    finally:
        other.communicate("\n", timeout=10)


@contextmanager
def damaged(path: Path, table: str) -> Iterator[None]:
    """Overwrite the first page of *table* in the closed database at *path*; the page comes back afterwards."""
    with closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        ((page_size,),) = database.execute("PRAGMA page_size")
        ((page,),) = database.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (table,))
    whole = path.read_bytes()
    with path.open("r+b") as file:
        file.seek((page - 1) * page_size)
        file.write(b"\xa5" * page_size)
    try:
        yield
    finally:
        for name in (path, path.with_name(path.name + "-wal"), path.with_name(path.name + "-shm")):
            name.unlink(missing_ok=True)
        path.write_bytes(whole)


class SmallDisk:
    """A file system of a few megabytes that can be filled and emptied."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._filler = folder / "filler"

    def fill(self, *, leave_bytes: int = 0) -> None:
        """Take all space but *leave_bytes*."""
        with self._filler.open("wb", buffering=0) as file, suppress(OSError):
            while True:
                file.write(b"\0" * 4096)
        if leave_bytes:
            os.truncate(self._filler, max(0, self._filler.stat().st_size - leave_bytes))

    def empty(self) -> None:
        self._filler.unlink(missing_ok=True)

    def make_read_only(self) -> None:
        """Turn read-only, as a failing disk does; nothing may be open for writing."""
        assert _mount("-o", "remount,ro", str(self.folder)) == 0

    def make_writable(self) -> None:
        assert _mount("-o", "remount,rw", str(self.folder)) == 0


@contextmanager
def small_disk(folder: Path, *, megabytes: int = 4) -> Iterator[SmallDisk]:
    """Mount a disk of so many megabytes in *folder*, with what lay there; skips where this user cannot."""
    folder.mkdir(parents=True, exist_ok=True)
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        pytest.skip("a small disk can be mounted by root only")
    files = {each.relative_to(folder): each.read_bytes() for each in folder.rglob("*") if each.is_file()}
    if _mount("-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(folder)):
        pytest.skip("this container does not let root mount a small disk")
    try:
        for name, content in files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(content)
        yield SmallDisk(folder)
    finally:
        _umount(folder)


@contextmanager
def read_only_file(path: Path) -> Iterator[None]:
    """Let the database file at *path*, not its folder, refuse writing; skips where that cannot be arranged."""
    if hasattr(os, "geteuid") and os.geteuid() != 0:
        path.chmod(0o444)
        try:
            yield
        finally:
            path.chmod(0o644)
        return
    # Permissions do not stop root; a read-only mount of the file onto itself does.
    if _mount("--bind", str(path), str(path)):
        pytest.skip("permissions do not stop root, and this container lets nobody mount")
    try:
        _mount("-o", "remount,ro,bind", str(path))
        yield
    finally:
        _umount(path)


def _mount(*arguments: str) -> int:
    return subprocess.run(["mount", *arguments], capture_output=True, check=False).returncode


def _umount(place: Path) -> None:
    subprocess.run(["umount", "--lazy", str(place)], capture_output=True, check=True)
