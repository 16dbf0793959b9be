"""The wall: one poster or cover per title, painted from what is in memory."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem, QWidget

from metarr_desktop.domain.entity import EntityKey, EntityType, IdentityState
from metarr_desktop.domain.library import LibraryRow
from metarr_desktop.domain.thumbnail import Size
from ui.grid_geometry import GridGeometry
from ui.grid_view import TileDelegate, TileGrid, TileShape
from ui.images import paint_focus_ring, paint_mark, paint_picture, paint_placeholder, rounded_path
from ui.kinds import words_of
from ui.library.library_model import LibraryModel, key_at, picture_url
from ui.qt_types import AnyIndex
from ui.text import short_age_text
from ui.theme import TextSize, current_tokens, text_font
from ui.tile_cache import TileCache, draw_caption_draft, draw_picture_draft

POSTER_BOX = Size(342, 513)
"""What posters and covers are loaded for, whatever the tile size: moving the slider decodes nothing."""

SMALLEST, USUAL, LARGEST = 104, 132, 342
"""Tile widths, logical px."""

PictureOf = Callable[[str], QPixmap | None]


def tile_shape(entity_type: EntityType) -> TileShape:
    """Return picture and caption of a tile: an album has a line more, for its artist."""
    return TileShape(words_of(entity_type).ratio, caption_lines=3 if entity_type is EntityType.MUSIC else 2)


class WallDelegate(TileDelegate):
    """Paints poster, title and year, artwork and age; a dashed frame where a title is not identified."""

    def __init__(self, wall: Wall, model: LibraryModel) -> None:
        super().__init__(wall)
        self._wall, self._model = wall, model
        self.picture_of: PictureOf = lambda url: None
        self.busy: frozenset[EntityKey] = frozenset()
        self._cache = TileCache()

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        row, tokens = self._model.item(index.row()), current_tokens()
        box = self._wall.picture_rect(option.rect)
        is_selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if is_selected:
            painter.fillPath(rounded_path(option.rect.adjusted(2, 2, -2, -2), 8), QColor(tokens.accent_soft))
        self._cache.draw(
            painter,
            option.rect,
            row.key,
            self.look_of(row),
            lambda own, tile: self._paint_tile(own, tile, row),
            draft=lambda own, tile, before: self._paint_draft(own, tile, before, row),
            pace=self._wall.pace,
        )
        if option.state & QStyle.StateFlag.State_HasFocus:
            paint_focus_ring(painter, box)
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.save()
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QColor(tokens.border_strong))
            painter.drawPath(rounded_path(box.adjusted(-1, -1, 0, 0)))
            painter.restore()

    def look_of(self, row: LibraryRow) -> tuple[object, ...]:
        """Return all that decides how the tile looks, apart from its size and the theme."""
        url = picture_url(row)
        pixmap = None if url is None else self.picture_of(url)
        return row, None if pixmap is None else pixmap.cacheKey(), self._right_of(row)

    def _paint_tile(self, painter: QPainter, tile: QRect, row: LibraryRow) -> None:
        tokens = current_tokens()
        target = self._paint_poster(painter, self._wall.picture_rect(tile), row)
        if row.new_count:
            paint_mark(painter, target, f"{row.new_count} new", tokens.new, tokens.new_text)
        self._paint_caption(painter, self._wall.caption_rect(tile), row)

    def _paint_draft(self, painter: QPainter, tile: QRect, before: QPixmap | None, row: LibraryRow) -> None:
        """Paint what is seen while the size is dragged or lines fly by: the poster and the caption it had."""
        box = self._wall.picture_rect(tile)
        url = picture_url(row)
        pixmap = None if url is None else self.picture_of(url)
        painter.save()
        painter.fillRect(box, QColor(current_tokens().surface_raised))
        if pixmap is not None:
            draw_picture_draft(painter, box, pixmap)
        painter.restore()
        if before is not None:
            draw_caption_draft(painter, tile, before, tile.bottom() - box.bottom())

    def _paint_poster(self, painter: QPainter, box: QRect, row: LibraryRow) -> QRect:
        url = picture_url(row)
        pixmap = None if url is None else self.picture_of(url)
        if pixmap is not None:
            painter.fillPath(rounded_path(box), QColor(current_tokens().surface_raised))
            return paint_picture(painter, box, pixmap)
        if row.poster is not None:
            paint_placeholder(painter, box, "", is_dashed=False)
        elif row.entity.state is IdentityState.UNIDENTIFIED:
            paint_placeholder(painter, box, "Not identified")
        elif row.entity.state is IdentityState.IN_NO_PROVIDER:
            paint_placeholder(painter, box, "In no provider")
        elif row.key in self.busy:
            paint_placeholder(painter, box, "Fetching…", is_dashed=False)
        else:
            picture = words_of(row.key.entity_type).picture
            known = f"No {picture} yet" if row.fetched_at is None else f"No {picture} known"
            paint_placeholder(painter, box, known)
        return box

    def _paint_caption(self, painter: QPainter, box: QRect, row: LibraryRow) -> None:
        tokens, entity = current_tokens(), row.entity
        lines = self._wall.shape.caption_lines
        height = box.height() // lines
        line = [QRect(box.x(), box.y() + at * height, box.width(), height) for at in range(lines)]
        year = str(entity.year or "")
        title = entity.title, tokens.text
        if lines == 2:
            self._paint_line(painter, line[0], title, (year, tokens.muted), is_bold=True)
        else:  # an album: the artist has a line of its own, and the year stands there
            artist = entity.metadata.artist or "Unknown artist"
            self._paint_line(painter, line[0], title, ("", tokens.muted), is_bold=True)
            self._paint_line(painter, line[1], (artist, tokens.text), (year, tokens.muted))
        self._paint_line(painter, line[-1], self._left_of(row), self._right_of(row))

    @staticmethod
    def _paint_line(
        painter: QPainter, box: QRect, left: tuple[str, str], right: tuple[str, str], *, is_bold: bool = False
    ) -> None:
        """Paint (words, colour) at either end; what does not fit is cut at the left ones."""
        flags = Qt.AlignmentFlag
        painter.setFont(text_font(TextSize.CAPTION))
        painter.setPen(QColor(right[1]))
        painter.drawText(box, flags.AlignRight | flags.AlignVCenter, right[0])
        room = box.width() - (painter.fontMetrics().horizontalAdvance(right[0]) + 6 if right[0] else 0)
        painter.setFont(text_font(TextSize.CAPTION, bold=is_bold))
        painter.setPen(QColor(left[1]))
        words = painter.fontMetrics().elidedText(left[0], Qt.TextElideMode.ElideRight, room)
        # A title in Arabic starts at the left as well: it belongs to the picture above it.
        painter.drawText(box, flags.AlignLeft | flags.AlignAbsolute | flags.AlignVCenter, words)

    def _left_of(self, row: LibraryRow) -> tuple[str, str]:
        tokens = current_tokens()
        edition = f" · {row.entity.edition}" if row.entity.edition else ""
        if row.entity.state is IdentityState.UNIDENTIFIED:
            return f"Identify…{edition}", tokens.accent
        if row.entity.state is IdentityState.IN_NO_PROVIDER:
            return f"In no provider{edition}", tokens.muted
        return f"art {row.chosen}/{row.wanted}{edition}", tokens.muted

    def _right_of(self, row: LibraryRow) -> tuple[str, str]:
        tokens = current_tokens()
        if row.key in self.busy:
            return "fetching…", tokens.accent
        if row.has_failed_fetch:
            return "fetch failed", tokens.warn
        if row.entity.state is not IdentityState.IDENTIFIED:
            return "", tokens.muted
        return short_age_text(row.age_days(self._model.clock())), tokens.muted


class Wall(TileGrid):
    """The grid of titles.

    Signals:
        title_activated(EntityKey): Enter or double click.
        identify_clicked(EntityKey): a click on the line "Identify…" of a tile.
    """

    title_activated = Signal(object)
    identify_clicked = Signal(object)

    def __init__(self, model: LibraryModel, entity_type: EntityType, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        words = words_of(entity_type)
        self.setAccessibleName(f"{words.title}, as a wall of {words.picture}s")
        self.setToolTip("")
        self.set_shape(tile_shape(entity_type))
        self.setModel(model)
        self.tiles = WallDelegate(self, model)
        self.setItemDelegate(self.tiles)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.doubleClicked.connect(lambda index: self._activate(index))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & (
            Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
        ):
            self._activate(self.currentIndex())
            event.accept()
            return
        super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        key = key_at(index)
        if key is None or event.button() != Qt.MouseButton.LeftButton or event.modifiers():
            return
        row = index.data(Qt.ItemDataRole.UserRole + 1)
        caption = self.caption_rect(self.visualRect(index))
        is_on_line = caption.contains(event.position().toPoint()) and (
            event.position().y() >= caption.center().y()
        )
        if isinstance(row, LibraryRow) and row.entity.state is IdentityState.UNIDENTIFIED and is_on_line:
            self.identify_clicked.emit(key)

    def _activate(self, index: AnyIndex) -> None:
        key = key_at(index)
        if key is not None:
            self.title_activated.emit(key)


class Skeleton(QWidget):
    """Empty tiles in the places the first titles will take, until the library is read."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tile_width, self.shape = USUAL, tile_shape(EntityType.MOVIE)
        self.setAccessibleName("The library is being opened")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # holds the focus for the titles

    def show_shape(self, entity_type: EntityType, tile_width: int) -> None:
        """Stand in for titles of this kind."""
        self.tile_width, self.shape = tile_width, tile_shape(entity_type)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        shape = self.shape
        geometry = GridGeometry(self.width() - 12, self.tile_width, shape, shape.caption_height())
        painter, tokens = QPainter(self), current_tokens()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        _, last = geometry.rows_between(0, self.height())
        for row in range(last + 1):
            cell = geometry.cell(row)
            painter.fillPath(rounded_path(geometry.picture_rect(cell)), QColor(tokens.surface_raised))
            caption = geometry.caption_rect(cell)
            bar = QRect(caption.x(), caption.y() + 4, caption.width() * 3 // 5, 8)
            painter.fillPath(rounded_path(bar, 4), QColor(tokens.surface_raised))
        painter.end()
