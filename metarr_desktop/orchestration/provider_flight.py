"""One flight: ask one provider for one title, keep what it says, count it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from metarr_desktop.domain.asset import ASSET_TYPES, AssetType, ScoreParts
from metarr_desktop.domain.cache_policy import rest_after
from metarr_desktop.domain.entity import EntityKey
from metarr_desktop.domain.errors import StoreError
from metarr_desktop.domain.fetch import Outcome, ProgressState, ProviderProgress
from metarr_desktop.domain.fetch_record import FetchBasis, FetchRecord
from metarr_desktop.domain.provider import METADATA, ProviderInfo
from metarr_desktop.domain.scoring import ScoringContext, score_image
from metarr_desktop.orchestration.fetch_orchestrator import (
    FetchOrchestrator,
    GroupReply,
    ProviderAsk,
    ProviderReply,
    final_progress,
)
from metarr_desktop.orchestration.fetch_plan import CacheSettings, TitleView
from metarr_desktop.orchestration.flights import Flight, Flights
from metarr_desktop.providers.base import ProviderAnswer
from metarr_desktop.store import AnswerToSave, SaveReport, Store, image_of

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class FlightOrder:
    """What a flight is to do.

    Attributes:
        bases: by group name, what the answer will rest on.
        view: the title as it was known when the flight began.
    """

    ask: ProviderAsk
    bases: Mapping[str, FetchBasis]
    view: TitleView

    @property
    def info(self) -> ProviderInfo:
        return self.ask.provider.info

    @property
    def key(self) -> EntityKey:
        return self.view.entity.key

    def record(self, part: str) -> FetchRecord | None:
        """Return what was known of a part when the flight began."""
        return self.view.records.get((self.info.name, part))


@dataclass(frozen=True, slots=True)
class Landing:
    """How a flight ended.

    Attributes:
        reports: per group what saving it changed; a group that could not be saved is absent.
        is_saved: everything received is in the store.
        is_outdated: the title was identified anew meanwhile; what came belongs to what it is no longer.
        landed_at: when the answer was saved, aware UTC; its rows carry this time.
    """

    reply: ProviderReply
    landed_at: datetime
    reports: Mapping[str, SaveReport] = field(default_factory=dict)
    is_saved: bool = True
    is_outdated: bool = False

    def answered_parts(self) -> frozenset[str]:
        """Return the parts this flight brought in full."""
        return frozenset(
            part
            for reply in self.reply.groups
            if reply.answer is not None
            for part in reply.group.parts - reply.answer.incomplete_parts
        )


AssetFlights = Flights[tuple[EntityKey, str], Landing]
AssetFlight = Flight[Landing]


class ProviderFlights:
    """Starts flights and says how they work.

    Args:
        providers_order: names of all providers, the user's favourite first; for scores.
        settings: as they are at that moment.
    """

    def __init__(
        self,
        store: Store,
        orchestrator: FetchOrchestrator,
        clock: Callable[[], datetime],
        settings: Callable[[], CacheSettings],
        providers_order: Callable[[], tuple[str, ...]],
        flights: AssetFlights | None = None,
    ) -> None:
        self.flights: AssetFlights = Flights() if flights is None else flights
        self._store = store
        self._orchestrator = orchestrator
        self._clock = clock
        self._settings = settings
        self._providers_order = providers_order

    def start(self, flight: AssetFlight, order: FlightOrder, *, within_s: float) -> None:
        """Let *flight* carry out *order* within so many seconds; saving comes on top."""

        async def work(flight: AssetFlight) -> Landing:
            flight.report(ProviderProgress(order.info.name, ProgressState.QUEUED))
            reply = await self._orchestrator.ask(
                order.ask, flight.urgency, deadline_s=within_s, on_progress=flight.report
            )
            flight.commit()  # what was received is saved, whoever cancels now
            landing = await self._land(reply, order)
            # Only now: a window that hears "done" reads the store.
            flight.report(final_progress(landing.reply.outcome))
            return landing

        self.flights.start((order.key, order.info.name), flight, work)

    async def _land(self, reply: ProviderReply, order: FlightOrder) -> Landing:
        now = self._clock()
        failed = [
            each
            for each in reply.groups
            if not each.verdict.is_success and each.outcome is not Outcome.SKIPPED
        ]
        if failed:  # when the background asks again is part of what is told of a failure
            retry_at = now + min(_rest(each, order) for each in failed)
            reply = replace(reply, outcome=replace(reply.outcome, retry_at=retry_at))
        landing = Landing(reply, now)
        for group in reply.groups:
            landing = await self._save(landing, group, order)
        await self._count(landing, order)
        return landing

    async def _save(self, landing: Landing, reply: GroupReply, order: FlightOrder) -> Landing:
        try:
            if reply.outcome is Outcome.SKIPPED:
                return landing  # nobody failed, so nothing rests: it is asked again as soon as it may be
            if reply.answer is None:
                await self._store.run(self._write_failure, landing, reply, order)
                return landing
            report = await self._store.run(self._write_answer, landing, reply, reply.answer, order)
        except StoreError as error:
            log.error("The answer of %s for %s could not be saved: %s", order.info.name, order.key, error)
            return replace(landing, is_saved=False)
        if report.is_outdated:
            return replace(landing, is_outdated=order.view.is_stored, is_saved=False)
        return replace(landing, reports={**landing.reports, reply.group.name: report})

    async def _count(self, landing: Landing, order: FlightOrder) -> None:
        """Tell the statistics; a fault there costs nobody an answer."""
        if landing.reply.outcome.outcome is Outcome.SKIPPED:
            return
        try:
            await self._store.run(self._write_statistics, landing, order)
        except StoreError as error:
            log.warning("The statistics of %s could not be written: %s", order.info.name, error)

    # ------------------------------------------------------------------------ on the worker thread

    def _write_answer(
        self, landing: Landing, reply: GroupReply, answer: ProviderAnswer, order: FlightOrder
    ) -> SaveReport:
        """Score and save the answer, and let it name a title that has only a placeholder.

        Scoring some hundred pictures on the event loop would be felt in the window.
        """
        entity, now = order.view.entity, landing.landed_at
        language = self._original_language(entity.key)
        stated = answer.metadata.original_language if answer.metadata is not None else None
        report = self._store.answers.save(
            AnswerToSave(
                entity.key, entity.identity_revision, order.info.name, reply.group.parts, reply.outcome,
                order.bases[reply.group.name], now, answer.images, answer.videos, answer.metadata, answer.external_ids,
                answer.incomplete_parts, answer.complete_seasons, self._scores(answer, order, stated or language),
                message=reply.message, next_retry_at=now + _rest(reply, order),
            )
        )  # fmt: skip
        if not report.is_outdated and answer.metadata is not None and answer.metadata.title:
            self._store.entities.replace_placeholder(
                entity.key, placeholder_title(entity.key), answer.metadata.title, answer.metadata.year
            )
        if self._original_language(entity.key) != language:
            self._score_anew(entity.key)
        return report

    def _write_failure(self, landing: Landing, reply: GroupReply, order: FlightOrder) -> None:
        self._store.fetches.save_failure(
            order.key, order.info.name, reply.group.parts, reply.outcome, reply.error_kind, reply.message,
            now=landing.landed_at, next_retry_at=landing.landed_at + _rest(reply, order),
            identity_revision=order.view.entity.identity_revision,
        )  # fmt: skip

    def _scores(
        self, answer: ProviderAnswer, order: FlightOrder, original_language: str | None
    ) -> dict[tuple[AssetType, str], ScoreParts]:
        context, name = self._scoring(original_language), order.info.name
        return {(image.asset_type, image.url): score_image(image, name, context) for image in answer.images}

    def _score_anew(self, key: EntityKey) -> None:
        """Score what other providers brought before the language of the work was known."""
        context = self._scoring(self._original_language(key))
        pictures = [each for each in ASSET_TYPES[key.entity_type] if each is not AssetType.TRAILER]
        self._store.assets.set_scores(
            {
                row.id: score_image(image_of(row), row.provider_name, context)
                for rows in self._store.assets.list_all(key, pictures, include_hidden=True).values()
                for row in rows
                if not row.analyzed
            }
        )

    def _scoring(self, original_language: str | None) -> ScoringContext:
        sizes = {info.name: info.nominal_sizes for info in self._orchestrator.health.all_infos()}
        return ScoringContext(self._settings().ladders, original_language, self._providers_order(), sizes)

    def _original_language(self, key: EntityKey) -> str | None:
        entity = self._store.entities.find(key)
        return None if entity is None else entity.metadata.original_language

    def _write_statistics(self, landing: Landing, order: FlightOrder) -> None:
        outcome, statistics = landing.reply.outcome, self._store.statistics
        with self._store.transaction():
            statistics.record_flight(outcome.provider, outcome.outcome, outcome.elapsed_s, outcome.error_kind)
            for report in landing.reports.values():
                for part in report.item_counts:
                    known = order.record(part)
                    if part == METADATA or known is None or known.last_success_at is None:
                        continue  # addresses are counted, and only refetches of what was known
                    brought_new = bool(report.new_asset_ids.get(AssetType(part)))
                    statistics.count_refetch(outcome.provider, brought_new=brought_new)


def _rest(reply: GroupReply, order: FlightOrder) -> timedelta:
    """Return how long the background leaves this group alone if it failed."""
    known = [order.record(part) for part in reply.group.parts]
    failures = max((record.failures for record in known if record is not None), default=0)
    return rest_after(failures + 1, named_s=reply.named_wait_s)


def placeholder_title(key: EntityKey) -> str:
    """Return how a title is called until a provider names it: "movie 1"."""
    return str(key)
