"""What is done from the main window: refreshing, adding, undoing, filling the wall."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QPushButton

from metarr_desktop.domain.errors import AllProvidersFailed
from metarr_desktop.domain.library import AddReport
from tests.async_gui import eventually
from tests.fakes import an_asset, an_entity
from tests.ui import main_window_builders as builders
from tests.ui.main_window_builders import a_core, focus, key_of, opened, titles, unidentified


@pytest.fixture(autouse=True)
def own_settings(qapp, tmp_path):
    qapp.setQuitOnLastWindowClosed(False)
    builders.use_settings_in(tmp_path)


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
        looked: list[bool] = []
        window.session.refresh_changed.connect(lambda: looked.append(window.session.refresh.is_running))
        window.acts.force.trigger()
        await eventually(lambda: len(core.cache.fetches) == 3)
        await eventually(lambda: window.messages.texts())
        assert window.messages.texts()[0].startswith("3 films refreshed")
        # What can be done with 10,000 selected titles takes 40 ms to find out: not after each of them.
        assert looked == [True, False]


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


async def test_films_of_a_folder_can_be_identified_one_after_the_other_at_once(qtbot, monkeypatch) -> None:
    core = a_core()
    async with opened(qtbot, core) as window:
        asked = []
        monkeypatch.setattr(window.windows, "identify", asked.append)
        new = [unidentified(9, "Metropolis", 1927), unidentified(10, "Ran", 1985)]
        core.library.put(*new)
        core.library.add_report = AddReport(tuple(new))
        window.session.add_folder("/films")
        await eventually(lambda: window.messages.texts() == ("Added 2 films.",))
        offer = next(each for each in window.messages.findChildren(QPushButton) if each.text())
        assert offer.text() == "Identify 2 films"
        QTest.mouseClick(offer, Qt.MouseButton.LeftButton)
        assert asked == [[film.key for film in new]]


async def test_the_folder_of_the_last_time_is_offered_again(qtbot, tmp_path) -> None:
    async with opened(qtbot, a_core()) as window:
        first = window.session.ask_for_folder(window)
        first.fileSelected.emit(str(tmp_path))
        first.reject()
        again = window.session.ask_for_folder(window)
        assert again.directory().absolutePath() == str(tmp_path)
        again.reject()


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
