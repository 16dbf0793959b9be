"""A grid of tiles in sections: each begins a line of its own, below its name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import QEvent, QModelIndex, QRect, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QWidget

from ui.grid_view import TileGrid
from ui.theme import TextSize, current_tokens, text_font

_MOVES = QAbstractItemView.CursorAction
_LINES = {_MOVES.MoveUp: -1, _MOVES.MoveDown: 1, _MOVES.MovePageUp: -1, _MOVES.MovePageDown: 1}
_PAGES = (_MOVES.MovePageUp, _MOVES.MovePageDown)
_GAP = 4


class Section(Protocol):
    """What stands above a section: its name and what else is known; ``row`` is its first one."""

    @property
    def row(self) -> int: ...

    @property
    def title(self) -> str: ...

    @property
    def facts(self) -> str: ...


class SectionGrid(TileGrid):
    """A tile grid in which each section begins a line of its own, below its name."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sections: tuple[Section, ...] = ()

    def show_sections(self, sections: Sequence[Section]) -> None:
        """Begin a section at each of *sections*; the rows are in place already.  None: one grid of all tiles."""
        self._sections = tuple(sections)
        self.set_sections([each.row for each in self._sections], heading_height())

    def moveCursor(
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        current, geometry = self.currentIndex(), self.geometry_now()
        if action not in _LINES or not geometry.starts or not current.isValid():
            return super().moveCursor(action, modifiers)
        page = max(1, self.viewport().height() // self.cell_size().height())
        lines = _LINES[action] * (page if action in _PAGES else 1)
        return self.model().index(geometry.lines_on(current.row(), lines, self.model().rowCount()), 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._sections:
            return
        geometry, offset, area = self.geometry_now(), self.verticalOffset(), event.rect()
        painter = QPainter(self.viewport())
        for place in geometry.sections_between(area.top() + offset, area.bottom() + offset):
            rect = geometry.heading_rect(place).translated(0, -offset)
            if event.region().intersects(rect):
                _paint_heading(painter, rect, self._sections[place])
        painter.end()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange) and hasattr(self, "_sections"):
            self.show_sections(self._sections)  # their names need another height


def heading_height() -> int:
    """Return the height of the name above a section at the present text size, px."""
    return QFontMetrics(text_font(bold=True)).height() + 2 * _GAP + _GAP


def _paint_heading(painter: QPainter, rect: QRect, section: Section) -> None:
    tokens = current_tokens()
    flags = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom)
    line = rect.adjusted(0, 0, 0, -_GAP)
    painter.setFont(text_font(bold=True))
    painter.setPen(QColor(tokens.text))
    painter.drawText(line, flags, section.title)
    used = painter.fontMetrics().horizontalAdvance(section.title) + 10
    painter.setFont(text_font(TextSize.CAPTION))
    painter.setPen(QColor(tokens.muted))
    painter.drawText(line.adjusted(used, 0, 0, 0), flags, section.facts)
