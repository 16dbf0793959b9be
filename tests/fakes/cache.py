"""Fakes of the cache and of curation."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace

from metarr_desktop.domain.asset import MULTIPLE_BY_DEFAULT, AssetType, CachedAsset
from metarr_desktop.domain.entity import (
    EntityKey,
)
from metarr_desktop.domain.errors import AssetUnknown, InvalidInput
from metarr_desktop.domain.fetch import (
    FetchChanges,
    FetchMetadata,
    FetchRequest,
    FetchResult,
    Outcome,
    ProgressCallback,
    ProgressState,
    ProviderOutcome,
    ProviderProgress,
)
from metarr_desktop.domain.library import (
    BatchChange,
    CurationAct,
    HistoryEntry,
    SelectionChange,
    UndoOutcome,
)
from metarr_desktop.domain.search import (
    SearchReport,
    SearchRequest,
    SearchResult,
    SearchUpdate,
)
from tests.fakes.values import NOW


@dataclass
class FakeCache:
    """Answers from ``assets``; ``arriving`` are stored by the next fetch, provider by provider.

    ``gate`` holds every fetch back, ``provider_gates`` one provider; ``vanishing`` ids are dropped by the next fetch.
    """

    assets: dict[EntityKey, list[CachedAsset]] = field(default_factory=dict)
    arriving: dict[EntityKey, list[CachedAsset]] = field(default_factory=dict)
    vanishing: set[int] = field(default_factory=set)
    provider_gates: dict[str, asyncio.Event] = field(default_factory=dict)
    results: list[SearchResult] = field(default_factory=list)
    search_error: Exception | None = None
    fetch_error: Exception | None = None
    read_error: Exception | None = None
    search_outcomes: tuple[ProviderOutcome, ...] = (ProviderOutcome("tmdb", Outcome.OK, item_count=1),)
    outcomes: tuple[ProviderOutcome, ...] = (
        ProviderOutcome("tmdb", Outcome.OK, item_count=42),
        ProviderOutcome("fanart_tv", Outcome.OK, item_count=12),
    )
    cache_age: float | None = 2.5
    fetches: list[FetchRequest] = field(default_factory=list)
    searches: list[SearchRequest] = field(default_factory=list)
    cancelled: list[FetchRequest] = field(default_factory=list)
    gate: asyncio.Event = field(default_factory=asyncio.Event)
    search_gate: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.gate.set()
        self.search_gate.set()

    async def fetch_assets(
        self, request: FetchRequest, *, on_progress: ProgressCallback | None = None
    ) -> FetchResult:
        self.fetches.append(request)
        say = on_progress or (lambda _: None)
        for outcome in self.outcomes:
            say(ProviderProgress(outcome.provider, ProgressState.RUNNING))
        try:
            await self.gate.wait()
        except asyncio.CancelledError:
            self.cancelled.append(request)
            raise
        if self.fetch_error is not None:
            raise self.fetch_error
        arriving = self.arriving.pop(request.key, [])
        stored = self.assets.setdefault(request.key, [])
        gone = [asset for asset in stored if asset.id in self.vanishing]
        new: dict[AssetType, tuple[int, ...]] = {}
        try:
            for outcome in self.outcomes:
                if outcome.provider in self.provider_gates:
                    await self.provider_gates[outcome.provider].wait()
                for asset in [each for each in arriving if each.provider_name == outcome.provider]:
                    stored.append(asset)
                    new[asset.asset_type] = (*new.get(asset.asset_type, ()), asset.id)
                self._say_end(outcome, say)
        except asyncio.CancelledError:
            self.cancelled.append(request)
            raise
        vanished: dict[AssetType, int] = {}
        for asset in gone:
            stored.remove(asset)
            vanished[asset.asset_type] = vanished.get(asset.asset_type, 0) + 1
        return replace(self._result(request), changes=FetchChanges(new, vanished))

    @staticmethod
    def _say_end(outcome: ProviderOutcome, say: ProgressCallback) -> None:
        is_ok = outcome.outcome is Outcome.OK
        state = ProgressState.DONE if is_ok else ProgressState(outcome.outcome.value)
        step = ProviderProgress(
            outcome.provider, state, item_count=outcome.item_count, message=outcome.message
        )
        say(step)

    def _result(self, request: FetchRequest) -> FetchResult:
        def having(*wanted: Outcome) -> tuple[str, ...]:
            return tuple(outcome.provider for outcome in self.outcomes if outcome.outcome in wanted)

        is_hit = not request.force and self.cache_age is not None and self.cache_age < 7
        metadata = FetchMetadata(
            fetched_at=NOW,
            completed_providers=having(Outcome.OK, Outcome.EMPTY, Outcome.NOT_FOUND),
            failed_providers=having(Outcome.FAILED),
            timed_out_providers=having(Outcome.TIMED_OUT),
            outcomes=self.outcomes,
        )
        return FetchResult(is_hit, self.cache_age if is_hit else 0.0, {}, metadata)

    async def search(self, request: SearchRequest, *, on_update: SearchUpdate | None = None) -> SearchReport:
        self.searches.append(request)
        await self.search_gate.wait()
        if self.search_error is not None:
            raise self.search_error
        margin = self.results[0].confidence if self.results else None
        if len(self.results) > 1:
            margin = self.results[0].confidence - self.results[1].confidence
        report = SearchReport(request, tuple(self.results), margin, self.search_outcomes, is_complete=True)
        if on_update is not None:
            on_update(replace(report, is_complete=False, pending=("tmdb",), outcomes=()))
        return report

    async def get_cached_assets(self, key: EntityKey, asset_type: AssetType) -> list[CachedAsset]:
        if self.read_error is not None:
            raise self.read_error
        return [asset for asset in self.assets.get(key, []) if asset.asset_type is asset_type]

    def find(self, asset_id: int) -> tuple[EntityKey, CachedAsset]:
        for key, assets in self.assets.items():
            for asset in assets:
                if asset.id == asset_id:
                    return key, asset
        raise AssetUnknown(f"There is no picture {asset_id}.")

    def put(self, key: EntityKey, asset: CachedAsset) -> None:
        self.assets[key] = [asset if old.id == asset.id else old for old in self.assets[key]]


@dataclass
class FakeCuration:
    """Selects one per type and season, adds to those of types that hold several; undo and redo of whole states.

    ``taken_back`` holds the number of the act that took an act back, by the number of that act.
    """

    cache: FakeCache
    done: list[tuple[EntityKey, tuple[CachedAsset, ...], tuple[CachedAsset, ...], str]] = field(
        default_factory=list
    )
    undone: list[tuple[EntityKey, tuple[CachedAsset, ...], tuple[CachedAsset, ...], str]] = field(
        default_factory=list
    )
    locks: dict[tuple[EntityKey, AssetType], bool] = field(default_factory=dict)
    several: Callable[[], Collection[AssetType]] = lambda: MULTIPLE_BY_DEFAULT
    acts: list[tuple[CurationAct, tuple[int, ...]]] = field(default_factory=list)
    titles: dict[EntityKey, str] = field(default_factory=dict)
    taken_back: dict[int, int] = field(default_factory=dict)

    async def select(self, asset_id: int) -> SelectionChange:
        key, asset = self.cache.find(asset_id)
        others = [
            other
            for other in self.cache.assets[key]
            if (other.asset_type, other.season_number) == (asset.asset_type, asset.season_number)
            and other.is_selected
            and other.id != asset.id
        ]
        order = 0 if asset.asset_type in self.several() else None
        chosen = replace(
            asset, is_selected=True, is_rejected=False, selected_by="user", selection_order=order
        )
        rest = [replace(other, is_selected=False, selected_by=None) for other in others]
        if asset.asset_type in self.several():
            others.sort(key=lambda other: other.selection_order or 0)
            rest = [replace(other, selection_order=place) for place, other in enumerate(others, start=1)]
        return self._act(key, [asset, *others], [chosen, *rest], f"Selected a {asset.asset_type}")

    async def add(self, asset_id: int) -> SelectionChange:
        key, asset = self.cache.find(asset_id)
        if asset.asset_type not in self.several():
            return await self.select(asset_id)
        orders = [
            other.selection_order or 0
            for other in self.cache.assets[key]
            if other.asset_type is asset.asset_type and other.is_selected
        ]
        last = max(orders, default=-1)
        chosen = replace(
            asset, is_selected=True, is_rejected=False, selected_by="user", selection_order=last + 1
        )
        return self._act(key, [asset], [chosen], f"Added a {asset.asset_type}")

    async def reject(self, asset_id: int) -> SelectionChange:
        key, asset = self.cache.find(asset_id)
        rejected = replace(asset, is_rejected=True, is_selected=False, selected_by=None)
        return self._act(key, [asset], [rejected], f"Rejected a {asset.asset_type}")

    async def clear(self, asset_id: int) -> SelectionChange:
        key, asset = self.cache.find(asset_id)
        plain = replace(asset, is_rejected=False, is_selected=False, selected_by=None)
        return self._act(key, [asset], [plain], f"Cleared a {asset.asset_type}")

    async def act_on(self, act: CurationAct, asset_ids: Sequence[int]) -> BatchChange:
        """One step of undo, as long as all pictures are of one title."""
        steps = {
            CurationAct.SELECT: self.select,
            CurationAct.ADD: self.add,
            CurationAct.REJECT: self.reject,
            CurationAct.CLEAR: self.clear,
        }
        self.acts.append((act, tuple(asset_ids)))
        first = len(self.done)
        changes = [await steps[act](asset_id) for asset_id in asset_ids]
        text = changes[0].text if len(changes) == 1 else f"{act.capitalize()}ed {len(changes)} pictures"
        if changes:
            before = tuple(asset for _, assets, _, _ in reversed(self.done[first:]) for asset in assets)
            after = tuple(asset for _, _, assets, _ in self.done[first:] for asset in assets)
            self.done[first:] = [(changes[0].key, before, after, text)]
        return BatchChange(tuple(replace(change, text=text) for change in changes), text)

    async def order(
        self,
        key: EntityKey,
        asset_type: AssetType,
        asset_ids: Sequence[int],
        season_number: int | None = None,
    ) -> SelectionChange:
        before = [self.cache.find(asset_id)[1] for asset_id in asset_ids]
        after = [replace(asset, selection_order=place) for place, asset in enumerate(before)]
        return self._act(key, before, after, f"Reordered the {asset_type}s")

    async def set_lock(self, key: EntityKey, asset_type: AssetType, *, is_locked: bool) -> None:
        self.locks[(key, asset_type)] = is_locked

    async def undo(self) -> UndoOutcome | None:
        if not self.done:
            return None
        key, before, after, text = self.done.pop()
        self.taken_back = {act: by for act, by in self.taken_back.items() if by <= len(self.done)}
        self.undone.append((key, before, after, text))
        self._put(key, before)
        return UndoOutcome(f"Undone: {text}", key, before)

    async def redo(self) -> UndoOutcome | None:
        if not self.undone:
            return None
        key, before, after, text = self.undone.pop()
        self.done.append((key, before, after, text))
        self._put(key, after)
        return UndoOutcome(f"Redone: {text}", key, after)

    async def history(self, limit: int = 500) -> list[HistoryEntry]:
        """Acts are numbered from 1; their titles are in ``titles``, and the moment of all is ``NOW``."""
        steps = [*((step, False) for step in self.done), *((step, True) for step in reversed(self.undone))]
        entries = [
            HistoryEntry(
                number, NOW, text, key, is_undone or number in self.taken_back,
                self.titles.get(key, str(key)), text.startswith("Automatically"),
            )
            for number, ((key, _, _, text), is_undone) in enumerate(steps, start=1)
        ]  # fmt: skip
        return entries[::-1][:limit]

    async def take_back(self, act_ids: Sequence[int]) -> UndoOutcome:
        wanted = sorted({*act_ids} - self.taken_back.keys(), reverse=True)
        if not wanted or wanted[0] > len(self.done):
            raise InvalidInput("These acts were taken back already. Nothing was changed.")
        for number in wanted:
            mine = {asset.id for asset in self.done[number - 1][1]}
            for later, (_, before, _, text) in enumerate(self.done[number:], start=number + 1):
                if later not in {*wanted, *self.taken_back} and mine & {asset.id for asset in before}:
                    raise InvalidInput(f"“{text}” came later and changed the same. Take that back first.")
        steps = [self.done[number - 1] for number in wanted]
        text = f"Took back: {steps[0][3]}" if len(steps) == 1 else f"Took back {len(steps)} acts"
        after = tuple(asset for _, before, _, _ in steps for asset in before)
        self._act(steps[0][0], [self.cache.find(asset.id)[1] for asset in after], after, text)
        self.taken_back |= dict.fromkeys(wanted, len(self.done))
        return UndoOutcome(text, steps[0][0], after, tuple(dict.fromkeys(step[0] for step in steps)))

    async def restore_to(self, act_id: int) -> UndoOutcome:
        if not 0 < act_id <= len(self.done):
            raise InvalidInput(f"There is no act {act_id} to go back to. Nothing was changed.")
        undone = [await self.undo() for _ in range(len(self.done) - act_id)]
        changed = tuple(asset for each in undone if each for asset in each.changed)
        return UndoOutcome(f"Undone: {len(undone)} acts", self.done[-1][0], changed)

    def _act(
        self, key: EntityKey, before: Sequence[CachedAsset], after: Sequence[CachedAsset], text: str
    ) -> SelectionChange:
        self.done.append((key, tuple(before), tuple(after), text))
        self.undone.clear()
        self._put(key, after)
        return SelectionChange(key, tuple(after), text)

    def _put(self, key: EntityKey, assets: Iterable[CachedAsset]) -> None:
        for asset in assets:
            self.cache.put(key, asset)
