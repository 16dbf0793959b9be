"""Journey: automation at work while the window is open: enriched, reviewed, taken back; and what Radarr reports."""

from __future__ import annotations

import hashlib
import io
import socket
from dataclasses import replace
from typing import Any

import httpx
import pytest
from PIL import Image
from PySide6.QtCore import QAbstractItemModel
from PySide6.QtTest import QTest

from metarr_desktop.demo.catalogue import DemoImage
from metarr_desktop.demo.faults import PathKind
from metarr_desktop.domain.asset import AssetType, CachedAsset
from metarr_desktop.domain.entity import EntityKey
from metarr_desktop.domain.selection import AutomationMode
from metarr_desktop.domain.webhooks import WebhookSource
from tests.async_gui import eventually
from tests.journeys.conftest import Start
from tests.journeys.rig import (
    CTRL,
    FILM_SERVICES,
    LEFT,
    PATIENCE_S,
    SHIFT,
    Key,
    Modifier,
    Program,
    click,
    film,
    press,
    said,
)
from ui.activity.page import ActivityWindow
from ui.activity.webhook_model import Column
from ui.review.page import ReviewWindow
from ui.settings.page import SettingsWindow

INCEPTION, AMELIE = film(1001), film(1004)
IMPORTED = {
    "eventType": "Download",
    "movie": {
        "id": 7, "title": "Dune: Part Two", "year": 2024, "tmdbId": 693134, "imdbId": "tt15239678",
        "folderPath": "/movies/Dune Part Two (2024)",
    },
    "movieFile": {"id": 7, "relativePath": "Dune Part Two.mkv", "path": "/movies/Dune Part Two (2024)/Dune.mkv"},
    "isUpgrade": False,
}  # fmt: skip


@pytest.fixture(autouse=True)
def pictures_large_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    """Paint originals of which automation would choose one; those of the other journeys are too small."""

    def painted(image: DemoImage, width: int, height: int, suffix: str) -> bytes:
        digest = hashlib.sha256(image.path.encode()).digest()
        out = io.BytesIO()
        colour = (digest[0], digest[1], digest[2])
        scale = 0.4 if width > 600 else 1
        size = (max(1, round(width * scale)), max(1, round(height * scale)))
        Image.new("RGB", size, colour).save(out, "PNG" if suffix == "png" else "JPEG")
        return out.getvalue()

    monkeypatch.setattr("tests.journeys.rig.quick_picture", painted)


async def at_work(start: Start) -> Program:
    """A program on the first six titles that does the automatic work, for posters alone."""
    program = await start()
    await program.stop_filling()
    await eventually(lambda: program.core.automation.state().is_here, PATIENCE_S)
    kept = program.core.preferences.current()
    others = {each: AutomationMode.FETCH for each in AssetType if each is not AssetType.POSTER}
    await program.core.preferences.change(replace(kept, automation=others))
    return program


async def opened(program: Program, key: Key, modifiers: Modifier, name: str) -> Any:
    """Press a key in the main window, and return the window it opens, in front."""
    program.window.activateWindow()
    await eventually(program.window.isActiveWindow)
    press(key, modifiers)
    await eventually(lambda: getattr(program.window.tools, name) is not None)
    window = getattr(program.window.tools, name)
    await eventually(window.isActiveWindow)
    return window


async def selected(program: Program, key: EntityKey) -> list[CachedAsset]:
    return [each for each in await program.posters(key) if each.is_selected]


async def test_titles_are_enriched_reviewed_by_keyboard_and_taken_back(
    start: Start, few_titles: None
) -> None:
    program = await at_work(start)
    await program.go_to(INCEPTION)
    wall, model = program.window.library.titles.wall, program.window.library.titles.model
    row = model.row_of(AMELIE)
    assert row is not None
    QTest.mouseClick(wall.viewport(), LEFT, CTRL, wall.visualRect(model.index(row, 0)).center())
    press(Key.Key_E, CTRL)
    await eventually(said(program.window.messages.texts, "Enriching 2 films"))

    activity: ActivityWindow = await opened(program, Key.Key_J, CTRL | SHIFT, "activity_window")
    await eventually(
        lambda: "2 titles enriched: 0 selected, 2 proposed" in activity.now.pane.sentence.text(), PATIENCE_S
    )
    click(activity.now.pane.review_button)
    await eventually(lambda: program.window.tools.review_window is not None)
    review: ReviewWindow | None = program.window.tools.review_window
    assert review is not None
    await eventually(lambda: review.isActiveWindow() and review.model.rowCount() == 2)
    first = review.model.items[0]
    press(Key.Key_P)
    await eventually(lambda: review.model.rowCount() == 1)
    await eventually(said(review.parts.messages.texts, "Accepted 1 proposal"))
    press(Key.Key_Escape)
    await eventually(lambda: not review.isVisible())
    assert [each.id for each in await selected(program, first.key)] == [first.asset.id]
    await eventually(activity.isActiveWindow)  # which it was opened from
    press(Key.Key_Escape)

    await program.browse(first.key)
    await eventually(lambda: [each.id for each in program.tiles() if each.is_selected] == [first.asset.id])
    press(Key.Key_Z, CTRL)
    await eventually(lambda: program.tiles() and not any(each.is_selected for each in program.tiles()))
    press(Key.Key_Escape)
    await eventually(lambda: not program.is_browsing())
    review = await opened(program, Key.Key_R, CTRL | SHIFT, "review_window")
    await eventually(lambda: review.model.rowCount() == 2)  # the proposal is back
    assert review.model.items[0].asset.id == first.asset.id
    assert await selected(program, first.key) == []


async def test_what_radarr_imports_is_shown_and_fetched_while_the_window_is_open(
    start: Start, few_titles: None
) -> None:
    program = await at_work(start)
    settings: SettingsWindow = await opened(program, Key.Key_Comma, CTRL, "settings_window")
    settings.list.show_page("webhooks")
    page = settings.automatic.webhooks
    await eventually(page.on.isEnabled)
    page.port.setValue(a_free_port())
    page.area.ensureWidgetVisible(page.on)
    page.on.setFocus()
    press(Key.Key_Space)
    press(Key.Key_S, CTRL)
    await eventually(said(settings.messages.texts, "Listening on"), PATIENCE_S)
    address = page.cards[WebhookSource.RADARR].address.text()
    program.site.log.clear()

    async with httpx.AsyncClient(trust_env=False) as radarr:
        test = await radarr.post(
            address, json={"eventType": "Test", "movie": {"id": 1, "title": "Test Title"}}
        )
        imported = await radarr.post(address, json=IMPORTED)
    assert (test.status_code, imported.status_code) == (202, 202)
    line = page.cards[WebhookSource.RADARR].state.sentence
    await eventually(lambda: "Radarr imported Dune: Part Two (2024)." in line.text())
    assert any("test arrived" in text for text in settings.messages.texts())

    await eventually(lambda: "Dune: Part Two" in titles_on_the_wall(program), PATIENCE_S)
    page.area.ensureWidgetVisible(page.activity_button)
    click(page.activity_button)
    await eventually(lambda: program.window.tools.activity_window is not None)
    activity = program.window.tools.activity_window
    assert activity is not None
    events = activity.webhooks.model
    await eventually(lambda: events.rowCount() == 2 and state_of(events, 0) == "Done", PATIENCE_S)
    [dune] = [each.key for each in program.window.library.rows() if each.entity.title == "Dune: Part Two"]
    assert {each.provider_name for each in await program.posters(dune)} == FILM_SERVICES
    assert any(entry.kind is PathKind.API and "693134" in entry.path for entry in program.requests())


def titles_on_the_wall(program: Program) -> list[str]:
    return [each.entity.title for each in program.window.library.rows()]


def state_of(events: QAbstractItemModel, row: int) -> str:
    return str(events.index(row, Column.STATE).data())


def a_free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
