"""What is searched for: text, year, kind; and how each provider is doing."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRegularExpression, Qt, Signal
from PySide6.QtGui import QKeyEvent, QRegularExpressionValidator
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QSizePolicy, QToolButton, QWidget

from metarr_desktop.domain.entity import EntityType
from metarr_desktop.domain.provider import ProviderInfo
from ui.chips import ChipRow, ChipSpec, ProviderChip
from ui.flow_layout import FlowLayout
from ui.icons import icon
from ui.identify.query import Query, cut, read_query
from ui.identify.search_state import ChipAct, ChipState
from ui.kinds import words_of
from ui.theme import set_role

_TEXT_HINTS = {
    EntityType.MOVIE: "A title, an id such as tt0069293, or an address of a provider. Enter searches now",
    EntityType.TV: "A title, an id such as tt0903747 or tvdb:81189, or an address of a provider. Enter searches now",
    EntityType.MUSIC: "Artist and album, or an id or address of MusicBrainz. Enter searches now",
}
_PLACEHOLDERS = {EntityType.MUSIC: "Artist - Album, id or address"}
_YEAR_HINTS = {
    EntityType.TV: "Year it was first aired; empty searches all years. Enter searches now",
}
_YEAR_HINT = "Year of the first release; empty searches all years. Enter searches now"


class QueryField(QLineEdit):
    """A field whose Enter and Down belong to the search.

    Signals:
        entered(): Enter.
        left_downwards(): Down.
    """

    entered = Signal()
    left_downwards = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        has_command = event.modifiers() & (
            Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
        )
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not has_command:
            if not event.isAutoRepeat():
                self.entered.emit()
        elif event.key() == Qt.Key.Key_Down and not has_command:
            self.left_downwards.emit()
        else:
            super().keyPressEvent(event)


class ProviderChips(QWidget):
    """One chip per provider, at the right.

    Signals:
        act_requested(provider, ChipAct): Retry, or to the settings.
    """

    act_requested = Signal(str, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chips: dict[str, ProviderChip] = {}
        self._acts: dict[str, ChipAct] = {}
        self._flow = FlowLayout(self, align_right=True)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_states(self, infos: Sequence[ProviderInfo], states: Sequence[ChipState]) -> None:
        """Show a chip per provider; one that stays keeps its widget, and so the focus."""
        for name in set(self._chips) - {info.name for info in infos}:
            chip = self._chips.pop(name)
            self._flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        for place, (info, state) in enumerate(zip(infos, states, strict=True)):
            chip = self._chips.get(info.name) or self._new_chip(info)
            if self._flow.indexOf(chip) != place:
                self._flow.removeWidget(chip)
                self._flow.insert_widget(place, chip)
            action = {
                ChipAct.NONE: "",
                ChipAct.RETRY: f"Retry {info.title}",
                ChipAct.SETTINGS: f"Open settings of {info.title}",
            }[state.act]
            self._acts[info.name] = state.act
            chip.set_state(
                state.text,
                state.tone,
                countdown_s=state.countdown_s,
                action=action,
                details=state.details or f"{info.title} {state.text}".strip(),
            )
        self.updateGeometry()

    def chip(self, provider: str) -> ProviderChip:
        """Return the chip of *provider*; KeyError when there is none."""
        return self._chips[provider]

    def _new_chip(self, info: ProviderInfo) -> ProviderChip:
        chip = ProviderChip(info.name, info.title, self)
        chip.action_requested.connect(lambda name: self.act_requested.emit(name, self._acts[name]))
        self._flow.addWidget(chip)
        chip.show()
        self._chips[info.name] = chip
        return chip


class SearchBar(QFrame):
    """The fields of the search.

    Signals:
        edited(Query): by the person.
        entered(): Enter in a field.
        left_downwards(): Down in a field.
        was_cut(int): a text longer than any title was shortened to so many characters.
    """

    edited = Signal(object)
    entered = Signal()
    left_downwards = Signal()
    was_cut = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kind = EntityType.MOVIE
        self._edited: set[str] = set()
        self.text = QueryField(self)
        set_role(self.text, "search")
        search_now = self.text.addAction(icon("search", "muted"), QLineEdit.ActionPosition.LeadingPosition)
        search_now.setText("Search now")
        search_now.triggered.connect(lambda _=False: self.entered.emit())
        for button in self.text.findChildren(QToolButton):
            button.setAccessibleName("Search now")
        self.text.setAccessibleName("Search for")
        self.text.setMinimumWidth(220)
        self.text.setMaximumWidth(680)
        self.year = QueryField(self)
        set_role(self.year, "search")
        self.year.setPlaceholderText("Year")
        self.year.setAccessibleName("Year")
        self.year.setValidator(QRegularExpressionValidator(QRegularExpression("[0-9]{0,4}"), self.year))
        self.kinds = ChipRow(self, is_exclusive=True)
        self.kinds.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self.kinds.chip_toggled.connect(self._on_kind)
        self.providers = ProviderChips(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 10, 12, 8)
        row.setSpacing(8)
        row.addWidget(self.text, 5)
        row.addWidget(self.year)
        middle = Qt.AlignmentFlag.AlignVCenter
        row.addWidget(self.kinds, 0, middle)
        row.addSpacing(8)
        row.addWidget(self.providers, 4, middle)
        for name, field in (("text", self.text), ("year", self.year)):
            field.textEdited.connect(lambda _, name=name: self._on_edited(name))
            field.entered.connect(self.entered)
            field.left_downwards.connect(self.left_downwards)
        self._fit_year()
        self._show_hints()

    def query(self) -> Query:
        """Return what the fields say now."""
        return read_query(self.text.text(), self.year.text(), self._kind)

    @property
    def edited_fields(self) -> frozenset[str]:
        """Names of the fields of `Query` that the person has changed since `begin`."""
        return frozenset(self._edited)

    def begin(self) -> None:
        """Make ready for another title: letters typed before it is read replace the text of the old one."""
        self._edited.clear()
        self.text.setFocus(Qt.FocusReason.OtherFocusReason)
        self.text.selectAll()

    def prefill(self, query: Query) -> None:
        """Fill the fields that the person has not changed since `begin`; no signal."""
        if "entity_type" not in self._edited:
            self._kind = query.entity_type
            self._show_hints()
        if "text" not in self._edited:
            self.text.setText(query.text)
            if self.window().focusWidget() is self.text:
                self.text.selectAll()
        if "year" not in self._edited:
            self.year.setText(str(query.year or ""))

    def show_query(self, query: Query) -> None:
        """Fill all fields; no signal."""
        self._edited.clear()
        self.prefill(query)

    def show_kinds(self, kinds: Sequence[EntityType]) -> None:
        """Offer *kinds*; the one searched for is always among them."""
        shown = [*kinds, *([] if self._kind in kinds else [self._kind])]
        self.kinds.set_chips(
            ChipSpec(
                kind.value,
                words_of(kind).one.capitalize(),
                is_on=kind is self._kind,
                tooltip=f"Search for {words_of(kind).many}",
            )
            for kind in shown
        )

    def take_typed(self, letters: str) -> None:
        """Put letters typed elsewhere at the end of the text and take the focus; "" deletes one."""
        self.text.setFocus(Qt.FocusReason.OtherFocusReason)
        self.text.end(False)
        if letters:
            self.text.insert(letters)
        else:
            self.text.backspace()
        self._on_edited("text")

    def _on_edited(self, name: str) -> None:
        self._edited.add(name)
        shortened = cut(self.text.text())
        if shortened != self.text.text():
            self.text.setText(shortened)
            self.was_cut.emit(len(shortened))
        self.edited.emit(self.query())

    def _on_kind(self, key: str) -> None:
        self._kind = EntityType(key)
        self._edited.add("entity_type")
        self.edited.emit(self.query())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit_year()

    def _show_hints(self) -> None:
        """Say what can be typed for this kind of title."""
        self.text.setPlaceholderText(_PLACEHOLDERS.get(self._kind, "Title, id or address"))
        self.text.setToolTip(_TEXT_HINTS.get(self._kind, _TEXT_HINTS[EntityType.MOVIE]))
        self.year.setToolTip(_YEAR_HINTS.get(self._kind, _YEAR_HINT))

    def _fit_year(self) -> None:
        self.year.setFixedWidth(self.year.fontMetrics().horizontalAdvance("0000") + 56)
