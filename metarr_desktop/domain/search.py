"""Searching providers to identify a title. Nothing here is ever cached."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from metarr_desktop.domain.entity import EntityType, ExternalIds
from metarr_desktop.domain.fetch import Priority, ProviderOutcome


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """What to look for.

    Attributes:
        query: a title, an id, an address, a file name or NFO text, as typed.
        year: expected year, ``None`` if unknown.
        runtime_min: running time of the file in minutes; only breaks ties or counts against.
        edition: named edition of the file ("Director's Cut"), which excuses another running time.
        resolve: look up ids and alternative titles of the best results (one details call each).
        is_retry: a person asks once more: a provider that is paused or refused its key is tried all the same.
    """

    query: str
    entity_type: EntityType = EntityType.MOVIE
    year: int | None = None
    limit: int = 20
    runtime_min: int | None = None
    edition: str = ""
    resolve: bool = True
    priority: Priority = Priority.USER
    is_retry: bool = False


@dataclass(frozen=True, slots=True)
class ProviderHit:
    """One result of one provider, before merging.

    ``rank`` counts from 1 in the provider's own order. ``is_id_match`` when an id in the query found it.
    ``is_resolved`` when external ids and alternative titles were looked up. ``artist`` is who an album is
    credited to.
    """

    provider: str
    provider_result_id: str
    entity_type: EntityType
    title: str
    rank: int
    external_ids: ExternalIds = field(default_factory=ExternalIds)
    artist: str = ""
    original_title: str = ""
    original_language: str | None = None
    alternative_titles: tuple[str, ...] = ()
    release_date: date | None = None
    overview: str = ""
    poster_url: str | None = None
    runtime_min: int | None = None
    genres: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    popularity: float | None = None
    is_id_match: bool = False
    is_resolved: bool = False

    @property
    def year(self) -> int | None:
        return self.release_date.year if self.release_date else None


@dataclass(frozen=True, slots=True)
class HitReference:
    """Where a merged result comes from."""

    provider_id: str
    provider_result_id: str
    rank: int


@dataclass(frozen=True, slots=True)
class ConfidenceParts:
    """Points that make up a confidence; ``reasons`` are sentences for a person, one per line of "Why 95"."""

    title: int
    year: int
    rank: int
    agreement: int
    runtime: int
    is_id_match: bool = False
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SearchResult:
    """One work, merged from the hits of all providers that found it.

    Attributes:
        confidence: 0-100; 100 only if an id matched.
        hits: one reference per provider.
    """

    title: str
    entity_type: EntityType
    confidence: int
    confidence_parts: ConfidenceParts
    external_ids: ExternalIds
    hits: tuple[HitReference, ...]
    artist: str = ""
    original_title: str = ""
    original_language: str | None = None
    alternative_titles: tuple[str, ...] = ()
    release_date: date | None = None
    overview: str = ""
    poster_url: str | None = None
    runtime_min: int | None = None
    genres: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    is_resolved: bool = False

    @property
    def year(self) -> int | None:
        return self.release_date.year if self.release_date else None

    @property
    def providers(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(hit.provider_id for hit in self.hits))


@dataclass(frozen=True, slots=True)
class SearchReport:
    """All that is known so far; a new whole report follows after each provider and each resolve.

    Attributes:
        results: best first, stable for equal confidence.
        margin: distance of the best to the best *other* work; its own confidence if alone; ``None``
            without results.
        outcomes: one per provider that ended; ``pending`` names those still working.
        notes: sentences, such as "The details of Alien could not be looked up."
        is_complete: nothing is under way any more.
    """

    request: SearchRequest
    results: tuple[SearchResult, ...] = ()
    margin: int | None = None
    outcomes: tuple[ProviderOutcome, ...] = ()
    pending: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    is_complete: bool = False


SearchUpdate = Callable[[SearchReport], None]
