"""Providers: order, on and off, pause; what waits and what acts at once."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from metarr_desktop.domain.errors import InvalidInput
from metarr_desktop.domain.status import Lamp, ProviderStatus
from tests.async_gui import eventually
from tests.fakes import FakeCore
from ui.pill import Tone
from ui.settings.page import SettingsWindow

LEFT, Key, Modifier = Qt.MouseButton.LeftButton, Qt.Key, Qt.KeyboardModifier


def order_on_screen(window: SettingsWindow) -> list[str]:
    cards = window.providers.cards
    window.providers.layout().activate()
    return sorted(cards, key=lambda name: cards[name].mapTo(window, QPoint()).y())


async def test_a_provider_is_switched_off_by_apply_and_not_before(qtbot, window, core: FakeCore) -> None:
    card = window.providers.cards["tvdb"]
    card.check.click()
    assert core.preferences.changes == []
    assert card.consequence.text() == "Switched off: its pictures stay, marked; it is not asked any more."
    assert window.bar.text.text() == "1 change not applied yet"
    qtbot.mouseClick(window.bar.apply_button, LEFT)
    await eventually(lambda: core.preferences.kept.disabled == {"tvdb"})
    await eventually(lambda: window.bar.apply_button.isHidden())
    assert window.messages.texts() == ("24 pictures were scored anew.",)


@pytest.mark.parametrize("is_by_key", [True, False])
async def test_the_order_is_changed_by_keys_and_by_buttons(qtbot, window, core, is_by_key) -> None:
    card = window.providers.cards["tvdb"]
    for _ in range(2):
        if is_by_key:
            card.check.setFocus()
            QTest.keyClick(card.check, Key.Key_Up, Modifier.AltModifier)
        else:
            qtbot.mouseClick(card.up, LEFT)
    await eventually(lambda: order_on_screen(window) == ["tvdb", "tmdb", "fanart_tv"])
    assert not card.up.isEnabled()
    QTest.keyClick(window, Key.Key_S, Modifier.ControlModifier)
    await eventually(lambda: core.preferences.kept.order == ("tvdb", "tmdb", "fanart_tv"))


async def test_the_order_is_changed_by_dragging(qtbot, window) -> None:
    card, target = window.providers.cards["tvdb"], window.providers.cards["tmdb"]
    await eventually(lambda: target.height() > 0)
    qtbot.mousePress(card.handle, LEFT)
    place = card.handle.mapFromGlobal(target.mapToGlobal(QPoint(20, 2)))
    qtbot.mouseMove(card.handle, place)
    QTest.mouseMove(card.handle, place)
    card.handle.dragged.emit(target.mapToGlobal(QPoint(20, 2)))
    qtbot.mouseRelease(card.handle, LEFT)
    await eventually(lambda: order_on_screen(window)[0] == "tvdb")


async def test_the_focus_stays_with_what_is_moved(qtbot, window) -> None:
    card = window.providers.cards["tvdb"]
    card.check.setFocus()
    QTest.keyClick(card.check, Key.Key_Up, Modifier.AltModifier)
    assert window.focusWidget() is card.check


async def test_pause_acts_at_once_and_leaves_what_waits(qtbot, window, core: FakeCore) -> None:
    window.providers.cards["tvdb"].check.click()
    qtbot.mouseClick(window.providers.cards["tmdb"].pause_button, LEFT)
    await eventually(lambda: core.preferences.kept.paused == {"tmdb"})
    assert core.preferences.kept.disabled == frozenset()
    assert window.bar.text.text() == "1 change not applied yet"


async def test_apply_keeps_what_was_paused_meanwhile(qtbot, window, core: FakeCore) -> None:
    window.providers.cards["tvdb"].check.click()
    core.preferences.kept = replace(
        core.preferences.kept, paused=frozenset({"tmdb"})
    )  # another window did it
    qtbot.mouseClick(window.bar.apply_button, LEFT)
    await eventually(lambda: core.preferences.kept.disabled)
    assert core.preferences.kept.paused == {"tmdb"}


async def test_what_is_refused_is_said_and_goes_on_waiting(qtbot, window, core: FakeCore) -> None:
    core.preferences.error = InvalidInput("At least one provider must stay switched on.")
    for card in window.providers.cards.values():
        card.check.click()
    qtbot.mouseClick(window.bar.apply_button, LEFT)
    await eventually(lambda: window.messages.texts() == ("At least one provider must stay switched on.",))
    assert window.bar.text.text() == "3 changes not applied yet"
    qtbot.mouseClick(window.bar.revert_button, LEFT)
    assert all(card.check.isChecked() for card in window.providers.cards.values())


async def test_lamps_follow_while_the_window_is_open(window, core: FakeCore) -> None:
    card = window.providers.cards["tmdb"]
    assert card.state.dot.tone is Tone.GOOD
    core.providers.states["tmdb"] = ProviderStatus("tmdb", Lamp.REFUSED, "TMDB does not accept this key.")
    core.providers.changed()
    assert card.state.dot.tone is Tone.BAD
    assert card.state.sentence.text() == "TMDB does not accept this key."


async def test_defaults_come_back_by_apply_too(qtbot, window, core: FakeCore) -> None:
    core.preferences.kept = replace(core.preferences.kept, order=("tvdb", "tmdb", "fanart_tv"))
    window.attach(core)
    qtbot.mouseClick(window.providers.restore_button, LEFT)
    assert core.preferences.changes == []
    assert not window.providers.restore_button.isEnabled()
    assert window.bar.text.text() == "1 change not applied yet"


async def test_changes_made_in_another_window_are_shown(window, core: FakeCore) -> None:
    await core.preferences.change(replace(core.preferences.kept, disabled=frozenset({"fanart_tv"})))
    assert not window.providers.cards["fanart_tv"].check.isChecked()
    assert window.bar.apply_button.isHidden()
