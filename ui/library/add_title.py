"""The dialog *Add title…*: type a name, id or address; choose what a provider found, or add it as typed."""

from __future__ import annotations

import asyncio

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from metarr_desktop.domain.entity import EntityType
from metarr_desktop.domain.errors import MetarrError
from metarr_desktop.domain.ports import Core
from metarr_desktop.domain.query import FIRST_YEAR, parse_query
from metarr_desktop.domain.search import SearchReport, SearchRequest
from ui.buttons import act_button
from ui.chips import ChipRow, ChipSpec
from ui.images import PixmapCache
from ui.kinds import KINDS, words_of
from ui.labels import text_label
from ui.library.result_tiles import RESULT_BOX, ResultDelegate, ResultsModel
from ui.picture_feed import PictureFeed
from ui.placement import dialog_size
from ui.task_scope import TaskScope
from ui.text import for_people, sentence_of

DEBOUNCE_S = 0.35
ALBUM_DEBOUNCE_S = 0.8
"""MusicBrainz answers one question a second; half a word is not worth one."""
_MOST = 12
_LAST_YEAR = 2100


_HINTS = {
    EntityType.MOVIE: "Title, id or address",
    EntityType.TV: "Title, id or address",
    EntityType.MUSIC: "Artist - Album, id or address of MusicBrainz",
}
_TOOLTIPS = {
    EntityType.MOVIE: "A film title, such as Alien 1979, or an id or address of a provider",
    EntityType.TV: "The title of a series, such as Dark 2017, or an id or address of a provider",
    EntityType.MUSIC: "Artist and album, such as Nirvana - Nevermind, or the page of the album at MusicBrainz",
}

_NOT_ADDED = {
    EntityType.COLLECTION: "This is the page of a collection. Add its films instead.",
    EntityType.EPISODE: "This is the page of an episode. Add its series instead.",
}


class AddTitleDialog(QDialog):
    """Use ``open()``; deletes itself when it is closed.

    Signals:
        result_chosen(SearchResult): add this, identified.
        title_typed(text, year or None, EntityType): add it as typed.
    """

    result_chosen = Signal(object)
    title_typed = Signal(str, object, object)

    def __init__(
        self,
        core: Core,
        text: str = "",
        parent: QWidget | None = None,
        *,
        entity_type: EntityType = EntityType.MOVIE,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Add title")
        self._cache, self._entity_type = core.cache, entity_type
        self._tasks = TaskScope(self._say, "add title")
        self._model = ResultsModel(self)
        pixmaps = PixmapCache()
        feed = self._feed = PictureFeed(core.thumbnails, pixmaps)  # no child: `aclose` may come after our end
        self.kinds = ChipRow(self, is_exclusive=True)
        self.kinds.setAccessibleName("Kind of title")
        self.kinds.chip_toggled.connect(lambda key, _: self._choose_kind(EntityType(key)))
        self.query = QLineEdit(text, self)
        self.query.setMaxLength(2000)
        self.year = self._new_year()
        self.results = QListView(self)
        self.results.setModel(self._model)
        self.results.setItemDelegate(ResultDelegate(lambda url: feed.pixmap(url, RESULT_BOX), self.results))
        feed.arrived.connect(lambda _: self.results.viewport().update())
        self.results.setUniformItemSizes(True)
        self.results.setMinimumHeight(120)
        self.state = text_label("muted", self)
        self.typed_button = act_button("Add as typed", "Add it without an identity; identify it later", self)
        self.add_button = act_button("Add", "", self, "primary")
        self._lay_out()
        self._show_kind()
        self._connect()
        self._on_changed()

    def _new_year(self) -> QSpinBox:
        year = QSpinBox(self)
        year.setRange(FIRST_YEAR - 1, _LAST_YEAR)
        year.setSpecialValueText("any")
        year.setValue(year.minimum())
        year.setAccessibleName("Year")
        year.setToolTip("The year it came out, if you know it")
        year.setMinimumWidth(96)
        return year

    def _connect(self) -> None:
        self.query.textChanged.connect(lambda _: self._on_changed())
        self.year.valueChanged.connect(lambda _: self._on_changed())
        self.results.selectionModel().currentChanged.connect(lambda *_: self._settle())
        self.results.doubleClicked.connect(lambda _: self._add_result())
        self.add_button.clicked.connect(lambda: self._add_result())
        self.typed_button.clicked.connect(lambda: self._add_typed())
        self.finished.connect(lambda _: self._on_finished())

    async def aclose(self) -> None:
        """End the search."""
        await self._tasks.close()
        await self._feed.close()

    @property
    def entity_type(self) -> EntityType:
        """The kind of title looked for."""
        return self._entity_type

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
        self.query.setFocus()
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.query, 1)
        line.addWidget(self.year)
        cancel = act_button("Cancel", "Add nothing (Esc)", self)
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
        column.addWidget(self.kinds)
        column.addLayout(line)
        column.addWidget(self.results, 1)
        column.addWidget(self.state)
        column.addLayout(buttons)
        self.resize(dialog_size(self, QSize(580, 520)))

    def _choose_kind(self, entity_type: EntityType) -> None:
        if entity_type is not self._entity_type:
            self._entity_type = entity_type
            self._show_kind()
            self._on_changed()

    def _show_kind(self) -> None:
        kind, words = self._entity_type, words_of(self._entity_type)
        self.kinds.set_chips(
            ChipSpec(
                each.value,
                words_of(each).one.capitalize(),
                is_on=each is kind,
                tooltip=f"Look for {words_of(each).many}",
            )
            for each in KINDS
        )
        self.query.setPlaceholderText(_HINTS[kind])
        self.query.setAccessibleName(_HINTS[kind])
        self.query.setToolTip(_TOOLTIPS[kind])
        self.results.setAccessibleName(f"{words.title} found by the providers")
        self.add_button.setText(f"Add {words.one}")
        self.add_button.setAccessibleName(self.add_button.text())
        self.add_button.setToolTip(f"Add the chosen {words.one}, identified (Enter)")

    def _wanted_year(self) -> int | None:
        return None if self.year.value() == self.year.minimum() else self.year.value()

    def _on_changed(self) -> None:
        self._model.clear()
        self._settle()
        if len(self.query.text().strip()) < 2:
            self._tasks.cancel("search")
            is_album = self._entity_type is EntityType.MUSIC
            what = "artist and album" if is_album else "a title"
            self._say(f"Type {what}, or paste an id or address.")
            return
        parsed = parse_query(self.query.text())
        if parsed.ids and parsed.entity_type in _NOT_ADDED:
            self._tasks.cancel("search")
            self._say(_NOT_ADDED[parsed.entity_type])
            return
        if parsed.ids and parsed.entity_type in KINDS and parsed.entity_type is not self._entity_type:
            self._entity_type = parsed.entity_type  # an address says itself what it is the page of
            self._show_kind()
        self._say("Searching…")
        wait_s = ALBUM_DEBOUNCE_S if self._entity_type is EntityType.MUSIC else DEBOUNCE_S
        self._tasks.replace("search", self._search, wait_s)

    def _search_now(self) -> None:
        if len(self.query.text().strip()) >= 2:
            self._tasks.replace("search", self._search, 0.0)

    async def _search(self, wait_s: float) -> None:
        await asyncio.sleep(wait_s)
        text = self.query.text().strip()
        year = self._wanted_year() or parse_query(text).year
        request = SearchRequest(text, entity_type=self._entity_type, year=year, limit=_MOST, resolve=False)
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
            self._say(f"Choose the {words_of(self._entity_type).one} with the arrow keys and press Enter.")
            row = None if chosen is None else self._model.row_of_work(chosen)
            self.results.setCurrentIndex(self._model.index(row or 0, 0))
        urls = [found.poster_url for found in report.results if found.poster_url]
        self._feed.want(urls, RESULT_BOX)
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
        self.title_typed.emit(self.query.text().strip(), self._wanted_year(), self._entity_type)
        self.accept()

    def _on_finished(self) -> None:
        self._tasks.cancel("search")
        self._feed.blockSignals(True)
        self._feed.want([], RESULT_BOX)
        self.deleteLater()
