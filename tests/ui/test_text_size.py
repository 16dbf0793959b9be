"""Larger text: chosen in the menu, remembered, and everything makes room for it."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QDialog

from metarr_desktop.domain.entity import EntityType
from tests.ui import main_window_builders as builders
from tests.ui.main_window_builders import a_core, opened
from ui.application import theme_of
from ui.library.arrangement import SORTS_OF, Sort
from ui.main_window import MainWindow
from ui.placement import dialog_size, usable
from ui.theme import text_font
from ui.window_routes import kept_scale


@pytest.fixture(autouse=True)
def own_settings(qapp, tmp_path):
    qapp.setQuitOnLastWindowClosed(False)
    builders.use_settings_in(tmp_path)
    yield
    theme_of(qapp).set_text_scale(1.0)


def choose(window: MainWindow, words: str) -> None:
    next(each for each in window.acts.text_sizes.actions() if each.text() == words).trigger()


def test_the_text_size_is_remembered(qtbot, qapp) -> None:
    window = MainWindow()
    qtbot.addWidget(window)
    choose(window, "150 %")
    theme_of(qapp).set_text_scale(1.0)
    usual = QFontMetrics(text_font()).height()
    again = MainWindow()
    qtbot.addWidget(again)
    assert QFontMetrics(text_font()).height() > usual
    assert [each.text() for each in again.acts.text_sizes.actions() if each.isChecked()] == ["150 %"]


@pytest.mark.parametrize("kept", ["large", "17", "nan", "", None])
def test_a_size_that_cannot_be_chosen_is_not_taken_from_the_settings(kept: Any) -> None:
    assert kept_scale(kept) == 1.0


async def test_rows_and_columns_of_the_table_grow_with_the_text(qtbot) -> None:
    async with opened(qtbot, a_core()) as window:
        table, year = window.library.titles.table, SORTS_OF[EntityType.MOVIE].index(Sort.YEAR)
        before = table.columnWidth(year), table.verticalHeader().defaultSectionSize()
        choose(window, "200 %")
        after = table.columnWidth(year), table.verticalHeader().defaultSectionSize()
        assert after[0] > 1.5 * before[0]
        assert after[1] > before[1] + 10


async def test_the_rail_grows_with_the_text(qtbot) -> None:
    async with opened(qtbot, a_core()) as window:
        before = window.library.rail.width()
        choose(window, "200 %")
        assert window.library.rail.width() > before


def test_a_dialog_grows_with_the_text_and_never_past_the_screen(qtbot, qapp) -> None:
    assert dialog_size(QDialog(), QSize(300, 200)).width() == 300
    theme_of(qapp).set_text_scale(2.0)
    dialog = QDialog()
    qtbot.addWidget(dialog)
    assert dialog_size(dialog, QSize(300, 200)).width() > 500
    assert dialog_size(dialog, usable(dialog).size() * 2) == usable(dialog).size()
