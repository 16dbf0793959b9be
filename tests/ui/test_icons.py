"""Icons follow the theme, know their names and do not import QtPy."""

from __future__ import annotations

import subprocess
import sys

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QIcon, QImage

from ui.application import theme_of
from ui.icons import IconLabel, icon, icon_names
from ui.theme import Mode, current_tokens
from ui.tokens import DARK, LIGHT

ASKED_FOR = (
    "add-folder add-title identify browse refresh cancel undo redo select reject preview previous next "
    "search key settings info warning error check close lock wall table image film developer filter star "
    "external"
)


def colours(image: QImage) -> set[str]:
    """The names of all fully opaque colours in *image*."""
    image = image.convertToFormat(QImage.Format.Format_ARGB32)
    pixels = (image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height()))
    return {pixel.name() for pixel in pixels if pixel.alpha() == 255}


@pytest.mark.parametrize("name", sorted({*ASKED_FOR.split(), *icon_names()}))
def test_every_icon_paints_something(qapp, name: str) -> None:
    assert colours(icon(name).pixmap(QSize(32, 32)).toImage())


def test_an_unknown_name_lists_the_known_ones(qapp) -> None:
    with pytest.raises(KeyError, match=r"no icon 'poster'.*add-folder.*zoom-out"):
        icon("poster")


def test_an_unknown_colour_is_refused_when_the_icon_is_made(qapp) -> None:
    with pytest.raises(AttributeError, match="purple"):
        icon("film", "purple")


def test_an_icon_made_before_the_switch_takes_the_new_colour(qapp) -> None:
    theme = theme_of(qapp)
    theme.set_mode(Mode.LIGHT)
    film = icon("film")
    assert LIGHT.text in colours(film.pixmap(32, 32).toImage())
    theme.set_mode(Mode.DARK)
    try:
        assert DARK.text in colours(film.pixmap(32, 32).toImage())
    finally:
        theme.set_mode(Mode.SYSTEM)


@pytest.mark.parametrize(
    ("mode", "token"), [(QIcon.Mode.Disabled, "disabled"), (QIcon.Mode.Selected, "accent_text")]
)
def test_a_disabled_and_a_selected_icon_differ(qapp, mode: QIcon.Mode, token: str) -> None:
    tokens = theme_of(qapp).tokens
    assert getattr(tokens, token) in colours(icon("film").pixmap(QSize(32, 32), mode).toImage())


def test_an_icon_label_paints_its_icon(qtbot) -> None:
    label = IconLabel("warning", "warn", px=32)
    qtbot.addWidget(label)
    assert QColor(current_tokens().warn).name() in colours(label.grab().toImage())


def test_icons_do_not_import_qtawesome_or_qtpy() -> None:
    code = (
        "import sys; from ui.application import create_application; app = create_application(['x']);"
        "from ui.icons import icon; icon('film').pixmap(16, 16);"
        "print([m for m in ('qtawesome', 'qtpy', 'httpx', 'peewee', 'PIL', 'numpy') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.strip() == "[]"


def test_an_icon_label_keeps_no_icon_that_could_outlive_the_application(qtbot) -> None:
    label = IconLabel("image")
    qtbot.addWidget(label)
    label.set_icon("identify", "muted")
    assert not [name for name, value in vars(label).items() if isinstance(value, QIcon)]


@pytest.mark.parametrize("size", [QSize(0, 0), QSize(0, 16), QSize(16, 0)])
def test_an_icon_without_room_is_nothing_and_paints_nothing(qapp, size: QSize) -> None:
    assert icon("film").pixmap(size).isNull()
