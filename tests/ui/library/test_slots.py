"""The slots of the inspector: each at the true shape of its type, none over another, for every kind."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication

from metarr_desktop.domain.asset import ASSET_SHAPES, ASSET_TYPES, AssetType
from metarr_desktop.domain.entity import EntityType
from metarr_desktop.domain.library import SlotSummary
from tests.fakes import an_asset
from ui.library.season_strip import SEASON_TYPES, SeasonStrip
from ui.library.slots import SLOT_TYPES, slot_places

KINDS = [EntityType.MOVIE, EntityType.TV, EntityType.MUSIC]


@pytest.mark.parametrize("width", [200, 272, 480])
@pytest.mark.parametrize("kind", KINDS)
def test_every_slot_has_the_shape_of_its_type(kind: EntityType, width: int) -> None:
    for asset_type, rect in slot_places(width, kind).items():
        wanted = rect.width() / ASSET_SHAPES[asset_type].ratio
        assert abs(rect.height() - wanted) <= 2.5, asset_type


@pytest.mark.parametrize("width", [200, 272, 480])
@pytest.mark.parametrize("kind", KINDS)
def test_no_slot_lies_over_another_or_beyond_the_board(kind: EntityType, width: int) -> None:
    places = slot_places(width, kind)
    assert all(rect.left() >= 0 and rect.right() <= width for rect in places.values())
    assert not [pair for pair in combinations(places.values(), 2) if pair[0].intersects(pair[1])]


@pytest.mark.parametrize("kind", KINDS)
def test_every_type_a_title_can_have_has_its_place(kind: EntityType) -> None:
    shown = {*SLOT_TYPES[kind], *(SEASON_TYPES if kind is EntityType.TV else ())}
    assert shown == {each for each in ASSET_TYPES[kind] if each is not AssetType.TRAILER}


def test_seasons_say_how_many_are_chosen_and_leave_out_what_nobody_offers(qtbot: Any) -> None:
    strip = SeasonStrip()
    qtbot.addWidget(strip)
    strip.show_slots(
        [
            SlotSummary(AssetType.SEASONPOSTER, an_asset(AssetType.SEASONPOSTER), 40, False, 8, 3),
            SlotSummary(AssetType.SEASONBANNER, None, 0),
        ],
        {},
    )
    assert strip.text(AssetType.SEASONPOSTER) == "3 of 8 chosen"
    assert strip.text(AssetType.SEASONBANNER) == ""
    strip.show_slots([], {})
    assert strip.isHidden()


def test_a_picture_can_be_dropped_onto_the_seasons(qtbot: Any) -> None:
    strip = SeasonStrip()
    qtbot.addWidget(strip)
    dropped: list[tuple[object, int]] = []
    strip.pictures_dropped.connect(lambda kind, pictures: dropped.append((kind, len(pictures))))
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile("/pictures/season.jpg")])
    how = (Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(strip.poster, QDragEnterEvent(QPoint(9, 9), *how))
    QApplication.sendEvent(strip.poster, QDropEvent(QPointF(9, 9), *how))
    assert dropped == [(AssetType.SEASONPOSTER, 1)]
