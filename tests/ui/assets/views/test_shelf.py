"""On the shelf: who stands beside a candidate, and how three players show it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPixmap
from PySide6.QtTest import QTest

from metarr_desktop.domain.asset import AssetType
from metarr_desktop.domain.entity import EntityMetadata
from metarr_desktop.domain.library import LibraryRow
from tests.async_gui import eventually
from tests.fakes import FakeCore, an_asset, an_entity
from tests.ui.assets.conftest import DUNE, INCEPTION, SOLARIS
from tests.ui.assets.views.conftest import Pictures
from ui.assets.asset_model import picture_url
from ui.assets.views.modes import ViewMode
from ui.assets.views.shelf_content import ShelfLayout, layout_of, neighbours_of, read_shelf
from ui.assets.views.shelf_painting import JELLYFIN, KODI, PLEX, Card, Screen, paint_card, paint_screen

Key = Qt.Key


def row(
    entity_id: int, title: str, year: int = 2000, collection: str = "", has_poster: bool = True
) -> LibraryRow:
    entity = an_entity(entity_id, title, year, metadata=EntityMetadata(title=title, collection=collection))
    return LibraryRow(entity, an_asset() if has_poster else None)


def titles(rows: tuple[LibraryRow, ...]) -> list[str]:
    return [each.entity.title for each in rows]


# -- who stands beside it ------------------------------------------------------------------------------------


def test_the_same_collection_comes_first_by_year() -> None:
    own = row(1, "Alien 3", 1992, "Alien Collection")
    rows = [
        row(2, "Aliens", 1986, "Alien Collection"),
        row(3, "Alien", 1979, "Alien Collection"),
        row(4, "Alien Nation", 1988),
        own,
    ]
    found, about = neighbours_of(own, rows)
    assert titles(found) == ["Alien", "Aliens"]
    assert about == "beside others of Alien Collection"


def test_else_its_neighbours_by_title_those_with_a_picture_first() -> None:
    own = row(1, "Heat")
    rows = [
        row(2, "Alien"),
        row(3, "Her", has_poster=False),
        own,
        row(4, "Gravity"),
        row(5, "Jaws"),
        row(6, "Up"),
    ]
    found, about = neighbours_of(own, rows)
    assert titles(found) == ["Gravity", "Alien", "Jaws"]
    assert about == "beside its neighbours by title"


def test_alone_in_the_library() -> None:
    own = row(1, "Heat")
    assert neighbours_of(own, [own]) == ((), "alone in the library")


@pytest.mark.parametrize(
    ("kind", "layout"),
    [
        (AssetType.POSTER, ShelfLayout.CARDS),
        (AssetType.COVER, ShelfLayout.CARDS),
        (AssetType.SEASONPOSTER, ShelfLayout.CARDS),
        (AssetType.LANDSCAPE, ShelfLayout.WIDE_CARDS),
        (AssetType.BANNER, ShelfLayout.ROWS),
        (AssetType.FANART, ShelfLayout.BACKDROP),
        (AssetType.CLEARLOGO, ShelfLayout.LOGO),
        (AssetType.DISCART, ShelfLayout.LOGO),
    ],
)
def test_each_type_is_shown_as_players_show_it(kind: AssetType, layout: ShelfLayout) -> None:
    assert layout_of(kind) is layout


async def test_a_logo_stands_over_the_selected_fanart_of_its_title(core: FakeCore) -> None:
    best, selected = (
        an_asset(AssetType.FANART, score=99),
        an_asset(AssetType.FANART, score=50, is_selected=True),
    )
    core.cache.assets[INCEPTION.key] += [best, selected]
    content = await read_shelf(
        core.library, core.cache, await core.library.row(INCEPTION.key), AssetType.CLEARLOGO
    )
    assert content.fanart == picture_url(selected)


async def test_banners_stand_beside_banners(core: FakeCore) -> None:
    banner = an_asset(AssetType.BANNER)
    core.cache.assets[DUNE.key] = [replace(banner, is_rejected=True, id=banner.id + 9000), banner]
    content = await read_shelf(
        core.library, core.cache, await core.library.row(INCEPTION.key), AssetType.BANNER
    )
    by_title = {each.title: each.url for each in content.neighbours}
    assert by_title == {DUNE.title: picture_url(banner), SOLARIS.title: None}


async def test_a_season_stands_beside_what_the_next_seasons_have(core: FakeCore) -> None:
    kind = AssetType.SEASONPOSTER
    chosen = {
        number: an_asset(kind, season_number=number, score=10, is_selected=True) for number in (0, 1, 2, 3, 4)
    }
    core.cache.assets[DUNE.key] = [
        *chosen.values(),
        an_asset(kind, season_number=1, score=99),
        an_asset(kind),
    ]
    content = await read_shelf(core.library, core.cache, await core.library.row(DUNE.key), kind, 2)
    assert [(each.title, each.url) for each in content.neighbours] == [
        (f"Season {number}", picture_url(chosen[number])) for number in (1, 3, 4)
    ]
    assert (content.title, content.subtitle) == ("Season 2", DUNE.title)
    assert content.about == "beside the other seasons"


async def test_the_only_season_stands_beside_other_series(core: FakeCore) -> None:
    core.cache.assets[DUNE.key] = [an_asset(AssetType.SEASONPOSTER, season_number=1)]
    row_of_dune = await core.library.row(DUNE.key)
    content = await read_shelf(core.library, core.cache, row_of_dune, AssetType.SEASONPOSTER, 1)
    assert content.title == DUNE.title
    assert {each.title for each in content.neighbours} == {INCEPTION.title, SOLARIS.title}


# -- how it looks --------------------------------------------------------------------------------------------


def striped(width: int, height: int) -> QPixmap:
    """Red, with a blue edge of a tenth at every side."""
    pixmap = QPixmap(width, height)
    pixmap.fill(QColor("blue"))
    with QPainter(pixmap) as painter:
        across, down = width // 10, height // 10
        painter.fillRect(across, down, width - 2 * across, height - 2 * down, QColor("red"))
    return pixmap


def painted(paint: Any, size: QSize) -> QImage:
    image = QImage(size, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    with QPainter(image) as painter:
        paint(painter)
    return image


def test_plex_cuts_a_wide_picture_to_two_by_three_and_kodi_shows_it_whole(qapp: object) -> None:
    card, cell = Card("Heat", "1995", striped(600, 600)), QRect(0, 0, 100, 150)
    plex = painted(
        lambda painter: paint_card(painter, QRect(0, 0, 100, 190), card, PLEX, True), QSize(100, 190)
    )
    kodi = painted(lambda painter: paint_card(painter, cell, card, KODI, True), QSize(100, 150))
    assert QColor(plex.pixel(4, 75)) == QColor("red")  # the edge at the side is cut off
    assert QColor(plex.pixel(50, 4)) == QColor("blue")  # that above is not
    assert QColor(kodi.pixel(4, 75)) == QColor("blue")
    assert QColor(kodi.pixel(50, 4)) not in (QColor("blue"), QColor("red"))  # the ground of the cell


@pytest.mark.parametrize("player", [KODI, JELLYFIN, PLEX])
@pytest.mark.parametrize("is_dark", [True, False])
def test_a_logo_is_seen_over_the_fanart(qapp: object, player: Any, is_dark: bool) -> None:
    behind, logo = QPixmap(640, 360), QPixmap(80, 31)
    behind.fill(QColor("#808080"))
    logo.fill(QColor("#00ff00"))
    rect = QRect(0, 0, 320, 180)
    with_logo = painted(
        lambda painter: paint_screen(painter, rect, Screen("Heat", behind, logo), player, is_dark),
        rect.size(),
    )
    green = sum(
        QColor(with_logo.pixel(x, y)) == QColor("#00ff00") for x in range(0, 320, 4) for y in range(0, 180, 4)
    )
    assert green > 20


def test_a_title_without_a_picture_keeps_its_place_with_its_name(qapp: object) -> None:
    def paint(painter: QPainter) -> None:
        paint_card(painter, QRect(0, 0, 100, 190), Card("Her", "2013", None), JELLYFIN, True)

    assert painted(paint, QSize(100, 190)) != painted(lambda _: None, QSize(100, 190))


# -- the strip -----------------------------------------------------------------------------------------------


async def test_h_in_the_grid_opens_the_loupe_with_the_shelf(browser: Any) -> None:
    stage = browser.parts.stage
    for _ in range(2):  # also when the shelf was wanted before
        QTest.keyClick(browser.parts.pane.grid, Key.Key_H)
        assert stage.mode is ViewMode.LOUPE
        assert stage.shelf.isVisible()
        QTest.keyClick(stage.loupe.canvas, Key.Key_G)
        assert not stage.shelf.isVisible()


async def test_h_shows_and_hides_it_in_loupe_and_compare(browser: Any, core: FakeCore) -> None:
    stage = browser.parts.stage
    QTest.keyClick(browser.parts.pane.grid, Key.Key_E)
    assert not stage.shelf.isVisible()
    QTest.keyClick(stage.loupe.canvas, Key.Key_H)
    assert stage.shelf.isVisible()
    await eventually(lambda: stage.shelf.content is not None)
    assert stage.shelf.content.title == INCEPTION.title
    assert {each.title for each in stage.shelf.content.neighbours} == {DUNE.title, SOLARIS.title}
    assert stage.shelf.accessibleDescription() == (
        "The picture as Kodi, Jellyfin and Plex show it, beside its neighbours by title"
    )
    QTest.keyClick(stage.loupe.canvas, Key.Key_C)
    assert stage.shelf.isVisible()
    QTest.keyClick(stage.compare.right.canvas, Key.Key_N)
    assert not stage.shelf.isVisible()


async def test_on_a_small_screen_the_candidate_stands_whole_between_two_neighbours(
    browser: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf = browser.parts.stage.shelf
    QTest.keyClick(browser.parts.pane.grid, Key.Key_H)
    await eventually(lambda: shelf.content is not None)
    shelf.resize(1200, shelf.height())
    seen: list[tuple[QRect, Card]] = []
    monkeypatch.setattr(
        "ui.assets.views.shelf.paint_card", lambda _, rect, card, *__: seen.append((rect, card))
    )
    shelf.grab()
    assert len(seen) == 6 * 3
    for at, (_, _, room) in enumerate(shelf.groups()):
        left, own, right = sorted(seen[3 * at : 3 * at + 3], key=lambda each: each[0].x())
        assert own[1].is_own
        assert room.contains(own[0])
        assert all(each.intersects(room) for each, _ in (left, right))


async def test_the_candidate_on_the_shelf_is_the_one_looked_at(browser: Any) -> None:
    stage = browser.parts.stage
    QTest.keyClick(browser.parts.pane.grid, Key.Key_E)
    QTest.keyClick(stage.loupe.canvas, Key.Key_H)
    await eventually(lambda: stage.shelf.candidate is not None and stage.shelf.candidate.width() == 80)
    assert stage.shelf.candidate.cacheKey() == stage.loupe.canvas.pixmap.cacheKey()
    before = stage.shelf.candidate.cacheKey()
    QTest.keyClick(stage.loupe.canvas, Key.Key_Right)
    await eventually(
        lambda: stage.shelf.candidate.width() == 80 and stage.shelf.candidate.cacheKey() != before
    )


async def test_b_shows_a_logo_over_the_fanart_of_its_title(
    open_browser: Any, core: FakeCore, pictures: Pictures
) -> None:
    fanart = an_asset(AssetType.FANART)
    core.cache.assets[INCEPTION.key] = [an_asset(AssetType.CLEARLOGO), fanart]
    pictures.colours[fanart.url] = (0, 0, 250)
    browser = await open_browser(asset_type=AssetType.CLEARLOGO)
    QTest.keyClick(browser.parts.pane.grid, Key.Key_E)
    loupe = browser.parts.stage.loupe
    QTest.keyClick(loupe.canvas, Key.Key_B)
    await eventually(lambda: loupe.canvas.backdrop is not None)
    assert loupe.canvas.grab().toImage().pixelColor(3, 3).getRgb()[:3] == (0, 0, 250)
    QTest.keyClick(loupe.canvas, Key.Key_B)
    assert loupe.canvas.backdrop is None
    assert browser.parts.stage.mode is ViewMode.LOUPE
