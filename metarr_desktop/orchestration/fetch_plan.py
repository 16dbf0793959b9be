"""What one ``fetch_assets`` call wants of one provider, decided from what the store knows of the title."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import datetime

from metarr_desktop.domain.asset import ASSET_TYPES, AssetType
from metarr_desktop.domain.cache_policy import (
    Decision,
    PairState,
    Standpoint,
    decide,
    groups_with,
    is_resting,
    pair_state,
)
from metarr_desktop.domain.entity import Entity, EntityType
from metarr_desktop.domain.errors import InvalidInput
from metarr_desktop.domain.fetch import FetchRequest, Outcome, ProviderOutcome
from metarr_desktop.domain.fetch_record import FetchBasis, FetchRecord
from metarr_desktop.domain.language import LanguageLadder
from metarr_desktop.domain.provider import METADATA, AnswerGroup, ProviderInfo
from metarr_desktop.orchestration.fetch_orchestrator import deadline_s
from metarr_desktop.orchestration.health import ProviderHealth
from metarr_desktop.providers.base import AssetProvider

_ID_TITLES = {
    "tmdb": "TMDB",
    "tmdb_episode": "TMDB (series/season/episode)",
    "imdb": "IMDb",
    "tvdb": "TheTVDB",
    "tvdb_episode": "TheTVDB (series/season/episode)",
    "musicbrainz": "MusicBrainz",
    "musicbrainz_artist": "MusicBrainz (artist)",
    "wikidata": "Wikidata",
}

_NAMES = {
    EntityType.MOVIE: "film",
    EntityType.TV: "series",
    EntityType.MUSIC: "album",
    EntityType.COLLECTION: "collection",
    EntityType.EPISODE: "episode",
}


@dataclass(frozen=True, slots=True)
class CacheSettings:
    """What the user set that answers depend on.

    Attributes:
        languages: metadata languages, best first.
        ladders: languages of artwork per type; a type left out has its default. They only score.
        generations: per provider, see :class:`~metarr_desktop.domain.fetch_record.FetchBasis`.
    """

    languages: tuple[str, ...] = ("en",)
    ladders: Mapping[AssetType, LanguageLadder] = field(default_factory=dict)
    generations: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TitleView:
    """What the store knew of a title at one moment.

    ``is_stored`` is false where the store could not be read: the title then consists of what the request says.
    """

    entity: Entity
    records: Mapping[tuple[str, str], FetchRecord] = field(default_factory=dict)
    is_stored: bool = True


@dataclass(frozen=True, slots=True)
class ProviderPlan:
    """What is to be done about one provider.

    Attributes:
        needed: the parts the call needs of it.
        standpoints: by group name, what an answer would rest on; groups without a usable id are not in it.
        groups: to be asked for; empty if nothing is.
        settled: how the provider fares if it is not asked: fresh, or skipped with a reason.
        waiting_groups: names of wanted groups for which no id is known yet.
    """

    provider: AssetProvider
    needed: frozenset[str]
    standpoints: Mapping[str, Standpoint]
    groups: tuple[AnswerGroup, ...] = ()
    settled: ProviderOutcome | None = None
    waiting_groups: frozenset[str] = frozenset()

    @property
    def info(self) -> ProviderInfo:
        return self.provider.info

    @property
    def lacks_id(self) -> bool:
        """It cannot be asked yet; another provider may still teach us an id it knows."""
        return self.settled is not None and self.settled.error_kind == "no_id"

    def asked_pairs(self) -> frozenset[tuple[str, FetchBasis]]:
        """Return (group name, what it would rest on) of everything to be asked for."""
        return frozenset((group.name, self.standpoints[group.name].basis()) for group in self.groups)

    def without(self, pairs: Set[tuple[str, FetchBasis]]) -> ProviderPlan:
        """Return the plan without what this call has asked already, on the same basis."""
        left = tuple(
            group for group in self.groups if (group.name, self.standpoints[group.name].basis()) not in pairs
        )
        return replace(self, groups=left)


def id_title(kind: str) -> str:
    """Return how people call ids of this kind."""
    return _ID_TITLES.get(kind, kind)


def wanted_parts(entity_type: EntityType, asset_types: tuple[AssetType, ...]) -> frozenset[str]:
    """Return the parts a call needs; no type given means all of the entity type, metadata always included.

    Raises:
        InvalidInput: a type that titles of this kind do not have.
    """
    known = ASSET_TYPES[entity_type]
    foreign = [asset_type for asset_type in asset_types if asset_type not in known]
    if foreign:
        have = ", ".join(known)
        raise InvalidInput(f"A {entity_type} has no {foreign[0]}. It can have: {have}.")
    return frozenset(str(asset_type) for asset_type in asset_types or known) | {METADATA}


def standpoint_of(info: ProviderInfo, view: TitleView, settings: CacheSettings, part: str) -> Standpoint:
    """Return what an answer of this provider with *part* in it would rest on if it were asked now."""
    ids, entity_type = view.entity.external_ids, view.entity.key.entity_type
    group = next((group for group in info.answers.get(entity_type, ()) if part in group.parts), None)
    return Standpoint(
        ids,
        info.usable_id(entity_type, ids, group),
        settings.generations.get(info.name, 0),
        settings.languages[0] if settings.languages else "",
    )


def plan_provider(
    provider: AssetProvider,
    request: FetchRequest,
    view: TitleView,
    settings: CacheSettings,
    health: ProviderHealth,
    now: datetime,
    *,
    is_in_flight: bool = False,
) -> ProviderPlan | None:
    """Return what to do about *provider*, ``None`` if it has nothing to give for this call.

    Args:
        is_in_flight: it is being asked for this title right now; that can be joined whatever hinders a new call.
    """
    info, entity_type = provider.info, request.key.entity_type
    needed = info.parts_for(entity_type) & wanted_parts(entity_type, request.asset_types)
    if not needed:
        return None
    wanted = groups_with(info.answers[entity_type], needed)
    askable = [group for group in wanted if info.usable_id(entity_type, view.entity.external_ids, group)]
    waiting = frozenset(group.name for group in wanted if group not in askable)
    if askable:  # the rest waits for an id that may never come, and is not needed before
        needed = needed & frozenset().union(*(group.parts for group in askable))
    records = [view.records.get((info.name, part)) for part in sorted(needed)]
    states = {
        part: pair_state(record, standpoint_of(info, view, settings, part), now=now, max_age=request.max_age)
        for part, record in zip(sorted(needed), records, strict=True)
    }
    decisions = {
        part: decide(state, force=request.force, priority=request.priority, is_paused=health.is_paused(info))
        for part, state in states.items()
    }
    to_ask = [part for part, decision in decisions.items() if decision is Decision.ASK]
    known = [record for record in records if record is not None]
    settled: ProviderOutcome | None
    if not to_ask:
        is_fresh = all(state is PairState.FRESH for state in states.values())
        settled = _fresh(info, known) if is_fresh else _resting(info, known, now)
    else:
        settled = _hindrance(info, request, () if askable else wanted, health, is_in_flight=is_in_flight)
    groups = () if settled is not None else groups_with(askable, to_ask)
    standpoints = {
        group.name: standpoint_of(info, view, settings, next(iter(group.parts))) for group in askable
    }
    return ProviderPlan(provider, needed, standpoints, groups, settled, waiting)


def _fresh(info: ProviderInfo, records: list[FetchRecord]) -> ProviderOutcome:
    """How a provider fared when it was asked last is how it fares now."""
    outcomes = {record.outcome for record in records}
    outcome = next(
        (each for each in (Outcome.OK, Outcome.NOT_FOUND, Outcome.EMPTY) if each in outcomes), Outcome.OK
    )
    basis = next((record.basis for record in records if record.outcome is outcome), records[0].basis)
    is_absent = outcome is Outcome.NOT_FOUND and basis is not None
    message = f"{info.title} has no entry {basis.id_value}." if is_absent and basis else ""
    count = sum(record.item_count for record in records if record.part != METADATA)
    return ProviderOutcome(
        info.name, outcome, "not_found" if is_absent else "", message, item_count=count, was_asked=False
    )


def _resting(info: ProviderInfo, records: list[FetchRecord], now: datetime) -> ProviderOutcome:
    resting = [record for record in records if is_resting(record, now=now)]
    retry_at = min((record.next_retry_at for record in resting if record.next_retry_at), default=None)
    why = resting[0].message if resting else ""
    message = f"{why} {info.title} is left alone for a while.".strip()
    return ProviderOutcome(info.name, Outcome.SKIPPED, "resting", message, retry_at=retry_at, was_asked=False)


def _hindrance(
    info: ProviderInfo,
    request: FetchRequest,
    idless: Sequence[AnswerGroup],
    health: ProviderHealth,
    *,
    is_in_flight: bool,
) -> ProviderOutcome | None:
    """Return why a provider that should be asked is not, ``None`` if nothing hinders.

    *idless*: the groups wanted, where there is an id for none of them.
    """
    if idless:
        entity_type = request.key.entity_type
        kinds = dict.fromkeys(kind for group in idless for kind in info.kinds_for(entity_type, group))
        names = " or ".join(id_title(kind) for kind in kinds)
        way = f"Identify the {_NAMES[entity_type]} to find one."
        return skipped(info.name, "no_id", f"{info.title} needs an id of {names}, and none is known. {way}")
    if is_in_flight:  # a title's own probe of a paused provider must not turn away who waits for that title
        return None
    obstacle = health.obstacle(
        info,
        force=request.force,
        priority=request.priority,
        deadline_s=deadline_s(info.deadlines, request.priority),
    )
    if obstacle is None:
        return None
    return skipped(info.name, obstacle.reason, obstacle.sentence, obstacle.until)


def skipped(provider: str, reason: str, message: str, retry_at: datetime | None = None) -> ProviderOutcome:
    """Return the outcome of a provider that was not asked."""
    return ProviderOutcome(provider, Outcome.SKIPPED, reason, message, retry_at=retry_at, was_asked=False)
