"""Own pictures in the browser: brought by every way, cut, added, refused; with real clicks and keys."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, QSettings, Qt, QUrl
from PySide6.QtGui import QDrag, QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from metarr_desktop.domain.asset import ASSET_SHAPES, AssetType
from metarr_desktop.domain.errors import InvalidInput, StoreError
from metarr_desktop.domain.own_picture import Crop, PictureFacts, PictureSource
from tests.async_gui import eventually
from tests.fakes import NOW, FakeCore, a_series, an_asset, an_entity
from tests.ui.accessibility import nameless, without_tooltip
from ui.assets.asset_filter import AssetFilter
from ui.assets.controller import Timing
from ui.assets.drag_out import DragOut
from ui.assets.facets import count_facets
from ui.assets.page import AssetBrowser
from ui.dropped import OUR_TILE, can_bring, from_files
from ui.own.dialog import OwnPictureDialog

FILM, SERIES = an_entity(1001), a_series(2001)
Key, Mod = Qt.Key, Qt.KeyboardModifier
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def core() -> FakeCore:
    core = FakeCore()
    core.library.put(FILM, SERIES)
    core.cache.assets[FILM.key] = [an_asset(score=90), an_asset(score=80)]
    core.cache.assets[SERIES.key] = [an_asset(AssetType.SEASONPOSTER, season_number=1)]
    return core


@pytest.fixture
async def browser(qtbot: Any, core: FakeCore, tmp_path: Any) -> AsyncIterator[AssetBrowser]:
    settings = QSettings(str(tmp_path / "b.ini"), QSettings.Format.IniFormat)
    timing = Timing(open_s=60, viewed_s=0.01, busy_s=0.01, escape_s=1.5)
    browser = AssetBrowser(core, settings=settings, timing=timing, clock=lambda: NOW)
    browser.resize(1280, 800)
    browser.show_title([FILM.key, SERIES.key], FILM.key)
    await eventually(lambda: browser.front.was_read and browser.front.row is not None)
    yield browser
    if browser.own.desk.dialog is not None:
        browser.own.desk.dialog.reject()
    await browser.aclose()
    browser.close()
    browser.deleteLater()


def drop(browser: AssetBrowser, mime: QMimeData) -> bool:
    """Drag *mime* over the window and let go; False when it was refused."""
    ground, at = browser.parts.ground, QPoint(200, 300)
    buttons, none = LEFT, Mod.NoModifier
    enter = QDragEnterEvent(at, Qt.DropAction.CopyAction, mime, buttons, none)
    QApplication.sendEvent(ground, enter)
    if not enter.isAccepted():
        return False
    assert browser.own.zone.is_inviting
    QApplication.sendEvent(ground, QDropEvent(QPointF(at), Qt.DropAction.CopyAction, mime, buttons, none))
    assert not browser.own.zone.is_inviting
    return True


def files(*names: str) -> QMimeData:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(f"/pictures/{name}") for name in names])
    return mime


async def shown(browser: AssetBrowser) -> OwnPictureDialog:
    """Return the panel as soon as its picture can be added."""
    await eventually(lambda: browser.own.desk.dialog is not None and browser.own.desk.dialog.picture)
    assert browser.own.desk.dialog is not None
    return browser.own.desk.dialog


# -- bringing ------------------------------------------------------------------------------------------------


async def test_a_drop_that_hands_over_nothing_is_said(browser: AssetBrowser) -> None:
    mime = QMimeData()
    mime.setData("text/uri-list", b"")
    mime.setData("image/png", b"")
    assert drop(browser, mime)
    assert "nothing was added" in browser.parts.messages.texts()[0]


async def test_a_dropped_file_is_looked_at_added_and_focused_as_a_selected_tile(
    browser: AssetBrowser, core: FakeCore
) -> None:
    assert drop(browser, files("alien.jpg"))
    dialog = await shown(browser)
    assert dialog.crop is None
    assert dialog.advice.text() == ""
    QTest.keyClick(dialog.box, Key.Key_Return)
    await eventually(lambda: browser.own.desk.dialog is None)
    await eventually(lambda: (now := browser.parts.pane.current) is not None and now.provider_name == "user")
    assert browser.parts.pane.current.is_selected
    assert core.own_pictures.added == [
        (FILM.key, AssetType.POSTER, PictureSource(path="/pictures/alien.jpg"), None, None)
    ]
    assert "Ctrl+Z" in browser.parts.act.text()


async def test_the_added_picture_is_taken_back_by_undo(browser: AssetBrowser, core: FakeCore) -> None:
    drop(browser, files("alien.jpg"))
    QTest.mouseClick((await shown(browser)).add, LEFT)
    await eventually(lambda: browser.own.desk.dialog is None)
    await eventually(lambda: any(each.is_selected for each in browser.front.assets))
    await eventually(browser.isActiveWindow)
    QTest.keyClick(browser.parts.pane.grid, Key.Key_Z, Mod.ControlModifier)
    await eventually(lambda: not any(each.is_selected for each in browser.front.assets))
    assert len(core.cache.assets[FILM.key]) == 3


async def test_it_is_shown_whatever_filter_hides_it(browser: AssetBrowser) -> None:
    browser.front.set_filter(browser.front.filter.with_provider("tmdb", True))
    drop(browser, files("alien.jpg"))
    QTest.mouseClick((await shown(browser)).add, LEFT)
    await eventually(lambda: (now := browser.parts.pane.current) is not None and now.provider_name == "user")


async def test_several_files_come_one_after_the_other(browser: AssetBrowser, core: FakeCore) -> None:
    drop(browser, files("a.jpg", "b.jpg", "c.jpg"))
    dialog = await shown(browser)
    assert dialog.windowTitle() == "Your picture 1 of 3"
    QTest.keyClick(dialog.box, Key.Key_Return)
    await eventually(lambda: dialog.windowTitle() == "Your picture 2 of 3" and dialog.picture is not None)
    QTest.mouseClick(dialog.skip, LEFT)
    await eventually(lambda: dialog.windowTitle() == "Your picture 3 of 3" and dialog.picture is not None)
    assert not dialog.skip.isVisible()
    QTest.keyClick(dialog.box, Key.Key_Return)
    await eventually(lambda: browser.own.desk.dialog is None)
    assert [each[2].path for each in core.own_pictures.added] == ["/pictures/a.jpg", "/pictures/c.jpg"]


async def test_ctrl_v_takes_the_address_in_the_clipboard(browser: AssetBrowser, core: FakeCore) -> None:
    QGuiApplication.clipboard().setText("https://example.org/alien.jpg")
    QTest.keyClick(browser.parts.pane.grid, Key.Key_V, Mod.ControlModifier)
    dialog = await shown(browser)
    QTest.mouseClick(dialog.add, LEFT)
    await eventually(lambda: core.own_pictures.added)
    assert core.own_pictures.added[0][2] == PictureSource(address="https://example.org/alien.jpg")


async def test_an_empty_clipboard_is_told_of(browser: AssetBrowser) -> None:
    QGuiApplication.clipboard().setText("no address")
    QTest.keyClick(browser.parts.pane.grid, Key.Key_V, Mod.ControlModifier)
    assert browser.parts.messages.texts()[0].startswith("There is no picture in the clipboard")
    assert browser.own.desk.dialog is None
    QTest.keyClick(browser.parts.pane.grid, Key.Key_3, Mod.AltModifier)
    await eventually(lambda: browser.parts.messages.texts() == ())  # it was about what was in front before


async def test_o_asks_for_files(browser: AssetBrowser) -> None:
    QTest.keyClick(browser.parts.pane.grid, Key.Key_O)
    dialog = browser.own.file_dialog
    assert dialog is not None
    dialog.filesSelected.emit(["/pictures/alien.jpg"])
    dialog.reject()
    await shown(browser)
    assert browser.own.file_dialog is None


async def test_a_picture_brought_while_its_title_is_read_is_not_lost(browser: AssetBrowser) -> None:
    browser.show_title([FILM.key, SERIES.key], SERIES.key, AssetType.POSTER)
    browser.own.bring(from_files(["/pictures/dark.jpg"]))
    await shown(browser)


async def test_a_trailer_cannot_be_brought(browser: AssetBrowser) -> None:
    browser.show_title([FILM.key], FILM.key, AssetType.TRAILER)
    await eventually(lambda: browser.front.row is not None)
    assert not drop(browser, files("a.jpg"))
    QTest.keyClick(browser.parts.pane, Key.Key_O)
    assert browser.own.file_dialog is None
    assert browser.parts.messages.texts() == ("A trailer cannot be added. Choose a type of picture first.",)


# -- cutting, seasons ----------------------------------------------------------------------------------------


async def test_a_wide_picture_is_cut_to_the_shape_and_the_part_moved_by_arrows(
    browser: AssetBrowser, core: FakeCore
) -> None:
    core.own_pictures.facts = PictureFacts(3000, 1500, "PNG", False, 9_000_000)
    drop(browser, files("wide.png"))
    dialog = await shown(browser)
    assert dialog.crop == Crop(1000, 0, 1000, 1500)
    assert dialog.advice.text() == ""  # a part of this size will do
    QTest.keyClick(dialog.box, Key.Key_Left)
    assert dialog.crop == Crop(970, 0, 1000, 1500)
    QTest.keyClick(dialog.box, Key.Key_Left, Mod.ShiftModifier)
    assert dialog.crop == Crop(969, 0, 1000, 1500)
    QTest.keyClick(dialog.box, Key.Key_Minus)
    crop = dialog.crop
    assert crop is not None
    assert crop.width == 940
    assert crop.height == 1410
    QTest.keyClick(dialog.box, Key.Key_Return)
    await eventually(lambda: core.own_pictures.added)
    assert core.own_pictures.added[0][3] == crop


async def test_a_corner_is_pulled_by_the_mouse(browser: AssetBrowser, core: FakeCore) -> None:
    core.own_pictures.facts = PictureFacts(3000, 1500, "PNG", False, 9_000_000)
    drop(browser, files("wide.png"))
    dialog = await shown(browser)
    box = dialog.box
    corner = box.frame_rect().bottomRight().toPoint()
    QTest.mousePress(box, LEFT, Mod.NoModifier, corner)
    QTest.mouseMove(box, corner - QPoint(30, 45))
    QTest.mouseRelease(box, LEFT, Mod.NoModifier, corner - QPoint(30, 45))
    crop = dialog.crop
    assert crop is not None
    assert (crop.left, crop.top) == (1000, 0)
    assert crop.width < 1000
    assert abs(crop.width / crop.height - 2 / 3) < 0.01


async def test_the_whole_picture_is_taken_when_the_person_wants_it_and_what_speaks_against_it_is_said(
    browser: AssetBrowser, core: FakeCore
) -> None:
    core.own_pictures.facts = PictureFacts(3000, 1500, "PNG", False, 9_000_000)
    drop(browser, files("wide.png"))
    dialog = await shown(browser)
    QTest.mouseClick(dialog.whole, LEFT, Mod.NoModifier, QPoint(8, dialog.whole.height() // 2))
    assert dialog.crop is None
    assert "a poster is 2:3" in dialog.advice.text()
    QTest.keyClick(dialog, Key.Key_W, Mod.AltModifier)
    assert dialog.crop == Crop(1000, 0, 1000, 1500)


async def test_a_season_poster_is_for_the_season_chosen(browser: AssetBrowser, core: FakeCore) -> None:
    browser.show_title([SERIES.key], SERIES.key, AssetType.SEASONPOSTER)
    await eventually(lambda: browser.front.was_read and browser.front.row is not None)
    browser.front.set_season(1)
    drop(browser, files("two.jpg"))
    dialog = await shown(browser)
    assert [dialog.season.itemText(at) for at in range(3)] == ["Season 1", "Season 2", "Specials"]
    assert dialog.season_number == 1
    dialog.season.setFocus()
    QTest.keyClick(dialog.season, Key.Key_Down)
    QTest.mouseClick(dialog.add, LEFT)
    await eventually(lambda: core.own_pictures.added)
    assert core.own_pictures.added[0][4] == 2
    await eventually(lambda: (now := browser.parts.pane.current) is not None and now.provider_name == "user")
    assert browser.front.season == 2  # not hidden behind season 1


# -- what goes wrong -----------------------------------------------------------------------------------------


async def test_what_is_no_picture_is_told_in_its_place(browser: AssetBrowser, core: FakeCore) -> None:
    core.own_pictures.error = InvalidInput("The picture is damaged. Nothing was added.")
    drop(browser, files("bad.jpg"))
    await eventually(lambda: browser.own.desk.dialog is not None)
    dialog = browser.own.desk.dialog
    assert dialog is not None
    await eventually(lambda: "damaged" in dialog.state_words)
    assert not dialog.add.isEnabled()
    QTest.keyClick(dialog, Key.Key_Escape)
    assert browser.own.desk.dialog is None
    assert core.own_pictures.added == []


async def test_a_failure_to_keep_it_loses_nothing(
    browser: AssetBrowser, core: FakeCore, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refuse(*args: object, **kwargs: object) -> None:
        raise StoreError("There is no room on the disk.", reason="disk_full")

    monkeypatch.setattr(core.own_pictures, "add", refuse)
    drop(browser, files("alien.jpg"))
    dialog = await shown(browser)
    QTest.mouseClick(dialog.add, LEFT)
    await eventually(lambda: dialog.error.isVisible())
    assert dialog.error.text() == "There is no room on the disk."
    assert dialog.picture is not None
    assert dialog.add.isEnabled()


async def test_esc_drops_what_still_waits(browser: AssetBrowser, core: FakeCore) -> None:
    drop(browser, files("a.jpg", "b.jpg"))
    dialog = await shown(browser)
    QTest.keyClick(dialog, Key.Key_Escape)
    await asyncio.sleep(0.01)
    assert browser.own.desk.dialog is None
    assert core.own_pictures.added == []


async def test_the_panel_names_its_controls(browser: AssetBrowser) -> None:
    browser.show_title([SERIES.key], SERIES.key, AssetType.SEASONPOSTER)
    await eventually(lambda: browser.front.was_read and browser.front.row is not None)
    drop(browser, files("a.jpg", "b.jpg"))
    dialog = await shown(browser)
    assert nameless(dialog) == []
    assert without_tooltip(dialog) == []
    assert "the whole" in dialog.box.accessibleDescription().lower()


# -- dragging out --------------------------------------------------------------------------------------------


async def test_a_tile_is_dragged_out_with_its_address_and_picture(browser: AssetBrowser) -> None:
    started: list[QMimeData] = []

    def start(drag: QDrag) -> None:
        mime = QMimeData()
        for each in drag.mimeData().formats():
            mime.setData(each, drag.mimeData().data(each))
        assert drag.mimeData().hasImage()
        started.append(mime)

    browser.own.drag_out.deleteLater()
    DragOut(browser.parts.pane, start)
    pane = browser.parts.pane
    await eventually(lambda: pane.pixmap(pane.model.item(0)) is not None)
    viewport = pane.grid.viewport()
    at = pane.grid.visualRect(pane.model.index(0, 0)).center()
    QTest.mousePress(viewport, LEFT, Mod.NoModifier, at)
    for step in (4, 12, 30):
        QTest.mouseMove(viewport, at + QPoint(step, step))
    QTest.mouseRelease(viewport, LEFT, Mod.NoModifier, at)
    (mime,) = started
    assert mime.urls() == [QUrl(pane.model.item(0).url)]
    assert mime.hasFormat(OUR_TILE)
    assert not can_bring(mime)  # it comes back as nothing new


async def test_nothing_is_claimed_of_the_language_of_an_own_picture(browser: AssetBrowser) -> None:
    drop(browser, files("alien.jpg"))
    QTest.mouseClick((await shown(browser)).add, LEFT)
    await eventually(lambda: (now := browser.parts.pane.current) is not None and now.provider_name == "user")
    current, model = browser.parts.pane.current, browser.parts.pane.model
    assert current is not None
    assert "No text" not in model.text(current)
    assert ", Mine, " in model.text(current)
    shape = ASSET_SHAPES[AssetType.POSTER]
    assert count_facets(browser.front.assets, AssetFilter(), shape).languages == {"en": 2}
