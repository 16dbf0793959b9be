"""Languages: chips that are moved, taken away and added, by mouse and by keys."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from metarr_desktop.domain.asset import AssetType
from metarr_desktop.domain.language import LanguageLadder
from tests.async_gui import eventually
from tests.fakes import FakeCore
from ui.language_chips import LanguageChips
from ui.settings.page import SettingsWindow

# The list of names is a popup; the offscreen platform cannot grab the keyboard for it, and needs not.
pytestmark = pytest.mark.qt_log_ignore("grabbing the keyboard", extend=True)

LEFT, Key, Modifier = Qt.MouseButton.LeftButton, Qt.Key, Qt.KeyboardModifier
POSTER, BANNER = AssetType.POSTER, AssetType.BANNER


def chips_of(window: SettingsWindow, asset_type: AssetType = POSTER) -> LanguageChips:
    window.list.show_page("languages")
    return window.languages.rows[asset_type].chips


def press(widget: QWidget, key: Qt.Key, modifiers: Qt.KeyboardModifier = Modifier.NoModifier) -> None:
    widget.setFocus()
    QTest.keyClick(widget, key, modifiers)


async def test_a_ladder_shows_its_rungs_with_their_points(window) -> None:
    labels = [(chip.text(), chip.points) for chip in chips_of(window).chips()]
    assert labels == [("German", 20), ("English", 17), ("Original language", 14), ("No text", 12)]
    assert chips_of(window).chips()[0].accessibleName() == "Poster, place 1 of 4: German, counts 20 points"


async def test_alt_and_an_arrow_move_a_rung(qtbot, window, core: FakeCore) -> None:
    chips = chips_of(window)
    press(chips.chips()[3], Key.Key_Left, Modifier.AltModifier)
    assert chips.rungs == ("de", "en", None, "original")
    assert window.focusWidget() is chips.chips()[2]
    assert chips.chips()[2].points == 14
    qtbot.mouseClick(window.bar.apply_button, LEFT)
    await eventually(
        lambda: core.preferences.kept.ladders == {POSTER: LanguageLadder(("de", "en", None, "original"))}
    )


async def test_a_rung_is_dragged_past_its_neighbour(qtbot, window) -> None:
    chips = chips_of(window)
    first, second = chips.chips()[:2]
    await eventually(lambda: second.x() > first.x())
    qtbot.mousePress(first, LEFT, pos=QPoint(10, 10))
    there = second.mapTo(chips, QPoint(second.width() - 4, 10)) - first.pos()
    QTest.mouseMove(first, QPoint(30, 10))
    QTest.mouseMove(first, there)
    qtbot.mouseRelease(first, LEFT, pos=there)
    assert chips.rungs[:2] == ("en", "de")


async def test_delete_takes_a_rung_away_and_the_last_one_stays(window) -> None:
    chips = chips_of(window)
    for _ in range(5):
        press(chips.chips()[0], Key.Key_Delete)
    assert chips.rungs == (None,)
    assert window.messages.texts() == ("At least one must stay. Add another one first.",)


async def test_the_cross_takes_a_rung_away(qtbot, window) -> None:
    chip = chips_of(window).chips()[1]
    await eventually(lambda: chip.width() > 20)
    qtbot.mouseClick(chip, LEFT, pos=chip._cross().center())
    assert chips_of(window).rungs == ("de", "original", None)


async def test_a_language_is_added_by_its_name(qtbot, window) -> None:
    chips = chips_of(window)
    qtbot.mouseClick(chips.add_button, LEFT)
    qtbot.keyClicks(chips.field, "swed")
    press(chips.field, Key.Key_Return)
    assert chips.rungs[-1] == "sv"
    assert chips.field.isHidden()
    assert window.focusWidget() is chips.chips()[-1]


async def test_a_name_is_chosen_from_the_list_and_the_field_is_empty_the_next_time(qtbot, window) -> None:
    chips = chips_of(window)
    qtbot.mouseClick(chips.add_button, LEFT)
    qtbot.keyClicks(chips.field, "swe")
    popup = chips.field.completer().popup()
    assert popup.isVisible()
    QTest.keyClick(popup, Key.Key_Down)
    QTest.keyClick(popup, Key.Key_Return)
    assert chips.rungs[-1] == "sv"
    qtbot.mouseClick(chips.add_button, LEFT)
    assert chips.field.text() == ""
    names = chips.field.completer().model().stringList()
    assert "Swedish" not in names
    assert "French" in names


async def test_what_is_no_language_is_said_and_stays_typed(qtbot, window) -> None:
    chips = chips_of(window)
    qtbot.mouseClick(chips.add_button, LEFT)
    qtbot.keyClicks(chips.field, "Klingon")
    press(chips.field, Key.Key_Return)
    assert "No language is called “Klingon”" in window.messages.texts()[0]
    assert chips.field.text() == "Klingon"
    assert len(chips.rungs) == 4


async def test_a_language_that_is_there_already_is_not_added_again(qtbot, window) -> None:
    chips = chips_of(window)
    qtbot.mouseClick(chips.add_button, LEFT)
    qtbot.keyClicks(chips.field, "German")
    press(chips.field, Key.Key_Return)
    assert window.messages.texts() == ("German is in the list already.",)
    assert len(chips.rungs) == 4


async def test_esc_leaves_the_field_and_not_the_window(qtbot, window) -> None:
    chips = chips_of(window)
    qtbot.mouseClick(chips.add_button, LEFT)
    press(chips.field, Key.Key_Escape)
    assert chips.field.isHidden()
    assert window.isVisible()


async def test_other_languages_change_the_default_ladders(window) -> None:
    chips = chips_of(window)
    press(window.languages.texts.chips()[0], Key.Key_Delete)
    assert chips.rungs == ("en", "original", None)
    assert window.bar.text.text() == "1 change not applied yet"


async def test_a_ladder_of_its_own_is_said_and_can_be_given_up(qtbot, window) -> None:
    row = window.languages.rows[POSTER]
    press(chips_of(window).chips()[0], Key.Key_Delete)
    assert row.default.isHidden()
    qtbot.mouseClick(row.state, LEFT)
    assert row.state.isHidden()
    assert not row.default.isHidden()
    assert window.bar.apply_button.isHidden()


async def test_one_ladder_is_used_for_its_group_or_for_all(window) -> None:
    press(chips_of(window).chips()[0], Key.Key_Delete)
    group, every, *_ = window.languages.rows[POSTER].more.menu().actions()
    group.trigger()
    assert chips_of(window, BANNER).rungs == ("en", "original", None)
    assert chips_of(window, AssetType.SEASONPOSTER).rungs == ("de", "en", "original", None)
    every.trigger()
    assert chips_of(window, AssetType.SEASONPOSTER).rungs == ("en", "original", None)


async def test_the_example_follows_the_row_one_works_on(window) -> None:
    example = window.languages.examples["Films and series"]
    chips_of(window, BANNER).chips()[0].setFocus()
    press(chips_of(window, BANNER).chips()[0], Key.Key_Right, Modifier.AltModifier)
    assert "an English banner counts 20, a German one 17" in example.text()
