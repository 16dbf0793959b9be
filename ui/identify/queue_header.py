"""The line on top: where we are in the queue, and which file it is about."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from metarr_desktop.domain.entity import Entity, IdentityState
from ui.icons import icon
from ui.identify.title_queue import TitleQueue
from ui.identify.wording import minutes_text
from ui.text import count_text
from ui.theme import set_role


class PathLabel(QLabel):
    """A line that gives up its middle when there is no room: the ends of a path say most."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setTextFormat(Qt.TextFormat.PlainText)

    def minimumSizeHint(self) -> QSize:
        return QSize(40, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        metrics = QFontMetrics(self.font())
        text = metrics.elidedText(self.text(), Qt.TextElideMode.ElideMiddle, self.width())
        painter.setPen(self.palette().color(self.foregroundRole()))
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute
        painter.drawText(self.rect(), int(flags), text)
        painter.end()


class QueueHeader(QFrame):
    """Title, "3 of 14", Back and Next, the file.

    Signals:
        step_requested(int): -1 for Back, 1 for Next.
        browse_requested(): show the artwork of the title in front.
    """

    step_requested = Signal(int)
    browse_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_role(self, "header")
        self._heading, self._place = QLabel("Identify", self), QLabel(self)
        set_role(self._heading, "title")
        set_role(self._place, "muted")
        self.back = self._button("Back", "back", "Alt+Left", "The title before", -1)
        self.next = self._button("Next", "next", "Alt+Right", "The next title; this one stays as it is", 1)
        self.next.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # the arrow stands behind the word
        self.browse = QPushButton("Browse artwork", self)
        set_role(self.browse, "link")
        self.browse.setAutoDefault(True)
        self.browse.setToolTip("Show the artwork of this title (Ctrl+B)")
        self.browse.setAccessibleName("Browse artwork")
        self.browse.setShortcut(QKeySequence("Ctrl+B"))
        self.browse.clicked.connect(lambda _=False: self.browse_requested.emit())
        self._file = PathLabel(self)
        set_role(self._file, "muted")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 16, 8)
        row.setSpacing(8)
        for widget in (self._heading, self._place, self.back, self.next, self.browse):
            row.addWidget(widget)
        row.addSpacing(24)
        row.addWidget(self._file, 1)

    def show_queue(self, queue: TitleQueue) -> None:
        """Say where we are; a queue of one has nowhere to go."""
        count = len(queue.keys)
        done = f" · {count_text(len(queue.done), 'title')} done" if queue.done and count > 1 else ""
        self._place.setText(f"{queue.place + 1} of {count}{done}" if count > 1 else "")
        for button, is_possible in ((self.back, queue.place > 0), (self.next, not queue.is_at_end)):
            button.setVisible(count > 1)
            button.setEnabled(is_possible)

    def show_entity(self, entity: Entity | None) -> None:
        """Say which file it is about."""
        self.browse.setVisible(entity is not None and entity.state is IdentityState.IDENTIFIED)
        if entity is None:
            self._file.clear()
            return
        path = " / ".join(part for part in (entity.path or "").replace("\\", "/").split("/") if part)
        facts = [path or "no file", minutes_text(entity.runtime_min), entity.edition]
        if entity.state is IdentityState.IN_NO_PROVIDER:
            facts.append("in no provider")
        self._file.setText(" · ".join(fact for fact in facts if fact))
        self._file.setToolTip(entity.path or "")
        self._file.setAccessibleName(f"File: {self._file.text()}")

    @property
    def place_text(self) -> str:
        """What is said of the place in the queue."""
        return self._place.text()

    @property
    def file_text(self) -> str:
        """What is said of the file."""
        return self._file.text()

    def _button(self, text: str, icon_name: str, key: str, tooltip: str, step: int) -> QPushButton:
        button = QPushButton(text, self)
        button.setIcon(icon(icon_name))
        button.setAutoDefault(True)
        button.setShortcut(QKeySequence(key))
        button.setToolTip(f"{tooltip} ({key})")
        button.setAccessibleName(text)
        button.clicked.connect(lambda _=False: self.step_requested.emit(step))
        return button
