"""The protocols a provider may offer, and the values they speak in.

A provider raises :class:`~metarr_desktop.domain.errors.ProviderError` and nothing else. It neither retries
nor waits for limits: retries belong to the orchestration, the limit to the :class:`RequestGate` inside its
client.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol, runtime_checkable

from metarr_desktop.domain.asset import ProviderImage, ProviderVideo
from metarr_desktop.domain.entity import EntityMetadata, EntityType, ExternalIds
from metarr_desktop.domain.fetch import Outcome, Priority
from metarr_desktop.domain.provider import AnswerGroup, ProviderInfo
from metarr_desktop.domain.search import ProviderHit


@dataclass(frozen=True, slots=True)
class AnswerRequest:
    """One call: everything of *group* for the title the provider knows as *id_value*.

    Attributes:
        ids: all ids known, for providers that need a second one.
        languages: the user's metadata languages, best first; they choose titles, overviews and trailers,
            never which artwork is listed.
    """

    entity_type: EntityType
    id_kind: str
    id_value: str
    group: AnswerGroup
    ids: ExternalIds = field(default_factory=ExternalIds)
    languages: tuple[str, ...] = ("en",)
    priority: Priority = Priority.USER


@dataclass(frozen=True, slots=True)
class ProviderAnswer:
    """What one call brought.

    Attributes:
        outcome: ``OK``, ``EMPTY`` (known, but without anything of the group) or ``NOT_FOUND``.
        external_ids: ids learned, the one asked with included.
        images, videos: in the provider's own order.
        dropped: malformed list items left out.
        incomplete_parts: parts of which only some requests succeeded: rows are saved, the pair has failed.
        complete_seasons: for incomplete season parts, the seasons that did answer.
        message: with ``NOT_FOUND``, a sentence on what the id stands for instead; empty for nothing to say.
    """

    outcome: Outcome
    external_ids: ExternalIds = field(default_factory=ExternalIds)
    metadata: EntityMetadata | None = None
    images: tuple[ProviderImage, ...] = ()
    videos: tuple[ProviderVideo, ...] = ()
    dropped: int = 0
    incomplete_parts: frozenset[str] = frozenset()
    complete_seasons: frozenset[int] = frozenset()
    message: str = ""


@dataclass(frozen=True, slots=True)
class TitleQuery:
    """A title to search for; ``year`` narrows the answer where the service can do that."""

    title: str
    entity_type: EntityType
    year: int | None = None
    limit: int = 20
    languages: tuple[str, ...] = ("en",)
    priority: Priority = Priority.USER


@dataclass(frozen=True, slots=True)
class SearchAnswer:
    """Hits of one provider in its own order, ``rank`` counting from 1; ``dropped`` malformed items."""

    hits: tuple[ProviderHit, ...]
    dropped: int = 0


@runtime_checkable
class AssetProvider(Protocol):
    """A service that has artwork or metadata."""

    @property
    def info(self) -> ProviderInfo: ...

    async def fetch(self, request: AnswerRequest) -> ProviderAnswer: ...


@runtime_checkable
class SearchProvider(Protocol):
    """A service that can find titles."""

    @property
    def info(self) -> ProviderInfo: ...

    async def search(self, query: TitleQuery) -> SearchAnswer: ...

    async def find(self, entity_type: EntityType, ids: ExternalIds, priority: Priority) -> SearchAnswer:
        """Look up works by ids this provider understands; hits carry ``is_id_match``; empty if none fits."""
        ...

    async def resolve(self, hit: ProviderHit, priority: Priority) -> ProviderHit:
        """Return *hit* with external ids, alternative titles and running time looked up (one request)."""
        ...


@dataclass(frozen=True, slots=True)
class ChangedWork:
    """A work that a service announced as changed, by an id of that kind."""

    entity_type: EntityType
    id_kind: str
    id_value: str


@runtime_checkable
class ChangeFeed(Protocol):
    """A service that tells what changed since a moment, so that only that need be asked for again."""

    @property
    def info(self) -> ProviderInfo: ...

    @property
    def reaches_back(self) -> timedelta:
        """How far back the service remembers."""
        ...

    async def changes(self, since: datetime, until: datetime, *, priority: Priority) -> Sequence[ChangedWork]:
        """Return works changed from *since* to *until* (now), both aware; a few too many do no harm.

        Raises:
            ProviderError: the service cannot be asked, or there is more than it tells.
        """
        ...


class RequestGate(Protocol):
    """Lets requests of one provider through, no faster than its limit; shared by all consumers."""

    async def enter(self, priority: Priority) -> None:
        """Wait for a turn; user work goes first, background work never starves."""
        ...


Provider = AssetProvider | SearchProvider
