"""The activity window on a fake core."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import pytest

from tests.async_gui import eventually
from tests.fakes import NOW, FakeCore
from tests.ui.main_window_builders import use_settings_in
from ui.activity.page import ActivityWindow

OpenActivity = Callable[
    [str, Callable[[ActivityWindow], object]], AbstractAsyncContextManager[ActivityWindow]
]


@pytest.fixture
def open_activity(qtbot, qapp, tmp_path, core: FakeCore) -> OpenActivity:
    """Return what opens the window at a tab, until it shows what is waited for."""

    @asynccontextmanager
    async def opened(tab: str, is_there: Callable[[ActivityWindow], object]) -> AsyncIterator[ActivityWindow]:
        qapp.setQuitOnLastWindowClosed(False)
        use_settings_in(tmp_path)
        window = ActivityWindow(core, now=lambda: NOW)
        window.resize(1180, 740)
        window.show_tab(tab)
        await eventually(lambda: is_there(window))
        yield window
        await window.detach()  # before Qt deletes it, which qtbot.addWidget would have done by now
        window.close()
        window.deleteLater()

    return opened
