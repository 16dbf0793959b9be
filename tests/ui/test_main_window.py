"""The main window: painted without a core, alive with one, everything by real keys and clicks."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QPushButton

from metarr_desktop.domain.asset import AssetType
from metarr_desktop.domain.entity import ExternalIds, IdentityState
from metarr_desktop.domain.errors import AllProvidersFailed, StoreError
from metarr_desktop.domain.library import AddReport
from tests.async_gui import eventually
from tests.fakes import FakeCore, a_result, an_asset, an_entity
from tests.ui import main_window_builders as builders
from tests.ui.main_window_builders import a_core, key_of, opened, titles, unidentified
from ui.application import theme_of
from ui.library.arrangement import Worklist
from ui.main_window import MainWindow

Key, Mod = Qt.Key, Qt.KeyboardModifier


@pytest.fixture(autouse=True)
def own_settings(qapp, tmp_path):
    qapp.setQuitOnLastWindowClosed(False)
    builders.use_settings_in(tmp_path)


def press(window: MainWindow, key: Key, modifiers: Mod = Mod.NoModifier) -> None:
    QTest.keyClick(window.library.titles.view, key, modifiers)


def focus(window: MainWindow, title: str) -> None:
    row = next(row for row in window.library.rows() if row.entity.title == title)
    window.library.focus_title(row.key)


# -- without a core ------------------------------------------------------------------------------------------


def test_it_paints_before_there_is_a_core(qtbot) -> None:
    window = MainWindow()
    qtbot.addWidget(window)
    window.show()
    assert window.library.skeleton.isVisible()
    assert window.status.network.text() == "Opening the library…"


def test_nothing_can_be_clicked_that_needs_a_core(qtbot) -> None:
    window = MainWindow()
    qtbot.addWidget(window)
    needing = [
        window.acts.add_folder,
        window.acts.identify,
        window.acts.browse,
        window.acts.force,
        window.acts.undo,
    ]
    assert [action.isEnabled() for action in needing] == [False] * 5


def test_a_core_that_cannot_be_built_is_explained_and_can_be_tried_again(qtbot) -> None:
    window = MainWindow()
    qtbot.addWidget(window)
    window.show()
    window.show_problem("The database is damaged. Your films are unharmed. Restore the backup beside it.")
    tried = []
    window.retry_requested.connect(lambda: tried.append(True))
    qtbot.mouseClick(window.library.empty.button("Try again"), Qt.MouseButton.LeftButton)
    assert "Restore the backup" in window.library.empty.text
    assert tried == [True]


async def test_it_lets_go_of_one_core_and_takes_another(qtbot) -> None:
    first, second = a_core(), a_core()
    second.library.entities.pop(key_of(1))
    async with opened(qtbot, first) as window:
        await window.detach()
        assert titles(window) == []
        window.attach(second)
        await eventually(lambda: titles(window) == ["Dune", "Inception", "Solaris"])
        assert first.providers.listeners == []


# -- titles --------------------------------------------------------------------------------------------------


async def test_the_wall_shows_all_titles_in_order(qtbot) -> None:
    async with opened(qtbot, a_core()) as window:
        assert titles(window) == ["Alien", "Dune", "Inception", "Solaris"]


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
        assert window.library.empty.offers() == ("Add folder…", "Add title…")


async def test_ten_thousand_titles_are_shown_and_filtered_without_a_stall(qtbot) -> None:
    core = FakeCore()
    core.library.put(*(unidentified(number, f"Film {number}", 1990) for number in range(1, 10_001)))
    async with opened(qtbot, core) as window:
        loop = asyncio.get_running_loop()
        start = loop.time()
        window.library.set_filter("film 77")
        window.library.apply_filter()
        assert loop.time() - start < 0.5
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


# -- refresh -------------------------------------------------------------------------------------------------


async def test_ctrl_f5_refreshes_and_says_what_came(qtbot) -> None:
    core = a_core()
    core.cache.arriving[key_of(3)] = [an_asset()]
    async with opened(qtbot, core) as window:
        focus(window, "Inception")
        window.acts.force.trigger()
        await eventually(lambda: window.messages.texts())
        assert core.cache.fetches[0].force
        assert window.messages.texts()[0].startswith("Inception (2010): ")


async def test_the_button_is_busy_first_and_then_cancels(qtbot) -> None:
    core = a_core()
    async with opened(qtbot, core) as window:
        focus(window, "Inception")
        core.cache.gate.clear()
        width = window.acts.refresh.button.width()
        window.acts.force.trigger()
        assert (window.acts.refresh.text, window.acts.refresh.action.isEnabled()) == ("Refreshing…", False)
        await eventually(lambda: window.acts.refresh.text == "Cancel")
        assert window.acts.refresh.button.width() >= width
        window.acts.force.trigger()
        await eventually(lambda: core.cache.cancelled)
        await eventually(lambda: window.acts.refresh.text == "Force refresh")
        assert "was cancelled" in window.messages.texts()[0]


async def test_a_refresh_nobody_answers_leaves_everything_and_says_why(qtbot) -> None:
    core = a_core()
    async with opened(qtbot, core) as window:
        core.cache.fetch_error = AllProvidersFailed("No provider answered. Your artwork is unchanged.", ())
        focus(window, "Inception")
        window.acts.force.trigger()
        await eventually(lambda: window.messages.texts())
        assert "No provider answered" in window.messages.texts()[0]
        assert len(titles(window)) == 4


async def test_f5_asks_without_force(qtbot) -> None:
    core = a_core()
    async with opened(qtbot, core) as window:
        focus(window, "Inception")
        window.acts.refresh_stale.trigger()
        await eventually(lambda: core.cache.fetches)
        assert not core.cache.fetches[0].force


async def test_all_selected_titles_that_are_identified_are_refreshed(qtbot) -> None:
    core = a_core()
    async with opened(qtbot, core) as window:
        window.acts.select_all.trigger()
        window.acts.force.trigger()
        await eventually(lambda: len(core.cache.fetches) == 3)
        await eventually(lambda: window.messages.texts())
        assert window.messages.texts()[0].startswith("3 films refreshed")


# -- adding, undo --------------------------------------------------------------------------------------------


async def test_a_folder_is_added_and_reported(qtbot) -> None:
    core = a_core()
    async with opened(qtbot, core) as window:
        new = an_entity(9, "Metropolis", 1927)
        core.library.put(new)
        core.library.add_report = AddReport((new,), 3, {"Private": "not allowed to read it"})
        window.session.add_folder("/films")
        await eventually(lambda: "Metropolis" in titles(window))
        assert window.messages.texts() == (
            "Added 1 film; 3 were already here; 1 could not be read: Private (not allowed to read it).",
        )
        assert window.library.titles.current_key() == new.key


async def test_add_folder_opens_a_dialog_for_folders(qtbot) -> None:
    async with opened(qtbot, a_core()) as window:
        window.acts.add_folder.trigger()
        dialog = window.findChild(QFileDialog)
        assert dialog.fileMode() is QFileDialog.FileMode.Directory
        dialog.reject()


async def test_undo_takes_back_a_choice_and_offers_redo(qtbot) -> None:
    core = a_core()
    async with opened(qtbot, core) as window:
        poster = core.cache.assets[key_of(1)][0]
        await core.curation.select(poster.id)
        window.acts.undo.trigger()
        await eventually(lambda: window.messages.texts())
        assert window.messages.texts() == ("Undone: Selected a poster",)
        redo = next(b for b in window.messages.findChildren(QPushButton) if b.text() == "Redo")
        qtbot.mouseClick(redo, Qt.MouseButton.LeftButton)
        await eventually(lambda: window.messages.texts() == ("Redone: Selected a poster",))


async def test_undo_with_nothing_done_says_so(qtbot) -> None:
    async with opened(qtbot, a_core()) as window:
        window.acts.undo.trigger()
        await eventually(lambda: window.messages.texts() == ("There is nothing to undo.",))


# -- background fill -----------------------------------------------------------------------------------------


async def test_titles_never_fetched_fill_the_wall_by_themselves(qtbot) -> None:
    core = a_core()
    core.cache.cache_age = 0.0
    core.cache.arriving[key_of(2)] = [an_asset()]
    async with opened(qtbot, core, is_filling=True) as window:
        await eventually(lambda: window.library.titles.model.find(key_of(2)).poster is not None)
        assert [request.key for request in core.cache.fetches] == [key_of(2)]


async def test_the_status_bar_tells_of_it_and_stops_it(qtbot) -> None:
    core = a_core()
    core.cache.gate.clear()
    async with opened(qtbot, core, is_filling=True) as window:
        await eventually(lambda: window.status.network.text() == "Fetching artwork 1 of 1")
        qtbot.mouseClick(window.status.stop, Qt.MouseButton.LeftButton)
        await eventually(lambda: core.cache.cancelled)
        assert (window.status.network.text(), window.status.stop.isVisible()) == ("Idle", False)


async def test_no_network_is_told_once(qtbot) -> None:
    core = a_core()
    core.cache.fetch_error = AllProvidersFailed("Nobody answered.", ())
    async with opened(qtbot, core, is_filling=True) as window:
        await eventually(lambda: window.messages.texts())
        assert window.messages.texts() == ("No provider could be reached; what is cached is shown.",)


# -- other windows -------------------------------------------------------------------------------------------


async def test_enter_opens_the_browser_and_closing_it_returns_to_the_title(qtbot) -> None:
    async with opened(qtbot, a_core()) as window:
        focus(window, "Inception")
        press(window, Key.Key_Return)
        browser = window.windows.asset_browser
        assert browser.isVisible()
        browser.title_shown.emit(key_of(1))
        browser.close()
        assert window.library.titles.current_key() == key_of(1)


async def test_enter_on_an_unidentified_title_opens_the_identification(qtbot) -> None:
    async with opened(qtbot, a_core()) as window:
        focus(window, "Solaris")
        press(window, Key.Key_Return)
        assert window.windows.identify_window.isVisible()
        assert window.windows.asset_browser is None


async def test_a_title_identified_alone_goes_on_to_its_artwork(qtbot) -> None:
    core = a_core()
    async with opened(qtbot, core) as window:
        focus(window, "Solaris")
        window.acts.identify.trigger()
        film = replace(core.library.entities[key_of(4)], state=IdentityState.IDENTIFIED)
        core.library.put(replace(film, external_ids=ExternalIds(tmdb="593")))
        window.windows.identify_window.identified.emit(key_of(4))
        await eventually(lambda: window.library.rail.count_of(Worklist.UNIDENTIFIED) == 0)
        assert window.windows.asset_browser.isVisible()


async def test_a_choice_in_the_browser_shows_on_the_wall(qtbot) -> None:
    core = a_core()
    async with opened(qtbot, core) as window:
        focus(window, "Alien")
        press(window, Key.Key_Return)
        await core.curation.select(core.cache.assets[key_of(1)][0].id)
        window.windows.asset_browser.choice_changed.emit(key_of(1))
        await eventually(lambda: window.library.titles.model.find(key_of(1)).chosen == 1)


async def test_closing_the_main_window_closes_all(qtbot) -> None:
    async with opened(qtbot, a_core()) as window:
        focus(window, "Inception")
        press(window, Key.Key_Return)
        window.show_keys()
        window.close()
        assert not window.windows.asset_browser.isVisible()
        assert not window.keys_window.isVisible()


async def test_detaching_while_a_refresh_runs_ends_it_cleanly(qtbot) -> None:
    core = a_core()
    async with opened(qtbot, core) as window:
        focus(window, "Inception")
        core.cache.gate.clear()
        window.acts.force.trigger()
        await eventually(lambda: core.cache.fetches)
        await window.detach()
        assert [request.key for request in core.cache.cancelled if request.force] == [key_of(3)]
        assert window.acts.refresh.text == "Force refresh"


# -- demo, errors --------------------------------------------------------------------------------------------


async def test_the_demo_says_so_and_leads_to_the_keys(qtbot) -> None:
    async with opened(qtbot, a_core(is_demo=True)) as window:
        assert window.messages.texts() == (
            "You are looking at the demo catalogue; nothing leaves this computer.",
        )
        link = next(b for b in window.messages.findChildren(QPushButton) if b.text() == "Add your keys")
        qtbot.mouseClick(link, Qt.MouseButton.LeftButton)
        assert window.keys_window.isVisible()
        assert len(window.messages.texts()) == 1


async def test_only_the_demo_has_a_developer_menu(qtbot) -> None:
    async with opened(qtbot, a_core(is_demo=True)) as window:
        assert [a.text() for a in window.menuBar().actions()][-1] == "&Developer"
        await window.detach()
        assert [a.text() for a in window.menuBar().actions()][-1] == "&Help"


async def test_a_library_that_cannot_be_read_is_told_in_a_sentence(qtbot) -> None:
    core = FakeCore()
    core.library.error = StoreError("The database is locked by another program. Close it and try again.")
    async with opened(qtbot, core) as window:
        await eventually(lambda: window.messages.texts())
        assert window.messages.texts()[0].startswith("The database is locked")


async def test_an_uncaught_error_reaches_the_message_bar(qtbot) -> None:
    async with opened(qtbot, a_core()) as window:
        window.show_message("Something failed. Nothing was lost.")
        assert window.messages.texts() == ("Something failed. Nothing was lost.",)
