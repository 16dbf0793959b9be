"""Starting refreshes of the browser, and waiting for their end."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt

from metarr_desktop.domain.fetch import Outcome, ProviderOutcome
from tests.async_gui import eventually
from tests.ui.assets.conftest import settled
from ui.assets.page import AssetBrowser
from ui.assets.refresh_button import RefreshState

UNREACHABLE = ProviderOutcome(
    "fanart_tv", Outcome.FAILED, "unreachable", "Fanart.tv cannot be reached (request x)."
)


def press_force(qtbot: Any, browser: AssetBrowser) -> None:
    qtbot.keyClick(browser.parts.pane, Qt.Key.Key_F5, Qt.KeyboardModifier.ControlModifier)


async def ended(browser: AssetBrowser) -> None:
    """Return when nothing is fetched for the title in front and what came is on screen."""
    key = browser.current_key
    assert key is not None
    await eventually(lambda: not browser.controller.refresher.of(key).is_running)
    await eventually(lambda: browser.parts.refresh.state in (RefreshState.READY, RefreshState.UNIDENTIFIED))
    await settled(browser)


def message(browser: AssetBrowser) -> str:
    return "\n".join(browser.parts.messages.texts())
