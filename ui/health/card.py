"""One provider on the health page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from metarr_desktop.domain.provider import ProviderInfo
from metarr_desktop.domain.status import ProviderNumbers, ProviderReport
from ui.buttons import act_button
from ui.health import wording
from ui.labels import text_label
from ui.provider_state import StateLabel, state_of
from ui.text import for_people
from ui.theme import set_role


class HealthCard(QFrame):
    """Lamp, numbers, last answer and error, keys, and what can be done about them.

    Signals: pause_clicked(), try_clicked(), test_clicked(), settings_clicked().
    """

    pause_clicked = Signal()
    try_clicked = Signal()
    test_clicked = Signal()
    settings_clicked = Signal()

    def __init__(self, info: ProviderInfo, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_role(self, "card")
        self.info = info
        self._is_testing = False
        self.title = QLabel(info.title, self)
        set_role(self.title, "heading")
        self.state = StateLabel(self)
        self.wait, self.try_button = text_label("warn", self), self._button("Try now", self.try_clicked.emit)
        set_role(self.try_button, "link")
        self.try_button.setToolTip(f"Ask {info.title} with the next title, without waiting any longer")
        self.values = [text_label("title", self) for _ in range(4)]
        self.words = [text_label("caption", self) for _ in range(4)]
        self.facts: dict[str, QLabel] = {}
        self.result = text_label("muted", self)
        self.result.setAccessibleName(f"Result for {info.title}")
        self._lay_out()

    # -- parts -----------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(10)
        self.pause_button = self._button("Pause", self.pause_clicked.emit)
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.pause_button)
        column.addLayout(head)
        column.addWidget(self.state)
        self._wait_row = QFrame(self)
        set_role(self._wait_row, "message")
        self._wait_row.setProperty("severity", "warn")
        row = QHBoxLayout(self._wait_row)
        row.setContentsMargins(12, 6, 8, 6)
        row.addWidget(self.wait, 1)
        row.addWidget(self.try_button)
        column.addWidget(self._wait_row)
        column.addLayout(self._numbers())
        column.addLayout(self._facts())
        column.addStretch(1)
        column.addWidget(self.result)
        column.addLayout(self._foot())

    def _numbers(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(0)
        for place, (value, word) in enumerate(zip(self.values, self.words, strict=True)):
            value.setWordWrap(False)
            word.setWordWrap(False)
            grid.addWidget(value, 0, place)
            grid.addWidget(word, 1, place)
            grid.setColumnStretch(place, 1)
        return grid

    def _facts(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        rows = ["Last answer", "Last error", "Limit"]
        if self.info.keys:
            rows.insert(2, "Key")
        for place, name in enumerate(rows):
            label, value = text_label("caption", self), text_label("fact", self)
            label.setText(name)
            label.setWordWrap(False)
            grid.addWidget(label, place, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(value, place, 1, Qt.AlignmentFlag.AlignTop)
            self.facts[name] = value
        return grid

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(4)
        for words, url in (("Website", self.info.website), ("Terms", self.info.terms_url)):
            if url:
                link = self._button(words)
                if not row.count():
                    link.setProperty("place", "edge")  # in line with the text above
                set_role(link, "link")
                link.setToolTip(f"Open {url} in your browser")
                link.clicked.connect(lambda _=False, each=url: QDesktopServices.openUrl(QUrl(each)))
                row.addWidget(link)
        row.addStretch(1)
        self.test_button = self._button("Test", self.test_clicked.emit)
        self.test_button.setVisible(bool(self.info.keys))
        self.settings_button = self._button("Open settings", self.settings_clicked.emit)
        self.settings_button.setToolTip(f"Keys, order and pause of {self.info.title} in the settings")
        row.addWidget(self.test_button)
        row.addWidget(self.settings_button)
        return row

    def _button(self, text: str, on_clicked: Callable[[], object] | None = None) -> QPushButton:
        words = f"{text}: {self.info.title}"
        button = act_button(text, words, self, name=words)
        if on_clicked is not None:
            button.clicked.connect(lambda _=False: on_clicked())
        return button

    # -- state -----------------------------------------------------------------------------------------------

    def show_report(self, report: ProviderReport, now: datetime) -> None:
        """Show what is known of the provider at *now*."""
        self.state.show_state(*state_of(report))
        wait = wording.wait_text(report, now)
        self.wait.setText(wait)
        self._wait_row.setVisible(bool(wait))
        self.facts["Last answer"].setText(wording.last_answer(report, now))
        self.facts["Last error"].setText(for_people(wording.last_error(report, now)))
        self.facts["Limit"].setText(_sentence(report.limit_sentence) or "none of our own")
        if "Key" in self.facts:
            self.facts["Key"].setText(report.key_sentence or "none")
        self.pause_button.setText("Resume" if report.is_paused else "Pause")
        self.pause_button.setAccessibleName(f"{self.pause_button.text()} {self.info.title}")
        self.pause_button.setToolTip(
            f"Ask {self.info.title} again"
            if report.is_paused
            else f"Ask {self.info.title} nothing until you resume it; nothing is forgotten"
        )
        self.pause_button.setEnabled(report.is_enabled)
        is_off = not report.is_enabled
        for label in (self.title, *self.values, *self.facts.values()):
            label.setEnabled(not is_off)

    def show_numbers(self, numbers: ProviderNumbers | None) -> None:
        """Show today's numbers."""
        for value, word, (name, text) in zip(
            self.values, self.words, wording.numbers_text(numbers), strict=True
        ):
            value.setText(text)
            value.setAccessibleName(f"{self.info.title}, {name}: {text}")
            word.setText(name)
            for label in (value, word):
                label.setToolTip(wording.CALLS)

    def show_test(self, sentence: str, role: str, *, is_running: bool = False) -> None:
        """Show what a test of the keys said; empty shows nothing."""
        self.result.setText(sentence)
        self.result.setVisible(bool(sentence))
        set_role(self.result, role)
        self.test_button.setText("Cancel" if is_running else "Test")
        self.test_button.setAccessibleName(f"{self.test_button.text()} the keys of {self.info.title}")
        self._is_testing = is_running
        self.set_testable(True)

    def set_testable(self, has_keys: bool) -> None:
        """Say what a click on *Test* does, and whether there is anything to test."""
        words = f"Ask {self.info.title} whether it accepts the keys that are kept"
        if not has_keys:
            words = f"No key of {self.info.title} is kept; enter one in the settings"
        self.test_button.setEnabled(has_keys or self._is_testing)
        self.test_button.setToolTip("Stop asking" if self._is_testing else words)


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:].rstrip('.')}." if words else ""
