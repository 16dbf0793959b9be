"""Paths as another program sees them, and where the same files are here."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass

_DRIVE = re.compile(r"[A-Za-z]:(?=[\\/]|\Z)")


@dataclass(frozen=True, slots=True)
class PathMapping:
    """A folder of the other program (``/movies``, ``D:\\Films``) and the same folder here."""

    remote: str
    local: str


def is_absolute(path: str) -> bool:
    """Tell whether *path* says where it is, in the way of POSIX or of Windows."""
    return _components(path) is not None


def to_local(path: str, mappings: Iterable[PathMapping]) -> str | None:
    """Return where *path* of another program is here.

    The mapping with the most folders in common wins; whole names count, so ``/movies`` says nothing of
    ``/movies-4k``. A path of POSIX no mapping is for is taken as it is.

    Returns:
        ``None`` for what cannot be a place here: relative, with ``..``, or of Windows without a mapping.
    """
    wanted = _components(path)
    if wanted is None:
        return None
    best: tuple[int, str] | None = None
    for mapping in mappings:
        remote = _components(mapping.remote)
        if remote is not None and _begins_with(wanted, remote) and (best is None or len(remote) > best[0]):
            best = (len(remote), mapping.local)
    if best is not None:
        return os.path.normpath(os.path.join(best[1], *wanted[best[0] :]))
    return None if _is_windows(path) else "/" + "/".join(wanted[1:])


def folder_of(path: str) -> str:
    """Return the folder *path* lies in, in the way of its own system; ``""`` if it names none."""
    cut = max(path.rfind("/"), path.rfind("\\") if _is_windows(path) else -1)
    return path[:cut] if cut > 0 else ""


def _components(path: str) -> tuple[str, ...] | None:
    """Return the root and the names of an absolute path, ``None`` for what is none or leads upwards."""
    if not path or "\0" in path or not (path.startswith("/") or _is_windows(path)):
        return None
    is_windows = _is_windows(path)
    names = re.split(r"[\\/]", path) if is_windows else path.split("/")
    root = "\\\\" if path.startswith("\\\\") else "" if is_windows else "/"
    kept = [name for name in names if name not in ("", ".")]
    if ".." in kept:
        return None
    return (root, *kept)


def _is_windows(path: str) -> bool:
    return path.startswith("\\\\") or _DRIVE.match(path) is not None


def _begins_with(path: tuple[str, ...], folder: tuple[str, ...]) -> bool:
    start = path[: len(folder)]
    # Windows keeps no case apart; the root tells its paths from those of POSIX.
    return start == folder or (
        path[0] == folder[0] != "/"
        and [each.casefold() for each in start] == [each.casefold() for each in folder]
    )
