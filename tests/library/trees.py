"""Folders for tests of scanners."""

from __future__ import annotations

from pathlib import Path


def tree(root: Path, *names: str) -> None:
    """Create empty files below *root*, with their folders."""
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
