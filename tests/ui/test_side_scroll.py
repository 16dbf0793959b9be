"""The scroll area of side panels, and the endless resizing it is there to prevent."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QSize
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from ui.side_scroll import SideScroll


class _AsHighAsWide(QWidget):
    """Like a picture that fills the width: narrower is lower."""

    def __init__(self) -> None:
        super().__init__()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return width

    def sizeHint(self) -> QSize:
        return QSize(200, 200)

    minimumSizeHint = sizeHint


def _scroll(qtbot: Any, height: int) -> SideScroll:
    content = QWidget()
    column = QVBoxLayout(content)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(_AsHighAsWide())
    scroll = SideScroll()
    scroll.setWidget(content)
    qtbot.addWidget(scroll)
    scroll.resize(300, height)
    scroll.show()
    return scroll


def test_width_of_the_content_is_the_same_with_and_without_a_bar(qtbot: Any) -> None:
    low, high = _scroll(qtbot, 150), _scroll(qtbot, 500)
    assert low.verticalScrollBar().maximum() > 0
    assert high.verticalScrollBar().maximum() == 0
    assert low.viewport().width() == high.viewport().width()


def test_content_has_a_size_at_every_height_between_fitting_and_not(qtbot: Any) -> None:
    scroll = _scroll(qtbot, 270)
    for height in range(270, 310):
        scroll.resize(300, height)
        widget = scroll.widget()
        assert widget.width() == scroll.viewport().width()
        assert widget.height() == max(widget.width(), scroll.viewport().height())


def test_bar_is_not_seen_while_there_is_nothing_to_scroll(qtbot: Any) -> None:
    scroll = _scroll(qtbot, 500)
    image = scroll.verticalScrollBar().grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    colours = {image.pixel(x, y) for x in range(image.width()) for y in range(image.height())}
    assert len(colours) == 1
