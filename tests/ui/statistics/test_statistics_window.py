"""The window of cache statistics: its pages, its numbers, what is saved of them."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from metarr_desktop.domain.errors import StoreError
from tests.async_gui import eventually
from tests.fakes import FakeCore
from tests.fakes.care import a_report
from tests.ui import accessibility
from ui.application import theme_of
from ui.statistics.page import StatisticsWindow

LEFT = Qt.MouseButton.LeftButton
Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


async def read(window: StatisticsWindow) -> None:
    await eventually(lambda: window.numbers.has_report)


def tiles_of(window: StatisticsWindow) -> list[str]:
    return [tile.accessibleName() for tile in window.numbers.figures.tiles]


async def test_the_measures_are_those_of_the_report(window) -> None:
    await read(window)
    assert tiles_of(window)[0].startswith("Hit rate: 91.4 %. 2,449 of 2,680 fetches asked no provider.")
    assert tiles_of(window)[2].startswith("Reliability: TMDB 99.4 %, Fanart.tv 96.1 %.")


async def test_numbers_follow_what_is_fetched(window, core: FakeCore) -> None:
    await read(window)
    core.cache_care.report_of = lambda days: a_report(1)
    core.providers.changed()
    await eventually(lambda: not tiles_of(window)[0].startswith("Hit rate: 91.4 %"))


async def test_another_number_of_days_is_shown_and_remembered(qtbot, window) -> None:
    await read(window)
    qtbot.mouseClick(window.numbers.days_buttons.button(7), LEFT)
    await eventually(lambda: len(window.numbers.cards["requests"].chart.places) == 7)
    assert window._preferences.days == 7


async def test_a_chart_can_be_looked_at_as_a_table_with_the_same_numbers(qtbot, window) -> None:
    await read(window)
    card = window.numbers.cards["requests"]
    qtbot.mouseClick(card.table_button, LEFT)
    model = card.table.model()
    assert card.is_table
    assert (model.rowCount(), model.index(0, 1).data()) == (30, card.chart.cells(0)[0])
    assert "requests" in window._preferences.tables
    head, bar = card.table.horizontalHeader(), card.table.verticalScrollBar()
    assert head.sectionSize(0) >= card.table.sizeHintForColumn(0)  # no day is cut short
    await eventually(lambda: bar.value() == bar.maximum() > 0)  # today is in sight
    qtbot.mouseClick(card.table_button, LEFT)
    assert not card.is_table


async def test_a_chart_is_copied_as_a_spreadsheet_takes_it(qtbot, window) -> None:
    await read(window)
    card = window.numbers.cards["requests"]
    card.view.setFocus()
    QTest.keyClick(card.view, Key.Key_C, CTRL)
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0] == "Day\tTMDB\tFanart.tv"
    assert len(lines) == 31


async def test_a_chart_is_saved_as_csv(qtbot, window, tmp_path: Path) -> None:
    await read(window)
    card = window.numbers.cards["hit-rate"]
    qtbot.mouseClick(card.csv_button, LEFT)
    assert window.dialog.dialog.selectedFiles()[0].endswith("metarr-hit-rate-30-days.csv")
    window.dialog.dialog.fileSelected.emit(str(tmp_path / "rate.csv"))
    window.dialog.close()
    await eventually(lambda: window.messages.texts() == ("Saved rate.csv.",))
    assert (tmp_path / "rate.csv").read_text(encoding="utf-8") == card.chart.csv_text()
    assert [path.name for path in tmp_path.glob(".*.part")] == []


async def test_a_file_that_cannot_be_written_is_told_in_a_sentence(window, tmp_path: Path) -> None:
    await read(window)
    chart = window.numbers.cards["ages"].chart
    window._save(chart, tmp_path / "gone" / "ages.csv")
    await eventually(lambda: window.messages.texts())
    assert window.messages.texts()[0].startswith("“ages.csv” could not be saved: no such file or directory.")


async def test_numbers_that_cannot_be_read_are_told_and_can_be_read_again(window, core: FakeCore) -> None:
    await window.detach()
    core.cache_care.error = StoreError("The library is busy. Nothing was changed.")
    window.attach(core)
    await eventually(lambda: window.numbers.state.title == "The numbers could not be read")
    core.cache_care.error = None
    window.numbers.state.button("Read again").click()
    await read(window)


async def test_numbers_that_were_read_stay_when_the_next_reading_fails(window, core: FakeCore) -> None:
    await read(window)
    core.cache_care.error = StoreError("The library is busy.")
    QTest.keyClick(window.numbers, Key.Key_F5)
    await eventually(lambda: window.messages.texts())
    assert window.messages.texts()[0] == "The library is busy. The numbers shown are those read before."
    assert tiles_of(window)[0].startswith("Hit rate: 91.4 %")


async def test_the_other_page_is_a_key_away_and_remembered(window) -> None:
    QTest.keyClick(window, Key.Key_Tab, CTRL)
    assert window.tabs.currentWidget() is window.cache
    assert window._preferences.page == 1
    await eventually(lambda: window.cache.model.rowCount() == 240)


async def test_nothing_is_read_while_the_window_is_closed(window, core: FakeCore) -> None:
    await read(window)
    QTest.keyClick(window, Key.Key_Escape)
    assert not window.isVisible()
    core.providers.changed()
    assert not window._controller._timer.isActive()


async def test_another_library_shows_its_own_numbers(window) -> None:
    await read(window)
    await window.detach()
    assert not window.isEnabled()
    other = FakeCore()
    other.cache_care.report_of = lambda days: a_report(1)
    window.attach(other)
    await eventually(lambda: len(window.numbers.cards["requests"].chart.places) == 1)


async def test_every_control_has_a_name_and_says_what_it_does(window) -> None:
    await read(window)
    window.numbers.cards["ages"].show_as_table(True)
    for page in (0, 1):
        window.tabs.setCurrentIndex(page)
        assert accessibility.nameless(window) == []
        assert accessibility.without_tooltip(window) == []


async def test_large_text_gives_each_chart_the_whole_width(window, qapp) -> None:
    await read(window)
    cards = window.numbers.cards
    await eventually(lambda: cards["requests"].x() > cards["hit-rate"].x())
    theme_of(qapp).set_text_scale(2.0)
    try:
        await eventually(lambda: cards["requests"].y() > cards["hit-rate"].y())
        assert window.minimumSizeHint().width() <= 1280
        assert window.minimumSizeHint().height() <= 740
    finally:
        theme_of(qapp).set_text_scale(1.0)
