"""Where each tile of a grid is: arithmetic on integers, the same for ten rows and for a million."""

from __future__ import annotations

from dataclasses import dataclass

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
    """

    width: int
    tile_width: int
    shape: TileShape
    caption: int

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
        width = max(1, (self.width - self.shape.gap_px) // self.columns)
        picture = max(1, width - self.shape.gap_px)
        return QSize(width, round(picture / self.shape.aspect) + self.caption + self.shape.gap_px)

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
        line, column = divmod(row, self.columns)
        return QRect(
            QPoint(self.half_gap + column * size.width(), self.half_gap + line * size.height()), size
        )

    def row_at(self, point: QPoint) -> int | None:
        """Return the row whose tile is at *point*; None in a gap.  There may be fewer rows than that."""
        size, columns = self.cell_size(), self.columns
        x, y = point.x() - self.half_gap, point.y() - self.half_gap
        if x < 0 or y < 0 or x // size.width() >= columns:
            return None
        row = y // size.height() * columns + x // size.width()
        gap = self.half_gap
        return row if self.cell(row).adjusted(gap, gap, -gap, -gap).contains(point) else None

    def rows_between(self, top: int, bottom: int) -> tuple[int, int]:
        """Return the first and last row of the lines that touch *top* to *bottom*, all included."""
        height, columns = self.cell_size().height(), self.columns
        first = max(0, (top - self.half_gap) // height)
        last = max(0, (bottom - self.half_gap) // height)
        return first * columns, last * columns + columns - 1

    def content_height(self, count: int) -> int:
        """Return the height of *count* tiles."""
        return -(-count // self.columns) * self.cell_size().height() + self.shape.gap_px
