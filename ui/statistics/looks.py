"""How series are told apart: colour, pattern and marker together, never colour alone."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen, QPolygonF

from ui.theme import current_tokens

# Okabe and Ito's colours, which people with any colour vision tell apart, darkened or lightened until each stands
# out from its ground by at least 3 to 1; the order keeps neighbours apart in lightness as well.
_COLOURS = {
    "light": ("#0067a8", "#d55e00", "#00805c", "#b0488a", "#7a6a00"),
    "dark": ("#56b4e9", "#e69f00", "#2fc79c", "#e08fc0", "#f0e442"),
    "contrast": ("#ffffff", "#ffd60a", "#00e5ff", "#ff9a94", "#5dff7f"),
}
_DASHES = (
    Qt.PenStyle.SolidLine,
    Qt.PenStyle.DashLine,
    Qt.PenStyle.DotLine,
    Qt.PenStyle.DashDotLine,
)
_PATTERNS = (
    Qt.BrushStyle.SolidPattern,
    Qt.BrushStyle.BDiagPattern,
    Qt.BrushStyle.Dense6Pattern,
    Qt.BrushStyle.HorPattern,
    Qt.BrushStyle.DiagCrossPattern,
)
LOOKS = len(_PATTERNS)
"""How many series are told apart; further ones begin anew and are told by their place and name."""


def colours(tokens_name: str) -> tuple[str, ...]:
    """Return the colours of series in the look named *tokens_name*."""
    return _COLOURS[tokens_name]


def colour_of(look: int) -> QColor:
    """Return the present colour of the series with this number."""
    return QColor(_COLOURS[current_tokens().name][look % LOOKS])


def paint_bar(painter: QPainter, box: QRectF, look: int) -> None:
    """Paint a bar, or a piece of one, in the pattern of its series; its outline is always in full colour."""
    colour = colour_of(look)
    pattern = _PATTERNS[look % LOOKS]
    if pattern is Qt.BrushStyle.SolidPattern:
        painter.fillRect(box, colour)
        return
    ground = QColor(colour)
    ground.setAlphaF(0.22)
    painter.fillRect(box, ground)
    painter.fillRect(box, QBrush(colour, pattern))
    if box.width() > 3 and box.height() > 3:
        painter.setPen(QPen(colour, 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5))
    else:  # too thin for an outline around anything
        painter.fillRect(box, colour)


def line_pen(look: int) -> QPen:
    """Return the pen of a line."""
    pen = QPen(colour_of(look), 2, _DASHES[look % len(_DASHES)])
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    return pen


def paint_marker(painter: QPainter, at: QPointF, look: int, radius: float) -> None:
    """Paint the marker of a series: circle, square, triangle or diamond."""
    painter.setPen(QPen(colour_of(look), 1.5))
    painter.setBrush(colour_of(look) if look % 2 == 0 else QColor(current_tokens().surface))
    x, y, r = at.x(), at.y(), radius
    shape = look % 4
    if shape == 0:
        painter.drawEllipse(at, r, r)
    elif shape == 1:
        painter.drawRect(QRectF(x - r * 0.9, y - r * 0.9, r * 1.8, r * 1.8))
    elif shape == 2:
        painter.drawPolygon(QPolygonF([QPointF(x, y - r), QPointF(x + r, y + r), QPointF(x - r, y + r)]))
    else:
        corners = [QPointF(x, y - r), QPointF(x + r, y), QPointF(x, y + r), QPointF(x - r, y)]
        painter.drawPolygon(QPolygonF(corners))


def paint_swatch(painter: QPainter, box: QRectF, look: int, *, is_line: bool) -> None:
    """Paint what stands before the name of a series in legends."""
    if not is_line:
        paint_bar(painter, box, look)
        return
    painter.setPen(line_pen(look))
    middle = box.center().y()
    painter.drawLine(QPointF(box.left(), middle), QPointF(box.right(), middle))
    paint_marker(painter, box.center(), look, box.height() * 0.3)
