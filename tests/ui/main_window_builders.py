"""A main window on a fake core, and what tests do with it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QSettings, Qt
from PySide6.QtTest import QTest

from metarr_desktop.domain.asset import AssetType
from metarr_desktop.domain.entity import Entity, EntityKey, EntityType, ExternalIds, IdentityState
from tests.async_gui import eventually
from tests.fakes import FakeCore, FakeDemo, an_asset, an_entity
from ui.main_window import MainWindow


def key_of(number: int) -> EntityKey:
    """The key of film *number*."""
    return EntityKey(EntityType.MOVIE, number)


def unidentified(number: int, title: str, year: int | None = None) -> Entity:
    """A film whose file is known and nothing else."""
    film = an_entity(number, title, year, external_ids=ExternalIds(), state=IdentityState.UNIDENTIFIED)
    return replace(film, metadata=replace(film.metadata, genres=(), runtime_min=None))


def a_core(*, is_demo: bool = False) -> FakeCore:
    """Four films: Alien and Inception with artwork, Dune never fetched, Solaris not identified."""
    core = FakeCore(demo=FakeDemo() if is_demo else None)
    core.library.put(
        an_entity(1, "Alien", 1979, external_ids=ExternalIds(tmdb="348", imdb="tt0078748")),
        an_entity(2, "Dune", 2021, external_ids=ExternalIds(tmdb="438631")),
        an_entity(3, "Inception", 2010),
        unidentified(4, "Solaris"),
    )
    for number in (1, 3):
        core.cache.assets[key_of(number)] = [
            an_asset(),
            an_asset(AssetType.FANART, is_selected=number == 3),
            an_asset(AssetType.CLEARART),
        ]
    return core


def use_settings_in(folder: Path) -> None:
    """Keep the settings of the window in *folder*; the files of the person who runs the tests stay as are."""
    QCoreApplication.setOrganizationName("Metarr")
    QCoreApplication.setApplicationName("metarr-desktop-tests")
    QSettings.setDefaultFormat(QSettings.Format.IniFormat)
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(folder))
    QSettings().clear()


@asynccontextmanager
async def opened(qtbot, core: FakeCore, *, is_filling: bool = False) -> AsyncIterator[MainWindow]:
    """Yield a window with the titles of *core* on screen; detached and closed at the end.

    Unless *is_filling*, nothing is fetched by itself: every fetch a test sees is one it caused.
    """
    window = MainWindow()
    qtbot.addWidget(window)
    window.resize(1280, 800)
    window.show()
    if not is_filling:
        core.cache.gate.clear()
    window.attach(core)
    await eventually(lambda: len(window.library.controller.rows) == len(core.library.entities))
    if not is_filling:
        window.session.fill.stop()
        core.cache.gate.set()
        core.cache.fetches.clear()
        core.cache.cancelled.clear()
    try:
        yield window
    finally:
        await window.detach()
        window.close()


def titles(window: MainWindow) -> list[str]:
    """The titles on screen, in order."""
    return [row.entity.title for row in window.library.titles.model.items]


def press(
    window: MainWindow, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    """Press *key* among the titles."""
    QTest.keyClick(window.library.titles.view, key, modifiers)


def focus(window: MainWindow, title: str) -> None:
    """Make the first film called *title* the current one."""
    row = next(row for row in window.library.rows() if row.entity.title == title)
    window.library.focus_title(row.key)
