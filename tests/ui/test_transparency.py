"""Logos can be seen: the ground is the other one where the theme's would hide them, or the one a person wants."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPixmap
from PySide6.QtWidgets import QApplication

from ui.application import theme_of
from ui.theme import Mode
from ui.transparency import Ground, choose_ground, lightness, paint_checkerboard


@pytest.fixture(autouse=True)
def automatic() -> Iterator[None]:
    yield
    choose_ground(Ground.AUTOMATIC)
    theme_of(QApplication.instance()).set_mode(Mode.SYSTEM)


def logo(colour: str) -> QPixmap:
    """Letters of one colour that cover a third of the picture."""
    pixmap = QPixmap(90, 30)
    pixmap.fill(Qt.GlobalColor.transparent)
    with QPainter(pixmap) as painter:
        painter.fillRect(30, 0, 30, 30, QColor(colour))
    return pixmap


def is_ground_dark(picture: QPixmap) -> bool:
    image = QImage(40, 40, QImage.Format.Format_RGB32)
    with QPainter(image) as painter:
        paint_checkerboard(painter, QRect(0, 0, 40, 40), picture, radius=0)
    return image.pixelColor(20, 20).lightnessF() < 0.5


@pytest.mark.parametrize(("colour", "expected"), [("#ffffff", 1.0), ("#000000", 0.0), ("#808080", 0.5)])
def test_what_cannot_be_seen_does_not_count_for_lightness(qapp, colour: str, expected: float) -> None:
    assert lightness(logo(colour)) == pytest.approx(expected, abs=0.02)


def test_a_picture_without_anything_to_see_is_neither_light_nor_dark(qapp) -> None:
    empty = QPixmap(8, 8)
    empty.fill(Qt.GlobalColor.transparent)
    assert lightness(empty) == 0.5


@pytest.mark.parametrize("mode", [Mode.LIGHT, Mode.DARK])
@pytest.mark.parametrize(("colour", "is_dark"), [("#ffffff", True), ("#000000", False)])
def test_white_and_black_logos_can_be_seen_in_every_theme(qapp, mode, colour: str, is_dark: bool) -> None:
    theme_of(qapp).set_mode(mode)
    assert is_ground_dark(logo(colour)) is is_dark


@pytest.mark.parametrize(("mode", "is_dark"), [(Mode.LIGHT, False), (Mode.DARK, True)])
def test_what_can_be_seen_anyway_is_shown_on_the_ground_of_the_theme(qapp, mode, is_dark: bool) -> None:
    theme_of(qapp).set_mode(mode)
    assert is_ground_dark(logo("#c04020")) is is_dark


@pytest.mark.parametrize(("ground", "is_dark"), [(Ground.LIGHT, False), (Ground.DARK, True)])
def test_the_choice_of_the_person_counts_more(qapp, ground: Ground, is_dark: bool) -> None:
    choose_ground(ground)
    assert is_ground_dark(logo("#ffffff")) is is_dark
