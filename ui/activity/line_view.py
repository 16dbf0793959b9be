"""The list of lines, by mouse and keyboard."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QListView, QWidget

from ui.activity.line_delegate import LineDelegate
from ui.activity.lines import Line, LineModel
from ui.activity.list_keys import is_opening, letter_of


class LineView(QListView):
    """Signals:
    opened(Line): Enter or a double click.
    current_changed(): another line has the focus, or none.
    selection_moved(): other lines are selected.
    typed(str): a letter; the window filters by it.
    delete_pressed(): Del.
    """

    opened = Signal(object)
    current_changed = Signal()
    selection_moved = Signal()
    typed = Signal(str)
    delete_pressed = Signal()

    def __init__(
        self,
        name: str,
        parent: QWidget | None = None,
        *,
        delegate: LineDelegate | None = None,
        is_uniform: bool = False,
    ) -> None:
        super().__init__(parent)
        self.lines = LineModel(self)
        self.setModel(self.lines)
        self._delegate = delegate or LineDelegate(self)
        self.setItemDelegate(self._delegate)
        self.setAccessibleName(name)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setUniformItemSizes(is_uniform)
        self.setLayoutMode(QListView.LayoutMode.Batched)
        self.setBatchSize(200)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.selectionModel().currentChanged.connect(lambda *_: self.current_changed.emit())
        self.selectionModel().selectionChanged.connect(lambda *_: self.selection_moved.emit())
        self.doubleClicked.connect(self._on_opened)

    def show_lines(self, lines: list[Line]) -> None:
        """Show *lines*; the focus stays on its line, and so does the selection unless very much changed."""
        current = self.current_line()
        if not self.lines.show(lines) and current is not None:
            self.go_to(current.key)

    def current_line(self) -> Line | None:
        """Return the line with the focus."""
        index = self.currentIndex()
        return self.lines.item(index) if index.isValid() else None

    def selected_lines(self) -> list[Line]:
        """Return what is selected, from above."""
        items = self.lines.items
        ranges = sorted((each.top(), each.bottom()) for each in self.selectionModel().selection().toList())
        lines = [line for top, bottom in ranges for line in items[top : bottom + 1]]
        return [line for line in lines if not line.is_section]

    def go_to(self, key: str) -> bool:
        """Put the focus on the line of *key*; False when there is none."""
        index = self.lines.index_of(key)
        if not index.isValid():
            return False
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.scrollTo(index)
        return True

    def go_to_first(self) -> None:
        """Put the focus on the first line, if none has it."""
        if not self.currentIndex().isValid() and (line := self.lines.first_line()) is not None:
            self.go_to(line.key)
            self.scrollToTop()

    # -- Qt --------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_opening(event):
            self._on_opened(self.currentIndex())
        elif event.key() == Qt.Key.Key_Delete:
            self.delete_pressed.emit()
        elif letter := letter_of(event):
            self.typed.emit(letter)
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.scheduleDelayedItemsLayout()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.currentIndex().isValid() and event.size().height() < event.oldSize().height():
            self.scrollTo(self.currentIndex())

    def minimumSizeHint(self) -> QSize:
        return QSize(160, 80)

    def _on_opened(self, index: QModelIndex) -> None:
        if index.isValid():
            self.opened.emit(self.lines.item(index))
