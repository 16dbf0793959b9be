"""Settings and provider health, opened from the library."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.async_gui import eventually
from tests.ui import main_window_builders as builders
from tests.ui.main_window_builders import a_core, opened, press

LEFT, Key, Modifier = Qt.MouseButton.LeftButton, Qt.Key, Qt.KeyboardModifier
CTRL = Modifier.ControlModifier


@pytest.fixture(autouse=True)
def own_settings(qapp, tmp_path):
    qapp.setQuitOnLastWindowClosed(False)
    builders.use_settings_in(tmp_path)


async def test_ctrl_comma_opens_the_settings(qtbot) -> None:
    async with opened(qtbot, a_core()) as window:
        press(window, Key.Key_Comma, CTRL)
        settings = window.tools.settings_window
        assert settings.isVisible()
        assert settings.list.current is settings.providers
        assert settings.look is not None


async def test_a_lamp_leads_to_the_health_of_its_provider(qtbot) -> None:
    async with opened(qtbot, a_core()) as window:
        qtbot.mouseClick(window.status.lamps.lamp("fanart_tv"), LEFT)
        health = window.tools.health_window
        assert health.isVisible()
        assert health.cards["fanart_tv"].isAncestorOf(health.focusWidget())


async def test_the_health_page_leads_to_the_keys_of_its_provider(qtbot) -> None:
    async with opened(qtbot, a_core()) as window:
        press(window, Key.Key_H, CTRL | Modifier.ShiftModifier)
        qtbot.mouseClick(window.tools.health_window.cards["fanart_tv"].settings_button, LEFT)
        settings = window.tools.settings_window
        assert settings.providers.cards["fanart_tv"].is_showing_keys
        assert settings.focusWidget() is settings.providers.cards["fanart_tv"].keys.fields["API_KEY"]


async def test_the_settings_lead_back_to_the_window_they_were_opened_from(qtbot) -> None:
    async with opened(qtbot, a_core()) as window:
        window.tools.show_activity()
        activity = window.tools.activity_window
        await eventually(activity.isActiveWindow)
        activity.settings_requested.emit("automation")
        settings = window.tools.settings_window
        await eventually(settings.isActiveWindow)
        QTest.keyClick(settings, Key.Key_Escape)
        await eventually(activity.isActiveWindow)
        activity.close()
        await eventually(window.isActiveWindow)


async def test_the_look_is_that_of_the_menu(qtbot) -> None:
    async with opened(qtbot, a_core()) as window:
        window.tools.show_settings("look")
        dark = next(action for action in window.acts.themes.actions() if action.data() == "dark")
        window.tools.settings_window.look.buttons[dark].click()
        assert dark.isChecked()
        assert window._settings.value("window/theme") == "dark"
        window.acts.themes.actions()[0].trigger()


async def test_changes_left_in_the_settings_are_told_and_lead_back_there(qtbot) -> None:
    async with opened(qtbot, a_core()) as window:
        window.tools.show_settings("providers")
        settings = window.tools.settings_window
        settings.providers.cards["tmdb"].check.click()
        QTest.keyClick(settings, Key.Key_Escape)
        assert window.messages.texts() == ("1 change of the settings not applied yet.",)
        window.messages.line("settings").action_triggered.emit()
        assert settings.isVisible()
        assert window.messages.texts() == ()
        qtbot.mouseClick(settings.bar.revert_button, LEFT)
        QTest.keyClick(settings, Key.Key_Escape)
        assert window.messages.texts() == ()


async def test_both_outlive_a_core(qtbot) -> None:
    first, second = a_core(), a_core()
    async with opened(qtbot, first) as window:
        window.tools.show_settings()
        window.tools.show_health()
        await window.detach()
        assert (first.providers.listeners, first.preferences.listeners) == ([], [])
        assert not window.tools.settings_window.isEnabled()
        window.attach(second)
        await eventually(lambda: window.tools.health_window.isEnabled())
        assert len(second.preferences.listeners) >= 2


async def test_without_a_core_nothing_opens(qtbot) -> None:
    async with opened(qtbot, a_core()) as window:
        await window.detach()
        window.tools.show_settings()
        window.tools.show_health()
        assert (window.tools.settings_window, window.tools.health_window) == (None, None)
        window.attach(a_core())
