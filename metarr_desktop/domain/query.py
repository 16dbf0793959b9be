"""Ids, addresses, title and year in whatever a person typed or pasted, or a file is called.

Every pattern is bounded and every pass linear: ten thousand characters cost milliseconds.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import Protocol

from metarr_desktop.domain.addresses import read_address
from metarr_desktop.domain.entity import EntityType, ExternalIds
from metarr_desktop.domain.nfo import looks_like_nfo, read_nfo
from metarr_desktop.domain.titles import MAX_TITLE

MAX_TEXT = 200_000
"""Characters looked at; an NFO can be long, a title cannot."""

FIRST_YEAR = 1874
"""Of the first film that providers list ("Passage de Vénus")."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a text: "Blade Runner 2049" is a title, "Alien 1979" a title and a year."""

    title: str
    year: int | None = None


@dataclass(frozen=True, slots=True)
class ParsedTitle:
    """What a file or folder name says."""

    title: str
    year: int | None = None
    edition: str = ""
    ids: ExternalIds = field(default_factory=ExternalIds)


class TitleParser(Protocol):
    """Reads names as release groups and collectors write them; blocking, some milliseconds a name."""

    def parse(self, name: str) -> ParsedTitle:
        """Return what *name* says: a file or folder name, or a path with either slash."""
        ...


@dataclass(frozen=True, slots=True)
class ParsedQuery:
    """What a typed text means.

    Attributes:
        ids: ids found in it.
        entity_type: the type an address or NFO names, ``None`` if it says nothing.
        title, year: the likeliest reading; empty and ``None`` if there is none.
        is_id_only: the text is nothing but ids, so there is no title to search for.
        readings: all ways to read title and year, likeliest first.
        problem: a sentence if something was understood but cannot be used; else empty.
    """

    ids: ExternalIds = field(default_factory=ExternalIds)
    entity_type: EntityType | None = None
    title: str = ""
    year: int | None = None
    is_id_only: bool = False
    edition: str = ""
    readings: tuple[Reading, ...] = ()
    problem: str = ""


_VALUE = (
    r"(?P<imdb>tt[0-9]{7,10})|(?P<uuid>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})|(?P<number>[0-9]{1,10})"
)
_LABELLED = re.compile(
    r"(?<![^\W_])(?P<label>the[ ]?moviedb|themoviedb|tmdb|imdb|thetvdb|tvdb|musicbrainz|mbid)(?:[ _-]?id)?"
    r"\s{0,3}[:=\-#/ ]\s{0,3}(?:(?P<section>movie|tv|series|collection)[:/\- ])?"
    rf"(?:{_VALUE})(?![^\W_])",
    re.IGNORECASE,
)
_BARE = re.compile(
    r"(?<![^\W_])(?:(?P<imdb>tt[0-9]{7,10})|(?P<uuid>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}))(?![^\W_])",
    re.IGNORECASE,
)
_KINDS = {
    "tmdb": "tmdb",
    "themoviedb": "tmdb",
    "tvdb": "tvdb",
    "thetvdb": "tvdb",
    "imdb": "imdb",
    "musicbrainz": "musicbrainz",
    "mbid": "musicbrainz",
}
_SECTION_TYPES = {
    "movie": EntityType.MOVIE,
    "tv": EntityType.TV,
    "series": EntityType.TV,
    "collection": EntityType.COLLECTION,
}
_EMPTY_BRACKETS = re.compile(r"\(\s{0,9}\)|\[\s{0,9}\]|\{\s{0,9}\}|<\s{0,9}>")
_EDGES = " \t-–—:|,;/\\"
_QUOTES = '"“”„«»'
_RELEASE_TAGS = re.compile(
    r"(?<![^\W_])(?:[0-9]{3,4}[pi]|blu-?ray|bd-?rip|br-?rip|dvd-?rip|web-?(?:dl|rip)|hdtv|remux|[xh]\.?26[45]|hevc|"
    r"uhd|hdr(?:10)?|dts|xvid|divx)(?![^\W_])",
    re.IGNORECASE,
)
_FILE_ENDING = re.compile(
    r"\.(?:mkv|mp4|m4v|avi|mov|wmv|mpe?g|ts|m2ts|iso|webm|ogm|flv|vob|strm|nfo)\s{0,9}$", re.I
)
_PATH_START = re.compile(r"\s{0,9}(?:/[^/]|[a-z]:[\\/]|\\\\|\.{0,2}/|~/)", re.IGNORECASE)
_YEAR_IN_BRACKETS = re.compile(r"[(\[]((?:18|19|20)[0-9]{2})[)\]]")
_YEAR = re.compile(r"[(\[]?((?:18|19|20)[0-9]{2})[)\]]?")


def parse_query(
    text: str, *, title_parser: TitleParser | None = None, latest_year: int = 2100
) -> ParsedQuery:
    """Return what *text* means; never raises, whatever the text is.

    Args:
        title_parser: reads raw file names; without it they are read as typed titles. It is called only for
            texts that look like a name or path of a file, so typed queries stay cheap.
        latest_year: later numbers are part of a title ("Blade Runner 2049").
    """
    text = clean_text(text[:MAX_TEXT])
    if looks_like_nfo(text):
        nfo = read_nfo(text)
        if nfo.ids or nfo.title:
            readings: tuple[Reading, ...] = (Reading(nfo.title, nfo.year),) if nfo.title else ()
            return ParsedQuery(
                nfo.ids, nfo.entity_type, nfo.title, nfo.year, not nfo.title, readings=readings
            )
    found = _take_ids(text)
    lines = [line.strip() for line in found.rest.splitlines() if line.strip()]
    if found.ids and "\n" in text.strip():
        lines = []  # an NFO of the bare-address kind: the text around the address is decoration
    rest = _tidy(lines[0] if lines else "")
    if not rest and found.slug_title:
        rest = found.slug_title
    if not rest:
        problem = (
            "This address names no title that can be looked up."
            if found.has_address and not found.ids
            else ""
        )
        return ParsedQuery(found.ids, found.entity_type, is_id_only=bool(found.ids), problem=problem)
    readings, edition = _read_title(rest, title_parser, latest_year)
    best = readings[0]
    return ParsedQuery(
        found.ids, found.entity_type, best.title, best.year, edition=edition, readings=readings
    )


def take_ids(text: str) -> tuple[ExternalIds, str]:
    """Return the ids in a name ("Film (1999) {tmdb-603}") and the name without them and their brackets."""
    found = _take_ids(text)
    return found.ids, _tidy(found.rest)


def looks_like_file_name(text: str) -> bool:
    """Tell whether *text* is rather the name or path of a file than something a person typed."""
    return bool(
        _FILE_ENDING.search(text[-40:])
        or _PATH_START.match(text)
        or _RELEASE_TAGS.search(text)
        or (" " not in text.strip() and (text.count(".") >= 2 or text.count("_") >= 2))
    )


def clean_text(text: str) -> str:
    """Return *text* without control characters, direction marks and halves of surrogate pairs.

    They are invisible, come along when pasting, and the last cannot be sent anywhere.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(
        char if char in "\n\u200c\u200d" else _clean_char(char) for char in text.replace("\r", "\n")
    )


def _clean_char(char: str) -> str:
    category = unicodedata.category(char)
    return " " if category in ("Cc", "Zs", "Zl", "Zp") else "" if category[0] == "C" else char


@dataclass(slots=True)
class _Found:
    ids: ExternalIds
    rest: str
    entity_type: EntityType | None
    has_address: bool
    slug_title: str


def _take_ids(text: str) -> _Found:
    ids: dict[str, str] = {}
    types: list[EntityType] = []
    slug_titles: list[str] = []
    has_address = False

    def take_word(match: re.Match[str]) -> str:
        nonlocal has_address
        address = read_address(match[0])
        if address is None:
            return match[0]
        has_address = True
        for kind, value in address.ids.items():
            ids.setdefault(kind, value)
        if address.entity_type:
            types.append(address.entity_type)
        if address.title:
            slug_titles.append(address.title)
        return " "

    def take_label(match: re.Match[str]) -> str:
        kind = _KINDS[match["label"].lower().replace(" ", "")]
        value = _value_of(kind, match)
        if value is None:
            return match[0]
        ids.setdefault(*value)
        if match["section"]:
            types.append(_SECTION_TYPES[match["section"].lower()])
        return " "

    def take_bare(match: re.Match[str]) -> str:
        ids.setdefault("imdb" if match["imdb"] else "musicbrainz", match[0].lower())
        if match["uuid"]:
            types.append(EntityType.MUSIC)
        return " "

    rest = re.sub(r"[^\s<>\"']+", take_word, text)
    rest = _BARE.sub(take_bare, _LABELLED.sub(take_label, rest))
    return _Found(
        ExternalIds(ids),
        rest,
        types[0] if types else None,
        has_address,
        slug_titles[0][:MAX_TITLE] if slug_titles else "",
    )


def _value_of(kind: str, match: re.Match[str]) -> tuple[str, str] | None:
    """Return the (kind, value) of a labelled id, ``None`` where the value cannot be one of that kind."""
    if match["imdb"]:
        return "imdb", match["imdb"].lower()
    if match["uuid"]:
        return ("musicbrainz", match["uuid"].lower()) if kind == "musicbrainz" else None
    number = int(match["number"])
    if kind == "imdb":
        return ("imdb", f"tt{number:07d}") if len(match["number"]) >= 7 else None
    return (kind, str(number)) if number and kind != "musicbrainz" else None


def _tidy(text: str) -> str:
    """Return *text* without empty brackets, outer quotes and stray separators, spaces collapsed."""
    text = _EMPTY_BRACKETS.sub(" ", text)
    text = " ".join(text.split())
    stripped = text.strip(_QUOTES).rstrip(_EDGES)
    if not stripped.startswith("/"):  # a path keeps its root
        stripped = stripped.lstrip(_EDGES)
    return stripped.strip() or text  # a title of nothing but such marks stays


def _read_title(
    text: str, title_parser: TitleParser | None, latest_year: int
) -> tuple[tuple[Reading, ...], str]:
    """Return the readings of *text*, likeliest first and never empty, and the edition it names."""
    if title_parser is not None and looks_like_file_name(text):
        parsed = title_parser.parse(text[-4 * MAX_TITLE :])
        if parsed.title:
            return (Reading(parsed.title[:MAX_TITLE], parsed.year),), parsed.edition
    text = text[:MAX_TITLE].rstrip()
    whole = Reading(text)
    in_brackets = [match for match in _YEAR_IN_BRACKETS.finditer(text) if text[: match.start()].strip(_EDGES)]
    if in_brackets:
        year = in_brackets[-1]
        edition = text[year.end() :].strip(_EDGES + "[](){}")
        return (Reading(text[: year.start()].strip(_EDGES), int(year[1])),), edition
    head, _, tail = text.rpartition(" ")
    number = _YEAR.fullmatch(tail)
    if head.strip(_EDGES) and number and FIRST_YEAR <= int(number[1]) <= latest_year:
        return (Reading(head.strip(_EDGES), int(number[1])), whole), ""
    return (whole,), ""
