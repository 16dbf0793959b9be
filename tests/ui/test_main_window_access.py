"""Every control of the main window and its dialogs can be named, reached and told by its key."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QDialog, QWidget

from tests.async_gui import eventually
from tests.ui import accessibility, main_window_builders
from tests.ui.main_window_builders import a_core, key_of, opened
from ui.about import about_dialog, keys_dialog
from ui.main_window import MainWindow


@pytest.fixture(autouse=True)
def own_settings(qapp, tmp_path):
    qapp.setQuitOnLastWindowClosed(False)
    main_window_builders.use_settings_in(tmp_path)


def add_title(window: MainWindow) -> QWidget:
    return window.session.ask_for_title(window, "solaris")


def keys(window: MainWindow) -> QWidget:
    window.show_keys()
    return window.tools.settings_window


def shortcuts(window: MainWindow) -> QDialog:
    return keys_dialog(window.acts.all(), window)


def about(window: MainWindow) -> QDialog:
    return about_dialog(window.core.providers.infos(), window)


@pytest.mark.parametrize("part", [lambda window: window, add_title, keys, shortcuts, about])
async def test_every_control_has_a_name_and_says_what_it_does(
    qtbot, part: Callable[[MainWindow], QWidget]
) -> None:
    async with opened(qtbot, a_core(is_demo=True)) as window:
        await eventually(lambda: window.library.inspector.shown is not None)
        widget = part(window)
        widget.show()
        assert list(accessibility.controls(widget))
        assert accessibility.nameless(widget) == []
        assert accessibility.without_tooltip(widget) == []
        if widget is not window:
            widget.close()


async def test_every_action_names_its_key_and_no_two_share_one(qtbot) -> None:
    async with opened(qtbot, a_core(is_demo=True)) as window:
        assert accessibility.actions_without_key_in_tooltip(window) == []
        assert accessibility.ambiguous_keys(window) == {}


async def test_tab_walks_from_tool_bar_to_rail_titles_and_inspector(qtbot) -> None:
    async with opened(qtbot, a_core()) as window:
        await eventually(lambda: window.library.inspector.shown is not None)
        order = accessibility.tab_order(window)
        stops = [window.library.rail, window.library.titles.wall, window.library.inspector.browse_button]
        places = [order.index(stop) for stop in stops]
        assert places == sorted(places)


async def test_a_title_is_read_aloud_in_a_sentence(qtbot) -> None:
    async with opened(qtbot, a_core()) as window:
        index = window.library.titles.model.index_of(key_of(3))
        assert index.data() == "Inception (2010), artwork 1 of 8 chosen"


async def test_the_walker_finds_what_has_no_name(qtbot) -> None:
    from PySide6.QtWidgets import QLineEdit, QPushButton, QSlider, QVBoxLayout

    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    column.addWidget(QSlider(window))
    column.addWidget(QPushButton("Named by its words", window))
    line = QLineEdit(window)
    line.setAccessibleName("Named")
    line.setClearButtonEnabled(True)
    column.addWidget(line)
    window.show()
    assert [line.split()[0] for line in accessibility.nameless(window)] == ["QSlider", "QToolButton"]
    assert len(accessibility.without_tooltip(window)) == 4
