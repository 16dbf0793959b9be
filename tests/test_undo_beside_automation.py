"""Undo and redo of a person while automation selects too."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from metarr_desktop.curation import Curator
from metarr_desktop.domain.selection import PlannedPick
from metarr_desktop.store import Store
from tests.builders import FakeClock, a_store
from tests.invariants import assert_sound
from tests.test_taking_back import an_id, choices, lay_out


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def store(tmp_path: Path, clock: FakeClock) -> Iterator[Store]:
    with a_store(tmp_path, clock) as opened:
        lay_out(opened)
        yield opened
    assert_sound(tmp_path / "metarr.sqlite3")


@pytest.fixture
def curator(store: Store) -> Curator:
    return Curator(store)


def automation_picks(store: Store, name: str) -> None:
    store.call(Curator(store).choose_planned, [PlannedPick(an_id(store, name))])


async def test_undo_takes_back_what_the_person_did_not_what_automation_did_after(
    store: Store, curator: Curator
) -> None:
    await curator.select(an_id(store, "a"))
    of_person = choices(store)
    automation_picks(store, "f")
    with_both = choices(store)

    outcome = await curator.undo()
    assert outcome is not None
    assert [asset.url[-1] for asset in outcome.changed] == ["a"]
    assert choices(store).startswith("f-")
    await curator.redo()
    assert choices(store) == with_both
    await curator.undo()
    await curator.undo()
    assert choices(store).startswith("-"), "with nothing of hers left it is automation's turn"
    assert of_person.startswith("a-")


async def test_what_automation_built_upon_an_act_goes_first(store: Store, curator: Curator) -> None:
    await curator.select(an_id(store, "a"))
    await curator.clear(an_id(store, "a"))
    automation_picks(store, "b")
    for expected in ("-", "a-", "-"):
        await curator.undo()
        assert choices(store).startswith(expected)


async def test_an_act_of_another_day_is_not_what_is_meant(
    store: Store, curator: Curator, clock: FakeClock
) -> None:
    await curator.select(an_id(store, "a"))
    automation_picks(store, "f")
    clock.advance(days=1)
    await Curator(store).undo()
    assert choices(store).startswith("a-")


async def test_a_redo_outlives_what_automation_does_elsewhere_only(store: Store, curator: Curator) -> None:
    await curator.select(an_id(store, "a"))
    await curator.undo()
    automation_picks(store, "z")
    assert await curator.redo() is not None
    await curator.undo()
    automation_picks(store, "f")
    assert await curator.redo() is None
