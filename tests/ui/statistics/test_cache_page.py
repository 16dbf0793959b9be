"""The table of the cache: lists, filters, refreshes, forgets, exports."""

from __future__ import annotations

import asyncio
import csv
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from metarr_desktop.domain.asset import AssetType
from metarr_desktop.domain.cache_report import CacheEntry, CacheOrder, CacheQuery, PairState
from metarr_desktop.domain.entity import EntityKey, EntityType
from metarr_desktop.domain.errors import StoreError
from tests.async_gui import eventually
from tests.fakes import FakeCore
from tests.fakes.care import FakeCacheCare
from ui.statistics.cache_model import PAGE
from ui.statistics.cache_words import Column

pytestmark = pytest.mark.parametrize("window", [1], indirect=True, ids=["cache"])
LEFT = Qt.MouseButton.LeftButton
Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
async def page(window, core: FakeCore):
    await eventually(lambda: window.cache.model.rowCount() == len(core.cache_care.held))
    return window.cache


def many(count: int) -> list[CacheEntry]:
    return [
        CacheEntry(EntityKey(EntityType.MOVIE, n), f"Film {n:06}", "tmdb", "poster", 3, PairState.FRESH)
        for n in range(count)
    ]


def shown(page, row: int, column: int = Column.TITLE) -> str:
    return page.model.index(row, column).data()


async def reopened(page, core: FakeCore, entries: list[CacheEntry]) -> None:
    core.cache_care.held = entries
    page._open()
    await eventually(lambda: page.model.rowCount() == len(entries))


async def test_a_row_tells_what_a_provider_said_of_a_part(page) -> None:
    row = next(at for at in range(60) if shown(page, at, Column.STATE) == "Resting")
    texts = [shown(page, row, column) for column in range(9)]
    assert texts[1:3] == ["Poster", "Fanart.tv"]
    assert texts[-1] == "Fanart.tv did not answer in time."


async def test_only_pages_in_sight_are_read_of_a_large_cache(page, core: FakeCore) -> None:
    await reopened(page, core, many(5_000))
    core.cache_care.queries.clear()
    page.table.scrollToBottom()
    await eventually(lambda: shown(page, 4_999) == "Film 004999")
    assert {query.offset // PAGE for query in core.cache_care.queries} == {24}
    assert shown(page, 2_500) == "…"


async def test_typing_filters_and_esc_lists_everything_again(page, core: FakeCore) -> None:
    QTest.keyClick(page.table, Key.Key_F, CTRL)
    QTest.keyClicks(page.filter.text, "dune")
    await eventually(lambda: page.model.rowCount() == 10)
    assert page.count.text() == "10 answers match"
    QTest.keyClick(page.filter.text, Key.Key_Escape)
    await eventually(lambda: page.model.rowCount() == 240)


async def test_a_change_of_the_providers_leaves_what_is_being_typed(page) -> None:
    page.filter.text.setText("dun")
    page.show_providers({"tmdb": "TMDB"})
    assert page.filter.text.text() == "dun"


async def test_filters_by_state_and_provider_meet_and_are_remembered(page, window) -> None:
    for combo, value in ((page.filter.provider, "fanart_tv"), (page.filter.state, "resting")):
        combo.setCurrentIndex(combo.findData(value))
        combo.activated.emit(combo.currentIndex())
    await eventually(lambda: 0 < page.model.rowCount() < 120)
    page.keep()
    query = window._preferences.query
    assert (query.provider, query.state) == ("fanart_tv", PairState.RESTING)


async def test_a_filter_that_matches_nothing_offers_to_clear_it(page) -> None:
    page.filter.text.setText("no such title")
    await eventually(lambda: page.state.isVisible())
    assert page.state.title == "Nothing matches this filter"
    page.state.button("Clear filter").click()
    await eventually(lambda: page.table.isVisible())


async def test_a_click_on_a_head_sorts_and_the_next_one_turns_round(page, core: FakeCore) -> None:
    page.table.horizontalHeader().sectionClicked.emit(Column.ROWS)
    await eventually(lambda: shown(page, 0, Column.ROWS) == "39")
    page.table.horizontalHeader().sectionClicked.emit(Column.ROWS)
    await eventually(lambda: page.model.entry(0).rows == 0)
    assert core.cache_care.queries[-1].order is CacheOrder.ROWS


async def test_force_refresh_asks_for_what_is_selected_and_reports(page, window, core: FakeCore) -> None:
    page.table.select_rows([0, 1])
    page.table.setFocus()
    QTest.keyClick(page.table, Key.Key_F5, CTRL)
    await eventually(lambda: window.messages.texts())
    (request,) = core.cache.fetches
    assert (request.force, request.asset_types) == (True, (AssetType.CLEARART, AssetType.BANNER))
    assert window.messages.texts() == ("1 title refreshed: nothing new, none vanished.",)


async def test_f5_asks_only_for_what_is_stale(page, core: FakeCore) -> None:
    page.table.select_rows([4])
    QTest.keyClick(page.table, Key.Key_F5)
    await eventually(lambda: core.cache.fetches)
    assert not core.cache.fetches[0].force


async def test_a_refresh_can_be_cancelled_and_says_how_far_it_came(page, window, core: FakeCore) -> None:
    core.cache.gate.clear()
    page.table.select_rows([0, 30])
    page.actions_.force.trigger()
    await eventually(lambda: len(core.cache.fetches) == 2)
    assert not page.actions_.forget.isEnabled()
    QTest.keyClick(page.table, Key.Key_Escape)
    await eventually(lambda: window.messages.texts())
    assert window.isVisible()
    assert window.messages.texts()[0].startswith("Cancelled after 0 of 2 titles.")
    assert not page.work.isVisible()


async def test_del_forgets_the_selection_and_says_so(page, window, core: FakeCore) -> None:
    page.table.select_rows([2])
    pair = page.model.entry(2).pair
    QTest.keyClick(page.table, Key.Key_Delete)
    await eventually(lambda: page.model.rowCount() == 239)
    assert core.cache_care.forgotten == [pair]
    assert window.messages.texts() == ("Forgot 1 answer; the next fetch asks anew.",)


async def test_the_keyboard_is_not_left_on_the_next_button_by_one_that_has_done_its_work(page, core) -> None:
    page.table.select_rows([2])
    button = next(each for each in page.findChildren(QPushButton) if each.text() == "Forget")
    button.setFocus()
    QTest.keyClick(button, Key.Key_Space)
    await eventually(lambda: page.model.rowCount() == 239)
    await eventually(lambda: page.table.hasFocus())


async def test_all_that_is_selected_is_forgotten_also_what_was_never_in_sight(page, window, core) -> None:
    await reopened(page, core, many(900))
    page.table.selectAll()
    page.actions_.forget.trigger()
    await eventually(lambda: len(core.cache_care.forgotten) == 900)
    assert len(set(core.cache_care.forgotten)) == 900
    await eventually(lambda: window.messages.texts())
    assert window.messages.texts()[0].startswith("Forgot 900 answers. The next fetch asks for them anew;")


async def test_what_is_forgotten_is_what_was_listed_not_what_is_being_read(page, core: FakeCore) -> None:
    await reopened(page, core, many(900))
    page.table.select_rows([890])  # never in sight
    core.cache_care.gate.clear()
    page.table.horizontalHeader().sectionClicked.emit(Column.TITLE)  # turned round: row 890 will be film 9
    page.actions_.forget.trigger()
    core.cache_care.gate.set()
    await eventually(lambda: core.cache_care.forgotten)
    assert [pair.key.entity_id for pair in core.cache_care.forgotten] == [890]


async def test_f5_tries_the_filter_again_that_could_not_be_read(page, window, core: FakeCore) -> None:
    core.cache_care.error = StoreError("The library is busy. Nothing was changed.")
    page.filter.text.setText("dune")
    await eventually(lambda: window.messages.texts())
    core.cache_care.error = None
    page.renew()
    await eventually(lambda: page.model.rowCount() == 10)


async def test_the_selection_follows_its_rows_when_others_come_in_between(page, core: FakeCore) -> None:
    page.table.select_rows([3])
    pair = page.model.entry(3).pair
    first = replace(core.cache_care.held[0], title="A new title", key=EntityKey(EntityType.MOVIE, 1))
    core.cache_care.held = [first, *core.cache_care.held]
    core.providers.changed()
    await eventually(lambda: page.model.rowCount() == 241 and shown(page, 0) == "A new title")
    (row,) = {index.row() for index in page.table.selectionModel().selectedIndexes()}
    assert page.model.entry(row).pair == pair
    assert row == 4


async def test_the_care_of_everything_says_what_was_done(qtbot, page, window, core: FakeCore) -> None:
    await eventually(lambda: page.actions_.forget_failed.isEnabled())
    for action in (page.actions_.forget_failed, page.actions_.compact, page.actions_.clear_thumbnails):
        await eventually(lambda: not page.controller.is_working)
        action.trigger()
        await eventually(lambda: not page.controller.is_working)
    assert core.cache_care.done == ["forget failed", "compact", "clear thumbnails"]
    assert "choose" not in window.messages.texts()[0]
    assert "locked or rejected and the history are never touched" in page.actions_.compact.toolTip()


async def test_the_export_holds_all_of_the_filter(page, window, core: FakeCore, tmp_path) -> None:
    await reopened(page, core, many(2_300))
    page.acts.export(tmp_path / "cache.csv")
    await eventually(lambda: window.messages.texts() == ("Saved 2,300 answers to cache.csv.",))
    with (tmp_path / "cache.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["title"] for row in rows] == [entry.title for entry in core.cache_care.held]
    assert (rows[0]["type"], rows[0]["fetched_at"]) == ("poster", "")
    assert max(query.limit for query in core.cache_care.queries) <= 1_000


async def test_a_cancelled_export_leaves_no_file(page, window, core: FakeCore, tmp_path) -> None:
    core.cache_care.gate.clear()
    page.acts.export(tmp_path / "cache.csv")
    await asyncio.sleep(0.02)
    assert page.cancel()
    await eventually(lambda: window.messages.texts())
    core.cache_care.gate.set()
    assert window.messages.texts() == ("The export was cancelled. Nothing was written.",)
    await eventually(lambda: not page.controller.is_working)
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == []


async def test_an_act_that_fails_is_told_and_can_be_tried_again(page, window, core: FakeCore) -> None:
    core.cache_care.error = StoreError("The library is busy. Nothing was changed.")
    page.table.select_rows([0])
    page.actions_.forget.trigger()
    await eventually(lambda: window.messages.texts())
    assert window.messages.texts()[0] == "The library is busy. Nothing was changed."
    core.cache_care.error = None
    await eventually(lambda: not page.controller.is_working)
    assert page.actions_.forget.isEnabled()


async def test_enter_asks_for_the_artwork_of_the_title(page, window) -> None:
    asked = []
    window.title_requested.connect(asked.append)
    page.table.setCurrentIndex(page.model.index(5, 0))
    QTest.keyClick(page.table, Key.Key_Return)
    assert asked == [page.model.entry(5).key]


async def test_an_empty_cache_says_what_will_be_here(page, core: FakeCore) -> None:
    core.cache_care.held = FakeCacheCare.empty().held
    page.query = CacheQuery()
    page._open()
    await eventually(lambda: page.state.isVisible())
    assert page.state.title == "The cache is empty"
    assert not page.actions_.export.isEnabled()
