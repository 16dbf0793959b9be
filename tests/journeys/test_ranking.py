"""Journey: the order of the pictures follows what a person finds important, and is so again the next day."""

from __future__ import annotations

from metarr_desktop.demo.faults import PathKind
from metarr_desktop.domain.asset import AssetType
from metarr_desktop.domain.ranking import PRESETS, Weights, rank
from tests.async_gui import eventually
from tests.journeys.conftest import Start
from tests.journeys.rig import ALT, PATIENCE_S, Key, Program, click, film, press

INCEPTION = film(1001)
POSTER = AssetType.POSTER


async def browsing(program: Program) -> None:
    await program.stop_filling()
    await program.browse(INCEPTION)
    await program.fetched()
    await eventually(lambda: len(program.pictures_here()) > 0, PATIENCE_S)


def totals(program: Program) -> list[int]:
    model = program.browser.parts.pane.model
    return [model.total(asset) or 0 for asset in model.items]


async def test_weights_order_the_grid_by_keyboard_and_are_there_the_next_day(start: Start) -> None:
    program = await start()
    await browsing(program)
    before = [asset.id for asset in program.tiles()]
    program.site.log.clear()
    press(Key.Key_W)
    slider = program.browser.parts.ranking.sliders.sliders["Resolution"]
    await eventually(slider.hasFocus)
    press(Key.Key_Home)
    for _ in range(3):
        press(Key.Key_Tab)
    press(Key.Key_End)
    wanted = Weights(resolution=0, votes=100)
    await eventually(lambda: program.core.preferences.current().weights.get(POSTER) == wanted)
    assert [asset.id for asset in program.tiles()] != before
    assert totals(program) == sorted(totals(program), reverse=True)
    assert [entry for entry in program.requests() if entry.kind is PathKind.API] == []
    order = [asset.id for asset in program.tiles()]
    await program.end()

    again = await start()
    await browsing(again)
    assert [asset.id for asset in again.tiles()] == order
    assert again.browser.parts.filters.weights.text() == "Own weights"


async def test_another_ladder_scores_anew_and_asks_nobody(start: Start) -> None:
    program = await start()
    await browsing(program)
    stored = {asset.id: asset.score for asset in await program.posters(INCEPTION)}
    program.site.log.clear()
    press(Key.Key_W)
    ladder = program.browser.parts.ranking.ladder
    assert ladder is not None
    ladder.chips()[-1].setFocus()  # no text, which becomes the first
    for _ in range(len(ladder.rungs) - 1):
        press(Key.Key_Left, ALT)
    await eventually(lambda: POSTER in program.core.preferences.current().ladders)
    assert program.browser.current_key == INCEPTION  # the same key elsewhere is the next title
    await eventually(lambda: any(asset.score != stored[asset.id] for asset in program.tiles()), PATIENCE_S)
    now = {asset.id: asset.score for asset in await program.posters(INCEPTION)}
    await eventually(lambda: all(asset.score == now[asset.id] for asset in program.tiles()))
    assert [entry for entry in program.requests() if entry.kind is PathKind.API] == []


async def test_a_preset_ranks_by_the_stored_parts(start: Start) -> None:
    program = await start()
    await browsing(program)
    press(Key.Key_W)
    click(program.browser.parts.ranking.presets.chip("Textless"))
    best = program.tiles()[0]
    assert best.language is None
    ranked = rank(best, PRESETS["Textless"])
    assert ranked is not None
    assert abs(ranked.total - totals(program)[0]) <= 2.5  # five parts, each rounded
