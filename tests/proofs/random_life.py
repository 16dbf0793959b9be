"""A long life in a short time: random acts on a small library while services break and days pass.

After every act the promises of the store are looked at: those of ``tests.invariants`` in the file, those about time
(nothing a person decided changes by fetching; undo and redo lead back and forth exactly) by comparison.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from metarr_desktop.demo.faults import DemoService, Failure, Fault, PathKind
from metarr_desktop.demo.service import DemoServices
from metarr_desktop.domain.asset import AssetType
from metarr_desktop.domain.entity import EntityKey, EntityType, ExternalIds
from metarr_desktop.domain.errors import AllProvidersFailed
from metarr_desktop.domain.fetch import FetchRequest, FetchResult, Priority
from metarr_desktop.domain.search import SearchRequest, SearchResult
from metarr_desktop.services import Services
from tests.builders import FakeClock
from tests.invariants import decisions, violations
from tests.proofs.rig import FILMS, assert_everybody_in_one_list, assert_fit_for_people

Decisions = Mapping[tuple[object, ...], tuple[object, ...]]

TITLES = 3
TYPES = (AssetType.POSTER, AssetType.FANART, AssetType.CLEARLOGO)
FAILURES = (
    Failure.UNREACHABLE, Failure.DROP, Failure.RESET, Failure.STATUS, Failure.TOO_MANY_REQUESTS, Failure.HTML,
    Failure.EMPTY_BODY, Failure.TRUNCATED_JSON, Failure.WRONG_TYPES, Failure.CUT_BODY, Failure.DEEP_JSON, None,
    None, None,
)  # fmt: skip
_QUERIES = ("inception", "alien", "aliens", "predator", "solaris", "dune", "psycho")


@dataclass
class Life:
    """One program, its clock, the services it asks, and what should be true of its history.

    Attributes:
        undoable, redoable: what was decided before and after each act, oldest first.
        done: how often each act was done, and what came of fetches.
        look_every: acts between two looks at the whole file.
    """

    services: Services
    demo: DemoServices
    clock: FakeClock
    path: Path
    seed: int
    look_every: int = 1
    works: list[SearchResult] = field(default_factory=list)
    undoable: list[tuple[Decisions, Decisions]] = field(default_factory=list)
    redoable: list[tuple[Decisions, Decisions]] = field(default_factory=list)
    done: Counter[str] = field(default_factory=Counter)
    told: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)
        self.acts: dict[Callable[[], Awaitable[None]], int] = {
            self.fetch: 14, self.force: 8, self.background: 5, self.select: 10, self.add: 6, self.reject: 6,
            self.clear: 4, self.undo: 7, self.redo: 5, self.identify: 5, self.break_or_mend: 9, self.pass_time: 7,
            self.enter_key: 3, self.lock: 2, self.forget_rows: 1,
        }  # fmt: skip

    async def begin_or_resume(self, earlier: Life | None) -> None:
        """Add the titles, or go on where *earlier* ended; find the works the titles may be identified as."""
        if earlier is None:
            for number in range(1, TITLES + 1):
                ids = ExternalIds(tmdb=FILMS[number - 1])
                await self.services.cache.fetch_assets(FetchRequest(self._key(number), ids))
        else:
            self.undoable, self.redoable = earlier.undoable, earlier.redoable
        for query in _QUERIES:
            report = await self.services.cache.search(SearchRequest(query))
            self.works += report.results[:2]
        assert len(self.works) > 8

    async def live(self, turns: int) -> None:
        """Do so many random acts and look after each."""
        names, weights = list(self.acts), list(self.acts.values())
        for turn in range(turns):
            act = self.chance.choices(names, weights)[0]
            self.told.append(f"{turn}: {act.__name__}")
            await act()
            self.done[act.__name__] += 1
            if turn % self.look_every == 0 or turn == turns - 1:
                found = violations(self.path)
                assert not found, "\n".join([f"seed {self.seed}", *self.told[-12:], *found])

    async def heal(self) -> None:
        """Mend everything; then every title can be fetched anew and is a hit afterwards."""
        self.demo.faults.switch_off()
        await self.enter_key()
        for number in range(1, TITLES + 1):
            result = await self._fetched(number, force=True)
            assert result is not None
            assert set(result.metadata.completed_providers) == {"tmdb", "fanart_tv"}, self._context()
            again = await self._fetched(number)
            assert again is not None
            assert (again.cached, again.providers) == (True, result.providers), self._context()
        assert not violations(self.path)

    # ------------------------------------------------------------------------------------- fetching

    async def fetch(self) -> None:
        await self._fetched(self._number())

    async def force(self) -> None:
        await self._fetched(self._number(), force=True)

    async def background(self) -> None:
        await self._fetched(self._number(), priority=Priority.AUTOMATION)

    async def _fetched(self, number: int, **how: object) -> FetchResult | None:
        """Fetch; nothing a person decided may change, whatever the services do."""
        key = self._key(number)
        before = decisions(self.path)
        request = FetchRequest(key, **how)
        try:
            result = await self.services.cache.fetch_assets(request)
        except AllProvidersFailed as failed:
            assert_fit_for_people(str(failed))
            self.done["all failed"] += 1
            result = None
        assert decisions(self.path) == before, self._context()
        if result is not None:
            assert_everybody_in_one_list(result)
            for outcome in result.metadata.outcomes:
                if outcome.message:
                    assert_fit_for_people(outcome.message)
            self.done["hit" if result.cached else "asked"] += 1
            if not result.cached and set(result.metadata.completed_providers) == {"tmdb", "fanart_tv"}:
                again = await self.services.cache.fetch_assets(FetchRequest(key))
                assert (again.cached, again.providers) == (True, result.providers), self._context()
        return result

    # -------------------------------------------------------------------------------------- choosing

    async def select(self) -> None:
        await self._choose("select")

    async def add(self) -> None:
        await self._choose("add")

    async def reject(self) -> None:
        await self._choose("reject")

    async def clear(self) -> None:
        await self._choose("clear", only_decided=True)

    async def _choose(self, act: str, *, only_decided: bool = False) -> None:
        key, asset_type = self._key(self._number()), self.chance.choice(TYPES)
        assets = await self.services.cache.get_cached_assets(key, asset_type)
        if only_decided:
            assets = [asset for asset in assets if asset.is_selected or asset.is_rejected] or assets
        if not assets:
            return
        asset = self.chance.choice(assets[:6])  # few pictures, many meetings
        await self._recorded(lambda: getattr(self.services.curation, act)(asset.id))
        expected = {
            "select": (True, False),
            "add": (True, False),
            "reject": (False, True),
            "clear": (False, False),
        }
        for now in await self.services.cache.get_cached_assets(key, asset_type):
            if now.id == asset.id:  # a missing row that is cleared is shown no more
                assert (now.is_selected, now.is_rejected) == expected[act], self._context()

    async def lock(self) -> None:
        key, asset_type = self._key(self._number()), self.chance.choice(TYPES)
        # Only closing: opening a slot takes the lock of a pick away, on purpose.
        await self._recorded(lambda: self.services.curation.set_lock(key, asset_type, is_locked=True))

    async def identify(self) -> None:
        key, work = self._key(self._number()), self.chance.choice(self.works)
        keep = self.chance.random() < 0.3
        await self._recorded(
            lambda: self.services.library.identify(key, work, keep_artwork=keep), is_always_an_act=True
        )

    async def undo(self) -> None:
        outcome = await self.services.curation.undo()
        assert (outcome is None) == (not self.undoable), self._context()
        if outcome is not None:
            before, after = self.undoable.pop()
            assert decisions(self.path) == before, self._context()
            self.redoable.append((before, after))

    async def redo(self) -> None:
        outcome = await self.services.curation.redo()
        assert (outcome is None) == (not self.redoable), self._context()
        if outcome is not None:
            before, after = self.redoable.pop()
            assert decisions(self.path) == after, self._context()
            self.undoable.append((before, after))

    async def _recorded(
        self, act: Callable[[], Awaitable[object]], *, is_always_an_act: bool = False
    ) -> None:
        before = decisions(self.path)
        await act()
        after = decisions(self.path)
        if after != before or is_always_an_act:  # choosing what is chosen already is no act
            self.undoable.append((before, after))
            self.redoable.clear()

    # ------------------------------------------------------------------------------------- the world

    async def break_or_mend(self) -> None:
        service, failure = self.chance.choice(list(DemoService)), self.chance.choice(FAILURES)
        self.demo.faults.switch_off(service)
        if failure is not None:
            requests = self.chance.choice((None, 1, 2))
            self.demo.faults.switch_on(
                service, Fault(failure, requests=requests, retry_after_s=60), PathKind.API
            )
        self.told[-1] += f" {service} {failure}"

    async def pass_time(self) -> None:
        self.clock.advance(hours=self.chance.choice((0.1, 1, 30, 24 * 4, 24 * 8)))

    async def enter_key(self) -> None:
        """A new key ends pauses and refusals, which otherwise last minutes of real time."""
        for info in self.services.providers.infos():
            self.services.providers.key_changed(info.name)

    async def forget_rows(self) -> None:
        """What the original design's FAQ advises: delete the undecided rows of a type; they are fetched again."""
        key, asset_type = self._key(self._number()), self.chance.choice(TYPES)
        await self.services.store.run(
            self.services.store._database.run,
            "DELETE FROM provider_assets WHERE entity_id = ? AND asset_type = ? "
            "AND is_selected = 0 AND is_rejected = 0 AND provider_url NOT IN (SELECT value FROM history, "
            "json_tree(before) WHERE atom IS NOT NULL AND type = 'text')",
            (key.entity_id, asset_type),
        )
        self.demo.faults.switch_off()
        await self.enter_key()
        await self._fetched(key.entity_id, force=True)

    def _number(self) -> int:
        return self.chance.randrange(TITLES) + 1

    def _key(self, number: int) -> EntityKey:
        return EntityKey(EntityType.MOVIE, number)

    def _context(self) -> str:
        return "\n".join([f"seed {self.seed}", *self.told[-15:]])
