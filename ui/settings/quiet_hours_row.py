"""Quiet hours: on or off, from and to."""

from __future__ import annotations

from datetime import time

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from metarr_desktop.domain.errors import InvalidInput
from metarr_desktop.domain.schedule import QuietHours
from ui.settings import automation_wording as wording
from ui.settings.calm_fields import CalmTimeEdit
from ui.settings.option_rows import INDENT, a_check, a_label, a_row, add_option, mark
from ui.settings.page_frame import a_text

_USUAL = QuietHours(time(18), time(23))


class QuietHoursRow(QWidget):
    """Signals: changed(QuietHours or None); refused(str), and what was shown before is shown again."""

    changed = Signal(object)
    refused = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._quiet: QuietHours | None = None
        self._last = _USUAL
        self.check = a_check("Keep quiet hours", wording.QUIET, self)
        self.start = CalmTimeEdit("Quiet hours begin", "When it begins to be quiet, local time", self)
        self.end = CalmTimeEdit(
            "Quiet hours end", "When it is over, local time; may be the morning after", self
        )
        self.span = a_text("", "caption", self)
        self.span.setWordWrap(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        add_option(column, self.check, wording.QUIET)
        column.addLayout(
            a_row(
                a_label("From", self.start, self), self.start, a_label("to", self.end, self), self.end, self.span,
                indent=INDENT,
            )
        )  # fmt: skip
        self.check.toggled.connect(lambda is_on: self.changed.emit(self._last if is_on else None))
        for field in (self.start, self.end):
            field.timeChanged.connect(lambda _: self._on_time())

    def show_quiet(self, quiet: QuietHours | None) -> None:
        """Show *quiet*; while there is none, the hours that were kept last wait to be switched on again."""
        self._quiet = quiet
        self._last = quiet or self._last
        mark(self.check, quiet is not None)
        self.start.show_time(self._last.start)
        self.end.show_time(self._last.end)
        self.span.setText(wording.quiet_text(quiet))
        for field in (self.start, self.end):
            field.setEnabled(quiet is not None)

    def _on_time(self) -> None:
        try:
            self.changed.emit(QuietHours(self.start.moment(), self.end.moment()))
        except InvalidInput as error:
            self.refused.emit(str(error))
            self.show_quiet(self._quiet)
