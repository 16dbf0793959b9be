"""The main window: painted without a core, alive with one, honest about what went wrong."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from metarr_desktop.domain.errors import StoreError
from tests.async_gui import eventually
from tests.fakes import FakeCore
from tests.ui import main_window_builders as builders
from tests.ui.main_window_builders import a_core, key_of, opened, titles
from ui.main_window import MainWindow


@pytest.fixture(autouse=True)
def own_settings(qapp, tmp_path):
    qapp.setQuitOnLastWindowClosed(False)
    builders.use_settings_in(tmp_path)


# -- without a core ------------------------------------------------------------------------------------------


def test_it_paints_before_there_is_a_core(qtbot) -> None:
    window = MainWindow()
    qtbot.addWidget(window)
    window.show()
    assert window.library.skeleton.isVisible()
    assert window.status.network.text() == "Opening the library…"


def test_nothing_can_be_clicked_that_needs_a_core(qtbot) -> None:
    window = MainWindow()
    qtbot.addWidget(window)
    needing = [
        window.acts.add_folder,
        window.acts.identify,
        window.acts.browse,
        window.acts.force,
        window.acts.undo,
    ]
    assert [action.isEnabled() for action in needing] == [False] * 5


def test_a_core_that_cannot_be_built_is_explained_and_can_be_tried_again(qtbot) -> None:
    window = MainWindow()
    qtbot.addWidget(window)
    window.show()
    window.show_problem("The database is damaged. Your films are unharmed. Restore the backup beside it.")
    tried = []
    window.retry_requested.connect(lambda: tried.append(True))
    qtbot.mouseClick(window.library.empty.button("Try again"), Qt.MouseButton.LeftButton)
    assert "Restore the backup" in window.library.empty.text
    assert tried == [True]


async def test_it_lets_go_of_one_core_and_takes_another(qtbot) -> None:
    first, second = a_core(), a_core()
    second.library.entities.pop(key_of(1))
    async with opened(qtbot, first) as window:
        await window.detach()
        assert titles(window) == []
        window.attach(second)
        await eventually(lambda: titles(window) == ["Dune", "Inception", "Solaris"])
        assert first.providers.listeners == []


# -- demo, errors --------------------------------------------------------------------------------------------


async def test_the_demo_says_so_and_leads_to_the_keys(qtbot) -> None:
    async with opened(qtbot, a_core(is_demo=True)) as window:
        assert window.messages.texts() == (
            "You are looking at the demo catalogue; nothing leaves this computer.",
        )
        link = next(b for b in window.messages.findChildren(QPushButton) if b.text() == "Add your keys")
        qtbot.mouseClick(link, Qt.MouseButton.LeftButton)
        assert window.tools.settings_window.isVisible()
        assert len(window.messages.texts()) == 1


async def test_only_the_demo_has_a_developer_menu(qtbot) -> None:
    async with opened(qtbot, a_core(is_demo=True)) as window:
        assert [a.text() for a in window.menuBar().actions()][-1] == "&Developer"
        await window.detach()
        assert [a.text() for a in window.menuBar().actions()][-1] == "&Help"


async def test_a_library_that_cannot_be_read_is_told_in_a_sentence(qtbot) -> None:
    core = FakeCore()
    core.library.error = StoreError("The database is locked by another program. Close it and try again.")
    async with opened(qtbot, core) as window:
        await eventually(lambda: window.messages.texts())
        assert window.messages.texts()[0].startswith("The database is locked")


async def test_an_uncaught_error_reaches_the_message_bar(qtbot) -> None:
    async with opened(qtbot, a_core()) as window:
        window.show_message("Something failed. Nothing was lost.")
        assert window.messages.texts() == ("Something failed. Nothing was lost.",)
