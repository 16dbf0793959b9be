"""The places of a few pictures, as large as they can be in one room; no widgets."""

from __future__ import annotations

import math

from PySide6.QtCore import QRect, QSize

_GAP = 16


def best_columns(count: int, ratio: float, room: QSize, caption: int) -> int:
    """Return the number of columns that makes *count* pictures of *ratio* largest.

    Args:
        ratio: width divided by height. caption: height below each picture, px.
    """

    def width_of(columns: int) -> float:
        lines = math.ceil(count / columns)
        across = (room.width() - _GAP * (columns + 1)) / columns
        down = (room.height() - _GAP * (lines + 1)) / lines - caption
        return min(across, down * ratio)

    return max(range(1, max(1, count) + 1), key=width_of)


def survey_cells(count: int, ratio: float, room: QSize, caption: int) -> tuple[QRect, ...]:
    """Return the cell of each picture, its caption included, in reading order; a short last line is centred."""
    if count < 1 or room.isEmpty():
        return ()
    columns = best_columns(count, ratio, room, caption)
    lines = math.ceil(count / columns)
    across = (room.width() - _GAP * (columns + 1)) / columns
    down = (room.height() - _GAP * (lines + 1)) / lines
    height = max(1.0, min(down - caption, across / ratio))
    width = height * ratio
    cells = []
    top = (room.height() - lines * (height + caption) - (lines - 1) * _GAP) / 2
    for place in range(count):
        line, column = divmod(place, columns)
        in_line = min(columns, count - line * columns)
        left = (room.width() - in_line * width - (in_line - 1) * _GAP) / 2
        x, y = left + column * (width + _GAP), top + line * (height + caption + _GAP)
        cells.append(QRect(round(x), round(y), round(width), round(height + caption)))
    return tuple(cells)
