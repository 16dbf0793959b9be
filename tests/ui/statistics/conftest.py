"""The statistics window on a fake core: thirty days, 240 entries; a parameter is the number of its page."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from PySide6.QtCore import QSettings

from tests.fakes import NOW, FakeCore
from tests.ui.main_window_builders import use_settings_in
from ui.statistics import cache_controller, cache_filter, numbers_controller
from ui.statistics.page import StatisticsWindow
from ui.statistics.preferences import StatisticsPreferences


@pytest.fixture
def core() -> FakeCore:
    return FakeCore()


@pytest.fixture
async def window(
    request, qtbot, qapp, tmp_path, monkeypatch, core: FakeCore
) -> AsyncIterator[StatisticsWindow]:
    monkeypatch.setattr(cache_filter, "_TYPING_MS", 1)
    monkeypatch.setattr(cache_controller, "_SOON_MS", 5)
    monkeypatch.setattr(numbers_controller, "_SOON_MS", 5)
    qapp.setQuitOnLastWindowClosed(False)
    use_settings_in(tmp_path / "settings")
    StatisticsPreferences(QSettings()).page = getattr(request, "param", 0)
    window = StatisticsWindow(core, now=lambda: NOW)
    window.resize(1180, 740)
    window.show_page()
    yield window
    await window.detach()
    window.close()
    window.deleteLater()
