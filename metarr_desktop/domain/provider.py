"""What the program knows of a provider without asking it; the UI reads this, never a provider's name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import quote

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
        id_kinds: the id kinds this group is asked by, best first, where they are not those of the whole entry:
            pictures of an album's artist are found by the artist's id. Empty: as the provider's ``id_kinds``.
    """

    name: str
    parts: frozenset[str]
    id_kinds: tuple[str, ...] = ()


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
        is_rate_shared: the limit counts per address on the internet, so that all programs which share a database
            keep it together.
        busy_wait_s: the provider is left alone for at least so long after it said it was busy (429, 503);
            ``busy_slowdown_s``: and asked at half the rate for so long.
        attribution: the sentence its terms ask for; ``website`` its address, ``terms_url`` that of the terms.
        entry_url: per entity type, the page of an entry with ``{id}``, for "open at provider"; ``{0}``, ``{1}`` …
            are the steps of an id with slashes in it. See :meth:`page_of`.
        page_kinds: per entity type, the id kind of that page where it is not the first of ``id_kinds``.
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
    is_rate_shared: bool = False
    busy_wait_s: float = 0.0
    busy_slowdown_s: float = 0.0
    deadlines: Deadlines = field(default_factory=Deadlines)
    website: str = ""
    terms_url: str = ""
    attribution: str = ""
    entry_url: Mapping[EntityType, str] = field(default_factory=dict)
    page_kinds: Mapping[EntityType, str] = field(default_factory=dict)
    search_url: Mapping[EntityType, str] = field(default_factory=dict)
    nominal_sizes: Mapping[str, tuple[int, int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not _SLUG.fullmatch(self.name):
            raise ValueError(f"provider name {self.name!r} is no slug of 2 to 32 characters a-z, 0-9 and _")

    def knows(self, entity_type: EntityType) -> bool:
        """Tell whether it has anything to say of titles of this type."""
        return entity_type in self.search_types or bool(self.parts_for(entity_type))

    def parts_for(self, entity_type: EntityType) -> frozenset[str]:
        """Everything it can deliver for *entity_type*: asset types and possibly ``"metadata"``."""
        return frozenset().union(*(group.parts for group in self.answers.get(entity_type, ())))

    def asset_types_for(self, entity_type: EntityType) -> frozenset[AssetType]:
        return frozenset(AssetType(part) for part in self.parts_for(entity_type) if part != METADATA)

    def kinds_for(self, entity_type: EntityType, group: AnswerGroup | None = None) -> tuple[str, ...]:
        """Return the id kinds by which *group*, or an entry as a whole, is asked for; best first."""
        own = group.id_kinds if group is not None else ()
        return own or self.id_kinds.get(entity_type, ())

    def usable_id(
        self, entity_type: EntityType, ids: ExternalIds, group: AnswerGroup | None = None
    ) -> tuple[str, str] | None:
        """Return the (kind, value) this provider would use now, ``None`` if it knows none of the ids."""
        for kind in self.kinds_for(entity_type, group):
            if kind in ids:
                return kind, ids[kind]
        return None

    def page_kind(self, entity_type: EntityType) -> str:
        """Return the id kind by which pages of its site are found, ``""`` if there are none.

        It is one kind only: at TMDB, the number of TheTVDB is another series.
        """
        if entity_type not in self.entry_url:
            return ""
        return self.page_kinds.get(entity_type) or next(iter(self.id_kinds.get(entity_type, ())), "")

    def page_of(self, entity_type: EntityType, ids: Mapping[str, str]) -> str:
        """Return the address of the page of the entry with these ids, ``""`` if there is none."""
        value = ids.get(self.page_kind(entity_type))
        if not value:
            return ""
        steps = [quote(step, safe="") for step in value.split("/")]
        try:
            return self.entry_url[entity_type].format(*steps, id="/".join(steps))
        except IndexError:  # an id with fewer steps than the page has
            return ""
