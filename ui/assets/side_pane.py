"""What stands beside the grid: the focused picture, or in its place the ranking."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.assets.detail_panel import DetailPanel
from ui.assets.ranking_panel import RankingPanel


class SidePane(QWidget):
    """Shows one of its two panels, neither while there are no pictures."""

    def __init__(self, details: DetailPanel, ranking: RankingPanel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._details, self._ranking = details, ranking
        self._has_pictures, self._is_ranking = True, False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(details)
        column.addWidget(ranking)
        self._settle()

    @property
    def is_ranking(self) -> bool:
        """True while the ranking is open."""
        return self._is_ranking

    def show_pictures(self, has_pictures: bool) -> None:
        """Say whether there is anything to tell of."""
        self._has_pictures = has_pictures
        self._settle()

    def open_ranking(self, is_open: bool) -> None:
        """Show the ranking in place of the focused picture, or close it."""
        self._is_ranking = is_open
        self._settle()

    def _settle(self) -> None:
        self._ranking.setVisible(self._has_pictures and self._is_ranking)
        self._details.setVisible(self._has_pictures and not self._is_ranking)
        self.setVisible(self._has_pictures)
