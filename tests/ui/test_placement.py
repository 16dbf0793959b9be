"""Windows open large enough, whole on the screen, and where they were left."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QByteArray, QRect, QSize
from PySide6.QtWidgets import QWidget

from ui.placement import first_size, keep_on_screen, open_at, usable


@pytest.mark.parametrize(
    ("available", "expected"),
    [
        (QSize(1280, 760), QSize(1280, 760)),
        (QSize(1440, 870), QSize(1440, 870)),
        (QSize(1920, 1040), QSize(1632, 900)),
        (QSize(3840, 2100), QSize(1920, 1200)),
    ],
)
def test_the_first_size_is_good_and_never_more_than_there_is(available: QSize, expected: QSize) -> None:
    assert first_size(available) == expected


def test_a_new_window_lies_whole_on_the_screen_with_its_frame(qtbot) -> None:
    window = a_window(qtbot)
    open_at(window, QByteArray())
    assert window.screen().availableGeometry().contains(window.geometry().adjusted(0, -20, 0, 0))


def test_a_window_left_larger_than_the_screen_of_today_is_brought_back(qtbot) -> None:
    window = a_window(qtbot)
    window.setGeometry(QRect(500, 500, 3000, 2000))
    keep_on_screen(window)
    assert usable(window).contains(window.geometry())


def test_a_kept_place_is_taken_again(qtbot) -> None:
    before, after = a_window(qtbot), a_window(qtbot)
    before.setGeometry(QRect(60, 70, 400, 300))
    open_at(after, before.saveGeometry())
    assert after.geometry() == QRect(60, 70, 400, 300)


def test_a_place_that_cannot_be_read_gives_a_good_one(qtbot) -> None:
    window = a_window(qtbot)
    open_at(window, QByteArray(b"nonsense"))
    assert usable(window).contains(window.geometry())


def test_a_second_window_opens_over_the_first(qtbot) -> None:
    main, second = a_window(qtbot), a_window(qtbot)
    open_at(main, QByteArray())
    open_at(second, QByteArray(), main)
    assert main.geometry().contains(second.geometry().center())
    assert second.width() > 0.9 * main.width()


def a_window(qtbot) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    return window
