"""Whatever people and providers do, in whatever order, the invariants hold."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from metarr_desktop.curation import Curator
from metarr_desktop.domain.asset import AssetType, CachedAsset
from metarr_desktop.domain.entity import EntityKey
from metarr_desktop.domain.fetch import Outcome
from metarr_desktop.store import Store
from tests.builders import FakeClock, a_store, an_answer, an_entity, an_image

_TYPES = (AssetType.POSTER, AssetType.FANART)
_PROVIDERS = ("tmdb", "fanart_tv")

_saves = st.tuples(
    st.just("save"), st.sampled_from(_PROVIDERS), st.frozensets(st.integers(0, 5)), st.sampled_from(_TYPES)
)
_failures = st.tuples(st.just("fail"), st.sampled_from(_PROVIDERS))
_acts = st.tuples(
    st.sampled_from(("select", "add", "reject", "clear")), st.sampled_from(_TYPES), st.integers(0, 5)
)
_steps = st.lists(
    st.one_of(_saves, _failures, _acts, st.tuples(st.sampled_from(("undo", "redo")))), max_size=25
)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, Any, asyncio.Runner]]:
    """One store for all examples; each takes a title of its own."""
    with a_store(tmp_path_factory.mktemp("property"), FakeClock()) as store, asyncio.Runner() as runner:
        yield store, itertools.count(1), runner


class _Film:
    """One title, the steps done to it, and what must be true after each."""

    def __init__(self, store: Store, number: int) -> None:
        self.store = store
        self.key: EntityKey = an_entity(store, entity_id=number).key
        self.clock = FakeClock()
        self.curator = Curator(store)
        self.seen: dict[tuple[str, str], tuple[int, Any]] = {}

    def rows(self) -> dict[tuple[str, str], CachedAsset]:
        listed = self.store.call(self.store.assets.list_all, self.key, _TYPES, include_hidden=True)
        return {(row.asset_type, row.url): row for rows in listed.values() for row in rows}

    def decisions(self) -> dict[tuple[str, str], Any]:
        return {
            at: (row.is_selected, row.is_rejected, row.selected_by, row.selection_order)
            for at, row in self.rows().items()
            if row.is_selected or row.is_rejected
        }

    def ask(self, kind: str, provider: str, *details: Any) -> None:
        before = self.decisions()
        now = self.clock.advance(hours=1)
        if kind == "fail":
            self.store.call(
                self.store.fetches.save_failure, self.key, provider, _TYPES, Outcome.FAILED, "failed", "Down.",
                now=now, next_retry_at=now + timedelta(minutes=5),
            )  # fmt: skip
        else:
            offered, asset_type = details
            images = [an_image(f"{number}.jpg", asset_type) for number in sorted(offered)]
            answer = an_answer(
                *images, key=self.key, provider=provider, parts=frozenset({asset_type}), now=now
            )
            self.store.call(self.store.answers.save, answer)
        assert self.decisions() == before

    async def act(self, kind: str, *details: Any) -> None:
        if kind in ("undo", "redo"):
            await getattr(self.curator, kind)()
            return
        asset_type, number = details
        row = self.rows().get((asset_type, f"https://images.example/{number}.jpg"))
        if row is not None:
            await getattr(self.curator, kind)(row.id)

    def check(self) -> None:
        rows = self.rows()
        assert self.seen.items() <= {at: (row.id, row.first_seen_at) for at, row in rows.items()}.items()
        self.seen = {at: (row.id, row.first_seen_at) for at, row in rows.items()}
        selected = [row for row in rows.values() if row.is_selected]
        assert not any(row.is_rejected for row in selected)
        assert sum(row.asset_type == AssetType.POSTER for row in selected) <= 1
        order = [row.selection_order for row in selected if row.asset_type == AssetType.FANART]
        assert None not in order
        assert len(set(order)) == len(order)
        for record in self.store.call(self.store.fetches.records, self.key).values():
            assert record.live_rows >= record.item_count
        shown = self.store.call(self.store.assets.list_all, self.key, _TYPES)
        hidden = rows.keys() - {(row.asset_type, row.url) for each in shown.values() for row in each}
        assert all(rows[at].missing_since and not rows[at].is_selected for at in hidden)
        locked = self.store.call(self.store.locks.all, self.key)
        assert locked == {row.asset_type for row in selected}


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=_steps)
def test_invariants_hold_whatever_is_saved_chosen_and_undone(
    shared: tuple[Store, Any, asyncio.Runner], steps: list[tuple[Any, ...]]
) -> None:
    store, numbers, runner = shared
    store.call(store._database.run, "DELETE FROM history")  # undo must not reach into another example's title
    film = _Film(store, next(numbers))
    for step in steps:
        if step[0] in ("save", "fail"):
            film.ask(*step)
        else:
            runner.run(film.act(*step))
        film.check()
    while runner.run(film.curator.undo()) is not None:
        film.check()
    assert film.decisions() == {}
    while runner.run(film.curator.redo()) is not None:
        film.check()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(offered=st.lists(st.tuples(st.sampled_from(_TYPES), st.integers(0, 9)), max_size=12))
def test_saving_the_same_answer_twice_changes_nothing(
    shared: tuple[Store, Any, asyncio.Runner], offered: list[tuple[AssetType, int]]
) -> None:
    store, numbers, _ = shared
    film = _Film(store, next(numbers))
    images = [an_image(f"{number}.jpg", asset_type) for asset_type, number in offered]
    answer = an_answer(*images, key=film.key, parts=frozenset(_TYPES))
    first = store.call(store.answers.save, answer)
    rows = film.rows()
    second = store.call(store.answers.save, answer)
    assert (film.rows(), second.item_counts) == (rows, first.item_counts)
    assert (second.new_asset_ids, second.vanished, second.returned) == ({}, {}, {})
