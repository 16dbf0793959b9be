"""The tabs of the types of artwork; those that exist for each season stand together at the end."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QTabBar, QToolButton, QWidget

from metarr_desktop.domain.asset import ASSET_SHAPES, AssetType
from ui.assets.news import News
from ui.assets.seasons import SEASON_TYPES
from ui.assets.wording import count_of
from ui.icons import paint_icon
from ui.theme import TextSize, current_tokens, set_role, text_font

_GROUP = "Seasons"
_WIDEST_PAD, _LEAST_PAD, _GROUP_GAP, _LOCK = 14, 7, 14, 12


class AssetTabs(QTabBar):
    """One tab per type, with its number of candidates; they move together before they have to scroll.

    Signals:
        type_chosen(AssetType): by the person, not by `show_types`.
    """

    type_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setExpanding(False)
        self.setUsesScrollButtons(True)
        self.setElideMode(Qt.TextElideMode.ElideNone)
        self.setMouseTracking(True)
        self.setAccessibleName("Types of artwork")
        self._types: tuple[AssetType, ...] = ()
        self._counts: dict[AssetType, int] = {}
        self._locked: frozenset[AssetType] = frozenset()
        self._news: dict[AssetType, News] = {}
        self._proposed: dict[AssetType, int] = {}
        self._pad = _WIDEST_PAD
        self._hovered = -1
        for button in self.findChildren(QToolButton):
            button.setToolTip(button.accessibleName())
            set_role(button, "quiet")
        self.currentChanged.connect(self._on_changed)

    # -- what is shown ---------------------------------------------------------------------------------------

    def show_types(self, types: Sequence[AssetType], current: AssetType) -> None:
        """Show a tab for each of *types*."""
        if tuple(types) != self._types:
            self.blockSignals(True)
            while self.count():
                self.removeTab(0)
            self._types = tuple(types)
            for kind in types:
                self.addTab(ASSET_SHAPES[kind].title)
            self.blockSignals(False)
            self.show_counts({})
        self.set_current(current)

    def show_counts(self, counts: Mapping[AssetType, int]) -> None:
        """Show how many candidates each type has."""
        self._counts = dict(counts)
        for place, kind in enumerate(self._types):
            count, title = counts.get(kind, 0), ASSET_SHAPES[kind].title
            self.setTabText(place, f"{title} {count:,}" if count else title)
            key = f" (Alt+{place + 1})" if place < 9 else " (Ctrl+Tab)"
            lock = ", locked" if kind in self._locked else ""
            words = f"{count_of(count, kind)}{self._news_words(kind)}{self._proposed_words(kind)}{lock}"
            self.setTabToolTip(place, f"{words}{key}")
            self.setAccessibleTabName(place, f"{title}, {words}")
        self._fit()

    def show_locks(self, locked: Collection[AssetType]) -> None:
        """Mark the types that automation leaves alone."""
        if frozenset(locked) != self._locked:
            self._locked = frozenset(locked)
            self.show_counts(self._counts)

    def show_news(self, news: Mapping[AssetType, News]) -> None:
        """Mark the types of which something came since the person looked last."""
        if dict(news) != self._news:
            self._news = dict(news)
            self.show_counts(self._counts)

    def show_proposed(self, counts: Mapping[AssetType, int]) -> None:
        """Mark the types for which automation proposes something."""
        if dict(counts) != self._proposed:
            self._proposed = dict(counts)
            self.show_counts(self._counts)

    def _proposed_words(self, kind: AssetType) -> str:
        count = self._proposed.get(kind, 0)
        return f", {count:,} proposed by automation" if count else ""

    def _news_words(self, kind: AssetType) -> str:
        news = self._news.get(kind)
        return f", {news.text}" if news is not None and news.text else ""

    def _badge(self, kind: AssetType) -> str:
        news = self._news.get(kind)
        return f"+{news.new:,}" if news is not None and news.new else ""

    # -- going to a tab --------------------------------------------------------------------------------------

    def set_current(self, kind: AssetType) -> None:
        """Show *kind* as the current one without announcing it."""
        if kind in self._types:
            self.blockSignals(True)
            self.setCurrentIndex(self._types.index(kind))
            self.blockSignals(False)
            self.update()

    def choose(self, kind: AssetType) -> None:
        """Go to the tab of *kind* as if the person had; nothing happens if the title has none."""
        if kind in self._types:
            self.setCurrentIndex(self._types.index(kind))

    def step(self, by: int) -> None:
        """Go on to another tab, round and round."""
        if self._types:
            self.setCurrentIndex((self.currentIndex() + by) % len(self._types))

    def go_to(self, place: int) -> None:
        """Go to a tab by its place, if there is one."""
        if 0 <= place < len(self._types):
            self.setCurrentIndex(place)

    def _on_changed(self, place: int) -> None:
        if 0 <= place < len(self._types):
            self.type_chosen.emit(self._types[place])

    # -- sizes -----------------------------------------------------------------------------------------------

    def tabSizeHint(self, index: int) -> QSize:
        return QSize(self._natural_width(index) + 2 * self._pad, self.fontMetrics().height() + 16)

    def minimumTabSizeHint(self, index: int) -> QSize:
        return self.tabSizeHint(index)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange) and hasattr(self, "_hovered"):
            self._fit()

    def _natural_width(self, index: int) -> int:
        """Return the width of the words of a tab, px; the first of the seasons has the name of the group too."""
        if not 0 <= index < len(self._types):
            return 0
        small = QFontMetrics(text_font(TextSize.CAPTION))
        count = self._count_text(index)
        width = self.fontMetrics().horizontalAdvance(self._word(index))
        width += self.fontMetrics().horizontalAdvance(" ") + small.horizontalAdvance(count) if count else 0
        badge = self._badge(self._types[index])
        width += small.horizontalAdvance(f" {badge}") + 2 if badge else 0
        kind = self._types[index]
        signs = (kind in self._locked) + (kind in self._proposed)
        return width + 2 + self._lead(index) + signs * (_LOCK + 3)

    def _lead(self, index: int) -> int:
        """Return how much of a tab the name of the group takes at its left, px."""
        if index != self._first_of_group():
            return 0
        return _GROUP_GAP + QFontMetrics(text_font(TextSize.CAPTION)).horizontalAdvance(_GROUP) + 4

    def _first_of_group(self) -> int:
        return next((place for place, kind in enumerate(self._types) if kind in SEASON_TYPES), -1)

    def _word(self, index: int) -> str:
        kind = self._types[index]
        title = ASSET_SHAPES[kind].title
        return title.removeprefix("Season ").capitalize() if kind in SEASON_TYPES else title

    def _count_text(self, index: int) -> str:
        count = self._counts.get(self._types[index], 0)
        return f"{count:,}" if count else ""

    def _fit(self) -> None:
        """Give the tabs as much air as the width allows."""
        if not self._types or self.width() <= 0:
            return
        natural = sum(self._natural_width(place) for place in range(self.count()))
        pad = (self.width() - natural) // (2 * self.count())
        pad = max(_LEAST_PAD, min(_WIDEST_PAD, pad))
        if pad != self._pad:
            self._pad = pad
            self.setIconSize(self.iconSize())  # the public way to have the sizes asked for again
        self.updateGeometry()
        self.update()

    # -- painting --------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        for place in range(self.count()):
            rect = self.tabRect(place)
            if rect.intersects(event.rect()):
                self._paint_tab(painter, place, rect)
        painter.end()

    def _paint_tab(self, painter: QPainter, place: int, rect: QRect) -> None:
        tokens, is_current = current_tokens(), place == self.currentIndex()
        flags = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        lead = self._lead(place)
        if lead:
            middle = rect.center().y()
            painter.setPen(QColor(tokens.border_strong))
            painter.drawLine(rect.x() + 4, middle - 8, rect.x() + 4, middle + 8)
            painter.setFont(text_font(TextSize.CAPTION))
            painter.setPen(QColor(tokens.muted))
            painter.drawText(rect.adjusted(_GROUP_GAP, 0, 0, 0), flags, _GROUP)
        own = rect.adjusted(lead, 0, 0, 0)
        is_bright = is_current or place == self._hovered
        colour = tokens.accent if is_current and self.hasFocus() else tokens.text
        words = own.adjusted(self._pad, 0, 0, 0)
        painter.setFont(self.font())
        painter.setPen(QColor(colour if is_bright else tokens.muted))
        painter.drawText(words, flags, self._word(place))
        used = painter.fontMetrics().horizontalAdvance(f"{self._word(place)} ")
        painter.setFont(text_font(TextSize.CAPTION))
        painter.setPen(QColor(tokens.muted))
        painter.drawText(words.adjusted(used, 1, 0, 0), flags, self._count_text(place))
        if badge := self._badge(self._types[place]):
            used += painter.fontMetrics().horizontalAdvance(f"{self._count_text(place)} ") + 2
            painter.setPen(QColor(tokens.accent))
            painter.drawText(words.adjusted(used, 1, 0, 0), flags, badge)
        sign = QRect(own.right() - self._pad - _LOCK + 1, own.center().y() - _LOCK // 2, _LOCK, _LOCK)
        if self._types[place] in self._locked:
            paint_icon(painter, sign, "lock", tokens.muted)
            sign.translate(-_LOCK - 3, 0)
        if self._types[place] in self._proposed:
            paint_icon(painter, sign, "automation", tokens.accent)
        if is_current:
            painter.fillRect(QRect(own.x(), own.bottom() - 1, own.width(), 2), QColor(tokens.accent))

    def event(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.MouseMove, QEvent.Type.Leave, QEvent.Type.HoverMove):
            here = self.mapFromGlobal(self.cursor().pos())
            hovered = -1 if event.type() == QEvent.Type.Leave else self.tabAt(here)
            if hovered != self._hovered:
                self._hovered = hovered
                self.update()
        return super().event(event)
