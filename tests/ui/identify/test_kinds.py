"""Series and albums in the identification window: what is searched for, shown and offered."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt

from metarr_desktop.domain.entity import Entity, EntityMetadata, EntityType, ExternalIds, IdentityState
from metarr_desktop.domain.errors import InvalidInput
from metarr_desktop.domain.fetch import Outcome, ProviderOutcome
from metarr_desktop.domain.preferences import Preferences
from metarr_desktop.domain.search import HitReference, SearchResult
from tests.async_gui import eventually
from tests.fakes import (
    FANART_INFO,
    MUSICBRAINZ_INFO,
    TMDB_INFO,
    TVDB_INFO,
    FakeCore,
    a_result,
    a_series,
    an_album,
)
from tests.ui.identify.searches import HeldCache, opened, with_results
from ui.identify import IdentifyWindow, searcher
from ui.identify.compare import compare_lines
from ui.identify.search_state import SearchState

TV_INFO = replace(
    TMDB_INFO,
    search_types=frozenset({EntityType.MOVIE, EntityType.TV}),
    search_url={EntityType.TV: "https://www.themoviedb.org/search/tv?query={query}"},
)
SLOW_MUSIC = replace(
    MUSICBRAINZ_INFO,
    requests_per_s=1.0,
    search_url={EntityType.MUSIC: "https://musicbrainz.org/search?type=release_group&query={query}"},
)
RELEASE_GROUP, ARTIST = "1b022e01-4da6-387b-8658-8678046e4cef", "5b11f4ce-a62d-471e-81fc-a69a8278c7da"


def an_unknown_series(**changes: Any) -> Entity:
    return a_series(external_ids=ExternalIds(), state=IdentityState.UNIDENTIFIED, **changes)


def an_unknown_album(**changes: Any) -> Entity:
    return an_album(external_ids=ExternalIds(), state=IdentityState.UNIDENTIFIED, **changes)


def a_series_result(**changes: Any) -> SearchResult:
    """Dark as TMDB and TheTVDB find it."""
    result = a_result(
        "Dark",
        2017,
        95,
        entity_type=EntityType.TV,
        external_ids=ExternalIds(tmdb="70523", tvdb="334824", imdb="tt5753856"),
        hits=(HitReference("tmdb", "70523", 1), HitReference("tvdb", "334824", 1)),
        runtime_min=56,
        countries=("DE",),
    )
    return replace(result, **changes)


def an_album_result(**changes: Any) -> SearchResult:
    """Nevermind as MusicBrainz finds it: without a word about it."""
    result = a_result(
        "Nevermind",
        1991,
        95,
        entity_type=EntityType.MUSIC,
        artist="Nirvana",
        external_ids=ExternalIds(musicbrainz=RELEASE_GROUP, musicbrainz_artist=ARTIST),
        hits=(HitReference("musicbrainz", RELEASE_GROUP, 1),),
        release_date=date(1991, 9, 24),
        overview="",
        runtime_min=None,
    )
    return replace(result, **changes)


@pytest.fixture
def tv(core: FakeCore) -> FakeCore:
    """A core that finds Dark."""
    core.providers.known = (TV_INFO, FANART_INFO, TVDB_INFO)
    core.cache.results = [a_series_result()]
    return core


@pytest.fixture
def music(core: FakeCore) -> FakeCore:
    """A core that finds Nevermind."""
    core.providers.known = (FANART_INFO, SLOW_MUSIC)
    core.cache.results = [an_album_result()]
    core.cache.search_outcomes = (ProviderOutcome("musicbrainz", Outcome.OK, item_count=1),)
    return core


def spoken(window: IdentifyWindow) -> str:
    model = window.area.model
    return str(model.data(model.index(0, 0), int(Qt.ItemDataRole.AccessibleTextRole)))


# -- what is searched for ------------------------------------------------------------------------------------


async def test_a_series_opens_searching_for_series(tv: FakeCore, window: IdentifyWindow) -> None:
    series = an_unknown_series()
    tv.library.put(series)
    await with_results(window, series)
    request = tv.cache.searches[0]
    assert (request.query, request.year, request.entity_type) == ("Dark", 2017, EntityType.TV)
    assert window.bar.kinds.chip("tv").text() == "Series"


async def test_an_album_is_searched_for_with_its_artist(music: FakeCore, window: IdentifyWindow) -> None:
    album = an_unknown_album()
    music.library.put(album)
    await with_results(window, album)
    request = music.cache.searches[0]
    assert (request.query, request.year, request.entity_type) == (
        "Nirvana - Nevermind",
        1991,
        EntityType.MUSIC,
    )
    assert window.bar.kinds.chip("music").text() == "Album"
    assert "Artist" in window.bar.text.placeholderText()


async def test_letters_wait_longer_where_a_provider_allows_one_request_a_second(
    music: FakeCore, window: IdentifyWindow, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searcher, "SLOW_DEBOUNCE_S", 60)
    album = an_unknown_album()
    music.library.put(album)
    await with_results(window, album)
    asked = len(music.cache.searches)
    qtbot.keyClicks(window.bar.text, "Bleach")
    await asyncio.sleep(0.05)  # films would be searched for by now
    assert len(music.cache.searches) == asked
    qtbot.keyClick(window.bar.text, Qt.Key.Key_Return)
    await eventually(lambda: len(music.cache.searches) == asked + 1)
    assert music.cache.searches[-1].query == "Bleach"


# -- rows and details ----------------------------------------------------------------------------------------


async def test_the_row_of_an_album_names_its_artist_and_has_a_square_cover(
    music: FakeCore, window: IdentifyWindow
) -> None:
    album = an_unknown_album()
    music.library.put(album)
    await with_results(window, album)
    assert spoken(window) == "Nevermind, Nirvana, 1991. Confidence 95, safe. MusicBrainz"
    assert window.area.rows.look.poster.width() == window.area.rows.look.poster.height()
    assert window.details.poster.width() == window.details.poster.height()
    assert window.details.poster.accessibleName() == "Cover"
    assert window.details.facts.text() == "Nirvana · 1991"
    assert window.details.long_ids.text() == f"Album {RELEASE_GROUP}\nArtist {ARTIST}"


async def test_the_row_of_a_series_says_how_long_an_episode_is(tv: FakeCore, window: IdentifyWindow) -> None:
    series = an_unknown_series()
    tv.library.put(series)
    await with_results(window, series)
    assert spoken(window).startswith(
        "Dark, 2017, 56\u00a0min an episode. Confidence 95, safe. TMDB · TheTVDB"
    )
    assert window.area.rows.look.poster.width() < window.area.rows.look.poster.height()


async def test_reasons_of_series_and_albums_say_nothing_of_running_times(
    music: FakeCore, window: IdentifyWindow
) -> None:
    album = an_unknown_album()
    music.library.put(album)
    await with_results(window, album)
    assert not any("unning time" in words for words, _ in window.details.why.lines())


async def test_seasons_and_cast_are_told_of_the_very_work_that_is_stored(
    tv: FakeCore, window: IdentifyWindow
) -> None:
    series = a_series()
    cast = replace(series.metadata, cast=("Louis Hofmann", "Lisa Vicari"))
    series = replace(series, metadata=cast)
    tv.library.put(series)
    tv.cache.results = [
        a_series_result(),
        a_series_result(
            title="Dark Matter",
            confidence=60,
            external_ids=ExternalIds(tmdb="5"),
            hits=(HitReference("tmdb", "5", 2),),
        ),
    ]
    await with_results(window, series)
    assert window.details.more.text() == "2 seasons · 18 episodes\nWith Louis Hofmann and Lisa Vicari"
    window.area.rows.setCurrentIndex(window.area.model.index(1, 0))
    assert window.details.more.isHidden()


async def test_the_title_stands_beside_the_result(tv: FakeCore, window: IdentifyWindow) -> None:
    series = replace(a_series(external_ids=ExternalIds(tvdb="334824")), year=2016)
    tv.library.put(series)
    await with_results(window, series)
    lines = [(line.name, line.own, line.found, line.is_same) for line in window.details.compare.lines()]
    assert lines == [
        ("Title", "Dark", "Dark", True),
        ("Year", "2016", "2017", False),
        ("TheTVDB", "334824", "334824", True),
    ]


async def test_ids_that_contradict_the_stored_ones_are_said_before_accepting(
    tv: FakeCore, window: IdentifyWindow
) -> None:
    series = a_series(external_ids=ExternalIds(tmdb="70523", imdb="tt1"))
    tv.library.put(series)
    await with_results(window, series)
    words = window.details.contradiction
    assert words.isVisible()
    assert words.text().endswith("IMDb tt5753856, not tt1. Accepting replaces them.")
    assert window.details.keep_artwork.isVisible()
    assert window.details.keep_artwork.toolTip().startswith("This series is identified as another one")


async def test_ids_that_agree_warn_of_nothing(tv: FakeCore, window: IdentifyWindow) -> None:
    tv.library.put(a_series())
    await with_results(window, a_series())
    assert window.details.contradiction.isHidden()


# -- nothing found -------------------------------------------------------------------------------------------


async def test_nothing_found_offers_what_fits_an_album(
    music: FakeCore, window: IdentifyWindow, qtbot: Any
) -> None:
    music.cache.results = []
    music.cache.search_outcomes = (ProviderOutcome("musicbrainz", Outcome.EMPTY),)
    album = an_unknown_album()
    music.library.put(album)
    await opened(window, album)
    await eventually(lambda: window.state is SearchState.NOTHING_FOUND)
    panel = window.area.panel
    artist_only = "Search for the artist “\u2068Nirvana\u2069” only"
    assert panel.offers()[:2] == ("Search without the year", "Search for “\u2068Nevermind\u2069”")
    assert artist_only in panel.offers()
    qtbot.mouseClick(panel.button("Search in the browser at MusicBrainz"), Qt.MouseButton.LeftButton)
    assert window.opened_addresses == [
        "https://musicbrainz.org/search?type=release_group&query=Nirvana+-+Nevermind"
    ]
    qtbot.mouseClick(panel.button(artist_only), Qt.MouseButton.LeftButton)
    await eventually(lambda: music.cache.searches[-1].query == "Nirvana")
    assert music.cache.searches[-1].year is None


async def test_nothing_found_of_a_series_leads_to_pages_of_series(
    tv: FakeCore, window: IdentifyWindow, qtbot: Any
) -> None:
    tv.cache.results = []
    tv.cache.search_outcomes = (ProviderOutcome("tmdb", Outcome.EMPTY),)
    series = an_unknown_series()
    tv.library.put(series)
    await opened(window, series)
    await eventually(lambda: window.state is SearchState.NOTHING_FOUND)
    qtbot.mouseClick(window.area.panel.button("Search in the browser at TMDB"), Qt.MouseButton.LeftButton)
    assert window.opened_addresses == ["https://www.themoviedb.org/search/tv?query=Dark"]


# -- ids and addresses ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("https://www.themoviedb.org/movie/27205", "This is the id or address of a film, and a series is"),
        (RELEASE_GROUP, "This is the id or address of an album, and a series is to be identified."),
        ("https://musicbrainz.org/artist/" + ARTIST, "This is the id or address of an album, and a series"),
        ("https://thetvdb.com/lists/1", "This address names no title that can be looked up."),
    ],
)
async def test_ids_of_another_kind_are_refused_in_words(
    tv: FakeCore, window: IdentifyWindow, qtbot: Any, text: str, sentence: str
) -> None:
    series = an_unknown_series()
    tv.library.put(series)
    await with_results(window, series)
    asked = len(tv.cache.searches)
    window.bar.text.clear()
    qtbot.keyClicks(window.bar.text, text)
    qtbot.keyClick(window.bar.text, Qt.Key.Key_Return)
    assert window.state is SearchState.IDLE
    assert window.area.panel.body.text().startswith(sentence)
    await asyncio.sleep(0.05)
    assert len(tv.cache.searches) == asked


@pytest.mark.parametrize("text", ["tt1375666", "tmdb:603", "tvdb:334824"])
async def test_no_album_has_an_id_of_a_film_service(
    music: FakeCore, window: IdentifyWindow, qtbot: Any, text: str
) -> None:
    album = an_unknown_album()
    music.library.put(album)
    await with_results(window, album)
    window.bar.text.clear()
    qtbot.keyClicks(window.bar.text, text)
    qtbot.keyClick(window.bar.text, Qt.Key.Key_Return)
    assert window.state is SearchState.IDLE
    assert window.area.panel.body.text().startswith("No album is known by such an id.")


@pytest.mark.parametrize(
    "text",
    ["tvdb:334824", "tt5753856", "https://thetvdb.com/series/dark", "https://www.themoviedb.org/tv/70523"],
)
async def test_ids_and_addresses_of_series_are_searched_for_at_once(
    tv: FakeCore, window: IdentifyWindow, qtbot: Any, text: str
) -> None:
    series = an_unknown_series()
    tv.library.put(series)
    await with_results(window, series)
    window.bar.text.clear()
    qtbot.keyClicks(window.bar.text, text)
    await eventually(lambda: tv.cache.searches[-1].query == text)


async def test_what_the_core_refuses_is_told_as_a_hint(
    tv: FakeCore, held: HeldCache, window: IdentifyWindow
) -> None:
    series = an_unknown_series()
    tv.library.put(series)
    await opened(window, series)
    await eventually(lambda: held.held)
    held.held[0].end.set_exception(InvalidInput("This text cannot be searched for."))
    await eventually(lambda: window.state is SearchState.IDLE)
    assert window.area.panel.body.text() == "This text cannot be searched for."


# -- providers -----------------------------------------------------------------------------------------------


async def test_a_provider_paused_meanwhile_says_so(tv: FakeCore, window: IdentifyWindow, qtbot: Any) -> None:
    tv.library.put(an_unknown_series())
    await with_results(window, an_unknown_series())
    await tv.preferences.change(Preferences(paused=frozenset({"tvdb"})))
    chip = window.bar.providers.chip("tvdb")
    assert chip.label() == "TheTVDB paused by you"
    wanted: list[str] = []
    window.keys_requested.connect(wanted.append)
    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
    assert wanted == ["tvdb"]


async def test_chips_follow_the_order_of_the_person(tv: FakeCore, window: IdentifyWindow) -> None:
    tv.library.put(an_unknown_series())
    await with_results(window, an_unknown_series())
    tv.providers.known = (TVDB_INFO, TV_INFO)
    await tv.preferences.change(Preferences(("tvdb", "tmdb")))
    chips = window.bar.providers
    await eventually(lambda: chips.chip("tvdb").x() < chips.chip("tmdb").x())
    with pytest.raises(KeyError):
        chips.chip("fanart_tv")


async def test_a_title_without_metadata_compares_what_there_is(tv: FakeCore, window: IdentifyWindow) -> None:
    series = an_unknown_series(year=None, metadata=EntityMetadata())
    tv.library.put(series)
    await with_results(window, series)
    assert [line.name for line in window.details.compare.lines()] == ["Title"]


def test_an_album_is_called_the_same_with_its_artist_in_front() -> None:
    album = an_album(title="Bon Iver", metadata=EntityMetadata(artist="Bon Iver"))
    result = an_album_result(title="Bon Iver, Bon Iver", artist="Bon Iver")
    assert [line.is_same for line in compare_lines(album, result) if line.name == "Title"] == [True]
    other = replace(result, title="For Emma, Forever Ago")
    assert [line.is_same for line in compare_lines(album, other) if line.name == "Title"] == [False]
