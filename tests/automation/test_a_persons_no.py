"""What a person took back of automation, or closed to it, stays so: nothing comes by itself again."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import pytest

from metarr_desktop.domain.selection import AutomationMode
from tests.automation.enrichment_bench import (
    FANART,
    POSTER,
    SELECTING,
    EnrichmentBench,
    an_enrichment_bench,
    liked,
    picture,
)
from tests.builders import MOVIE
from tests.invariants import assert_sound


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[EnrichmentBench]:
    with an_enrichment_bench(tmp_path) as bench:
        bench.offer(liked("poster", 90), liked("other", 1))
        yield bench
        assert_sound(bench.file)


async def undo(bench: EnrichmentBench) -> None:
    for _ in range(2):  # the lock as well, whichever of both comes first
        await bench.curator.undo()


async def take_back(bench: EnrichmentBench) -> None:
    await bench.curator.take_back([(await bench.curator.history())[0].id])


async def go_back(bench: EnrichmentBench) -> None:
    await bench.curator.restore_to((await bench.curator.history())[1].id)


async def clear(bench: EnrichmentBench) -> None:
    await bench.curator.clear(bench.assets()["poster"].id)


@pytest.mark.parametrize("say_no", [undo, take_back, go_back, clear])
async def test_what_automation_selected_and_a_person_took_back_does_not_come_again(
    bench: EnrichmentBench, say_no: Callable[[EnrichmentBench], Awaitable[None]]
) -> None:
    await bench.curator.set_lock(MOVIE, FANART, is_locked=True)  # an act to go back to
    bench.prefer(automation=SELECTING)
    await bench.enrich()
    assert bench.selected() == ["poster"]
    await say_no(bench)
    assert bench.selected() == []

    bench.network.files["copy"] = picture(1000, 1500, seed=sum(b"poster"))
    bench.offer(liked("poster", 95), liked("copy", 99), liked("other", 1))
    # Neither itself nor under another address.
    assert bench.names((await bench.enrich()).selected) == ["other"]
    bench.prefer(automation={POSTER: AutomationMode.PROPOSE})
    assert bench.names((await bench.enrich()).proposed) == []


async def test_redoing_and_clearing_let_automation_choose_it_again(bench: EnrichmentBench) -> None:
    bench.prefer(automation=SELECTING)
    await bench.enrich()
    await bench.curator.undo()
    await bench.curator.redo()
    assert bench.selected() == ["poster"]
    await bench.curator.clear(bench.assets()["poster"].id)
    assert (await bench.enrich(may_select=False)).selected != ()  # "other"
    await bench.curator.clear(bench.assets()["other"].id)
    assert (await bench.enrich()).selected == ()
    await bench.curator.clear(bench.assets()["poster"].id)  # the person wants it after all
    assert (await bench.curator.history())[0].text == "Took back the dismissal of a poster from tmdb"
    assert bench.names((await bench.enrich()).selected) == ["poster"]


async def test_proposals_of_a_locked_slot_are_closed_until_the_lock_is_lifted(bench: EnrichmentBench) -> None:
    await bench.enrich()
    (before,) = await bench.proposals.open()
    heard: list[str] = []
    bench.proposals.subscribe(lambda: heard.append("change"))
    await bench.curator.set_lock(MOVIE, POSTER, is_locked=True)
    assert (await bench.proposals.open(), await bench.proposals.open(MOVIE), heard) == ([], [], ["change"])
    assert (await bench.proposals.accept()).changes == ()
    await bench.enrich()
    assert await bench.proposals.open() == []
    await bench.curator.set_lock(MOVIE, POSTER, is_locked=False)
    assert await bench.proposals.open() == [before]
