"""What is typed in the search bar, and whether it can be searched for."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from metarr_desktop.domain.entity import Entity, EntityType
from metarr_desktop.domain.query import FIRST_YEAR, ParsedQuery, parse_query
from metarr_desktop.domain.titles import MAX_TITLE, search_text
from ui.kinds import words_of

FEWEST_CHARACTERS = 2
"""Shorter titles ("M", "9") are searched for on Enter only."""

_YEAR = re.compile(r"\s*([0-9]{4})\s*")
_LATEST_YEAR = 2100
_MUSIC_IDS = "musicbrainz"


@dataclass(frozen=True, slots=True)
class Query:
    """One state of the search bar; two equal queries have the same results.

    ``text`` is as typed but for outer blanks; ``year`` is None while it is no whole year.
    """

    text: str = ""
    year: int | None = None
    entity_type: EntityType = EntityType.MOVIE

    @property
    def has_ids(self) -> bool:
        """An id or an address is in the text: no need to wait for more letters."""
        return bool(_parsed(self.text).ids)

    @property
    def problem(self) -> str:
        """A sentence when an id or address was understood but cannot name a title of this kind; else empty."""
        parsed, wanted = _parsed(self.text), words_of(self.entity_type)
        if parsed.problem or not parsed.is_id_only:
            return parsed.problem
        if parsed.entity_type not in (None, self.entity_type):
            found = _with_article(words_of(parsed.entity_type).one)
            return (
                f"This is the id or address of {found}, and {_with_article(wanted.one)} is to be identified. "
                f"Type the name of the {wanted.one}, or its own id or address."
            )
        if self.entity_type is EntityType.MUSIC and not any(
            kind.startswith(_MUSIC_IDS) for kind in parsed.ids
        ):
            return "No album is known by such an id. Paste the id or the address of its page at MusicBrainz."
        return ""

    def is_searchable(self, *, is_wanted_now: bool) -> bool:
        """Tell whether there is something to search for; *is_wanted_now* lets short titles pass."""
        parsed = _parsed(self.text)
        if self.problem and not parsed.title:
            return False
        return bool(parsed.ids) or len(parsed.title) >= (1 if is_wanted_now else FEWEST_CHARACTERS)

    def without_year(self) -> Query:
        """Return the same without its year, also where the year stands in the text."""
        title = _parsed(self.text).title if _parsed(self.text).year else self.text
        return replace(self, text=title, year=None)

    @property
    def has_year(self) -> bool:
        """A year narrows the search: in its own field, or in the text."""
        return self.year is not None or (_parsed(self.text).year is not None and not self.has_ids)


def read_query(text: str, year_text: str, entity_type: EntityType) -> Query:
    """Return the query that the fields of the search bar say."""
    match = _YEAR.fullmatch(year_text)
    year = int(match[1]) if match and FIRST_YEAR <= int(match[1]) <= _LATEST_YEAR else None
    return Query(text.strip(), year, entity_type)


def cut(text: str) -> str:
    """Return *text* no longer than a title can be; text with ids in it (an NFO) stays whole."""
    return text if len(text) <= MAX_TITLE or _parsed(text).ids else text[:MAX_TITLE]


def query_of(entity: Entity) -> Query:
    """Return what to search for when *entity* comes up: its title, for an album with its artist, and its year."""
    return Query(search_text(entity).strip(), entity.year, entity.key.entity_type)


def artist_of(entity: Entity | None, query: Query) -> str:
    """Return whose album is searched for: as the title says, else as typed before a dash; empty if unknown."""
    if query.entity_type is not EntityType.MUSIC:
        return ""
    known = entity.metadata.artist.strip() if entity is not None else ""
    artist, dash, _ = query.text.partition(" - ")
    return known or (artist.strip() if dash else "")


def other_titles(entity: Entity, query: Query) -> tuple[str, ...]:
    """Return what else *entity* may be found by: other titles it is known by, then the name of its file."""
    metadata = entity.metadata
    known = (
        search_text(entity),
        entity.title,
        metadata.original_title,
        *metadata.alternative_titles[:2],
        file_name(entity),
    )
    tried = query.text.casefold()
    return tuple(dict.fromkeys(name for name in known if name and name.casefold() != tried))


def file_name(entity: Entity) -> str:
    """Return the last part of the path, which says most; empty without a path."""
    return re.split(r"[\\/]", (entity.path or "").rstrip("\\/"))[-1]


def _with_article(noun: str) -> str:
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"


@lru_cache(maxsize=16)
def _parsed(text: str) -> ParsedQuery:
    return parse_query(text)
