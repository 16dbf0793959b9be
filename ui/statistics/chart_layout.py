"""Where the parts of a chart stand in its widget; pixels, no painting."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QRectF

from ui.statistics.chart_data import Chart, Form, Panel, axis_text, ticks

Measure = Callable[[str], float]
"""Width of a text, px."""

_BETWEEN = 0.9  # of a line: room between two panels
_HEADROOM = 1.1
_WIDEST_HEAD = 0.42  # of the width: names at the left of lying bars


@dataclass(frozen=True, slots=True)
class PanelPlace:
    """One panel with its plot and the values at its axis."""

    panel: Panel
    plot: QRectF
    ticks: tuple[float, ...]

    def y(self, value: float) -> float:
        """Return the height of *value*, px from the top of the widget."""
        return self.plot.bottom() - value / self.ticks[-1] * self.plot.height()

    def x_length(self, value: float) -> float:
        """Return the length of *value* as a lying bar, px."""
        return value / self.ticks[-1] * self.plot.width()


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """A swatch with its words, at a place of its own."""

    look: int
    text: str
    box: QRectF
    is_line: bool


@dataclass(frozen=True, slots=True)
class ChartLayout:
    """Everything a painter needs to know of a chart of one size."""

    panels: tuple[PanelPlace, ...]
    legend: tuple[LegendEntry, ...]
    step: float
    line: float

    def slot(self, place: int, *, is_lying: bool) -> QRectF:
        """Return the strip of *place* across all panels."""
        first, last = self.panels[0].plot, self.panels[-1].plot
        if is_lying:
            return QRectF(first.left(), first.top() + place * self.step, first.width(), self.step)
        return QRectF(first.left() + place * self.step, first.top(), self.step, last.bottom() - first.top())

    def place_at(self, x: float, y: float, count: int, *, is_lying: bool) -> int | None:
        """Return the place under a point, None beside the plots."""
        first, last = self.panels[0].plot, self.panels[-1].plot
        if is_lying:
            at, is_inside = int((y - first.top()) // self.step), first.top() <= y < last.bottom()
        else:
            at, is_inside = int((x - first.left()) // self.step), first.left() <= x < first.right()
        return at if is_inside and 0 <= at < count else None


def lay_out(chart: Chart, width: float, height: float, line: float, measure: Measure) -> ChartLayout:
    """Return the layout of *chart*, which has at least one place.

    Args:
        width, height: of the widget; line: height of a line of small text; measure: its width.
    """
    legend, top = _legend(chart, width, line, measure)
    if chart.is_lying:
        return _lying(chart, QRectF(0, top, width, height - top), legend, line, measure)
    scales = [ticks(_largest(panel) * _headroom(panel), panel.unit) for panel in chart.panels]
    left = 8 + max(
        measure(axis_text(tick, panel.unit))
        for panel, scale in zip(chart.panels, scales, strict=True)
        for tick in scale
    )
    ends = [
        measure(series.name) for panel in chart.panels if panel.form is Form.LINES for series in panel.series
    ]
    right = 10 + max(ends, default=0)
    # The name of each axis stands above its plot, the labels of the places below the last one.
    between, gaps = line * _BETWEEN, len(chart.panels) - 1
    room = max(line, height - top - line * 1.4 - line * len(chart.panels) - between * gaps)
    weight = sum(panel.weight for panel in chart.panels)
    plot_width = max(1.0, width - left - right)
    places, y = [], top
    for panel, scale in zip(chart.panels, scales, strict=True):
        y += line
        tall = room * panel.weight / weight
        places.append(PanelPlace(panel, QRectF(left, y, plot_width, tall), scale))
        y += tall + between
    return ChartLayout(tuple(places), legend, plot_width / len(chart.places), line)


def _lying(
    chart: Chart, room: QRectF, legend: tuple[LegendEntry, ...], line: float, measure: Measure
) -> ChartLayout:
    (panel,) = chart.panels
    head = 10 + max(measure(place.name) for place in chart.places)
    left = min(head, room.width() * _WIDEST_HEAD)
    right = 12 + measure(f"{_largest(panel):,.0f}")
    step = min(line * 2, room.height() / len(chart.places))
    plot = QRectF(left, room.top(), max(1.0, room.width() - left - right), step * len(chart.places))
    scale = ticks(_largest(panel), panel.unit)
    return ChartLayout(
        (PanelPlace(panel, plot, (0.0, max(1.0, min(scale[-1], _largest(panel))))),), legend, step, line
    )


def _headroom(panel: Panel) -> float:
    """Return how much higher than its largest value a panel is: a number stands above bars of one series."""
    return _HEADROOM if panel.form is Form.BARS and len(panel.series) == 1 else 1.0


def _largest(panel: Panel) -> float:
    if panel.form is Form.LINES:
        return max(
            (value for series in panel.series for value in series.values if value is not None), default=1
        )
    columns = zip(*(series.values for series in panel.series), strict=True)
    return max((sum(value or 0 for value in column) for column in columns), default=0) or 1


def _legend(
    chart: Chart, width: float, line: float, measure: Measure
) -> tuple[tuple[LegendEntry, ...], float]:
    """Return the entries from left to right, and where they end; a series alone, and lines, need none."""
    entries: list[LegendEntry] = []
    x, y, swatch = 0.0, 0.0, line * 0.9
    for panel in chart.panels:
        if panel.form is Form.LINES or len(panel.series) < 2:
            continue  # named at their end, or by the title
        for series in panel.series:
            text = f"{series.name} {series.total}".strip()
            needed = swatch + 5 + measure(text)
            if x and x + needed > width:
                x, y = 0.0, y + line * 1.25
            entries.append(LegendEntry(series.look, text, QRectF(x, y, needed, line), is_line=False))
            x += needed + line
    return tuple(entries), y + line * 1.5 if entries else 0.0
