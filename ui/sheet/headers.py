"""The headers of the contact sheet: above each style what it covers, beside each row what it has now."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QHeaderView, QWidget

from metarr_desktop.domain.asset import ASSET_SHAPES, AssetType
from metarr_desktop.domain.thumbnail import Size
from ui.images import paint_placeholder
from ui.picture_feed import PictureFeed
from ui.sheet.delegate import GAP, paint_asset, url_of
from ui.sheet.model import SheetModel
from ui.sheet.picks import selected_of
from ui.sheet.wording import row_state
from ui.theme import TextSize, current_tokens, text_font

_LABEL = 132


class StyleHeader(QHeaderView):
    """Each section is a button: the style is used for every row."""

    def __init__(self, model: SheetModel, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._model = model
        self._hovered = -1
        self.setSectionsClickable(True)
        self.setMouseTracking(True)
        self.setAccessibleName("Styles")
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    def sizeHint(self) -> QSize:
        line = QFontMetrics(text_font()).height()
        return QSize(super().sizeHint().width(), 2 * line + 22)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self.logicalIndexAt(event.position().toPoint()))
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(-1)
        super().leaveEvent(event)

    def _hover(self, section: int) -> None:
        is_style = 0 <= section < self._model.more_column
        shapes = Qt.CursorShape
        self.viewport().setCursor(shapes.PointingHandCursor if is_style else shapes.ArrowCursor)
        if section != self._hovered:
            self._hovered = section
            self.viewport().update()

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        tokens, model, section = current_tokens(), self._model, logicalIndex
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(rect, QColor(tokens.surface))
        area = rect.adjusted(GAP, 6, -GAP, -6)
        is_style = section < model.more_column
        is_picked = is_style and model.picks.count() > 0 and model.picks.has_column(model.sheet, section)
        if is_style and (is_picked or section == self._hovered):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.accent_soft if is_picked else tokens.surface_hover))
            painter.drawRoundedRect(QRectF(area), 6, 6)
        line = QFontMetrics(text_font()).height()
        inner = area.adjusted(6, 4, -6, -4)
        upper = QRect(inner.topLeft(), QSize(inner.width(), line))
        lower = QRect(inner.x(), upper.bottom() + 3, inner.width(), line)
        badge_width = self._paint_badge(painter, upper, section) if is_style else 0
        painter.setFont(text_font(bold=True))
        painter.setPen(QColor(tokens.text))
        words = painter.fontMetrics().elidedText(
            model.column_title(section), Qt.TextElideMode.ElideRight, upper.width() - badge_width
        )
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(upper, flags, words)
        painter.setFont(text_font(TextSize.CAPTION))
        painter.setPen(QColor(tokens.accent if is_style else tokens.muted))
        below = ("✓ Marked for all" if is_picked else "Use this style") if is_style else "in no style (M)"
        below = painter.fontMetrics().elidedText(below, Qt.TextElideMode.ElideRight, lower.width())
        painter.drawText(lower, flags, below)
        painter.setPen(QPen(QColor(tokens.border), 1))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.restore()

    def _paint_badge(self, painter: QPainter, line: QRect, section: int) -> int:
        tokens, text = current_tokens(), self._model.badge(section)
        column = self._model.sheet.columns[section]
        is_full = column.coverage == len(self._model.sheet.rows)
        painter.setFont(text_font(TextSize.CAPTION, bold=True))
        width = painter.fontMetrics().horizontalAdvance(text) + 10
        pill = QRect(line.right() - width + 1, line.y(), width, line.height())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.good if is_full else tokens.surface_raised))
        painter.drawRoundedRect(QRectF(pill), pill.height() / 2, pill.height() / 2)
        painter.setPen(QColor(tokens.good_text if is_full else tokens.text))
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, text)
        return width + 3


class MemberHeader(QHeaderView):
    """Pinned at the left: who the row is about, and the picture selected now."""

    def __init__(self, model: SheetModel, feed: PictureFeed, box: Size, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self._model, self._feed, self.box = model, feed, box
        self._titles: Mapping[str, str] = {}
        self._picture = QSize(80, 120)
        self.setAccessibleName("Members")
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setSectionsClickable(False)

    def show_kind(self, kind: AssetType, height: int, titles: Mapping[str, str]) -> None:
        """Make room for pictures of *kind* in rows of *height* px."""
        shape = ASSET_SHAPES[kind]
        inner = height - 2 * GAP
        width = min(150, round(inner * shape.ratio))
        self._picture, self._titles = QSize(width, round(width / shape.ratio)), titles
        self.setFixedWidth(self.sizeHint().width())

    def sizeHint(self) -> QSize:
        letters = round(_LABEL * QFontMetrics(text_font()).height() / 17)
        return QSize(self._picture.width() + letters + 4 * GAP, super().sizeHint().height())

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        tokens, row = current_tokens(), self._model.row(logicalIndex)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(rect, QColor(tokens.surface))
        y = rect.y() + (rect.height() - self._picture.height()) // 2
        place = QRect(QPoint(rect.x() + GAP, y), self._picture)
        selected = selected_of(row)
        if selected is None:
            paint_placeholder(painter, place, "")
        else:
            url = url_of(selected)
            paint_asset(painter, place, selected, self._feed.pixmap(url, self.box), self._feed.failed(url))
        text = QRect(place.right() + 1 + GAP, rect.y() + GAP, 0, rect.height() - 2 * GAP)
        text.setRight(rect.right() - GAP)
        wrapped = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft
        painter.setFont(text_font(bold=True))
        caption = QFontMetrics(text_font(TextSize.CAPTION)).height() + 4
        size = painter.boundingRect(text.adjusted(0, 0, 0, -2 * caption), int(wrapped), row.label)
        height = min(size.height(), text.height() - caption)
        top = text.y() + max(0, (text.height() - height - caption) // 2)
        painter.setPen(QColor(tokens.text))
        painter.drawText(QRect(text.x(), top, text.width(), height), int(wrapped), row.label)
        painter.setFont(text_font(TextSize.CAPTION))
        painter.setPen(QColor(tokens.muted))
        words = painter.fontMetrics().elidedText(
            row_state(row, self._titles), Qt.TextElideMode.ElideRight, text.width()
        )
        painter.drawText(QRect(text.x(), top + height + 2, text.width(), caption), int(wrapped), words)
        painter.setPen(QPen(QColor(tokens.border), 1))
        painter.drawLine(rect.topRight(), rect.bottomRight())
        painter.restore()
