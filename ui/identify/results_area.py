"""The left part of the window: results, their places, or a state in words; always exactly one of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from metarr_desktop.domain.entity import Entity
from metarr_desktop.domain.ports import Thumbnails
from metarr_desktop.domain.provider import ProviderInfo
from ui.flow_layout import FlowLayout
from ui.identify.results_delegate import FEW
from ui.identify.results_model import ResultsModel
from ui.identify.results_view import ResultsView, SkeletonRows
from ui.identify.search_state import SearchSnapshot, SearchState
from ui.identify.state_panel import Offer, StatePanel
from ui.identify.state_words import Offers, other_searches, say_state
from ui.identify.wording import quoted, summary_of
from ui.images import PixmapCache
from ui.kinds import words_of
from ui.task_scope import ErrorSink
from ui.theme import set_role

_PASTE_HINT = "ids and addresses can be pasted above"


class MoreWays(QWidget):
    """ "Not the one?" and what else can be tried, in one line below a few results."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._flow = FlowLayout(self)
        self._flow.setContentsMargins(20, 0, 20, 8)
        self._question = QLabel("Not the one?", self)
        self._flow.addWidget(self._question)
        self._buttons: list[QPushButton] = []
        self.hide()

    def show_offers(self, offers: Sequence[Offer]) -> None:
        """Show *offers*; nothing at all without any."""
        for button in self._buttons:
            self._flow.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._buttons = [self._button(offer) for offer in offers]
        self.setVisible(bool(offers))

    def words(self) -> tuple[str, ...]:
        """Return what is offered."""
        return tuple(button.accessibleName() for button in self._buttons)

    def button(self, at: int) -> QPushButton:
        """Return the button of an offer."""
        return self._buttons[at]

    def _button(self, offer: Offer) -> QPushButton:
        button = QPushButton(offer.words.replace("&", "&&"), self)
        set_role(button, "link")
        button.setAutoDefault(True)
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        button.setAccessibleName(offer.words)
        button.setToolTip(offer.tooltip or offer.words)
        button.clicked.connect(lambda _=False: offer.act())
        self._flow.addWidget(button)
        button.show()
        return button


class ResultsArea(QStackedWidget):
    """Shows a search as it stands."""

    def __init__(
        self,
        thumbnails: Thumbnails,
        pixmaps: PixmapCache,
        offers: Offers,
        parent: QWidget | None = None,
        *,
        on_error: ErrorSink | None = None,
    ) -> None:
        super().__init__(parent)
        self._offers = offers
        self._is_growing = False
        self.model = ResultsModel(self)
        self._results = QWidget(self)
        self.rows = ResultsView(self.model, thumbnails, pixmaps, self._results, on_error=on_error)
        self._summary = QLabel(self._results)
        set_role(self._summary, "muted")
        self._summary.setTextFormat(Qt.TextFormat.PlainText)
        self._summary.setWordWrap(True)  # large text must not widen the window
        self._summary.setContentsMargins(20, 6, 20, 10)
        column = QVBoxLayout(self._results)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.more = MoreWays(self._results)
        column.addWidget(self.rows, 100)  # as high as its rows: what follows stands right below them
        column.addWidget(self._summary)
        column.addWidget(self.more)
        column.addStretch(1)
        self._skeleton = SkeletonRows(self)
        self.panel = StatePanel(self)
        for page in (self._results, self._skeleton, self.panel):
            self.addWidget(page)

    def show_search(
        self, snapshot: SearchSnapshot, entity: Entity | None, infos: Sequence[ProviderInfo], now: datetime
    ) -> None:
        """Show *snapshot* as it stands at *now*; the focus stays on the result it was on."""
        titles = {info.name: info.title for info in infos}
        report = snapshot.report if snapshot.state is SearchState.RESULTS else None
        self.rows.set_dimmed(not snapshot.is_current)
        if report is None:
            self.model.clear()
        elif snapshot.is_current:
            self.model.show_report(report, titles)
            self._summary.setText(f"{summary_of(report, titles)} · {_PASTE_HINT}")
        else:
            self._summary.setText(
                f"Searching for {quoted(snapshot.query.text)} · these are the results before it"
            )
        if snapshot.state is SearchState.RESULTS:
            self.setCurrentWidget(self._results)
        elif snapshot.state is SearchState.SEARCHING:
            self._skeleton.ratio = words_of(snapshot.query.entity_type).ratio
            self.setCurrentWidget(self._skeleton)
        else:
            say_state(self.panel, snapshot, entity, infos, self._offers, now)
            self.setCurrentWidget(self.panel)
        is_settled = report is not None and snapshot.is_current and report.is_complete
        is_few = is_settled and self.model.rowCount() <= FEW
        self.more.show_offers(
            other_searches(snapshot.query, entity, infos, self._offers, has_results=True) if is_few else ()
        )
        # Rows grow when nothing can join them any more; those of an older text stay as they are.
        self._is_growing = is_settled or (self._is_growing and not snapshot.is_current)
        self._fit()
        self.rows.settle()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange) and hasattr(self, "more"):
            self._fit()

    def _fit(self) -> None:
        self.rows.fit(self.height(), is_growing=self._is_growing)

    @property
    def summary(self) -> str:
        """The line below the results."""
        return self._summary.text()
