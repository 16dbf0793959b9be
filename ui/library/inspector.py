"""The inspector: everything known of the title that has the focus, and what can be done with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QPixmap, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from metarr_desktop.domain.asset import AssetType
from metarr_desktop.domain.entity import IdentityState
from metarr_desktop.domain.library import EntityDetails, LibraryRow
from metarr_desktop.domain.provider import ProviderInfo
from ui.empty_state import EmptyState
from ui.kinds import words_of
from ui.labels import text_label
from ui.library.conflicts import ConflictNotice
from ui.library.facts import FactsGrid
from ui.library.inspected import Inspected
from ui.library.season_strip import SeasonStrip
from ui.library.selection_panel import Selected, SelectionPanel
from ui.library.slots import SlotBoard
from ui.library.sources import SourcesLine, sources_of
from ui.library.wording import subtitle_of
from ui.side_scroll import SideScroll
from ui.theme import set_role

WIDTH = 304
_MOST_HISTORY = 5


class Inspector(QFrame):
    """The right panel.

    Signals:
        slot_clicked(AssetType), browse_clicked(), identify_clicked(), refresh_clicked()
        pictures_dropped(AssetType, tuple[Brought, ...]): onto a slot.
    """

    slot_clicked = Signal(object)
    pictures_dropped = Signal(object, tuple)
    browse_clicked = Signal()
    identify_clicked = Signal()
    refresh_clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_role(self, "panel-right")
        self.setAccessibleName("Inspector")
        self._providers: Sequence[ProviderInfo] = ()
        self._shown: Inspected | None = None
        self._empty = EmptyState(self)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self._empty)
        self._scroll = SideScroll(self)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(self._body())
        self._stack.addWidget(self._scroll)
        self.several = SelectionPanel(self)
        self._several_scroll = SideScroll(self)
        self._several_scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._several_scroll.setWidget(self.several)
        self._stack.addWidget(self._several_scroll)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        self.setMinimumWidth(240)
        self.clear()

    @property
    def shown(self) -> Inspected | None:
        """What is shown now."""
        return self._shown

    def set_providers(self, providers: Sequence[ProviderInfo]) -> None:
        """Tell which providers there are: their titles, and the pages the ids open."""
        self._providers = providers
        if self._shown is not None:
            self.show_title(self._shown)

    def clear(self, text: str = "Choose a title to see its artwork.") -> None:
        """Show no title."""
        self._shown = None
        self._empty.show_state("image", "", text)
        self._stack.setCurrentWidget(self._empty)
        self._stack.setVisible(bool(text))  # an icon without words would only puzzle

    def show_title(self, inspected: Inspected) -> None:
        """Show a title; its pictures follow by `show_pictures`."""
        is_other = self._shown is None or self._shown.key != inspected.key
        self._shown = inspected
        row = inspected.details.row
        self._title.setText(row.entity.title)
        self._title.setToolTip(row.entity.label)
        self._subtitle.setText(subtitle_of(row.entity))
        self._subtitle.setVisible(bool(self._subtitle.text()))
        titles = {info.name: info.title for info in self._providers}
        self.board.show_slots(row.key.entity_type, inspected.details.slots, titles)
        self.seasons.show_slots(inspected.details.slots, titles)
        if is_other:
            self.show_pictures({})
            self._scroll.verticalScrollBar().setValue(0)
        self._show_identity(row)
        self.conflicts.show_conflicts(inspected.details.id_conflicts, titles)
        self.facts.show_details(inspected.details, self._providers)
        self._overview.setText(row.entity.metadata.overview)
        self._overview.setVisible(bool(row.entity.metadata.overview))
        self.sources.show_sources(sources_of(inspected, self._providers))
        self._show_history(inspected.details)
        self._stack.setCurrentWidget(self._scroll)
        self._stack.show()

    def tell_ages(self) -> None:
        """Say how old the data shown is by now."""
        (self.several if self.is_of_several else self.facts).tell_age()

    def show_several(self, selected: Selected) -> None:
        """Show what several titles have in sum."""
        self._shown = None
        self.several.show_selected(selected)
        self._stack.setCurrentWidget(self._several_scroll)
        self._stack.show()

    @property
    def is_of_several(self) -> bool:
        """The sums of several titles are shown."""
        return self._stack.currentWidget() is self._several_scroll

    def show_pictures(self, pictures: Mapping[AssetType, QPixmap | None]) -> None:
        """Show what has been loaded of the slots' pictures."""
        self.board.show_pictures(pictures)
        self.seasons.show_pictures(pictures)

    def set_refresh(self, text: str, *, is_enabled: bool, tooltip: str) -> None:
        """Let the refresh button say what the one of the tool bar says."""
        self.refresh_button.setText(text)
        self.refresh_button.setEnabled(is_enabled)
        self.refresh_button.setToolTip(tooltip)
        self.several.set_refresh(text, is_enabled=is_enabled, tooltip=tooltip)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._settle_buttons()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        kinds = (QEvent.Type.FontChange, QEvent.Type.StyleChange)
        if event.type() in kinds and hasattr(self, "_second"):  # asked for also by the base constructor
            self._settle_buttons()

    # -- inside ----------------------------------------------------------------------------------------------

    def _body(self) -> QWidget:
        body = _Body()
        column = QVBoxLayout(body)
        column.setContentsMargins(16, 14, 10, 16)
        column.setSpacing(8)
        self._title = text_label("title", is_selectable=True)
        self._subtitle = text_label("muted", is_selectable=True)
        self.board = SlotBoard()
        self.board.slot_clicked.connect(self.slot_clicked)
        self.board.pictures_dropped.connect(self.pictures_dropped)
        self.seasons = SeasonStrip()
        self.seasons.pictures_dropped.connect(self.pictures_dropped)
        self.seasons.type_clicked.connect(self.slot_clicked)
        self.conflicts = ConflictNotice()
        self.conflicts.identify_clicked.connect(self.identify_clicked)
        heading = QVBoxLayout()
        heading.setSpacing(2)
        heading.addWidget(self._title)
        heading.addWidget(self._subtitle)
        self._notice = text_label("warn", is_selectable=True)
        self._overview = text_label("", is_selectable=True)
        self._history_head = text_label("section", is_selectable=True)
        self._history_head.setText("History")
        self._history = text_label("caption", is_selectable=True)
        column.addLayout(heading)
        column.addWidget(self.conflicts)
        column.addWidget(self.board)
        column.addWidget(self.seasons)
        column.addWidget(self._notice)
        self.facts = FactsGrid()
        column.addWidget(self.facts)
        column.addSpacing(4)
        column.addLayout(self._buttons())
        column.addSpacing(4)
        column.addWidget(self._overview)
        self.sources = SourcesLine()
        column.addWidget(self.sources)
        column.addWidget(self._history_head)
        column.addWidget(self._history)
        column.addStretch(1)
        return body

    def _buttons(self) -> QVBoxLayout:
        self.browse_button = _button("Browse artwork", "Look through all artwork of this title (Ctrl+B)")
        self.identify_button = _button("Identify…", "Say which entry of the providers this is (Ctrl+I)")
        self.refresh_button = _button("Force refresh", "Ask every provider again now (Ctrl+F5)")
        self.browse_button.clicked.connect(lambda: self.browse_clicked.emit())
        self.identify_button.clicked.connect(lambda: self.identify_clicked.emit())
        self.refresh_button.clicked.connect(lambda: self.refresh_clicked.emit())
        self._first = QVBoxLayout()
        self._second = QHBoxLayout()
        self._second.setSpacing(8)
        column = QVBoxLayout()
        column.setSpacing(8)
        column.addLayout(self._first)
        column.addLayout(self._second)
        return column

    def _settle_buttons(self) -> None:
        """Put two buttons side by side where their words fit, which large text does not let them."""
        is_identify_first = self._first.indexOf(self.identify_button) >= 0
        other = self.browse_button if is_identify_first else self.identify_button
        needed = other.sizeHint().width() + self.refresh_button.sizeHint().width() + self._second.spacing()
        directions = QBoxLayout.Direction
        is_room = needed <= self.width() - 42  # margins and scroll bar
        self._second.setDirection(directions.LeftToRight if is_room else directions.TopToBottom)

    def _show_identity(self, row: LibraryRow) -> None:
        state = row.entity.state
        is_identified = state is IdentityState.IDENTIFIED
        # The next sensible step carries the accent and the full width.
        first = self.browse_button if is_identified else self.identify_button
        rest = [self.identify_button if is_identified else self.browse_button, self.refresh_button]
        self._first.addWidget(first)
        for button in rest:
            self._second.addWidget(button, 1)
        for button in (self.browse_button, self.identify_button):
            set_role(button, "primary" if button is first else "")
        self._settle_buttons()
        self.browse_button.setEnabled(is_identified or row.poster is not None)
        self._notice.setVisible(not is_identified)
        self._notice.setText(
            f"Not identified yet. Say which {words_of(row.key.entity_type).one} this is, and its artwork can be "
            "fetched."
            if state is IdentityState.UNIDENTIFIED
            else "Marked as being in no provider. Identify it to change that."
        )

    def _show_history(self, details: EntityDetails) -> None:
        lines = [
            f"{entry.happened_at.astimezone():%d %b %H:%M}  {entry.text}"
            + (" (undone)" if entry.is_undone else "")
            for entry in details.history[:_MOST_HISTORY]
        ]
        self._history.setText("\n".join(lines))
        self._history.setVisible(bool(lines))
        self._history_head.setVisible(bool(lines))


class _Body(QWidget):
    """As narrow as the panel: what does not fit is wrapped or cut, never pushed out of sight."""

    def minimumSizeHint(self) -> QSize:
        return QSize(180, super().minimumSizeHint().height())


def _button(text: str, tooltip: str) -> QPushButton:
    button = QPushButton(text)
    button.setToolTip(tooltip)
    button.setAccessibleName(text.removesuffix("…"))
    return button
