"""The inspector's page for several selected titles."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt

from metarr_desktop.domain.asset import AssetType
from metarr_desktop.domain.entity import IdentityState
from metarr_desktop.domain.library import EntityDetails, LibraryRow, SlotSummary
from tests.async_gui import eventually
from tests.fakes import NOW, a_series, an_album, an_asset, an_entity
from tests.ui import main_window_builders as builders
from tests.ui.main_window_builders import a_core, focus, key_of, opened, unidentified
from ui.library.selection_panel import MOST_READ, Selected, SelectionPanel
from ui.library.wording import selection_facts, union_lines


@pytest.fixture(autouse=True)
def own_settings(qapp, tmp_path):
    qapp.setQuitOnLastWindowClosed(False)
    builders.use_settings_in(tmp_path)


def test_types_are_counted_in_sum() -> None:
    chosen = SlotSummary(AssetType.POSTER, an_asset(is_selected=True), 4, is_locked=True)
    empty = SlotSummary(AssetType.POSTER, None, 4)
    logo = SlotSummary(AssetType.CLEARLOGO, None, 0)
    details = [details_of(1, chosen, logo), details_of(2, chosen, logo), details_of(3, empty, logo)]
    assert union_lines(details) == [("Poster", "2 set, 1 missing, 2 locked"), ("Clearlogo", "3 missing")]


def test_what_is_known_of_the_titles_is_said_in_lines() -> None:
    known = LibraryRow(an_entity(1), chosen=2, wanted=8, fetched_at=NOW - timedelta(days=2.5))
    failed = LibraryRow(
        an_entity(2), chosen=1, wanted=8, fetched_at=NOW - timedelta(days=5), has_failed_fetch=True
    )
    unknown = LibraryRow(unidentified(3, "Solaris"), wanted=8)
    assert selection_facts([known, failed, unknown], NOW) == [
        "2 identified · 1 not identified",
        "Artwork: 3 of 16 chosen",
        "Oldest data: 5 days ago",
        "The last fetch failed for 1",
    ]


async def test_selecting_all_shows_the_sums_and_one_title_shows_itself_again(qtbot) -> None:
    core = a_core()
    async with opened(qtbot, core) as window:
        window.acts.select_all.trigger()
        panel = window.library.inspector.several
        await eventually(lambda: panel.lines())
        assert window.library.inspector.is_of_several
        assert dict(panel.lines())["Fanart"] == "1 set, 2 missing"
        focus(window, "Inception")
        await eventually(lambda: window.library.inspector.shown is not None)
        assert not window.library.inspector.is_of_several


async def test_the_sums_follow_a_choice_made_in_the_browser(qtbot) -> None:
    core = a_core()
    async with opened(qtbot, core) as window:
        window.acts.select_all.trigger()
        panel = window.library.inspector.several
        await eventually(lambda: panel.lines())
        key = key_of(1)
        assets = core.cache.assets[key]
        core.cache.assets[key] = [replace(each, is_selected=True) for each in assets]
        window.session.title_changed(key)
        await eventually(lambda: dict(panel.lines())["Fanart"] == "2 set, 1 missing")


async def test_its_buttons_mean_all_selected_titles(qtbot, monkeypatch) -> None:
    core = a_core()
    async with opened(qtbot, core) as window:
        asked = []
        monkeypatch.setattr(window.windows, "identify", asked.append)
        window.acts.select_all.trigger()
        panel = window.library.inspector.several
        qtbot.mouseClick(panel.identify_button, Qt.MouseButton.LeftButton)
        qtbot.mouseClick(panel.refresh_button, Qt.MouseButton.LeftButton)
        assert asked == [[key_of(4)]], "titles that are identified have no business in the queue"
        await eventually(lambda: len(core.cache.fetches) == 3)


async def test_more_titles_than_can_be_read_at_once_are_not_read(qtbot) -> None:
    panel = SelectionPanel()
    qtbot.addWidget(panel)
    rows = tuple(LibraryRow(an_entity(number), wanted=8) for number in range(1, MOST_READ + 2))
    panel.show_selected(Selected(rows))
    assert panel.lines() == ()
    assert not panel._note.isHidden()


def details_of(number: int, *slots: SlotSummary) -> EntityDetails:
    return EntityDetails(LibraryRow(an_entity(number)), slots, None)


def test_seasons_of_several_series_are_counted_together() -> None:
    slots = [
        (SlotSummary(AssetType.SEASONPOSTER, None, 20, seasons=8, seasons_chosen=3),),
        (SlotSummary(AssetType.SEASONPOSTER, None, 9, seasons=6),),
    ]
    details = [EntityDetails(LibraryRow(a_series(at)), each, None) for at, each in enumerate(slots, 1)]
    assert union_lines(details) == [("Season poster", "3 of 14 chosen")]


async def test_several_albums_are_called_albums(qtbot) -> None:
    panel = SelectionPanel()
    qtbot.addWidget(panel)
    unknown = an_album(2, state=IdentityState.UNIDENTIFIED)
    panel.show_selected(Selected((LibraryRow(an_album(1)), LibraryRow(unknown))))
    assert panel._title.text() == "2 albums selected"
    assert panel.identify_button.text() == "Identify 1 album…"
