"""Folders for tests of scanners."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest


def tree(root: Path, *names: str) -> None:
    """Create empty files below *root*, with their folders."""
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()


def file_no_text_names(root: Path, *names: bytes) -> None:
    """Create an empty file at *names* below *root*, with its folders; skips the test where they must be text."""
    path = os.path.join(os.fsencode(root), *names)
    try:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        os.close(os.open(path, os.O_CREAT))
    except OSError:
        pytest.skip("this file system takes names of valid text only")


def scandir_without(ending: str) -> Callable[[str], Any]:
    """Return an ``os.scandir`` that may not read folders whose path ends so; real rights do not bind root."""

    def scandir(path: str) -> Any:
        if path.endswith(ending):
            raise PermissionError(13, "Permission denied")
        return os.scandir(path)

    return scandir
