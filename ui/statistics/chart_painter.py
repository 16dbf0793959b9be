"""Paints a chart into its layout."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from ui.statistics.chart_data import NO_DATA, Chart, Form, Series, axis_text, value_text
from ui.statistics.chart_layout import ChartLayout, PanelPlace
from ui.statistics.looks import colour_of, line_pen, paint_bar, paint_marker, paint_swatch
from ui.theme import RADIUS, current_tokens

_FEW = 45  # places: more than so many get no marker at each point
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_CENTRE = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter


def paint_chart(
    painter: QPainter, chart: Chart, layout: ChartLayout, font: QFont, cursor: int | None = None
) -> None:
    """Paint everything but the read-out; *cursor* is the place that is pointed at."""
    painter.setFont(font)
    if cursor is not None:
        painter.fillRect(layout.slot(cursor, is_lying=chart.is_lying), QColor(current_tokens().surface_hover))
    _paint_legend(painter, layout)
    if chart.is_lying:
        _paint_lying(painter, chart, layout)
        return
    for panel in layout.panels:
        _paint_axis(painter, panel, layout.line)
        if panel.panel.form is Form.BARS:
            _paint_bars(painter, chart, layout, panel)
        else:
            _paint_lines(painter, chart, layout, panel)
    _paint_places(painter, chart, layout)
    if chart.mark is not None:
        _paint_mark(painter, chart, layout)


def paint_readout(
    painter: QPainter, chart: Chart, layout: ChartLayout, font: QFont, cursor: int, room: QRectF
) -> None:
    """Paint the values of the place *cursor* into a box beside it, inside *room*."""
    tokens, line = current_tokens(), layout.line
    bold = QFont(font)
    bold.setBold(True)
    small, strong = QFontMetricsF(font), QFontMetricsF(bold)
    rows = _readout_rows(chart, cursor)
    head = chart.places[cursor].name
    names = max((small.horizontalAdvance(name) for _, name, _, _ in rows), default=0)
    values = max((strong.horizontalAdvance(value) for _, _, value, _ in rows), default=0)
    swatch, pad = line * 0.9, 10.0
    width = max(strong.horizontalAdvance(head), swatch + 6 + names + 14 + values) + 2 * pad
    height = line * 1.2 * (len(rows) + 1) + pad
    slot = layout.slot(cursor, is_lying=chart.is_lying)
    left = slot.right() + 8 if not chart.is_lying else slot.center().x()
    if left + width > room.right():
        left = max(room.left(), slot.left() - 8 - width) if not chart.is_lying else room.right() - width
    top = slot.top() if not chart.is_lying else slot.bottom() + 2
    box = QRectF(left, max(room.top(), min(top, room.bottom() - height - 1)), width, height)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(tokens.border_strong), 1))
    painter.setBrush(QColor(tokens.surface_raised))
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)
    y = box.top() + pad / 2
    painter.setPen(QColor(tokens.text))
    painter.setFont(bold)
    painter.drawText(QRectF(box.left() + pad, y, width, line * 1.2), _LEFT, head)
    for look, name, value, is_line in rows:
        y += line * 1.2
        middle = QRectF(box.left() + pad, y + line * 0.2, swatch, line * 0.8)
        paint_swatch(painter, middle, look, is_line=is_line)
        painter.setPen(QColor(tokens.text))
        painter.setFont(font)
        painter.drawText(QRectF(middle.right() + 6, y, names + 2, line * 1.2), _LEFT, name)
        painter.setFont(bold)
        painter.drawText(QRectF(box.right() - pad - values - 2, y, values + 2, line * 1.2), _RIGHT, value)


def _readout_rows(chart: Chart, cursor: int) -> list[tuple[int, str, str, bool]]:
    is_past = chart.mark is not None and cursor >= chart.mark.before
    return [
        (
            series.look + is_past,
            series.name,
            value_text(series.values[cursor], panel.unit).replace(NO_DATA, "no data"),
            panel.form is Form.LINES,
        )
        for panel in chart.panels
        for series in panel.series
    ]


def _paint_legend(painter: QPainter, layout: ChartLayout) -> None:
    for entry in layout.legend:
        box = entry.box
        swatch = QRectF(box.left(), box.top() + box.height() * 0.1, box.height() * 0.9, box.height() * 0.8)
        paint_swatch(painter, swatch, entry.look, is_line=entry.is_line)
        painter.setPen(QColor(current_tokens().text))
        words = QRectF(swatch.right() + 5, box.top(), box.right() - swatch.right(), box.height())
        painter.drawText(words, _LEFT | Qt.TextFlag.TextDontClip, entry.text)


def _paint_axis(painter: QPainter, place: PanelPlace, line: float) -> None:
    tokens, plot = current_tokens(), place.plot
    quiet = QColor(tokens.border)
    if tokens.name == "contrast":
        quiet.setAlphaF(0.35)  # full white would drown what is told
    for tick in place.ticks:
        y = round(place.y(tick)) + 0.5
        painter.setPen(QPen(QColor(tokens.border_strong) if tick == 0 else quiet, 1))
        painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))
        painter.setPen(QColor(tokens.muted))
        words = axis_text(tick, place.panel.unit)
        painter.drawText(QRectF(0, y - line, plot.left() - 6, line * 2), _RIGHT, words)
    painter.setPen(QColor(tokens.muted))
    painter.drawText(
        QRectF(plot.left(), plot.top() - line * 1.15, plot.width(), line), _LEFT, place.panel.axis
    )


def _paint_bars(painter: QPainter, chart: Chart, layout: ChartLayout, place: PanelPlace) -> None:
    gap = max(1.0, min(layout.step * 0.22, 14.0))
    wide = min(layout.step - gap, layout.line * 3.2)
    for at in range(len(chart.places)):
        middle = place.plot.left() + (at + 0.5) * layout.step
        is_past = chart.mark is not None and at >= chart.mark.before
        bottom, total = place.plot.bottom(), 0.0
        for series in place.panel.series:
            value = series.values[at]
            if not value:
                continue
            total += value
            top = min(place.y(total), bottom - 1.5)  # what is there is seen, however little it is
            box = QRectF(round(middle - wide / 2), top, max(1.0, round(wide)), bottom - top)
            paint_bar(painter, box, series.look + is_past)
            bottom = top
        words = f"{total:,.0f}"
        room = painter.fontMetrics().horizontalAdvance(words) + 4
        if len(place.panel.series) == 1 and total and room <= layout.step:
            painter.setPen(QColor(current_tokens().text))
            box = QRectF(middle - room, bottom - layout.line - 1, room * 2, layout.line)
            painter.drawText(box, _CENTRE, words)


def _paint_lines(painter: QPainter, chart: Chart, layout: ChartLayout, place: PanelPlace) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    radius = max(2.5, layout.line * 0.2)
    ends: list[tuple[float, Series]] = []
    for series in place.panel.series:
        points = [
            None if value is None else QPointF(place.plot.left() + (at + 0.5) * layout.step, place.y(value))
            for at, value in enumerate(series.values)
        ]
        painter.setPen(line_pen(series.look))
        for before, after in pairwise(points):
            if before is not None and after is not None:  # a day without data leaves a gap
                painter.drawLine(before, after)
        for at, point in enumerate(points):
            if point is not None and (len(points) <= _FEW or _is_alone(points, at)):
                paint_marker(painter, point, series.look, radius)
        known = [point for point in points if point is not None]
        if known:
            ends.append((known[-1].y(), series))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    _paint_ends(painter, ends, place, layout.line)


def _is_alone(points: Sequence[QPointF | None], at: int) -> bool:
    before = points[at - 1] if at else None
    after = points[at + 1] if at + 1 < len(points) else None
    return before is None and after is None


def _paint_ends(painter: QPainter, ends: list[tuple[float, Series]], place: PanelPlace, line: float) -> None:
    """Write the name of each line at its end, from the top down, none over another."""
    y = place.plot.top() - line
    ends = sorted(ends, key=lambda end: end[0])
    lowest = place.plot.bottom() + line * 0.5 - line * len(ends)
    for number, (height, series) in enumerate(ends):
        y = min(max(height - line / 2, y + line), lowest + line * number)
        painter.setPen(colour_of(series.look))
        painter.drawText(QRectF(place.plot.right() + 6, y, 1000, line), _LEFT, series.name)


def _paint_places(painter: QPainter, chart: Chart, layout: ChartLayout) -> None:
    """Write the labels below the last panel, as many as there is room for, the last one always."""
    plot = layout.panels[-1].plot
    metrics = painter.fontMetrics()
    widest = max(metrics.horizontalAdvance(place.label) for place in chart.places) + layout.line * 0.8
    every = max(1, -(-int(widest) // max(1, int(layout.step))))
    if chart.are_days and every > 1:
        every = next((each for each in (2, 3, 5, 7, 10, 14, 15, 21, 30) if each >= every), every)
    last = len(chart.places) - 1
    painter.setPen(QColor(current_tokens().muted))
    for at in range(last, -1, -every):
        middle = plot.left() + (at + 0.5) * layout.step
        words = chart.places[at].label
        half = metrics.horizontalAdvance(words) / 2 + 2
        middle = max(half, min(middle, plot.right() + 10 - half)) if at == last else max(half, middle)
        box = QRectF(middle - half, plot.bottom() + layout.line * 0.25, half * 2, layout.line)
        painter.drawText(box, _CENTRE | Qt.TextFlag.TextDontClip, words)


def _paint_mark(painter: QPainter, chart: Chart, layout: ChartLayout) -> None:
    mark, plot = chart.mark, layout.panels[0].plot
    if mark is None:
        return
    x = round(plot.left() + mark.before * layout.step) + 0.5
    painter.setPen(QPen(QColor(current_tokens().text), 1, Qt.PenStyle.DashLine))
    painter.drawLine(QPointF(x, plot.top() - layout.line), QPointF(x, plot.bottom()))
    painter.setPen(QColor(current_tokens().text))
    words = QRectF(x + 6, plot.top() - layout.line * 1.15, plot.right() - x, layout.line)
    painter.drawText(words, _LEFT | Qt.TextFlag.TextDontClip, mark.text)


def _paint_lying(painter: QPainter, chart: Chart, layout: ChartLayout) -> None:
    tokens = current_tokens()
    (place,) = layout.panels
    metrics = painter.fontMetrics()
    high = min(layout.step * 0.62, layout.line * 1.3)
    for at, each in enumerate(chart.places):
        slot = layout.slot(at, is_lying=True)
        name = metrics.elidedText(each.name, Qt.TextElideMode.ElideRight, int(place.plot.left() - 8))
        painter.setPen(QColor(tokens.text))
        painter.drawText(QRectF(0, slot.top(), place.plot.left() - 8, layout.step), _RIGHT, name)
        x, total = place.plot.left(), 0.0
        for series in place.panel.series:
            value = series.values[at]
            if value:
                total += value
                right = max(place.plot.left() + place.x_length(total), x + 1.5)
                paint_bar(painter, QRectF(x, slot.center().y() - high / 2, right - x, high), series.look)
                x = right
        painter.setPen(QColor(tokens.text))
        painter.drawText(QRectF(x + 6, slot.top(), 200, layout.step), _LEFT, f"{total:,.0f}")
    painter.setPen(QPen(QColor(tokens.border_strong), 1))
    painter.drawLine(place.plot.topLeft(), place.plot.bottomLeft())
