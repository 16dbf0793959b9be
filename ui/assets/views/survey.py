"""A few candidates side by side; one after the other drops out until one is left."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPixmap
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from metarr_desktop.domain.asset import CachedAsset
from ui.assets.views.controls import bar_row, in_tab_order, push, tool
from ui.assets.views.pictures import Pictures, Want, screen_box
from ui.assets.views.shown import Shown
from ui.assets.views.survey_board import SurveyBoard
from ui.assets.wording import use_words
from ui.elided_label import ElidedLabel
from ui.text import count_text
from ui.theme import set_role

MOST = 8
"""More would be a grid again."""

_KEYS = (Qt.Key.Key_X, Qt.Key.Key_U, Qt.Key.Key_P)


class SurveyPage(QWidget):
    """Dropping out is no act: nothing is rejected, and U brings the last one back.

    Signals:
        use_requested(int): use this picture. focused(int), opened(int): asset ids. closed()
    """

    use_requested = Signal(int)
    focused = Signal(int)
    opened = Signal(int)
    closed = Signal()

    def __init__(self, pictures: Pictures, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pictures = pictures
        self._dropped: list[tuple[int, Shown]] = []
        self._about = ""
        self.setAccessibleName("Survey")
        self.board = SurveyBoard(self._picture_of, self)
        self.board.focused.connect(self.focused)
        self.board.focused.connect(lambda _: self._say())
        self.board.opened.connect(self.opened)
        self.board.closed.connect(self.closed)
        bar, row = bar_row(self)
        self._words = ElidedLabel(bar)
        self._words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        set_role(self._words, "muted")
        self.back = push(bar, "Bring back", "U", self.bring_back)
        self.drop = push(bar, "Drop out", "X", self.drop_out)
        self.drop.setToolTip("Drop the focused picture from the survey; it is not rejected (X)")
        self.back.setToolTip("Bring the picture dropped last back (U)")
        self.use = push(bar, "Use this poster", "P", self._use, "primary")
        self.exit = tool(bar, "close", "Back to the grid", "Esc", self.closed.emit)
        row.addWidget(self._words, 1)
        for item in (self.use, self.back, self.drop, self.exit):
            row.addWidget(item)
        in_tab_order(bar)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.board, 1)
        column.addWidget(bar)
        pictures.changed.connect(self._on_changed)

    @property
    def words(self) -> str:
        """The line below the pictures."""
        return self._words.text()

    def show_survey(self, items: Sequence[Shown], about: str, asset_id: int | None = None) -> None:
        """Begin a survey with the focus on *asset_id*; *about* says whose pictures: ``4 marked pictures``."""
        self._dropped, self._about = [], about
        first = items[0].asset.id if items else None
        is_there = any(each.asset.id == asset_id for each in items)
        self.board.show_items(items[:MOST], asset_id if is_there else first)
        self._want()
        self._say()

    def refresh(self, assets: Sequence[CachedAsset], proposed: Collection[int] = ()) -> None:
        """Show rows that changed meanwhile: one was selected, a size became known, the ids *proposed* are others."""
        by_id = {asset.id: asset for asset in assets}
        kept = tuple(
            replace(each, asset=by_id[each.asset.id], is_proposed=each.asset.id in proposed)
            for each in self.board.items
            if each.asset.id in by_id
        )
        if kept != self.board.items:
            self.board.show_items(kept, self.board.current.asset.id if self.board.current else None)
        self._say()

    def drop_out(self) -> None:
        """Take the focused picture out of the survey; the last one stays."""
        current, items = self.board.current, self.board.items
        if current is not None and len(items) > 1:
            place = items.index(current)
            self._dropped.append((place, current))
            self.board.show_items(items[:place] + items[place + 1 :])
            self._say()
            if self.board.current is not None:
                self.focused.emit(self.board.current.asset.id)

    def bring_back(self) -> None:
        """Bring the picture dropped last back."""
        if self._dropped:
            place, shown = self._dropped.pop()
            items = self.board.items
            self.board.show_items((*items[:place], shown, *items[place:]), shown.asset.id)
            self._want()
            self._say()
            self.focused.emit(shown.asset.id)

    def event(self, event: QEvent) -> bool:
        # Here these letters mean the survey; in the window they would act upon the grid.
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.ShortcutOverride
            and event.key() in _KEYS
            and not event.modifiers()
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys, key = Qt.Key, Qt.Key(event.key())
        acts = {keys.Key_X: self.drop_out, keys.Key_U: self.bring_back, keys.Key_P: self._use}
        is_plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        is_last = len(self.board.items) == 1
        if is_plain and key in acts:
            if not event.isAutoRepeat():
                acts[key]()
        elif is_plain and key in (keys.Key_Return, keys.Key_Enter) and is_last:
            self._use()
        else:
            super().keyPressEvent(event)

    def _use(self) -> None:
        current = self.board.current
        if current is not None and not current.asset.is_selected:
            self.use_requested.emit(current.asset.id)

    def _say(self) -> None:
        current, count = self.board.current, len(self.board.items)
        if current is None:
            self._words.clear()
            return
        words = use_words(current.asset)
        self.use.setText(words)
        self.use.setAccessibleName(words)
        is_last, is_selected = count == 1, current.asset.is_selected
        self.use.setToolTip(f"{words} (P{' or Enter' if is_last else ''})")
        self.use.setEnabled(not is_selected)
        self.back.setEnabled(bool(self._dropped))
        self.drop.setEnabled(not is_last)
        if is_selected:
            text = "This one is selected."
        elif is_last and self._dropped:
            text = f"The last one standing. {words} with P or Enter."
        else:
            gone = f" · {len(self._dropped)} dropped out" if self._dropped else ""
            text = f"{self._about if not self._dropped else count_text(count, 'picture') + ' left'}{gone}"
        self._words.show_text(text)

    def _picture_of(self, shown: Shown) -> tuple[QPixmap | None, str]:
        url = shown.asset.url
        return self._pictures.pixmap(url) or shown.small, self._pictures.failure(url)

    def _want(self) -> None:
        urls = [each.asset.url for each in self.board.items]
        self._pictures.want([Want(url, screen_box()) for url in urls])

    def _on_changed(self, url: str) -> None:
        if self.isVisible() and any(each.asset.url == url for each in self.board.items):
            self.board.update()
