"""The keys of one provider: entered once, tested, saved, removed; never shown back."""

from __future__ import annotations

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from metarr_desktop.domain.errors import MetarrError
from metarr_desktop.domain.ports import Keys
from metarr_desktop.domain.provider import KeyField, ProviderInfo
from ui.buttons import act_button
from ui.flow_layout import FlowLayout
from ui.task_scope import TaskScope
from ui.text import sentence_of
from ui.theme import set_role

_BY_ENVIRONMENT = "environment"
"""Part of what ``Keys.place_of`` says of a key that cannot be changed here."""


class KeyBlock(QWidget):
    """The fields of one provider with help, Test, Save, Remove, and the sentence that came of it.

    Signals: saved(), after a key was kept or removed.
    """

    saved = Signal()

    def __init__(
        self, info: ProviderInfo, keys: Keys, tasks: TaskScope, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._info, self._keys, self._tasks = info, keys, tasks
        self.fields: dict[str, QLineEdit] = {}
        self.places: dict[str, QLabel] = {}
        self.remove_buttons: dict[str, QPushButton] = {}
        self._to_remove = ""
        self._asked = 0
        self.is_testing = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for key_field in info.keys:
            self._add_field(column, key_field)
        column.addLayout(self._result_row())
        self._settle()

    def typed(self) -> dict[str, str]:
        """Return what was typed and not saved, by field."""
        return {name: edit.text().strip() for name, edit in self.fields.items() if edit.text().strip()}

    def summary(self) -> str:
        """Return where the keys are kept, in one line."""
        places = [self._keys.place_of(self._info.name, each.name) for each in self._info.keys]
        kept = [
            f"{each.label}: saved {place}"
            for each, place in zip(self._info.keys, places, strict=True)
            if place
        ]
        if kept:
            return " · ".join(kept).replace("saved by the", "given by the")
        return "No key yet" if any(each.is_required for each in self._info.keys) else "No key of your own"

    def says(self, words: str) -> bool:
        """Tell whether *words*, in small letters, stand in a label or help text."""
        return any(words in f"{each.label} {each.help_text}".casefold() for each in self._info.keys)

    def tell_saved(self, more: str = "") -> None:
        """Say that the key was saved, and what came of it."""
        self._say(f"Saved. {more}".strip(), "good")

    def cancel_test(self) -> None:
        """Stop asking, as when the window closes."""
        self._tasks.cancel(self._test_name)
        if self.is_testing:
            self.is_testing = False
            self.result.hide()
            self._settle()

    # -- parts -----------------------------------------------------------------------------------------------

    @property
    def _test_name(self) -> str:
        return f"test:{self._info.name}"

    def _add_field(self, column: QVBoxLayout, key_field: KeyField) -> None:
        label = QLabel(key_field.label if key_field.is_required else f"{key_field.label} (optional)", self)
        place = QLabel(self)
        place.setWordWrap(True)
        set_role(place, "caption")
        self.places[key_field.name] = place
        heads = QHBoxLayout()
        heads.setSpacing(12)
        heads.addWidget(label)
        heads.addWidget(place, 1)
        edit = QLineEdit(self)
        edit.setEchoMode(QLineEdit.EchoMode.Password)
        edit.setAccessibleName(f"{self._info.title}: {key_field.label}")
        edit.setToolTip(f"Paste the {key_field.label} of {self._info.title} here; Enter saves it")
        edit.setMaxLength(4000)
        edit.textChanged.connect(lambda _: self._on_typed())
        edit.returnPressed.connect(self._on_save)
        label.setBuddy(edit)
        self.fields[key_field.name] = edit
        column.addLayout(heads)
        column.addWidget(edit)
        if key_field.help_text:
            text = QLabel(key_field.help_text, self)
            text.setWordWrap(True)
            set_role(text, "caption")
            column.addWidget(text)
        column.addLayout(self._links(key_field))
        column.addSpacing(4)

    def _links(self, key_field: KeyField) -> FlowLayout:
        row = FlowLayout(spacing=8)
        if url := key_field.help_url:
            link = self._link(
                f"Get one at {url.partition('//')[2].rstrip('/')}", f"Open {url} in your browser"
            )
            link.setAccessibleName(f"Get the {key_field.label} of {self._info.title}")
            link.clicked.connect(lambda _=False: QDesktopServices.openUrl(QUrl(url)))
            link.setProperty("place", "edge")  # in line with the text above
            row.addWidget(link)
        remove = self._link("Remove key", f"Forget the {key_field.label} of {self._info.title}")
        remove.clicked.connect(lambda _=False, name=key_field.name: self._on_remove(name))
        self.remove_buttons[key_field.name] = remove
        if not row.count():
            remove.setProperty("place", "edge")
        row.addWidget(remove)
        return row

    def _result_row(self) -> QHBoxLayout:
        self.result = QLabel(self)
        self.result.setWordWrap(True)
        self.result.setTextFormat(Qt.TextFormat.PlainText)
        self.result.setAccessibleName(f"Result for {self._info.title}")
        self.result.hide()
        self.test_button = self._button("Test", self._on_test)
        self.save_button = self._button("Save", self._on_save)
        self.save_button.setToolTip(f"Keep the key of {self._info.title} (Enter in its field)")
        set_role(self.save_button, "primary")
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.result, 1)
        row.addStretch(0)
        for button in (self.test_button, self.save_button):
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignRight)
        return row

    def _button(self, text: str, on_clicked: object) -> QPushButton:
        button = QPushButton(text, self)
        button.setAccessibleName(f"{text} the key of {self._info.title}")
        button.setAutoDefault(False)
        button.clicked.connect(on_clicked)
        return button

    def _link(self, text: str, tooltip: str) -> QPushButton:
        link = act_button(text, tooltip, self, "link", name=tooltip)
        link.setCursor(Qt.CursorShape.PointingHandCursor)
        return link

    # -- states ----------------------------------------------------------------------------------------------

    def _on_typed(self) -> None:
        self._to_remove = ""
        self._settle()

    def _settle(self) -> None:
        is_any_set = False
        for key_field in self._info.keys:
            name = key_field.name
            place = self._keys.place_of(self._info.name, name)
            is_fixed = _BY_ENVIRONMENT in place
            is_any_set = is_any_set or bool(place)
            edit, remove = self.fields[name], self.remove_buttons[name]
            edit.setEnabled(not is_fixed)
            if is_fixed:
                edit.setPlaceholderText("Given from outside; change it there")
                self.places[name].setText(f"Given {place}")
            else:
                edit.setPlaceholderText(
                    "A key is saved. Paste another one to replace it." if place else "Paste the key here"
                )
                self.places[name].setText(f"Saved {place}" if place else "")
            remove.setVisible(bool(place) and not is_fixed)
            remove.setText("Remove it for good" if self._to_remove == name else "Remove key")
        is_typed = bool(self.typed())
        is_testing = self.is_testing
        self.test_button.setText("Cancel" if is_testing else "Test")
        self.test_button.setToolTip(
            "Stop asking" if is_testing else f"Ask {self._info.title} whether it accepts the key"
        )
        self.test_button.setEnabled(is_typed or is_any_set or is_testing)
        self.save_button.setEnabled(is_typed)

    def _say(self, sentence: str, role: str) -> None:
        self.result.setText(sentence)
        set_role(self.result, role)
        self.result.show()

    # -- acts ------------------------------------------------------------------------------------------------

    def _on_test(self) -> None:
        if self.is_testing:
            self.cancel_test()
            return
        self._say(f"Asking {self._info.title}…", "muted")
        self._asked += 1
        self.is_testing = True
        self._tasks.replace(self._test_name, self._test, self._asked)
        self._settle()

    def _on_save(self) -> None:
        if self.save_button.isEnabled():
            self._tasks.start(f"save:{self._info.name}", self._save)

    def _on_remove(self, name: str) -> None:
        if self._to_remove != name:  # it is never shown back, so nothing could undo this
            self._to_remove = name
            self._settle()
            self._say("A key that was removed cannot be shown again. Click once more to remove it.", "warn")
            return
        self._to_remove = ""
        self._tasks.start(f"save:{self._info.name}", self._remove, name)

    async def _test(self, number: int) -> None:
        try:
            self._say(await self._keys.test(self._info.name, self.typed()), "good")
        except MetarrError as error:
            self._say(sentence_of(error), "bad")
        finally:
            if number == self._asked:  # else it was stopped, and asked again meanwhile
                self.is_testing = False
                self._settle()

    async def _save(self) -> None:
        try:
            for name, value in self.typed().items():
                await self._keys.save(self._info.name, name, value)
                self.fields[name].clear()  # kept; should the next one be refused, it alone stays typed
        except MetarrError as error:
            self._say(sentence_of(error), "bad")
            return
        finally:
            self._settle()
        self.tell_saved()
        self.saved.emit()

    async def _remove(self, name: str) -> None:
        try:
            await self._keys.save(self._info.name, name, "")
        except MetarrError as error:
            self._say(sentence_of(error), "bad")
            return
        finally:
            self._settle()
        self._say("Removed. What it brought stays.", "good")
        self.saved.emit()
