"""Journey (f): titles are added from a folder, by a typed name, and by an address."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QLineEdit

from metarr_desktop.domain.entity import IdentityState
from tests.async_gui import eventually
from tests.journeys.conftest import Start
from tests.journeys.rig import CTRL, PATIENCE_S, SHIFT, Key, Program, press, said, type_text
from ui.library.add_title import AddTitleDialog

FILES = (
    "Moon (2009)/Moon.2009.1080p.mkv",
    "Alien³ (1992) - [Assembly Cut]/Alien³.1992.Assembly.Cut.mkv",
    "Stalker 1979.avi",
    "Notes/shopping list.txt",
)


def dialog_of(program: Program) -> AddTitleDialog | None:
    found = [each for each in program.window.findChildren(AddTitleDialog) if each.isVisible()]
    return found[0] if found else None


def listing(folder: Path) -> dict[str, tuple[int, int]]:
    return {str(each): (each.stat().st_size, each.stat().st_mtime_ns) for each in sorted(folder.rglob("*"))}


@pytest.mark.qt_log_ignore(
    "grabbing the keyboard"
)  # the list of folders Qt offers, on the offscreen platform
async def test_films_below_a_folder_are_added_and_nothing_is_written_there(
    start: Start, tmp_path: Path
) -> None:
    folder = tmp_path / "Films of mine"
    for name in FILES:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(b"\0" * 64)
    before = listing(folder)
    program = await start()
    await program.stop_filling()

    press(Key.Key_O, CTRL | SHIFT)
    await eventually(lambda: program.window.findChildren(QFileDialog))
    (dialog,) = program.window.findChildren(QFileDialog)
    field = dialog.findChild(QLineEdit, "fileNameEdit")
    assert isinstance(field, QLineEdit)
    await eventually(lambda: dialog.isActiveWindow() and field.hasFocus())
    press(Key.Key_A, CTRL)
    type_text(str(folder))
    press(Key.Key_Return)
    await eventually(said(program.window.messages.texts, "3 films"), PATIENCE_S)

    added = {
        row.entity.title: row.entity for row in program.window.library.rows() if row.key.entity_id > 1024
    }
    assert set(added) == {"Moon", "Alien³", "Stalker"}
    assert (added["Moon"].year, added["Stalker"].year) == (2009, 1979)
    assert added["Alien³"].edition == "Assembly Cut"
    assert all(film.state is IdentityState.UNIDENTIFIED for film in added.values())
    assert listing(folder) == before


async def test_a_typed_title_is_chosen_among_what_providers_find(start: Start) -> None:
    program = await start()
    await program.stop_filling()
    press(Key.Key_N, CTRL)
    await eventually(lambda: dialog_of(program) is not None)
    dialog = dialog_of(program)
    assert dialog is not None
    await eventually(dialog.query.hasFocus)
    type_text("arrival")
    await eventually(
        lambda: dialog.add_button.isEnabled() and not dialog._tasks.is_running("search"), PATIENCE_S
    )
    press(Key.Key_Return)
    await eventually(dialog.results.hasFocus)
    press(Key.Key_Return)
    await eventually(
        lambda: any(row.key.entity_id > 1024 for row in program.window.library.rows()), PATIENCE_S
    )
    (row,) = (row for row in program.window.library.rows() if row.key.entity_id > 1024)
    assert row.entity.title == "Arrival"
    assert row.entity.state is IdentityState.IDENTIFIED
    await eventually(lambda: program.window.library.titles.current_key() == row.key)


async def test_an_address_in_the_search_field_offers_to_add_its_film(start: Start) -> None:
    program = await start()
    await program.stop_filling()
    press(Key.Key_K, CTRL)
    type_text("https://www.imdb.com/title/tt2543164/")  # Arrival, which the starter library has not
    press(Key.Key_Return)
    await eventually(lambda: dialog_of(program) is not None)
    dialog = dialog_of(program)
    assert dialog is not None
    await eventually(
        lambda: dialog.add_button.isEnabled() and not dialog._tasks.is_running("search"), PATIENCE_S
    )
    press(Key.Key_Return)
    await eventually(dialog.results.hasFocus)
    press(Key.Key_Return)
    await eventually(
        lambda: any(row.entity.title == "Arrival" for row in program.window.library.rows()), PATIENCE_S
    )
