"""Which titles are shown in which order: worklists, filter, sort; pure functions, no Qt."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache

from metarr_desktop.domain.entity import Entity, EntityType, ExternalIds, IdentityState
from metarr_desktop.domain.library import LibraryRow
from metarr_desktop.domain.query import parse_query
from ui.library.wording import episodes_of, seasons_of


class Worklist(StrEnum):
    """A named part of the library, computed live from the rows."""

    ALL = "all"
    UNIDENTIFIED = "unidentified"
    IN_NO_PROVIDER = "in_no_provider"
    MISSING_POSTER = "missing_poster"
    NEW = "new"
    FAILED = "failed"


class Sort(StrEnum):
    """What titles are ordered by; also the columns of the table."""

    TITLE = "title"
    ARTIST = "artist"
    YEAR = "year"
    EDITION = "edition"
    SEASONS = "seasons"
    EPISODES = "episodes"
    IDENTITY = "identity"
    ARTWORK = "artwork"
    CACHE_AGE = "cache_age"
    IDS = "ids"
    PATH = "path"
    ADDED = "added"


SORTS_OF: Mapping[EntityType, tuple[Sort, ...]] = {
    EntityType.MOVIE: (
        Sort.TITLE, Sort.YEAR, Sort.EDITION, Sort.IDENTITY, Sort.ARTWORK, Sort.CACHE_AGE, Sort.IDS, Sort.PATH,
    ),
    EntityType.TV: (
        Sort.TITLE, Sort.YEAR, Sort.SEASONS, Sort.EPISODES, Sort.IDENTITY, Sort.ARTWORK, Sort.CACHE_AGE,
        Sort.IDS, Sort.PATH,
    ),
    EntityType.MUSIC: (
        Sort.TITLE, Sort.ARTIST, Sort.YEAR, Sort.EDITION, Sort.IDENTITY, Sort.ARTWORK, Sort.CACHE_AGE, Sort.IDS,
        Sort.PATH,
    ),
}  # fmt: skip
"""The columns of each kind; each can be sorted by, and by the date added."""


def usual_sort(entity_type: EntityType) -> Sort:
    """Return the order of a shelf: records stand by artist."""
    return Sort.ARTIST if entity_type is EntityType.MUSIC else Sort.TITLE


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a typed text asks for: words, or ids; ``entity_type`` where an address says what it is the id of."""

    text: str = ""
    ids: ExternalIds = field(default_factory=ExternalIds)
    entity_type: EntityType | None = None

    @classmethod
    def read(cls, text: str) -> Wanted:
        """Return what *text* asks for; at most its first 2,000 characters."""
        if not text.strip():
            return cls()
        parsed = parse_query(text[:2000])
        return cls(text.strip()[:200], parsed.ids, parsed.entity_type if parsed.ids else None)

    def found_in(self, rows: Iterable[LibraryRow]) -> list[LibraryRow]:
        """Return those of *rows* that are meant, as they come; all of them when nothing is asked for."""
        if self.ids:
            return [
                row
                for row in rows
                if self.entity_type in (None, row.key.entity_type)
                and row.entity.external_ids.shares_any_with(self.ids)
            ]
        words = folded(self.text).split()
        return [row for row in rows if _has_words(row, words)] if words else list(rows)


@dataclass(frozen=True, slots=True)
class Arrangement:
    """What is asked of the titles of one kind: part, words or ids looked for, order."""

    worklist: Worklist = Worklist.ALL
    wanted: Wanted = field(default_factory=Wanted)
    sort: Sort = Sort.TITLE
    is_descending: bool = False


_BELONGS: Mapping[Worklist, Callable[[LibraryRow], bool]] = {
    Worklist.ALL: lambda row: True,
    Worklist.UNIDENTIFIED: lambda row: row.entity.state is IdentityState.UNIDENTIFIED,
    Worklist.IN_NO_PROVIDER: lambda row: row.entity.state is IdentityState.IN_NO_PROVIDER,
    Worklist.MISSING_POSTER: lambda row: (
        row.entity.state is IdentityState.IDENTIFIED and (row.poster is None or not row.poster.is_selected)
    ),
    Worklist.NEW: lambda row: row.new_count > 0,
    Worklist.FAILED: lambda row: row.has_failed_fetch,
}


def worklist_counts(rows: Iterable[LibraryRow]) -> dict[Worklist, int]:
    """Return how many titles each worklist holds."""
    counts = dict.fromkeys(Worklist, 0)
    for row in rows:
        for worklist, belongs in _BELONGS.items():
            counts[worklist] += belongs(row)
    return counts


def arranged(rows: Iterable[LibraryRow], arrangement: Arrangement) -> list[LibraryRow]:
    """Return the rows asked for, in order; titles break ties, so that the order never wavers."""
    belongs = _BELONGS[arrangement.worklist]
    found = arrangement.wanted.found_in(row for row in rows if belongs(row))
    found.sort(key=_title_key)
    if arrangement.sort is not Sort.TITLE:
        found.sort(key=_SORT_KEYS[arrangement.sort])
    if arrangement.is_descending:
        found.reverse()
    return found


@lru_cache(maxsize=65536)
def folded(text: str) -> str:
    """Return *text* as it is compared: small letters, no accents, no punctuation inside words."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


@lru_cache(maxsize=32768)
def _sortable(title: str) -> str:
    # "The Thing" stands under T of Thing, as on every shelf.
    text = folded(title)
    for article in ("the ", "a ", "an "):
        if text.startswith(article) and len(text) > len(article):
            return text[len(article) :]
    return text


def _title_key(row: LibraryRow) -> tuple[str, int, str, int]:
    entity = row.entity
    return _sortable(entity.title), entity.year or 0, entity.edition, entity.key.entity_id


_ID_NAMES = {
    "musicbrainz": "release group", "musicbrainz_artist": "artist", "musicbrainz_release": "release",
}  # fmt: skip
_LONGEST_ID = 12


def id_text(kind: str, value: str) -> str:
    """Return an id as it is shown: ``tmdb 27205``, ``tt1375666``, ``release group 1b022e01…``."""
    short = value if len(value) <= _LONGEST_ID else f"{value[:8]}…"
    return short if kind == "imdb" else f"{_ID_NAMES.get(kind, kind)} {short}"


def ids_text(entity: Entity) -> str:
    """Return the ids of a title in one line: ``tmdb 27205 · tt1375666``."""
    return " · ".join(
        id_text(kind, value)
        for kind, value in sorted(entity.external_ids.items(), key=lambda pair: (pair[0] == "imdb", pair[0]))
    )


_SORT_KEYS: Mapping[Sort, Callable[[LibraryRow], tuple[object, ...]]] = {
    Sort.YEAR: lambda row: (row.entity.year or 0,),
    Sort.ARTIST: lambda row: (
        not row.entity.metadata.artist, _sortable(row.entity.metadata.artist), row.entity.year or 0,
    ),
    Sort.SEASONS: lambda row: (seasons_of(row.entity),),
    Sort.EPISODES: lambda row: (episodes_of(row.entity),),
    Sort.EDITION: lambda row: (row.entity.edition == "", folded(row.entity.edition)),
    Sort.IDENTITY: lambda row: (list(IdentityState).index(row.entity.state),),
    Sort.ARTWORK: lambda row: (row.chosen,),
    # Never fetched is older than every age.
    Sort.CACHE_AGE: lambda row: (row.fetched_at.timestamp() if row.fetched_at is not None else float("-inf"),),
    Sort.IDS: lambda row: (not row.entity.external_ids, ids_text(row.entity)),
    Sort.PATH: lambda row: (row.entity.path is None, row.entity.path or ""),
    Sort.ADDED: lambda row: (-(row.entity.added_at.timestamp() if row.entity.added_at else 0.0),),
}  # fmt: skip


def _has_words(row: LibraryRow, words: list[str]) -> bool:
    entity = row.entity
    text = _search_text(
        entity.title,
        entity.year,
        f"{entity.edition} {entity.metadata.original_title} {entity.metadata.artist}",
        entity.path or "",
    )
    return all(word in text for word in words)


@lru_cache(maxsize=32768)
def _search_text(title: str, year: int | None, more: str, path: str) -> str:
    name = path.replace("\\", "/").rpartition("/")[2]
    return folded(f"{title} {year or ''} {more} {name}")
