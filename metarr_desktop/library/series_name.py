"""What names of files and folders say of a series.

Folders as people name them ("Show (2010)", "Show/Season 01") and episodes with their usual marks never reach guessit,
which costs milliseconds a name: a library has tens of thousands of episodes.
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import PurePosixPath, PureWindowsPath

from metarr_desktop.domain.query import ParsedTitle, clean_text, take_ids
from metarr_desktop.domain.titles import MAX_TITLE, normalise_title
from metarr_desktop.library.filename import guessed, without_ending

_SEASON_WORDS = r"(?:seasons?|series|staffeln?|saison|temporada|stagione|seizoen|s[äa]song?|sezon|volume|vol)"
_SEASON_FOLDER = re.compile(
    rf"(?:{_SEASON_WORDS}[\s._-]{{0,3}}[0-9]{{1,4}}|s[0-9]{{1,2}}|[0-9]{{1,2}}\.?\s?(?:staffel|season)|specials?)"
    r"(?:[\s._-]{0,3}[(\[].{0,80}[)\]]|\s-\s.{0,120})?",
    re.IGNORECASE,
)
_DISC_FOLDER = re.compile(r"(?:disc|disk|dvd|cd|bd)[\s._-]?[0-9]{1,2}", re.IGNORECASE)
_MARK = re.compile(
    r"(?<![^\W_])(?:s[0-9]{1,4}[\s._-]?ep?[0-9]{1,4}|[0-9]{1,2}x[0-9]{2,4}(?!p)|"
    r"(?:19|20)[0-9]{2}[\s._-][01][0-9][\s._-][0-3][0-9])(?![0-9])",
    re.IGNORECASE,
)
_COUNTED = re.compile(  # "[Group] Show - 05v2 [1080p]"
    r"(?P<show>\S.{0,200}?)\s-\s(?:e|ep|#)?(?!(?:19|20)[0-9]{2}(?![0-9]))[0-9]{1,4}(?:v[0-9])?(?=$|\s?[\[(]|\s-\s)",
    re.IGNORECASE,
)
_NUMBERED = re.compile(  # "01 - Pilot", "05", "Episode 3"
    r"(?:[0-9]{2,3}\s-\s|0[0-9]{1,2}(?=$|[\s._-])|(?:episode|folge|ep|e)[\s._-]?[0-9]{1,4}(?![0-9a-z]))",
    re.IGNORECASE,
)
_SEASON_TAIL = re.compile(
    rf"[\s._\-(\[]{{1,4}}(?:complete[\s._-])?(?:{_SEASON_WORDS}[\s._-]{{0,2}}[0-9]{{1,3}}|s[0-9]{{1,2}})(?![^\W_]).*$",
    re.IGNORECASE | re.DOTALL,
)
_YEAR_IN_BRACKETS = re.compile(
    r"(?P<title>\S.{0,250}?)[\s._]{0,3}[(\[](?P<year>(?:18|19|20)[0-9]{2})(?:\s?[-–]\s?(?:[0-9]{4})?)?[)\]].{0,255}",
    re.DOTALL,
)
_YEAR_AT_END = re.compile(r"(?P<title>\S.{0,250}?)[\s._-]{1,3}(?P<year>(?:19|20)[0-9]{2})")
_GROUP = re.compile(r"\[[^\[\]]{1,40}\][\s._-]{0,3}(?=[^\s(\[])")
_TECHNICAL = re.compile(
    r"(?<![^\W_])(?:[0-9]{3,4}[pi]|blu-?ray|bd-?rip|br-?rip|dvd-?rip|web-?(?:dl|rip)?|hdtv|remux|[xh]\.?26[45]|hevc|"
    r"uhd|hdr(?:10)?|dts|xvid|divx|complete|multi|dubbed|dual[\s._-]audio)(?![^\W_])",
    re.IGNORECASE,
)
_EDGES = " \t-–—._:,;|+(["


def is_season_folder(name: str) -> bool:
    """Tell whether a folder of this name holds a season, or one disc of it."""
    return _SEASON_FOLDER.fullmatch(name) is not None or _DISC_FOLDER.fullmatch(name) is not None


def names_an_episode(name: str) -> bool:
    """Tell whether *name* has the mark of an episode (S01E02, 1x02, a day)."""
    return _MARK.search(name) is not None


def names_a_season(name: str) -> bool:
    """Tell whether a folder's name ends in a season: "Show Season 2", "Show.S01.1080p"."""
    return _SEASON_TAIL.search(name) is not None


def show_of_episode(stem: str, *, is_counted: bool) -> ParsedTitle | None:
    """Return what the name of an episode says of its series, ``None`` if it is that of no episode.

    The title is empty where the name is only that of the episode. A bare number at the beginning ("01 - Pilot")
    makes an episode only if *is_counted*.
    """
    stem = _clean(stem)
    if mark := _MARK.search(stem):
        ids, text = take_ids(stem[: mark.start()])
        title, year = _title_and_year(text)
        return ParsedTitle(title, year, "", ids)
    bare = _GROUP.sub("", stem, count=1) if stem.startswith("[") else stem
    if counted := _COUNTED.match(bare):
        title, year = _title_and_year(counted["show"])
        return ParsedTitle(title, year)
    if is_counted and _NUMBERED.match(bare) and not _YEAR_IN_BRACKETS.fullmatch(bare):
        return ParsedTitle("")
    return None


def parse_series_name(name: str) -> ParsedTitle:
    """Return what the name of a series' folder says; what belongs to a season is cut off, the title never empty."""
    name = _clean(name)
    ids, rest = take_ids(name)
    rest = rest or name
    if mark := _MARK.search(rest):
        rest = rest[: mark.start()].rstrip(_EDGES) or rest
    shorter = _SEASON_TAIL.sub("", rest)
    rest = shorter if shorter.strip(_EDGES) else rest
    if neat := _YEAR_IN_BRACKETS.fullmatch(rest):
        return ParsedTitle(_plain(neat["title"]) or rest, int(neat["year"]), "", ids)
    if _TECHNICAL.search(rest) and rest == shorter:
        title, year, _ = guessed(rest, is_series=True)
        if title:
            return ParsedTitle(title, year, "", ids)
    title, year = _title_and_year(rest)
    return ParsedTitle(title or rest, year, "", ids)


def series_of_path(text: str) -> ParsedTitle:
    """Return the series of a file name, or of a path to an episode, a season or the series."""
    is_windows = re.match(r"\s*(?:[A-Za-z]:[\\/]|\\\\)", text) is not None
    pure = PureWindowsPath(text.strip()) if is_windows else PurePosixPath(text.strip())
    steps = [part for part in pure.parts if part.strip("/\\. ~") and part != pure.anchor]
    if not steps:
        return ParsedTitle("")
    is_file = without_ending(steps[-1]) != steps[-1]
    file = show_of_episode(without_ending(steps[-1]), is_counted=len(steps) > 1)
    folders = steps[:-1] if is_file or file is not None else steps
    while folders and (is_season_folder(folders[-1]) or names_an_episode(folders[-1])):
        file = file or show_of_episode(folders[-1], is_counted=False)
        folders = folders[:-1]
    if file is not None and file.title and not (folders and are_alike(parse_series_name(folders[-1]), file)):
        return file
    return parse_series_name(folders[-1]) if folders else parse_series_name(without_ending(steps[-1]))


def are_alike(folder: ParsedTitle, file: ParsedTitle) -> bool:
    """Tell whether both name one series; files are more often cut short or more wordy than the folder."""
    one, other = normalise_title(folder.title), normalise_title(file.title)
    if folder.year and file.year and abs(folder.year - file.year) > 1:
        return False
    shorter, longer = sorted((one, other), key=len)
    return bool(shorter) and f" {longer} ".find(f" {shorter} ") >= 0


def joined(folder: ParsedTitle, file: ParsedTitle) -> ParsedTitle:
    """Return what the folder of a series says, its year taken from the files if it names none."""
    year = folder.year or (file.year if are_alike(folder, file) else None)
    return replace(folder, year=year, ids=folder.ids.filled_from(file.ids))


def _clean(name: str) -> str:
    return " ".join(clean_text(name[:MAX_TITLE]).split())


def _plain(text: str) -> str:
    """Return *text* without the sign of a group before it and with blanks where a release has dots."""
    text = _GROUP.sub("", text, count=1) if text.startswith("[") else text
    text = text.strip(" \t-–—_:,;|+([")
    if " " not in text and ("." in text or "_" in text) and not re.fullmatch(r"(?:\w\.){2,}\w?", text):
        text = re.sub(r"[._]+", " ", text)
    return " ".join(text.split()).strip(" \t-–—_:,;|+([")


def _title_and_year(text: str) -> tuple[str, int | None]:
    """Return both; a year without brackets is one only in the name of a release: "Space 1999" is a title."""
    title = _plain(text)
    patterns = [_YEAR_IN_BRACKETS] if " " in text.strip() else [_YEAR_IN_BRACKETS, _YEAR_AT_END]
    for pattern in patterns:
        if found := pattern.fullmatch(title):
            return found["title"].strip(_EDGES) or title, int(found["year"])
    return title, None
