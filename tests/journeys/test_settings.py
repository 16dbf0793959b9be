"""Journey: in the settings a provider is switched off, the order and a ladder are changed; nobody is asked for it."""

from __future__ import annotations

from PySide6.QtTest import QTest

from metarr_desktop.demo.faults import PathKind
from metarr_desktop.domain.asset import AssetType, CachedAsset
from tests.async_gui import eventually
from tests.journeys.conftest import Start
from tests.journeys.rig import CTRL, PATIENCE_S, Key, Modifier, Program, click, film, press
from ui.settings.page import SettingsWindow

INCEPTION = film(1001)
ALT = Modifier.AltModifier


async def settings_of(program: Program) -> SettingsWindow:
    """Open the settings as a person does."""
    program.window.activateWindow()
    await eventually(program.window.isActiveWindow)
    press(Key.Key_Comma, CTRL)
    await eventually(lambda: program.window.tools.settings_window is not None)
    window = program.window.tools.settings_window
    assert window is not None
    await eventually(window.isActiveWindow)
    window.resize(1100, 720)
    return window


async def applied(window: SettingsWindow) -> str:
    """Apply, and return the sentence that came of it."""
    before = window.messages.texts()
    click(window.bar.apply_button)
    await eventually(lambda: window.bar.apply_button.isHidden(), PATIENCE_S)
    await eventually(lambda: window.messages.texts() != before, PATIENCE_S)
    return window.messages.texts()[-1]


async def opened_again(program: Program, window: SettingsWindow) -> list[CachedAsset]:
    """Close the settings, browse the posters, return what the grid shows, and leave the browser."""
    press(Key.Key_Escape)
    await eventually(lambda: not window.isVisible())
    await program.browse(INCEPTION)
    await program.fetched()
    tiles = list(program.tiles())
    press(Key.Key_Escape)
    await eventually(lambda: not program.is_browsing())
    return tiles


def asked(program: Program) -> list[str]:
    """Return what was asked of the services, pictures apart."""
    return [f"{entry.service} {entry.path}" for entry in program.requests() if entry.kind is PathKind.API]


async def with_posters(start: Start) -> Program:
    """A program that has fetched the film, and whose log of requests is empty."""
    program = await start()
    await program.stop_filling()
    await program.browse(INCEPTION)
    await program.fetched()
    press(Key.Key_Escape)
    await eventually(lambda: not program.is_browsing())
    program.site.log.clear()
    return program


async def test_a_provider_switched_off_keeps_its_tiles_and_loses_its_lamp(start: Start) -> None:
    program = await with_posters(start)
    stored = {each.id for each in await program.posters(INCEPTION)}
    window = await settings_of(program)
    assert "Fanart.tv" in program.window.status.lamps.lamp("fanart_tv").label()
    window.list.show_page("providers")
    check = window.providers.cards["fanart_tv"].check
    check.setFocus()
    press(Key.Key_Space)
    assert "Fanart.tv" in await applied(window)
    await eventually(lambda: "fanart_tv" not in program.window.status.lamps.providers())
    tiles = await opened_again(program, window)
    assert {each.id for each in tiles} == stored
    assert "fanart_tv" in {each.provider_name for each in tiles}
    assert asked(program) == []

    again = await settings_of(program)
    again.providers.cards["fanart_tv"].check.click()
    await applied(again)
    await eventually(lambda: "fanart_tv" in program.window.status.lamps.providers())
    press(Key.Key_Escape)


async def test_another_order_and_another_ladder_sort_the_posters_and_ask_nobody(start: Start) -> None:
    program = await with_posters(start)
    scores = {each.id: each.score for each in await program.posters(INCEPTION)}
    window = await settings_of(program)
    window.list.show_page("providers")
    card = window.providers.cards["tvdb"]
    card.check.setFocus()
    for _ in range(2):
        QTest.keyClick(card.check, Key.Key_Up, ALT)
    assert "scored" in await applied(window)
    reordered = {each.id: each.score for each in await program.posters(INCEPTION)}
    gained = {
        each.provider_name
        for each in await program.posters(INCEPTION)
        if reordered[each.id] > scores[each.id]
    }
    assert gained == {"tvdb"}
    assert program.window.status.lamps.providers()[0] == "tvdb"

    window.list.show_page("languages")
    chips = window.languages.rows[AssetType.POSTER].chips
    chips.chips()[-1].setFocus()  # no text
    for _ in range(len(chips.rungs) - 1):
        press(Key.Key_Left, ALT)
    assert chips.rungs[0] is None
    await applied(window)
    tiles = await opened_again(program, window)
    assert tiles[0].language is None
    assert [each.score for each in tiles] == sorted((each.score for each in tiles), reverse=True)
    assert tiles[0].id != max(scores, key=lambda each: scores[each])
    assert asked(program) == []


async def test_the_health_page_counts_what_reached_the_services(start: Start) -> None:
    program = await start()
    await program.stop_filling()
    await program.browse(INCEPTION)
    await program.fetched()
    press(Key.Key_Escape)
    await eventually(lambda: not program.is_browsing())
    click(program.window.status.lamps.lamp("tmdb"))
    health = program.window.tools.health_window
    assert health is not None
    reached = sum(line.startswith("tmdb ") for line in asked(program))
    assert reached > 0
    await eventually(lambda: health.cards["tmdb"].values[0].text() == f"{reached:,}", PATIENCE_S)
    assert health.cards["tmdb"].facts["Last error"].text() == "none"
    assert health.cards["tmdb"].facts["Key"].text() != "none"
    await eventually(health.isActiveWindow)
    press(Key.Key_Escape)
    await eventually(lambda: not health.isVisible())
