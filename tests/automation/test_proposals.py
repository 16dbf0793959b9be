"""Accepting what is proposed: the person's own act, one step of undo."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from metarr_desktop.domain.entity import ExternalIds
from metarr_desktop.domain.errors import InvalidInput
from tests.automation.enrichment_bench import (
    FANART,
    LATE,
    POSTER,
    EnrichmentBench,
    an_enrichment_bench,
    liked,
    picture,
)
from tests.builders import an_entity
from tests.invariants import assert_sound


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[EnrichmentBench]:
    with an_enrichment_bench(tmp_path) as bench:
        bench.offer(liked("poster", 9), liked("other", 1))
        bench.offer(*(liked(f"f{n}", n, FANART, width=1920, height=1080) for n in range(5)))
        yield bench
        assert_sound(bench.file)


def names(found) -> list[str]:
    return [each.asset.url.rsplit("/", 1)[-1] for each in found]


async def test_what_is_proposed_is_listed_with_its_reason(bench):
    await bench.enrich()
    found = await bench.proposals.open()
    assert names(found) == ["poster", "f4", "f3", "f2", "f1"]
    assert found[0].title == "Inception (2010)"
    assert "1000 by 1500 pixels" in found[0].reason


async def test_accepting_all_selects_them_in_their_order_as_one_step(bench):
    await bench.enrich()
    done = await bench.proposals.accept()
    assert done.text == "Accepted 5 proposals"
    assert (bench.selected(), bench.selected(FANART)) == (["poster"], ["f4", "f3", "f2", "f1"])
    assert {each.selected_by for each in bench.assets(FANART).values() if each.is_selected} == {"user"}
    assert await bench.proposals.open() == []

    assert (await bench.curator.undo()).text == "Undone: Accepted 5 proposals"
    assert (bench.selected(), bench.selected(FANART)) == ([], [])
    assert len(await bench.proposals.open()) == 5


async def test_accepting_one_leaves_the_others_open(bench):
    await bench.enrich()
    found = await bench.proposals.open()
    await bench.proposals.accept([found[2].id])
    assert (bench.selected(), bench.selected(FANART)) == ([], ["f3"])
    assert names(await bench.proposals.open()) == ["poster", "f4", "f2", "f1"]


async def test_a_number_nobody_proposed_changes_nothing(bench):
    await bench.enrich()
    found = await bench.proposals.open()
    with pytest.raises(InvalidInput, match=r"There is no open proposal 4711. Nothing was changed"):
        await bench.proposals.accept([found[0].id, 4711])
    assert bench.selected() == []


async def test_nothing_to_accept_is_no_step_of_undo(bench):
    assert (await bench.proposals.accept()).changes == ()
    assert bench.store.call(bench.store.history.entries) == []


async def test_a_picture_the_person_rejects_is_proposed_no_more(bench):
    await bench.enrich()
    await bench.curator.reject(bench.assets()["poster"].id)
    assert "poster" not in names(await bench.proposals.open())


async def test_a_slot_for_one_the_person_filled_is_decided(bench):
    await bench.enrich()
    await bench.curator.select(bench.assets()["other"].id)
    assert "poster" not in names(await bench.proposals.open())


async def test_a_new_run_renews_what_is_proposed_and_keeps_numbers(bench):
    await bench.enrich()
    before = {each.asset.id: each.id for each in await bench.proposals.open()}
    bench.offer(liked("poster", 9), liked("best", 900))
    await bench.enrich()
    after = {each.asset.id: each.id for each in await bench.proposals.open()}
    assert names(await bench.proposals.open())[-1] == "best"
    assert len(after.items() & before.items()) == 4


async def test_a_run_that_cannot_load_leaves_what_was_proposed_for_the_slot(bench):
    await bench.enrich()
    bench.offer(liked("poster", 9), liked("late", 900))
    bench.network.broken["late"] = LATE
    await bench.enrich()
    assert "poster" in names(await bench.proposals.open())


async def test_automatic_picks_beside_an_accepted_one_stay_and_are_the_persons_now(bench):
    bench.prefer(limits={FANART: 2})
    await bench.enrich(may_select=True)
    bench.prefer(limits={FANART: 3})
    await bench.enrich()
    assert names(await bench.proposals.open()) == ["f2"]
    await bench.proposals.accept()
    assert bench.selected(FANART) == ["f4", "f3", "f2"]
    assert {each.selected_by for each in bench.assets(FANART).values() if each.is_selected} == {"user"}
    await bench.curator.undo()
    assert bench.selected(FANART) == ["f4", "f3"]
    assert {each.selected_by for each in bench.assets(FANART).values() if each.is_selected} == {"auto"}


async def test_an_act_upon_several_titles_says_of_how_many(bench):
    key = an_entity(bench.store, entity_id=2, title="Heat", external_ids=ExternalIds(tmdb=949)).key
    bench.offer(liked("heat", 5), key=key)
    await bench.enrich()
    await bench.enrich(key)
    assert (await bench.proposals.accept()).text == "Accepted 6 proposals of 2 titles"


async def test_proposals_of_an_earlier_identity_are_closed(bench):
    await bench.enrich()
    key = (await bench.proposals.open())[0].key
    bench.store.call(bench.store.entities.identify, key, ids={"tmdb": "603"}, title="The Matrix", year=1999)
    assert await bench.proposals.open() == []
    assert bench.store.call(bench.store.assets.list, key, POSTER) == []


async def test_what_is_dismissed_is_not_proposed_again_but_stays_a_candidate(bench):
    await bench.enrich()
    found = await bench.proposals.open()
    done = await bench.proposals.dismiss([found[0].id, found[1].id])
    assert done.text == "Dismissed 2 proposals"
    assert [each.url.rsplit("/", 1)[-1] for change in done.changes for each in change.changed] == [
        "poster",
        "f4",
    ]
    assert names(await bench.proposals.open()) == ["f3", "f2", "f1"]

    assert "other" in bench.names((await bench.enrich()).proposed)  # the next best, as long as it is the best
    assert names(await bench.proposals.open()) == ["f3", "f2", "f1", "other", "f0"]
    assert not any(each.is_rejected for each in bench.assets().values())
    with pytest.raises(InvalidInput, match="There is no open proposal"):
        await bench.proposals.dismiss([found[0].id])


async def test_dismissing_is_undone_and_redone_even_after_another_run(bench):
    await bench.enrich()
    before = await bench.proposals.open()
    await bench.proposals.dismiss([before[0].id])
    await bench.enrich()
    assert (await bench.curator.undo()).text == "Undone: Dismissed 1 proposal"
    assert before[0] in await bench.proposals.open()
    assert "other" not in names(await bench.proposals.open())  # a slot for one has one proposal
    await bench.curator.redo()
    assert "poster" not in names(await bench.proposals.open())
    act = (await bench.curator.history())[0].id
    await bench.curator.take_back([act])
    await bench.enrich()
    assert names(await bench.proposals.open(before[0].key))[0] == "poster"


async def test_accepting_is_undone_even_after_another_run(bench):
    await bench.enrich()
    before = await bench.proposals.open()
    await bench.proposals.accept()
    await bench.enrich()
    assert await bench.proposals.open() == []
    await bench.curator.undo()
    assert await bench.proposals.open() == before


async def test_a_dismissed_picture_is_known_under_another_address(bench):
    await bench.enrich()
    await bench.proposals.dismiss([(await bench.proposals.open())[0].id])
    bench.network.files["twin"] = bench.network.files["copy"] = picture(1000, 1500, seed=sum(b"poster"))
    bench.offer(liked("other", 1), liked("twin", 99))  # the dismissed one itself is gone
    await bench.enrich()
    assert "twin" not in names(await bench.proposals.open())
    await bench.curator.clear(bench.assets()["twin"].id)  # the person wants it after all
    assert (await bench.curator.history())[0].text == "Took back the dismissal of a poster from tmdb"
    await bench.enrich()
    assert "twin" in names(await bench.proposals.open())
    await bench.curator.undo()
    await bench.enrich()
    assert "twin" not in names(await bench.proposals.open())


async def test_who_listens_hears_of_new_decided_and_reopened_proposals(bench):
    heard: list[str] = []
    end = bench.proposals.subscribe(lambda: heard.append("change"))
    await bench.enrich()
    await bench.proposals.accept([(await bench.proposals.open())[0].id])
    await bench.curator.undo()
    await bench.proposals.dismiss()
    await bench.curator.undo()
    await bench.curator.select(bench.assets()["other"].id)
    assert len(heard) == 6
    end()
    await bench.curator.undo()
    assert len(heard) == 6
