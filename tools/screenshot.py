"""Take the pictures of the documentation: the real program on the demo catalogue, in a folder of its own.

python tools/screenshot.py                  into docs/images (this is `make screenshot`)
python tools/screenshot.py --into out       into another folder

Nothing is staged: the windows are the program's, driven by the keys a person would press. The clock of the
core is set, so that everything was fetched two and a half days ago; the rest follows from the catalogue.
"""

from __future__ import annotations

import argparse
import asyncio
import io
import os
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
# ruff: noqa: E402 - the program is found only once its folder is on the path

from PIL import Image
from PySide6.QtCore import QBuffer, QIODevice, QSettings, Qt
from PySide6.QtGui import QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from metarr_desktop.domain.asset import AssetType
from metarr_desktop.domain.entity import EntityKey, EntityType
from metarr_desktop.domain.fetch import FetchRequest
from metarr_desktop.domain.jobs import Job, JobState
from metarr_desktop.services import Services, build_services
from metarr_desktop.settings import load_settings
from ui.application import create_application, run, theme_of
from ui.assets.page import AssetBrowser
from ui.main_window import MainWindow
from ui.page_windows import PageWindows
from ui.picture_feed import PictureFeed

WIDTH, HEIGHT = 1440, 900
MOST_BYTES = 700_000
SEEN_AT = datetime.now(UTC)
FETCHED_AT = SEEN_AT - timedelta(days=2.5)
CHOSEN = {1001: 3, 1003: 1, 1005: 2, 1006: 1, 1010: 2, 1021: 4, 1024: 1}
"""Film -> how many of its types have a picture chosen."""
TYPES = (AssetType.POSTER, AssetType.FANART, AssetType.CLEARLOGO, AssetType.DISCART)
UNIDENTIFIED = (1002, 1018, 1019, 1007, 1009, 1011, 1015, 1022)
PATIENCE_S = 40.0
"""Every picture is painted for the first time: minutes on a slow machine."""

COLLECTION = 1005
"""A film of the starter library whose sequel is in it as well."""


def film(number: int) -> EntityKey:
    return EntityKey(EntityType.MOVIE, number)


async def until(check: Callable[[], object], what: str) -> None:
    """Wait for *check*; TimeoutError names *what* never came."""
    end = time.monotonic() + PATIENCE_S
    while not check():
        if time.monotonic() > end:
            raise TimeoutError(f"{what} never came")
        await asyncio.sleep(0.02)


async def painted(window: QWidget) -> None:
    """Wait until no picture of *window* is on its way."""
    await asyncio.sleep(0.3)  # what is wanted is known once it was laid out
    await until(lambda: all(feed.is_idle for feed in window.findChildren(PictureFeed)), "a picture")


class Photographer:
    """Saves what a window shows, in both looks."""

    def __init__(self, app: QApplication, folder: Path) -> None:
        self._app, self._folder = app, folder

    async def take(self, widget: QWidget, name: str, looks: tuple[str, ...] = ("dark", "light")) -> None:
        """Save ``NAME-LOOK.png`` for each look."""
        for look in looks:
            theme_of(self._app).set_mode(look)
            await asyncio.sleep(0.4)  # palette, style sheet, layout, and what the new look has painted anew
            path = self._folder / f"{name}-{look}.png"
            path.write_bytes(_optimised(widget.grab()))
            print(f"{path.name}  {path.stat().st_size / 1000:.0f} kB")


def _optimised(pixmap: QPixmap) -> bytes:
    """Return *pixmap* as a PNG of at most 700 kB; bits of colour are dropped only if that is needed."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    pixmap.save(buffer, "PNG")
    image = Image.open(io.BytesIO(buffer.data().data())).convert("RGB")
    for dropped in range(4):
        # The grain of the posters hides what is lost; a palette of 256 colours would show dots or bands.
        low = (1 << dropped) - 1
        out = io.BytesIO()
        image.point([value | low if value > 127 else value & ~low for value in range(256)] * 3).save(
            out, "PNG", optimize=True
        )
        if out.tell() <= MOST_BYTES:
            return out.getvalue()
    raise ValueError(f"a picture takes {out.tell()} bytes even with 5 bits a colour")


async def prepare(services: Services) -> None:
    """Lay out the library and choose some artwork, two and a half days before the pictures are taken."""
    await services.lay_out_starter_library()
    for row in await services.library.rows():
        if row.entity.external_ids:
            for _ in range(
                4
            ):  # the first time from the providers, then as pages and schedules ask: from the cache
                await services.cache.fetch_assets(FetchRequest(row.key))
    for number, types in CHOSEN.items():
        for kind in TYPES[:types]:
            assets = await services.cache.get_cached_assets(film(number), kind)
            if assets:
                await services.curation.select(assets[0].id)
        for kind in AssetType:
            await services.library.mark_viewed(film(number), kind)
    posters = await services.cache.get_cached_assets(film(1001), AssetType.POSTER)
    await services.curation.reject(posters[6].id)
    await services.close()


async def take_all(app: QApplication, folder: Path, home: Path) -> None:
    """Drive the program and take every picture."""
    settings = load_settings({"METARR_HOME": str(home), "METARR_DEMO": "1"})
    now = FETCHED_AT
    await prepare(await asyncio.to_thread(build_services, settings, clock=lambda: now))
    services = await asyncio.to_thread(partial(build_services, settings, clock=lambda: SEEN_AT))
    window = MainWindow()
    window.resize(WIDTH, HEIGHT)
    window.show()
    window.attach(services)
    photographer = Photographer(app, folder)
    try:
        await library(photographer, window)
        await identification(photographer, window)
        await browser(photographer, window)
        await contact_sheet(photographer, window)
        await automation(photographer, window, services)
    finally:
        await window.detach()
        window.close()
        await services.close()


async def library(photographer: Photographer, window: MainWindow) -> None:
    page = window.library
    await until(lambda: len(page.rows()) == 24, "the library")
    page.focus_title(film(1001))
    await until(lambda: page.inspector.shown and page.inspector.shown.key == film(1001), "the inspector")
    await painted(window)
    window.messages.dismiss("demo")
    page.take_focus()
    await photographer.take(window, "library")


async def identification(photographer: Photographer, window: MainWindow) -> None:
    windows = _windows(window)
    windows.identify([film(number) for number in UNIDENTIFIED])
    identify = windows.identify_window
    assert identify is not None
    identify.resize(WIDTH, HEIGHT)
    await until(lambda: identify.area.model.rowCount() > 1, "results")
    await until(lambda: not identify._controller.snapshot.pending, "the last provider")
    QTest.keyClick(identify.bar.text, Qt.Key.Key_Down)
    await painted(identify)
    await photographer.take(identify, "identify")
    identify.close()


async def browser(photographer: Photographer, window: MainWindow) -> None:
    windows = _windows(window)
    windows.browse(window.library.titles.keys(), film(1001))
    browser = windows.asset_browser
    assert browser is not None
    browser.resize(WIDTH, HEIGHT)
    pane = browser.parts.pane
    await until(lambda: pane.model.rowCount() > 10, "candidates")
    await until(lambda: browser.parts.refresh.button.isEnabled() and browser.isActiveWindow(), "the browser")
    await painted(browser)  # the window is at rest: a click on a button that still moves is lost
    QTest.mouseClick(browser.parts.refresh.button, Qt.MouseButton.LeftButton)
    await until(lambda: any("new" in text for text in browser.parts.messages.texts()), "the refresh")
    pane.focus_id(pane.model.item(2).id)
    pane.grid.verticalScrollBar().setValue(0)
    await painted(browser)
    await photographer.take(browser, "browser")
    await views(photographer, browser)


async def views(photographer: Photographer, browser: AssetBrowser) -> None:
    """The same candidates looked at closely, each view by its key."""
    stage, pane = browser.parts.stage, browser.parts.pane

    async def arrived(what: str) -> None:
        await until(lambda: stage.pictures.is_idle, what)
        await painted(browser)

    QTest.keyClick(pane.grid, Qt.Key.Key_Space)
    await until(stage.loupe.isVisible, "the loupe")
    QTest.keyClick(stage.loupe.canvas, Qt.Key.Key_H)
    await until(lambda: stage.shelf.content is not None, "the shelf")
    await arrived("the picture of the loupe")
    await photographer.take(browser, "loupe")
    QTest.keyClick(stage.loupe.canvas, Qt.Key.Key_H)
    QTest.keyClick(stage.loupe.canvas, Qt.Key.Key_C)
    await until(stage.compare.isVisible, "the two pictures")
    await arrived("one of the two pictures")
    await photographer.take(browser, "compare")
    QTest.keyClick(stage.compare.right.canvas, Qt.Key.Key_N)
    await until(stage.survey.isVisible, "the survey")
    await arrived("a picture of the survey")
    await photographer.take(browser, "survey")
    QTest.keyClick(stage.survey.board, Qt.Key.Key_G)


async def contact_sheet(photographer: Photographer, window: MainWindow) -> None:
    windows = _windows(window)
    windows.show_sheet(film(COLLECTION))
    sheet = windows.sheet_window
    assert sheet is not None
    sheet.resize(WIDTH, HEIGHT)
    await until(lambda: sheet.parts.is_table_shown and not sheet.model.sheet.unseen, "the contact sheet")
    await painted(sheet)
    QTest.keyClick(sheet.parts.table, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    await until(lambda: sheet.picks.count() > 1, "the picks")
    await until(lambda: sheet.parts.feed.is_idle, "the pictures of the sheet")
    await photographer.take(sheet, "contact-sheet")
    sheet.close()


async def automation(photographer: Photographer, window: MainWindow, services: Services) -> None:
    """Enrich a few titles by their keys; then what is proposed, what was done, and the numbers of it."""
    await services.automation.start()
    window.activateWindow()
    window.library.take_focus()
    wall = window.library.titles.wall
    window.library.focus_title(film(1001))
    for _ in range(3):
        QTest.keyClick(wall, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    window.acts.automation.enrich.trigger()
    ended: list[Job] = []
    while not ended:  # minutes on a slow machine: every original is painted
        await asyncio.sleep(0.5)
        ended = await services.automation.jobs.jobs((JobState.DONE, JobState.FAILED), 5)
    tools = window.tools
    for show, name in (
        (tools.show_review, "review"),
        (tools.show_activity, "activity"),
        (tools.show_statistics, "statistics"),
    ):
        show()
        shown = getattr(tools, f"{name}_window")
        shown.resize(WIDTH, HEIGHT)
        await asyncio.sleep(1.0)
        await painted(shown)
        await photographer.take(shown, name)
        shown.close()


def _windows(window: MainWindow) -> PageWindows:
    assert window.windows is not None
    return window.windows


def main() -> int:
    """Take the pictures; returns the exit status."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--into", type=Path, default=ROOT / "docs" / "images", help="folder of the pictures")
    folder: Path = parser.parse_args().into
    folder.mkdir(parents=True, exist_ok=True)
    os.environ["TZ"] = "UTC"
    time.tzset()
    with tempfile.TemporaryDirectory(prefix="metarr-pictures-") as home:
        QSettings.setDefaultFormat(QSettings.Format.IniFormat)
        QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, home)
        app = create_application(["metarr-desktop"])
        return run(lambda app: take_all(app, folder, Path(home)), app)


if __name__ == "__main__":
    raise SystemExit(main())
