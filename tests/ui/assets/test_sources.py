"""Whose pictures are shown: attribution beside them, providers switched off or paused, notes of a refresh."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices

from metarr_desktop.domain.asset import USER_PROVIDER, AssetType
from metarr_desktop.domain.fetch import FetchMetadata, FetchRequest, FetchResult, ProgressCallback
from metarr_desktop.domain.preferences import Preferences
from tests.async_gui import eventually
from tests.fakes import FANART_INFO, TMDB_INFO, TVDB_INFO, FakeCore, a_series, an_asset
from tests.ui.assets.conftest import INCEPTION, OpenBrowser, settled
from ui.assets.page import AssetBrowser

Key, Mod, LEFT = Qt.Key, Qt.KeyboardModifier, Qt.MouseButton.LeftButton


def switch_off_fanart(core: FakeCore) -> None:
    core.providers.known, core.providers.disabled = (TMDB_INFO,), (FANART_INFO,)


def spoken(browser: AssetBrowser, row: int) -> str:
    model = browser.parts.pane.model
    return str(model.data(model.index(row, 0), int(Qt.ItemDataRole.AccessibleTextRole)))


@pytest.fixture
def fanart_poster(core: FakeCore) -> Any:
    """A poster of Fanart.tv, the best of Inception."""
    asset = an_asset(provider_name="fanart_tv", score=100)
    core.cache.assets[INCEPTION.key].insert(0, asset)
    return asset


# -- switched off --------------------------------------------------------------------------------------------


async def test_pictures_of_a_provider_switched_off_stay_and_say_so(
    core: FakeCore, open_browser: OpenBrowser, fanart_poster: Any
) -> None:
    switch_off_fanart(core)
    browser = await open_browser()
    assert browser.parts.pane.current == fanart_poster
    assert spoken(browser, 0).endswith(", provider off")
    assert "Fanart.tv" in spoken(browser, 0)
    assert not spoken(browser, 1).endswith(", provider off")
    assert browser.parts.filters.chips.chip("provider:fanart_tv").text() == "Fanart.tv (off)"
    assert browser.parts.header.providers.chip("fanart_tv").label() == (
        "Fanart.tv off · showing 1 from 2.5 days ago"
    )
    assert not any("Fanart" in action.text() for action in browser.parts.actions.force_menu.actions())


async def test_a_provider_switched_off_leads_to_the_settings(
    core: FakeCore, open_browser: OpenBrowser, fanart_poster: Any, qtbot: Any
) -> None:
    switch_off_fanart(core)
    browser = await open_browser()
    wanted: list[str] = []
    browser.keys_requested.connect(wanted.append)
    qtbot.mouseClick(browser.parts.header.providers.chip("fanart_tv"), LEFT)
    assert browser.parts.panel.off.accessibleName() == "Switch Fanart.tv on in the settings"
    qtbot.mouseClick(browser.parts.panel.off, LEFT)
    assert wanted == ["fanart_tv", "fanart_tv"]


async def test_switching_off_and_on_shows_at_once(
    core: FakeCore, open_browser: OpenBrowser, fanart_poster: Any
) -> None:
    browser = await open_browser()
    assert browser.parts.panel.off.isHidden()
    switch_off_fanart(core)
    await core.preferences.change(Preferences(disabled=frozenset({"fanart_tv"})))
    assert spoken(browser, 0).endswith(", provider off")
    assert not browser.parts.panel.off.isHidden()
    core.providers.known, core.providers.disabled = (TMDB_INFO, FANART_INFO), ()
    await core.preferences.change(Preferences())
    assert not spoken(browser, 0).endswith(", provider off")
    await settled(browser)


async def test_own_pictures_are_never_off(core: FakeCore, open_browser: OpenBrowser) -> None:
    core.cache.assets[INCEPTION.key].insert(0, an_asset(provider_name=USER_PROVIDER, score=100))
    browser = await open_browser()
    assert "Mine" in spoken(browser, 0)
    assert not spoken(browser, 0).endswith(", provider off")


# -- preferences ---------------------------------------------------------------------------------------------


async def test_another_order_or_ladder_is_read_anew_from_the_cache(
    core: FakeCore, open_browser: OpenBrowser
) -> None:
    browser = await open_browser()
    last = core.cache.assets[INCEPTION.key].pop()
    core.cache.assets[INCEPTION.key].insert(0, replace(last, score=100))
    await core.preferences.change(Preferences(languages=("de",)))
    await eventually(lambda: browser.parts.pane.model.items[0].id == last.id)
    assert core.cache.fetches == []
    await settled(browser)


async def test_chips_stand_in_the_order_preferred(core: FakeCore, open_browser: OpenBrowser) -> None:
    browser = await open_browser()
    core.providers.known = (FANART_INFO, TMDB_INFO)
    await core.preferences.change(Preferences(("fanart_tv", "tmdb")))
    strip = browser.parts.header.providers
    await eventually(lambda: strip.chip("fanart_tv").x() < strip.chip("tmdb").x())
    await settled(browser)


async def test_a_paused_provider_says_who_paused_it_and_where_to_resume(
    core: FakeCore, open_browser: OpenBrowser, qtbot: Any
) -> None:
    core.preferences.kept = Preferences(paused=frozenset({"fanart_tv"}))
    browser = await open_browser()
    wanted: list[str] = []
    browser.keys_requested.connect(wanted.append)
    chip = browser.parts.header.providers.chip("fanart_tv")
    assert chip.label() == "Fanart.tv paused by you"
    assert "Resume in settings" in chip.toolTip()
    qtbot.mouseClick(chip, LEFT)
    assert wanted == ["fanart_tv"]


# -- attribution ---------------------------------------------------------------------------------------------


async def test_the_panel_names_the_source_in_the_words_its_terms_ask_for(
    core: FakeCore, open_browser: OpenBrowser
) -> None:
    series = a_series()
    core.library.put(series)
    sentence = "Metadata provided by TheTVDB. Please consider subscribing: https://thetvdb.com/subscribe."
    core.providers.known = (
        replace(
            TVDB_INFO, attribution=sentence, entry_url={series.key.entity_type: "https://thetvdb.com/d/{id}"}
        ),
    )
    core.cache.assets[series.key] = [an_asset(provider_name="tvdb")]
    source = (await open_browser(series.key)).parts.panel.source
    assert source.words == f"Picture: TheTVDB. {sentence}"
    assert 'href="https://thetvdb.com/d/334824"' in source.text()
    assert 'href="https://thetvdb.com/subscribe"' in source.text()


async def test_a_link_of_the_source_opens_a_web_page_and_nothing_else(
    core: FakeCore, open_browser: OpenBrowser, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    core.providers.known = (replace(TMDB_INFO, website="https://www.themoviedb.org/"),)
    source = (await open_browser()).parts.panel.source
    source.linkActivated.emit("https://www.themoviedb.org/")
    source.linkActivated.emit("file:///etc/passwd")
    assert [url.toString() for url in opened] == ["https://www.themoviedb.org/"]


async def test_what_a_provider_writes_of_itself_is_no_markup(
    core: FakeCore, open_browser: OpenBrowser
) -> None:
    core.providers.known = (replace(TMDB_INFO, attribution="<b>Bold</b> & <img src=x>"),)
    source = (await open_browser()).parts.panel.source
    assert "<img" not in source.text()
    assert "&lt;b&gt;Bold&lt;/b&gt; &amp; " in source.text()


# -- notes ---------------------------------------------------------------------------------------------------


async def test_id_conflicts_of_a_refresh_are_told(
    core: FakeCore, open_browser: OpenBrowser, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = core.cache.fetch_assets

    async def with_note(request: FetchRequest, *, on_progress: ProgressCallback | None = None) -> FetchResult:
        result = await plain(request, on_progress=on_progress)
        notes = ("TheTVDB says imdb is tt2; Dark keeps tt1.",) * 2 + ("A second one.", "A third one.")
        metadata: FetchMetadata = replace(result.metadata, notes=notes)
        return replace(result, metadata=metadata)

    monkeypatch.setattr(core.cache, "fetch_assets", with_note)
    browser = await open_browser(asset_type=AssetType.POSTER)
    qtbot.keyClick(browser, Key.Key_F5, Mod.ControlModifier)
    told = "TheTVDB says imdb is tt2; Dark keeps tt1. A second one. And 1 more of the kind."
    await eventually(lambda: told in browser.parts.messages.texts())
    browser.show_title([INCEPTION.key], INCEPTION.key)
    assert told not in browser.parts.messages.texts()
    await settled(browser)
