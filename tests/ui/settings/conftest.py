"""A settings window on a fake core, closed with its test."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QWidget

from metarr_desktop.domain.preferences import Preferences
from tests.fakes import FANART_INFO, TMDB_INFO, TVDB_INFO, FakeCore
from tests.ui.main_window_builders import use_settings_in
from ui.settings.page import SettingsWindow


@pytest.fixture(autouse=True)
def own_settings(qapp, tmp_path) -> None:
    qapp.setQuitOnLastWindowClosed(False)
    use_settings_in(tmp_path)


@pytest.fixture
def core() -> FakeCore:
    core = FakeCore()
    core.providers.known = (TMDB_INFO, FANART_INFO, TVDB_INFO)
    core.preferences.kept = Preferences(("tmdb", "fanart_tv", "tvdb"), languages=("de", "en"))
    core.keys.saved = {("tmdb", "API_KEY"): "secret"}
    return core


def a_group(parent: QWidget, *entries: tuple[str, object]) -> QActionGroup:
    """An exclusive group as the View menu has them; the last but one is checked."""
    group = QActionGroup(parent)
    for words, data in entries:
        action = QAction(words, parent, checkable=True)
        action.setData(data)
        group.addAction(action)
    group.actions()[-2].setChecked(True)
    return group


@pytest.fixture
async def window(qtbot, core: FakeCore) -> AsyncIterator[SettingsWindow]:
    owner = QWidget()
    qtbot.addWidget(owner)
    themes = a_group(owner, ("As the system", "system"), ("Light", "light"), ("Dark", "dark"))
    sizes = a_group(owner, ("90 %", 0.9), ("100 %", 1.0), ("200 %", 2.0))
    window = SettingsWindow(core, themes=themes, text_sizes=sizes)
    qtbot.addWidget(window)
    window.resize(1100, 720)
    window.show_page("providers")
    yield window
    await window.detach()
