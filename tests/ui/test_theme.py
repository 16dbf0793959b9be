"""The looks: readable colours, a style sheet Qt understands, and a live switch."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields

import pytest
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListView,
    QProgressBar,
    QPushButton,
    QSlider,
    QSpinBox,
    QTabBar,
    QWidget,
)

from ui import theme as theme_module
from ui.application import theme_of
from ui.theme import Mode, TextSize, Theme, current_tokens, set_role
from ui.tokens import CONTRAST, DARK, LIGHT, Tokens, contrast_ratio

LOOKS = pytest.mark.parametrize("tokens", [LIGHT, DARK, CONTRAST], ids=lambda tokens: tokens.name)


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    theme = theme_of(qapp)
    yield theme
    theme.set_reduced_motion(None)
    theme.set_text_scale(1.0)
    theme.set_mode(Mode.SYSTEM)


@LOOKS
@pytest.mark.parametrize("ground", ["background", "surface", "surface_raised", "surface_hover"])
@pytest.mark.parametrize("text", ["text", "muted"])
def test_text_is_readable_on_every_ground(tokens: Tokens, ground: str, text: str) -> None:
    assert contrast_ratio(getattr(tokens, text), getattr(tokens, ground)) >= 4.5


@LOOKS
@pytest.mark.parametrize("state", ["accent", "good", "warn", "bad"])
@pytest.mark.parametrize("ground", ["background", "surface", "surface_raised"])
def test_a_coloured_word_is_readable(tokens: Tokens, state: str, ground: str) -> None:
    assert contrast_ratio(getattr(tokens, state), getattr(tokens, ground)) >= 4.4


@LOOKS
@pytest.mark.parametrize(
    ("text", "ground"),
    [
        ("accent_text", "accent"),
        ("accent_text", "accent_hover"),
        ("good_text", "good"),
        ("warn_text", "warn"),
        ("bad_text", "bad"),
        ("new_text", "new"),
        ("text", "accent_soft"),
    ],
)
def test_words_on_a_filled_ground_are_readable(tokens: Tokens, text: str, ground: str) -> None:
    assert contrast_ratio(getattr(tokens, text), getattr(tokens, ground)) >= 4.5


@LOOKS
def test_every_token_is_a_colour_qt_reads(tokens: Tokens) -> None:
    colours = [
        getattr(tokens, field.name) for field in fields(tokens) if field.name not in ("name", "is_dark")
    ]
    assert all(
        re.fullmatch(r"#([0-9a-f]{2})?[0-9a-f]{6}", each) and QColor(each).isValid() for each in colours
    )


@pytest.mark.parametrize("first", ["#000000", "#ffffff"])
def test_contrast_of_black_and_white_is_twenty_one(first: str) -> None:
    second = "#ffffff" if first == "#000000" else "#000000"
    assert contrast_ratio(first, second) == pytest.approx(21.0)


@pytest.mark.parametrize("mode", list(Mode))
def test_the_style_sheet_says_nothing_qt_does_not_know(qtbot, theme: Theme, mode: Mode) -> None:
    # qt_log_level_fail: "Unknown property" and "Could not parse" are warnings, and warnings fail the test.
    page = QWidget()
    row = QHBoxLayout(page)
    for widget in (
        QLabel("a"),
        QLineEdit(),
        QPushButton("b"),
        QComboBox(),
        QSpinBox(),
        QSlider(),
        QTabBar(),
        QCheckBox("c"),
        QProgressBar(),
        QListView(),
    ):
        row.addWidget(widget)
    qtbot.addWidget(page)
    theme.set_mode(mode)
    page.show()
    page.grab()
    assert theme.style_sheet(theme.tokens).count("$") == 0


@pytest.mark.parametrize(("mode", "tokens"), [("light", LIGHT), ("dark", DARK), ("contrast", CONTRAST)])
def test_the_look_changes_while_the_program_runs(qapp, theme: Theme, mode: str, tokens: Tokens) -> None:
    seen: list[Tokens] = []
    theme.changed.connect(lambda: seen.append(current_tokens()))
    theme.set_mode(mode)
    assert seen[-1] is tokens
    assert qapp.palette().color(QPalette.ColorRole.Window) == QColor(tokens.background)


def test_an_unknown_look_is_refused(theme: Theme) -> None:
    with pytest.raises(ValueError, match="sepia"):
        theme.set_mode("sepia")


def test_a_typing_error_in_the_style_sheet_is_noticed(theme: Theme, monkeypatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(theme, "_template", theme_module.Template("QLabel { color: $mutde; }"))
        with pytest.raises(KeyError, match="mutde"):
            theme.style_sheet(LIGHT)


def test_text_grows_with_the_scale(theme: Theme) -> None:
    before = theme.points(TextSize.TITLE)
    theme.set_text_scale(2.0)
    assert theme.points(TextSize.TITLE) == pytest.approx(2 * before)
    assert theme.font(TextSize.TITLE).pointSizeF() == pytest.approx(2 * before)


def test_the_person_can_switch_motion_off(theme: Theme) -> None:
    theme.set_reduced_motion(True)
    assert theme_module.is_motion_reduced()


def test_a_role_changes_how_a_widget_looks_at_once(qtbot, theme: Theme) -> None:
    theme.set_mode(Mode.DARK)
    button = QPushButton("Use this poster")
    qtbot.addWidget(button)
    button.resize(160, 32)
    set_role(button, "primary")
    assert QColor(button.grab().toImage().pixelColor(8, 16)) == QColor(DARK.accent)
