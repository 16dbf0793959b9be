"""The loupe: fit and 100 %, walking, choosing, and pictures that cannot be shown."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QPixmap
from PySide6.QtWidgets import QPushButton, QToolButton

from metarr_desktop.domain.asset import AssetType
from metarr_desktop.domain.errors import ThumbnailUnavailable
from metarr_desktop.domain.thumbnail import Size, Thumbnail
from tests.async_gui import eventually
from tests.fakes import FakeCore, an_asset
from tests.ui.assets.conftest import INCEPTION, OpenBrowser
from ui.assets.views.canvas import PictureCanvas
from ui.assets.views.pictures import ORIGINAL, screen_box

Key = Qt.Key
QTS_OWN = ("ScrollLeftButton", "ScrollRightButton", "qt_toolbar_ext_button", "qt_menubar_ext_button")


@dataclass
class Pictures:
    """Small pictures at once, large ones when the gate opens: those for the screen at a tenth of the original."""

    errors: dict[str, Exception] = field(default_factory=dict)
    gate: asyncio.Event = field(default_factory=asyncio.Event)
    originals: list[str] = field(default_factory=list)
    large: list[str] = field(default_factory=list)

    async def load(self, url: str, box: Size) -> Thumbnail:
        if box not in (ORIGINAL, screen_box()):
            return Thumbnail(2, 3, bytes(24), False, 200, 300)
        asked = self.originals if box == ORIGINAL else self.large
        asked.append(url)
        await self.gate.wait()
        if url in self.errors:
            raise self.errors[url]
        if box == ORIGINAL:
            return Thumbnail(2000, 3000, bytes((0, 0, 255, 255)) * 6_000_000, False, 2000, 3000)
        return Thumbnail(200, 300, bytes((0, 0, 255, 255)) * 60_000, False, 2000, 3000)


async def opened(core: FakeCore, open_browser: OpenBrowser, qtbot: Any, *, is_gate_open: bool = True) -> Any:
    pictures = Pictures()
    if is_gate_open:
        pictures.gate.set()
    core.thumbnails = pictures
    browser = await open_browser()
    qtbot.keyClick(browser.parts.pane.grid, Key.Key_Space)
    assert browser.parts.preview.isVisible()
    return browser, browser.parts.preview, pictures


def shows_large(preview: Any) -> bool:
    pixmap = preview.canvas.pixmap
    return pixmap is not None and pixmap.width() == 200


async def test_the_small_picture_stands_in_until_the_original_is_here(
    core: FakeCore, open_browser: OpenBrowser, qtbot: Any
) -> None:
    _, preview, pictures = await opened(core, open_browser, qtbot, is_gate_open=False)
    assert preview.canvas.pixmap.width() == 2
    assert preview.canvas.hasFocus()
    pictures.gate.set()
    await eventually(lambda: shows_large(preview))
    assert pictures.large[0] == core.cache.assets[INCEPTION.key][0].url


async def test_arrows_walk_through_what_the_filters_show(
    core: FakeCore, open_browser: OpenBrowser, qtbot: Any
) -> None:
    browser, preview, _ = await opened(core, open_browser, qtbot)
    qtbot.keyClick(preview.canvas, Key.Key_Right)
    qtbot.keyClick(preview.canvas, Key.Key_Down)
    qtbot.keyClick(preview.canvas, Key.Key_Left)
    await eventually(lambda: shows_large(preview))
    assert preview.facts.startswith("2 of 12 · Score 98 · TMDB · 2000×3000")
    assert browser.parts.pane.position == (2, 12)


async def test_letters_choose_in_the_loupe_and_a_rejected_one_makes_way(
    core: FakeCore, open_browser: OpenBrowser, qtbot: Any
) -> None:
    _, preview, _ = await opened(core, open_browser, qtbot)
    first = preview.asset.id
    qtbot.keyClick(preview.canvas, Key.Key_P)
    await eventually(lambda: preview.asset.is_selected)
    qtbot.keyClick(preview.canvas, Key.Key_U)
    await eventually(lambda: not preview.asset.is_selected)
    qtbot.keyClick(preview.canvas, Key.Key_X)
    await eventually(lambda: core.cache.assets[INCEPTION.key][0].is_rejected)
    assert preview.asset.id == core.cache.assets[INCEPTION.key][1].id
    qtbot.keyClick(preview.canvas, Key.Key_Left)
    await eventually(lambda: preview.asset.id == first and preview.take_back.isVisible())


async def test_z_changes_between_fit_and_100_percent(
    core: FakeCore, open_browser: OpenBrowser, qtbot: Any
) -> None:
    core.cache.assets[INCEPTION.key][0] = an_asset(width=4000, height=6000)
    _, preview, _ = await opened(core, open_browser, qtbot, is_gate_open=False)
    canvas = preview.canvas
    assert canvas.is_fitted
    assert canvas.picture_rect().height() <= canvas.height()
    qtbot.keyClick(canvas, Key.Key_Z)
    assert canvas.scale == pytest.approx(1.0)
    assert canvas.picture_rect().height() == pytest.approx(6000)
    qtbot.keyClick(canvas, Key.Key_Z)
    assert canvas.is_fitted


async def test_the_wheel_zooms_at_the_pointer_and_dragging_moves(qtbot: Any) -> None:
    image = QImage(1000, 1000, QImage.Format.Format_RGB32)
    image.fill(QColor("red"))
    canvas = PictureCanvas()
    qtbot.addWidget(canvas)
    canvas.resize(500, 500)
    canvas.show_picture(QPixmap.fromImage(image), image.size(), has_alpha=False)
    before, at = canvas.picture_rect(), QPointF(125, 125)
    spot = QPointF((at.x() - before.x()) / before.width(), (at.y() - before.y()) / before.height())
    canvas.zoom_to(1.0, at)
    rect = canvas.picture_rect()
    under = (rect.x() + spot.x() * rect.width(), rect.y() + spot.y() * rect.height())
    assert under == pytest.approx((125, 125))  # what was under the pointer still is
    qtbot.mousePress(canvas, Qt.MouseButton.LeftButton, pos=QPoint(250, 250))
    qtbot.mouseMove(canvas, QPoint(200, 240))
    qtbot.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=QPoint(200, 240))
    moved = canvas.picture_rect()
    assert (moved.x(), moved.y()) == pytest.approx((rect.x() - 50, rect.y() - 10))


async def test_a_broken_original_leaves_the_small_one_and_a_sentence(
    core: FakeCore, open_browser: OpenBrowser, qtbot: Any
) -> None:
    _, preview, pictures = await opened(core, open_browser, qtbot, is_gate_open=False)
    url = core.cache.assets[INCEPTION.key][0].url
    pictures.errors[url] = ThumbnailUnavailable("The picture ends in the middle.", is_permanent=True)
    pictures.gate.set()
    await eventually(lambda: preview.canvas.words)
    assert preview.canvas.words == "The small picture is shown instead. The picture ends in the middle."
    assert preview.canvas.pixmap.width() == 2


async def test_esc_space_and_e_close_it_and_the_grid_has_the_focus_again(
    core: FakeCore, open_browser: OpenBrowser, qtbot: Any
) -> None:
    browser, preview, _ = await opened(core, open_browser, qtbot)
    for key in (Key.Key_Escape, Key.Key_Space, Key.Key_E):
        if not preview.isVisible():
            qtbot.keyClick(browser.parts.pane.grid, Key.Key_E)
        qtbot.keyClick(preview.canvas, key)
        assert not preview.isVisible()
        assert browser.parts.pane.grid.hasFocus()
    assert browser.isVisible()


async def test_esc_on_a_button_of_the_preview_closes_only_the_preview(
    core: FakeCore, open_browser: OpenBrowser, qtbot: Any
) -> None:
    browser, preview, _ = await opened(core, open_browser, qtbot)
    preview.next.setFocus()
    qtbot.keyClick(preview.next, Key.Key_Escape)
    assert not preview.isVisible()
    assert browser.isVisible()


async def test_a_double_click_on_the_panel_opens_it(
    core: FakeCore, open_browser: OpenBrowser, qtbot: Any
) -> None:
    browser = await open_browser()
    qtbot.mouseDClick(browser.parts.panel.frame, Qt.MouseButton.LeftButton)
    assert browser.parts.preview.isVisible()


async def test_a_small_logo_is_not_blown_up(core: FakeCore, open_browser: OpenBrowser, qtbot: Any) -> None:
    core.cache.assets[INCEPTION.key] = [an_asset(AssetType.CLEARLOGO, width=400, height=155)]
    browser = await open_browser(asset_type=AssetType.CLEARLOGO)
    qtbot.keyClick(browser.parts.pane.grid, Key.Key_E)
    assert browser.parts.preview.canvas.scale == 1.0  # of a browser at least as wide as the logo


async def test_every_button_has_a_name_and_a_tool_tip(open_browser: OpenBrowser) -> None:
    browser = await open_browser()
    nameless = [
        button
        for kind in (QToolButton, QPushButton)
        for button in browser.findChildren(kind)
        if button.objectName() not in QTS_OWN and not (button.accessibleName() and button.toolTip())
    ]
    assert nameless == []


async def test_the_next_and_the_previous_original_are_ready_before_they_are_asked_for(
    core: FakeCore, open_browser: OpenBrowser, qtbot: Any
) -> None:
    browser, preview, pictures = await opened(core, open_browser, qtbot)
    qtbot.keyClick(preview.canvas, Key.Key_Right)
    await eventually(lambda: len(pictures.large) == 3 and browser.parts.stage.pictures.is_idle)
    urls = [asset.url for asset in core.cache.assets[INCEPTION.key]]
    assert set(pictures.large) == set(urls[:3])
    qtbot.keyClick(preview.canvas, Key.Key_Right)
    assert shows_large(preview)


async def test_nothing_is_loaded_ahead_while_the_picture_looked_at_is_not_here(
    core: FakeCore, open_browser: OpenBrowser, qtbot: Any
) -> None:
    _, preview, pictures = await opened(core, open_browser, qtbot, is_gate_open=False)
    await asyncio.sleep(0.2)
    assert len(pictures.large) == 1
    assert preview.isVisible()
