"""Finds the films below a folder. Reads names only; nothing is opened, and nothing is written there."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from pathlib import Path

from metarr_desktop.domain.errors import InvalidInput
from metarr_desktop.domain.query import ParsedTitle
from metarr_desktop.domain.titles import normalise_title
from metarr_desktop.library.filename import VIDEO_ENDINGS, FileNameParser, merge_names, without_ending

Scandir = Callable[[str], AbstractContextManager[Iterable["os.DirEntry[str]"]]]

_DISC_FOLDERS = frozenset({"bdmv", "video_ts"})
_EXTRA_FOLDERS = frozenset(
    ("extras", "extra", "featurettes", "behind the scenes", "deleted scenes", "interviews", "scenes", "shorts",
     "trailers", "trailer", "samples", "sample", "other", "clips", "bonus", "subs", "subtitles", "extrafanart",
     "extrathumbs", "backdrops", "theme-music", "@eadir", "#recycle", "$recycle.bin", "lost+found",
     "system volume information", "certificate", "any!")
)  # fmt: skip
_EXTRA_NAME = re.compile(
    r"(?:.*[\s._\-\[(])?(?:sample|trailer[0-9]?|teaser)[\])]?"
    r"|.*-(?:behindthescenes|deleted|deletedscene|featurette|interview|scene|short|other|clip|extra)[0-9]?",
    re.IGNORECASE | re.DOTALL,
)
_STACK = re.compile(r"[\s._\-(\[]{1,3}(?:cd|disc|disk|dvd)[\s._-]?([1-9])[)\]]?$", re.IGNORECASE)
_EPISODE = re.compile(r"(?<![^\W_])(?:s[0-9]{1,2}[\s._]?e[0-9]{1,3}|[0-9]{1,2}x[0-9]{2,3})", re.IGNORECASE)
_MAX_DEPTH = 40


@dataclass(frozen=True, slots=True)
class FoundFilm:
    """One film: ``path`` of its (first) file, or of its folder if that holds a disc."""

    path: str
    parsed: ParsedTitle


@dataclass(frozen=True, slots=True)
class ScanResult:
    """Films in the order of their paths; ``skipped`` says of paths why they were left out."""

    films: tuple[FoundFilm, ...]
    skipped: dict[str, str]


@dataclass
class FilmScanner:
    """Walks folders; blocking, so it belongs on a thread. One scanner scans one folder.

    Attributes:
        is_stopped: asked between folders; true ends the scan with what was found so far.
    """

    parser: FileNameParser = field(default_factory=FileNameParser)
    scandir: Scandir = os.scandir
    is_stopped: Callable[[], bool] = lambda: False
    _films: list[FoundFilm] = field(default_factory=list, init=False)
    _skipped: dict[str, str] = field(default_factory=dict, init=False)
    _visited: set[tuple[int, int]] = field(default_factory=set, init=False)

    def scan(self, root: str) -> ScanResult:
        """Return the films below *root*; links are followed, each real folder is entered once.

        Samples, trailers, extras, hidden and system folders are left out silently; unreadable folders and
        episodes of series are named in ``skipped``.

        Raises:
            InvalidInput: *root* is no folder.
        """
        folder = Path(root.strip() or " ").expanduser()
        if not folder.is_dir():
            what = "is a file, not a folder" if folder.exists() else "does not exist"
            raise InvalidInput(f"{root.strip() or 'The folder'} {what}. Nothing was added. Choose a folder.")
        self._enter(os.path.abspath(folder), depth=0)
        return ScanResult(tuple(self._films), self._skipped)

    def _enter(self, folder: str, *, depth: int) -> None:
        if self.is_stopped():
            return
        if depth > _MAX_DEPTH:
            self._skip(folder, "lies more than 40 folders deep")
            return
        try:
            if not self._is_new(os.stat(folder)):
                return
            with self.scandir(folder) as entries:
                listed = sorted(entries, key=lambda entry: entry.name.casefold())
        except OSError as error:
            self._skip(folder, f"cannot be read ({error.strerror or error})")
            return
        folders, files = self._sorted_out(listed)
        if any(entry.name.casefold() in _DISC_FOLDERS for entry in folders):
            self._add(folder, self.parser.parse_name(os.path.basename(folder)))
            return
        self._add_files(folder, files, is_root=depth == 0)
        for entry in folders:
            if entry.name.casefold() not in _EXTRA_FOLDERS:
                self._enter(entry.path, depth=depth + 1)

    def _sorted_out(
        self, listed: list[os.DirEntry[str]]
    ) -> tuple[list[os.DirEntry[str]], list[os.DirEntry[str]]]:
        """Return sub-folders and video files; hidden and unreadable entries are left out."""
        folders, files = [], []
        for entry in listed:
            if entry.name.startswith("."):
                continue
            try:
                mode = entry.stat().st_mode
            except OSError as error:
                if os.path.splitext(entry.name)[1].lower() in VIDEO_ENDINGS:
                    self._skip(entry.path, f"cannot be read ({error.strerror or error})")
                continue  # a broken link to something that is no film
            if stat.S_ISDIR(mode):
                folders.append(entry)
            elif stat.S_ISREG(mode) and os.path.splitext(entry.name)[1].lower() in VIDEO_ENDINGS:
                files.append(entry)
        return folders, files

    def _add_files(self, folder: str, files: list[os.DirEntry[str]], *, is_root: bool) -> None:
        films: list[tuple[str, str]] = []  # (path, name without ending and part number)
        stacks: set[str] = set()
        for entry in files:
            stem = without_ending(entry.name)
            if _EXTRA_NAME.fullmatch(stem):
                continue
            if _EPISODE.search(stem):
                self._skip(folder, "looks like a series; only films can be added so far")
                continue
            base = _STACK.sub("", stem)
            if base != stem and base.casefold() in stacks:
                continue  # the second disc of a film already found
            stacks.add(base.casefold())
            if self._is_new(entry.stat()):
                films.append((entry.path, base))
        named = self.parser.parse_name(os.path.basename(folder)) if films and not is_root else None
        for path, base in films:
            self._add(path, _film_name(self.parser.parse_name(base), named, is_alone=len(films) == 1))

    def _add(self, path: str, parsed: ParsedTitle) -> None:
        try:
            path.encode()
        except UnicodeEncodeError:
            self._skip(path, "has a name that is no readable text; rename it and add the folder again")
            return
        self._films.append(FoundFilm(path, parsed))

    def _skip(self, path: str, reason: str) -> None:
        self._skipped.setdefault(path.encode("utf-8", "replace").decode("utf-8"), reason)

    def _is_new(self, status: os.stat_result) -> bool:
        """Tell whether this folder or file was not met before, by whatever link; file systems without
        numbers of their own (0) cannot tell, so everything there is new."""
        place = (status.st_dev, status.st_ino)
        if place in self._visited:
            return False
        if status.st_ino:
            self._visited.add(place)
        return True


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
