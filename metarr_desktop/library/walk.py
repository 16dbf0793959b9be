"""Walks the folders below one; what is found there in names is up to the scanners. Nothing is opened or written."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path

from metarr_desktop.domain.errors import InvalidInput
from metarr_desktop.domain.query import ParsedTitle

Entry = os.DirEntry[str]
Scandir = Callable[[str], AbstractContextManager[Iterable[Entry]]]

SYSTEM_FOLDERS = frozenset(
    ("@eadir", "#recycle", "$recycle.bin", "lost+found", "system volume information", "certificate", "any!")
)
EXTRA_FOLDERS = SYSTEM_FOLDERS | frozenset(
    ("extras", "extra", "featurettes", "behind the scenes", "deleted scenes", "interviews", "scenes", "shorts",
     "trailers", "trailer", "samples", "sample", "other", "clips", "bonus", "subs", "subtitles", "extrafanart",
     "extrathumbs", "backdrops", "theme-music")
)  # fmt: skip
"""What lies beside films and episodes and is neither."""

_MAX_DEPTH = 40


@dataclass(frozen=True, slots=True)
class FoundTitle:
    """One title: ``path`` of its (first) file or of its folder; ``artist`` of an album, empty if no name says it."""

    path: str
    parsed: ParsedTitle
    artist: str = ""


@dataclass(frozen=True, slots=True)
class ScanResult:
    """Titles in the order of their paths; ``skipped`` says of paths why they were left out."""

    found: tuple[FoundTitle, ...]
    skipped: dict[str, str]


@dataclass(slots=True)
class Listing:
    """One folder: its sub-folders and the files wanted. Folders taken out of the list are not entered."""

    path: str
    depth: int
    folders: list[Entry]
    files: list[Entry]


@dataclass
class FolderWalk:
    """Walks folders from the top, each real one once, in the order of their names; blocking. Used once.

    Attributes:
        endings: of the files wanted, in lower case and with their dot.
        ignored: names of folders, in lower case, that are left out in silence; hidden ones always are.
        is_stopped: asked between folders; true ends the walk.
    """

    endings: frozenset[str]
    ignored: frozenset[str]
    scandir: Scandir = os.scandir
    is_stopped: Callable[[], bool] = lambda: False
    skipped: dict[str, str] = field(default_factory=dict, init=False)
    _visited: set[tuple[int, int]] = field(default_factory=set, init=False)

    def listings(self, root: str) -> Iterator[Listing]:
        """Yield *root* and every folder below it, a folder before what it holds.

        Raises:
            InvalidInput: *root* is no folder.
        """
        folder = Path(root.strip() or " ").expanduser()
        if not folder.is_dir():
            what = "is a file, not a folder" if folder.exists() else "does not exist"
            raise InvalidInput(f"{root.strip() or 'The folder'} {what}. Nothing was added. Choose a folder.")
        waiting = [(os.path.abspath(folder), 0)]
        while waiting and not self.is_stopped():
            path, depth = waiting.pop()
            listing = self._listed(path, depth)
            if listing is not None:
                yield listing
                waiting += [(entry.path, depth + 1) for entry in reversed(listing.folders)]

    def skip(self, path: str, reason: str) -> None:
        """Say why *path* is left out; the first reason stays."""
        self.skipped.setdefault(path.encode("utf-8", "replace").decode("utf-8"), reason)

    def can_keep(self, path: str) -> bool:
        """Tell whether the database can hold *path*; one that it cannot is named in ``skipped``."""
        try:
            path.encode()
        except UnicodeEncodeError:
            self.skip(path, "has a name that is no readable text; rename it and add the folder again")
            return False
        return True

    def is_new(self, status: os.stat_result) -> bool:
        """Tell whether this folder or file was not met before, by whatever link; file systems without
        numbers of their own (0) cannot tell, so everything there is new."""
        place = (status.st_dev, status.st_ino)
        if place in self._visited:
            return False
        if status.st_ino:
            self._visited.add(place)
        return True

    def _listed(self, path: str, depth: int) -> Listing | None:
        if depth > _MAX_DEPTH:
            self.skip(path, "lies more than 40 folders deep")
            return None
        try:
            if not self.is_new(os.stat(path)):
                return None
            with self.scandir(path) as entries:
                listed = sorted(entries, key=lambda entry: entry.name.casefold())
        except OSError as error:
            self.skip(path, f"cannot be read ({error.strerror or error})")
            return None
        listing = Listing(path, depth, [], [])
        for entry in listed:
            if not entry.name.startswith("."):
                self._sort_in(entry, listing)
        return listing

    def _sort_in(self, entry: Entry, listing: Listing) -> None:
        is_wanted = os.path.splitext(entry.name)[1].lower() in self.endings
        try:
            mode = entry.stat().st_mode
        except OSError as error:
            if is_wanted:
                self.skip(entry.path, f"cannot be read ({error.strerror or error})")
            return  # a broken link to something that is not wanted
        if stat.S_ISDIR(mode):
            if entry.name.casefold() not in self.ignored:
                listing.folders.append(entry)
        elif stat.S_ISREG(mode) and is_wanted:
            listing.files.append(entry)
