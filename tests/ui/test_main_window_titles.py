"""Titles in the main window: wall, table, search field and inspector, by real keys and clicks."""

from __future__ import annotations

import time

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from metarr_desktop.domain.asset import AssetType
from metarr_desktop.domain.entity import EntityType
from tests.async_gui import eventually
from tests.fakes import FakeCore, a_result
from tests.ui import main_window_builders as builders
from tests.ui.main_window_builders import a_core, focus, key_of, opened, press, titles, unidentified
from ui.application import theme_of
from ui.library.arrangement import Worklist
from ui.main_window import MainWindow

Key, Mod = Qt.Key, Qt.KeyboardModifier


@pytest.fixture(autouse=True)
def own_settings(qapp, tmp_path):
    qapp.setQuitOnLastWindowClosed(False)
    builders.use_settings_in(tmp_path)


# -- titles --------------------------------------------------------------------------------------------------


async def test_the_wall_shows_all_titles_in_order(qtbot) -> None:
    async with opened(qtbot, a_core()) as window:
        assert titles(window) == ["Alien", "Dune", "Inception", "Solaris"]


async def test_titles_of_another_program_come_in_and_the_selection_stays(qtbot) -> None:
    core = a_core()
    async with opened(qtbot, core) as window:
        focus(window, "Inception")
        core.library.put(unidentified(5, "Brazil"))
        window.session.look_around()
        await eventually(lambda: titles(window) == ["Alien", "Brazil", "Dune", "Inception", "Solaris"])
        wall = window.library.titles.wall
        rows = [index.row() for index in wall.selectionModel().selectedIndexes()]
        assert (window.library.titles.current_key(), rows) == (key_of(3), [3])
        assert window.library.controller.count(EntityType.MOVIE) == 5


async def test_the_first_title_is_selected_at_the_start(qtbot) -> None:
    async with opened(qtbot, a_core()) as window:
        rows = [index.row() for index in window.library.titles.wall.selectionModel().selectedIndexes()]
        assert rows == [0]


async def test_the_theme_is_remembered(qtbot, qapp) -> None:
    theme = theme_of(qapp)
    window = MainWindow()
    qtbot.addWidget(window)
    next(action for action in window.acts.themes.actions() if action.data() == "dark").trigger()
    assert theme.tokens.is_dark
    theme.set_mode("light")
    again = MainWindow()
    qtbot.addWidget(again)
    is_dark = theme.tokens.is_dark
    theme.set_mode("system")
    assert is_dark


async def test_posters_arrive_on_the_wall(qtbot) -> None:
    core = a_core()
    async with opened(qtbot, core) as window:
        url = core.cache.assets[key_of(1)][0].thumb_url
        await eventually(lambda: window.library.titles.wall.tiles.picture_of(url) is not None)


async def test_worklists_count_and_filter(qtbot) -> None:
    async with opened(qtbot, a_core()) as window:
        assert window.library.rail.count_of(Worklist.UNIDENTIFIED) == 1
        rail = window.library.rail
        at = rail.rect_of(Worklist.UNIDENTIFIED).center()
        QTest.mouseClick(rail.viewport(), Qt.MouseButton.LeftButton, Mod.NoModifier, at)
        assert titles(window) == ["Solaris"]


async def test_a_finished_worklist_says_so_and_leads_back(qtbot) -> None:
    async with opened(qtbot, a_core()) as window:
        window.library.rail.choose(Worklist.FAILED)
        assert window.library.empty.title == "No fetch failed"
        qtbot.mouseClick(window.library.empty.button("Show all films"), Qt.MouseButton.LeftButton)
        assert len(titles(window)) == 4


async def test_the_selection_survives_the_change_to_the_table(qtbot) -> None:
    async with opened(qtbot, a_core()) as window:
        focus(window, "Dune")
        press(window, Key.Key_Right, Mod.ShiftModifier)
        window.acts.table.trigger()
        assert window.library.titles.selected_keys() == [key_of(2), key_of(3)]
        assert window.library.titles.current_key() == key_of(3)


async def test_a_click_on_a_column_sorts_and_a_second_turns_it_round(qtbot) -> None:
    async with opened(qtbot, a_core()) as window:
        window.acts.table.trigger()
        head = window.library.titles.table.horizontalHeader()
        at = QPoint(head.sectionViewportPosition(1) + 20, head.height() // 2)
        QTest.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, Mod.NoModifier, at)
        assert titles(window) == ["Solaris", "Alien", "Inception", "Dune"]
        QTest.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, Mod.NoModifier, at)
        assert titles(window) == ["Dune", "Inception", "Alien", "Solaris"]


async def test_view_sort_and_size_are_remembered(qtbot) -> None:
    async with opened(qtbot, a_core()) as window:
        window.library.set_view("table")
        window.library.header.sorts.setCurrentIndex(1)
        window.library.header.sorts.activated.emit(1)
        window.library.header.slider.setValue(200)
    async with opened(qtbot, a_core()) as again:
        assert again.library.titles.currentWidget() is again.library.titles.table
        assert titles(again) == ["Solaris", "Alien", "Inception", "Dune"]
        assert again.library.titles.wall.tile_width == 200


async def test_selected_titles_are_counted_on_the_status_bar(qtbot) -> None:
    async with opened(qtbot, a_core()) as window:
        press(window, Key.Key_A, Mod.ControlModifier)
        assert window.status.counts.text() == "4 films · 4 selected"


async def test_an_empty_library_offers_to_add_films(qtbot) -> None:
    async with opened(qtbot, FakeCore()) as window:
        await eventually(lambda: window.library.empty.title == "Your library is empty")
        assert window.library.empty.offers() == ("Add film folder…", "Add title…")


async def test_ten_thousand_titles_are_shown_and_filtered_without_a_stall(qtbot) -> None:
    core = FakeCore()
    core.library.put(*(unidentified(number, f"Film {number}", 1990) for number in range(1, 10_001)))
    async with opened(qtbot, core) as window:
        start = time.thread_time()  # whoever else has the cores
        window.library.set_filter("film 77")
        window.library.apply_filter()
        assert time.thread_time() - start < 0.5
        assert len(titles(window)) == 280


# -- search field --------------------------------------------------------------------------------------------


async def test_typing_filters_and_esc_shows_all_again(qtbot) -> None:
    async with opened(qtbot, a_core()) as window:
        window.acts.find.trigger()
        QTest.keyClicks(window.omnibox, "incep")
        await eventually(lambda: titles(window) == ["Inception"])
        QTest.keyClick(window.omnibox, Key.Key_Escape)
        await eventually(lambda: len(titles(window)) == 4)


@pytest.mark.parametrize(
    "text", ["tmdb:27205", "tt1375666", "https://www.themoviedb.org/movie/27205-inception"]
)
async def test_an_id_or_address_jumps_to_its_title(qtbot, text: str) -> None:
    async with opened(qtbot, a_core()) as window:
        focus(window, "Alien")
        window.omnibox.setText(text)
        QTest.keyClick(window.omnibox, Key.Key_Return)
        await eventually(lambda: len(titles(window)) == 4)
        assert window.library.titles.current_key() == key_of(3)


async def test_an_unknown_id_offers_to_be_added(qtbot) -> None:
    async with opened(qtbot, a_core()) as window:
        window.omnibox.setText("tt0062622")
        window.library.apply_filter()
        assert window.library.empty.offers()[0] == "Add tt0062622"


async def test_enter_without_a_hit_searches_the_providers(qtbot) -> None:
    core = a_core()
    core.cache.results = [a_result("Metropolis", 1927, tmdb=19)]
    async with opened(qtbot, core) as window:
        window.omnibox.setText("metropolis")
        QTest.keyClick(window.omnibox, Key.Key_Return)
        await eventually(lambda: core.cache.searches)
        assert core.cache.searches[0].query == "metropolis"


@pytest.mark.parametrize("text", ["x" * 10_000, "   ", "🎬🍿", "‏قطار", "\x00\x01", "((([[["])
async def test_no_text_upsets_the_search_field(qtbot, text: str) -> None:
    async with opened(qtbot, a_core()) as window:
        window.omnibox.setText(text)
        window.library.apply_filter()
        assert window.library.isVisible()
        assert window.messages.texts() == ()


# -- inspector -----------------------------------------------------------------------------------------------


async def test_the_inspector_follows_the_focus(qtbot) -> None:
    async with opened(qtbot, a_core()) as window:
        focus(window, "Alien")
        press(window, Key.Key_Right)
        press(window, Key.Key_Right)
        await eventually(
            lambda: window.library.inspector.shown and window.library.inspector.shown.key == key_of(3)
        )
        assert window.library.inspector.board.slot(AssetType.FANART).summary.selected is not None


async def test_an_unidentified_title_offers_to_be_identified_first(qtbot) -> None:
    async with opened(qtbot, a_core()) as window:
        focus(window, "Solaris")
        inspector = window.library.inspector
        await eventually(lambda: inspector.shown and inspector.shown.key == key_of(4))
        assert inspector.identify_button.property("role") == "primary"
        assert window.acts.refresh.action.toolTip() == "Identify first (Ctrl+I)"
        assert not window.acts.force.isEnabled()


async def test_slots_show_the_best_candidate_until_one_is_selected(qtbot) -> None:
    core = a_core()
    async with opened(qtbot, core) as window:
        focus(window, "Inception")
        inspector = window.library.inspector
        await eventually(lambda: inspector.shown and inspector.shown.key == key_of(3))
        assert set(inspector.shown.urls()) == {AssetType.POSTER, AssetType.FANART, AssetType.CLEARART}


async def test_a_slot_opens_the_browser_on_its_type(qtbot, monkeypatch) -> None:
    async with opened(qtbot, a_core()) as window:
        asked = []
        monkeypatch.setattr(window.windows, "browse", lambda *args: asked.append(args))
        focus(window, "Inception")
        await eventually(lambda: window.library.inspector.shown is not None)
        slot = window.library.inspector.board.slot(AssetType.CLEARART)
        qtbot.mouseClick(slot, Qt.MouseButton.LeftButton)
        keys, current, kind = asked[0]
        assert (len(keys), current, kind) == (4, key_of(3), AssetType.CLEARART)
