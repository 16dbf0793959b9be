"""Finds the films below a folder. Reads names only; nothing is opened, and nothing is written there."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from metarr_desktop.domain.query import ParsedTitle
from metarr_desktop.domain.titles import normalise_title
from metarr_desktop.library.filename import VIDEO_ENDINGS, FileNameParser, merge_names, without_ending
from metarr_desktop.library.walk import EXTRA_FOLDERS, FolderWalk, FoundTitle, Listing, Scandir, ScanResult

DISC_FOLDERS = frozenset({"bdmv", "video_ts"})
"""Sub-folders, in lower case, that make the folder around them one disc."""

_EXTRA_NAME = re.compile(
    r"(?:.*[\s._\-\[(])?(?:sample|trailer[0-9]?|teaser)[\])]?"
    r"|.*-(?:behindthescenes|deleted|deletedscene|featurette|interview|scene|short|other|clip|extra)[0-9]?",
    re.IGNORECASE | re.DOTALL,
)
_STACK = re.compile(r"[\s._\-(\[]{1,3}(?:cd|disc|disk|dvd)[\s._-]?([1-9])[)\]]?$", re.IGNORECASE)
_EPISODE = re.compile(r"(?<![^\W_])(?:s[0-9]{1,2}[\s._]?e[0-9]{1,3}|[0-9]{1,2}x[0-9]{2,3})", re.IGNORECASE)


@dataclass
class FilmScanner:
    """Walks folders; blocking, so it belongs on a thread. One scanner scans one folder.

    Attributes:
        is_stopped: asked between folders; true ends the scan with what was found so far.
    """

    parser: FileNameParser = field(default_factory=FileNameParser)
    scandir: Scandir = os.scandir
    is_stopped: Callable[[], bool] = lambda: False
    _films: list[FoundTitle] = field(default_factory=list, init=False)

    def scan(self, root: str) -> ScanResult:
        """Return the films below *root*; links are followed, each real folder is entered once.

        Samples, trailers, extras, hidden and system folders are left out silently; unreadable folders and
        episodes of series are named in ``skipped``.

        Raises:
            InvalidInput: *root* is no folder.
        """
        walk = FolderWalk(VIDEO_ENDINGS, EXTRA_FOLDERS, self.scandir, self.is_stopped)
        for listing in walk.listings(root):
            if any(entry.name.casefold() in DISC_FOLDERS for entry in listing.folders):
                listing.folders.clear()
                self._add(walk, listing.path, self.parser.parse_name(os.path.basename(listing.path)))
            else:
                self._add_files(walk, listing)
        return ScanResult(tuple(self._films), walk.skipped)

    def _add_files(self, walk: FolderWalk, listing: Listing) -> None:
        films: list[tuple[str, str]] = []  # (path, name without ending and part number)
        stacks: set[str] = set()
        for entry in listing.files:
            stem = without_ending(entry.name)
            if is_extra(stem):
                continue
            if _EPISODE.search(stem):
                walk.skip(listing.path, "looks like a series; add the folder as series to have it")
                continue
            base = _STACK.sub("", stem)
            if base != stem and base.casefold() in stacks:
                continue  # the second disc of a film already found
            stacks.add(base.casefold())
            if walk.is_new(entry.stat()):
                films.append((entry.path, base))
        is_named = bool(films) and listing.depth > 0
        named = self.parser.parse_name(os.path.basename(listing.path)) if is_named else None
        for path, base in films:
            film = _film_name(self.parser.parse_name(base), named, is_alone=len(films) == 1)
            self._add(walk, path, film)

    def _add(self, walk: FolderWalk, path: str, parsed: ParsedTitle) -> None:
        if walk.can_keep(path):
            self._films.append(FoundTitle(path, parsed))


def is_extra(stem: str) -> bool:
    """Tell whether a video of this name (without ending) is a sample, a trailer or an extra."""
    return _EXTRA_NAME.fullmatch(stem) is not None


def _film_name(file: ParsedTitle, folder: ParsedTitle | None, *, is_alone: bool) -> ParsedTitle:
    """Return what the film is called, by its file and, for a film in a folder of its own, by the folder."""
    if folder is None:
        return file
    if is_alone:
        return merge_names(folder, file)
    title, name = normalise_title(folder.title), normalise_title(file.title)
    if folder.year and not file.year and name.startswith(title):  # several editions in one folder
        rest = file.title[len(folder.title) :].strip(" -–_.[]()") if len(name) > len(title) else ""
        return replace(
            file, title=folder.title, year=folder.year, edition=file.edition or rest,
            ids=file.ids.filled_from(folder.ids),
        )  # fmt: skip
    return file
