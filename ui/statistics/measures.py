"""The four measures: a figure with one sentence each. `figures` needs no Qt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget

from metarr_desktop.domain.cache_report import CacheReport
from ui.labels import text_label
from ui.placement import text_scale
from ui.statistics.chart_data import NO_DATA, percent_text, seconds_text
from ui.statistics.charts import LIFE_DAYS
from ui.text import count_text, join_words
from ui.theme import set_role

_WIDTH = 232  # px at 100 %: narrower, sentences become columns of words


@dataclass(frozen=True, slots=True)
class Figure:
    """One measure; ``lines`` are parts of it, as name and value."""

    name: str
    value: str
    sentence: str
    lines: tuple[tuple[str, str], ...] = ()


def figures(report: CacheReport, titles: Mapping[str, str]) -> tuple[Figure, ...]:
    """Return the measures of *report*; *titles* are the names of the providers, in their order."""
    return (
        _hit_rate(report),
        _fetch_time(report),
        _reliability(report, titles),
        _effectiveness(report, titles),
    )


def figures_text(shown: Sequence[Figure], days: int) -> str:
    """Return the measures as lines for the clipboard."""
    lines = [f"Cache statistics of {count_text(days, 'day')}"]
    for figure in shown:
        lines.append(f"{figure.name}\t{figure.value}\t{figure.sentence}")
        lines += [f"{figure.name}, {name}\t{value}" for name, value in figure.lines]
    return "\n".join(lines) + "\n"


def _hit_rate(report: CacheReport) -> Figure:
    totals = report.totals
    unforced = totals.hits + totals.misses
    apart = [
        f"{count:,} {word}" for count, word in ((totals.forced, "forced"), (totals.joined, "joined")) if count
    ]
    if totals.hit_rate is None:
        sentence = "Nothing was fetched without force in these days."
    else:
        sentence = f"{totals.hits:,} of {count_text(unforced, 'fetch', 'fetches')} asked no provider."
    if apart:
        sentence += f" Counted apart: {join_words(apart)}."
    return Figure("Hit rate", _share(totals.hit_rate), sentence)


def _fetch_time(report: CacheReport) -> Figure:
    mean, most = report.totals.average_fetch_seconds, report.totals.p95_fetch_seconds
    if mean is None:
        return Figure("Average fetch time", NO_DATA, "No provider answered in these days.")
    sentence = "What one provider takes for one title, on average."
    if most is not None:
        sentence += f" 95 of 100 answers come within {seconds_text(most)}."
    return Figure("Average fetch time", seconds_text(mean), sentence)


def _reliability(report: CacheReport, titles: Mapping[str, str]) -> Figure:
    known = report.totals.reliability
    names = [name for name in titles if name in known] + sorted(set(known) - set(titles))
    lines = tuple((titles.get(name, name), _share(known[name])) for name in names)
    shares = {name: share for name in names if (share := known[name]) is not None}
    if not shares:
        return Figure("Reliability", NO_DATA, "No provider was asked in these days.")
    worst = min(shares, key=lambda name: shares[name])
    sentence = "Every call was answered."
    if shares[worst] < 1:
        sentence = f"{titles.get(worst, worst)} left the largest share of calls unanswered."
    return Figure("Reliability", "", sentence, lines)


def _effectiveness(report: CacheReport, titles: Mapping[str, str]) -> Figure:
    share = report.totals.ttl_effectiveness
    known = report.effectiveness
    names = [name for name in titles if name in known] + sorted(set(known) - set(titles))
    lines = tuple((titles.get(name, name), _share(known[name])) for name in names if known[name] is not None)
    if share is None:
        return Figure(
            "Renewals with something new", NO_DATA, "Nothing was asked a second time in these days."
        )
    if share < 0.1:
        sentence = f"Most renewals find nothing new: {LIFE_DAYS} days lose hardly anything."
    elif share < 0.5:
        sentence = f"{LIFE_DAYS} days suit this library."
    else:
        sentence = f"New artwork comes often: {LIFE_DAYS} days are rather long. Force what matters."
    return Figure("Renewals with something new", _share(share), sentence, lines)


def _share(share: float | None) -> str:
    return NO_DATA if share is None else percent_text(share)


class FigureTile(QFrame):
    """One figure, read by a screen reader as one text."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_role(self, "card")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._shown: Figure | None = None
        self._name, self._value, self._sentence = (
            text_label(role, self) for role in ("section", "title", "caption")
        )
        self._value.setWordWrap(False)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(1)
        self._grid.setColumnStretch(0, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 14, 10)
        column.setSpacing(4)
        column.addWidget(self._name)
        column.addWidget(self._value)
        column.addLayout(self._grid)
        column.addWidget(self._sentence)
        column.addStretch(1)

    def show_figure(self, figure: Figure) -> None:
        """Show *figure*."""
        if figure == self._shown:
            return
        self._shown = figure
        self._name.setText(figure.name)
        self._value.setText(figure.value)
        self._value.setVisible(bool(figure.value))
        self._sentence.setText(figure.sentence)
        while self._grid.count():
            item = self._grid.takeAt(0)
            if item is not None and (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for row, (name, value) in enumerate(figure.lines):
            name_label, value_label = text_label("fact", self), text_label("heading", self)
            name_label.setText(name)
            value_label.setText(value)
            value_label.setWordWrap(False)
            self._grid.addWidget(name_label, row, 0)
            self._grid.addWidget(value_label, row, 1, Qt.AlignmentFlag.AlignRight)
        parts = ", ".join(f"{name} {value}" for name, value in figure.lines)
        words = [f"{figure.name}: {figure.value or parts}", figure.sentence]
        if figure.value and parts:
            words.append(parts)
        self.setAccessibleName(". ".join(word.rstrip(".") for word in words) + ".")


class FigureRow(QWidget):
    """The tiles side by side, as many as there is room for."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(12)
        self.tiles = [FigureTile(self) for _ in range(4)]
        self.shown: tuple[Figure, ...] = ()
        self._columns = 0
        self._arrange()

    def show_figures(self, shown: Sequence[Figure]) -> None:
        """Show the four measures."""
        self.shown = tuple(shown)
        for tile, figure in zip(self.tiles, shown, strict=True):
            tile.show_figure(figure)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "tiles"):
            self._arrange()

    def _arrange(self) -> None:
        room = self.width() // round(_WIDTH * text_scale(self))
        columns = 4 if room >= 4 else 2 if room >= 2 else 1
        if columns == self._columns:
            return
        self._columns = columns
        for place, tile in enumerate(self.tiles):
            self._grid.removeWidget(tile)
            self._grid.addWidget(tile, place // columns, place % columns)
        for column in range(4):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)
