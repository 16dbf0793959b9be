"""Enriching titles with artwork, in five phases each: fetch, match, download, score, select.

Every step is kept as soon as it is done and finds what was done before, so that a run ends in the same state whether
or not it was killed in between. Nothing is cleared before its successor is on the disk.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from weakref import WeakValueDictionary

from metarr_desktop.artwork.originals import Originals
from metarr_desktop.automation.decision import (
    choices_of,
    slots_left,
    sorted_slots,
    summary,
    unreached,
    why_left_alone,
)
from metarr_desktop.automation.gathering import Gatherer
from metarr_desktop.automation.planning import Planner
from metarr_desktop.curation import Curator
from metarr_desktop.domain.asset import ASSET_TYPES
from metarr_desktop.domain.enrichment import (
    EnrichedTitle,
    EnrichmentCallback,
    EnrichmentOutcome,
    EnrichmentPhase,
    EnrichmentProgress,
    EnrichmentReport,
)
from metarr_desktop.domain.entity import Entity, EntityKey
from metarr_desktop.domain.errors import (
    AllProvidersFailed,
    EntityUnknown,
    MetarrError,
    StoreError,
)
from metarr_desktop.domain.fetch import Consumer, FetchRequest, Priority
from metarr_desktop.domain.ports import ProviderCache
from metarr_desktop.domain.scoring import ScoringContext, score_image
from metarr_desktop.store import Store, image_of

log = logging.getLogger(__name__)

Scoring = Callable[[], Callable[[str | None], ScoringContext]]

MAY_SELECT = "may_select"
"""Beside the report of a title that is kept: whether the run was allowed to select what is only proposed."""

_DONE, _FAILED, _SKIPPED = EnrichmentOutcome.DONE, EnrichmentOutcome.FAILED, EnrichmentOutcome.SKIPPED


@dataclass(slots=True)
class _Run:
    """One title under way."""

    entity: Entity
    may_select: bool
    providers: frozenset[str] | None
    tell: Callable[[EnrichmentPhase, int, int], None]
    matched: int = 0
    downloaded: int = 0
    unusable: int = 0
    unreached: tuple[str, ...] = ()

    @property
    def key(self) -> EntityKey:
        return self.entity.key


class Enrichment:
    """Enriches titles: proposes artwork, or selects it where the person allows that.

    Locked slots, titles that are not monitored, and whatever a person chose or rejected are left alone.

    Args:
        scoring: what scores rest on now, by the original language of the work.
        on_decided: called on the event loop with the title when what is proposed or selected for it was renewed.
    """

    def __init__(
        self,
        cache: ProviderCache,
        store: Store,
        curator: Curator,
        originals: Originals,
        planner: Planner,
        scoring: Scoring,
        on_decided: Callable[[EntityKey], None] = lambda key: None,
    ) -> None:
        self._cache = cache
        self._store = store
        self._curator = curator
        self._originals = originals
        self._planner = planner
        self._scoring = scoring
        self._on_decided = on_decided
        self._gatherer = Gatherer(store, originals, planner, scoring)
        self._under_way: WeakValueDictionary[EntityKey, asyncio.Lock] = WeakValueDictionary()

    async def run(
        self,
        keys: Sequence[EntityKey],
        *,
        may_select: bool = False,
        on_progress: EnrichmentCallback | None = None,
    ) -> EnrichmentReport:
        """Enrich one title after the other; what fails costs only its own title.

        Args:
            may_select: select also the types that are otherwise only proposed.

        Raises:
            StoreError: nothing can be kept any more, so that going on is useless.
        """
        await self.prepare()
        done: list[EnrichedTitle] = []
        for number, key in enumerate(keys):
            try:
                title = await self.attempt(
                    key, may_select=may_select, on_progress=on_progress, done=number, total=len(keys)
                )
            except EntityUnknown as error:
                title = await self._told(key, str(error))
            done.append(title)
        return EnrichmentReport(tuple(done))

    async def enrich(
        self,
        key: EntityKey,
        *,
        may_select: bool = False,
        providers: frozenset[str] | None = None,
        on_progress: EnrichmentCallback | None = None,
        done: int = 0,
        total: int = 1,
    ) -> EnrichedTitle:
        """Take one title through the five phases.

        Args:
            may_select: select also the types that are otherwise only proposed.
            providers: only these may be asked for what is not fresh; ``None``: all.

        Raises:
            EntityUnknown: the library has no such title.
            AllProvidersFailed: nobody could say what artwork there is; nothing was changed.
            StoreError: something could not be kept; what is selected is as it was.
        """
        entity = await self._store.run(self._store.entities.get, key)

        def tell(phase: EnrichmentPhase, pictures_done: int = 0, pictures: int = 0) -> None:
            if on_progress is not None:
                on_progress(
                    EnrichmentProgress(key, entity.label, phase, done, total, pictures_done, pictures)
                )

        reason = why_left_alone(entity)
        if reason:
            return EnrichedTitle(key, entity.label, _SKIPPED, reason)
        run = _Run(entity, may_select, providers, tell)
        try:
            # Another job may be at it: it leaves little to do.
            async with self._under_way.setdefault(key, asyncio.Lock()):
                report = await self._phases(run)
        except (AllProvidersFailed, StoreError) as error:
            await self._note_failure(run, error)
            raise
        if report.downloaded:
            await self._originals.prune()
        log.debug("%s was enriched: %s", key, report.message)
        return report

    async def prepare(self) -> None:
        """Do what is done once before a run of several titles: clear away what a killed one left half loaded."""
        await self._originals.sweep()

    async def attempt(
        self,
        key: EntityKey,
        *,
        may_select: bool = False,
        providers: frozenset[str] | None = None,
        on_progress: EnrichmentCallback | None = None,
        done: int = 0,
        total: int = 1,
    ) -> EnrichedTitle:
        """Do as :meth:`enrich`; a failure is the report of that title.

        Raises:
            EntityUnknown: the library has no such title.
            StoreError: nothing can be kept any more, so that going on is useless.
        """
        try:
            return await self.enrich(
                key,
                may_select=may_select,
                providers=providers,
                on_progress=on_progress,
                done=done,
                total=total,
            )
        except (EntityUnknown, StoreError):
            raise
        except MetarrError as error:
            return await self._told(key, str(error))
        except Exception as error:  # one title that breaks the program must cost only itself
            log.exception("%s could not be enriched", key)
            return await self._told(
                key,
                f"Something in this program went wrong ({type(error).__name__}). The log has the details.",
            )

    # --------------------------------------------------------------------------------------------- phases

    async def _phases(self, run: _Run) -> EnrichedTitle:
        await self._reach(run, EnrichmentPhase.FETCH)
        fetched = await self._cache.fetch_assets(
            FetchRequest(
                run.key, priority=Priority.AUTOMATION, consumer=Consumer.ENRICHMENT, providers=run.providers
            )
        )
        run.unreached = unreached(fetched.metadata.outcomes)
        entity = await self._store.run(self._store.entities.get, run.key)  # it may have learnt its language
        run.entity = entity
        await self._reach(run, EnrichmentPhase.MATCH)
        gathering = self._gatherer.begin(
            run.key, entity.metadata.original_language, may_select=run.may_select
        )
        await gathering.match()
        while True:
            await self._reach(run, EnrichmentPhase.DOWNLOAD)
            await gathering.download(lambda done, of: run.tell(EnrichmentPhase.DOWNLOAD, done, of))
            await self._reach(run, EnrichmentPhase.SCORE)
            if not await self._store.run(self._rescore, run):
                break  # else another picture may be the best now, which nobody looked at yet
        run.matched, run.downloaded, run.unusable = (
            gathering.matched,
            gathering.downloaded,
            gathering.unusable,
        )
        await self._reach(run, EnrichmentPhase.SELECT)
        report = await self._store.run(self._decide, run, gathering.failed)
        if report.proposed or report.selected:
            self._on_decided(run.key)
        return report

    async def _reach(self, run: _Run, phase: EnrichmentPhase) -> None:
        run.tell(phase, 0, 0)
        await self._store.run(self._store.enrichments.reach, run.key, phase)

    def _rescore(self, run: _Run) -> int:
        """Score anew what was analysed, by votes and preferences of now; returns how many have another score."""
        context = self._scoring()(run.entity.metadata.original_language)
        with self._store.transaction():
            scores = {}
            for asset_type in ASSET_TYPES[run.key.entity_type]:
                for asset in self._store.assets.list(run.key, asset_type):
                    if asset.analyzed:
                        parts = score_image(image_of(asset), asset.provider_name, context)
                        if (asset.score, asset.score_parts) != (parts.total, parts):
                            scores[asset.id] = parts
            self._store.image_files.set_scores(scores)
        return len(scores)

    def _decide(self, run: _Run, failed: Mapping[int, str]) -> EnrichedTitle:
        """Plan once more and carry it out, in one transaction with the proposals and the report."""
        with self._store.transaction():
            plan = self._planner.plan(run.key, may_select=run.may_select)
            may, proposed, failures = sorted_slots(plan, failed)
            picks = [pick for slot in may for pick in slot.changes]
            selected = choices_of(self._planner, plan, may) if picks else ()
            if picks:
                self._curator.choose_planned(picks)
            proposals = choices_of(self._planner, plan, proposed)
            left = slots_left(plan, self._store.choices.locks_of(run.key))
            self._store.proposals.replace(run.key, proposals, left)
            report = EnrichedTitle(
                run.key,
                run.entity.label,
                _FAILED if failures else _DONE,
                selected=selected,
                proposed=proposals,
                would_have_changed=tuple(
                    choice
                    for slot in plan.slots
                    for choice in self._planner.choices(plan, slot, slot.would_have_changed)
                ),
                failures=failures,
                unreached=run.unreached,
                matched=run.matched,
                downloaded=run.downloaded,
                unusable=run.unusable,
            )
            report = replace(report, message=summary(report))
            kept = {**report.to_mapping(), MAY_SELECT: run.may_select}
            self._store.enrichments.finish(run.key, report.outcome, kept)
        return report

    # ------------------------------------------------------------------------------------------- failures

    async def _note_failure(self, run: _Run, error: MetarrError) -> None:
        report = EnrichedTitle(run.key, run.entity.label, _FAILED, str(error), failures=(str(error),))
        try:
            await self._store.run(self._store.enrichments.finish, run.key, _FAILED, report.to_mapping())
        except StoreError as second:  # the first error says it already
            log.warning("the failed enrichment of %s could not be noted: %s", run.key, second)

    async def _told(self, key: EntityKey, words: str) -> EnrichedTitle:
        entity = await self._store.run(self._store.entities.find, key)
        label = entity.label if entity else str(key)
        report = EnrichedTitle(key, label, _FAILED, words, failures=(words,))
        await self._store.run(self._store.enrichments.finish, key, _FAILED, report.to_mapping())
        return report
