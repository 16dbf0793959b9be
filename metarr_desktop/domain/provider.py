"""What the program knows of a provider without asking it; the UI reads this, never a provider's name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from metarr_desktop.domain.asset import AssetType
from metarr_desktop.domain.entity import EntityType, ExternalIds

TMDB = "tmdb"
FANART_TV = "fanart_tv"
TVDB = "tvdb"
MUSICBRAINZ = "musicbrainz"

METADATA = "metadata"
"""The name of the part of an answer that is not artwork; beside asset types in ``provider_fetches``."""

_SLUG = re.compile(r"[a-z0-9_]{2,32}")


@dataclass(frozen=True, slots=True)
class AnswerGroup:
    """The parts that one call of ``AssetProvider.fetch`` delivers together.

    Attributes:
        name: short name, unique within the provider and entity type.
        parts: values of :class:`AssetType` and possibly ``"metadata"``.
    """

    name: str
    parts: frozenset[str]


@dataclass(frozen=True, slots=True)
class Deadlines:
    """Seconds one provider may take in all, retries included."""

    user_s: float = 10.0
    automation_s: float = 60.0


@dataclass(frozen=True, slots=True)
class KeyField:
    """One credential of a provider, as settings and environment name it.

    ``name`` is the suffix of the variable (``API_KEY`` -> ``METARR_TMDB_API_KEY``).
    """

    name: str
    label: str
    is_required: bool = True
    help_text: str = ""
    help_url: str = ""


@dataclass(frozen=True, slots=True)
class ProviderInfo:
    """One provider, described.

    Attributes:
        name: slug, the spelling used in tables, filters and settings.
        title: how people call it.
        answers: per entity type, the groups one fetch can ask for.
        id_kinds: per entity type, the id kinds it can look a title up by, best first.
        search_types: entity types it can search.
        keys: its credentials; empty for a service without any.
        requests_per_s: the limit we keep to; ``max_connections`` at most at once.
        attribution: the sentence its terms ask for; ``website`` its address.
        entry_url: per entity type, the page of an entry with ``{id}``, for "open at provider"; the id kind is
            the first of ``id_kinds``.
        search_url: per entity type, the page of its site that searches for ``{query}``.
        nominal_sizes: per the provider's own kind, (width, height) in pixels where answers state no size.
    """

    name: str
    title: str
    answers: Mapping[EntityType, tuple[AnswerGroup, ...]]
    id_kinds: Mapping[EntityType, tuple[str, ...]]
    search_types: frozenset[EntityType] = frozenset()
    keys: tuple[KeyField, ...] = ()
    requests_per_s: float = 20.0
    max_connections: int = 8
    deadlines: Deadlines = field(default_factory=Deadlines)
    website: str = ""
    attribution: str = ""
    entry_url: Mapping[EntityType, str] = field(default_factory=dict)
    search_url: Mapping[EntityType, str] = field(default_factory=dict)
    nominal_sizes: Mapping[str, tuple[int, int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not _SLUG.fullmatch(self.name):
            raise ValueError(f"provider name {self.name!r} is no slug of 2 to 32 characters a-z, 0-9 and _")

    def parts_for(self, entity_type: EntityType) -> frozenset[str]:
        """Everything it can deliver for *entity_type*: asset types and possibly ``"metadata"``."""
        return frozenset().union(*(group.parts for group in self.answers.get(entity_type, ())))

    def asset_types_for(self, entity_type: EntityType) -> frozenset[AssetType]:
        return frozenset(AssetType(part) for part in self.parts_for(entity_type) if part != METADATA)

    def usable_id(self, entity_type: EntityType, ids: ExternalIds) -> tuple[str, str] | None:
        """Return the (kind, value) this provider would use now, ``None`` if it knows none of the ids."""
        for kind in self.id_kinds.get(entity_type, ()):
            if kind in ids:
                return kind, ids[kind]
        return None
