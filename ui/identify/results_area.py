"""The left part of the window: results, their places, or a state in words; always exactly one of them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QStackedWidget, QVBoxLayout, QWidget

from metarr_desktop.domain.entity import Entity
from metarr_desktop.domain.ports import Thumbnails
from metarr_desktop.domain.provider import ProviderInfo
from ui.identify.results_model import ResultsModel
from ui.identify.results_view import ResultsView, SkeletonRows
from ui.identify.search_state import SearchSnapshot, SearchState
from ui.identify.state_panel import StatePanel
from ui.identify.state_words import Offers, say_state
from ui.identify.wording import quoted, summary_of
from ui.images import PixmapCache
from ui.task_scope import ErrorSink
from ui.theme import set_role

_PASTE_HINT = "ids and addresses can be pasted above"


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
        column.addWidget(self.rows, 1)
        column.addWidget(self._summary)
        self._skeleton = SkeletonRows(self)
        self.panel = StatePanel(self)
        for page in (self._results, self._skeleton, self.panel):
            self.addWidget(page)

    def show_search(
        self, snapshot: SearchSnapshot, entity: Entity | None, infos: Sequence[ProviderInfo]
    ) -> None:
        """Show *snapshot*; the focus stays on the result it was on."""
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
            self.setCurrentWidget(self._skeleton)
        else:
            say_state(self.panel, snapshot, entity, infos, self._offers)
            self.setCurrentWidget(self.panel)
        self.rows.settle()

    @property
    def summary(self) -> str:
        """The line below the results."""
        return self._summary.text()
