"""Titles of the library: keys, external ids and what is shown of them without any network."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum


class EntityType(StrEnum):
    """What kind of title an entity is; ``MUSIC`` is an album (MusicBrainz release group)."""

    MOVIE = "movie"
    TV = "tv"
    MUSIC = "music"
    COLLECTION = "collection"
    EPISODE = "episode"


@dataclass(frozen=True, slots=True, order=True)
class EntityKey:
    """Primary key of an entity: ids are local and start anew for each type."""

    entity_type: EntityType
    entity_id: int

    def __str__(self) -> str:
        return f"{self.entity_type} {self.entity_id}"


IDS_OF_OTHERS = frozenset({"musicbrainz_artist"})
"""Kinds that do not name the work itself: all albums of an artist have theirs in common."""


class ExternalIds(Mapping[str, str]):
    """Immutable mapping of id kind (``tmdb``, ``imdb``, ``tvdb``, ``musicbrainz``, …) to its text.

    Built from keywords or a mapping; numbers become text, ``None`` and empty values are left out, so the
    kinds present are exactly the kinds known.
    """

    __slots__ = ("_ids",)

    def __init__(self, ids: Mapping[str, object] | None = None, /, **kinds: object) -> None:
        merged = {**(ids or {}), **kinds}
        texts = {kind: str(value).strip() for kind, value in merged.items() if value is not None}
        self._ids = {kind: text for kind, text in sorted(texts.items()) if text}

    def __getitem__(self, kind: str) -> str:
        return self._ids[kind]

    def __iter__(self) -> Iterator[str]:
        return iter(self._ids)

    def __len__(self) -> int:
        return len(self._ids)

    def __hash__(self) -> int:
        return hash(tuple(self._ids.items()))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ExternalIds) and self._ids == other._ids

    def __repr__(self) -> str:
        return f"ExternalIds({self._ids!r})"

    @property
    def tmdb(self) -> str | None:
        return self._ids.get("tmdb")

    @property
    def imdb(self) -> str | None:
        return self._ids.get("imdb")

    @property
    def tvdb(self) -> str | None:
        return self._ids.get("tvdb")

    @property
    def musicbrainz(self) -> str | None:
        return self._ids.get("musicbrainz")

    @property
    def musicbrainz_artist(self) -> str | None:
        return self._ids.get("musicbrainz_artist")

    def filled_from(self, other: Mapping[str, str]) -> ExternalIds:
        """Return these ids plus those kinds of *other* that are unknown here; known ones never change."""
        return ExternalIds({**other, **self._ids})

    def conflicts_with(self, other: Mapping[str, str]) -> dict[str, tuple[str, str]]:
        """Return, per kind that both know and disagree on, the pair (ours, theirs)."""
        return {
            kind: (mine, other[kind])
            for kind, mine in self._ids.items()
            if kind in other and other[kind] != mine
        }

    def shares_any_with(self, other: Mapping[str, str]) -> bool:
        """Tell whether any id of the work agrees, which makes two results one; that of an artist does not."""
        return any(other.get(kind) == mine for kind, mine in self._ids.items() if kind not in IDS_OF_OTHERS)


class IdentityState(StrEnum):
    """Whether the library knows which work a title is."""

    UNIDENTIFIED = "unidentified"
    IDENTIFIED = "identified"
    IN_NO_PROVIDER = "in_no_provider"


@dataclass(frozen=True, slots=True)
class Season:
    """One season of a series; ``number`` 0 holds the specials.

    ``name`` is empty where it says no more than the number; ``episodes`` and ``year`` are ``None`` if unknown.
    """

    number: int
    name: str = ""
    episodes: int | None = None
    year: int | None = None


@dataclass(frozen=True, slots=True)
class EntityMetadata:
    """Descriptive data of a work as a provider states it; empty text and ``None`` mean unknown.

    ``artist`` is who an album is credited to, as printed on it; ``seasons`` are those of a series, by number. A date of
    which only the year or month is known is a :class:`~metarr_desktop.domain.partial_date.PartialDate`.
    """

    title: str = ""
    artist: str = ""
    original_title: str = ""
    original_language: str | None = None
    release_date: date | None = None
    overview: str = ""
    tagline: str = ""
    runtime_min: int | None = None
    genres: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    certification: str = ""
    directors: tuple[str, ...] = ()
    cast: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    collection: str = ""
    alternative_titles: tuple[str, ...] = ()
    status: str = ""
    homepage: str = ""
    vote_average: float | None = None
    vote_count: int | None = None
    popularity: float | None = None
    poster_url: str | None = None
    seasons: tuple[Season, ...] = ()

    @property
    def year(self) -> int | None:
        return self.release_date.year if self.release_date else None


@dataclass(frozen=True, slots=True)
class Entity:
    """One title of the library with everything a wall, a table or an inspector shows of it.

    ``title`` and ``year`` are what the library calls it (parsed from a file name, typed, or taken over at
    identification); ``metadata`` is what providers said last. ``identity_revision`` rises with every
    re-identification. Automation leaves titles alone that are not ``is_monitored``.
    """

    key: EntityKey
    title: str
    year: int | None = None
    edition: str = ""
    path: str | None = None
    runtime_min: int | None = None
    external_ids: ExternalIds = field(default_factory=ExternalIds)
    state: IdentityState = IdentityState.UNIDENTIFIED
    identity_revision: int = 0
    metadata: EntityMetadata = field(default_factory=EntityMetadata)
    added_at: datetime | None = None
    is_monitored: bool = True

    @property
    def label(self) -> str:
        """Title never without its year and edition, an album never without its artist: twins can be told apart."""
        artist = self.metadata.artist if self.key.entity_type is EntityType.MUSIC else ""
        by = f"{artist} - " if artist else ""
        year = f" ({self.year})" if self.year else ""
        edition = f" - {self.edition}" if self.edition else ""
        return f"{by}{self.title}{year}{edition}"
