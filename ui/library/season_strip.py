"""The seasons of a series in the inspector: how many of them have their artwork, type by type."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from metarr_desktop.domain.asset import ASSET_SHAPES, AssetType
from metarr_desktop.domain.library import SlotSummary
from ui.library.slots import Slot
from ui.library.wording import seasons_text
from ui.theme import set_role

SEASON_TYPES = (
    AssetType.SEASONPOSTER, AssetType.SEASONFANART, AssetType.SEASONBANNER, AssetType.SEASONLANDSCAPE,
)  # fmt: skip
_WORDS = {
    AssetType.SEASONPOSTER: "Posters", AssetType.SEASONFANART: "Fanart", AssetType.SEASONBANNER: "Banners",
    AssetType.SEASONLANDSCAPE: "Landscapes",
}  # fmt: skip
_POSTER_WIDTH = 52


class SeasonStrip(QWidget):
    """A season poster and, beside it, a line for each season type there is something of.

    Signals: type_clicked(AssetType): the person wants to choose among its pictures.
        pictures_dropped(AssetType, tuple[Brought, ...]): for one of the seasons, which one is asked later.
    """

    type_clicked = Signal(object)
    pictures_dropped = Signal(object, tuple)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        head = QLabel("Seasons", self)
        set_role(head, "section")
        self.poster = Slot(AssetType.SEASONPOSTER, self)
        self.poster.has_label = False
        self.poster.setFixedSize(
            _POSTER_WIDTH, round(_POSTER_WIDTH / ASSET_SHAPES[AssetType.SEASONPOSTER].ratio)
        )
        self.poster.clicked.connect(lambda: self.type_clicked.emit(AssetType.SEASONPOSTER))
        self.poster.dropped.connect(
            lambda pictures: self.pictures_dropped.emit(AssetType.SEASONPOSTER, pictures)
        )
        lines = QGridLayout()
        lines.setVerticalSpacing(0)
        lines.setColumnStretch(1, 1)
        self.links: dict[AssetType, QPushButton] = {}
        self._values: dict[AssetType, QLabel] = {}
        for row, kind in enumerate(SEASON_TYPES):
            link, value = QPushButton(_WORDS[kind], self), QLabel(self)
            set_role(link, "link-caption")
            set_role(value, "fact")
            value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            link.setCursor(Qt.CursorShape.PointingHandCursor)
            link.clicked.connect(lambda _=False, each=kind: self.type_clicked.emit(each))
            lines.addWidget(link, row, 0, Qt.AlignmentFlag.AlignLeft)
            lines.addWidget(value, row, 1)
            self.links[kind], self._values[kind] = link, value
        row_of = QHBoxLayout()
        row_of.setSpacing(8)
        row_of.addWidget(self.poster, 0, Qt.AlignmentFlag.AlignTop)
        row_of.addLayout(lines, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 2, 0, 0)
        column.setSpacing(6)
        column.addWidget(head)
        column.addLayout(row_of)

    def show_slots(self, slots: Sequence[SlotSummary], titles: Mapping[str, str]) -> None:
        """Show what is known of the seasons; nothing at all where there are no season types."""
        given = {slot.asset_type: slot for slot in slots if slot.asset_type in SEASON_TYPES}
        self.setVisible(bool(given))
        for kind in SEASON_TYPES:
            slot = given.get(kind)
            # Posters are what people look for; a type nobody offers anything of takes no room.
            is_shown = slot is not None and (kind is AssetType.SEASONPOSTER or slot.seasons > 0)
            self.links[kind].setVisible(is_shown)
            self._values[kind].setVisible(is_shown)
            if slot is not None:
                words = seasons_text(slot)
                title = ASSET_SHAPES[kind].title
                self._values[kind].setText(words)
                self.links[kind].setAccessibleName(f"{title}: {words}")
                self.links[kind].setToolTip(f"{title}: {words}. Click to browse.")
        poster = given.get(AssetType.SEASONPOSTER)
        if poster is not None:
            provider = poster.selected.provider_name if poster.selected else ""
            self.poster.show_slot(poster, titles.get(provider, provider))

    def show_pictures(self, pictures: Mapping[AssetType, QPixmap | None]) -> None:
        """Show what has been loaded."""
        self.poster.show_picture(pictures.get(AssetType.SEASONPOSTER))

    def text(self, asset_type: AssetType) -> str:
        """Return what is said of a season type, empty where nothing is."""
        value = self._values[asset_type]
        return "" if value.isHidden() else value.text()
