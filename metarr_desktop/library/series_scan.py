"""Finds the series below a folder, one for all their episodes. Reads names only; nothing is opened or written."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field

from metarr_desktop.domain.query import ParsedTitle
from metarr_desktop.domain.titles import normalise_title
from metarr_desktop.library.filename import VIDEO_ENDINGS, without_ending
from metarr_desktop.library.film_scan import DISC_FOLDERS, is_extra
from metarr_desktop.library.series_name import (
    are_alike,
    is_season_folder,
    joined,
    names_a_season,
    names_an_episode,
    parse_series_name,
    show_of_episode,
)
from metarr_desktop.library.walk import EXTRA_FOLDERS, FolderWalk, FoundTitle, Listing, Scandir, ScanResult

_IS_FILM = "looks like a film; add the folder as films to have it"


@dataclass
class SeriesScanner:
    """Walks folders; blocking, so it belongs on a thread. One scanner scans one folder.

    A series is called by the folder its episodes or seasons lie in; episodes of several series side by side by their
    own names, with the first of them as their path.

    Attributes:
        is_stopped: asked between folders; true ends the scan with what was found so far.
    """

    scandir: Scandir = os.scandir
    is_stopped: Callable[[], bool] = lambda: False
    _found: dict[str, ParsedTitle] = field(default_factory=dict, init=False)
    _by_title: dict[str, list[str]] = field(default_factory=dict, init=False)
    _parts: set[str] = field(default_factory=set, init=False)
    _root: str = field(default="", init=False)

    def scan(self, root: str) -> ScanResult:
        """Return the series below *root*; links are followed, each real folder is entered once.

        Extras, samples, hidden and system folders are left out silently; unreadable folders and folders with
        videos that are no episodes are named in ``skipped``.

        Raises:
            InvalidInput: *root* is no folder.
        """
        walk = FolderWalk(VIDEO_ENDINGS, EXTRA_FOLDERS, self.scandir, self.is_stopped)
        for listing in walk.listings(root):
            self._root = self._root or listing.path
            if any(entry.name.casefold() in DISC_FOLDERS for entry in listing.folders):
                listing.folders.clear()
                self._take_disc(walk, listing.path)
            else:
                self._take_files(walk, listing)
        found = (FoundTitle(path, parsed) for path, parsed in self._found.items() if walk.can_keep(path))
        return ScanResult(tuple(found), walk.skipped)

    def _take_disc(self, walk: FolderWalk, path: str) -> None:
        name = os.path.basename(path)
        home = _home(path)
        if home != path or names_a_season(name) or names_an_episode(name):
            self._take_folder(home)
        else:
            walk.skip(path, _IS_FILM)

    def _take_files(self, walk: FolderWalk, listing: Listing) -> None:
        home = _home(listing.path)
        is_season = home != listing.path
        shows: dict[str, tuple[str, ParsedTitle]] = {}  # by spelling: (first file, what it says)
        others = False
        for entry in listing.files:
            stem = without_ending(entry.name)
            if is_extra(stem):
                continue
            show = show_of_episode(stem, is_counted=listing.depth > 0)
            if show is None and (is_season or names_an_episode(os.path.basename(listing.path))):
                show = ParsedTitle("")
            if show is None:
                others = True
            else:
                shows.setdefault(normalise_title(show.title), (entry.path, show))
        if is_season and shows:
            self._take_folder(home, next(iter(shows.values()))[1])
        elif shows:
            self._take_shows(home, list(shows.values()))
        elif others and not self._is_inside_a_series(listing.path):
            walk.skip(listing.path, _IS_FILM)

    def _take_shows(self, home: str, shows: list[tuple[str, ParsedTitle]]) -> None:
        """Take the episodes that lie in *home*, which is no season: it is the series' own folder, or they are loose."""
        name = os.path.basename(home)
        folder = parse_series_name(name)
        named = [show for _, show in shows if show.title]
        if all(are_alike(folder, show) for show in named):
            self._take_folder(home, named[0] if named else None)
            return
        parent = os.path.dirname(home)
        if home != self._root and all(
            _is_same(parse_series_name(os.path.basename(parent)), it) for it in named
        ):
            self._take_folder(parent)  # the folder is named after an arc of the story
        elif (folder.year or folder.ids) and len(named) == 1 and home != self._root:
            self._take_folder(home)  # a person named the folder with care, the files are called otherwise
        else:
            for path, show in shows:
                if show.title:
                    self._take_loose(path, show)

    def _take_folder(self, home: str, file: ParsedTitle | None = None) -> None:
        """Take the folder of a series; two of one name and year are one ("Show Season 1", "Show Season 2")."""
        name = os.path.basename(home)
        if not name:  # the top of a disk
            return
        folder = parse_series_name(name)
        parsed = joined(folder, file) if file else folder
        parent = os.path.dirname(home)
        above = parse_series_name(os.path.basename(parent))
        if home != self._root and _is_same(above, parsed) and above.title:
            home, parsed = parent, joined(above, parsed)
        if home in self._found:
            self._found[home] = joined(self._found[home], parsed)
            return
        is_part = names_a_season(name) or names_an_episode(name)
        for path in self._called(parsed):
            if path in self._parts and not is_part:
                self._forget(path)  # what belongs into this folder was met before it
            elif is_part or self._found[path].year == parsed.year:
                return
        self._keep(home, parsed, is_part=is_part)

    def _take_loose(self, path: str, show: ParsedTitle) -> None:
        if not self._called(show):
            self._keep(path, show, is_part=True)

    def _called(self, series: ParsedTitle) -> list[str]:
        """Return the paths of what was found under this title, of a year that may be the same."""
        paths = self._by_title.get(normalise_title(series.title), ())
        return [path for path in paths if _is_same(self._found[path], series)]

    def _keep(self, path: str, series: ParsedTitle, *, is_part: bool) -> None:
        self._found[path] = series
        self._by_title.setdefault(normalise_title(series.title), []).append(path)
        if is_part:
            self._parts.add(path)

    def _forget(self, path: str) -> None:
        self._by_title[normalise_title(self._found.pop(path).title)].remove(path)
        self._parts.discard(path)

    def _is_inside_a_series(self, path: str) -> bool:
        return any(path == home or path.startswith(home + os.sep) for home in self._found)


def _home(path: str) -> str:
    """Return the folder around seasons, discs and folders of single episodes; *path* itself if it is none of them.

    It may lie above the folder that is scanned: somebody who adds "Season 1" means the series around it.
    """
    home = path
    while is_season_folder(os.path.basename(home)) and os.path.dirname(home) != home:
        home = os.path.dirname(home)
    if home == path and names_an_episode(os.path.basename(path)):
        around = os.path.dirname(path)
        return _home(around) if is_season_folder(os.path.basename(around)) else path
    return home


def _is_same(one: ParsedTitle, other: ParsedTitle) -> bool:
    if one.year and other.year and one.year != other.year:
        return False
    return normalise_title(one.title) == normalise_title(other.title)
