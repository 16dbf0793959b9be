"""The dialog *Add title…*: type a name, id or address; choose what a provider found, or add it as typed."""

from __future__ import annotations

import asyncio

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListView,
    QPushButton,
    QSpinBox,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from metarr_desktop.domain.errors import MetarrError
from metarr_desktop.domain.ports import ProviderCache
from metarr_desktop.domain.query import FIRST_YEAR, parse_query
from metarr_desktop.domain.search import SearchReport, SearchRequest, SearchResult
from ui.images import rounded_path
from ui.keyed_list_model import ItemRole, KeyedListModel
from ui.library.wording import isolated
from ui.placement import dialog_size
from ui.qt_types import AnyIndex
from ui.task_scope import TaskScope
from ui.text import for_people, sentence_of
from ui.theme import TextSize, current_tokens, set_role, text_font

DEBOUNCE_S = 0.35
_MOST = 12
_LAST_YEAR = 2100


class _ResultsModel(KeyedListModel[tuple[str, str], SearchResult]):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(lambda found: _references(found)[0], parent)

    def row_of_work(self, found: SearchResult) -> int | None:
        """Return the row of the same work; other hits may stand first in it since another provider answered."""
        mine = set(_references(found))
        return next((row for row, each in enumerate(self.items) if mine & set(_references(each))), None)

    def text(self, item: SearchResult) -> str:
        year = f" ({item.year})" if item.year else ""
        return f"{isolated(item.title)}{year}, confidence {item.confidence}"


def _references(found: SearchResult) -> list[tuple[str, str]]:
    return [(hit.provider_id, hit.provider_result_id) for hit in found.hits]


class _ResultDelegate(QStyledItemDelegate):
    """Two lines: title and year with the confidence at the right, then what tells twins apart."""

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        lines = QFontMetrics(text_font()).height() + QFontMetrics(text_font(TextSize.CAPTION)).height()
        return QSize(200, lines + 16)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        found, tokens, flags = index.data(ItemRole.ITEM), current_tokens(), Qt.AlignmentFlag
        box = option.rect.adjusted(4, 2, -4, -2)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillPath(rounded_path(box), QColor(tokens.accent_soft))
        inner = box.adjusted(10, 5, -10, -5)
        painter.setFont(text_font(bold=True))
        score = str(found.confidence)
        painter.setPen(QColor(tokens.muted))
        painter.drawText(inner, flags.AlignRight | flags.AlignTop, score)
        room = inner.width() - painter.fontMetrics().horizontalAdvance(score) - 10
        painter.setPen(QColor(tokens.text))
        year = f" ({found.year})" if found.year else ""
        title = painter.fontMetrics().elidedText(
            f"{isolated(found.title)}{year}", Qt.TextElideMode.ElideRight, room
        )
        painter.drawText(inner, flags.AlignLeft | flags.AlignTop, title)
        painter.setFont(text_font(TextSize.CAPTION))
        painter.setPen(QColor(tokens.muted))
        original = found.original_title if found.original_title != found.title else ""
        line = " · ".join(part for part in (isolated(original), found.overview.split("\n")[0]) if part)
        words = painter.fontMetrics().elidedText(line, Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, flags.AlignLeft | flags.AlignBottom, words)


class AddTitleDialog(QDialog):
    """Use ``open()``; deletes itself when it is closed.

    Signals:
        result_chosen(SearchResult): add this, identified.
        title_typed(text, year or None): add it as typed.
    """

    result_chosen = Signal(object)
    title_typed = Signal(str, object)

    def __init__(self, cache: ProviderCache, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Add title")
        self._cache = cache
        self._tasks = TaskScope(self._say, "add title")
        self._model = _ResultsModel(self)
        self.query = QLineEdit(text, self)
        self.query.setMaxLength(2000)
        self.query.setPlaceholderText("Title, id or address")
        self.query.setAccessibleName("Title, id or address")
        self.query.setToolTip("A film title, such as Alien 1979, or an id or address of a provider")
        self.year = QSpinBox(self)
        self.year.setRange(FIRST_YEAR - 1, _LAST_YEAR)
        self.year.setSpecialValueText("any")
        self.year.setValue(self.year.minimum())
        self.year.setAccessibleName("Year")
        self.year.setToolTip("The year it came out, if you know it")
        self.year.setMinimumWidth(96)
        self.results = QListView(self)
        self.results.setModel(self._model)
        self.results.setItemDelegate(_ResultDelegate(self.results))
        self.results.setUniformItemSizes(True)
        self.results.setAccessibleName("Films found by the providers")
        self.results.setMinimumHeight(120)
        self.state = QLabel(self)
        self.state.setWordWrap(True)
        self.state.setTextFormat(Qt.TextFormat.PlainText)
        set_role(self.state, "muted")
        self.typed_button = self._button("Add as typed", "Add it without an identity; identify it later")
        self.add_button = self._button("Add film", "Add the chosen film, identified (Enter)")
        set_role(self.add_button, "primary")
        self._lay_out()
        self.query.textChanged.connect(lambda _: self._on_changed())
        self.year.valueChanged.connect(lambda _: self._on_changed())
        self.results.selectionModel().currentChanged.connect(lambda *_: self._settle())
        self.results.doubleClicked.connect(lambda _: self._add_result())
        self.add_button.clicked.connect(lambda: self._add_result())
        self.typed_button.clicked.connect(lambda: self._add_typed())
        self.finished.connect(lambda _: self._on_finished())
        self._on_changed()

    async def aclose(self) -> None:
        """End the search."""
        await self._tasks.close()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and self.results.hasFocus():
            self._add_result()
        elif is_enter and self._model.rowCount() and not self._tasks.is_running("search"):
            self.results.setFocus(Qt.FocusReason.TabFocusReason)
        elif is_enter:
            self._search_now()
        elif event.key() == Qt.Key.Key_Down and self.query.hasFocus() and self._model.rowCount():
            self.results.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            super().keyPressEvent(event)
            return
        event.accept()

    # -- inside ----------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.query, 1)
        line.addWidget(self.year)
        cancel = self._button("Cancel", "Add nothing (Esc)")
        cancel.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.typed_button)
        buttons.addStretch(1)
        buttons.addWidget(cancel)
        buttons.addWidget(self.add_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(12)
        column.addLayout(line)
        column.addWidget(self.results, 1)
        column.addWidget(self.state)
        column.addLayout(buttons)
        self.resize(dialog_size(self, QSize(560, 420)))

    def _button(self, text: str, tooltip: str) -> QPushButton:
        button = QPushButton(text, self)
        button.setAccessibleName(text)
        button.setToolTip(tooltip)
        button.setAutoDefault(False)
        return button

    def _wanted_year(self) -> int | None:
        return None if self.year.value() == self.year.minimum() else self.year.value()

    def _on_changed(self) -> None:
        self._model.clear()
        self._settle()
        if len(self.query.text().strip()) < 2:
            self._tasks.cancel("search")
            self._say("Type a title, or paste an id or address.")
            return
        self._say("Searching…")
        self._tasks.replace("search", self._search, DEBOUNCE_S)

    def _search_now(self) -> None:
        if len(self.query.text().strip()) >= 2:
            self._tasks.replace("search", self._search, 0.0)

    async def _search(self, wait_s: float) -> None:
        await asyncio.sleep(wait_s)
        text = self.query.text().strip()
        year = self._wanted_year() or parse_query(text).year
        request = SearchRequest(text, year=year, limit=_MOST, resolve=False)
        try:
            report = await self._cache.search(request, on_update=self._show)
        except MetarrError as error:
            self._say(f"{sentence_of(error)} You can still add the title as typed.")
            return
        self._show(report)
        if not report.results:
            asked = [each for each in report.outcomes if each.error_kind != "no_search"]
            problem = next((for_people(each.message) for each in asked if each.message), "")
            self._say(f"{problem or 'No provider knows it.'} You can still add the title as typed.")

    def _show(self, report: SearchReport) -> None:
        before = self.results.currentIndex()
        chosen = self._model.item(before) if before.isValid() else None
        self._model.merge(report.results)
        if report.results:
            self._say("Choose the film with the arrow keys and press Enter.")
            row = None if chosen is None else self._model.row_of_work(chosen)
            self.results.setCurrentIndex(self._model.index(row or 0, 0))
        self._settle()

    def _settle(self) -> None:
        self.add_button.setEnabled(self.results.currentIndex().isValid())
        self.typed_button.setEnabled(bool(self.query.text().strip()))

    def _say(self, sentence: str) -> None:
        self.state.setText(sentence)

    def _add_result(self) -> None:
        index = self.results.currentIndex()
        if index.isValid():
            self.result_chosen.emit(self._model.item(index.row()))
            self.accept()

    def _add_typed(self) -> None:
        self.title_typed.emit(self.query.text().strip(), self._wanted_year())
        self.accept()

    def _on_finished(self) -> None:
        self._tasks.cancel("search")
        self.deleteLater()
