"""From the end of a call and what is stored to the result every consumer gets.

A hit and a miss are made of the same stored rows by the same lines, so they cannot differ. Only where an answer
could not be saved does it go into the result directly.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from metarr_desktop.domain.asset import ASSET_TYPES, AssetType, ProviderImage, ProviderVideo
from metarr_desktop.domain.cache_policy import PairState, pair_state
from metarr_desktop.domain.fetch import (
    FetchChanges,
    FetchMetadata,
    FetchRequest,
    FetchResult,
    Outcome,
    ProviderData,
    ProviderOutcome,
)
from metarr_desktop.domain.library import IdConflict
from metarr_desktop.domain.provider import METADATA
from metarr_desktop.orchestration.fetch_call import CallReport, ProviderEnd
from metarr_desktop.orchestration.fetch_plan import CacheSettings, id_title, standpoint_of
from metarr_desktop.orchestration.provider_flight import Landing
from metarr_desktop.orchestration.title_reader import Snapshot
from metarr_desktop.providers.base import ProviderAnswer

_DAY_S = 86_400.0


@dataclass(frozen=True, slots=True)
class ResultBuilder:
    """Makes the result of one call.

    Attributes:
        unknown_providers: named by the request, but not enabled.
        started_at: when the call began; ages are counted from here, so that what it fetched is 0 days old.
    """

    request: FetchRequest
    report: CallReport
    snapshot: Snapshot
    settings: CacheSettings
    started_at: datetime
    unknown_providers: tuple[ProviderOutcome, ...] = ()

    def build(self) -> FetchResult:
        ends = self.report.ends
        oldest = self._oldest_success(ends.values())
        age = None if oldest is None else max(timedelta(0), self.started_at - oldest)
        landings = [landing for end in ends.values() for landing in end.landings]
        return FetchResult(
            cached=oldest is not None and not self.asked(),
            cache_age=None if age is None else age.total_seconds() / _DAY_S,
            providers={name: self._data(end) for name, end in ends.items() if self._success_times(end)},
            metadata=self._metadata(oldest),
            changes=_changes(landings),
            is_saved=all(landing.is_saved for landing in landings),
        )

    def outcomes(self) -> tuple[ProviderOutcome, ...]:
        """Return how every needed provider fared, in the user's order."""
        return (*(end.outcome for end in self.report.ends.values()), *self.unknown_providers)

    def asked(self) -> tuple[ProviderOutcome, ...]:
        """Return the outcomes of those that were asked for this call."""
        return tuple(outcome for outcome in self.outcomes() if outcome.was_asked)

    def is_anything_fresh(self) -> bool:
        """Tell whether any needed pair is fresh now: stored as such, or answered in this call."""
        return any(self._is_fresh(end, part) for end in self.report.ends.values() for part in end.plan.needed)

    # ------------------------------------------------------------------------------ one provider

    def _is_fresh(self, end: ProviderEnd, part: str) -> bool:
        if any(part in landing.answered_parts() for landing in end.landings):
            return True
        info = end.plan.info
        standpoint = standpoint_of(info, self.report.view, self.settings, part)
        record = self.snapshot.records.get((info.name, part))
        state = pair_state(record, standpoint, now=self.started_at, max_age=self.request.max_age)
        return state is PairState.FRESH

    def _success_times(self, end: ProviderEnd) -> dict[str, datetime]:
        """Return when each needed part was last received from this provider."""
        times = {}
        for part in end.plan.needed:
            record = self.snapshot.records.get((end.plan.info.name, part))
            if record is not None and record.last_success_at is not None:
                times[part] = record.last_success_at
        for landing in end.landings:
            if not landing.is_saved:
                times |= dict.fromkeys(landing.answered_parts() & end.plan.needed, landing.landed_at)
        return times

    def _oldest_success(self, ends: Iterable[ProviderEnd]) -> datetime | None:
        return min((time for end in ends for time in self._success_times(end).values()), default=None)

    def _data(self, end: ProviderEnd) -> ProviderData:
        is_success = end.outcome.outcome.is_success
        is_stale = not is_success and (
            self.request.force or not all(self._is_fresh(end, part) for part in end.plan.needed)
        )
        data = self._stored(end)
        for landing in end.landings:
            if not landing.is_saved:
                data = self._with_unsaved(data, landing)
        return replace(data, fetched_at=self._oldest_success([end]), is_stale=is_stale)

    def _stored(self, end: ProviderEnd) -> ProviderData:
        name, types = end.plan.info.name, self._types(end)
        images, videos = self.snapshot.images.get(name, {}), self.snapshot.videos.get(name, {})
        return ProviderData(
            self.snapshot.metadata.get(name),
            {each: images[each] for each in types if each in images},
            {each: videos[each] for each in types if each in videos},
        )

    def _with_unsaved(self, stored: ProviderData, landing: Landing) -> ProviderData:
        """Put what was received in the place of what is stored: nothing fresh is lost with the disk."""
        images, videos, metadata = dict(stored.images), dict(stored.videos), stored.metadata
        for reply in landing.reply.groups:
            if reply.answer is None:
                continue
            if METADATA in reply.group.parts:
                metadata = reply.answer.metadata or metadata
            for part in reply.group.parts - {METADATA} - reply.answer.incomplete_parts:
                images.pop(AssetType(part), None)
                videos.pop(AssetType(part), None)
            images |= _by_type(reply.answer, self._requested_types())
            videos |= _videos_by_type(reply.answer, self._requested_types())
        return ProviderData(metadata, images, videos)

    def _types(self, end: ProviderEnd) -> list[AssetType]:
        return [asset_type for asset_type in self._requested_types() if asset_type in end.plan.needed]

    def _requested_types(self) -> tuple[AssetType, ...]:
        return self.request.asset_types or ASSET_TYPES[self.request.key.entity_type]

    # ------------------------------------------------------------------------------ the whole call

    def _metadata(self, oldest: datetime | None) -> FetchMetadata:
        outcomes = self.outcomes()
        notes = self._conflicts()
        if not self.report.ends:
            notes.append(self._nobody())
        return FetchMetadata(
            fetched_at=oldest,
            completed_providers=_names(outcomes, Outcome.OK, Outcome.EMPTY, Outcome.NOT_FOUND),
            failed_providers=_names(outcomes, Outcome.FAILED, Outcome.CANCELLED),
            timed_out_providers=_names(outcomes, Outcome.TIMED_OUT),
            skipped_providers={
                outcome.provider: outcome.message
                for outcome in outcomes
                if outcome.outcome is Outcome.SKIPPED
            },
            outcomes=outcomes,
            notes=tuple(dict.fromkeys(notes)),
        )

    def _conflicts(self) -> list[str]:
        """Return a sentence for each id by which one of the providers contradicts what is stored."""
        ends, entity = self.report.ends, self.report.view.entity
        stored = [each for each in self.snapshot.id_conflicts if each.provider in ends]
        unsaved = [
            IdConflict(name, kind, *pair)
            for name, end in ends.items()
            for landing in end.landings
            if not landing.is_saved and not landing.is_outdated
            for reply in landing.reply.groups
            if reply.answer is not None
            for kind, pair in entity.external_ids.conflicts_with(reply.answer.external_ids).items()
        ]
        return [
            f"{ends[each.provider].plan.info.title} says the {id_title(each.kind)} id is {each.given}; "
            f"{entity.label} keeps {each.stored}."
            for each in (*stored, *unsaved)
        ]

    def _nobody(self) -> str:
        return (
            f"No provider that is switched on has anything for a {self.request.key.entity_type}; "
            "nothing was asked. Providers are switched on in the settings."
        )


def _names(outcomes: Iterable[ProviderOutcome], *wanted: Outcome) -> tuple[str, ...]:
    return tuple(outcome.provider for outcome in outcomes if outcome.outcome in wanted)


def _by_type(
    answer: ProviderAnswer, types: Iterable[AssetType]
) -> Mapping[AssetType, tuple[ProviderImage, ...]]:
    found = {each: tuple(image for image in answer.images if image.asset_type is each) for each in types}
    return {asset_type: images for asset_type, images in found.items() if images}


def _videos_by_type(
    answer: ProviderAnswer, types: Iterable[AssetType]
) -> Mapping[AssetType, tuple[ProviderVideo, ...]]:
    found = {each: tuple(video for video in answer.videos if video.asset_type is each) for each in types}
    return {asset_type: videos for asset_type, videos in found.items() if videos}


def _changes(landings: Iterable[Landing]) -> FetchChanges:
    new: dict[AssetType, tuple[int, ...]] = {}
    vanished: dict[AssetType, int] = {}
    for landing in landings:
        for report in landing.reports.values():
            for asset_type, ids in report.new_asset_ids.items():
                new[asset_type] = (*new.get(asset_type, ()), *ids)
            for asset_type, count in report.vanished.items():
                vanished[asset_type] = vanished.get(asset_type, 0) + count
    return FetchChanges(new, vanished)
