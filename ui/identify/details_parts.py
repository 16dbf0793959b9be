"""Parts of the details pane: the poster, the reasons of the confidence, the comparison with the title."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QWidget

from metarr_desktop.domain.entity import Entity
from metarr_desktop.domain.ports import Thumbnails
from metarr_desktop.domain.thumbnail import Size
from ui.identify.compare import CompareLine
from ui.identify.results_model import ResultRow
from ui.identify.wording import breakable, why_lines
from ui.images import PixmapCache, paint_picture, paint_placeholder
from ui.picture_feed import PictureFeed
from ui.task_scope import ErrorSink
from ui.theme import set_role

_BOX = Size(342, 513)
_MOST_WHY_LINES = 6


class PosterView(QWidget):
    """The poster of one result, loaded when it is shown."""

    def __init__(
        self,
        thumbnails: Thumbnails,
        cache: PixmapCache,
        parent: QWidget | None = None,
        *,
        on_error: ErrorSink | None = None,
    ) -> None:
        super().__init__(parent)
        self._url: str | None = None
        self._noun = "poster"
        self.feed = PictureFeed(thumbnails, cache, self, on_error=on_error)
        self.feed.arrived.connect(lambda _: self.update())
        self.setAccessibleName("Poster")

    def show_url(self, url: str | None, noun: str = "poster") -> None:
        """Show the poster at *url*; None shows that there is none.  *noun* is what it is called."""
        if noun != self._noun:
            self._noun = noun
            self.setAccessibleName(noun.capitalize())
            self.update()
        if url != self._url:
            self._url = url
            self.feed.want([url] if url else [], _BOX)
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        pixmap = self.feed.pixmap(self._url, _BOX) if self._url else None
        if pixmap is not None:
            paint_picture(painter, self.rect(), pixmap)
        elif self._url and self.feed.failed(self._url) is None:
            paint_placeholder(painter, self.rect(), "", is_dashed=False)
        else:
            paint_placeholder(painter, self.rect(), f"No {self._noun}")
        painter.end()


class WhyTable(QWidget):
    """Reasons at the left, what they count at the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pairs: list[tuple[QLabel, QLabel]] = []
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(5)
        grid.setColumnStretch(0, 1)
        for row in range(_MOST_WHY_LINES):
            words, value = QLabel(self), QLabel(self)
            set_role(words, "muted")
            words.setWordWrap(True)
            for label in (words, value):
                label.setTextFormat(Qt.TextFormat.PlainText)
            value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            grid.addWidget(words, row, 0)
            grid.addWidget(value, row, 1)
            self._pairs.append((words, value))

    def show_reasons(self, row: ResultRow, entity: Entity | None) -> None:
        """Say how the confidence of *row* came about."""
        lines = why_lines(row.result, row.gap, entity)
        for at, (words, value) in enumerate(self._pairs):
            is_used = at < len(lines)
            words.setText(lines[at].words if is_used else "")
            value.setText(lines[at].value if is_used else "")
            words.setVisible(is_used)
            value.setVisible(is_used)

    def lines(self) -> tuple[tuple[str, str], ...]:
        """Return what is shown, line by line."""
        return tuple((words.text(), value.text()) for words, value in self._pairs if not words.isHidden())


class CompareTable(QWidget):
    """What the title says, what the result says, and whether that is the same."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cells: list[tuple[QLabel, QLabel, QLabel, QLabel]] = []
        self._lines: tuple[CompareLine, ...] = ()
        grid = self._grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(5)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        for column, words in ((1, "Yours"), (2, "This result")):
            head = QLabel(words, self)
            set_role(head, "caption")
            grid.addWidget(head, 0, column)

    def show_lines(self, lines: tuple[CompareLine, ...]) -> None:
        """Show *lines*; those that contradict are marked by a sign, not by colour alone."""
        self._lines = lines
        while len(self._cells) < len(lines):
            self._add_row()
        for at, (name, own, found, mark) in enumerate(self._cells):
            is_used = at < len(lines)
            for label in (name, own, found, mark):
                label.setVisible(is_used)
            if not is_used:
                continue
            line = lines[at]
            name.setText(line.name)
            own.setText(breakable(line.own, longest=120))
            found.setText(breakable(line.found, longest=120))
            mark.setText("=" if line.is_same else "≠")
            mark.setAccessibleName("same" if line.is_same else "different")
            set_role(mark, "muted" if line.is_same else "warn")
        self.setVisible(bool(lines))

    def lines(self) -> tuple[CompareLine, ...]:
        """Return what is shown, line by line."""
        return self._lines

    def _add_row(self) -> None:
        row = len(self._cells) + 1
        cells = (QLabel(self), QLabel(self), QLabel(self), QLabel(self))
        for column, label in enumerate(cells):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(label, row, column)
        set_role(cells[0], "muted")
        for label in cells[1:3]:
            label.setWordWrap(True)
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        self._cells.append(cells)
