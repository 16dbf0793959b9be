"""The history as a person sees it: taking back acts that are not the last, and going back to a moment."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from metarr_desktop.curation import Curator
from metarr_desktop.domain.asset import AssetType
from metarr_desktop.domain.cache_report import CachePair
from metarr_desktop.domain.entity import EntityKey, EntityType, ExternalIds
from metarr_desktop.domain.errors import InvalidInput
from metarr_desktop.domain.library import CurationAct
from metarr_desktop.domain.selection import PlannedPick
from metarr_desktop.library.library import LibraryService
from metarr_desktop.store import Store
from tests.builders import MOVIE, FakeClock, a_store, an_answer, an_entity, an_image

POSTER, FANART = AssetType.POSTER, AssetType.FANART
ALIEN = EntityKey(EntityType.MOVIE, 2)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with a_store(tmp_path, FakeClock()) as opened:
        lay_out(opened)
        yield opened


def lay_out(store: Store) -> None:
    """Store Inception with posters a to d and fanart f, g, h; Alien with poster z."""
    an_entity(store)
    an_entity(store, entity_id=2, title="Alien", year=1979, external_ids={"tmdb": "348"})
    pictures = [an_image(name, POSTER) for name in "abcd"] + [an_image(name, FANART) for name in "fgh"]
    store.call(store.answers.save, an_answer(*pictures))
    store.call(store.answers.save, an_answer(an_image("z"), key=ALIEN))


@pytest.fixture
def curator(store: Store) -> Curator:
    return Curator(store, provider_titles={"tmdb": "TMDB"})


def an_id(store: Store, name: str) -> int:
    key, kind = (ALIEN if name == "z" else MOVIE), (FANART if name in "fgh" else POSTER)
    return next(row.id for row in store.call(store.assets.list, key, kind) if row.url.endswith(f"/{name}"))


def choices(store: Store) -> str:
    """``ab`` selected and ``c`` rejected reads ``ab-c``; locks follow."""
    rows = [
        row
        for key, kind in ((MOVIE, POSTER), (MOVIE, FANART), (ALIEN, POSTER))
        for row in store.call(store.assets.list, key, kind)
    ]
    chosen = sorted((row.selection_order or 0, row.url[-1]) for row in rows if row.is_selected)
    locks = {lock for key in (MOVIE, ALIEN) for lock in store.call(store.choices.locks_of, key)}
    monitored = store.call(store.entities.get, MOVIE).is_monitored
    return "".join(
        [
            *(name for _, name in chosen), "-", *sorted(row.url[-1] for row in rows if row.is_rejected),
            *sorted(f" {lock.asset_type}:{lock.source}" for lock in locks), "" if monitored else " left alone",
        ]
    )  # fmt: skip


async def newest(curator: Curator) -> int:
    return (await curator.history(1))[0].id


async def test_an_act_in_the_middle_is_taken_back_and_nothing_else(store: Store, curator: Curator) -> None:
    await curator.select(an_id(store, "a"))
    first = await newest(curator)
    await curator.reject(an_id(store, "d"))
    await curator.add(an_id(store, "f"))

    done = await curator.take_back([first])

    assert done.text == "Took back: Selected a poster from TMDB"
    assert (done.keys, [asset.url[-1] for asset in done.changed]) == ((MOVIE,), ["a"])
    assert choices(store) == "f-d fanart:pick"


async def test_what_was_taken_back_is_a_step_of_undo_after_a_restart_too(
    store: Store, curator: Curator, tmp_path: Path
) -> None:
    for name in "az":
        await curator.select(an_id(store, name))
    acts = [entry.id for entry in await curator.history()]
    await curator.reject(an_id(store, "d"))
    assert (await curator.take_back(acts)).text == "Took back 2 acts of 2 films"
    assert choices(store) == "-d"
    assert [each.is_undone for each in await curator.history()] == [False, False, True, True]
    with a_store(tmp_path, FakeClock()) as reopened:
        again = Curator(reopened)
        assert (await again.undo()).text == "Undone: Took back 2 acts of 2 films"
        assert choices(reopened) == "az-d poster:pick"
        assert [each.is_undone for each in await again.history()] == [True, False, False, False]
        assert (await again.redo()).text == "Redone: Took back 2 acts of 2 films"
        assert choices(reopened) == "-d"


async def test_what_a_later_act_changed_again_is_not_taken_back_alone(store: Store, curator: Curator) -> None:
    await curator.select(an_id(store, "a"))
    first = await newest(curator)
    await curator.select(an_id(store, "b"))
    second = await newest(curator)
    with pytest.raises(InvalidInput, match=r"“Selected a poster from TMDB”, Inception \(2010\), came later"):
        await curator.take_back([first])
    assert choices(store) == "b- poster:pick"
    done = await curator.take_back([first, second])
    assert done.text == "Took back 2 acts of Inception (2010)"
    assert choices(store) == "-"


async def test_a_lock_set_since_keeps_what_was_locked(store: Store, curator: Curator) -> None:
    await curator.set_lock(MOVIE, POSTER, is_locked=True)
    lock = await newest(curator)
    await curator.select(an_id(store, "a"))
    await curator.take_back([lock])  # the lock of the choice itself stays
    assert choices(store) == "a- poster:pick"


async def test_an_identification_is_taken_back_with_what_it_cleared(store: Store, curator: Curator) -> None:
    await curator.select(an_id(store, "a"))
    before = await newest(curator)
    store.call(
        store.entities.identify,
        MOVIE,
        ids=ExternalIds(tmdb=603),
        title="The Matrix",
        year=1999,
        is_automatic=True,
    )
    identified, *_ = await curator.history()
    await curator.select(an_id(store, "z"))
    assert choices(store) == "z- poster:pick"
    assert identified.is_automatic
    with pytest.raises(InvalidInput, match="Identified Inception"):
        await curator.take_back([before])
    await curator.take_back([identified.id])
    assert store.call(store.entities.get, MOVIE).label == "Inception (2010)"
    assert choices(store) == "az- poster:pick"
    await curator.undo()
    assert store.call(store.entities.get, MOVIE).external_ids.tmdb == "603"
    assert choices(store) == "z- poster:pick"


async def test_a_choice_made_since_keeps_the_identification(store: Store, curator: Curator) -> None:
    store.call(
        store.entities.identify, MOVIE, ids=ExternalIds(tmdb=27205, imdb="tt1375666"), title="I", year=2010
    )
    identified = await newest(curator)
    await curator.select(an_id(store, "a"))
    with pytest.raises(InvalidInput, match="Selected a poster"):
        await curator.take_back([identified])


async def test_what_is_undone_already_is_passed_over(store: Store, curator: Curator) -> None:
    await curator.reject(an_id(store, "a"))
    first = await newest(curator)
    await curator.reject(an_id(store, "b"))
    second = await newest(curator)
    await curator.take_back([first])
    assert (await curator.take_back([first, second])).text == "Took back: Rejected a poster from TMDB"
    for wanted, words in (
        ([first, second], "undone already"),
        ([], "undone already"),
        ([4711], "no act 4711"),
    ):
        with pytest.raises(InvalidInput, match=words):
            await curator.take_back(wanted)
    assert len(await curator.history()) == 4


async def test_taking_back_can_be_taken_back(store: Store, curator: Curator) -> None:
    await curator.reject(an_id(store, "a"))
    first = await newest(curator)
    await curator.take_back([first])
    taken = await newest(curator)
    await curator.select(an_id(store, "z"))
    await curator.take_back([taken])
    assert choices(store) == "z-a poster:pick"
    assert {each.id: each.is_undone for each in await curator.history()}[first] is False


async def test_everything_is_brought_back_to_a_moment_and_redone_step_by_step(
    store: Store, curator: Curator
) -> None:
    states, acts = [], []
    for name in "abcz":
        await curator.select(an_id(store, name))
        states.append(choices(store))
        acts.append(await newest(curator))
    done = await curator.restore_to(acts[1])
    assert (done.text, choices(store), set(done.keys)) == (
        "Undone: 2 acts of 2 films",
        states[1],
        {MOVIE, ALIEN},
    )
    await curator.redo()
    assert choices(store) == states[2]
    assert (await curator.restore_to(acts[3])).text == "Redone: Selected a poster from TMDB"
    assert choices(store) == states[3]
    assert (await curator.restore_to(acts[3])).text.startswith("Nothing came after that")


async def test_a_moment_that_was_left_cannot_be_brought_back(store: Store, curator: Curator) -> None:
    await curator.select(an_id(store, "a"))
    left = await newest(curator)
    await curator.undo()
    await curator.select(an_id(store, "b"))
    with pytest.raises(InvalidInput, match="other acts followed"):
        await curator.restore_to(left)
    assert choices(store) == "b- poster:pick"
    with pytest.raises(InvalidInput, match="no act 4711"):
        await curator.restore_to(4711)


async def test_the_history_says_which_title_and_whether_a_person_did_it(
    store: Store, curator: Curator
) -> None:
    await curator.select(an_id(store, "z"))
    store.call(curator.choose_planned, [PlannedPick(an_id(store, "f"))])
    entries = await curator.history()
    assert [(each.title, each.is_automatic) for each in entries] == [
        ("Inception (2010)", True),
        ("Alien (1979)", False),
    ]


async def test_a_title_closed_to_automation_is_a_step_of_undo(store: Store, curator: Curator) -> None:
    library = LibraryService(store, clock=FakeClock())
    await library.set_monitored(MOVIE, is_monitored=False)
    await library.set_monitored(MOVIE, is_monitored=False)
    act, *others = await curator.history()
    assert (act.text, others) == ("Stopped monitoring Inception (2010)", [])
    await curator.select(an_id(store, "a"))
    await curator.take_back([act.id])
    assert choices(store) == "a- poster:pick"
    await curator.undo()
    assert choices(store) == "a- poster:pick left alone"


@pytest.mark.parametrize("seed", range(6))
async def test_undoing_all_leads_to_the_beginning_and_redoing_all_to_the_end(
    store: Store, curator: Curator, seed: int
) -> None:
    chance, library = random.Random(seed), LibraryService(store, clock=FakeClock())
    beginning = choices(store)
    for _ in range(25):
        names = chance.sample("abcdfghz", k=chance.randint(1, 3))
        match chance.randrange(6):
            case 0:
                await library.set_monitored(MOVIE, is_monitored=chance.random() < 0.5)
            case 1:
                await curator.set_lock(
                    MOVIE, chance.choice([POSTER, FANART]), is_locked=chance.random() < 0.5
                )
            case 2 | 3:
                acts = [entry.id for entry in await curator.history()]
                try:
                    await curator.take_back(chance.sample(acts, k=min(len(acts), chance.randint(1, 3))))
                except InvalidInput:  # which must have changed nothing: the end of the test tells
                    continue
            case _:
                await curator.act_on(chance.choice([*CurationAct]), [an_id(store, name) for name in names])
    end = choices(store)
    steps = 0
    while await curator.undo():
        steps += 1
    assert choices(store) == beginning
    while await curator.redo():
        steps -= 1
    assert (choices(store), steps) == (end, 0)


async def test_a_pick_that_cannot_come_back_closes_no_slot(store: Store, curator: Curator) -> None:
    await curator.select(an_id(store, "a"))
    await curator.undo()
    pair = CachePair(MOVIE, "tmdb", str(POSTER))
    store.call(store.forgetting.pairs, [pair])
    await curator.redo()
    assert choices(store) == "-"
