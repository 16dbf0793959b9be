"""The pictures of a survey, painted as large as the window allows."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QColor,
    QFontMetrics,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
)
from PySide6.QtWidgets import QToolTip, QWidget

from metarr_desktop.domain.asset import ASSET_SHAPES, AssetShape, AssetType
from ui.assets.asset_delegate import REJECTED_OPACITY, paint_alpha_picture
from ui.assets.views.shown import Shown
from ui.assets.views.survey_layout import best_columns, survey_cells
from ui.assets.wording import (
    PROPOSED,
    REJECTED,
    pixels_text,
    selected_text,
    short_language,
    short_mark,
    tile_sentence,
    votes_text,
)
from ui.images import paint_focus_ring, paint_mark, paint_picture, paint_placeholder
from ui.theme import TextSize, current_tokens, text_font

PictureOf = Callable[[Shown], tuple[QPixmap | None, str]]
"""Returns the best picture that is here, and why there is none."""


class SurveyBoard(QWidget):
    """Arrows and clicks move the focus; what is done with the focused picture is for the page to say.

    Signals:
        focused(int): the asset id. opened(int): double click or Space. closed(): Esc.
    """

    focused = Signal(int)
    opened = Signal(int)
    closed = Signal()

    def __init__(self, picture_of: PictureOf, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture_of = picture_of
        self._items: tuple[Shown, ...] = ()
        self._at = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Survey")

    @property
    def items(self) -> tuple[Shown, ...]:
        """What is shown."""
        return self._items

    @property
    def current(self) -> Shown | None:
        """What has the focus."""
        return self._items[self._at] if self._items else None

    def show_items(self, items: Sequence[Shown], asset_id: int | None = None) -> None:
        """Show *items*, the focus on *asset_id*, else where it was."""
        self._items = tuple(items)
        places = [place for place, each in enumerate(self._items) if each.asset.id == asset_id]
        self._at = places[0] if places else max(0, min(self._at, len(self._items) - 1))
        self._tell()
        self.update()

    def focus_place(self, place: int) -> None:
        """Focus the picture at *place*, from 0; nothing happens beyond the ends."""
        if 0 <= place < len(self._items) and place != self._at:
            self._at = place
            self._tell()
            self.update()
            self.focused.emit(self._items[place].asset.id)

    def cells(self) -> tuple[QRect, ...]:
        """Return the places of all pictures with their captions."""
        return survey_cells(len(self._items), self._shape().ratio, self.size(), self._caption())

    def picture_rect(self, cell: QRect) -> QRect:
        """Return the part of *cell* that is for the picture."""
        return cell.adjusted(0, 0, 0, -self._caption())

    def sizeHint(self) -> QSize:
        return QSize(640, 400)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(current_tokens().background))
        for place, (cell, shown) in enumerate(zip(self.cells(), self._items, strict=True)):
            self._paint_one(painter, cell, shown, is_current=place == self._at)
        painter.end()

    def _paint_one(self, painter: QPainter, cell: QRect, shown: Shown, *, is_current: bool) -> None:
        tokens, asset, box = current_tokens(), shown.asset, self.picture_rect(cell)
        pixmap, words = self._picture_of(shown)
        if pixmap is None:
            paint_placeholder(painter, box, words or "Loading…", is_dashed=bool(words))
            seen = box
        elif self._shape().has_alpha:
            paint_alpha_picture(painter, box, pixmap)
            seen = box
        else:
            opacity = REJECTED_OPACITY if asset.is_rejected else 1.0
            seen = paint_picture(painter, box, pixmap, opacity=opacity)
        if asset.is_selected:
            text = selected_text(asset)
            paint_mark(
                painter, seen, text, tokens.good, tokens.good_text, is_right=False, short=short_mark(text)
            )
        elif asset.is_rejected:
            paint_mark(painter, seen, REJECTED, tokens.scrim, tokens.scrim_text, short=short_mark(REJECTED))
        elif shown.is_proposed:
            paint_mark(painter, seen, PROPOSED, tokens.accent, tokens.accent_text, short=short_mark(PROPOSED))
        if is_current:
            paint_focus_ring(painter, seen)
        self._paint_caption(painter, cell, shown, words if pixmap is not None else "")

    def _paint_caption(self, painter: QPainter, cell: QRect, shown: Shown, failure: str) -> None:
        tokens, asset, flags = current_tokens(), shown.asset, Qt.AlignmentFlag
        metrics = QFontMetrics(text_font(TextSize.CAPTION))
        line = QRect(cell.x(), cell.bottom() - self._caption() + 7, cell.width(), metrics.height())
        score = "" if shown.score is None else str(shown.score)
        words = (shown.source.title, short_language(asset), pixels_text(asset), votes_text(asset))
        facts = failure or " · ".join(word for word in words if word)
        painter.setPen(QColor(tokens.text))
        painter.setFont(text_font(TextSize.CAPTION, bold=True))
        painter.drawText(line, int(flags.AlignLeft | flags.AlignVCenter), score)
        rest = line.adjusted(painter.fontMetrics().horizontalAdvance(score) + (8 if score else 0), 0, 0, 0)
        painter.setFont(text_font(TextSize.CAPTION))
        painter.setPen(QColor(tokens.warn if failure else tokens.muted))
        elided = metrics.elidedText(facts, Qt.TextElideMode.ElideRight, rest.width())
        painter.drawText(rest, int(flags.AlignLeft | flags.AlignVCenter), elided)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys, key = Qt.Key, Qt.Key(event.key())
        count = len(self._items)
        columns = best_columns(count, self._shape().ratio, self.size(), self._caption()) if count else 1
        steps = {keys.Key_Left: -1, keys.Key_Right: 1, keys.Key_Up: -columns, keys.Key_Down: columns}
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and key in steps:
            self.focus_place(self._at + steps[key])
        elif plain and key in (keys.Key_Home, keys.Key_End):
            self.focus_place(0 if key == keys.Key_Home else count - 1)
        elif plain and key == keys.Key_Escape:
            self.closed.emit()
        elif plain and key == keys.Key_Space and self.current is not None:
            self.opened.emit(self.current.asset.id)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = self._place_at(event)
        if place is not None:
            self.focus_place(place)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self._place_at(event) is not None and self.current is not None:
            self.opened.emit(self.current.asset.id)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            under = next(
                (
                    each
                    for cell, each in zip(self.cells(), self._items, strict=True)
                    if cell.contains(event.pos())
                ),
                None,
            )
            QToolTip.showText(event.globalPos(), "" if under is None else self._sentence(under), self)
            return True
        return super().event(event)

    def _place_at(self, event: QMouseEvent) -> int | None:
        spot = event.position().toPoint()
        return next((place for place, cell in enumerate(self.cells()) if cell.contains(spot)), None)

    def _sentence(self, shown: Shown) -> str:
        place = self._items.index(shown) + 1
        return tile_sentence(
            shown.asset,
            place,
            len(self._items),
            shown.source.title,
            season=shown.season,
            score=shown.score,
            is_proposed=shown.is_proposed,
        )

    def _tell(self) -> None:
        """Say what has the focus, for who cannot see it."""
        current = self.current
        self.setAccessibleDescription("" if current is None else self._sentence(current))
        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))

    def _shape(self) -> AssetShape:
        return ASSET_SHAPES[self._items[0].asset.asset_type if self._items else AssetType.POSTER]

    def _caption(self) -> int:
        return QFontMetrics(text_font(TextSize.CAPTION)).height() + 10
