"""Journeys: a picture of one's own as poster, cut and taken back; one style for all seasons, and back."""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget

from metarr_desktop.domain.asset import USER_PROVIDER, AssetType, CachedAsset
from metarr_desktop.domain.entity import EntityKey
from tests.async_gui import eventually
from tests.journeys.conftest import Start
from tests.journeys.rig import (
    ALT,
    CTRL,
    LEFT,
    PATIENCE_S,
    SHIFT,
    Key,
    Modifier,
    Program,
    film,
    press,
    series,
)
from ui.own.dialog import OwnPictureDialog

INCEPTION, BREAKING_BAD = film(1001), series(2001)


def a_wide_picture(folder: Path) -> Path:
    """Write a picture that is no poster: 1200 by 900, red at the left and blue at the right."""
    image = Image.new("RGB", (1200, 900), "blue")
    image.paste("red", (0, 0, 600, 900))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=90)
    path = folder / "my poster.jpg"
    path.write_bytes(out.getvalue())
    return path


def drop(widget: QWidget, path: Path) -> None:
    """Let go of a file over *widget*."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    at, copy = widget.rect().center(), Qt.DropAction.CopyAction
    enter = QDragEnterEvent(QPoint(at), copy, mime, LEFT, Modifier.NoModifier)
    QApplication.sendEvent(widget, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(widget, QDropEvent(QPointF(at), copy, mime, LEFT, Modifier.NoModifier))


async def panel(program: Program) -> OwnPictureDialog:
    """Return the panel as soon as the picture is in it."""
    desk = program.browser.own.desk
    await eventually(lambda: desk.dialog is not None and desk.dialog.picture is not None, PATIENCE_S)
    assert desk.dialog is not None
    return desk.dialog


async def selected(program: Program, key: EntityKey, kind: AssetType) -> list[CachedAsset]:
    """Return what the store has as selected."""
    return [each for each in await program.core.cache.get_cached_assets(key, kind) if each.is_selected]


async def test_a_file_is_dropped_cut_used_and_taken_back(start: Start, tmp_path: Path) -> None:
    program = await start()
    await program.stop_filling()
    await program.browse(INCEPTION)
    await program.fetched()
    drop(program.browser.parts.ground, a_wide_picture(tmp_path))
    dialog = await panel(program)
    assert dialog.crop is not None
    assert (dialog.crop.width, dialog.crop.height) == (600, 900)
    for _ in range(40):
        press(Key.Key_Left)  # to the left edge
    press(Key.Key_Return)
    await eventually(lambda: program.browser.own.desk.dialog is None, PATIENCE_S)

    pane = program.browser.parts.pane
    await eventually(lambda: pane.current is not None and pane.current.provider_name == USER_PROVIDER)
    mine = pane.current
    assert mine is not None
    assert mine.is_selected
    assert mine.provider_metadata["crop"] == [0, 0, 600, 900]
    assert program.browser.parts.panel.source.text() == (
        "From file my poster.jpg<br>Cut to 600×900; the whole picture is kept"
    )
    await eventually(lambda: pane.pixmap(mine) is not None, PATIENCE_S)
    pixmap = pane.pixmap(mine)
    assert pixmap is not None
    assert pixmap.toImage().pixelColor(pixmap.width() - 3, 10).red() > 200  # the red half alone
    await eventually(lambda: (slot := program.slot()) is not None and slot.id == mine.id)

    press(Key.Key_Z, CTRL)
    await eventually(lambda: not any(each.is_selected for each in program.tiles()))
    assert await selected(program, INCEPTION, AssetType.POSTER) == []
    assert [each.id for each in await program.posters(INCEPTION) if each.provider_name == USER_PROVIDER] == [
        mine.id
    ]


async def test_a_file_dropped_onto_a_slot_of_the_library_is_for_that_slot(
    start: Start, tmp_path: Path
) -> None:
    program = await start()
    await program.stop_filling()
    await program.go_to(INCEPTION)
    drop(program.window.library.inspector.board.slot(AssetType.FANART), a_wide_picture(tmp_path))
    dialog = await panel(program)
    assert dialog.crop is not None
    assert dialog.crop.width == 1200
    dialog.add.click()
    await eventually(lambda: program.slot(AssetType.FANART) is not None, PATIENCE_S)
    (mine,) = await selected(program, INCEPTION, AssetType.FANART)
    assert mine.provider_name == USER_PROVIDER


async def test_one_style_for_all_seasons_is_one_act_and_one_undo(start: Start) -> None:
    program = await start()
    await program.stop_filling()
    press(Key.Key_2, ALT)  # the series
    await eventually(lambda: program.window.library.titles.model.row_of(BREAKING_BAD) is not None, PATIENCE_S)
    await program.browse(BREAKING_BAD)
    await program.fetched()
    await eventually(lambda: program.browser.parts.pane.grid.hasFocus())
    press(Key.Key_K)
    windows = program.window.windows
    assert windows is not None
    await eventually(lambda: windows.sheet_window is not None and windows.sheet_window.isVisible())
    sheet = windows.sheet_window
    assert sheet is not None
    await eventually(lambda: sheet.parts.is_table_shown, PATIENCE_S)
    await eventually(sheet.parts.table.hasFocus)
    seasons = len(sheet.model.sheet.rows)
    assert seasons > 1

    press(Key.Key_Return, SHIFT)
    covered = sheet.picks.count()
    assert 0 < covered <= seasons
    press(Key.Key_Return, CTRL)
    await eventually(lambda: sheet.parts.messages.texts(), PATIENCE_S)
    chosen = await selected(program, BREAKING_BAD, AssetType.SEASONPOSTER)
    assert len(chosen) == covered
    assert len({each.season_number for each in chosen}) == covered

    press(Key.Key_Z, CTRL)
    await eventually(lambda: any("Undone" in each for each in sheet.parts.messages.texts()), PATIENCE_S)
    assert await selected(program, BREAKING_BAD, AssetType.SEASONPOSTER) == []
    press(Key.Key_Escape)
    await eventually(lambda: not sheet.isVisible())
    assert program.is_browsing()
