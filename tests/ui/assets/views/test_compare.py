"""Compare: who stands beside whom, zoom in step, wipe, difference, and the knock-out by keyboard."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest

from metarr_desktop.domain.asset import AssetType, CachedAsset
from tests.async_gui import eventually
from tests.fakes import FakeCore, a_series, an_asset
from tests.ui.assets.conftest import INCEPTION
from tests.ui.assets.views.conftest import BROKEN, Pictures
from ui.application import theme_of
from ui.assets.detail_panel import PictureSource
from ui.assets.views.compare_bar import Looks
from ui.assets.views.comparison import current_one, facts_beside, rival_of, verdict
from ui.assets.views.modes import ViewMode
from ui.assets.views.pictures import ORIGINAL
from ui.assets.views.shown import Shown

Key = Qt.Key


def rows(core: FakeCore) -> list[CachedAsset]:
    return core.cache.assets[INCEPTION.key]


def pair(browser: Any) -> tuple[int | None, int | None]:
    page = browser.parts.stage.compare
    return page.current and page.current.id, page.candidate and page.candidate.id


def press(browser: Any, key: Qt.Key) -> None:
    compare = browser.parts.stage.compare
    QTest.keyClick(browser.focusWidget() or compare.right.canvas, key)


def enter(browser: Any, place: int = 2) -> Any:
    browser.parts.pane.focus_id(browser.parts.pane.model.item(place).id)
    QTest.keyClick(browser.parts.pane.grid, Key.Key_C)
    assert browser.parts.stage.mode is ViewMode.COMPARE
    return browser.parts.stage.compare


async def both_are_here(browser: Any) -> None:
    """Wait for both pictures, whose true sizes are known only then."""
    page = browser.parts.stage.compare
    panes = (page.left, page.right)
    await eventually(lambda: all(each.canvas.pixmap and each.canvas.pixmap.width() == 80 for each in panes))


# -- who stands beside whom ----------------------------------------------------------------------------------


def test_a_candidate_is_compared_with_the_selected_one_of_its_slot() -> None:
    selected, other = an_asset(is_selected=True, score=20), an_asset(score=99)
    elsewhere = an_asset(is_selected=True, season_number=3)
    assert current_one([elsewhere, other, selected], other, lambda each: each.score) == selected


def test_without_a_selection_it_is_compared_with_the_one_in_use_else_with_the_best() -> None:
    candidate, best = an_asset(score=50), an_asset(score=99)
    in_use = an_asset(score=10, is_downloaded=True)
    refused = an_asset(score=100, is_rejected=True)
    assert current_one([candidate, best, in_use], candidate, lambda each: each.score) == in_use
    assert current_one([candidate, best, refused], candidate, lambda each: each.score) == best
    assert current_one([candidate], candidate, lambda each: each.score) is None


def test_a_selected_one_reached_by_stepping_is_compared_with_the_best_other_of_its_slot() -> None:
    selected, best = an_asset(is_selected=True, season_number=1), an_asset(score=90, season_number=1)
    elsewhere = an_asset(score=99, season_number=2)
    assert rival_of([selected, best, elsewhere], selected, lambda each: each.score) == best
    assert rival_of([selected, best, elsewhere], best, lambda each: each.score) == selected


async def test_each_season_has_a_one_to_beat_of_its_own(
    open_browser: Any, core: FakeCore, pictures: Pictures
) -> None:
    series = a_series()
    core.library.put(series)
    core.cache.assets[series.key] = assets = [
        an_asset(AssetType.SEASONPOSTER, season_number=number, score=score)
        for number, score in ((1, 90), (1, 80), (2, 95), (2, 70))
    ]
    browser = await open_browser(series.key, asset_type=AssetType.SEASONPOSTER)
    enter(browser, 1)
    assert pair(browser) == (assets[0].id, assets[1].id)
    press(browser, Key.Key_Down)
    assert pair(browser) == (assets[3].id, assets[2].id)


async def test_the_focused_selected_one_is_compared_with_the_next(browser: Any, core: FakeCore) -> None:
    rows(core)[0] = replace(rows(core)[0], is_selected=True)
    browser.reload()
    await eventually(lambda: browser.parts.pane.current.is_selected)
    enter(browser, 0)
    assert pair(browser) == (rows(core)[0].id, rows(core)[1].id)


# -- what sets them apart ------------------------------------------------------------------------------------


def shown(score: int, **changes: Any) -> Shown:
    return Shown(an_asset(**changes), PictureSource(changes.pop("source", "TMDB")), score=score)


def test_only_what_differs_is_marked() -> None:
    one, other = shown(91, language="de"), shown(87, language="en")
    assert [fact.words for fact in facts_beside(one, other) if fact.differs] == ["Score 91", "German"]
    assert [fact.words for fact in facts_beside(one, None) if fact.differs] == []


def test_the_verdict_says_it_in_words() -> None:
    small = shown(80, width=1000, height=1500, language="en")
    large = shown(84, width=2000, height=3000, language="de")
    assert verdict(large, small) == "4 points higher, 4.0 times the pixels and German instead of English"
    assert verdict(small, large) == "4 points lower, 25 % of the pixels and English instead of German"
    assert verdict(small, small) == "the same by all that is stated"


# -- the page ------------------------------------------------------------------------------------------------


async def test_both_pictures_are_seen_with_their_captions(browser: Any, core: FakeCore) -> None:
    page = enter(browser)
    assert pair(browser) == (rows(core)[0].id, rows(core)[2].id)
    await eventually(lambda: page.left.canvas.pixmap.width() == 80 and page.right.canvas.pixmap.width() == 80)
    assert "<b>Score 97</b>" in page.right.caption.text()
    assert page.words == "Candidate: 2 points lower"


async def test_zoom_and_place_are_one_for_both(browser: Any) -> None:
    page = enter(browser)
    await both_are_here(browser)
    page.right.canvas.zoom_to(2.0, QPointF(20, 30))
    assert page.left.canvas.scale == pytest.approx(page.right.canvas.scale)
    assert page.left.canvas.picture_rect() == page.right.canvas.picture_rect()
    press(browser, Key.Key_Z)
    assert page.left.canvas.is_fitted
    assert page.right.canvas.is_fitted


async def test_originals_are_loaded_only_to_see_more_than_the_screen_has(
    browser: Any, pictures: Pictures
) -> None:
    page = enter(browser)
    await both_are_here(browser)
    assert pictures.of(ORIGINAL) == []
    page.right.canvas.zoom_to(4.0)
    await eventually(
        lambda: page.right.canvas.pixmap.width() == 400 and page.left.canvas.pixmap.width() == 400
    )


async def test_up_and_down_replace_the_candidate_and_leave_out_the_one_to_beat(
    browser: Any, core: FakeCore
) -> None:
    enter(browser, 1)
    press(browser, Key.Key_Down)
    assert pair(browser) == (rows(core)[0].id, rows(core)[2].id)
    press(browser, Key.Key_Up)
    press(browser, Key.Key_Up)  # there is only the one to beat
    assert pair(browser) == (rows(core)[0].id, rows(core)[1].id)


async def test_enter_keeps_the_winner_and_the_knock_out_goes_on(browser: Any, core: FakeCore) -> None:
    enter(browser, 1)
    press(browser, Key.Key_Return)
    assert pair(browser) == (rows(core)[1].id, rows(core)[2].id)
    press(browser, Key.Key_Return)
    press(browser, Key.Key_Down)
    assert pair(browser) == (rows(core)[2].id, rows(core)[4].id)
    assert core.curation.done == []


async def test_p_selects_the_candidate_which_then_is_the_one_to_beat(browser: Any, core: FakeCore) -> None:
    enter(browser, 1)
    press(browser, Key.Key_P)
    await eventually(lambda: pair(browser) == (rows(core)[1].id, rows(core)[2].id))
    assert rows(core)[1].is_selected
    assert browser.parts.stage.compare.current.is_selected


async def test_x_rejects_the_candidate_and_goes_on(browser: Any, core: FakeCore) -> None:
    enter(browser, 3)
    press(browser, Key.Key_X)
    await eventually(lambda: rows(core)[3].is_rejected)
    assert pair(browser) == (rows(core)[0].id, rows(core)[4].id)


async def test_y_swaps_the_sides_and_the_acts_still_mean_the_candidate(browser: Any, core: FakeCore) -> None:
    page = enter(browser, 2)
    press(browser, Key.Key_Y)
    assert page.left.caption.text().startswith("Candidate")
    press(browser, Key.Key_X)
    await eventually(lambda: rows(core)[2].is_rejected)


async def test_the_buttons_below_do_what_the_keys_do(browser: Any, core: FakeCore) -> None:
    page = enter(browser, 3)
    QTest.mouseClick(page.verdict.reject, Qt.MouseButton.LeftButton)
    await eventually(lambda: rows(core)[3].is_rejected)
    QTest.mouseClick(page.keep, Qt.MouseButton.LeftButton)
    assert pair(browser) == (rows(core)[4].id, rows(core)[5].id)
    QTest.mouseClick(page.verdict.use, Qt.MouseButton.LeftButton)
    await eventually(lambda: rows(core)[5].is_selected)
    QTest.mouseClick(page.looks[Looks.DIFFERENCE], Qt.MouseButton.LeftButton)
    assert page.overlay.isVisible()
    QTest.mouseClick(page.bar.exit, Qt.MouseButton.LeftButton)
    assert browser.parts.stage.mode is ViewMode.GRID


async def test_the_line_is_moved_by_arrows_and_by_dragging(browser: Any) -> None:
    page = enter(browser)
    await both_are_here(browser)
    press(browser, Key.Key_V)
    assert page.looks[Looks.WIPE].isChecked()
    assert page.overlay.hasFocus()
    press(browser, Key.Key_Right)
    assert page.overlay.wipe == pytest.approx(0.54)
    rect = page.overlay.picture_rect()
    start = QPoint(round(page.overlay.line_x()), round(rect.center().y()))
    QTest.mousePress(page.overlay, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(page.overlay, QPoint(round(rect.left()), start.y()))
    QTest.mouseRelease(page.overlay, Qt.MouseButton.LeftButton, pos=QPoint(round(rect.left()), start.y()))
    assert page.overlay.wipe == pytest.approx(0.0, abs=0.02)


async def test_left_of_the_line_is_the_current_one_and_right_of_it_the_candidate(
    browser: Any, core: FakeCore, pictures: Pictures
) -> None:
    pictures.colours = {rows(core)[0].url: (0, 255, 0), rows(core)[2].url: (0, 0, 255)}
    page = enter(browser)
    page.show_looks(Looks.WIPE)
    await eventually(lambda: page.overlay.pixmap is not None and page.overlay.pixmap.width() == 80)
    await eventually(lambda: browser.parts.stage.pictures.is_idle)
    image, rect = page.overlay.grab().toImage(), page.overlay.picture_rect()
    y = round(rect.bottom() - 4)
    assert image.pixelColor(round(rect.left() + 4), y).getRgb()[:3] == (0, 255, 0)
    assert image.pixelColor(round(rect.right() - 4), y).getRgb()[:3] == (0, 0, 255)


async def test_the_difference_is_shown_and_measured(browser: Any, core: FakeCore, pictures: Pictures) -> None:
    pictures.colours = {rows(core)[0].url: (255, 100, 0), rows(core)[2].url: (55, 100, 0)}
    page = enter(browser)
    press(browser, Key.Key_D)

    def shown() -> tuple[int, ...]:
        difference = page.overlay.difference
        if difference is None or difference.width() != 80:
            return ()
        return difference.toImage().pixelColor(5, 5).getRgb()[:3]

    await eventually(lambda: shown() == (200, 0, 0))  # small renditions come before the pictures themselves
    assert page.words.endswith("% difference on average")
    press(browser, Key.Key_D)
    assert page.looks[Looks.BESIDE].isChecked()


async def test_another_candidate_does_not_show_the_old_difference(browser: Any, pictures: Pictures) -> None:
    page = enter(browser)
    press(browser, Key.Key_D)
    await eventually(lambda: page.overlay.difference is not None)
    await eventually(lambda: browser.parts.stage.pictures.is_idle)
    pictures.gate.clear()
    for _ in range(3):  # beyond what was loaded ahead
        press(browser, Key.Key_Down)
    assert page.overlay.difference is None
    pictures.gate.set()


async def test_a_broken_picture_says_why_in_its_place(
    browser: Any, core: FakeCore, pictures: Pictures
) -> None:
    pictures.errors[rows(core)[0].url] = BROKEN
    page = enter(browser)
    await eventually(lambda: page.left.canvas.words)
    assert page.left.canvas.words == str(BROKEN)
    await eventually(lambda: page.right.canvas.pixmap.width() == 80)
    assert page.right.canvas.words == ""


async def test_g_and_esc_go_back_to_the_grid_at_the_same_tile(browser: Any, core: FakeCore) -> None:
    for key in (Key.Key_G, Key.Key_Escape, Key.Key_C):
        enter(browser, 1)
        press(browser, Key.Key_Down)
        press(browser, key)
        assert browser.parts.stage.mode is ViewMode.GRID
        assert browser.parts.pane.grid.hasFocus()
        assert browser.parts.pane.current.id == rows(core)[2].id
    assert browser.isVisible()


async def test_with_text_of_twice_the_size_the_window_still_fits_a_small_screen(
    open_browser: Any, qapp: Any
) -> None:
    try:
        theme_of(qapp).set_text_scale(2.0)
        browser = await open_browser()
        bar = browser.parts.stage.compare.bar
        QTest.keyClick(browser.parts.pane.grid, Qt.Key.Key_C)
        browser.resize(1200, 800)
        await eventually(lambda: bar.isVisible() and bar.width() <= 1200)
        assert browser.minimumSizeHint().width() < 1200
        use = bar.verdict.use
        assert use.mapTo(bar, use.rect().bottomRight()).x() < bar.width()
        assert use.mapTo(bar, use.rect().topLeft()).y() > bar.looks[Looks.WIPE].geometry().bottom()
    finally:
        theme_of(qapp).set_text_scale(1.0)
