"""The result in front: what it is, why it was judged so, and what to do with it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from metarr_desktop.domain.entity import Entity
from metarr_desktop.domain.ports import Thumbnails
from ui.identify.compare import CompareLine, compare_lines, contradiction_of, known_of, more_of
from ui.identify.details_parts import CompareTable, PosterView, WhyTable
from ui.identify.results_model import ResultRow
from ui.identify.wording import (
    breakable,
    changes_identity,
    id_lines,
    minutes_text,
    origin_of,
    state_words,
    subtitle_of,
)
from ui.images import PixmapCache
from ui.kinds import words_of
from ui.side_scroll import SideScroll
from ui.task_scope import ErrorSink
from ui.theme import set_role

_LONGEST_OVERVIEW = 2000
_NARROWEST = 330
_LONGEST_BESIDE = 26
"""Characters of an id that has room beside the poster; longer ones stand below it."""


class DetailsPane(QFrame):
    """Details and decisions.

    Signals:
        accept_requested(bool): True for "and next".
        skip_requested(), in_no_provider_requested()
    """

    accept_requested = Signal(bool)
    skip_requested = Signal()
    in_no_provider_requested = Signal()

    def __init__(
        self,
        thumbnails: Thumbnails,
        cache: PixmapCache,
        parent: QWidget | None = None,
        *,
        on_error: ErrorSink | None = None,
    ) -> None:
        super().__init__(parent)
        set_role(self, "panel-right")
        self._ratio = 2 / 3
        self.poster = PosterView(thumbnails, cache, self, on_error=on_error)
        self.title, self.facts, self.origin = _text("title"), _text("muted"), _text("muted")
        self.ids, self.overview, self._heading = _text(""), _text("muted"), _text("heading")
        self.long_ids = _text("caption")
        for label in (self.ids, self.long_ids):
            label.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )
            label.setAccessibleName("Ids")
        self.verdict = QLabel(self)
        self.why, self.compare = WhyTable(self), CompareTable(self)
        self.more, self._compare_heading = _text("muted"), _text("heading")
        self._compare_heading.setText("Compare")
        self.contradiction = _text("warn")
        self._content = self._laid_out()
        self._scroll = SideScroll(self)
        self._scroll.verticalScrollBar().rangeChanged.connect(self._on_scroll_range)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setAccessibleName("Details of the result")
        self._scroll.setWidget(self._content)
        self.keep_artwork = QCheckBox("Keep chosen artwork", self)
        self.keep_artwork.setAccessibleName("Keep chosen artwork")
        self.accept = self._button("Accept", "Take over title, year and ids of this result")
        self.accept_next = self._button("Accept and next", "Take it over and go to the next title")
        self.skip = self._button("Skip", "Leave this title as it is", "Alt+S")
        self.none = self._button("In no provider", "Note that no provider knows this title", "Alt+N")
        self.accept.clicked.connect(lambda _=False: self.accept_requested.emit(False))
        self.accept_next.clicked.connect(lambda _=False: self.accept_requested.emit(True))
        self.skip.clicked.connect(lambda _=False: self.skip_requested.emit())
        self.none.clicked.connect(lambda _=False: self.in_no_provider_requested.emit())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._scroll, 1)
        column.addLayout(self._decisions())
        self.set_queue_length(1)
        self.show_row(None, None)

    def show_row(self, row: ResultRow | None, entity: Entity | None) -> None:
        """Show the result *row* for the title *entity*; without a row, what is known of the title itself."""
        self._content.setVisible(row is not None or entity is not None)
        is_changing = row is not None and changes_identity(entity, row.result)
        words = words_of(entity.key.entity_type if entity is not None else None)
        self.keep_artwork.setToolTip(
            f"This {words.one} is identified as another one. Off: artwork chosen for that one is set aside"
        )
        contradiction = contradiction_of(entity, row.result) if row is not None else ""
        self.contradiction.setText(f"⚠ {contradiction}" if contradiction else "")
        self.contradiction.setVisible(bool(contradiction))
        if is_changing == self.keep_artwork.isHidden():
            self.keep_artwork.setChecked(False)
        self.keep_artwork.setVisible(is_changing)
        self.poster.setVisible(row is not None)
        self.poster.show_url(row.result.poster_url if row else None, words.picture)
        self._set_ratio(words.ratio)
        for label in (self._heading, self.verdict, self.why):
            label.setVisible(row is not None)
        if row is not None:
            result = row.result
            ids = "\n".join(id_lines(result.external_ids))
            self._say(result.title, subtitle_of(result), origin_of(result), ids, result.overview)
            self._heading.setText(f"Why {result.confidence}")
            self.verdict.setText(row.verdict.word)
            set_role(self.verdict, row.verdict.value)
            self.why.show_reasons(row, entity)
            self._show_beside(more_of(known_of(entity, result)), compare_lines(entity, result))
        elif entity is not None:
            facts = " · ".join(filter(None, (minutes_text(entity.runtime_min), entity.edition)))
            ids = "\n".join(id_lines(entity.external_ids))
            self._say(entity.label, facts, state_words(entity), ids, entity.path or "")
            self._show_beside(more_of(entity.metadata), ())

    def _show_beside(self, more: str, lines: tuple[CompareLine, ...]) -> None:
        self.more.setText(more)
        self.more.setVisible(bool(more))
        self.compare.show_lines(lines)
        self._compare_heading.setVisible(bool(lines))

    def _say(self, title: str, facts: str, origin: str, ids: str, text: str) -> None:
        self.title.setText(breakable(title))
        is_long = any(len(line) > _LONGEST_BESIDE for line in ids.splitlines())
        for label, words in (
            (self.facts, facts),
            (self.origin, origin),
            (self.ids, "" if is_long else ids),
            (self.long_ids, ids if is_long else ""),
            (self.overview, breakable(text, longest=_LONGEST_OVERVIEW)),
        ):
            label.setText(words)
            label.setVisible(bool(words))
        self.long_ids.setToolTip(self.long_ids.text())  # very large text may not have room for all of it

    def stops(self) -> list[QWidget]:
        """Return what Tab stops at, in reading order."""
        decisions = [self.keep_artwork, self.accept_next, self.accept, self.skip, self.none]
        return [self.ids, self.long_ids, self._scroll, *decisions]

    def set_can_accept(self, can_accept: bool) -> None:
        """Allow accepting only while the results are those of the text."""
        self.accept.setEnabled(can_accept)
        self.accept_next.setEnabled(can_accept)

    def set_can_decide(self, can_decide: bool) -> None:
        """Allow leaving the title only once it is read."""
        self.skip.setEnabled(can_decide)
        self.none.setEnabled(can_decide)

    def set_queue_length(self, count: int) -> None:
        """Offer "and next" only where something follows; the likelier act is the accented one."""
        self.accept_next.setVisible(count > 1)
        set_role(self.accept, "" if count > 1 else "primary")
        set_role(self.accept_next, "primary")

    def minimumSizeHint(self) -> QSize:
        """Wide enough for the words of the buttons, whatever the text size."""
        hint = super().minimumSizeHint()
        return QSize(max(_NARROWEST, hint.width()), hint.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_poster()

    def _set_ratio(self, ratio: float) -> None:
        if ratio != self._ratio:
            self._ratio = ratio
            self._fit_poster()

    def _fit_poster(self) -> None:
        width = max(96, min(200, round(self.width() * 0.38)))
        self.poster.setFixedSize(QSize(width, round(width / self._ratio)))

    def _on_scroll_range(self, _first: int, last: int) -> None:
        # A stop of Tab only where the keys have something to scroll.
        self._scroll.setFocusPolicy(Qt.FocusPolicy.TabFocus if last else Qt.FocusPolicy.NoFocus)

    def _laid_out(self) -> QWidget:
        content = QWidget(self)
        facts = QVBoxLayout()
        facts.setSpacing(6)
        for label in (self.title, self.facts, self.origin, self.ids):
            facts.addWidget(label)
        facts.addStretch(1)
        top = QHBoxLayout()
        top.setSpacing(14)
        top.addWidget(self.poster, 0, Qt.AlignmentFlag.AlignTop)
        top.addLayout(facts, 1)
        column = QVBoxLayout(content)
        column.setContentsMargins(14, 14, 2, 14)  # the room of the scroll bar is the rest of the margin
        column.setSpacing(10)
        column.addLayout(top)
        for label in (self.long_ids, self.overview, self.more):
            column.addWidget(label)
        column.addSpacing(4)
        heading = QHBoxLayout()
        heading.addWidget(self._heading, 1)
        heading.addWidget(self.verdict)
        column.addLayout(heading)
        column.addWidget(self.why)
        column.addSpacing(4)
        column.addWidget(self._compare_heading)
        column.addWidget(self.compare)
        column.addStretch(1)
        return content

    def _decisions(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setContentsMargins(14, 10, 14, 14)
        column.setSpacing(8)
        pair = QHBoxLayout()
        pair.setSpacing(8)
        pair.addWidget(self.skip, 1)
        pair.addWidget(self.none, 1)
        for widget in (self.contradiction, self.keep_artwork, self.accept_next, self.accept):
            column.addWidget(widget)
        column.addLayout(pair)
        return column

    def _button(self, text: str, tooltip: str, key: str = "") -> QPushButton:
        keys = {"Accept": "Enter", "Accept and next": "Ctrl+Enter"}
        shown_key = key or keys.get(text, "")
        button = QPushButton(text if key else f"{text}    {shown_key}", self)
        button.setAutoDefault(True)
        button.setAccessibleName(text)
        button.setToolTip(f"{tooltip} ({shown_key})")
        if key:
            button.setShortcut(QKeySequence(key))
        return button


def _text(role: str) -> QLabel:
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    # A long word must not make the pane wider than the window allows.
    label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
    set_role(label, role)
    return label
