"""The keyboard alone: Enter belongs to the focused widget, arrows and letters pass between query and list."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.async_gui import eventually
from tests.fakes import a_result
from tests.ui.identify.searches import HeldCache, an_unknown, look_alikes, opened, with_results
from ui.identify.search_state import SearchState

KEY, CTRL, ALT = Qt.Key, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


@pytest.fixture
def films(core):
    films = [an_unknown(1001), an_unknown(1002, "Stalker", 1979), an_unknown(1003, "Mirror", 1975)]
    core.library.put(*films)
    return films


async def test_the_query_has_the_keyboard_when_it_opens(window, films) -> None:
    await with_results(window, films[0])
    assert window.focusWidget() is window.bar.text
    assert window.bar.text.selectedText() == "Solaris"


async def test_enter_in_the_query_moves_to_the_first_row(window, core, films) -> None:
    await with_results(window, films[0])
    QTest.keyClick(window.bar.text, KEY.Key_Return)
    assert window.focusWidget() is window.area.rows
    assert window.area.rows.currentIndex().row() == 0
    assert core.library.identified == []


async def test_enter_searches_now_and_moves_when_these_results_are_in(
    held: HeldCache, window, films, monkeypatch
) -> None:
    monkeypatch.setattr("ui.identify.searcher.DEBOUNCE_S", 60.0)
    await opened(window, films[0])
    await eventually(lambda: held.held)
    held.held[0].answer(*look_alikes())
    await eventually(window.details.accept.isEnabled)
    QTest.keyClicks(window.bar.text, "Stalker")
    QTest.keyClick(window.bar.text, KEY.Key_Return)
    await eventually(lambda: len(held.held) == 2)
    assert window.focusWidget() is window.bar.text, "the rows on screen are of the older text"
    held.held[1].report(a_result("Stalker", 1979))
    assert window.focusWidget() is window.area.rows


async def test_typing_on_after_enter_keeps_the_keyboard_in_the_query(held: HeldCache, window, films) -> None:
    await opened(window, films[0])
    await eventually(lambda: held.held)
    QTest.keyClick(window.bar.text, KEY.Key_Return)
    QTest.keyClicks(window.bar.text, "Stalker")
    await eventually(lambda: held.held[-1].request.query == "Stalker")
    held.held[-1].report(a_result("Stalker", 1979))
    assert window.focusWidget() is window.bar.text


async def test_enter_on_a_row_accepts_it(window, core, films) -> None:
    await with_results(window, films[0])
    QTest.keyClick(window.bar.text, KEY.Key_Down)
    QTest.keyClick(window.area.rows, KEY.Key_Down)
    QTest.keyClick(window.area.rows, KEY.Key_Return)
    await eventually(lambda: core.library.identified)
    key, result, keep_artwork = core.library.identified[0]
    assert (key, result.year, keep_artwork) == (films[0].key, 2002, False)


async def test_enter_on_a_row_of_an_older_text_accepts_nothing(held: HeldCache, window, core, films) -> None:
    await opened(window, films[0])
    await eventually(lambda: held.held)
    held.held[0].answer(*look_alikes())
    await eventually(window.details.accept.isEnabled)
    QTest.keyClick(window.bar.text, Qt.Key.Key_End)
    QTest.keyClicks(window.bar.text, "x")
    QTest.keyClick(window.bar.text, KEY.Key_Down)
    assert window.focusWidget() is window.area.rows
    QTest.keyClick(window.area.rows, KEY.Key_Return)
    QTest.keyClick(window.area.rows, KEY.Key_Return, CTRL)
    await eventually(lambda: len(held.held) == 2)
    assert core.library.identified == []


@pytest.mark.parametrize("field", ["text", "year"])
async def test_down_enters_the_list(window, films, field: str) -> None:
    await with_results(window, films[0])
    QTest.keyClick(getattr(window.bar, field), KEY.Key_Down)
    assert window.focusWidget() is window.area.rows


async def test_up_on_the_first_row_returns_to_the_query(window, films) -> None:
    await with_results(window, films[0])
    QTest.keyClick(window.bar.text, KEY.Key_Down)
    QTest.keyClick(window.area.rows, KEY.Key_Up)
    assert window.focusWidget() is window.bar.text


async def test_letters_typed_on_a_row_go_on_with_the_query(window, core, films) -> None:
    await with_results(window, films[0])
    QTest.keyClick(window.bar.text, KEY.Key_Down)
    QTest.keyClick(window.area.rows, "2")
    assert window.focusWidget() is window.bar.text
    assert window.bar.text.text() == "Solaris2"
    await eventually(lambda: core.cache.searches[-1].query == "Solaris2")


async def test_backspace_on_a_row_takes_a_letter_of_the_query(window, films) -> None:
    await with_results(window, films[0])
    QTest.keyClick(window.bar.text, KEY.Key_Down)
    QTest.keyClick(window.area.rows, KEY.Key_Backspace)
    assert window.bar.text.text() == "Solari"


async def test_ctrl_enter_accepts_and_goes_on_from_anywhere(window, core, films) -> None:
    await with_results(window, *films)
    QTest.keyClick(window.bar.text, KEY.Key_Return, CTRL)
    await eventually(lambda: window.windowTitle() == "Identify: Stalker (1979)")
    assert core.library.identified[0][0] == films[0].key


async def test_alt_s_skips(window, core, films) -> None:
    await with_results(window, *films)
    QTest.keyClick(window, KEY.Key_S, ALT)
    await eventually(lambda: window.windowTitle() == "Identify: Stalker (1979)")
    assert core.library.identified == []


async def test_alt_n_marks_as_in_no_provider(window, core, films) -> None:
    await with_results(window, *films)
    QTest.keyClick(window, KEY.Key_N, ALT)
    await eventually(lambda: window.windowTitle() == "Identify: Stalker (1979)")
    assert core.library.entities[films[0].key].state == "in_no_provider"


async def test_alt_arrows_walk_the_queue(window, films) -> None:
    await with_results(window, *films)
    QTest.keyClick(window, KEY.Key_Right, ALT)
    await eventually(lambda: window.windowTitle() == "Identify: Stalker (1979)")
    assert window.header.place_text == "2 of 3"
    QTest.keyClick(window, KEY.Key_Left, ALT)
    await eventually(lambda: window.windowTitle() == "Identify: Solaris (1972)")


async def test_a_row_that_was_chosen_keeps_the_focus_while_rows_arrive(
    held: HeldCache, window, films
) -> None:
    first, second = look_alikes()
    await opened(window, films[0])
    await eventually(lambda: held.held)
    held.held[0].report(second)
    QTest.keyClick(window.bar.text, KEY.Key_Down)
    held.held[0].report(first, second)
    assert window.area.rows.current_row().result.year == 2002
    assert window.details.facts.text().startswith("2002")


async def test_the_best_row_is_in_front_until_one_is_chosen(held: HeldCache, window, films) -> None:
    first, second = look_alikes()
    await opened(window, films[0])
    await eventually(lambda: held.held)
    held.held[0].report(second)
    held.held[0].report(first, second)
    assert window.area.rows.current_row().result.year == 1972


async def test_a_new_text_puts_the_best_row_in_front_again(held: HeldCache, window, films) -> None:
    first, second = look_alikes()
    await opened(window, films[0])
    await eventually(lambda: held.held)
    held.held[0].answer(first, second)
    await eventually(lambda: window.state is SearchState.RESULTS)
    QTest.keyClick(window.bar.text, KEY.Key_Down)
    QTest.keyClick(window.area.rows, KEY.Key_Down)
    QTest.keyClick(window.area.rows, "x")
    await eventually(lambda: len(held.held) == 2)
    held.held[1].report(first, second)
    assert window.area.rows.current_row().result.year == 1972


async def test_tab_goes_in_reading_order(window, films) -> None:
    await with_results(window, *films)
    seen = []
    for _ in range(12):
        seen.append(window.focusWidget())
        QTest.keyClick(window.focusWidget(), KEY.Key_Tab)
    details, bar = window.details, window.bar
    expected = [
        bar.text,
        bar.year,
        bar.kinds.chip("movie"),
        window.area.rows,
        details.accept_next,
        details.accept,
        details.skip,
        details.none,
        window.header.next,
    ]
    assert [widget for widget in seen if widget in expected][: len(expected)] == expected


async def test_enter_on_a_button_presses_that_button(window, core, films) -> None:
    await with_results(window, *films)
    window.details.skip.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(window.details.skip, KEY.Key_Return)
    await eventually(lambda: window.windowTitle() == "Identify: Stalker (1979)")
    assert core.library.identified == []
