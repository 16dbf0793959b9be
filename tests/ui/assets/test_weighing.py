"""The ranking in the browser: sliders, presets, ladder and the parts under the tiles, by mouse and keys."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QToolTip, QWidget

from metarr_desktop.domain.asset import AssetType
from metarr_desktop.domain.errors import StoreError
from metarr_desktop.domain.language import LanguageLadder
from metarr_desktop.domain.preferences import Preferences
from metarr_desktop.domain.ranking import PRESETS, Weights
from tests.async_gui import eventually
from tests.fakes import FakeCore, an_asset
from tests.ui import accessibility
from tests.ui.assets.conftest import INCEPTION, OpenBrowser, settled
from tests.ui.assets.test_ranking import scored
from ui.application import theme_of
from ui.assets.page import AssetBrowser

# The list of names is a popup; the offscreen platform cannot grab the keyboard for it, and needs not.
pytestmark = pytest.mark.qt_log_ignore("grabbing the keyboard", extend=True)

Key, LEFT = Qt.Key, Qt.MouseButton.LeftButton
POSTER = AssetType.POSTER


@pytest.fixture
def pictures(core: FakeCore) -> dict[str, int]:
    """One large picture that nobody likes, one small that all do; by name their ids."""
    large = scored(80, 1, 1, 1, 0, 1)
    liked = scored(60, 0.1, 1, 1, 1, 1, width=400, height=600)
    textless = scored(50, 0.1, 1, 0.1, 0.5, 1, language=None)
    core.cache.assets[INCEPTION.key] = [large, liked, textless]
    return {"large": large.id, "liked": liked.id, "textless": textless.id}


def order(browser: AssetBrowser) -> list[int]:
    return [asset.id for asset in browser.parts.pane.model.items]


def scores(browser: AssetBrowser) -> dict[int, int | None]:
    model = browser.parts.pane.model
    return {asset.id: model.total(asset) for asset in model.items}


async def ranked(open_browser: OpenBrowser, qtbot: Any) -> AssetBrowser:
    browser = await open_browser()
    qtbot.keyClick(browser.parts.pane.grid, Key.Key_W)
    assert browser.parts.ranking.isVisible()
    return browser


async def test_w_opens_the_ranking_in_place_of_the_focused_picture(
    open_browser: OpenBrowser, pictures: dict[str, int], qtbot: Any
) -> None:
    browser = await ranked(open_browser, qtbot)
    assert browser.parts.panel.isHidden()
    slider = browser.parts.ranking.sliders.sliders["Resolution"]
    assert slider.hasFocus()
    qtbot.keyClick(slider, Key.Key_Escape)
    assert browser.parts.ranking.isHidden()
    assert browser.isVisible()
    assert browser.parts.panel.isVisible()
    assert browser.parts.pane.grid.hasFocus()


async def test_a_preset_orders_the_grid_and_is_kept_for_its_type(
    core: FakeCore, open_browser: OpenBrowser, pictures: dict[str, int], qtbot: Any
) -> None:
    browser = await ranked(open_browser, qtbot)
    assert order(browser)[0] == pictures["large"]
    qtbot.mouseClick(browser.parts.ranking.presets.chip("Community"), LEFT)
    assert order(browser)[0] == pictures["liked"]
    await eventually(lambda: core.preferences.kept.weights == {POSTER: PRESETS["Community"]})
    assert browser.parts.filters.weights.text() == "Community"


async def test_every_score_on_screen_is_the_one_that_orders(
    open_browser: OpenBrowser, pictures: dict[str, int], qtbot: Any
) -> None:
    browser = await ranked(open_browser, qtbot)
    qtbot.mouseClick(browser.parts.ranking.presets.chip("Textless"), LEFT)
    pane = browser.parts.pane
    pane.focus_id(pictures["textless"])
    total = scores(browser)[pictures["textless"]]
    assert total == 75
    assert order(browser)[0] == pictures["textless"]
    asset = pane.current
    assert asset is not None
    assert f"score {total}," in pane.model.text(asset)
    qtbot.keyClick(pane.grid, Key.Key_W)
    assert f"Score {total}" in [label.text() for label in browser.parts.panel.findChildren(QLabel)]


async def test_the_grid_follows_while_a_slider_moves_and_only_the_end_is_kept(
    core: FakeCore, open_browser: OpenBrowser, pictures: dict[str, int], qtbot: Any
) -> None:
    browser = await ranked(open_browser, qtbot)
    asked, sliders = len(core.thumbnails.asked), browser.parts.ranking.sliders
    sliders.sliders["Votes"].setSliderDown(True)
    for value in range(20, 101, 5):
        sliders.sliders["Votes"].setValue(value)
    sliders.sliders["Resolution"].setValue(0)
    await eventually(lambda: order(browser)[0] == pictures["liked"])
    assert core.preferences.changes == []
    assert len(core.thumbnails.asked) == asked  # nothing is loaded or decoded for it
    sliders.sliders["Votes"].setSliderDown(False)
    await eventually(lambda: core.preferences.kept.weights.get(POSTER) == Weights(0, 20, 20, 100, 10))
    assert len(core.preferences.changes) == 1
    assert core.cache.fetches == []


async def test_keys_move_a_weight(
    core: FakeCore, open_browser: OpenBrowser, pictures: dict[str, int], qtbot: Any
) -> None:
    browser = await ranked(open_browser, qtbot)
    qtbot.keyClick(browser.parts.ranking.sliders.sliders["Resolution"], Key.Key_PageUp)
    assert browser.parts.ranking.presets.on_keys() == ("own",)
    await eventually(lambda: core.preferences.kept.weights.get(POSTER) == Weights(resolution=40))


async def test_nothing_counting_at_all_leaves_the_order_and_says_so(
    core: FakeCore, open_browser: OpenBrowser, pictures: dict[str, int], qtbot: Any
) -> None:
    browser = await ranked(open_browser, qtbot)
    for slider in browser.parts.ranking.sliders.sliders.values():
        slider.setValue(0)
    assert "At least one of them must count" in browser.parts.ranking.note
    qtbot.mouseClick(browser.parts.ranking.presets.chip("Balanced"), LEFT)
    assert browser.parts.ranking.note == ""
    assert order(browser)[0] == pictures["large"]


async def test_weights_that_cannot_be_kept_are_taken_back(
    core: FakeCore, open_browser: OpenBrowser, pictures: dict[str, int], qtbot: Any
) -> None:
    core.preferences.error = StoreError("The settings cannot be written.", reason="read_only")
    browser = await ranked(open_browser, qtbot)
    qtbot.mouseClick(browser.parts.ranking.presets.chip("Community"), LEFT)
    await eventually(lambda: order(browser)[0] == pictures["large"])
    assert browser.parts.ranking.presets.on_keys() == ("Balanced",)
    assert "cannot be written" in browser.parts.messages.texts()[0]


async def test_what_is_dragged_last_is_kept_when_the_window_goes(
    core: FakeCore, open_browser: OpenBrowser, pictures: dict[str, int], qtbot: Any
) -> None:
    browser = await ranked(open_browser, qtbot)
    browser.parts.ranking.sliders.sliders["Shape"].setValue(77)
    await browser.aclose()
    assert core.preferences.kept.weights[POSTER] == Weights(shape=77)


async def test_each_type_has_weights_of_its_own(
    core: FakeCore, open_browser: OpenBrowser, pictures: dict[str, int], qtbot: Any
) -> None:
    core.cache.assets[INCEPTION.key].append(an_asset(AssetType.FANART))
    core.preferences.kept = Preferences(("tmdb",), weights={POSTER: PRESETS["Biggest"]})
    browser = await ranked(open_browser, qtbot)
    assert browser.parts.ranking.presets.on_keys() == ("Biggest",)
    qtbot.keyClick(browser, Key.Key_3, Qt.KeyboardModifier.AltModifier)
    await settled(browser)
    assert browser.parts.ranking.presets.on_keys() == ("Balanced",)


async def test_the_ladder_of_the_type_is_edited_beside_the_weights(
    core: FakeCore, open_browser: OpenBrowser, pictures: dict[str, int], qtbot: Any
) -> None:
    browser = await ranked(open_browser, qtbot)
    ladder = browser.parts.ranking.ladder
    assert ladder is not None
    first = ladder.chips()[0]
    QTest.keyClick(first, Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    await eventually(lambda: POSTER in core.preferences.kept.ladders)
    assert core.preferences.kept.ladders[POSTER] == LanguageLadder(("original", "en", None))
    qtbot.mouseClick(browser.parts.ranking.default, LEFT)
    await eventually(lambda: POSTER not in core.preferences.kept.ladders)


async def test_the_winner_says_why_it_is_first(
    open_browser: OpenBrowser, pictures: dict[str, int], qtbot: Any
) -> None:
    browser = await ranked(open_browser, qtbot)
    assert browser.parts.ranking.why == "TMDB, score 80. First by 7 points, for its resolution."


async def test_i_unfolds_the_parts_of_every_score(
    open_browser: OpenBrowser, pictures: dict[str, int], settings: Any, qtbot: Any
) -> None:
    browser = await open_browser()
    pane = browser.parts.pane
    height = pane.grid.cell_size().height()
    qtbot.keyClick(pane.grid, Key.Key_I)
    assert pane.grid.cell_size().height() > height
    assert pane.current is not None
    assert "(resolution 30 of 30, shape 20 of 20" in pane.model.text(pane.current)
    assert settings.value("assets/unfolded") == "true"
    QApplication.processEvents()  # painted once with the parts
    qtbot.keyClick(pane.grid, Key.Key_I)
    assert pane.grid.cell_size().height() == height


async def test_every_control_of_the_ranking_has_a_name_and_says_what_it_does(
    open_browser: OpenBrowser, pictures: dict[str, int], qtbot: Any
) -> None:
    browser = await ranked(open_browser, qtbot)
    assert accessibility.nameless(browser) == []
    assert accessibility.without_tooltip(browser) == []


async def test_no_letter_acts_while_a_language_is_typed(
    core: FakeCore, open_browser: OpenBrowser, pictures: dict[str, int], qtbot: Any
) -> None:
    browser = await ranked(open_browser, qtbot)
    ladder = browser.parts.ranking.ladder
    assert ladder is not None
    qtbot.mouseClick(ladder.add_button, LEFT)
    QTest.keyClicks(ladder.field, "wi")
    assert browser.parts.ranking.isVisible()
    assert not browser.parts.pane.model.is_unfolded
    assert browser.parts.actions.scores.ranking.isChecked()
    await settled(browser)


async def test_the_pointer_on_a_caption_is_told_what_the_score_is_made_of(
    open_browser: OpenBrowser, pictures: dict[str, int]
) -> None:
    browser = await open_browser()
    grid, model = browser.parts.pane.grid, browser.parts.pane.model
    for place, is_told in (
        (grid.caption_rect(grid.visualRect(model.index(0, 0))).center(), True),
        (grid.visualRect(model.index(0, 0)).center(), False),
    ):
        event = QHelpEvent(QEvent.Type.ToolTip, place, grid.viewport().mapToGlobal(place))
        QApplication.sendEvent(grid.viewport(), event)
        assert QToolTip.text().startswith("Score 80\nResolution 30 of 30\n") is is_told
        QToolTip.hideText()
        await eventually(lambda: not QToolTip.isVisible())


async def test_at_a_large_text_size_no_row_of_the_ranking_is_cut(
    open_browser: OpenBrowser, pictures: dict[str, int], qtbot: Any, qapp: Any
) -> None:
    theme_of(qapp).set_text_scale(2.0)
    try:
        browser = await ranked(open_browser, qtbot)
        panel = browser.parts.ranking
        await eventually(lambda: panel.width() >= panel.minimumWidth())
        for widget in (*panel.sliders.findChildren(QWidget), panel.presets, panel.close_button):
            right = widget.mapTo(panel, widget.rect().topRight()).x()
            assert right < panel.width(), widget.accessibleName()
    finally:
        theme_of(qapp).set_text_scale(1.0)
