"""Jumping to a tile by typing the name of its provider or language."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QWidget

from metarr_desktop.domain.asset import CachedAsset
from metarr_desktop.domain.language import language_name
from ui.assets.grid_pane import GridPane
from ui.theme import set_role


def names_of(asset: CachedAsset, provider: str, season: str = "") -> tuple[str, ...]:
    """Return what a tile is called by when one types: its provider (title, id), language (name, code) and season."""
    # "tvdb" is what people type for TheTVDB.
    names = (provider, asset.provider_name, language_name(asset.language), asset.language or "", season)
    return tuple(name for name in names if name)


def find_by_name(names: Sequence[Sequence[str]], text: str, start: int) -> int | None:
    """Return the first row from *start* on, round and round, one of whose names has a word beginning with *text*."""
    wanted = text.strip().casefold()
    if not wanted:
        return None
    for step in range(len(names)):
        row = (start + step) % len(names)
        if any(_begins(name.casefold(), wanted) for name in names[row]):
            return row
    return None


def _begins(name: str, wanted: str) -> bool:
    return name.startswith(wanted) or any(word.startswith(wanted) for word in name.split())


class GoTo(QFrame):
    """A small field over the grid: it opens by ``/`` or by a letter that no act has; typing jumps.

    Enter and Esc return to the tiles (Esc to the tile one came from), Down goes to the next that fits.

    Args:
        is_active: False where letters mean something else.
        has_act: True for a letter of an act; while that act is disabled, its letter does nothing at all.

    Signals:
        closed()
    """

    closed = Signal()

    def __init__(
        self, pane: GridPane, is_active: Callable[[], bool], has_act: Callable[[str], bool] = lambda _: False
    ) -> None:
        super().__init__(pane)
        self._pane, self._is_active, self._has_act = pane, is_active, has_act
        self._from: int | None = None
        set_role(self, "floating")
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.field = QLineEdit(self)
        self.field.setAccessibleName("Go to a provider or language")
        self.field.setToolTip("Type the name of a provider or language (Down: next, Enter: there, Esc: back)")
        self.field.setPlaceholderText("Provider or language")
        self.field.setFixedWidth(220)
        self.found = QLabel(self)
        set_role(self.found, "muted")
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(10)
        title = QLabel("Go to", self)
        title.setBuddy(self.field)
        for widget in (title, self.field, self.found):
            row.addWidget(widget)
        self.field.textEdited.connect(lambda text: self._jump(text, 0))
        self.field.installEventFilter(self)
        pane.grid.installEventFilter(self)
        self.hide()

    def open(self, text: str = "") -> None:
        """Ask where to go; *text* was typed already."""
        current = self._pane.current
        if current is None or not self._is_active():
            return
        self._from = current.id
        self.found.clear()
        self.field.setText(text)
        self._place()
        self.show()
        self.raise_()
        # Not for the reason of a shortcut, which would select the text for the next letter to replace.
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        if text:
            self._jump(text, 0)

    def close_field(self, *, is_taken_back: bool = False) -> None:
        """Return to the tiles; with *is_taken_back* to the one that had the focus before."""
        if self.isHidden():
            return
        self.hide()
        if is_taken_back and self._from is not None:
            self._pane.focus_id(self._from)
        self._pane.take_focus()
        self.closed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.field and event.type() == QEvent.Type.FocusOut:
            self.hide()
            return False
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        if watched is self._pane.grid:
            return self._on_grid_key(event)
        match event.key():
            case Qt.Key.Key_Escape:
                self.close_field(is_taken_back=True)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.close_field()
            case Qt.Key.Key_Down | Qt.Key.Key_F3:
                self._jump(self.field.text(), 1)
            case _:
                return False
        return True

    def _on_grid_key(self, event: QKeyEvent) -> bool:
        held = event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
        if held or not event.text().isalpha():
            return False
        if not self._has_act(event.text()):
            self.open(event.text())
        return True

    def _jump(self, text: str, by: int) -> None:
        model = self._pane.model
        names = [
            names_of(asset, model.provider_title(asset), model.season_title(asset)) for asset in model.items
        ]
        here = self._pane.position[0] - 1
        row = find_by_name(names, text, max(0, here) + by)
        if row is not None:
            self._pane.focus_id(model.item(row).id)
            hits = sum(find_by_name([each], text, 0) is not None for each in names)
            self.found.setText(f"{hits:,} of {len(names):,}")
        else:
            self.found.setText("none" if text.strip() else "")
        self._place()

    def _place(self) -> None:
        self.adjustSize()
        parent: QWidget = self._pane
        self.move(QPoint(max(8, (parent.width() - self.width()) // 2), 12))
