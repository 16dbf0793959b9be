"""The windows beside the main one, and how they lead back to it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from metarr_desktop.domain.entity import ExternalIds, IdentityState
from tests.async_gui import eventually
from tests.ui import main_window_builders as builders
from tests.ui.main_window_builders import a_core, focus, key_of, opened, press
from ui.library.arrangement import Worklist

Key, Mod = Qt.Key, Qt.KeyboardModifier


@pytest.fixture(autouse=True)
def own_settings(qapp, tmp_path):
    qapp.setQuitOnLastWindowClosed(False)
    builders.use_settings_in(tmp_path)


async def test_enter_opens_the_browser_and_closing_it_returns_to_the_title(qtbot) -> None:
    async with opened(qtbot, a_core()) as window:
        focus(window, "Inception")
        press(window, Key.Key_Return)
        browser = window.windows.asset_browser
        assert browser.isVisible()
        browser.title_shown.emit(key_of(1))
        browser.close()
        assert window.library.titles.current_key() == key_of(1)


async def test_enter_on_an_unidentified_title_opens_the_identification(qtbot) -> None:
    async with opened(qtbot, a_core()) as window:
        focus(window, "Solaris")
        press(window, Key.Key_Return)
        assert window.windows.identify_window.isVisible()
        assert window.windows.asset_browser is None


async def test_a_title_identified_alone_goes_on_to_its_artwork(qtbot) -> None:
    core = a_core()
    async with opened(qtbot, core) as window:
        focus(window, "Solaris")
        window.acts.identify.trigger()
        film = replace(core.library.entities[key_of(4)], state=IdentityState.IDENTIFIED)
        core.library.put(replace(film, external_ids=ExternalIds(tmdb="593")))
        window.windows.identify_window.identified.emit(key_of(4))
        await eventually(lambda: window.library.rail.count_of(Worklist.UNIDENTIFIED) == 0)
        assert window.windows.asset_browser.isVisible()


async def test_a_choice_in_the_browser_shows_on_the_wall(qtbot) -> None:
    core = a_core()
    async with opened(qtbot, core) as window:
        focus(window, "Alien")
        press(window, Key.Key_Return)
        await core.curation.select(core.cache.assets[key_of(1)][0].id)
        window.windows.asset_browser.choice_changed.emit(key_of(1))
        await eventually(lambda: window.library.titles.model.find(key_of(1)).chosen == 1)


async def test_quitting_from_any_window_closes_all(qtbot) -> None:
    async with opened(qtbot, a_core()) as window:
        focus(window, "Inception")
        press(window, Key.Key_Return)
        window.show_keys()
        qtbot.keyClick(window.windows.asset_browser, Key.Key_Q, Mod.ControlModifier)
        assert not window.isVisible()
        assert not window.windows.asset_browser.isVisible()
        assert not window.tools.settings_window.isVisible()


async def test_detaching_while_a_refresh_runs_ends_it_cleanly(qtbot) -> None:
    core = a_core()
    async with opened(qtbot, core) as window:
        focus(window, "Inception")
        core.cache.gate.clear()
        window.acts.force.trigger()
        await eventually(lambda: core.cache.fetches)
        await window.detach()
        assert [request.key for request in core.cache.cancelled if request.force] == [key_of(3)]
        assert window.acts.refresh.text == "Force refresh"
