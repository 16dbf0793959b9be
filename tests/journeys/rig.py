"""The program as a person has it before them: the window and the core, put together as ``main.py`` does.

Everything is done by clicks and keys; the demo services are the only thing at the far end.
"""

from __future__ import annotations

import functools
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QPoint, QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

import main
from metarr_desktop.demo.faults import DemoService, Failure, Fault
from metarr_desktop.demo.request_log import LoggedRequest
from metarr_desktop.demo.service import DemoServices
from metarr_desktop.domain.asset import AssetType, CachedAsset
from metarr_desktop.domain.entity import EntityKey, EntityType
from metarr_desktop.domain.status import Lamp
from metarr_desktop.providers.fanart_tv import info as fanart_tv
from metarr_desktop.providers.musicbrainz import info as musicbrainz
from metarr_desktop.providers.tmdb import info as tmdb
from metarr_desktop.providers.tvdb import info as tvdb
from metarr_desktop.services import Services
from metarr_desktop.settings import load_settings
from tests.async_gui import eventually
from tests.journeys.quick_picture import quick_picture
from ui.application import set_error_sink
from ui.assets.page import AssetBrowser
from ui.identify.page import IdentifyWindow
from ui.main_window import MainWindow

Key, Modifier = Qt.Key, Qt.KeyboardModifier
CTRL, SHIFT, ALT = Modifier.ControlModifier, Modifier.ShiftModifier, Modifier.AltModifier
LEFT = Qt.MouseButton.LeftButton
TMDB, FANART_TV = DemoService.TMDB, DemoService.FANART_TV
ALL_PROVIDERS = (fanart_tv.INFO, musicbrainz.INFO, tmdb.INFO, tvdb.INFO)
FILM_SERVICES = {info.name for info in ALL_PROVIDERS if info.knows(EntityType.MOVIE)}
"""Everybody who is asked for films; the film of each journey is known to all of them."""
PATIENCE_S = 20.0
"""For what waits for several fetches; on two busy cores it may take that long, normally a tenth of it."""


def film(number: int) -> EntityKey:
    """Return the key of a film of the starter library (1001 to 1024)."""
    return EntityKey(EntityType.MOVIE, number)


def series(number: int) -> EntityKey:
    """Return the key of a series of the starter library (2001 to 2006)."""
    return EntityKey(EntityType.TV, number)


def album(number: int) -> EntityKey:
    """Return the key of an album of the starter library (3001 to 3009)."""
    return EntityKey(EntityType.MUSIC, number)


def use_quick_pictures(monkeypatch: Any, broken: set[DemoService]) -> None:
    """Let demo services paint in a millisecond; those in *broken* are unreachable from their first moment."""

    def build(*args: Any, **options: Any) -> DemoServices:
        site = DemoServices(*args, painter=quick_picture, **options)
        for service in broken:
            site.faults.switch_on(service, Fault(Failure.UNREACHABLE))
        return site

    monkeypatch.setattr(
        "metarr_desktop.services.demo_mode.DemoServices", functools.wraps(DemoServices)(build)
    )


class Program:
    """One running program; two of them may share a home."""

    def __init__(self, home: Path) -> None:
        settings = load_settings({**os.environ, "METARR_HOME": str(home), "METARR_DEMO": "1"})
        QCoreApplication.setOrganizationName("Metarr")
        QCoreApplication.setApplicationName("metarr-desktop")
        main._keep_window_settings_in(settings)
        QSettings().sync()
        self._has_ended = False
        self.window = MainWindow()
        self.runner = main._CoreRunner(self.window, settings)
        self.window.retry_requested.connect(self.runner.start_again)
        self.window.keys_saved.connect(self.runner.take_over_keys)

    async def start(self, *, waits_for_titles: bool = True) -> None:
        """Show the window and build the core, as at the start of the program."""
        self.window.resize(1280, 800)
        self.window.show()
        self.window.activateWindow()
        set_error_sink(self.window.show_message)
        self.runner.start_again()
        if waits_for_titles:
            await eventually(lambda: len(self.window.library.rows()) > 0, PATIENCE_S)
            await eventually(lambda: self.window.library.inspector.shown is not None, PATIENCE_S)

    async def end(self) -> None:
        """Close the window, as a person does, and wait until nothing of the program is left."""
        if self._has_ended:
            return
        self._has_ended = True
        self.window.close()
        set_error_sink(None)
        await self.runner.stop()
        self.window.deleteLater()

    # -- what is there ---------------------------------------------------------------------------------------

    @property
    def core(self) -> Services:
        """The core behind the window; only to look at, and for the demo's switches."""
        core = self.window.core
        assert isinstance(core, Services)
        return core

    @property
    def site(self) -> DemoServices:
        """The demo services of this program."""
        assert self.core.demo is not None
        return self.core.demo.site

    @property
    def browser(self) -> AssetBrowser:
        assert self.window.windows is not None
        assert self.window.windows.asset_browser is not None
        return self.window.windows.asset_browser

    @property
    def identification(self) -> IdentifyWindow:
        assert self.window.windows is not None
        assert self.window.windows.identify_window is not None
        return self.window.windows.identify_window

    def is_browsing(self) -> bool:
        """Tell whether the browser is on screen."""
        windows = self.window.windows
        return windows is not None and windows.asset_browser is not None and self.browser.isVisible()

    def is_identifying(self) -> bool:
        """Tell whether the identification window is on screen."""
        windows = self.window.windows
        return windows is not None and windows.identify_window is not None and self.identification.isVisible()

    def requests(self) -> tuple[LoggedRequest, ...]:
        """Return what reached the demo services, oldest first."""
        return self.site.log.entries()

    async def posters(self, key: EntityKey) -> list[CachedAsset]:
        """Return the posters stored of *key*."""
        return await self.core.cache.get_cached_assets(key, AssetType.POSTER)

    def tiles(self) -> tuple[CachedAsset, ...]:
        """Return what the browser shows, in its order."""
        return self.browser.parts.pane.model.items

    def pictures_here(self) -> set[str]:
        """Return the providers of which at least one tile shows its picture."""
        pane = self.browser.parts.pane
        return {each.provider_name for each in self.tiles() if pane.pixmap(each) is not None}

    def chip(self, provider: str) -> str:
        """Return the words on the chip of *provider* in the browser."""
        return str(self.browser.parts.header.providers.chip(provider).label())

    def slot(self, kind: AssetType = AssetType.POSTER) -> CachedAsset | None:
        """Return the selected picture the inspector shows."""
        return self.window.library.inspector.board.slot(kind).summary.selected

    # -- what a person does ----------------------------------------------------------------------------------

    async def stop_filling(self) -> None:
        """Click *Stop* in the status bar: from now on only what the test causes is fetched."""
        assert self.window.session is not None
        fill, stop = self.window.session.fill, self.window.status.stop

        def is_quiet() -> bool:
            if fill.is_running and stop.isVisible():  # again, if it was begun for titles that were read later
                click(stop)
            # What was on its way when it was stopped still reaches a service.
            return not fill.is_running and all(
                each.lamp is not Lamp.WORKING for each in self.core.providers.statuses()
            )

        await eventually(is_quiet)

    async def go_to(self, key: EntityKey) -> None:
        """Click the tile of *key* on the wall."""
        await eventually(self.window.isActiveWindow)
        titles = self.window.library.titles
        row = titles.model.row_of(key)
        assert row is not None
        index = titles.model.index(row, 0)
        titles.wall.scrollTo(index)
        place = titles.wall.visualRect(index)
        click(titles.wall.viewport(), QPoint(place.center().x(), place.top() + place.height() // 3))
        inspector = self.window.library.inspector  # shows no single title while several are selected
        await eventually(lambda: inspector.shown is not None and inspector.shown.key == key)

    async def browse(self, key: EntityKey) -> None:
        """Go to *key* and open its artwork by Ctrl+B."""
        await self.go_to(key)
        press(Key.Key_B, CTRL)
        await eventually(lambda: self.is_browsing() and self.browser.current_key == key)
        await eventually(lambda: self.browser.isActiveWindow())
        # Qt fits a remembered window into the screen, and the offscreen one measures 800 x 800.
        self.browser.resize(1280, 800)

    async def fetched(self) -> None:
        """Wait until the browser has fetched its title and shows it."""
        key = self.browser.current_key
        assert key is not None
        state = self.browser.controller.refresher.of(key)
        await eventually(lambda: state.was_fetched and not state.is_running, PATIENCE_S)
        await eventually(self.tiles)

    def click_tile(self, asset_id: int) -> None:
        """Click a tile of the browser, as it lies in the window."""
        grid, model = self.browser.parts.pane.grid, self.browser.parts.pane.model
        row = model.row_of(asset_id)
        assert row is not None
        index = model.index(row, 0)
        grid.scrollTo(index)
        click(grid.viewport(), grid.visualRect(index).center())


def click(widget: QWidget, at: QPoint | None = None) -> None:
    """Click with the left button; the widget must be there to be clicked."""
    assert widget.isVisible(), f"{widget!r} is not on screen"
    assert widget.isEnabled(), f"{widget!r} cannot be clicked now"
    QTest.mouseClick(widget, LEFT, Modifier.NoModifier, at if at is not None else widget.rect().center())


def press(key: Qt.Key, modifiers: Qt.KeyboardModifier = Modifier.NoModifier) -> None:
    """Press a key; it goes where the focus is."""
    target = QApplication.focusWidget() or QApplication.activeWindow()
    assert target is not None, "no window has the focus"
    QTest.keyClick(target, key, modifiers)


def type_text(text: str) -> None:
    """Type *text* where the focus is."""
    QTest.keyClicks(QApplication.focusWidget(), text)


def has_button(parent: QWidget, words: str) -> bool:
    """Tell whether *parent* shows exactly one button with these words, which a moment after a change it may not."""
    return (
        sum(each.text() == words and each.isVisible() for each in parent.findChildren(QAbstractButton)) == 1
    )


def button(parent: QWidget, words: str) -> QAbstractButton:
    """Return the one visible button of *parent* with these words."""
    found = [
        each for each in parent.findChildren(QAbstractButton) if each.text() == words and each.isVisible()
    ]
    assert len(found) == 1, f"{len(found)} buttons say {words!r}"
    return found[0]


def said(texts: Callable[[], tuple[str, ...]], *words: str) -> Callable[[], bool]:
    """Return a check: is there one message with all of *words* in it?"""
    return lambda: any(all(word in text for word in words) for text in texts())
