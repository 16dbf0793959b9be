"""What file and folder names say of a film. The only home of guessit, which is loaded with the first hard name.

Neatly named films ("Title (Year) {ids} - Edition") never reach guessit: it costs 8 to 17 ms a name, all of it
under the interpreter's lock, and loses numbers in brackets ("(500) Days of Summer").
"""

from __future__ import annotations

import logging
import re
from pathlib import PurePosixPath, PureWindowsPath
from typing import Any

from metarr_desktop.domain.query import ParsedTitle, clean_text, take_ids
from metarr_desktop.domain.titles import MAX_TITLE

log = logging.getLogger(__name__)

VIDEO_ENDINGS = frozenset(
    (".mkv", ".mp4", ".m4v", ".avi", ".mov", ".wmv", ".mpg", ".mpeg", ".ts", ".m2ts", ".mts", ".webm", ".ogm",
     ".ogv", ".flv", ".divx", ".asf", ".vob", ".iso", ".img", ".strm", ".rmvb", ".3gp")
)  # fmt: skip

_EDITION = re.compile(r"\{edition[- =]([^{}]{1,80})\}", re.IGNORECASE)
_NEAT = re.compile(r"(?P<title>\S.{0,250}?) [(\[](?P<year>(?:18|19|20)[0-9]{2})[)\]](?P<rest>.{0,255})")
_GROUP = re.compile(r"\[[^\[\]]{1,40}\][\s._-]{0,3}(?=[^\s(\[])")
_EDITION_WORDS = re.compile(
    r"(?<![^\W_])(?:(?:the )?(?:[\w']{1,20} ){0,2}(?:cut|edition|version)|extended|theatrical|unrated|uncut|imax|"
    r"remastered|restored|redux|criterion)(?![^\W_])",
    re.IGNORECASE,
)
# What cameras and telephones call their files: the number counts pictures, it is no year.
_CAMERA = re.compile(
    r"(?:(?:img|dsc[nf]?|mvi|vid|mov|dji|pxl|pict?|sam|cimg|hpim)[_-]?|g(?:opr|[hxp][0-9]{2})|p)[0-9]{4,8}(?:[_~-][0-9a-z]+)*"
    r"(?:\s?\([0-9]{1,3}\))?",
    re.IGNORECASE,
)
_ORDINAL_EDITION = re.compile(r"(?<![^\W_])[0-9]{1,3}th anniversary(?: edition)?(?![^\W_])", re.IGNORECASE)
_TITLE_KINDS = frozenset(
    {"title", "alternative_title", "part", "volume", "film", "film_title", "bonus_title"}
)
_SERIES_TITLE_KINDS = frozenset({"title", "alternative_title", "country"})
_EDGES = " \t-–—._:,;|+"
_OPEN = "([{"


class FileNameParser:
    """Implements :class:`~metarr_desktop.domain.query.TitleParser`; safe to share between threads."""

    def parse(self, name: str) -> ParsedTitle:
        """Return what a name, or the last steps of a path, say; the title is never empty unless *name* is.

        A folder that names a year wins over the file in it: files are more often cryptic.
        """
        steps = _steps(name)
        if not steps:
            return ParsedTitle("")
        file = self.parse_name(without_ending(steps[-1]))
        return merge_names(self.parse_name(steps[-2]), file) if len(steps) > 1 else file

    def parse_name(self, name: str) -> ParsedTitle:
        """Return what one name without ending says. At most 255 characters of it are looked at."""
        name = " ".join(clean_text(name[:MAX_TITLE]).split())
        edition = _EDITION.search(name)
        ids, rest = take_ids(_EDITION.sub(" ", name))
        named_edition = edition[1].strip() if edition else ""
        if _CAMERA.fullmatch(rest):
            return ParsedTitle(rest, None, named_edition, ids)
        neat = _NEAT.fullmatch(rest)
        if neat and not _is_release_name(neat["title"]):
            title = neat["title"].strip(_EDGES) or neat["title"]
            return ParsedTitle(title, int(neat["year"]), named_edition or _edition_in(neat["rest"]), ids)
        title, year, guessed_edition = guessed(rest)
        return ParsedTitle(title or rest or name, year, named_edition or guessed_edition, ids)


def merge_names(folder: ParsedTitle, file: ParsedTitle) -> ParsedTitle:
    """Return what the folder of a single film and the film's file say together."""
    leading = folder if folder.year or folder.ids else file
    other = file if leading is folder else folder
    is_named_by_folder = leading is folder
    return ParsedTitle(
        leading.title,
        leading.year or (other.year if is_named_by_folder else None),
        file.edition or (folder.edition if is_named_by_folder else ""),
        file.ids.filled_from(folder.ids) if is_named_by_folder else file.ids,
    )


def without_ending(name: str) -> str:
    """Return *name* without the ending of a video or NFO file; other dots are part of the name."""
    stem, dot, ending = name.rpartition(".")
    return (
        stem if stem and dot and (f".{ending.lower()}" in VIDEO_ENDINGS or ending.lower() == "nfo") else name
    )


def _steps(name: str) -> list[str]:
    """Return the last two steps of a path; a lone name with a slash in it ("Face/Off") is not a path."""
    if name.startswith(("/", "./", "../", "~/")) or (
        "/" in name.rstrip("/") and without_ending(name) != name
    ):
        parts = PurePosixPath(name.strip()).parts
    elif re.match(r"\s*(?:[A-Za-z]:[\\/]|\\\\)", name) or ("\\" in name and without_ending(name) != name):
        parts = PureWindowsPath(name.strip()).parts[1:]
    else:
        parts = (name,) if name.strip() else ()
    return [part for part in parts if part.strip("/\\. ~")][-2:]


def _is_release_name(title: str) -> bool:
    return " " not in title and title.count(".") >= 2


def _edition_in(rest: str) -> str:
    """Return the edition named behind the year, without the technical words around it."""
    text = " ".join(re.sub(r"[\[\](){}._]", " ", rest).split())
    found = [
        match[0].strip() for pattern in (_ORDINAL_EDITION, _EDITION_WORDS) for match in pattern.finditer(text)
    ]
    return ", ".join(dict.fromkeys(found))


def guessed(name: str, *, is_series: bool = False) -> tuple[str, int | None, str]:
    """Return title, year and edition as guessit sees them; the title is cut from *name* itself.

    guessit takes a title apart (part, volume, second title, a number in brackets); what stands before the first
    technical word is the title as the user wrote it.
    """
    # Heavy: a quarter of a second, and most libraries need it for few names.
    from guessit.api import GuessitException, guessit

    try:
        guess = guessit(name, {"type": "episode" if is_series else "movie"})
    except GuessitException:  # a name that breaks its rules is taken as it is
        log.info("guessit could not read %r", name, exc_info=True)
        return name, None, ""
    year = guess.get("year")
    edition = guess.get("edition", "")
    words = edition if isinstance(edition, list) else [edition]
    title = _title_span(name, guess, _SERIES_TITLE_KINDS if is_series else _TITLE_KINDS)
    return (
        title,
        year if title and isinstance(year, int) else None,
        ", ".join(str(word) for word in words if word),
    )


def _title_span(name: str, guess: Any, kinds: frozenset[str]) -> str:
    if "title" not in guess.matches:
        return ""
    first = guess.matches["title"][0]
    technical = [match for kind, found in guess.matches.items() if kind not in kinds for match in found]
    is_led = any(match.end <= first.start for match in technical if match.name != "release_group")
    start = first.start if is_led else 0
    end = min((match.start for match in technical if match.start >= first.end), default=len(name))
    span = name[start:end]
    span = _GROUP.sub("", span, count=1) if span.startswith("[") else span
    if " " not in span.strip(_EDGES + _OPEN):
        span = re.sub(r"[._]+", " ", span)
    return " ".join(span.split()).rstrip(_EDGES + _OPEN).lstrip(_EDGES) or str(guess.get("title", ""))
