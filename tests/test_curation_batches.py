"""Acts upon many pictures at once: one step of undo, all of it or nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from metarr_desktop.curation import Curator
from metarr_desktop.domain.asset import AssetType
from metarr_desktop.domain.entity import EntityKey, EntityType
from metarr_desktop.domain.errors import AssetUnknown
from metarr_desktop.domain.library import CurationAct
from metarr_desktop.store import Store
from tests.builders import MOVIE, FakeClock, a_store, an_answer, an_entity, an_image

POSTER, FANART = AssetType.POSTER, AssetType.FANART
OTHER = EntityKey(EntityType.MOVIE, 2)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Two films; the first with posters a to d and fanart f, g, h, the second with poster z."""
    with a_store(tmp_path, FakeClock()) as opened:
        an_entity(opened)
        an_entity(opened, entity_id=2, title="Alien", external_ids={"tmdb": "348"})
        pictures = [an_image(name, POSTER) for name in "abcd"] + [an_image(name, FANART) for name in "fgh"]
        opened.call(opened.answers.save, an_answer(*pictures))
        opened.call(opened.answers.save, an_answer(an_image("z", POSTER), key=OTHER))
        yield opened


@pytest.fixture
def curator(store: Store) -> Curator:
    return Curator(store, provider_titles={"tmdb": "TMDB"})


def ids(store: Store, names: str, asset_type: AssetType = POSTER, key: EntityKey = MOVIE) -> list[int]:
    rows = {row.url.rsplit("/", 1)[-1]: row.id for row in store.call(store.assets.list, key, asset_type)}
    return [rows[name] for name in names]


def rejected(store: Store) -> str:
    rows = store.call(store.assets.list, MOVIE, POSTER)
    return "".join(sorted(row.url[-1] for row in rows if row.is_rejected))


def selected(store: Store, asset_type: AssetType = POSTER, key: EntityKey = MOVIE) -> str:
    rows = [row for row in store.call(store.assets.list, key, asset_type) if row.is_selected]
    return "".join(row.url[-1] for row in sorted(rows, key=lambda row: row.selection_order or 0))


async def test_many_rejections_are_one_step_of_undo(store, curator):
    await curator.reject(*ids(store, "d"))
    done = await curator.act_on(CurationAct.REJECT, ids(store, "abc"))

    assert done.text == "Rejected 3 pictures"
    assert rejected(store) == "abcd"
    assert (await curator.undo()).text == "Undone: Rejected 3 pictures"
    assert rejected(store) == "d"
    await curator.redo()
    assert rejected(store) == "abcd"


async def test_an_act_upon_two_titles_is_undone_for_both(store, curator):
    done = await curator.act_on(CurationAct.SELECT, [*ids(store, "b"), *ids(store, "z", key=OTHER)])

    assert [change.key for change in done.changes] == [MOVIE, OTHER]
    assert (selected(store), selected(store, key=OTHER)) == ("b", "z")
    outcome = await curator.undo()
    assert (selected(store), selected(store, key=OTHER)) == ("", "")
    assert {asset.url[-1] for asset in outcome.changed} == {"b", "z"}
    await curator.redo()
    assert (selected(store), selected(store, key=OTHER)) == ("b", "z")


async def test_undo_of_a_batch_works_after_a_restart(store, tmp_path):
    await Curator(store).act_on(CurationAct.SELECT, [*ids(store, "b"), *ids(store, "z", key=OTHER)])
    store.close_now()

    with a_store(tmp_path, FakeClock()) as reopened:
        await Curator(reopened).undo()
        assert selected(reopened) == selected(reopened, key=OTHER) == ""


async def test_an_unknown_picture_leaves_everything_as_it_was(store, curator):
    with pytest.raises(AssetUnknown):
        await curator.act_on(CurationAct.REJECT, [*ids(store, "a"), 99_999])

    assert rejected(store) == ""
    assert await curator.undo() is None


async def test_of_several_posters_selected_at_once_the_last_stays(store, curator):
    await curator.act_on(CurationAct.SELECT, ids(store, "abc"))

    assert selected(store) == "c"
    await curator.undo()
    assert selected(store) == ""


async def test_several_fanart_pictures_are_added_in_their_order(store, curator):
    await curator.act_on(CurationAct.ADD, ids(store, "hfg", FANART))

    assert selected(store, FANART) == "hfg"


async def test_nothing_to_do_is_no_step_of_undo(store, curator):
    await curator.act_on(CurationAct.CLEAR, ids(store, "ab"))

    assert await curator.undo() is None


async def test_no_picture_at_all_changes_nothing(curator):
    assert (await curator.act_on(CurationAct.REJECT, [])).changes == ()


async def test_a_lifted_rejection_is_remembered_until_it_is_rejected_again(store, curator):
    (number,) = ids(store, "a")

    def is_lifted() -> bool:
        looks = store.call(store.picture_hashes.looks, MOVIE, POSTER)
        return next(look.is_lifted for look in looks if look.asset_id == number)

    await curator.reject(number)
    await curator.clear(number)
    assert is_lifted()
    await curator.reject(number)
    assert not is_lifted()


async def test_rejecting_again_is_no_step_of_undo_and_spares_what_is_selected(store, curator):
    await curator.select(*ids(store, "b"))
    await curator.reject_again(ids(store, "ab"))

    assert rejected(store) == "a"
    assert selected(store) == "b"
    assert (await curator.undo()).text == "Undone: Selected a poster from TMDB"
