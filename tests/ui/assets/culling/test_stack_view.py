"""How candidates that are one picture become one tile: pure functions."""

from __future__ import annotations

from dataclasses import replace

from metarr_desktop.domain.asset import CachedAsset
from tests.fakes import an_asset
from ui.assets.stack_view import StacksInFront, fold


def some(count: int) -> list[CachedAsset]:
    return [an_asset(score=90 - place) for place in range(count)]


def ids(assets: list[CachedAsset]) -> list[int]:
    return [asset.id for asset in assets]


def test_a_folded_stack_is_one_tile_at_the_place_of_its_first_member() -> None:
    a, b, c, d = some(4)
    folded = fold([a, b, c, d], ((b.id, d.id),))
    assert ids(folded.tiles) == [a.id, b.id, c.id]
    assert folded.marks[b.id].badge == "×2"
    assert (folded.loose, folded.folded) == (4, 3)


def test_the_selected_one_lies_on_top_where_the_stack_stands() -> None:
    a, b, c, d = some(4)
    chosen = replace(d, is_selected=True)
    folded = fold([a, b, c, chosen], ((b.id, d.id),))
    assert ids(folded.tiles) == [a.id, d.id, c.id]


def test_without_a_selection_the_best_lies_on_top_whatever_the_order() -> None:
    a, b, c = some(3)
    folded = fold([c, b, a], ((a.id, c.id),))
    assert ids(folded.tiles) == [a.id, b.id]


def test_other_points_put_another_one_on_top() -> None:
    a, b, c = some(3)
    folded = fold([a, b, c], ((a.id, c.id),), points=lambda asset: -(asset.score or 0))
    assert ids(folded.tiles) == [c.id, b.id]


def test_the_members_of_an_open_stack_follow_each_other_and_say_their_place() -> None:
    a, b, c, d = some(4)
    folded = fold([a, b, c, d], ((a.id, c.id, d.id),), opened={c.id})
    assert ids(folded.tiles) == [a.id, c.id, d.id, b.id]
    assert [folded.marks[each].badge for each in (a.id, c.id, d.id)] == ["×3", "2 of 3", "3 of 3"]


def test_what_a_filter_hides_is_not_counted_and_one_left_is_no_stack() -> None:
    a, b, c = some(3)
    assert fold([a, b], ((a.id, c.id),)).marks == {}
    assert fold([a, b], ((a.id, b.id, c.id),)).marks[a.id].badge == "×2"


def test_a_rejected_member_leaves_the_stack_and_rejected_ones_stay_together() -> None:
    a, b, c, d = some(4)
    gone = [replace(each, is_rejected=True) for each in (c, d)]
    folded = fold([a, b, *gone], ((a.id, b.id, c.id, d.id),))
    assert ids(folded.tiles) == [a.id, c.id]


def test_switched_off_every_picture_has_a_tile_and_the_saving_is_still_known() -> None:
    a, b, c = some(3)
    folded = fold([a, b, c], ((a.id, b.id),), is_on=False)
    assert ids(folded.tiles) == [a.id, b.id, c.id]
    assert folded.marks == {}
    assert folded.has_stacks
    assert folded.folded == 2


def test_a_stack_stays_open_when_its_groups_grow() -> None:
    a, b, c, _ = assets = some(4)
    stacks = StacksInFront()
    stacks.take(((a.id, b.id),))
    stacks.fold(assets)
    stacks.toggle(a.id)
    stacks.take(((a.id, b.id, c.id),))
    assert stacks.fold(assets).marks[c.id].is_open


def test_a_new_stack_that_would_hide_the_focused_tile_begins_open() -> None:
    a, b, c, d = assets = some(4)
    stacks = StacksInFront()
    stacks.take(((a.id, b.id), (c.id, d.id)), keep_in_sight=[b.id])
    assert ids(stacks.fold(assets).tiles) == [a.id, b.id, c.id]


def test_folding_all_folds_what_is_open_and_then_unfolds_all() -> None:
    a, b, c, d = assets = some(4)
    stacks = StacksInFront()
    stacks.take(((a.id, b.id), (c.id, d.id)))
    stacks.fold(assets)
    stacks.toggle(a.id)
    stacks.fold(assets)
    assert not stacks.toggle_all()
    assert len(stacks.fold(assets).tiles) == 2
    assert stacks.toggle_all()
    assert len(stacks.fold(assets).tiles) == 4


def test_an_act_upon_a_folded_tile_is_upon_its_stack_and_upon_an_open_one_not() -> None:
    a, b, _ = assets = some(3)
    stacks = StacksInFront()
    stacks.take(((a.id, b.id),))
    stacks.fold(assets)
    assert stacks.members(a.id) == (a.id, b.id)
    stacks.toggle(a.id)
    stacks.fold(assets)
    assert stacks.members(a.id) == (a.id,)
