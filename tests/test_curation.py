"""Choosing artwork: slots, locks, and taking it back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from metarr_desktop.curation import Curator
from metarr_desktop.domain.asset import AssetType, CachedAsset
from metarr_desktop.domain.entity import EntityKey, EntityType, ExternalIds
from metarr_desktop.domain.errors import AssetUnknown, EntityUnknown
from metarr_desktop.store import Store
from tests.builders import MOVIE, FakeClock, a_store, an_answer, an_entity, an_image

POSTER, FANART, SEASON = AssetType.POSTER, AssetType.FANART, AssetType.SEASONPOSTER


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Inception with three posters and three fanart pictures (a, b, c), and season posters 1 and 2."""
    with a_store(tmp_path, FakeClock()) as opened:
        an_entity(opened)
        pictures = [an_image(name, each) for each in (POSTER, FANART) for name in "abc"]
        seasons = [an_image(f"s{number}", SEASON, season_number=number) for number in (1, 2)]
        opened.call(opened.answers.save, an_answer(*pictures, *seasons))
        yield opened


@pytest.fixture
def curator(store: Store) -> Curator:
    return Curator(store, provider_titles={"tmdb": "TMDB"})


def _rows(store: Store, asset_type: AssetType = POSTER) -> dict[str, CachedAsset]:
    assets = store.call(store.assets.list, MOVIE, asset_type)
    return {asset.url.rsplit("/", 1)[-1]: asset for asset in assets}


def _id(store: Store, name: str, asset_type: AssetType = POSTER) -> int:
    return _rows(store, asset_type)[name].id


def _selected(store: Store, asset_type: AssetType = POSTER) -> list[str]:
    rows = [(row.selection_order, name) for name, row in _rows(store, asset_type).items() if row.is_selected]
    return [name for _, name in sorted(rows)]


def _is_locked(store: Store, asset_type: AssetType = POSTER, season: int | None = None) -> bool:
    return store.call(store.locks.is_locked, MOVIE, asset_type, season)


async def test_selecting_in_a_slot_for_one_clears_the_other(store: Store, curator: Curator) -> None:
    await curator.select(_id(store, "a"))
    change = await curator.select(_id(store, "b"))
    assert _selected(store) == ["b"]
    assert {asset.url[-1]: asset.is_selected for asset in change.changed} == {"a": False, "b": True}


async def test_a_change_carries_the_rows_as_they_are_now_and_words(store: Store, curator: Curator) -> None:
    change = await curator.select(_id(store, "a"))
    assert change.changed == (_rows(store)["a"],)
    assert (change.key, change.text) == (MOVIE, "Selected a poster from TMDB")
    assert change.changed[0].selected_by == "user"


async def test_selecting_in_a_slot_for_several_comes_first_and_the_rest_moves_down(
    store: Store, curator: Curator
) -> None:
    for name in "abc":
        await curator.select(_id(store, name, FANART))
    assert _selected(store, FANART) == ["c", "b", "a"]


async def test_adding_in_a_slot_for_several_comes_last(store: Store, curator: Curator) -> None:
    for name in "abc":
        await curator.add(_id(store, name, FANART))
    assert _selected(store, FANART) == ["a", "b", "c"]


async def test_adding_in_a_slot_for_one_equals_selecting(store: Store, curator: Curator) -> None:
    await curator.select(_id(store, "a"))
    await curator.add(_id(store, "b"))
    assert _selected(store) == ["b"]


async def test_a_type_the_user_set_to_several_holds_several(store: Store) -> None:
    curator = Curator(store, several=lambda: {POSTER})
    for name in "ab":
        await curator.add(_id(store, name))
    assert _selected(store) == ["a", "b"]


async def test_each_season_is_a_slot_of_its_own(store: Store, curator: Curator) -> None:
    await curator.select(_id(store, "s1", SEASON))
    await curator.select(_id(store, "s2", SEASON))
    assert sorted(_selected(store, SEASON)) == ["s1", "s2"]


async def test_one_picture_offered_for_two_seasons_is_chosen_for_each_by_itself(
    store: Store, curator: Curator
) -> None:
    shared = [an_image("shared", SEASON, season_number=number) for number in (1, 2)]
    store.call(store.answers.save, an_answer(*shared))
    await curator.select(_id(store, "shared", SEASON))
    await curator.select(_id(store, "shared#season=2", SEASON))
    assert sorted(_selected(store, SEASON)) == ["shared", "shared#season=2"]
    await curator.undo()
    assert _selected(store, SEASON) == ["shared"]


async def test_a_rejection_counts_for_its_season_only(store: Store, curator: Curator) -> None:
    await curator.select(_id(store, "s1", SEASON))
    await curator.reject(_id(store, "s2", SEASON))
    rows = _rows(store, SEASON)
    assert (_selected(store, SEASON), rows["s1"].is_rejected, rows["s2"].is_rejected) == (["s1"], False, True)


@pytest.mark.parametrize(("number", "words"), [(2, "season 2"), (0, "specials")])
async def test_the_history_names_the_season(store: Store, curator: Curator, number: int, words: str) -> None:
    store.call(store.answers.save, an_answer(an_image("new", SEASON, season_number=number)))
    change = await curator.select(_id(store, "new", SEASON))
    assert change.text == f"Selected a season poster ({words}) from TMDB"


async def test_automation_fills_the_seasons_nobody_picked_for(store: Store, curator: Curator) -> None:
    await curator.select(_id(store, "s1", SEASON))
    better = an_image("better", SEASON, season_number=1)
    kept = [an_image(f"s{number}", SEASON, season_number=number) for number in (1, 2)]
    store.call(store.answers.save, an_answer(better, *kept))
    for name in ("better", "s2"):
        await curator.select(_id(store, name, SEASON), by="auto")
    assert sorted(_selected(store, SEASON)) == ["s1", "s2"]


async def test_a_lock_of_the_type_holds_for_every_season(store: Store, curator: Curator) -> None:
    await curator.set_lock(MOVIE, SEASON, is_locked=True)
    await curator.select(_id(store, "s2", SEASON), by="auto")
    assert _selected(store, SEASON) == []


async def test_each_type_is_a_slot_of_its_own(store: Store, curator: Curator) -> None:
    await curator.select(_id(store, "a"))
    await curator.select(_id(store, "a", FANART))
    assert (_selected(store), _selected(store, FANART)) == (["a"], ["a"])


@pytest.mark.parametrize("asset_type", [POSTER, FANART])
async def test_a_choice_of_the_user_clears_all_automatic_ones(
    store: Store, curator: Curator, asset_type: AssetType
) -> None:
    for name in "ab":
        await curator.select(_id(store, name, asset_type), by="auto")
    await curator.add(_id(store, "c", asset_type))
    assert _selected(store, asset_type) == ["c"]


async def test_selecting_a_rejected_picture_lifts_the_rejection(store: Store, curator: Curator) -> None:
    await curator.reject(_id(store, "a"))
    await curator.select(_id(store, "a"))
    row = _rows(store)["a"]
    assert (row.is_selected, row.is_rejected) == (True, False)


async def test_rejecting_a_selected_picture_clears_it_and_puts_nothing_in_its_place(
    store: Store, curator: Curator
) -> None:
    await curator.select(_id(store, "a"))
    await curator.reject(_id(store, "a"))
    assert (_selected(store), _rows(store)["a"].is_rejected) == ([], True)


async def test_clearing_takes_back_a_selection(store: Store, curator: Curator) -> None:
    await curator.select(_id(store, "a"))
    change = await curator.clear(_id(store, "a"))
    assert (_selected(store), change.text) == ([], "Took back the selection of a poster from TMDB")


async def test_clearing_takes_back_a_rejection(store: Store, curator: Curator) -> None:
    await curator.reject(_id(store, "a"))
    change = await curator.clear(_id(store, "a"))
    assert (_rows(store)["a"].is_rejected, change.text) == (
        False,
        "Lifted the rejection of a poster from TMDB",
    )


async def test_the_order_of_a_slot_for_several_can_be_changed(store: Store, curator: Curator) -> None:
    for name in "abc":
        await curator.add(_id(store, name, FANART))
    await curator.order(MOVIE, FANART, [_id(store, "c", FANART), _id(store, "a", FANART)])
    assert _selected(store, FANART) == ["c", "a", "b"]


async def test_a_pick_of_the_user_locks_the_slot_against_automation(store: Store, curator: Curator) -> None:
    await curator.select(_id(store, "a"))
    change = await curator.select(_id(store, "b"), by="auto")
    assert (_is_locked(store), change.changed, _selected(store)) == (True, (), ["a"])


async def test_a_pick_never_locks_the_slot_against_the_user(store: Store, curator: Curator) -> None:
    await curator.set_lock(MOVIE, POSTER, is_locked=True)
    await curator.select(_id(store, "a"))
    assert _selected(store) == ["a"]


async def test_a_pick_in_one_season_locks_that_season_only(store: Store, curator: Curator) -> None:
    await curator.select(_id(store, "s1", SEASON))
    assert (_is_locked(store, SEASON, 1), _is_locked(store, SEASON, 2)) == (True, False)


async def test_clearing_the_pick_unlocks_the_slot(store: Store, curator: Curator) -> None:
    await curator.select(_id(store, "a"))
    await curator.clear(_id(store, "a"))
    assert not _is_locked(store)


async def test_a_lock_set_by_itself_outlives_a_cleared_pick(store: Store, curator: Curator) -> None:
    await curator.set_lock(MOVIE, POSTER, is_locked=True)
    await curator.select(_id(store, "a"))
    await curator.clear(_id(store, "a"))
    assert _is_locked(store)
    assert store.call(store.locks.all, MOVIE) == {POSTER}


async def test_unlocking_opens_the_slot_although_something_is_picked(store: Store, curator: Curator) -> None:
    await curator.select(_id(store, "a"))
    await curator.set_lock(MOVIE, POSTER, is_locked=False)
    assert not _is_locked(store)


async def test_automation_never_chooses_a_rejected_picture(store: Store, curator: Curator) -> None:
    await curator.reject(_id(store, "a"))
    await curator.select(_id(store, "a"), by="auto")
    assert _selected(store) == []


async def test_automation_never_displaces_a_pick_even_in_an_unlocked_slot(
    store: Store, curator: Curator
) -> None:
    await curator.select(_id(store, "a"))
    await curator.set_lock(MOVIE, POSTER, is_locked=False)
    await curator.select(_id(store, "b"), by="auto")
    assert _selected(store) == ["a"]


async def test_doing_again_what_is_so_already_is_no_act(store: Store, curator: Curator) -> None:
    await curator.select(_id(store, "a"))
    change = await curator.select(_id(store, "a"))
    assert change.changed == ()
    assert len(store.call(store.history.entries, MOVIE)) == 1


async def test_undo_restores_what_was_before(store: Store, curator: Curator) -> None:
    await curator.select(_id(store, "a"))
    before = _rows(store)
    await curator.select(_id(store, "b"))
    outcome = await curator.undo()
    assert outcome is not None
    assert (outcome.text, outcome.key) == ("Undone: Selected a poster from TMDB", MOVIE)
    assert {asset.url[-1] for asset in outcome.changed} == {"a", "b"}
    assert _rows(store) == before


async def test_undo_of_a_pick_unlocks_the_slot_and_redo_locks_it(store: Store, curator: Curator) -> None:
    await curator.select(_id(store, "a"))
    await curator.undo()
    assert not _is_locked(store)
    await curator.redo()
    assert _is_locked(store)


async def test_undo_and_redo_go_back_and_forth_through_all_acts(store: Store, curator: Curator) -> None:
    await curator.select(_id(store, "a"))
    await curator.reject(_id(store, "b"))
    await curator.set_lock(MOVIE, FANART, is_locked=True)
    after = _rows(store)
    for _ in range(3):
        assert await curator.undo()
    assert await curator.undo() is None
    assert (_selected(store), _is_locked(store, FANART)) == ([], False)
    for _ in range(3):
        assert await curator.redo()
    assert await curator.redo() is None
    assert (_rows(store), _is_locked(store, FANART)) == (after, True)


async def test_a_new_act_discards_what_could_be_redone(store: Store, curator: Curator) -> None:
    await curator.select(_id(store, "a"))
    await curator.undo()
    await curator.select(_id(store, "b"))
    assert await curator.redo() is None


async def test_undo_works_after_a_restart(tmp_path: Path, store: Store, curator: Curator) -> None:
    await curator.select(_id(store, "a"))
    store.close_now()
    with a_store(tmp_path) as again:
        assert await Curator(again).undo() is not None
        assert _selected(again) == []


async def test_undo_finds_a_picture_that_was_deleted_and_fetched_again(
    store: Store, curator: Curator
) -> None:
    await curator.reject(_id(store, "a"))
    await curator.clear(_id(store, "a"))
    store.call(store._database.run, "DELETE FROM provider_assets WHERE asset_type = 'poster'")
    store.call(store.answers.save, an_answer(an_image("c"), an_image("b"), an_image("a")))
    await curator.undo()
    assert [name for name, row in _rows(store).items() if row.is_rejected] == ["a"]


async def test_a_slot_for_one_never_holds_two_whatever_is_redone(store: Store, curator: Curator) -> None:
    await curator.select(_id(store, "a"))
    store.call(store._database.run, "DELETE FROM provider_assets WHERE asset_type = 'poster'")
    store.call(store.answers.save, an_answer(an_image("a"), an_image("b")))
    await curator.select(_id(store, "b"))
    for step in (curator.undo, curator.undo, curator.redo, curator.redo):
        await step()
    assert _selected(store) == ["b"]


async def test_an_unknown_picture_is_told(curator: Curator) -> None:
    with pytest.raises(AssetUnknown):
        await curator.select(4711)


async def test_a_picture_of_an_earlier_identity_cannot_be_chosen(store: Store, curator: Curator) -> None:
    old = _id(store, "a")
    store.call(store.entities.identify, MOVIE, ids=ExternalIds(tmdb=603), title="The Matrix", year=1999)
    with pytest.raises(AssetUnknown, match="identified as before"):
        await curator.select(old)


async def test_an_unknown_title_cannot_be_locked(curator: Curator) -> None:
    with pytest.raises(EntityUnknown):
        await curator.set_lock(EntityKey(EntityType.MOVIE, 99), POSTER, is_locked=True)


async def test_own_pictures_are_named_so(store: Store, curator: Curator) -> None:
    own = store.call(store.assets.add_own, MOVIE, FANART, "0" * 64)
    assert (await curator.select(own)).text == "Selected a fanart picture of your own"
