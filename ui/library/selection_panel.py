"""The inspector's page for several selected titles: what they have in sum, and what can be done with all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from metarr_desktop.domain.entity import EntityKey, EntityType, IdentityState
from metarr_desktop.domain.library import EntityDetails, LibraryRow
from ui.images import paint_picture, paint_placeholder
from ui.kinds import count_of, kind_of_all, words_of
from ui.library.wording import selection_facts, union_lines
from ui.text import utc_now
from ui.theme import set_role

MOST_READ = 300
"""So many titles are read one by one for the sums per type; more would make the selection wait."""
_POSTERS = 4


@dataclass(frozen=True, slots=True)
class Selected:
    """Several titles; ``details`` of the identified ones, empty while they are read or where they are too many."""

    rows: tuple[LibraryRow, ...]
    details: tuple[EntityDetails, ...] = ()

    @property
    def keys(self) -> tuple[EntityKey, ...]:
        return tuple(row.key for row in self.rows)

    @property
    def entity_type(self) -> EntityType | None:
        """The kind of all of them."""
        return kind_of_all(row.entity for row in self.rows)

    @property
    def unidentified(self) -> int:
        """How many do not know yet what they are."""
        return sum(row.entity.state is IdentityState.UNIDENTIFIED for row in self.rows)

    def poster_urls(self) -> list[str]:
        """Return the addresses of the first posters."""
        found = [row.poster for row in self.rows if row.poster is not None]
        return [poster.thumb_url or poster.url for poster in found[:_POSTERS]]


class PosterStrip(QWidget):
    """The first posters or covers side by side, in shapes that do not move when they arrive."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Pictures of the selected titles")
        self._ratio = 2 / 3
        self._urls: list[str] = []
        self._picture_of: Callable[[str], QPixmap | None] = lambda url: None

    def show_shape(self, ratio: float) -> None:
        """Make room for pictures of this shape, width divided by height."""
        self._ratio = ratio
        self.updateGeometry()

    def show_urls(self, urls: Sequence[str], picture_of: Callable[[str], QPixmap | None]) -> None:
        """Show the posters at *urls* as far as *picture_of* has them."""
        self._urls, self._picture_of = list(urls), picture_of
        self.setVisible(bool(urls))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(240, self._height())

    def minimumSizeHint(self) -> QSize:
        return QSize(160, self._height())

    def _height(self) -> int:
        return 96 if self._ratio < 1 else 66

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        gap = 8
        width = (self.width() - gap * (_POSTERS - 1)) // _POSTERS
        width = min(round(self.height() * self._ratio), width)
        for at, url in enumerate(self._urls):
            box = QRect(at * (width + gap), 0, width, round(width / self._ratio))
            pixmap = self._picture_of(url)
            if pixmap is None:
                paint_placeholder(painter, box, "", is_dashed=False)
            else:
                paint_picture(painter, box, pixmap)
        painter.end()


class SelectionPanel(QWidget):
    """Signals: identify_clicked(), refresh_clicked(): both mean all selected titles."""

    identify_clicked = Signal()
    refresh_clicked = Signal()

    def __init__(self, parent: QWidget | None = None, *, clock: Callable[[], datetime] = utc_now) -> None:
        super().__init__(parent)
        self._clock = clock
        self._shown: Selected | None = None
        self._title, self._facts, self._note = QLabel(self), QLabel(self), QLabel(self)
        for label, role in ((self._title, "title"), (self._facts, "muted"), (self._note, "caption")):
            label.setWordWrap(True)
            set_role(label, role)
        self.posters = PosterStrip(self)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(5)
        self._grid.setColumnStretch(1, 1)
        self._lines: list[tuple[QLabel, QLabel]] = []
        self.identify_button = QPushButton("Identify…", self)
        self.identify_button.setToolTip("Say of one after the other what it is (Ctrl+I)")
        self.refresh_button = QPushButton("Force refresh", self)
        self.identify_button.clicked.connect(lambda: self.identify_clicked.emit())
        self.refresh_button.clicked.connect(lambda: self.refresh_clicked.emit())
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 10, 16)
        column.setSpacing(8)
        heading = QVBoxLayout()
        heading.setSpacing(2)
        heading.addWidget(self._title)
        heading.addWidget(self._facts)
        column.addLayout(heading)
        column.addWidget(self.posters)
        column.addLayout(self._grid)
        column.addWidget(self._note)
        column.addSpacing(4)
        column.addWidget(self.identify_button)
        column.addWidget(self.refresh_button)
        column.addStretch(1)

    @property
    def shown(self) -> Selected | None:
        """What is shown now."""
        return self._shown

    def show_selected(self, selected: Selected) -> None:
        """Show what *selected* have in sum; the sums by type follow with their details."""
        self._shown = selected
        kind = selected.entity_type
        self._title.setText(f"{count_of(len(selected.rows), kind)} selected")
        self.posters.show_shape(words_of(kind).ratio)
        self.tell_age()
        self._show_lines(union_lines(selected.details))
        is_too_many = len(selected.rows) - selected.unidentified > MOST_READ
        self._note.setText(
            f"Select {count_of(MOST_READ, kind)} or fewer to see their artwork by type."
            if is_too_many
            else ""
        )
        self._note.setVisible(is_too_many)
        count = selected.unidentified
        self.identify_button.setVisible(bool(count))
        self.identify_button.setText(f"Identify {count_of(count, kind)}…")
        self.identify_button.setAccessibleName(f"Identify {count_of(count, kind)}")
        set_role(self.identify_button, "primary")

    def tell_age(self) -> None:
        """Say how old the data is by now."""
        if self._shown is not None:
            self._facts.setText("\n".join(selection_facts(self._shown.rows, self._clock())))

    def set_refresh(self, text: str, *, is_enabled: bool, tooltip: str) -> None:
        """Let the refresh button say what the one of the tool bar says."""
        self.refresh_button.setText(text)
        self.refresh_button.setAccessibleName(text)
        self.refresh_button.setEnabled(is_enabled)
        self.refresh_button.setToolTip(tooltip)

    def lines(self) -> tuple[tuple[str, str], ...]:
        """Return what is said of each type of artwork."""
        return tuple((name.text(), words.text()) for name, words in self._lines if not name.isHidden())

    def minimumSizeHint(self) -> QSize:
        return QSize(180, super().minimumSizeHint().height())

    def _show_lines(self, lines: Sequence[tuple[str, str]]) -> None:
        while len(self._lines) < len(lines):
            name, words = QLabel(self), QLabel(self)
            set_role(name, "caption")
            set_role(words, "fact")
            words.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
            words.setWordWrap(True)
            row = len(self._lines)
            self._grid.addWidget(name, row, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(words, row, 1)
            self._lines.append((name, words))
        for at, (name, words) in enumerate(self._lines):
            is_used = at < len(lines)
            name.setText(lines[at][0] if is_used else "")
            words.setText(lines[at][1] if is_used else "")
            name.setVisible(is_used)
            words.setVisible(is_used)
