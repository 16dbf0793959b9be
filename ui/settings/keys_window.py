"""The keys of the providers: entered once, tested, saved; never shown back."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from metarr_desktop.domain.errors import MetarrError
from metarr_desktop.domain.ports import Core, Keys
from metarr_desktop.domain.provider import KeyField, ProviderInfo
from ui.placement import dialog_size
from ui.task_scope import TaskScope
from ui.text import sentence_of
from ui.theme import set_role


class KeyBlock(QFrame):
    """One provider: its fields with help, Test, Save, and the sentence that came of it.

    Signals: saved().
    """

    saved = Signal()

    def __init__(
        self, info: ProviderInfo, keys: Keys, tasks: TaskScope, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        set_role(self, "card")
        self._info, self._keys, self._tasks = info, keys, tasks
        self.fields: dict[str, QLineEdit] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 14)
        column.setSpacing(6)
        title = QLabel(info.title, self)
        set_role(title, "heading")
        column.addWidget(title)
        for key_field in info.keys:
            self._add_field(column, key_field)
        self.result = QLabel(self)
        self.result.setWordWrap(True)
        self.result.setTextFormat(Qt.TextFormat.PlainText)
        self.result.setAccessibleName(f"Result for {info.title}")
        self.result.hide()
        column.addWidget(self.result)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        self.test_button = self._button("Test", f"Ask {info.title} whether it accepts the key", self._on_test)
        self.save_button = self._button("Save", f"Keep the key of {info.title}", self._on_save)
        set_role(self.save_button, "primary")
        row.addWidget(self.test_button)
        row.addWidget(self.save_button)
        column.addLayout(row)
        self._settle()

    def _add_field(self, column: QVBoxLayout, key_field: KeyField) -> None:
        label = QLabel(key_field.label if key_field.is_required else f"{key_field.label} (optional)", self)
        edit = QLineEdit(self)
        edit.setEchoMode(QLineEdit.EchoMode.Password)
        edit.setAccessibleName(f"{self._info.title}: {key_field.label}")
        edit.setToolTip(f"Paste the {key_field.label} of {self._info.title} here")
        edit.setMaxLength(4000)
        edit.textChanged.connect(lambda _: self._settle())
        edit.returnPressed.connect(self._on_save)
        label.setBuddy(edit)
        self.fields[key_field.name] = edit
        column.addWidget(label)
        column.addWidget(edit)
        if key_field.help_text:
            text = QLabel(key_field.help_text, self)
            text.setWordWrap(True)
            set_role(text, "caption")
            column.addWidget(text)
        if key_field.help_url:
            link = QPushButton(f"Get one at {key_field.help_url.partition('//')[2].rstrip('/')}", self)
            set_role(link, "link")
            link.setCursor(Qt.CursorShape.PointingHandCursor)
            link.setToolTip(f"Open {key_field.help_url} in your browser")
            link.clicked.connect(lambda _=False, url=key_field.help_url: QDesktopServices.openUrl(QUrl(url)))
            column.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)

    def _button(self, text: str, tooltip: str, on_clicked: object) -> QPushButton:
        button = QPushButton(text, self)
        button.setToolTip(tooltip)
        button.setAccessibleName(f"{text} the key of {self._info.title}")
        button.setAutoDefault(False)
        button.clicked.connect(on_clicked)
        return button

    def _settle(self) -> None:
        for key_field in self._info.keys:
            is_set = self._keys.is_set(self._info.name, key_field.name)
            words = "A key is saved. Paste another one to replace it." if is_set else "Paste the key here"
            self.fields[key_field.name].setPlaceholderText(words)
        is_typed = any(edit.text().strip() for edit in self.fields.values())
        is_any_set = any(self._keys.is_set(self._info.name, each.name) for each in self._info.keys)
        self.test_button.setEnabled(is_typed or is_any_set)
        self.save_button.setEnabled(is_typed)

    def _typed(self) -> dict[str, str]:
        return {name: edit.text().strip() for name, edit in self.fields.items() if edit.text().strip()}

    def _on_test(self) -> None:
        self._say("Asking…", "muted")
        self._tasks.replace(f"test:{self._info.name}", self._test)

    def _on_save(self) -> None:
        if self.save_button.isEnabled():
            self._tasks.start(f"save:{self._info.name}", self._save)

    async def _test(self) -> None:
        try:
            self._say(await self._keys.test(self._info.name, self._typed()), "good")
        except MetarrError as error:
            self._say(sentence_of(error), "bad")

    async def _save(self) -> None:
        try:
            for name, value in self._typed().items():
                await self._keys.save(self._info.name, name, value)
        except MetarrError as error:
            self._say(sentence_of(error), "bad")
            return
        for edit in self.fields.values():
            edit.clear()
        self.tell_saved()
        self._settle()
        self.saved.emit()

    def tell_saved(self, more: str = "") -> None:
        """Say that the key was saved, and what came of it."""
        self._say(f"Saved. {more}".strip(), "good")

    def _say(self, sentence: str, role: str) -> None:
        self.result.setText(sentence)
        set_role(self.result, role)
        self.result.show()


class KeysWindow(QDialog):
    """One block per provider that has keys.

    Signals: keys_saved(), after each Save that worked.
    """

    keys_saved = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Provider keys")
        self.setModal(False)
        self._tasks = TaskScope(self._say, "keys")
        self.blocks: dict[str, KeyBlock] = {}
        self._is_demo, self._saved = False, ""
        self._text = QLabel(self)
        self._text.setWordWrap(True)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        set_role(self._text, "muted")
        self._scroll = QScrollArea(self)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        close = QPushButton("Close", self)
        close.setToolTip("Close this window (Esc)")
        close.setAccessibleName("Close")
        close.setAutoDefault(False)
        close.clicked.connect(self.close)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        column.addWidget(self._text)
        column.addWidget(self._scroll, 1)
        column.addLayout(row)
        self.resize(dialog_size(self, QSize(560, 620)))

    def attach(self, core: Core) -> None:
        """Show the providers of *core*."""
        was_demo, self._is_demo = self._is_demo, core.demo is not None
        self._text.setText(_explanation(is_demo=self._is_demo))
        self.blocks = {info.name: self._block(info, core.keys) for info in _with_keys(core)}
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(12)
        for block in self.blocks.values():
            column.addWidget(block)
        column.addStretch(1)
        self._scroll.setWidget(body)  # deletes the body before
        self._scroll.setEnabled(True)
        if self._saved in self.blocks:
            has_left = was_demo and not self._is_demo
            self.blocks[self._saved].tell_saved("Your own library is open now." if has_left else "")
        self._saved = ""
        self._focus_first()

    async def detach(self) -> None:
        """Let go of the core; the window may stay open until the next one is there."""
        await self._tasks.close()
        self._tasks = TaskScope(self._say, "keys")
        self._scroll.setEnabled(False)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._focus_first()

    def _focus_first(self) -> None:
        """Put the cursor where a key is to be pasted."""
        for block in self.blocks.values():
            for edit in block.fields.values():
                edit.setFocus(Qt.FocusReason.OtherFocusReason)
                return

    def _block(self, info: ProviderInfo, keys: Keys) -> KeyBlock:
        block = KeyBlock(info, keys, self._tasks)
        block.saved.connect(lambda: self._on_saved(info.name))
        return block

    def _on_saved(self, provider: str) -> None:
        self._saved = provider  # the blocks are made anew with the core: the next one says it
        self.keys_saved.emit()

    def _say(self, sentence: str) -> None:
        self._text.setText(sentence)


def _with_keys(core: Core) -> Sequence[ProviderInfo]:
    return [info for info in core.providers.infos() if info.keys]


def _explanation(*, is_demo: bool) -> str:
    kept = "Keys stay in the keyring of this computer and are sent to their provider only."
    if is_demo:
        return (
            "You are looking at the demo catalogue. As soon as the first key is saved, your own library "
            f"opens in its place; the demo is kept apart from it. {kept}"
        )
    return f"Each provider asks for a key of your own; all of them are free. {kept}"
