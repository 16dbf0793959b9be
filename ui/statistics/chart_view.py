"""The widget a chart is painted on; pointer and arrow keys tell the values of a place."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QColor,
    QFocusEvent,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.statistics.chart_data import Chart
from ui.statistics.chart_layout import ChartLayout, lay_out
from ui.statistics.chart_painter import paint_chart, paint_readout
from ui.theme import RADIUS, TextSize, current_tokens, text_font

_LINES = 16  # heights of a small line: how tall a chart is
_LEAST_WIDTH = 240
_PAD = 4  # px inside the ring that shows the focus
_ENDS = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: -1}


class ChartView(QWidget):
    """Shows one `Chart`; empty until `show_chart`.

    Signals: place_changed(int): the place whose values are told; -1 for none.
    """

    place_changed = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.chart: Chart | None = None
        self._layout: ChartLayout | None = None
        self._cursor: int | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_chart(self, chart: Chart) -> None:
        """Show *chart*; the place that is told stays where it is, as far as there is one."""
        self.chart = chart
        self._layout = None
        if self._cursor is not None and (not chart.has_data or self._cursor >= len(chart.places)):
            self._set_cursor(None)
        self.setAccessibleName(chart.title)
        self.setAccessibleDescription(chart.sentence if chart.has_data else chart.empty)
        self.updateGeometry()
        self.update()

    @property
    def cursor_place(self) -> int | None:
        """The place whose values are told."""
        return self._cursor

    def value_sentence(self) -> str:
        """Return what is told now, empty for nothing."""
        if self.chart is None or self._cursor is None:
            return ""
        return self.chart.value_sentence(self._cursor)

    def sizeHint(self) -> QSize:
        line = QFontMetricsF(text_font(TextSize.CAPTION)).height()
        return QSize(460, round(line * _LINES))

    def minimumSizeHint(self) -> QSize:
        return QSize(_LEAST_WIDTH, self.sizeHint().height())

    # -- Qt --------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        chart, font = self.chart, text_font(TextSize.CAPTION)
        if chart is not None and not chart.has_data:
            painter.setFont(text_font())
            painter.setPen(QColor(current_tokens().muted))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(self.rect().adjusted(24, 0, -24, 0), flags, chart.empty)
        elif chart is not None:
            painter.translate(_PAD, _PAD)
            layout = self._laid_out(chart)
            paint_chart(painter, chart, layout, font, self._cursor)
            if self._cursor is not None:
                paint_readout(painter, chart, layout, font, self._cursor, self._room())
            painter.resetTransform()
        if self.hasFocus():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(current_tokens().focus), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), RADIUS, RADIUS)
        painter.end()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._set_cursor(self._place_at(event))
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._set_cursor(None)
        super().leaveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        chart = self.chart
        if chart is None or not chart.has_data or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
            return
        back, on = (Qt.Key.Key_Up, Qt.Key.Key_Down) if chart.is_lying else (Qt.Key.Key_Left, Qt.Key.Key_Right)
        last = len(chart.places) - 1
        at = self._cursor
        if event.key() in (back, on):
            step = 1 if event.key() == on else -1
            first = 0 if chart.is_lying or not chart.are_days else last  # of days, the last one matters most
            self._set_cursor(first if at is None else max(0, min(last, at + step)), is_by_key=True)
        elif event.key() in _ENDS:
            self._set_cursor(last if _ENDS[Qt.Key(event.key())] else 0, is_by_key=True)
        elif event.key() == Qt.Key.Key_Escape and at is not None:
            self._set_cursor(None)
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._set_cursor(None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._layout = None

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._layout = None
            self.updateGeometry()

    # -- inside ----------------------------------------------------------------------------------------------

    def _room(self) -> QRectF:
        return QRectF(0, 0, self.width() - 2 * _PAD, self.height() - 2 * _PAD)

    def _laid_out(self, chart: Chart) -> ChartLayout:
        if self._layout is None:
            metrics = QFontMetricsF(text_font(TextSize.CAPTION))
            room = self._room()
            self._layout = lay_out(
                chart, room.width(), room.height(), metrics.height(), metrics.horizontalAdvance
            )
        return self._layout

    def _place_at(self, event: QMouseEvent) -> int | None:
        if self.chart is None or not self.chart.has_data:
            return None
        at = event.position()
        layout = self._laid_out(self.chart)
        count = len(self.chart.places)
        return layout.place_at(at.x() - _PAD, at.y() - _PAD, count, is_lying=self.chart.is_lying)

    def _set_cursor(self, place: int | None, *, is_by_key: bool = False) -> None:
        if place == self._cursor:
            return
        self._cursor = place
        self.update()
        self.place_changed.emit(-1 if place is None else place)
        if is_by_key and place is not None:
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, self.value_sentence()))
