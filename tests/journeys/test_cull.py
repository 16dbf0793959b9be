"""Journey (h): a film is identified, its posters are culled to one, undone, redone; all by the keyboard."""

from __future__ import annotations

import hashlib
import io
import random
from collections.abc import Sequence
from dataclasses import replace
from types import MappingProxyType

import pytest
from PIL import Image

from metarr_desktop.demo.catalogue import starter_library
from metarr_desktop.demo.images import DemoImage
from metarr_desktop.domain.asset import AssetType, CachedAsset
from metarr_desktop.domain.entity import IdentityState
from tests.async_gui import eventually
from tests.journeys import rig
from tests.journeys.conftest import Start
from tests.journeys.rig import ALT, CTRL, PATIENCE_S, SHIFT, Key, Program, film, press

INCEPTION = film(1001)


def patterned_picture(image: DemoImage, width: int, height: int, suffix: str) -> bytes:
    """Paint blocks by the design: the same for each copy of it, alike for no two designs."""
    digest = hashlib.sha256(repr(image.design).encode()).digest()
    blocks = random.Random(digest).randbytes(8 * 8)
    size = (min(width, 120), max(1, round(height * min(1.0, 120 / width))))
    picture = Image.frombytes("L", (8, 8), blocks).resize(size, Image.Resampling.BILINEAR).convert("RGB")
    out = io.BytesIO()
    picture.save(out, "PNG" if suffix == "png" else "JPEG", quality=90)
    return out.getvalue()


@pytest.fixture(autouse=True)
def _patterned_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rig, "quick_picture", patterned_picture)


@pytest.fixture
def _unidentified(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the library begin without knowing which film Inception is."""
    titles = [
        replace(each, external_ids=MappingProxyType({})) if each.entity_id == INCEPTION.entity_id else each
        for each in starter_library()
    ]
    monkeypatch.setattr("metarr_desktop.services.starter_library.starter_library", lambda: titles)


async def identify_inception(program: Program) -> None:
    """Walk to the film on the wall, identify it by Ctrl+I, and wait for its artwork."""
    titles = program.window.library.titles
    press(Key.Key_K, CTRL)
    press(Key.Key_Down)  # from the omnibox to the titles below
    await eventually(titles.view.hasFocus)
    press(Key.Key_Home)
    for _ in range(40):
        if titles.current_key() == INCEPTION:
            break
        press(Key.Key_Right)
    assert titles.current_key() == INCEPTION
    press(Key.Key_I, CTRL)
    await eventually(program.is_identifying)
    rows = program.identification.area.rows
    await eventually(lambda: rows.current_row() is not None, PATIENCE_S)
    press(Key.Key_Down)
    await eventually(rows.hasFocus)
    await eventually(program.identification.details.accept.isEnabled, PATIENCE_S)
    press(Key.Key_Return)
    await eventually(program.is_browsing, PATIENCE_S)
    await program.fetched()
    await eventually(lambda: program.browser.isActiveWindow() and program.browser.parts.pane.grid.hasFocus())


async def stacked(program: Program) -> None:
    """Wait until every poster was looked at."""
    browser = program.browser
    await eventually(lambda: browser.desk.watch.is_idle and browser.front.stacks.last.has_stacks, PATIENCE_S)


def left(assets: Sequence[CachedAsset]) -> list[CachedAsset]:
    return [each for each in assets if not each.is_rejected]


@pytest.mark.usefixtures("_unidentified")
async def test_a_film_is_identified_and_its_posters_are_culled_to_one_by_the_keyboard_alone(
    start: Start,
) -> None:
    program = await start()
    await program.stop_filling()
    await identify_inception(program)
    assert (await program.core.library.row(INCEPTION)).entity.state is IdentityState.IDENTIFIED
    await stacked(program)
    browser = program.browser
    assert len(await program.posters(INCEPTION)) >= 60
    assert len(program.tiles()) < len(await program.posters(INCEPTION))

    # The best is used, everything else rejected: one key a tile, as fast as fingers are.
    press(Key.Key_Home)
    winner = program.tiles()[0].id
    kept = set(browser.front.stacks.members(winner))
    press(Key.Key_P)
    press(Key.Key_Right)
    for _ in range(len(program.tiles()) - 1):
        press(Key.Key_X)
    await eventually(lambda: {each.id for each in left(browser.front.assets)} == kept, PATIENCE_S)
    stored = await program.posters(INCEPTION)
    assert {each.id for each in left(stored)} == kept
    assert [each.id for each in stored if each.is_selected] == [winner]
    press(Key.Key_X)  # held down a little longer: the choice stays
    press(Key.Key_Home)
    assert browser.parts.pane.current is not None
    assert browser.parts.pane.current.id == winner

    # Its copies go, too: unfolded, they are tiles like others.
    for _ in range(len(kept) - 1):
        press(Key.Key_S)
        press(Key.Key_Right)
        press(Key.Key_X)
    await eventually(lambda: [each.id for each in left(browser.front.assets)] == [winner])

    # Undo and redo take back and make again what one key did.
    messages = browser.parts.messages
    press(Key.Key_Z, CTRL)
    await eventually(lambda: any(text.startswith("Undone: Rejected") for text in messages.texts()))
    await eventually(lambda: len(left(browser.front.assets)) > 1)
    assert len(left(await program.posters(INCEPTION))) > 1
    press(Key.Key_Z, CTRL | SHIFT)
    await eventually(lambda: any(text.startswith("Redone: Rejected") for text in messages.texts()))
    await eventually(lambda: [each.id for each in left(browser.front.assets)] == [winner])
    assert [each.id for each in left(await program.posters(INCEPTION))] == [winner]

    # And on to the next title of the library, which nothing was done to.
    press(Key.Key_Right, ALT)
    await eventually(lambda: browser.current_key not in (None, INCEPTION))
    await program.fetched()
    assert not any(each.is_selected or each.is_rejected for each in program.tiles())


async def test_a_lock_an_order_and_a_cull_are_taken_back_after_a_restart(start: Start) -> None:
    first = await start()
    await first.stop_filling()
    await first.browse(INCEPTION)
    await first.fetched()
    press(Key.Key_3, ALT)
    browser = first.browser
    await eventually(lambda: browser.front.kind is AssetType.FANART and len(first.tiles()) > 3)
    await eventually(lambda: browser.parts.pane.grid.hasFocus())
    for _ in range(2):
        press(Key.Key_Right, SHIFT)
    press(Key.Key_P)
    await eventually(lambda: len(browser.parts.strip.assets) == 3)
    before = browser.parts.strip.list.ids()
    strip = browser.parts.strip.list
    strip.setFocus()
    strip.setCurrentRow(0)
    press(Key.Key_Right, CTRL)
    await eventually(lambda: strip.ids() == (before[1], before[0], before[2]))
    browser.parts.pane.take_focus()
    press(Key.Key_L)
    await eventually(lambda: browser.parts.act.text().startswith("Unlocked"))  # choosing had locked it
    await first.end()

    program = await start()
    await program.stop_filling()
    await program.browse(INCEPTION)
    again = program.browser
    press(Key.Key_3, ALT)
    await eventually(lambda: again.parts.strip.list.ids() == (before[1], before[0], before[2]), PATIENCE_S)
    assert AssetType.FANART not in again.desk.locks.locked
    press(Key.Key_Z, CTRL)
    await eventually(lambda: AssetType.FANART in again.desk.locks.locked)
    press(Key.Key_Z, CTRL)
    await eventually(lambda: again.parts.strip.list.ids() == before)
    press(Key.Key_Z, CTRL)
    await eventually(lambda: again.parts.strip.list.ids() == ())
    press(Key.Key_Z, CTRL | SHIFT)
    await eventually(lambda: again.parts.strip.list.ids() == before)
