"""Merging by id: whatever changes, every index stays on its item and Qt's rules are kept."""

from __future__ import annotations

import random
from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSortFilterProxyModel, Qt
from PySide6.QtTest import QAbstractItemModelTester

from ui import keyed_list_model
from ui.keyed_list_model import ItemRole, KeyedListModel


@dataclass(frozen=True)
class Tile:
    number: int
    score: int = 0


def a_model(numbers) -> KeyedListModel[int, Tile]:
    model: KeyedListModel[int, Tile] = KeyedListModel(lambda tile: tile.number)
    model.merge(Tile(number) for number in numbers)
    return model


def numbers(model: KeyedListModel[int, Tile]) -> list[int]:
    return [tile.number for tile in model.items]


LISTS = st.lists(st.integers(0, 40), unique=True, max_size=30)


@pytest.mark.parametrize("most_signals", [64, 0], ids=["single steps", "permutation"])
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=LISTS, after=LISTS, later=LISTS, score=st.integers(0, 1))
def test_every_index_stays_on_its_item(qapp, most_signals, before, after, later, score) -> None:
    saved, keyed_list_model._MOST_SIGNALS = keyed_list_model._MOST_SIGNALS, most_signals
    try:
        model = a_model(before)
        tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
        marks = {n: QPersistentModelIndex(model.index_of(n)) for n in before}
        for target in (after, later):
            model.merge(Tile(number, score) for number in target)
            assert numbers(model) == target
            assert [model.row_of(number) for number in target] == list(range(len(target)))
        for number, mark in marks.items():
            if number in after and number in later:
                assert mark.isValid()
                assert model.item(mark).number == number
            else:
                assert not mark.isValid()
        assert tester.model() is model
    finally:
        keyed_list_model._MOST_SIGNALS = saved


@given(before=LISTS, after=LISTS)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_indexes_of_a_sorting_proxy_stay_too(qapp, before, after) -> None:
    model = a_model(before)
    proxy = QSortFilterProxyModel()
    proxy.setSourceModel(model)
    proxy.sort(0)
    marks = {number: QPersistentModelIndex(proxy.mapFromSource(model.index_of(number))) for number in before}
    model.merge(Tile(number) for number in after)
    for number in set(before) & set(after):
        assert marks[number].data(ItemRole.KEY) == number


def test_a_merge_never_resets(qapp) -> None:
    model, resets = a_model(range(500)), []
    model.modelReset.connect(lambda: resets.append(1))
    shuffled = list(range(250, 900))
    random.Random(1).shuffle(shuffled)
    model.merge(Tile(number) for number in shuffled)
    assert resets == []


def test_an_equal_list_says_nothing(qapp) -> None:
    model, said = a_model(range(50)), []
    for signal in (
        model.dataChanged,
        model.layoutChanged,
        model.rowsInserted,
        model.rowsRemoved,
        model.rowsMoved,
    ):
        signal.connect(lambda *_: said.append(1))
    model.merge(Tile(number) for number in range(50))
    assert said == []


def test_only_changed_rows_are_announced(qapp) -> None:
    model, ranges = a_model(range(10)), []
    model.dataChanged.connect(lambda first, last, _: ranges.append((first.row(), last.row())))
    model.merge(Tile(number, score=number in (2, 3, 7)) for number in range(10))
    assert ranges == [(2, 3), (7, 7)]


def test_one_moved_item_is_one_move(qapp) -> None:
    model, moves = a_model(range(100)), []
    model.rowsMoved.connect(lambda *_: moves.append(1))
    model.merge(Tile(number) for number in [*range(1, 100), 0])
    assert len(moves) == 1
    assert numbers(model)[-1] == 0


@pytest.mark.parametrize("target", [range(0, 20_000, 2), range(19_999, -1, -1), range(5_000, 25_000, 3)])
def test_ten_thousand_rows_cost_a_few_signals(qapp, target) -> None:
    model, signals = a_model(range(10_000)), []
    for signal in (
        model.dataChanged,
        model.layoutChanged,
        model.rowsInserted,
        model.rowsRemoved,
        model.rowsMoved,
    ):
        signal.connect(lambda *_: signals.append(1))
    model.merge(Tile(number) for number in target)
    assert numbers(model) == list(target)
    assert len(signals) <= 5


def test_two_items_of_one_key_are_refused_and_nothing_changes(qapp) -> None:
    model = a_model([1, 2])
    with pytest.raises(ValueError, match="3 occurs twice"):
        model.merge([Tile(3), Tile(3)])
    assert numbers(model) == [1, 2]


def test_update_changes_in_place_and_ignores_strangers(qapp) -> None:
    model, ranges = a_model(range(5)), []
    model.dataChanged.connect(lambda first, last, _: ranges.append((first.row(), last.row())))
    model.update([Tile(4, 9), Tile(3, 9), Tile(77, 9), Tile(0)])
    assert ranges == [(3, 4)]
    assert model.find(4) == Tile(4, 9)
    assert model.find(77) is None


def test_touch_announces_rows_with_the_role(qapp) -> None:
    model, seen = a_model(range(5)), []
    model.dataChanged.connect(lambda first, last, roles: seen.append((first.row(), last.row(), roles)))
    model.touch([2, 99], [Qt.ItemDataRole.DecorationRole])
    assert [(first, last) for first, last, _ in seen] == [(2, 2)]
    assert int(seen[0][2][0]) == int(Qt.ItemDataRole.DecorationRole)


def test_data_answers_item_key_and_a_sentence(qapp) -> None:
    model = a_model([5])
    index = model.index(0, 0)
    assert index.data(ItemRole.ITEM) == Tile(5)
    assert index.data(ItemRole.KEY) == 5
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == str(Tile(5))
    assert model.data(QModelIndex()) is None


def test_a_row_that_is_not_there_is_an_index_error(qapp) -> None:
    with pytest.raises(IndexError, match="row 1 of 1"):
        a_model([5]).item(1)
