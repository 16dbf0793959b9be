"""A picture and what it would take the place of, side by side at their true shape."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap

from metarr_desktop.domain.asset import ASSET_SHAPES, AssetType, CachedAsset
from ui.icons import paint_icon
from ui.images import fitted_rect, paint_picture, paint_placeholder
from ui.theme import TextSize, current_tokens, text_font
from ui.transparency import paint_checkerboard

_ARROW = 16
_GAP = 6
_EMPTY_SHARE = 0.3
"""Of the width: an empty place is shown, but the picture that would fill it is what is judged."""


@dataclass(frozen=True, slots=True)
class PairPlaces:
    """Where the two pictures and the arrow between them go."""

    now: QRect
    arrow: QRect
    proposed: QRect


def pair_places(area: QRect, asset_type: AssetType, *, has_current: bool) -> PairPlaces:
    """Return the places inside *area*; two pictures are equally large, an empty place is smaller."""
    shape = ASSET_SHAPES[asset_type]
    size = QSize(shape.ideal_width, shape.ideal_height)
    room = area.width() - _ARROW - 2 * _GAP
    left = round(room * (0.5 if has_current else _EMPTY_SHARE))
    now = QRect(area.x(), area.y(), left, area.height())
    proposed = QRect(area.right() + 1 - (room - left), area.y(), room - left, area.height())
    if not has_current:
        now = now.adjusted(0, area.height() // 5, 0, -(area.height() // 5))
    places = fitted_rect(size, now), fitted_rect(size, proposed)
    # Close to each other in the middle, so that wide and tall pictures read as one pair.
    total = places[0].width() + places[1].width() + _ARROW + 2 * _GAP
    x = area.x() + max(0, (area.width() - total) // 2)
    first = QRect(x, places[0].y(), places[0].width(), places[0].height())
    arrow = QRect(first.right() + 1 + _GAP, area.center().y() - _ARROW // 2, _ARROW, _ARROW)
    second = QRect(arrow.right() + 1 + _GAP, places[1].y(), places[1].width(), places[1].height())
    return PairPlaces(first, arrow, second)


def paint_asset(
    painter: QPainter, place: QRect, asset: CachedAsset, pixmap: QPixmap | None, failure: str | None
) -> None:
    """Paint a picture whole into *place*, its place while it is on its way, or that it cannot be shown."""
    if pixmap is None:
        words = "This picture cannot be shown" if failure else ""
        paint_placeholder(painter, place, words, is_dashed=bool(failure))
    elif ASSET_SHAPES[asset.asset_type].has_alpha:
        paint_checkerboard(painter, place, pixmap)
        margin = max(3, place.height() // 20)
        paint_picture(painter, place.adjusted(margin, margin, -margin, -margin), pixmap, radius=0)
    else:
        paint_picture(painter, place, pixmap)


def paint_pair(
    painter: QPainter,
    places: PairPlaces,
    proposed: tuple[CachedAsset, QPixmap | None, str | None],
    now: tuple[CachedAsset, QPixmap | None, str | None] | None,
    words: str,
) -> None:
    """Paint both; *words* stand in the place of a picture that is not there ("Empty")."""
    tokens = current_tokens()
    if now is not None:
        paint_asset(painter, places.now, *now)
    else:
        metrics_fit = places.now.width() >= 44 and places.now.height() >= 20
        paint_placeholder(painter, places.now, words if metrics_fit else "")
    paint_icon(painter, places.arrow, "next", QColor(tokens.muted))
    paint_asset(painter, places.proposed, *proposed)


def paint_words(
    painter: QPainter, place: QRect, text: str, colour: str, *, bold: bool = False, right: bool = False
) -> int:
    """Paint one line, cut where it is too long; return the width used."""
    painter.setFont(text_font(TextSize.CAPTION, bold=bold))
    metrics = painter.fontMetrics()
    words = metrics.elidedText(text, Qt.TextElideMode.ElideRight, place.width())
    side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    painter.setPen(QColor(colour))
    painter.drawText(place, int(side | Qt.AlignmentFlag.AlignVCenter), words)
    return metrics.horizontalAdvance(words)
