"""The window with everything it needs, and a clock for typing that does not make tests wait."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.fakes import FANART_INFO, NOW, FakeCore
from tests.ui.identify.searches import SEARCHABLE, HeldCache, UndoingCuration, look_alikes
from ui.identify import IdentifyWindow, searcher


@pytest.fixture(autouse=True)
def quick_typing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Shorten the waits for further letters; their order stays."""
    monkeypatch.setattr(searcher, "DEBOUNCE_S", 0.02)
    monkeypatch.setattr(searcher, "RESOLVE_AFTER_S", 0.04)


@pytest.fixture
def core() -> FakeCore:
    """A core that finds two look-alikes, whatever is searched for."""
    core = FakeCore()
    core.cache.results = look_alikes()
    core.providers.known = (SEARCHABLE, FANART_INFO)
    core.curation = UndoingCuration(core)
    return core


@pytest.fixture
def held(core: FakeCore) -> HeldCache:
    """Make the test answer every search by hand."""
    core.cache = HeldCache()
    return core.cache


@pytest.fixture
async def window(
    qtbot, qapp, core: FakeCore, request: pytest.FixtureRequest
) -> AsyncIterator[IdentifyWindow]:
    """The window over `core`; request `held` before it to answer searches by hand."""
    if "held" in request.fixturenames:
        request.getfixturevalue("held")
    qapp.setQuitOnLastWindowClosed(False)  # as the program does: the loop goes on when this window closes
    addresses: list[str] = []
    window = IdentifyWindow(core, clock=lambda: NOW, open_address=addresses.append)
    window.opened_addresses = addresses
    qtbot.addWidget(window)
    yield window
    await window.aclose()
