"""The window of the settings: search, pages, look, place, keys."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from tests.async_gui import eventually
from tests.fakes import FakeCore, FakeDemo
from tests.ui import accessibility
from ui.application import theme_of
from ui.settings.page import SettingsWindow

Key, Modifier = Qt.Key, Qt.KeyboardModifier
PAGES = ("providers", "languages", "automation", "webhooks", "look", "about")


def found_in(window: SettingsWindow) -> list[str]:
    page = window.list.current
    return [label.text() for label in page.findChildren(QLabel) if label.property("found")]


@pytest.mark.parametrize(
    ("words", "pages"),
    [
        ("season poster", ("languages", "automation")),
        ("text size", ("look",)),
        ("endorsed", ("about",)),
        ("personal api", ("providers",)),
        ("qwertz", ()),
    ],
)
async def test_the_search_offers_the_pages_that_say_it(
    qtbot, window, words: str, pages: tuple[str, ...]
) -> None:
    from metarr_desktop.providers.fanart_tv.info import INFO as FANART
    from metarr_desktop.providers.tmdb.info import INFO as TMDB

    core = FakeCore()
    core.providers.known = (TMDB, FANART)
    await window.detach()
    window.attach(core)
    window.list.search.setFocus()
    qtbot.keyClicks(window.list.search, words)
    assert window.list.shown() == pages
    assert window.list.nothing.isHidden() == bool(pages)


async def test_what_was_found_is_marked_and_in_front(qtbot, window) -> None:
    qtbot.keyClicks(window.list.search, "season fanart")
    assert window.list.current is window.languages
    assert found_in(window) == ["Season fanart"]
    label = window.languages.rows["seasonfanart"].label
    await eventually(
        lambda: (
            window.languages.area.viewport()
            .rect()
            .contains(label.mapTo(window.languages.area.viewport(), QPoint(2, 2)))
        )
    )
    QTest.keyClick(window, Key.Key_Escape)
    assert found_in(window) == []
    assert window.list.shown() == PAGES
    assert window.isVisible()


async def test_esc_closes_and_what_waits_goes_on_waiting(window) -> None:
    window.providers.cards["tvdb"].check.click()
    QTest.keyClick(window, Key.Key_Escape)
    assert not window.isVisible()
    window.show_page()
    assert window.bar.text.text() == "1 change not applied yet"


async def test_pages_with_changes_are_marked(window) -> None:
    window.providers.cards["tvdb"].check.click()
    texts = [window.list.pages.item(row).text() for row in range(6)]
    others = ["Languages", "Automation", "Webhooks", "Look", "About and attributions"]
    assert texts == ["Providers ●", *others]


async def test_the_look_is_that_of_the_view_menu_and_changes_at_once(qtbot, window) -> None:
    window.list.show_page("look")
    light, dark = (each for each in window.look.buttons if each.text() in ("Light", "Dark"))
    assert window.look.buttons[light].isChecked()
    window.look.buttons[dark].click()
    assert dark.isChecked()
    light.trigger()
    assert window.look.buttons[light].isChecked()
    window.look.restore_button.click()
    assert window.look.buttons[next(iter(window.look.buttons))].isChecked()
    assert not window.look.restore_button.isEnabled()


async def test_the_window_remembers_page_and_size(qtbot, window, core) -> None:
    window.list.show_page("look")
    window.resize(760, 600)
    window.close()
    again = SettingsWindow(core)
    qtbot.addWidget(again)
    assert again.width() == 760
    assert again.list.current is again.providers  # without the View menu there is no page for the look
    await again.detach()


async def test_a_provider_is_opened_with_the_cursor_in_its_key(window) -> None:
    window.show_page("providers", "fanart_tv")
    keys = window.providers.cards["fanart_tv"].keys
    assert window.focusWidget() is keys.fields["API_KEY"]


async def test_leaving_the_demo_drops_what_waited_for_it(window, core) -> None:
    await window.detach()
    window.attach(FakeCore(demo=FakeDemo()))
    window.providers.cards["fanart_tv"].check.click()
    await window.detach()
    assert not window.isEnabled()
    window.attach(core)
    assert window.isEnabled()
    assert window.bar.apply_button.isHidden()


@pytest.mark.parametrize("page", PAGES)
async def test_every_control_has_a_name_and_says_what_it_does(window, page: str) -> None:
    window.list.show_page(page)
    window.providers.cards["fanart_tv"].show_keys(True)
    assert accessibility.nameless(window) == []
    assert accessibility.without_tooltip(window) == []


@pytest.mark.parametrize("page", PAGES)
async def test_tab_goes_from_search_to_pages_to_the_page_to_the_buttons(window, page: str) -> None:
    window.providers.cards["tvdb"].check.click()
    window.list.show_page(page)
    order = accessibility.tab_order(window)
    assert order[:2] == [window.list.search, window.list.pages]
    assert order[-3:] == [window.bar.revert_button, window.bar.apply_button, window.bar.close_button]
    assert all(window.list.current.isAncestorOf(each) for each in order[2:-3])


async def test_tab_walks_in_reading_order(window) -> None:
    for name in ("tmdb", "fanart_tv", "tvdb"):
        window.providers.cards[name].show_keys(True)
    window.providers.cards["tvdb"].moved.emit(-2)
    await eventually(lambda: window.providers.cards["tvdb"].y() < window.providers.cards["tmdb"].y())
    inside = [each for each in accessibility.tab_order(window) if window.providers.area.isAncestorOf(each)]
    cards = [
        next(name for name, card in window.providers.cards.items() if card.isAncestorOf(each))
        for each in inside
    ]
    assert list(dict.fromkeys(cards)) == ["tvdb", "tmdb", "fanart_tv"]
    assert len(cards) > 20
    assert cards == sorted(cards, key=["tvdb", "tmdb", "fanart_tv"].index)


async def test_pages_with_large_text_fit_a_small_screen(qtbot, qapp, core) -> None:
    theme_of(qapp).set_text_scale(2.0)
    window = SettingsWindow(core)
    qtbot.addWidget(window)
    try:
        window.show_page("automation")
        window.resize(1280, 760)
        for page in (window.automatic.automation, window.automatic.webhooks):
            window.list.show_page(page.NAME)
            await eventually(lambda page=page: page.area.viewport().width() > 600)
            assert page.area.widget().minimumSizeHint().width() <= page.area.viewport().width()
    finally:
        await window.detach()
        theme_of(qapp).set_text_scale(1.0)
