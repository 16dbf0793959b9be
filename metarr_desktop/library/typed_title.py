"""Which title a person means by a text: of what kind, what it is called, and its ids."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field

from metarr_desktop.domain.entity import EntityType, ExternalIds
from metarr_desktop.domain.errors import InvalidInput
from metarr_desktop.domain.nfo import looks_like_nfo
from metarr_desktop.domain.query import (
    ParsedQuery,
    Reading,
    TitleParser,
    clean_text,
    looks_like_file_name,
    parse_query,
    take_ids,
)
from metarr_desktop.library.album_name import (
    AUDIO_ENDINGS,
    as_artist,
    is_disc_folder,
    is_kind_folder,
    parse_album_name,
)
from metarr_desktop.library.series_name import names_an_episode, series_of_path

KINDS = {EntityType.MOVIE: "film", EntityType.TV: "series", EntityType.MUSIC: "album"}
"""The types that can be added, in words."""

_ID_KINDS = {
    EntityType.MOVIE: ("tmdb", "imdb", "tvdb"),
    EntityType.TV: ("tmdb", "imdb", "tvdb"),
    EntityType.MUSIC: ("musicbrainz",),
}
_NOTHING = "Nothing was added."
_NO_ALBUM = {
    "musicbrainz_artist": (
        "This is the address of an artist, not of an album. Open the album on the artist's page at musicbrainz.org "
        "and use the address of that page."
    ),
    "musicbrainz_release": (
        "This is the address of one edition, not of the album. Follow the link \u201crelease group\u201d on that page "
        "at musicbrainz.org and use the address it leads to."
    ),
}
_NOT_ADDED = {
    EntityType.COLLECTION: "This is a collection. Add its films instead.",
    EntityType.EPISODE: "This is an episode. Add its series instead.",
}
_PATH = re.compile(r"/[^/]|~/|\.{1,2}/|[A-Za-z]:[\\/]|\\\\")  # "AC/DC" is none
_YEAR_AT_END = re.compile(r"(?P<title>.*[^\s\-–—]) (?P<year>(?:19|20)[0-9]{2})", re.DOTALL)


@dataclass(frozen=True, slots=True)
class TypedTitle:
    """What is to be added; ``title`` is empty if there are only ids."""

    entity_type: EntityType
    title: str
    year: int | None = None
    edition: str = ""
    artist: str = ""
    ids: ExternalIds = field(default_factory=ExternalIds)


def read_typed(
    text: str, *, year: int | None, entity_type: EntityType, parser: TitleParser, latest_year: int
) -> TypedTitle:
    """Return what *text* means; names of files take some milliseconds.

    Args:
        year: given apart; it decides whether a number in the text belongs to the title.
        entity_type: what it is unless the text says so itself: an address, an NFO, an id of MusicBrainz.

    Raises:
        InvalidInput: it means nothing that can be added; the sentence says what to do.
    """
    parsed = parse_query(text, latest_year=latest_year)
    if parsed.problem:
        raise InvalidInput(f"{parsed.problem} {_NOTHING}")
    if not parsed.title and not parsed.ids:
        raise InvalidInput("There is no title to add. Type a title, an id or an address.")
    kind = parsed.entity_type or (EntityType.MUSIC if parsed.ids.musicbrainz else entity_type)
    if kind not in KINDS:
        raise InvalidInput(f"{_NOT_ADDED[kind]} {_NOTHING}")
    ids = _ids_of(parsed.ids, kind)
    if kind is EntityType.MUSIC:
        return _album(text, parsed, ids, year, latest_year)
    if kind is EntityType.TV:
        return _series(text, parsed, ids, year)
    if looks_like_file_name(text):
        parsed = parse_query(text, title_parser=parser, latest_year=latest_year)
    reading = _reading_for(parsed, year)
    return TypedTitle(kind, reading.title, reading.year, parsed.edition, ids=ids)


def _ids_of(ids: ExternalIds, kind: EntityType) -> ExternalIds:
    """Return the ids that can be those of a title of this kind.

    Raises:
        InvalidInput: there are ids, and none of them can.
    """
    kept = ExternalIds({name: ids.get(name) for name in _ID_KINDS[kind]})
    if kept or not ids:
        return kept
    for name, sentence in _NO_ALBUM.items():
        if name in ids:
            raise InvalidInput(f"{sentence} {_NOTHING}")
    raise InvalidInput(
        "An id of TMDB, IMDb or TheTVDB names no album. Type \u201cArtist - Album\u201d, or use the id or address the "
        f"album has at MusicBrainz. {_NOTHING}"
    )


def _album(
    text: str, parsed: ParsedQuery, ids: ExternalIds, year: int | None, latest_year: int
) -> TypedTitle:
    words = _words_beside_ids(text, parsed)
    if not words:
        return TypedTitle(EntityType.MUSIC, "", year, ids=ids)
    steps = _steps_of(words)
    artist = as_artist(steps[-2]) if len(steps) > 2 and not is_kind_folder(steps[-2]) else ""
    album = parse_album_name(steps[-1], artist)
    title, said = album.title or words, album.year
    tail = _YEAR_AT_END.fullmatch(title)
    if tail and said is None and int(tail["year"]) <= latest_year and year in (None, int(tail["year"])):
        title, said = tail["title"], int(tail["year"])
    return TypedTitle(EntityType.MUSIC, title, year or said, album.edition, album.artist, ids)


def _steps_of(words: str) -> list[str]:
    """Return the folders of a path down to that of the album, *words* alone if they are no path; never empty."""
    if not _PATH.match(words):
        return [words]
    steps = [step for step in re.split(r"[\\/]", words) if step.strip(" .~")]
    if len(steps) > 1 and os.path.splitext(steps[-1])[1].lower() in AUDIO_ENDINGS:
        steps.pop()
    while len(steps) > 1 and is_disc_folder(steps[-1]):
        steps.pop()
    return steps or [words]


def _series(text: str, parsed: ParsedQuery, ids: ExternalIds, year: int | None) -> TypedTitle:
    words = _words_beside_ids(text, parsed)
    if words and (looks_like_file_name(words) or names_an_episode(words)):
        found = series_of_path(words)
        if found.title:
            return TypedTitle(EntityType.TV, found.title, year or found.year, ids=ids)
    reading = _reading_for(parsed, year)
    return TypedTitle(EntityType.TV, reading.title, reading.year, ids=ids)


def _words_beside_ids(text: str, parsed: ParsedQuery) -> str:
    """Return the line that names the title, empty where *text* is an address or id alone."""
    if parsed.is_id_only or looks_like_nfo(text):
        return parsed.title
    lines = [line.strip() for line in clean_text(text).splitlines() if line.strip()]
    _, words = take_ids(lines[0] if lines else "")
    return words or parsed.title  # an address at TheTVDB has the title in words


def _reading_for(parsed: ParsedQuery, year: int | None) -> Reading:
    """Return title and year to add; a year given apart decides whether a number belongs to the title."""
    if not parsed.readings:
        return Reading("", year)
    if year is None:
        return parsed.readings[0]
    fitting = next((each for each in parsed.readings if each.year == year), parsed.readings[-1])
    return Reading(fitting.title, year)
