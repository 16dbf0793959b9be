"""The artwork slots of the inspector, each at the true shape of its type."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QFont,
    QFontMetrics,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from metarr_desktop.domain.asset import ASSET_SHAPES, AssetType
from metarr_desktop.domain.entity import EntityType
from metarr_desktop.domain.library import SlotSummary
from ui.dropped import brought, can_bring
from ui.images import paint_picture, paint_placeholder
from ui.library.wording import slot_label, slot_sentence
from ui.theme import TextSize, current_tokens, text_font
from ui.transparency import paint_checkerboard

_T = AssetType
SLOT_TYPES: Mapping[EntityType, tuple[AssetType, ...]] = {
    EntityType.MOVIE: (
        _T.POSTER, _T.FANART, _T.CLEARLOGO, _T.KEYART, _T.DISCART, _T.CLEARART, _T.LANDSCAPE, _T.BANNER,
    ),
    EntityType.TV: (
        _T.POSTER, _T.FANART, _T.CLEARLOGO, _T.KEYART, _T.CHARACTERART, _T.CLEARART, _T.LANDSCAPE, _T.BANNER,
    ),
    EntityType.MUSIC: (_T.COVER, _T.ARTISTART, _T.CLEARLOGO, _T.DISCART, _T.ARTISTTHUMB, _T.BANNER),
}  # fmt: skip
"""Per kind in the order of the Tab key, which is the order of reading; seasons have a strip of their own."""

_GAP = 8
_GHOST = 0.32


class Slot(QAbstractButton):
    """One slot: the selected picture; else a dashed frame, with the best candidate faintly behind it.

    Signals: dropped(tuple[Brought, ...]): a file, an address or a bitmap was let go of here.
    """

    dropped = Signal(tuple)

    def __init__(self, asset_type: AssetType, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.asset_type = asset_type
        self.has_label = True  # too small ones are told of by what stands beside them
        self._summary = SlotSummary(asset_type, None, 0)
        self._pixmap: QPixmap | None = None
        self._is_target = False
        self.setAcceptDrops(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.show_slot(self._summary, "")

    @property
    def summary(self) -> SlotSummary:
        """What is shown."""
        return self._summary

    def show_slot(self, summary: SlotSummary, provider_title: str) -> None:
        """Show the state of the slot; the picture follows by `show_picture`."""
        self._summary = summary
        sentence = slot_sentence(summary, provider_title)
        self.setAccessibleName(sentence)
        self.setToolTip(f"{sentence} Click to browse, or drop a picture of your own here.")
        self.update()

    def show_picture(self, pixmap: QPixmap | None) -> None:
        """Show the picture of the selected asset, or of the best candidate."""
        if pixmap is not self._pixmap:
            self._pixmap = pixmap
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, tokens = QPainter(self), current_tokens()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = self.rect().adjusted(1, 1, -1, -1)
        has_alpha = ASSET_SHAPES[self.asset_type].has_alpha
        is_selected = self._summary.selected is not None
        if is_selected and self._pixmap is not None:
            if has_alpha:
                paint_checkerboard(painter, box, self._pixmap)
                box.adjust(4, 3, -4, -3)
            paint_picture(painter, box, self._pixmap)
        elif is_selected:
            paint_placeholder(painter, box, "", is_dashed=False)
        else:
            self._paint_empty(painter, box)
        is_marked = self.hasFocus() or self._is_target
        if is_marked or self.underMouse():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            colour = tokens.focus if is_marked else tokens.border_strong
            painter.setPen(QPen(QColor(colour), 3 if self._is_target else 2 if is_marked else 1))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)
        painter.end()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if can_bring(event.mimeData()):
            self._show_target(True)
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._show_target(False)

    def dropEvent(self, event: QDropEvent) -> None:
        self._show_target(False)
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        if pictures := brought(event.mimeData()):
            self.dropped.emit(pictures)

    def _show_target(self, is_target: bool) -> None:
        self._is_target = is_target
        self.update()

    def _paint_empty(self, painter: QPainter, box: QRect) -> None:
        label = slot_label(self._summary) if self.has_label else ""
        if self._pixmap is None:
            paint_placeholder(painter, box, "")
            painter.setFont(_fitting(text_font(TextSize.CAPTION), label, box.width() - 4))
            painter.setPen(QColor(current_tokens().muted))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, label)
            return
        paint_placeholder(painter, box, "")
        paint_picture(painter, box.adjusted(3, 3, -3, -3), self._pixmap, radius=4, opacity=_GHOST)
        if not label:
            return
        tokens = current_tokens()
        painter.setFont(_fitting(text_font(TextSize.CAPTION), label, box.width() - 4))
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        room = box.adjusted(2, 2, -2, -2)
        words = painter.boundingRect(room, int(flags), label).adjusted(-5, -1, 5, 1)
        ground = QColor(tokens.surface)
        ground.setAlphaF(0.86)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(QRectF(words.intersected(box)), 6, 6)
        painter.setPen(QColor(tokens.text))
        painter.drawText(room, int(flags), label)


def _fitting(font: QFont, label: str, width: int) -> QFont:
    """Return *font*, smaller where the longest word of *label* is wider than *width* px."""
    widest = max((QFontMetrics(font).horizontalAdvance(word) for word in label.split()), default=0)
    if widest > width:
        font.setPointSizeF(max(6.0, font.pointSizeF() * width / widest))
    return font


class SlotBoard(QWidget):
    """All slots of a title, laid out so that each keeps its shape; the height follows the width.

    Signals: slot_clicked(AssetType); pictures_dropped(AssetType, tuple[Brought, ...]).
    """

    slot_clicked = Signal(object)
    pictures_dropped = Signal(object, tuple)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entity_type = EntityType.MOVIE
        every = dict.fromkeys(kind for kinds in SLOT_TYPES.values() for kind in kinds)
        self._slots = {kind: Slot(kind, self) for kind in every}
        for kind, slot in self._slots.items():
            slot.clicked.connect(lambda _=False, each=kind: self.slot_clicked.emit(each))
            slot.dropped.connect(lambda pictures, each=kind: self.pictures_dropped.emit(each, pictures))
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._show_kind(EntityType.MOVIE)

    def slot(self, asset_type: AssetType) -> Slot:
        """Return the slot of *asset_type*; KeyError for a type no title has a slot for."""
        return self._slots[asset_type]

    def show_slots(
        self, entity_type: EntityType, slots: Sequence[SlotSummary], titles: Mapping[str, str]
    ) -> None:
        """Show the slots of a title; *titles* are the providers' names as people know them."""
        if entity_type is not self._entity_type:
            self._show_kind(entity_type)
        given = {slot.asset_type: slot for slot in slots}
        for kind in SLOT_TYPES[entity_type]:
            summary = given.get(kind, SlotSummary(kind, None, 0))
            provider = summary.selected.provider_name if summary.selected else ""
            self._slots[kind].show_slot(summary, titles.get(provider, provider))

    def show_pictures(self, pictures: Mapping[AssetType, QPixmap | None]) -> None:
        """Show what has been loaded."""
        for kind, slot in self._slots.items():
            slot.show_picture(pictures.get(kind))

    def sizeHint(self) -> QSize:
        width = 272
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(180, self.heightForWidth(180))

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return max(rect.bottom() + 1 for rect in slot_places(width, self._entity_type).values())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _show_kind(self, entity_type: EntityType) -> None:
        self._entity_type = entity_type
        kinds = SLOT_TYPES[entity_type]
        for kind, slot in self._slots.items():
            slot.setVisible(kind in kinds)
        for before, after in pairwise(kinds):
            QWidget.setTabOrder(self._slots[before], self._slots[after])
        self._place()

    def _place(self) -> None:
        for kind, rect in slot_places(self.width(), self._entity_type).items():
            self._slots[kind].setGeometry(rect)
        self.setFixedHeight(self.heightForWidth(self.width()))


def slot_places(width: int, entity_type: EntityType = EntityType.MOVIE) -> dict[AssetType, QRect]:
    """Return where each slot goes on a board *width* px wide, every one at the shape of its type."""
    if entity_type is EntityType.MUSIC:
        return _places_of_album(width)
    places = _head(width, _T.POSTER, _T.FANART, _T.CLEARLOGO)
    square = _T.DISCART if entity_type is EntityType.MOVIE else _T.CHARACTERART
    y = _line(places, (_T.KEYART, square, _T.CLEARART), width, places[_T.POSTER].bottom() + 1 + _GAP)
    landscape = QRect(0, y, round(width * 0.34), round(width * 0.34 / _ratio(_T.LANDSCAPE)))
    banner = QRect(0, 0, width - _GAP - landscape.width(), 0)
    banner.setHeight(round(banner.width() / _ratio(_T.BANNER)))
    banner.moveTo(landscape.width() + _GAP, y + (landscape.height() - banner.height()) // 2)
    return places | {_T.LANDSCAPE: landscape, _T.BANNER: banner}


def _places_of_album(width: int) -> dict[AssetType, QRect]:
    """Cover beside artist over logo; below, disc and artist in the width of the cover, the banner in the other."""
    places = _head(width, _T.COVER, _T.ARTISTART, _T.CLEARLOGO)
    cover, right = places[_T.COVER], places[_T.ARTISTART]
    side, y = (cover.width() - _GAP) // 2, cover.bottom() + 1 + _GAP
    banner = QRect(right.x(), 0, right.width(), round(right.width() / _ratio(_T.BANNER)))
    banner.moveTop(y + (side - banner.height()) // 2)
    return places | {
        _T.DISCART: QRect(0, y, side, side),
        _T.ARTISTTHUMB: QRect(cover.width() - side, y, side, side),
        _T.BANNER: banner,
    }


def _head(width: int, tall: AssetType, wide: AssetType, logo: AssetType) -> dict[AssetType, QRect]:
    """Return *tall* at the left and *wide* over *logo* beside it, equally high.

    t / tall = r / wide + gap + r / logo, with t + gap + r = width.
    """
    inverse = 1 / _ratio(wide) + 1 / _ratio(logo)
    left = round((inverse * (width - _GAP) + _GAP) / (1 / _ratio(tall) + inverse))
    height = round(left / _ratio(tall))
    right, x = width - _GAP - left, left + _GAP
    upper = round(right / _ratio(wide))
    return {
        tall: QRect(0, 0, left, height),
        wide: QRect(x, 0, right, upper),
        logo: QRect(x, upper + _GAP, right, height - upper - _GAP),
    }


def _line(places: dict[AssetType, QRect], kinds: Sequence[AssetType], width: int, y: int) -> int:
    """Place *kinds* side by side, equally high, filling *width*; return where the next line starts."""
    height = (width - _GAP * (len(kinds) - 1)) / sum(_ratio(kind) for kind in kinds)
    x = 0.0
    for kind in kinds:
        places[kind] = QRect(round(x), y, round(height * _ratio(kind)), round(height))
        x += height * _ratio(kind) + _GAP
    return y + round(height) + _GAP


def _ratio(asset_type: AssetType) -> float:
    return ASSET_SHAPES[asset_type].ratio
