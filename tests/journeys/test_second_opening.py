"""A title opened before paints its thumbnails from the disk; a folder that is gone only costs the network again."""

from __future__ import annotations

import shutil
from pathlib import Path

from metarr_desktop.demo.faults import DemoService, Failure, Fault, PathKind
from tests.async_gui import eventually
from tests.journeys.conftest import Start
from tests.journeys.rig import CTRL, PATIENCE_S, Key, Program, film, press

INCEPTION = film(1001)


def in_sight(program: Program) -> set[str]:
    """Return the addresses of the pictures whose tiles are on screen."""
    pane = program.browser.parts.pane
    first, last = pane.grid.visible_rows()
    return {each.thumb_url or "" for each in pane.model.items[first : last + 1]} - {""}


def is_painted(program: Program, among: set[str] | None = None) -> bool:
    """Tell whether every tile on screen shows its picture; with *among*, every tile of these."""
    pane = program.browser.parts.pane
    first, last = pane.grid.visible_rows()
    shown = [each for each in pane.model.items[max(0, first) : last + 1] if each.thumb_url]
    shown = [each for each in shown if among is None or each.thumb_url in among]
    return bool(shown) and all(pane.pixmap(each) is not None for each in shown)


async def opened_before(start: Start) -> set[str]:
    program = await start()
    await program.stop_filling()
    await program.browse(INCEPTION)
    await program.fetched()
    await eventually(lambda: is_painted(program) and program.browser.parts.pane.feed.is_idle, PATIENCE_S)
    seen = in_sight(program)
    await program.end()
    return seen


async def test_a_second_opening_paints_from_the_disk_without_the_network(start: Start) -> None:
    seen = await opened_before(start)
    program = await start()
    await program.stop_filling()
    await program.go_to(INCEPTION)
    for service in DemoService:
        program.site.faults.switch_on(service, Fault(Failure.HANG))
    program.site.log.clear()
    press(Key.Key_B, CTRL)
    await eventually(lambda: program.is_browsing() and program.tiles())
    program.browser.resize(1280, 800)
    # Now that all have answered, one or two others may have come up to the first lines.
    await eventually(lambda: is_painted(program, seen), PATIENCE_S)
    asked = [entry.path for entry in program.requests() if entry.kind is PathKind.IMAGE]
    assert [path for path in asked if any(url.endswith(path) for url in seen)] == []


async def test_a_folder_of_thumbnails_deleted_under_the_program_is_filled_again(
    start: Start, isolated: Path
) -> None:
    await opened_before(start)
    program = await start()
    await program.stop_filling()
    folders = [each for each in isolated.rglob("thumbnails") if each.is_dir()]
    assert folders
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)  # the program may write into it meanwhile
    await program.browse(INCEPTION)
    await eventually(lambda: is_painted(program), PATIENCE_S)
    assert all(any(folder.rglob("*")) for folder in folders)
