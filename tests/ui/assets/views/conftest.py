"""Pictures of every size and kind, and a browser that shows them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QSettings

from metarr_desktop.domain.errors import ThumbnailUnavailable
from metarr_desktop.domain.thumbnail import Size, Thumbnail
from tests.fakes import FakeCore
from tests.ui.assets import conftest as browsing
from ui.assets.views.pictures import ORIGINAL, screen_box


@dataclass
class Pictures:
    """Tiles at once; large pictures when the gate opens, all of one colour each."""

    errors: dict[str, Exception] = field(default_factory=dict)
    colours: dict[str, tuple[int, int, int]] = field(default_factory=dict)
    gate: asyncio.Event = field(default_factory=asyncio.Event)
    asked: list[tuple[str, Size]] = field(default_factory=list)
    under_way: int = 0
    given_up: int = 0

    def __post_init__(self) -> None:
        self.gate.set()

    async def load(self, url: str, box: Size) -> Thumbnail:
        if box not in (ORIGINAL, screen_box()):
            return Thumbnail(2, 3, bytes(24), False, 200, 300)
        self.asked.append((url, box))
        self.under_way += 1
        try:
            await self.gate.wait()
        except asyncio.CancelledError:
            self.given_up += 1
            raise
        finally:
            self.under_way -= 1
        if url in self.errors:
            raise self.errors[url]
        width, height = (400, 600) if box == ORIGINAL else (80, 120)
        red, green, blue = self.colours.get(url, (200, 40, 40))
        return Thumbnail(width, height, bytes((blue, green, red, 255)) * (width * height), False, 400, 600)

    def of(self, box: Size) -> list[str]:
        """Return the addresses asked for in *box*, in order."""
        return [url for url, asked in self.asked if asked == box]


BROKEN = ThumbnailUnavailable("The picture is damaged and cannot be shown.", is_permanent=True)


@pytest.fixture
def core() -> FakeCore:
    """Three films; Inception has twelve posters."""
    core = FakeCore()
    core.library.put(browsing.INCEPTION, browsing.DUNE, browsing.SOLARIS)
    core.cache.assets[browsing.INCEPTION.key] = browsing.posters(12)
    return core


@pytest.fixture
def pictures(core: FakeCore) -> Pictures:
    pictures = Pictures()
    core.thumbnails = pictures
    return pictures


@pytest.fixture
def settings(tmp_path: Path) -> QSettings:
    return QSettings(str(tmp_path / "browser.ini"), QSettings.Format.IniFormat)


Opened = Callable[..., Any]
open_browser = browsing.open_browser


@pytest.fixture
async def browser(open_browser: Opened, pictures: Pictures) -> Any:
    """A browser on the posters of Inception; the grid has the focus, on the first one."""
    return await open_browser()
