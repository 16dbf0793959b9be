"""The strip that shows a candidate as players will, light and dark."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from metarr_desktop.domain.asset import AssetType
from metarr_desktop.domain.ports import Thumbnails
from ui.assets.views.shelf_content import ShelfContent, ShelfLayout
from ui.assets.views.shelf_painting import (
    PLAYERS,
    Card,
    Player,
    Screen,
    caption_height,
    paint_card,
    paint_screen,
)
from ui.images import PixmapCache
from ui.picture_boxes import picture_box
from ui.picture_feed import PictureFeed
from ui.task_scope import ErrorSink
from ui.text import join_words
from ui.theme import TextSize, current_tokens, text_font

_MOST_BYTES = 24 * 1024 * 1024
_HEIGHT, _GAP, _PAD = 214, 10, 14
_ROOM_FOR_THREE = 260  # px of one player; below, whole neighbours would take the room of the candidate


_SCREENS = (ShelfLayout.BACKDROP, ShelfLayout.LOGO)


class ShelfStrip(QWidget):
    """Six pictures of one thing: three players, on dark and on light."""

    def __init__(
        self, thumbnails: Thumbnails, parent: QWidget | None = None, *, on_error: ErrorSink | None = None
    ) -> None:
        super().__init__(parent)
        self.feed = PictureFeed(thumbnails, PixmapCache(_MOST_BYTES), self, on_error=on_error)
        self.feed.arrived.connect(lambda _: self.update())
        self._content: ShelfContent | None = None
        self._box = picture_box(AssetType.POSTER)
        self._candidate: QPixmap | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("On the shelf")
        self.setToolTip("As a Kodi wall, Jellyfin and Plex show it, on dark and on light (H)")

    def sizeHint(self) -> QSize:
        return QSize(800, _HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(300, _HEIGHT)

    @property
    def content(self) -> ShelfContent | None:
        """What stands beside the candidate."""
        return self._content

    @property
    def candidate(self) -> QPixmap | None:
        """The picture of the candidate."""
        return self._candidate

    def show_content(self, content: ShelfContent | None) -> None:
        """Show what stands beside; its pictures come by themselves."""
        self._content = content
        self._fit_height()
        if content is not None:
            self._box = content.box
        self.feed.want(content.urls if content is not None else (), self._box)
        names = join_words(player.name for player in PLAYERS)
        about = f", {content.about}" if content is not None and content.about else ""
        self.setAccessibleDescription(f"The picture as {names} show it{about}")
        self.update()

    def show_candidate(self, pixmap: QPixmap | None) -> None:
        """Show another candidate, or a sharper picture of it."""
        if pixmap is not self._candidate:
            self._candidate = pixmap
            self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_height()

    def _fit_height(self) -> None:
        """Take no more height than the screens of players need; they are as wide as their room."""
        height = _HEIGHT
        if self._content is not None and self._content.layout in _SCREENS:
            room = self._inside(QRect(0, 0, self.width() // 6, _HEIGHT))
            height -= max(0, room.height() - room.width() * 9 // 16)
        if height != self.height() or self.minimumHeight() != height:
            self.setFixedHeight(height)

    def groups(self) -> tuple[tuple[Player, bool, QRect], ...]:
        """Return the room of each player, first on dark, then on light."""
        width = self.width() / 6
        return tuple(
            (
                player,
                is_dark,
                QRect(round(at * width), 0, round((at + 1) * width) - round(at * width), self.height()),
            )
            for at, (is_dark, player) in enumerate(
                (dark, player) for dark in (True, False) for player in PLAYERS
            )
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(current_tokens().surface))
        for player, is_dark, room in self.groups():
            painter.fillRect(room, player.ground(is_dark))
            self._paint_name(painter, room, player, is_dark)
            if self._content is not None:
                self._paint_group(painter, self._inside(room), player, is_dark)
        painter.setPen(QColor(current_tokens().border))
        painter.drawLine(0, 0, self.width(), 0)
        painter.end()

    def _paint_name(self, painter: QPainter, room: QRect, player: Player, is_dark: bool) -> None:
        painter.setFont(text_font(TextSize.CAPTION, bold=True))
        painter.setPen(player.muted(is_dark))
        line = room.adjusted(_PAD, 6, -_PAD, 0)
        painter.drawText(line, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop), player.name)

    def _inside(self, room: QRect) -> QRect:
        name = QFontMetrics(text_font(TextSize.CAPTION, bold=True)).height()
        return room.adjusted(_PAD, name + 12, -_PAD, -10)

    def _paint_group(self, painter: QPainter, room: QRect, player: Player, is_dark: bool) -> None:
        content = self._content
        assert content is not None
        if content.layout in _SCREENS:
            self._paint_screen(painter, room, player, is_dark, content)
            return
        if content.layout is ShelfLayout.CARDS and room.width() <= _ROOM_FOR_THREE:
            self._paint_middle(painter, room, player, is_dark, content)
            return
        columns, lines = self._raster(content, room)
        below = caption_height() if player.has_words and content.layout is not ShelfLayout.ROWS else 0
        look = player if content.layout is not ShelfLayout.ROWS else _without_words(player)
        width = (room.width() - (columns - 1) * _GAP) / columns
        height = (room.height() - (lines - 1) * _GAP) / lines - below
        ratio = 2 / 3 if content.layout is ShelfLayout.CARDS and content.ratio < 1 else content.ratio
        width = min(width, height * ratio)
        height = width / ratio + below
        top = room.y()
        for place, card in enumerate(self._cards(content, columns * lines)):
            line, column = divmod(place, columns)
            x, y = room.x() + column * (width + _GAP), top + line * (height + _GAP)
            paint_card(painter, QRect(round(x), round(y), round(width), round(height)), card, look, is_dark)

    def _paint_middle(
        self, painter: QPainter, room: QRect, player: Player, is_dark: bool, content: ShelfContent
    ) -> None:
        """Paint the candidate whole between two neighbours that the edges cut, as a shelf scrolled to it."""
        below = caption_height() if player.has_words else 0
        ratio = 2 / 3 if content.ratio < 1 else content.ratio
        width = round(min((room.width() - _GAP) / 2, (room.height() - below) * ratio))
        left = room.center().x() - width // 2
        cards = self._cards(content, 3)
        own = next(at for at, card in enumerate(cards) if card.is_own)
        painter.save()
        painter.setClipRect(room.adjusted(-2, -2, 2, 2))
        for at, card in enumerate(cards):
            box = QRect(left + (at - own) * (width + _GAP), room.y(), width, round(width / ratio))
            if card.is_own:
                paint_card(painter, box.adjusted(0, 0, 0, below), card, player, is_dark)
            else:  # half a caption tells nothing
                paint_card(painter, box, card, replace(player, has_words=False), is_dark)
        painter.restore()

    @staticmethod
    def _raster(content: ShelfContent, room: QRect) -> tuple[int, int]:
        """Return columns and lines of cards: as many neighbours as leave the candidate large enough."""
        if content.layout is ShelfLayout.ROWS:
            return 1, 3
        if content.layout is ShelfLayout.WIDE_CARDS:
            return (2, 2) if room.width() > 240 else (1, 2)
        return 3, 1

    def _cards(self, content: ShelfContent, most: int) -> list[Card]:
        """Return the candidate among its neighbours: second, as in the middle of a wall."""
        cards = [
            Card(each.title, each.subtitle, self.feed.pixmap(each.url, self._box) if each.url else None)
            for each in content.neighbours[: most - 1]
        ]
        cards.insert(min(1, len(cards)), Card(content.title, content.subtitle, self._candidate, is_own=True))
        return cards

    def _paint_screen(
        self, painter: QPainter, room: QRect, player: Player, is_dark: bool, content: ShelfContent
    ) -> None:
        width = min(room.width(), room.height() * 16 // 9)
        rect = QRect(0, 0, width, width * 9 // 16)
        rect.moveCenter(room.center())
        poster = self.feed.pixmap(content.poster, self._box) if content.poster else None
        if content.layout is ShelfLayout.LOGO:
            behind = self.feed.pixmap(content.fanart, self._box) if content.fanart else None
            screen = Screen(content.title, behind, self._candidate, poster)
        else:
            screen = Screen(content.title, self._candidate, None, poster)
        paint_screen(painter, rect, screen, player, is_dark)


def _without_words(player: Player) -> Player:
    """Return *player* as it shows banners: no words below them, and none cropped."""
    return Player(player.name, player.grounds, player.radius, player.accent, has_words=False)
