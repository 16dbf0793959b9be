"""The row of seasons below the tabs, for types that have a slot for each season."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from metarr_desktop.domain.asset import ASSET_SHAPES, AssetType
from ui.assets.seasons import SeasonLine, progress_text
from ui.assets.wording import count_of
from ui.flow_layout import FlowLayout
from ui.icons import paint_icon
from ui.pill import Pill
from ui.theme import TextSize, current_tokens, set_role, text_font

_KEYS = "Ctrl+Page up and Page down, or [ and ]"


class SeasonChip(Pill):
    """One season: its number, how many candidates it has, and a mark once a picture is selected."""

    _MARK, _GAP = 15, 5

    def __init__(self, line: SeasonLine, kind: AssetType, parent: QWidget) -> None:
        super().__init__(line.short, parent)
        self.setCheckable(True)
        # A click must not take the keyboard away from the tiles; Tab still comes here.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.show_line(line, kind)

    def show_line(self, line: SeasonLine, kind: AssetType) -> None:
        """Show *line*; the number of the season stays."""
        self._line = line
        words = [line.title, line.facts, count_of(line.count, kind) if line.count else _nothing(kind)]
        if line.chosen and line.number is not None:
            words.append("one selected" if line.chosen == 1 else f"{line.chosen:,} selected")
        self.setText(line.short)
        self.setAccessibleName(", ".join(word for word in words if word))
        self.setToolTip(f"{' · '.join(word for word in words if word)} ({_KEYS})")
        self.updateGeometry()
        self.update()

    @property
    def line(self) -> SeasonLine:
        """The season shown."""
        return self._line

    def text_colour(self) -> str:
        tokens = current_tokens()
        return tokens.text if self._line.count else tokens.disabled

    def extra_width(self) -> int:
        return self._MARK if self._line.chosen and self._line.number is not None else 0

    def paint_mark(self, painter: QPainter, rect: QRect) -> None:
        mark = QRect(rect.x() - 2, rect.center().y() - 6, 13, 13)
        paint_icon(painter, mark, "check", current_tokens().good)

    def sizeHint(self) -> QSize:
        hint, count = super().sizeHint(), self._count()
        more = self._GAP + QFontMetrics(text_font(TextSize.CAPTION)).horizontalAdvance(count) if count else 0
        return QSize(hint.width() + more, hint.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        count = self._count()
        if not count:
            return
        painter = QPainter(self)
        painter.setFont(text_font(TextSize.CAPTION))
        painter.setPen(QColor(current_tokens().muted))
        room = self.rect().adjusted(0, 0, 1 - self.height() // 2, 0)
        painter.drawText(room, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, count)
        painter.end()

    def _count(self) -> str:
        return f"{self._line.count:,}" if self._line.count else ""


class SeasonBar(QWidget):
    """All seasons, Specials, 1, 2 …, and how far one has come.  Left and Right walk along it, Space chooses.

    Args:
        before: where Tab comes from; chips are made late, which would put them at the end of the window.

    Signals:
        season_chosen(number or None): by the person, not by `show_seasons`.
    """

    season_chosen = Signal(object)

    def __init__(self, before: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._before = before
        self._chips: dict[int | None, SeasonChip] = {}
        self._current: int | None = None
        self._row = QWidget(self)
        self._row.setAccessibleName("Seasons")
        self._flow = FlowLayout(self._row, spacing=6)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self._row.setSizePolicy(policy)
        self.progress = QLabel(self)
        set_role(self.progress, "muted")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 16, 2)
        row.setSpacing(16)
        row.addWidget(self._row, 1)
        row.addWidget(self.progress, 0, Qt.AlignmentFlag.AlignTop)
        self.hide()

    def show_seasons(self, lines: Sequence[SeasonLine], kind: AssetType, current: int | None) -> None:
        """Show *lines*; a season that stays keeps its widget, and so the focus."""
        wanted = {line.number for line in lines}
        for number in [each for each in self._chips if each not in wanted]:
            chip = self._chips.pop(number)
            self._flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        for place, line in enumerate(lines):
            known = self._chips.get(line.number)
            if known is not None:
                known.show_line(line, kind)
                continue
            self._flow.insert_widget(place, self._new_chip(line, kind))
        self._chips = {line.number: self._chips[line.number] for line in lines}
        self._current = current
        self._settle()
        self.progress.setText(progress_text(kind, lines))
        self.progress.setFixedHeight(
            max((chip.sizeHint().height() for chip in self._chips.values()), default=0)
        )
        self._row.updateGeometry()

    def chip(self, number: int | None) -> SeasonChip:
        """Return the chip of a season; KeyError when it is not shown."""
        return self._chips[number]

    @property
    def numbers(self) -> tuple[int | None, ...]:
        """The seasons shown, in order."""
        return tuple(self._chips)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        chips = list(self._chips.values())
        focused = next((at for at, chip in enumerate(chips) if chip.hasFocus()), None)
        if step is None or focused is None:
            super().keyPressEvent(event)
            return
        chips[(focused + step) % len(chips)].setFocus(Qt.FocusReason.TabFocusReason)

    def _new_chip(self, line: SeasonLine, kind: AssetType) -> SeasonChip:
        chip = SeasonChip(line, kind, self._row)
        chip.clicked.connect(lambda _=False, number=line.number: self._on_clicked(number))
        self._chips[line.number] = chip
        chip.show()
        return chip

    def _on_clicked(self, number: int | None) -> None:
        self._current = number
        self._settle()
        self.season_chosen.emit(number)

    def _settle(self) -> None:
        """Mark the current season and make it the one stop of Tab."""
        stop = self._current if self._current in self._chips else next(iter(self._chips), None)
        for number, chip in self._chips.items():
            chip.setChecked(number == self._current)
            is_stop = number == stop or chip.hasFocus()
            chip.setFocusPolicy(Qt.FocusPolicy.TabFocus if is_stop else Qt.FocusPolicy.NoFocus)
            if is_stop:
                QWidget.setTabOrder(self._before, chip)


def _nothing(kind: AssetType) -> str:
    return f"no {ASSET_SHAPES[kind].plural}"
