"""Journey (g): series and albums in the library: found, added, switched to, and their artwork chosen."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QLineEdit

from metarr_desktop.demo.albums import load_albums
from metarr_desktop.domain.asset import AssetType
from metarr_desktop.domain.entity import EntityKey, EntityType, IdentityState
from tests.async_gui import eventually
from tests.journeys.conftest import Start
from tests.journeys.rig import CTRL, PATIENCE_S, SHIFT, Key, Modifier, Program, click, press, said, type_text
from ui.library.add_title import AddTitleDialog

BREAKING_BAD = EntityKey(EntityType.TV, 2001)
VESPERTINE = "https://musicbrainz.org/release-group/{mbid}"


async def at_rest(start: Start) -> Program:
    program = await start()
    await eventually(lambda: program.window.library.controller.count(EntityType.MUSIC) == 9, PATIENCE_S)
    await program.stop_filling()
    return program


@pytest.mark.qt_log_ignore(
    "grabbing the keyboard"
)  # the list of folders Qt offers, on the offscreen platform
async def test_series_below_a_folder_come_to_the_front_once_each(start: Start, tmp_path: Path) -> None:
    folder = tmp_path / "Series of mine"
    for name in (
        "Severance (2022)/Season 01/Severance.S01E0{}.mkv",
        "Andor (2022)/Season 1/Andor.S01E0{}.mkv",
    ):
        for number in (1, 2, 3):
            file = folder / name.format(number)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(b"\0" * 64)
    program = await at_rest(start)
    press(Key.Key_2, Modifier.AltModifier)
    assert program.window.library.kind is EntityType.TV
    press(Key.Key_O, CTRL | SHIFT)
    await eventually(lambda: program.window.findChildren(QFileDialog))
    (dialog,) = program.window.findChildren(QFileDialog)
    assert dialog.windowTitle() == "Add series folder"
    field = dialog.findChild(QLineEdit, "fileNameEdit")
    assert isinstance(field, QLineEdit)
    await eventually(lambda: dialog.isActiveWindow() and field.hasFocus())
    press(Key.Key_A, CTRL)
    type_text(str(folder))
    press(Key.Key_Return)
    await eventually(said(program.window.messages.texts, "Added 2 series"), PATIENCE_S)
    added = [
        row.entity
        for row in program.window.library.rows()
        if row.entity.path and str(folder) in row.entity.path
    ]
    assert {(each.title, each.year) for each in added} == {("Severance", 2022), ("Andor", 2022)}
    assert all(each.state is IdentityState.UNIDENTIFIED for each in added)
    assert program.window.library.rail.count_of(EntityType.TV) == 8


async def test_the_page_of_an_album_pasted_among_films_adds_the_album(start: Start) -> None:
    program = await at_rest(start)
    mbid = next(each.mbid for each in load_albums().albums if each.title == "Vespertine")
    press(Key.Key_K, CTRL)
    type_text(VESPERTINE.format(mbid=mbid))
    press(Key.Key_Return)
    await eventually(
        lambda: [each for each in program.window.findChildren(AddTitleDialog) if each.isVisible()]
    )
    (dialog,) = (each for each in program.window.findChildren(AddTitleDialog) if each.isVisible())
    assert dialog.entity_type is EntityType.MUSIC
    await eventually(
        lambda: dialog.add_button.isEnabled() and not dialog._tasks.is_running("search"), PATIENCE_S
    )
    press(Key.Key_Return)
    await eventually(dialog.results.hasFocus)
    press(Key.Key_Return)
    library = program.window.library
    await eventually(lambda: library.kind is EntityType.MUSIC, PATIENCE_S)
    await eventually(lambda: library.titles.current_row() is not None)
    row = library.titles.current_row()
    assert row is not None
    assert row.entity.label == "Björk - Vespertine (2001)"
    # An album that was added is fetched by itself, and its cover comes onto the wall.
    await eventually(lambda: library.titles.model.find(row.key).poster is not None, PATIENCE_S)


async def test_a_poster_chosen_for_a_season_is_counted_in_the_inspector(start: Start) -> None:
    program = await at_rest(start)
    library = program.window.library
    press(Key.Key_2, Modifier.AltModifier)
    await eventually(lambda: library.titles.current_key() == BREAKING_BAD)
    await eventually(
        lambda: library.inspector.shown is not None and library.inspector.shown.key == BREAKING_BAD
    )
    strip = library.inspector.seasons
    press(Key.Key_F5)
    await eventually(lambda: strip.text(AssetType.SEASONPOSTER) == "0 of 6 chosen", PATIENCE_S)
    posters = await program.core.cache.get_cached_assets(BREAKING_BAD, AssetType.SEASONPOSTER)
    click(strip.links[AssetType.SEASONPOSTER])
    await eventually(lambda: program.is_browsing() and program.browser.current_key == BREAKING_BAD)
    await eventually(lambda: program.tiles() and program.tiles()[0].asset_type is AssetType.SEASONPOSTER)
    second = next(each for each in posters if each.season_number == 2)
    program.click_tile(second.id)
    press(Key.Key_P)
    await eventually(lambda: any(each.id == second.id and each.is_selected for each in program.tiles()))
    press(Key.Key_Escape)
    await eventually(lambda: not program.is_browsing())
    await eventually(lambda: strip.text(AssetType.SEASONPOSTER) == "1 of 6 chosen", PATIENCE_S)
    press(Key.Key_Z, CTRL)
    await eventually(lambda: strip.text(AssetType.SEASONPOSTER) == "0 of 6 chosen", PATIENCE_S)
    assert library.titles.current_key() == BREAKING_BAD
