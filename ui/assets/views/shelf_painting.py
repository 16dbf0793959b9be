"""Pictures as Kodi, Jellyfin and Plex show them: cards, rows and screens, in the colours of those programs."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QLinearGradient, QPainter, QPen, QPixmap

from ui.images import fitted_rect, paint_cover, paint_picture, rounded_path
from ui.theme import TextSize, text_font


@dataclass(frozen=True, slots=True)
class Player:
    """How one program looks: grounds are ``#rrggbb``, first dark, then light."""

    name: str
    grounds: tuple[str, str]
    radius: int
    accent: str
    is_cropped: bool = False
    is_centred: bool = True
    has_words: bool = True

    def ground(self, is_dark: bool) -> QColor:
        return QColor(self.grounds[0 if is_dark else 1])

    @staticmethod
    def text(is_dark: bool) -> QColor:
        return QColor("#f0f2f4" if is_dark else "#1d2126")

    @staticmethod
    def muted(is_dark: bool) -> QColor:
        return QColor("#9aa1a9" if is_dark else "#626b76")


KODI = Player("Kodi", ("#15191d", "#dfe3e7"), 0, "#12a0d7", has_words=False)
JELLYFIN = Player("Jellyfin", ("#101010", "#f2f2f2"), 4, "#00a4dc")
PLEX = Player("Plex", ("#1f2326", "#ffffff"), 6, "#e5a00d", is_cropped=True, is_centred=False)
PLAYERS = (KODI, JELLYFIN, PLEX)

CAPTION_LINES = 2


def caption_height() -> int:
    """Return the height of title and year below a card."""
    return QFontMetrics(text_font(TextSize.CAPTION)).height() * CAPTION_LINES + 6


@dataclass(frozen=True, slots=True)
class Card:
    """One title on the shelf; ``is_own`` marks the candidate."""

    title: str
    subtitle: str
    pixmap: QPixmap | None
    is_own: bool = False


def paint_card(painter: QPainter, box: QRect, card: Card, player: Player, is_dark: bool) -> None:
    """Paint *card* into *box*, the room of its caption included."""
    below = caption_height() if player.has_words else 0
    cell = box.adjusted(0, 0, 0, -below)
    _paint_cell(painter, cell, card.pixmap, player, is_dark)
    if card.pixmap is None:
        _paint_missing(painter, cell, card, player, is_dark)
    if card.is_own:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.strokePath(
            rounded_path(QRectF(cell).adjusted(-1, -1, 1, 1), player.radius + 1),
            QPen(QColor(player.accent), 2),
        )
        painter.restore()
    if not player.has_words:
        return
    metrics = QFontMetrics(text_font(TextSize.CAPTION))
    across = Qt.AlignmentFlag.AlignHCenter if player.is_centred else Qt.AlignmentFlag.AlignLeft
    painter.setFont(text_font(TextSize.CAPTION))
    for line, words, colour in (
        (0, card.title, player.text(is_dark)),
        (1, card.subtitle, player.muted(is_dark)),
    ):
        room = QRect(box.x(), cell.bottom() + 5 + line * metrics.height(), box.width(), metrics.height())
        painter.setPen(colour)
        elided = metrics.elidedText(words, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, int(across | Qt.AlignmentFlag.AlignVCenter), elided)


def _paint_cell(
    painter: QPainter, cell: QRect, pixmap: QPixmap | None, player: Player, is_dark: bool
) -> None:
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillPath(rounded_path(cell, player.radius), QColor("#2a2f35" if is_dark else "#cfd4da"))
    if pixmap is not None and player.is_cropped:
        painter.setClipPath(rounded_path(cell, player.radius), Qt.ClipOperation.IntersectClip)
        paint_cover(painter, cell, pixmap)
    elif pixmap is not None:
        paint_picture(painter, cell, pixmap, radius=player.radius)
    painter.restore()


def _paint_missing(painter: QPainter, cell: QRect, card: Card, player: Player, is_dark: bool) -> None:
    """Paint the title where a player without a picture shows it."""
    painter.setFont(text_font(TextSize.CAPTION))
    painter.setPen(player.muted(is_dark))
    flags = int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap)
    painter.drawText(cell.adjusted(6, 6, -6, -6), flags, card.title)


@dataclass(frozen=True, slots=True)
class Screen:
    """A page of a title: what is behind, the logo or the title, and the poster beside it."""

    title: str
    backdrop: QPixmap | None
    logo: QPixmap | None = None
    poster: QPixmap | None = None


def paint_screen(painter: QPainter, rect: QRect, screen: Screen, player: Player, is_dark: bool) -> None:
    """Paint the page of a title as *player* lays it out."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setClipPath(rounded_path(rect, 4))
    painter.fillRect(rect, player.ground(is_dark))
    area = QRect(rect)
    if screen.backdrop is not None:
        if player is JELLYFIN:
            area.setHeight(area.height() * 7 // 10)  # the page goes on below
        paint_cover(painter, area, screen.backdrop)
        _paint_shade(painter, area, player, is_dark)
    width, height = rect.width(), rect.height()
    left = rect.x() + width // 14
    if screen.poster is not None and player is not KODI:
        place = QRect(left, rect.bottom() - round(height * 0.56), round(height * 0.34), round(height * 0.5))
        paint_picture(painter, place, screen.poster, radius=2)
        left = place.right() + width // 24
    if screen.logo is not None:
        paint_logo(painter, _logo_box(rect, player, left), screen.logo, player)
    else:
        painter.setFont(text_font(TextSize.CAPTION, bold=True))
        room = QRect(left, rect.bottom() - height // 4, rect.right() - left - 6, height // 5)
        words = painter.fontMetrics().elidedText(screen.title, Qt.TextElideMode.ElideRight, room.width())
        painter.setPen(player.text(is_dark))
        painter.drawText(room, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), words)
    painter.restore()


def paint_logo(painter: QPainter, box: QRect, logo: QPixmap, player: Player) -> None:
    """Paint a transparent picture whole inside *box*, where *player* aligns it."""
    place = fitted_rect(logo.size(), box)
    if player is not JELLYFIN:
        place.moveLeft(box.left())
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawPixmap(place, logo)


def _logo_box(rect: QRect, player: Player, left: int) -> QRect:
    width, height = rect.width(), rect.height()
    if player is KODI:
        return QRect(rect.x() + width // 14, rect.y() + height // 10, width * 2 // 5, height // 3)
    if player is JELLYFIN:
        return QRect(rect.right() - width // 2, rect.y() + height // 6, width * 2 // 5, height * 2 // 5)
    return QRect(left, rect.bottom() - height * 2 // 5, width // 2 - 8, height // 3)


def _paint_shade(painter: QPainter, area: QRect, player: Player, is_dark: bool) -> None:
    """Paint what keeps the words readable: a veil of the ground, from below or from the left."""
    ground = player.ground(is_dark)
    clear, veil = QColor(ground), QColor(ground)
    clear.setAlpha(0)
    veil.setAlpha(235)
    if player is PLEX:
        gradient = QLinearGradient(QPointF(area.topLeft()), QPointF(area.topRight()))
    else:
        gradient = QLinearGradient(QPointF(area.bottomLeft()), QPointF(area.topLeft()))
    gradient.setColorAt(0, veil)
    gradient.setColorAt(0.65, clear)
    painter.fillRect(area, gradient)
