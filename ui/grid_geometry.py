"""Where each tile of a grid is: arithmetic on integers, the same for ten rows and for a million."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtGui import QFontMetrics

from ui.theme import RHYTHM, TextSize, text_font


@dataclass(frozen=True, slots=True)
class TileShape:
    """What a tile consists of.

    Attributes:
        aspect: width / height of the picture cell, 2/3 for a poster.
        caption_px: height of what stands under the picture; None makes room for *caption_lines*, and
            follows the text size.
        caption_lines: lines of caption text, 0 for a picture alone.
        gap_px: between tiles, both ways.
    """

    aspect: float = 2 / 3
    caption_px: int | None = None
    caption_lines: int = 2
    gap_px: int = 2 * RHYTHM

    def caption_height(self) -> int:
        """Return the height under the picture at the present text size, px."""
        if self.caption_px is not None:
            return self.caption_px
        return 4 + self.caption_lines * (QFontMetrics(text_font(TextSize.CAPTION)).height() + 3)


@dataclass(frozen=True, slots=True)
class GridGeometry:
    """The places of all tiles in a viewport *width* px wide, in content coordinates (y from the first line).

    A cell is a tile with half a gap on every side; half a gap more surrounds the whole.

    Attributes:
        starts: first row of each section, ascending from 0; a section begins a line of its own. Empty: no sections.
        heading: height of the room above each section, px.
    """

    width: int
    tile_width: int
    shape: TileShape
    caption: int
    starts: tuple[int, ...] = ()
    heading: int = 0

    @property
    def half_gap(self) -> int:
        """Half the distance between two tiles."""
        return self.shape.gap_px // 2

    @property
    def columns(self) -> int:
        """Tiles in a line, at least one."""
        return max(1, (self.width - self.shape.gap_px) // (self.tile_width + self.shape.gap_px))

    def cell_size(self) -> QSize:
        """Return the size of a cell; the width left over in a line is shared by its tiles."""
        return QSize(*self._cell())

    def _cell(self) -> tuple[int, int]:
        width = max(1, (self.width - self.shape.gap_px) // self.columns)
        picture = max(1, width - self.shape.gap_px)
        return width, round(picture / self.shape.aspect) + self.caption + self.shape.gap_px

    def picture_size(self) -> QSize:
        """Return the size of the picture in a cell."""
        cell, gap = self.cell_size(), self.shape.gap_px
        return QSize(max(1, cell.width() - gap), max(1, cell.height() - gap - self.caption))

    def picture_rect(self, cell: QRect) -> QRect:
        """Return where the picture of *cell* is."""
        return QRect(cell.topLeft() + QPoint(self.half_gap, self.half_gap), self.picture_size())

    def caption_rect(self, cell: QRect) -> QRect:
        """Return where the lines under the picture of *cell* are, 4 px below it."""
        picture = self.picture_rect(cell)
        return QRect(picture.x(), picture.bottom() + 5, picture.width(), max(0, self.caption - 4))

    def cell(self, row: int) -> QRect:
        """Return the cell of *row*."""
        size = self.cell_size()
        section, top = self._section_of(row)
        line, column = divmod(row - section, self.columns)
        return QRect(
            QPoint(self.half_gap + column * size.width(), self.half_gap + top + line * size.height()), size
        )

    def row_at(self, point: QPoint) -> int | None:
        """Return the row whose tile is at *point*; None in a gap.  There may be fewer rows than that."""
        size, columns = self.cell_size(), self.columns
        x, y = point.x() - self.half_gap, point.y() - self.half_gap
        if x < 0 or y < 0 or x // size.width() >= columns:
            return None
        first, top, end = self._section_at(y)
        if y < top:
            return None
        row = first + (y - top) // size.height() * columns + x // size.width()
        gap = self.half_gap
        is_tile = row < end and self.cell(row).adjusted(gap, gap, -gap, -gap).contains(point)
        return row if is_tile else None

    def rows_between(self, top: int, bottom: int) -> tuple[int, int]:
        """Return the first and last row of the lines that touch *top* to *bottom*, all included."""
        return self._line_at(top)[0], self._line_at(bottom)[1]

    def content_height(self, count: int) -> int:
        """Return the height of *count* tiles."""
        first, top = self._section_of(max(0, count - 1))
        return top - (-max(0, count - first) // self.columns) * self.cell_size().height() + self.shape.gap_px

    def heading_rect(self, section: int) -> QRect:
        """Return the room above a section, as wide as its tiles."""
        gap = self.shape.gap_px
        top = self.half_gap + self._tops()[section]
        return QRect(gap, top, max(0, self.width - 2 * gap), self.heading)

    def sections_between(self, top: int, bottom: int) -> range:
        """Return the sections of which something is between *top* and *bottom*, as numbers."""
        tops = self._tops()
        first = bisect_right(tops, top - self.half_gap) - 1
        return range(max(0, first), bisect_right(tops, bottom - self.half_gap))

    def lines_on(self, row: int, lines: int, count: int) -> int:
        """Return the row *lines* lines below *row*, above it if negative, in the same column as far as it goes."""
        column = (row - self._section_of(row)[0]) % self.columns
        for _ in range(abs(lines)):
            first, last = self._line_of(row, count)
            beyond = first - 1 if lines < 0 else last + 1
            if not 0 <= beyond < count:
                break
            start, end = self._line_of(beyond, count)
            row = min(start + column, end)
        return row

    # -- sections: without any, all rows are one ------------------------------------------------------------

    def _section_of(self, row: int) -> tuple[int, int]:
        """Return the first row of the section of *row* and the y of its first line."""
        if not self.starts:
            return 0, 0
        section = max(0, bisect_right(self.starts, row) - 1)
        return self.starts[section], self._tops()[section] + self.heading

    def _section_at(self, y: int) -> tuple[int, int, int]:
        """Return first row, y of the first line and the row after the last of the section at *y*."""
        if not self.starts:
            return 0, 0, _ENDLESS
        tops = self._tops()
        section = max(0, bisect_right(tops, y) - 1)
        end = self.starts[section + 1] if section + 1 < len(self.starts) else _ENDLESS
        return self.starts[section], tops[section] + self.heading, end

    def _line_at(self, y: int) -> tuple[int, int]:
        """Return the first and last row of the line at *y*; a heading belongs to the line below it."""
        y = max(0, y - self.half_gap)
        first, top, end = self._section_at(y)
        start = first + max(0, y - top) // self.cell_size().height() * self.columns
        return min(start, end - 1), min(start + self.columns, end) - 1

    def _line_of(self, row: int, count: int) -> tuple[int, int]:
        """Return the first and last row of the line that *row* stands in."""
        section, _ = self._section_of(row)
        start = row - (row - section) % self.columns
        at = bisect_right(self.starts, row)
        end = min(count, self.starts[at]) if at < len(self.starts) else count
        return start, min(start + self.columns, end) - 1

    def _tops(self) -> tuple[int, ...]:
        return _section_tops(self.starts, self.columns, self.cell_size().height(), self.heading)


_ENDLESS = 1 << 40


@lru_cache(maxsize=32)
def _section_tops(starts: tuple[int, ...], columns: int, line: int, heading: int) -> tuple[int, ...]:
    """Return the y of each section, its heading included."""
    tops, y = [], 0
    for at, first in enumerate(starts):
        tops.append(y)
        following = starts[at + 1] if at + 1 < len(starts) else first
        y += heading - (first - following) // columns * line
    return tuple(tops)
