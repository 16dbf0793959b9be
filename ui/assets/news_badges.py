"""Shows on the tabs and in the header what is new; nothing is ever replaced by itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import QObject

from metarr_desktop.domain.asset import AssetType
from metarr_desktop.domain.entity import EntityKey
from ui.assets.front import Front
from ui.assets.news import News, NewsReader, news_of, news_sentence
from ui.assets.window_parts import WindowParts


class NewsBadges(QObject):
    """Keeps the news of the title in front beside those of its type in front, which change with each act."""

    def __init__(self, parts: WindowParts, front: Front, reader: NewsReader, parent: QObject) -> None:
        super().__init__(parent)
        self._parts, self._front, self._reader = parts, front, reader
        self._key: EntityKey | None = None
        self._others: Mapping[AssetType, News] = {}
        self._shown: dict[AssetType, News] = {}
        reader.news_read.connect(self._on_read)
        front.tiles_shown.connect(self._show)
        front.type_shown.connect(self._on_type)
        parts.header.news.clicked.connect(lambda _=False: self.go())

    @property
    def shown(self) -> dict[AssetType, News]:
        """What the badges say."""
        return self._shown

    def on_counts(self, key: EntityKey, counts: Mapping[AssetType, int]) -> None:
        """Count anew: the cache of a title was read."""
        if key != self._key:
            return
        kinds = [kind for kind, count in counts.items() if count and kind is not self._front.kind]
        self._reader.read(key, kinds)

    def go(self) -> None:
        """Show only what is new of the type in front, or go to the first type that has something new."""
        front = self._front
        if front.kind in self._shown:
            front.set_filter(replace(front.filter, is_new_only=not front.filter.is_new_only))
            self._parts.pane.take_focus()
        elif self._shown:
            self._parts.header.tabs.choose(next(iter(self._shown)))

    def _on_type(self) -> None:
        if self._front.opened != self._key:
            self._key, self._others = self._front.opened, {}
        self._show()

    def _on_read(self, key: EntityKey, news: Mapping[AssetType, News]) -> None:
        if key == self._key:
            self._others = news
            self._show()

    def _show(self) -> None:
        front = self._front
        ranking = self._parts.pane.model.ranking
        here = news_of(front.assets, front.new, ranking)
        shown = {kind: each for kind, each in self._others.items() if kind is not front.kind and each.new}
        if here.new:
            shown = {front.kind: here, **shown}
        self._shown = shown
        self._parts.header.tabs.show_news(shown)
        self._parts.header.show_news(news_sentence(shown, front.kind))
