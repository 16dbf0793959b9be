"""A chart with its sentence, the same numbers as a table, and ways to take them along."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QAbstractTableModel, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from ui.buttons import act_button
from ui.qt_types import ROOT, AnyIndex
from ui.statistics.chart_data import Chart
from ui.statistics.chart_view import ChartView
from ui.theme import set_role

_Role = Qt.ItemDataRole
_NUMBERS = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


class ChartTableModel(QAbstractTableModel):
    """The numbers of a chart: one row a place, the place itself in the first column."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._heads: tuple[str, ...] = ()
        self._rows: list[tuple[str, ...]] = []

    def show_chart(self, chart: Chart) -> None:
        rows = [(place.name, *chart.cells(at)) for at, place in enumerate(chart.places)]
        heads = chart.heads()
        if heads == self._heads and len(rows) == len(self._rows):
            self._rows = rows
            if rows:
                self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, len(rows[0]) - 1))
            return
        self.beginResetModel()
        self._heads, self._rows = heads, rows
        self.endResetModel()

    def rowCount(self, parent: AnyIndex = ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: AnyIndex = ROOT) -> int:
        return 0 if parent.isValid() else len(self._heads)

    def data(self, index: AnyIndex, role: int = _Role.DisplayRole) -> object:
        if role == _Role.DisplayRole:
            return self._rows[index.row()][index.column()]
        if role == _Role.TextAlignmentRole and index.column():
            return _NUMBERS
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole) -> object:
        if orientation is Qt.Orientation.Horizontal and self._heads:
            if role == _Role.DisplayRole:
                return self._heads[section]
            if role == _Role.TextAlignmentRole and section:
                return _NUMBERS
        return None


class ChartCard(QFrame):
    """Signals: csv_requested(Chart), copied(sentence), table_toggled(bool)."""

    csv_requested = Signal(object)
    copied = Signal(str)
    table_toggled = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_role(self, "card")
        self.title, self.sentence = QLabel(self), QLabel(self)
        set_role(self.title, "heading")
        set_role(self.sentence, "muted")
        for label in (self.title, self.sentence):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        self.view = ChartView(self)
        self._model = ChartTableModel(self)
        self.table = self._new_table()
        self._model.modelReset.connect(self._fit_table)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.view)
        self._stack.addWidget(self.table)
        self.table_button = self._button("As a table", self._on_table)
        self.copy_button = self._button("Copy", self.copy)
        self.csv_button = self._button("Save as CSV…", self._on_csv)
        self._lay_out()
        copy = QShortcut(QKeySequence(QKeySequence.StandardKey.Copy), self)
        copy.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        copy.activated.connect(self.copy)

    @property
    def chart(self) -> Chart | None:
        """What is shown."""
        return self.view.chart

    @property
    def is_table(self) -> bool:
        """Whether the numbers are shown as a table."""
        return self._stack.currentWidget() is self.table

    def show_chart(self, chart: Chart) -> None:
        """Show *chart*, as the person looks at it: painted or as a table."""
        if chart == self.chart:
            return  # most of them, whenever a number moves
        self.title.setText(chart.title)
        self.sentence.setText(chart.sentence if chart.has_data else "")
        self.sentence.setVisible(chart.has_data)
        self.view.show_chart(chart)
        self._model.show_chart(chart)
        self.table.setAccessibleName(f"{chart.title}, as a table")
        self.table.setAccessibleDescription(chart.sentence)
        self._name_buttons(chart)

    def show_as_table(self, is_table: bool) -> None:
        """Show the numbers as a table, or painted."""
        had_focus = self.view.hasFocus() or self.table.hasFocus()
        shown = self.table if is_table else self.view
        self._stack.setCurrentWidget(shown)
        self._fit_table()
        self.table_button.setText("As a chart" if is_table else "As a table")
        if self.chart is not None:
            self._name_buttons(self.chart)
        if had_focus:
            shown.setFocus(Qt.FocusReason.OtherFocusReason)

    def copy(self) -> None:
        """Put the numbers into the clipboard, as a spreadsheet takes them."""
        if self.chart is not None:
            QGuiApplication.clipboard().setText(self.chart.tabbed_text())
            self.copied.emit(
                f"Copied the numbers of **{self.chart.title}**; a spreadsheet takes them as a table."
            )

    # -- inside ----------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 8)
        column.setSpacing(4)
        column.addWidget(self.title)
        column.addWidget(self.sentence)
        column.addSpacing(4)
        column.addStretch(1)
        column.addWidget(self._stack)
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(self.table_button)
        row.addStretch(1)
        row.addWidget(self.copy_button)
        row.addWidget(self.csv_button)
        self.table_button.setProperty("place", "edge")
        column.addLayout(row)

    def _new_table(self) -> QTableView:
        table = QTableView(self)
        table.setModel(self._model)
        table.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        table.setTabKeyNavigation(False)
        table.setShowGrid(False)
        table.setAlternatingRowColors(True)
        table.setWordWrap(False)
        table.verticalHeader().hide()
        table.horizontalHeader().setHighlightSections(False)
        table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        return table

    def _fit_table(self) -> None:
        """Show the places in full, and the end of what runs up to today: the days of interest are there."""
        if self.chart is not None and self._model.columnCount():
            head = self.table.horizontalHeader()
            head.setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
            if self.chart.ends_today:
                QTimer.singleShot(0, self.table, self.table.scrollToBottom)  # once it has its size

    def _button(self, text: str, on_clicked: Callable[[], object]) -> QPushButton:
        button = act_button(text, "", self, "link")
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        button.clicked.connect(lambda _=False: on_clicked())
        return button

    def _name_buttons(self, chart: Chart) -> None:
        words = "Paint these numbers" if self.is_table else "Show the same numbers as a table"
        hints = (
            (self.table_button, words),
            (self.copy_button, "Copy all numbers of this chart (Ctrl+C in it)"),
            (self.csv_button, "Save all numbers of this chart to a file, days in ISO form"),
        )
        for button, hint in hints:
            button.setToolTip(hint)
            button.setAccessibleName(f"{button.text().rstrip('…')}: {chart.title}")

    def _on_table(self) -> None:
        self.show_as_table(not self.is_table)
        self.table_toggled.emit(self.is_table)

    def _on_csv(self) -> None:
        if self.chart is not None:
            self.csv_requested.emit(self.chart)
