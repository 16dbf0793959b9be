"""The page of numbers: four measures, then the charts."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from metarr_desktop.domain.cache_report import CacheReport
from ui.empty_state import EmptyState, Offer
from ui.placement import text_scale
from ui.statistics.chart_card import ChartCard
from ui.statistics.charts import charts_of
from ui.statistics.measures import FigureRow, figures, figures_text
from ui.statistics.preferences import DAYS, StatisticsPreferences
from ui.text import count_text
from ui.theme import set_role

_CARD_WIDTH = 500  # px at 100 %: narrower, thirty days would not be told apart
_MARGINS = 60
_INTRO = "Every number comes from the one place through which all fetches pass. Days end at midnight UTC."


class NumbersPage(QWidget):
    """Signals: days_chosen(int), renew_requested(), csv_requested(Chart), copied(str): a sentence."""

    days_chosen = Signal(int)
    renew_requested = Signal()
    csv_requested = Signal(object)
    copied = Signal(str)

    def __init__(self, preferences: StatisticsPreferences, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._preferences = preferences
        self.days = preferences.days
        self.days_buttons = QButtonGroup(self)
        self.copy_button = QPushButton("Copy measures", self)
        self.figures = FigureRow()
        self.cards: dict[str, ChartCard] = {}
        self.state = EmptyState(self)
        self._has_report = False
        self._columns = 0
        self._lay_out()
        self.forget()

    @property
    def has_report(self) -> bool:
        """Whether numbers are on screen."""
        return self._has_report

    def show_report(self, report: CacheReport, titles: Mapping[str, str]) -> None:
        """Show *report*; *titles* are the names of the providers, in their order."""
        self._has_report = True
        self.figures.show_figures(figures(report, titles))
        for chart in charts_of(report, titles):
            card = self.cards.get(chart.name)
            if card is None:
                card = self.cards[chart.name] = self._new_card(chart.name)
            card.show_chart(chart)
        self._arrange(anew=self._stack.currentWidget() is self.state)
        self._stack.setCurrentWidget(self._scroll)
        self.copy_button.setEnabled(True)

    def forget(self) -> None:
        """Show no numbers until others were read."""
        self._has_report = False
        self.copy_button.setEnabled(False)
        self.state.show_state("wait", "Reading the numbers…", "")
        self._stack.setCurrentWidget(self.state)

    def show_problem(self, sentence: str) -> None:
        """Say in the place of the numbers why there are none; numbers that are there stay."""
        if not self._has_report:
            again = Offer("Read again", self.renew_requested.emit, "F5")
            self.state.show_state("warning", "The numbers could not be read", sentence, [again])

    def take_focus(self) -> None:
        """Put the keyboard where the page begins."""
        if (button := self.days_buttons.checkedButton()) is not None:
            button.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- parts -----------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        intro = QLabel(_INTRO, self)
        intro.setWordWrap(True)
        set_role(intro, "muted")
        head = QHBoxLayout()
        head.setSpacing(4)
        head.addWidget(intro, 1)
        head.addSpacing(12)
        for days in DAYS:
            head.addWidget(self._new_days_button(days))
        self.copy_button.setAutoDefault(False)
        set_role(self.copy_button, "link")
        self.copy_button.setToolTip("Copy the four measures as text")
        self.copy_button.setAccessibleName("Copy the four measures")
        self.copy_button.clicked.connect(lambda _=False: self._on_copy())
        head.addWidget(self.copy_button)
        self.days_buttons.idClicked.connect(self._on_days)
        self._scroll = QScrollArea(self)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        body = QWidget()
        self._grid = QGridLayout()
        self._grid.setSpacing(12)
        inner = QVBoxLayout(body)
        inner.setContentsMargins(0, 0, 12, 12)
        inner.setSpacing(12)
        inner.addWidget(self.figures)
        inner.addLayout(self._grid)
        inner.addStretch(1)
        self._scroll.setWidget(body)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.state)
        self._stack.addWidget(self._scroll)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 10, 12, 0)
        column.setSpacing(10)
        column.addLayout(head)
        column.addWidget(self._stack, 1)

    def _new_days_button(self, days: int) -> QPushButton:
        button = QPushButton(count_text(days, "day"), self)
        button.setAutoDefault(False)
        set_role(button, "segment")
        button.setCheckable(True)
        button.setChecked(days == self.days)
        button.setToolTip(f"Show the last {days} days")
        button.setAccessibleName(f"Show the last {days} days")
        self.days_buttons.addButton(button, days)
        return button

    def _new_card(self, name: str) -> ChartCard:
        card = ChartCard(self._scroll.widget())
        card.csv_requested.connect(self.csv_requested)
        card.copied.connect(self.copied)
        card.show_as_table(name in self._preferences.tables)
        card.table_toggled.connect(lambda is_table: self._on_table(name, is_table=is_table))
        return card

    def _arrange(self, *, anew: bool = False) -> None:
        wanted = (self.width() - _MARGINS) // round(_CARD_WIDTH * text_scale(self))
        columns = max(1, min(3, wanted))
        if columns == self._columns and not anew:
            return
        self._columns = columns
        for place, card in enumerate(self.cards.values()):
            self._grid.removeWidget(card)
            self._grid.addWidget(card, place // columns, place % columns)
            card.show()
        for column in range(3):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)

    # -- acts ------------------------------------------------------------------------------------------------

    def _on_days(self, days: int) -> None:
        if days != self.days:
            self.days = self._preferences.days = days
            self.days_chosen.emit(days)

    def _on_table(self, name: str, *, is_table: bool) -> None:
        tables = self._preferences.tables
        self._preferences.tables = tables | {name} if is_table else tables - {name}

    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(figures_text(self.figures.shown, self.days))
        self.copied.emit("Copied the four measures.")

    # -- Qt --------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar = self._scroll.verticalScrollBar()
        page = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}.get(Qt.Key(event.key()))
        if page is None:
            super().keyPressEvent(event)
        else:
            bar.setValue(bar.value() + page * bar.pageStep())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_stack"):
            self._arrange()
