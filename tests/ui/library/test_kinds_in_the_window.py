"""Films, series and albums in one window: each keeps its place, and nothing of one shows among the others."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from metarr_desktop.domain.asset import AssetType
from metarr_desktop.domain.entity import EntityKey, EntityMetadata, EntityType, ExternalIds, IdentityState
from metarr_desktop.domain.library import AddReport
from tests.async_gui import eventually
from tests.fakes import MUSICBRAINZ_INFO, TVDB_INFO, FakeCore, a_series, an_album, an_asset
from tests.ui import accessibility
from tests.ui.main_window_builders import a_core, key_of, opened, press, titles, use_settings_in
from ui.library.arrangement import Sort, Worklist
from ui.main_window import MainWindow

Key, Mod = Qt.Key, Qt.KeyboardModifier
FILMS, SERIES, ALBUMS = EntityType.MOVIE, EntityType.TV, EntityType.MUSIC
DARK, NEVERMIND = EntityKey(SERIES, 3001), EntityKey(ALBUMS, 4001)


@pytest.fixture(autouse=True)
def own_settings(qapp: Any, tmp_path: Any) -> None:
    qapp.setQuitOnLastWindowClosed(False)
    use_settings_in(tmp_path)


def a_full_core(**changes: Any) -> FakeCore:
    """Four films, two series and three albums."""
    core = a_core(**changes)
    core.providers.known = (*core.providers.known, TVDB_INFO, MUSICBRAINZ_INFO)
    core.library.put(
        a_series(),
        a_series(3002, "Sherlock", 2010, state=IdentityState.UNIDENTIFIED, external_ids=ExternalIds()),
        an_album(),
        an_album(4002, "Homogenic", 1997, metadata=_by("Björk"), external_ids=ExternalIds(musicbrainz="b")),
        an_album(4003, "Bleach", 1989, metadata=_by("Nirvana"), external_ids=ExternalIds(musicbrainz="c")),
    )
    core.cache.assets[DARK] = [an_asset(), an_asset(AssetType.SEASONPOSTER, provider_name="tvdb")]
    core.cache.assets[NEVERMIND] = [an_asset(AssetType.COVER, provider_name="musicbrainz")]
    return core


def _by(artist: str) -> EntityMetadata:
    return EntityMetadata(artist=artist)


def click_rail(window: MainWindow, entry: Worklist | EntityType) -> None:
    rail = window.library.rail
    at = rail.rect_of(entry).center()
    QTest.mouseClick(rail.viewport(), Qt.MouseButton.LeftButton, Mod.NoModifier, at)


# -- switching -----------------------------------------------------------------------------------------------


async def test_the_rail_counts_every_kind_and_leads_to_it(qtbot: Any) -> None:
    async with opened(qtbot, a_full_core()) as window:
        rail = window.library.rail
        assert [rail.count_of(kind) for kind in (FILMS, SERIES, ALBUMS)] == [4, 2, 3]
        click_rail(window, SERIES)
        assert titles(window) == ["Dark", "Sherlock"]
        click_rail(window, ALBUMS)
        assert titles(window) == ["Homogenic", "Bleach", "Nevermind"]  # by artist


async def test_alt_and_a_number_switch_and_the_status_bar_counts_what_is_in_front(qtbot: Any) -> None:
    async with opened(qtbot, a_full_core()) as window:
        assert [action.shortcut().toString() for action in window.acts.kinds.actions()] == [
            "Alt+1",
            "Alt+2",
            "Alt+3",
        ]
        window.acts.kinds.actions()[1].trigger()
        assert window.status.counts.text() == "2 series · 1 selected"
        window.acts.kinds.actions()[2].trigger()
        assert window.status.counts.text() == "3 albums · 1 selected"
        assert window.acts.kinds.actions()[2].isChecked()


async def test_worklists_are_those_of_the_kind_in_front(qtbot: Any) -> None:
    async with opened(qtbot, a_full_core()) as window:
        rail = window.library.rail
        click_rail(window, SERIES)
        assert rail.count_of(Worklist.UNIDENTIFIED) == 1
        click_rail(window, Worklist.UNIDENTIFIED)
        assert titles(window) == ["Sherlock"]
        click_rail(window, ALBUMS)
        assert (rail.count_of(Worklist.UNIDENTIFIED), len(titles(window))) == (0, 3)
        texts = [rail.item(row).text() for row in range(rail.count())]
        assert "To do in Albums" in texts
        assert "Missing cover" in texts


async def test_selection_and_place_of_a_kind_are_kept_while_others_are_in_front(qtbot: Any) -> None:
    async with opened(qtbot, a_full_core()) as window:
        window.library.focus_title(key_of(2))
        press(window, Key.Key_Right, Mod.ShiftModifier)
        window.library.show_kind(ALBUMS)
        assert window.library.titles.selected_keys() == [EntityKey(ALBUMS, 4002)]
        window.library.show_kind(FILMS)
        assert window.library.titles.selected_keys() == [key_of(2), key_of(3)]
        assert window.library.titles.current_key() == key_of(3)


async def test_what_is_done_means_only_titles_of_the_kind_in_front(qtbot: Any) -> None:
    core = a_full_core()
    async with opened(qtbot, core) as window:
        window.acts.select_all.trigger()
        window.library.show_kind(SERIES)
        window.acts.force.trigger()
        await eventually(lambda: core.cache.fetches and not window.session.refresh.is_running)
        assert [request.key for request in core.cache.fetches] == [DARK]


async def test_view_order_size_and_kind_are_remembered_kind_by_kind(qtbot: Any) -> None:
    async with opened(qtbot, a_full_core()) as window:
        window.library.show_kind(ALBUMS)
        window.library.set_view("table")
        window.library.set_sort(Sort.YEAR, is_descending=True)
        window.library.show_kind(SERIES)
        window.library.header.slider.setValue(210)
    async with opened(qtbot, a_full_core()) as again:
        assert again.library.kind is SERIES
        assert again.library.titles.wall.tile_width == 210
        again.library.show_kind(ALBUMS)
        assert titles(again) == ["Homogenic", "Nevermind", "Bleach"]
        assert again.library.titles.view is again.library.titles.table
        again.library.show_kind(FILMS)
        assert again.library.titles.view is again.library.titles.wall
        assert again.library.titles.wall.tile_width == 132


async def test_keys_stay_among_the_titles_when_the_kind_changes(qtbot: Any) -> None:
    async with opened(qtbot, a_full_core()) as window:
        window.activateWindow()
        window.library.take_focus()
        await eventually(lambda: window.library.titles.view.hasFocus())
        window.acts.kinds.actions()[1].trigger()
        assert QApplication.focusWidget() is window.library.titles.view
        press(window, Key.Key_Right)
        assert window.library.titles.current_key() == EntityKey(SERIES, 3002)


async def test_right_and_left_walk_between_a_kind_and_its_lists(qtbot: Any) -> None:
    async with opened(qtbot, a_full_core()) as window:
        rail = window.library.rail
        QTest.keyClick(rail, Key.Key_Down)
        assert window.library.kind is SERIES
        QTest.keyClick(rail, Key.Key_Right)
        assert titles(window) == ["Sherlock"]
        QTest.keyClick(rail, Key.Key_Left)
        assert (window.library.kind, len(titles(window))) == (SERIES, 2)


async def test_ten_thousand_titles_of_each_kind_are_switched_at_once(qtbot: Any) -> None:
    core = FakeCore()
    core.library.put(
        *(a_series(number, f"Series {number}", 1990) for number in range(1, 10_001)),
        *(an_album(number, f"Album {number}", 1990) for number in range(1, 10_001)),
    )
    async with opened(qtbot, core) as window:
        loop = asyncio.get_running_loop()
        for kind in (SERIES, ALBUMS):
            window.library.show_kind(kind)  # arranged once
        spent = []
        for kind in (SERIES, ALBUMS, SERIES, ALBUMS):
            start = loop.time()
            window.library.show_kind(kind)
            window.library.titles.view.viewport().repaint()
            spent.append(loop.time() - start)
        assert min(spent) < 0.1
        assert len(titles(window)) == 10_000


# -- tiles, table, inspector ---------------------------------------------------------------------------------


async def test_covers_are_square_and_posters_are_not(qtbot: Any) -> None:
    async with opened(qtbot, a_full_core()) as window:
        window.library.show_kind(ALBUMS)
        size = window.library.titles.wall.picture_size()
        assert size.width() == size.height()
        window.library.show_kind(SERIES)
        size = window.library.titles.wall.picture_size()
        assert abs(size.height() - 1.5 * size.width()) <= 1


async def test_the_table_has_the_columns_of_its_kind(qtbot: Any) -> None:
    async with opened(qtbot, a_full_core()) as window:
        window.library.show_kind(SERIES)
        model = window.library.titles.table.model()
        heads = [model.headerData(at, Qt.Orientation.Horizontal) for at in range(model.columnCount())]
        assert heads == [
            "Title", "Year", "Seasons", "Episodes", "Identity", "Artwork", "Cache age", "Ids", "Folder",
        ]  # fmt: skip
        assert [model.index(0, column).data() for column in range(4)] == ["Dark", "2017", "2", "18"]
        window.library.show_kind(ALBUMS)
        model = window.library.titles.table.model()
        assert [model.index(2, column).data() for column in range(3)] == ["Nevermind", "Nirvana", "1991"]


async def test_the_inspector_has_the_slots_of_the_kind(qtbot: Any) -> None:
    async with opened(qtbot, a_full_core()) as window:
        inspector = window.library.inspector
        window.library.focus_title(NEVERMIND)
        await eventually(lambda: inspector.shown is not None and inspector.shown.key == NEVERMIND)
        assert inspector.board.slot(AssetType.COVER).isVisible()
        assert not inspector.board.slot(AssetType.POSTER).isVisible()
        assert inspector.seasons.isHidden()
        assert inspector._subtitle.text() == "Nirvana · 1991 · Grunge"


async def test_a_series_tells_of_its_seasons_and_leads_to_their_posters(
    qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(qtbot, a_full_core()) as window:
        asked: list[Any] = []
        monkeypatch.setattr(window.windows, "browse", lambda *args: asked.append(args))
        inspector = window.library.inspector
        window.library.focus_title(DARK)
        await eventually(lambda: inspector.shown is not None and inspector.shown.key == DARK)
        assert inspector._subtitle.text() == "2017 · 2 seasons · 18 episodes · Drama"
        assert inspector.seasons.isVisible()
        qtbot.mouseClick(inspector.seasons.links[AssetType.SEASONPOSTER], Qt.MouseButton.LeftButton)
        assert asked[0][1:] == (DARK, AssetType.SEASONPOSTER)


async def test_sources_of_what_is_shown_stand_beside_it(qtbot: Any) -> None:
    async with opened(qtbot, a_full_core()) as window:
        inspector = window.library.inspector
        window.library.focus_title(DARK)
        await eventually(lambda: inspector.shown is not None and inspector.shown.key == DARK)
        assert inspector.sources.accessibleName() == "Data: TMDB, TheTVDB"
        assert "https://thetvdb.com" in inspector.sources.text()
        assert "Metadata provided by TheTVDB." in inspector.sources.toolTip()


# -- search field --------------------------------------------------------------------------------------------


async def test_words_found_in_another_kind_only_lead_there(qtbot: Any) -> None:
    async with opened(qtbot, a_full_core()) as window:
        window.acts.find.trigger()
        QTest.keyClicks(window.omnibox, "dark")
        await eventually(lambda: window.library.centre.is_empty)
        assert window.library.empty.offers()[0] == "1 in Series"
        QTest.keyClick(window.omnibox, Key.Key_Return)
        assert titles(window) == ["Dark"]
        assert window.omnibox.text() == "dark"


async def test_hits_in_other_kinds_are_told_beside_the_filter(qtbot: Any) -> None:
    core = a_full_core()
    core.library.put(a_series(3003, "Alien: Earth", 2025))
    async with opened(qtbot, core) as window:
        window.omnibox.setText("alien")
        window.library.apply_filter()
        assert titles(window) == ["Alien"]
        chip = window.library.header.filters.chip("tv")
        assert chip.text() == "1 in Series"
        qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
        assert titles(window) == ["Alien: Earth"]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("https://www.themoviedb.org/tv/70523-dark", DARK),
        ("tt5753856", DARK),
        ("https://musicbrainz.org/release-group/1b022e01-4da6-387b-8658-8678046e4cef", NEVERMIND),
    ],
)
async def test_an_id_jumps_to_its_title_whatever_kind_it_is(qtbot: Any, text: str, key: EntityKey) -> None:
    async with opened(qtbot, a_full_core()) as window:
        window.omnibox.setText(text)
        QTest.keyClick(window.omnibox, Key.Key_Return)
        await eventually(lambda: window.library.titles.current_key() == key)
        await eventually(lambda: window.omnibox.text() == "")


# -- adding, filling, providers ------------------------------------------------------------------------------


async def test_a_folder_is_added_as_the_kind_in_front_unless_another_is_chosen(
    qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(qtbot, a_full_core()) as window:
        asked: list[EntityType] = []
        monkeypatch.setattr(window.session, "ask_for_folder", lambda parent, kind: asked.append(kind))
        window.library.show_kind(SERIES)
        assert window.acts.add_folder.text() == "Add series folder…"
        window.acts.add_folder.trigger()
        window.acts.add_folder_of[ALBUMS].trigger()
        assert asked == [SERIES, ALBUMS]


async def test_added_albums_come_to_the_front_and_are_counted_as_such(qtbot: Any) -> None:
    core = a_full_core()
    async with opened(qtbot, core) as window:
        new = an_album(4009, "Vespertine", 2001)
        core.library.put(new)
        core.library.add_report = AddReport((new,), 2)
        window.session.add_folder("/music", ALBUMS)
        await eventually(lambda: window.library.titles.current_key() == new.key)
        assert core.library.added_folders == [("/music", ALBUMS)]
        assert window.messages.texts() == ("Added 1 album; 2 were already here.",)


async def test_nothing_found_is_said_in_the_words_of_the_kind(qtbot: Any) -> None:
    async with opened(qtbot, a_full_core()) as window:
        window.session.add_folder("/nothing", SERIES)
        await eventually(
            lambda: window.messages.texts() == ("No series was found there, so nothing was added.",)
        )


async def test_an_empty_kind_offers_to_add_its_own_folder(qtbot: Any) -> None:
    async with opened(qtbot, a_core()) as window:
        window.library.show_kind(ALBUMS)
        assert window.library.empty.title == "No albums yet"
        assert window.library.empty.offers() == ("Add music folder…", "Add title…")


async def test_titles_of_all_kinds_are_filled_those_in_front_first(qtbot: Any) -> None:
    core = a_full_core()
    async with opened(qtbot, core, is_filling=True):
        await eventually(lambda: len(core.cache.fetches) == 3)
        assert [request.key.entity_type for request in core.cache.fetches] == [FILMS, ALBUMS, ALBUMS]


async def test_lamps_and_the_refresh_menu_follow_the_providers_switched_on(qtbot: Any) -> None:
    core = a_full_core()
    async with opened(qtbot, core) as window:
        window.library.show_kind(SERIES)
        core.providers.known = (TVDB_INFO, core.providers.known[0])
        await core.preferences.change(core.preferences.current())
        texts = [action.text() for action in window.acts.refresh_menu.actions()]
        assert "Force refresh from TheTVDB only" in texts
        row = window.status.lamps.layout()
        assert [row.itemAt(at).widget().text() for at in range(row.count())] == ["TheTVDB", "TMDB"]


async def test_only_providers_that_know_the_kind_are_offered_to_be_asked_alone(qtbot: Any) -> None:
    async with opened(qtbot, a_full_core()) as window:
        window.library.show_kind(ALBUMS)
        texts = [action.text() for action in window.acts.refresh_menu.actions()]
        assert texts[2:] == ["Force refresh from MusicBrainz only"]


async def test_every_kind_opens_where_it_was_left(qtbot: Any) -> None:
    async with opened(qtbot, a_full_core()) as window:
        window.library.focus_title(NEVERMIND)
        window.library.focus_title(key_of(3))
    async with opened(qtbot, a_full_core()) as again:
        assert again.library.titles.current_key() == key_of(3)
        again.library.show_kind(ALBUMS)
        assert again.library.titles.current_key() == NEVERMIND


@pytest.mark.parametrize("key", [DARK, NEVERMIND])
async def test_every_control_of_each_kind_has_a_name(qtbot: Any, key: EntityKey) -> None:
    async with opened(qtbot, a_full_core()) as window:
        window.library.focus_title(key)
        await eventually(lambda: window.library.inspector.shown is not None)
        await eventually(lambda: window.library.inspector.shown.key == key)
        assert accessibility.nameless(window) == []
        assert accessibility.without_tooltip(window) == []
        order = accessibility.tab_order(window)
        board = window.library.inspector.board
        slots = [each for each in order if each.parent() is board]
        places = [(slot.y(), slot.x()) for slot in slots[:1] + slots[3:]]
        assert places == sorted(places)
