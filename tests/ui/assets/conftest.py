"""A browser over fakes, with short waits and settings of its own."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QSettings

from metarr_desktop.domain.asset import CachedAsset
from metarr_desktop.domain.entity import EntityKey
from tests.async_gui import eventually
from tests.fakes import NOW, FakeCore, an_asset, an_entity
from ui.assets.controller import Timing
from ui.assets.page import AssetBrowser

QUICK = Timing(open_s=0.01, viewed_s=0.01, busy_s=0.01, escape_s=1.5)
STILL = Timing(open_s=60, viewed_s=0.01, busy_s=0.01, escape_s=1.5)
"""Nobody is asked by itself."""

INCEPTION = an_entity(1001)
DUNE = an_entity(1002, "Dune", 2021)
SOLARIS = an_entity(1003, "Solaris", 1972)


def posters(count: int, **changes: Any) -> list[CachedAsset]:
    """Some posters of TMDB, best first."""
    return [an_asset(score=99 - number % 90, **changes) for number in range(count)]


@pytest.fixture
def core() -> FakeCore:
    """Three films; Inception has twelve posters, the others none."""
    core = FakeCore()
    core.library.put(INCEPTION, DUNE, SOLARIS)
    core.cache.assets[INCEPTION.key] = posters(12)
    return core


@pytest.fixture
def settings(tmp_path: Path) -> QSettings:
    return QSettings(str(tmp_path / "browser.ini"), QSettings.Format.IniFormat)


async def settled(browser: AssetBrowser) -> None:
    """Return when what is in front was read and its pictures are there."""
    front, feed = browser.front, browser.parts.pane.feed
    await eventually(lambda: front.row is not None and front.was_read)
    await asyncio.sleep(0.02)  # the grid announces what is in sight once a frame
    await eventually(lambda: feed.is_idle)


OpenBrowser = Callable[..., Any]


@pytest.fixture
async def open_browser(qtbot: Any, core: FakeCore, settings: QSettings) -> AsyncIterator[OpenBrowser]:
    """Return a coroutine that opens the browser on a title and waits for its first answer."""
    opened: list[AssetBrowser] = []

    async def open_it(key: EntityKey = INCEPTION.key, *, timing: Timing = STILL, **how: Any) -> AssetBrowser:
        browser = AssetBrowser(core, settings=settings, timing=timing, clock=lambda: NOW)
        opened.append(browser)
        browser.resize(1280, 800)
        browser.show_title([INCEPTION.key, DUNE.key, SOLARIS.key], key, **how)
        await settled(browser)
        return browser

    yield open_it
    for browser in opened:  # by hand: qtbot would delete the window before its tasks have ended
        await browser.aclose()
        browser.close()
        browser.deleteLater()
