"""Looking closely with the whole program: loupe, compare and survey by keyboard alone."""

from __future__ import annotations

from PySide6.QtCore import Qt

from tests.async_gui import eventually
from tests.journeys.conftest import Start
from tests.journeys.rig import CTRL, PATIENCE_S, press
from tests.journeys.test_browse import INCEPTION
from ui.assets.views.modes import ViewMode

Key = Qt.Key


async def test_a_poster_is_found_by_knock_out_survey_and_loupe(start: Start) -> None:
    program = await start()
    await program.stop_filling()
    await program.browse(INCEPTION)
    await program.fetched()
    browser = program.browser
    stage, pane = browser.parts.stage, browser.parts.pane
    await eventually(pane.grid.hasFocus)

    press(Key.Key_N)  # survey: the best four, until one is left
    survey = stage.survey
    await eventually(lambda: len(survey.board.items) > 1 and stage.pictures.is_idle, PATIENCE_S)
    while len(survey.board.items) > 1:
        press(Key.Key_X)
    last = survey.board.items[0].asset.id
    press(Key.Key_Return)
    await eventually(lambda: survey.board.items[0].asset.is_selected)

    press(Key.Key_C)  # compare: the next one against it
    compare = stage.compare
    await eventually(lambda: compare.current is not None and compare.current.id == last)
    assert compare.candidate is not None
    assert compare.candidate.id != last
    press(Key.Key_V)
    press(Key.Key_Right)
    press(Key.Key_D)
    await eventually(lambda: compare.overlay.difference is not None, PATIENCE_S)
    better = compare.candidate.id
    press(Key.Key_P)
    await eventually(lambda: compare.current is not None and compare.current.id == better)

    press(Key.Key_E)  # the loupe at 100 %, and the shelf below it
    await eventually(lambda: stage.pictures.is_idle, PATIENCE_S)
    press(Key.Key_Z)
    assert stage.loupe.canvas.scale == 1.0
    press(Key.Key_H)
    await eventually(lambda: stage.shelf.content is not None and stage.shelf.feed.is_idle, PATIENCE_S)
    assert stage.shelf.content.neighbours

    press(Key.Key_Z, CTRL)  # both choices are taken back, one by one
    press(Key.Key_Z, CTRL)
    await eventually(lambda: not any(each.is_selected for each in program.tiles()))
    press(Key.Key_Escape)
    assert stage.mode is ViewMode.GRID
    assert pane.grid.hasFocus()
