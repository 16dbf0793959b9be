"""Five sliders: how much each part of a score counts."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLabel, QSlider, QVBoxLayout, QWidget

from metarr_desktop.domain.ranking import BALANCED, MOST, PART_NAMES, Ranked, Weights
from ui.assets.ranking import whole_shares
from ui.theme import set_role

_CONSEQUENCES = {
    "Resolution": "How large the picture is, measured against the ideal of its type",
    "Shape": "How near its shape is to that of its type",
    "Language": "How far up its language stands on the ladder below",
    "Votes": "What the people of the provider think of it",
    "Provider": "How far up its provider stands in your order",
}


class WeightSliders(QWidget):
    """Shows weights and tells of each change while it happens.

    Signals:
        moved(Weights): by the person, many times while a slider is dragged. settled(): the last change is over.
    """

    moved = Signal(object)
    settled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._weights = BALANCED
        self.sliders: dict[str, QSlider] = {}
        self._points: dict[str, QLabel] = {}
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        for row, name in enumerate(PART_NAMES):
            self._add_row(grid, row, name)
        self.textless = QCheckBox("No text is the best language", self)
        self.textless.setToolTip("Pictures without lettering get all points of Language, others none")
        self.textless.setAccessibleName(self.textless.text())
        self.textless.clicked.connect(self._on_textless)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(grid)
        column.addWidget(self.textless)
        self._fit_points()
        self.show_weights(BALANCED)

    @property
    def is_dragging(self) -> bool:
        """True while the mouse holds a slider."""
        return any(slider.isSliderDown() for slider in self.sliders.values())

    def show_weights(self, weights: Weights) -> None:
        """Show *weights* without telling of them."""
        self._weights = weights
        for (name, slider), weight in zip(self.sliders.items(), weights.parts(), strict=True):
            slider.blockSignals(True)
            slider.setValue(weight)
            slider.blockSignals(False)
            slider.setAccessibleDescription(_CONSEQUENCES[name])
        self.textless.setChecked(weights.puts_textless_first)

    def show_points(self, ranked: Ranked | None) -> None:
        """Show what the focused picture has of each part; without one, the most there is to have."""
        most = whole_shares(self._weights)
        for at, name in enumerate(PART_NAMES):
            label = self._points[name]
            text = f"{most[at]}" if ranked is None else f"{ranked.points[at]:.0f}/{ranked.most[at]:.0f}"
            if label.text() != text:
                label.setText(text)
                words = f"{name} counts up to {most[at]} of 100 points"
                label.setToolTip(
                    words if ranked is None else f"{words}; this picture has {text.split('/')[0]}"
                )

    def follow(self, before: QWidget) -> QWidget:
        """Let Tab come here after *before*; return where it leaves."""
        for stop in (*self.sliders.values(), self.textless):
            QWidget.setTabOrder(before, stop)
            before = stop
        return before

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_points"):
            self._fit_points()

    def _fit_points(self) -> None:
        """Keep room for the longest points, so that no slider changes its length under the hand."""
        for label in self._points.values():
            label.setFixedWidth(self.fontMetrics().horizontalAdvance("100/100") + 2)

    def _add_row(self, grid: QGridLayout, row: int, name: str) -> None:
        label, slider, points = QLabel(name, self), QSlider(Qt.Orientation.Horizontal, self), QLabel(self)
        label.setBuddy(slider)
        label.setToolTip(_CONSEQUENCES[name])
        slider.setRange(0, MOST)
        slider.setSingleStep(1)
        slider.setPageStep(10)
        slider.setAccessibleName(f"Weight of {name.lower()}")
        slider.setToolTip(f"{_CONSEQUENCES[name]} (arrow keys, Page up and down)")
        slider.valueChanged.connect(lambda value: self._on_moved(name, value))
        slider.sliderReleased.connect(self.settled)
        points.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        set_role(points, "muted")
        self.sliders[name], self._points[name] = slider, points
        for column, widget in enumerate((label, slider, points)):
            grid.addWidget(widget, row, column)

    def _on_moved(self, name: str, value: int) -> None:
        a, b, c, d, e = (value if each == name else slider.value() for each, slider in self.sliders.items())
        self._weights = Weights(a, b, c, d, e, self._weights.puts_textless_first)
        self.moved.emit(self._weights)

    def _on_textless(self, is_on: bool) -> None:
        self._weights = replace(self._weights, puts_textless_first=is_on)
        self.moved.emit(self._weights)
        self.settled.emit()
