"""Finds the albums below a folder. Reads names only; nothing is opened, and nothing is written there."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from metarr_desktop.domain.query import ParsedTitle
from metarr_desktop.domain.titles import normalise_title
from metarr_desktop.library.album_name import (
    AUDIO_ENDINGS,
    VARIOUS_ARTISTS,
    as_artist,
    is_compilation_folder,
    is_disc_folder,
    is_kind_folder,
    parse_album_name,
    without_disc,
)
from metarr_desktop.library.walk import SYSTEM_FOLDERS, FolderWalk, FoundTitle, Scandir, ScanResult

_TRACK = re.compile(
    r"(?:[a-h]?[0-9]{1,3}|[0-9]{1,2}-[0-9]{1,3})(?=$|[\s._\-)])|.{1,200}?\s-\s[0-9]{1,3}\s-\s", re.I
)
_SIGN_OF_AN_ALBUM = re.compile(r"\s[-–—]\s|[(\[{]|^(?:19|20)[0-9]{2}\b|-(?:19|20)[0-9]{2}-")
_LOOSE = (
    "holds single tracks of no album; put those of one album into a folder of their own, "
    'called "Artist - Album", and add the folder again'
)


@dataclass(slots=True)
class _Folder:
    """An album's folder with all its discs: whether tracks lie in it itself, and whether any has a number."""

    has_own: bool = False
    has_discs: bool = False
    is_numbered: bool = False


@dataclass
class AlbumScanner:
    """Walks folders; blocking, so it belongs on a thread. One scanner scans one folder.

    An album is a folder with audio files, the folders of its discs included. Its artist stands in its name, else in
    that of the folder around it; the chosen folder itself names no artist.

    Attributes:
        is_stopped: asked between folders; true ends the scan with what was found so far.
    """

    scandir: Scandir = os.scandir
    is_stopped: Callable[[], bool] = lambda: False
    _folders: dict[str, _Folder] = field(default_factory=dict, init=False)

    def scan(self, root: str) -> ScanResult:
        """Return the albums below *root*; links are followed, each real folder is entered once.

        Hidden and system folders are left out silently; unreadable folders, and folders with audio that belongs to
        no album, are named in ``skipped``.

        Raises:
            InvalidInput: *root* is no folder.
        """
        walk = FolderWalk(AUDIO_ENDINGS, SYSTEM_FOLDERS, self.scandir, self.is_stopped)
        top = ""
        for listing in walk.listings(root):
            top = top or listing.path
            if listing.files:
                self._note(listing.path, [entry.name for entry in listing.files])
        return ScanResult(tuple(self._albums(walk, top)), walk.skipped)

    def _note(self, path: str, files: list[str]) -> None:
        home = path
        while is_disc_folder(os.path.basename(home)) and os.path.dirname(home) != home:
            home = os.path.dirname(home)
        folder = self._folders.setdefault(home, _Folder())
        folder.has_own |= home == path
        folder.has_discs |= home != path
        folder.is_numbered |= any(_TRACK.match(name) for name in files)

    def _albums(self, walk: FolderWalk, top: str) -> Iterator[FoundTitle]:
        around = {parent for path in self._folders for parent in _parents(path, top)}
        discs: set[tuple[str, str, int | None, str, str]] = set()
        for path, folder in self._folders.items():
            if _is_loose(path, top, folder, is_around=path in around):
                walk.skip(path, _LOOSE)
                continue
            if self._is_part(path) or not walk.can_keep(path):
                continue
            name = os.path.basename(path)
            album = parse_album_name(name, _artist_around(path, top))
            if without_disc(name) != name:  # "The Wall (Disc 2)" beside "The Wall (Disc 1)"
                parent = os.path.dirname(path)
                place = (parent, normalise_title(album.title), album.year, album.edition, album.artist)
                if place in discs:
                    continue
                discs.add(place)
            yield FoundTitle(
                path, ParsedTitle(album.title, album.year, album.edition, album.ids), album.artist
            )

    def _is_part(self, path: str) -> bool:
        """Tell whether it is a part of the album around it: "Album (1991)/Live" beside numbered tracks."""
        around = self._folders.get(os.path.dirname(path))
        return around is not None and around.is_numbered and is_kind_folder(os.path.basename(path))


def _parents(path: str, top: str) -> Iterator[str]:
    """Yield the folders around *path*, up to *top*; none if it lies above that, as the album of a chosen disc."""
    while len(path) > len(top):
        path = os.path.dirname(path)
        yield path


def _is_loose(path: str, top: str, folder: _Folder, *, is_around: bool) -> bool:
    """Tell whether the audio lies directly in the folder of an artist, or in one of everything.

    That is a folder with albums in it, or just below the top without numbered tracks, and no sign of an album in
    its name.
    """
    if folder.has_discs:
        return False
    has_sign = path != top and _SIGN_OF_AN_ALBUM.search(os.path.basename(path)) is not None
    if is_around:
        return not (has_sign and folder.is_numbered)
    is_high = path == top or os.path.dirname(path) == top
    return is_high and not folder.is_numbered and not has_sign


def _artist_around(path: str, top: str) -> str:
    """Return the artist that a folder between *path* and *top* is named after, empty if there is none."""
    is_compilation = False
    for parent in _parents(path, top):
        name = os.path.basename(parent)
        if parent == top:
            break
        if is_compilation_folder(name):
            is_compilation = True
        elif not is_kind_folder(name):
            return as_artist(name)
    return VARIOUS_ARTISTS if is_compilation else ""
