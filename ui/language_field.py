"""The field in which a language is found by its name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QCompleter, QLineEdit, QListView, QWidget

from metarr_desktop.domain.language import LANGUAGE_NAMES, NO_TEXT_WORD, LanguageLadder
from ui.theme import set_role

ORIGINAL_WORD = "Original language"
_NOT_STATED = "und"


def rung_name(rung: str | None) -> str:
    """Return how a rung is called on screen."""
    if rung == LanguageLadder.ORIGINAL:
        return ORIGINAL_WORD
    return NO_TEXT_WORD if rung is None else LANGUAGE_NAMES.get(rung, rung)


def languages() -> dict[str, str | None]:
    """Return every language that can be chosen, by its name."""
    return {name: code for code, name in LANGUAGE_NAMES.items() if code != _NOT_STATED}


def rungs() -> dict[str, str | None]:
    """Return all that can be a rung of a ladder, by its name; the two that are no language first."""
    return {ORIGINAL_WORD: LanguageLadder.ORIGINAL, NO_TEXT_WORD: None, **languages()}


class LanguageField(QLineEdit):
    """Completes names while they are typed; Enter or a click on a name takes it.

    Signals:
        taken(object): the code, ``None`` for no text.
        refused(str): a sentence on what was typed and is no name to choose.
        left(): Esc, or the focus went elsewhere, with nothing typed.
    """

    taken = Signal(object)
    refused = Signal(str)
    left = Signal()

    def __init__(self, choices: Mapping[str, str | None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choices = dict(choices)
        self._absent: frozenset[str] = frozenset()
        self._model = QStringListModel(sorted_names(self._choices), self)
        self._list = QListView()
        completer = QCompleter(self._model, self)
        completer.setPopup(self._list)
        set_role(self._list, "popup")  # afterwards: the completer makes it a window of its own
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setMaxVisibleItems(9)
        completer.activated.connect(self._take)
        self.setCompleter(completer)
        self.setClearButtonEnabled(False)
        self.returnPressed.connect(self._on_return)

    def leave_out(self, codes: Iterable[str | None]) -> None:
        """Offer what is not among *codes*."""
        taken = set(codes)
        self._absent = frozenset(name for name, code in self._choices.items() if code in taken)
        self._model.setStringList([name for name in sorted_names(self._choices) if name not in self._absent])

    def match(self, text: str) -> str | None:
        """Return the one name *text* means: the name, its code, or the only one that begins with it."""
        words = text.strip().casefold()
        if not words:
            return None
        for name, code in self._choices.items():
            if words in (name.casefold(), code):
                return name
        begins = [name for name in self._choices if name.casefold().startswith(words)]
        offered = [name for name in begins if name not in self._absent]
        return offered[0] if len(offered) == 1 else None

    def open_list(self) -> None:
        """Show every name that can be taken."""
        completer = self.completer()
        completer.setCompletionPrefix(self.text())
        completer.complete()

    def minimum_width(self) -> int:
        """Return the px the longest name needs."""
        metrics = QFontMetrics(self.font())
        return max(metrics.horizontalAdvance(name) for name in self._choices) + 48

    def _on_return(self) -> None:
        if self._is_list_open() and self._list.currentIndex().isValid():
            return  # the list takes it
        name = self.match(self.text())
        if name is not None:
            self._take(name)
        elif self.text().strip():
            self.refused.emit(
                f"No language is called “{self.text().strip()}”. Type the beginning of its English name and choose "
                "one of the list."
            )

    def _is_list_open(self) -> bool:
        return self._list.isVisible()

    def _take(self, name: str) -> None:
        self.clear()
        self._list.hide()
        if name in self._absent:
            self.refused.emit(f"{name} is in the list already.")
        elif name in self._choices:
            self.taken.emit(self._choices[name])

    # -- Qt --------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.clear()
            self.left.emit()
            event.accept()
            return
        if event.key() == Qt.Key.Key_Down and not self._is_list_open():
            self.open_list()
            return
        super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        if not self.text():
            self.open_list()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason and not self.text():
            self.left.emit()


def sorted_names(choices: Mapping[str, str | None]) -> list[str]:
    """Return the names as they are listed: what is no language first, then by the alphabet."""
    special = [name for name, code in choices.items() if code in (None, LanguageLadder.ORIGINAL)]
    return special + sorted(name for name in choices if name not in special)
