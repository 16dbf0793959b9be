"""The pages of the settings, with a search line that finds what they say."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ui.settings.page_frame import SettingsPage
from ui.theme import current_theme, set_role

_NAME_ROLE = Qt.ItemDataRole.UserRole


class SearchLine(QLineEdit):
    """Signals: left(), by Down or Enter, to the pages."""

    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText("Search settings (Ctrl+F)")
        self.setAccessibleName("Search settings")
        self.setToolTip("Find a setting by its words (Ctrl+F); Esc clears the search")
        self.setClearButtonEnabled(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.left.emit()
        else:
            super().keyPressEvent(event)


class PageList(QFrame):
    """The left side, and `stack`, the pages themselves, for the right one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_role(self, "panel-left")
        self.stack = QStackedWidget(parent)
        self.search = SearchLine(self)
        self.pages = QListWidget(self)
        self.search.left.connect(lambda: self.pages.setFocus(Qt.FocusReason.OtherFocusReason))
        set_role(self.pages, "sidebar")
        self.pages.setAccessibleName("Pages of the settings")
        self.pages.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.nothing = QLabel(self)
        self.nothing.setWordWrap(True)
        self.nothing.setContentsMargins(14, 4, 14, 4)
        set_role(self.nothing, "muted")
        self.nothing.hide()
        self._pages: dict[str, SettingsPage] = {}
        self._changed: frozenset[str] = frozenset()
        self._found: dict[str, int] = {}
        self._lay_out()
        self.pages.currentItemChanged.connect(lambda item, _: self._on_current(item))
        self.search.textChanged.connect(self._on_searched)
        theme = current_theme()
        if theme is not None:
            theme.changed.connect(self._fit)

    def add_pages(self, pages: Sequence[SettingsPage]) -> None:
        """Offer *pages*, the first of them in front."""
        for page in pages:
            self._pages[page.NAME] = page
            self.stack.addWidget(page)
            item = QListWidgetItem(page.TITLE, self.pages)
            item.setData(_NAME_ROLE, page.NAME)
        self._fit()
        self.pages.setCurrentRow(0)

    @property
    def current(self) -> SettingsPage | None:
        """The page in front."""
        page = self.stack.currentWidget()
        return page if isinstance(page, SettingsPage) else None

    def show_page(self, name: str) -> None:
        """Bring *name* to the front; a name that is none changes nothing."""
        for item in self._items():
            if item.data(_NAME_ROLE) == name:
                self.pages.setCurrentItem(item)

    def mark_changed(self, names: AbstractSet[str]) -> None:
        """Mark the pages on which something waits."""
        self._changed = frozenset(names)
        self._show_items()

    def clear_search(self) -> None:
        self.search.clear()

    def shown(self) -> tuple[str, ...]:
        """Return the names of the pages offered."""
        return tuple(item.data(_NAME_ROLE) for item in self._items() if not item.isHidden())

    # -- inside ----------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 12, 0, 0)
        column.setSpacing(4)
        field = QVBoxLayout()
        field.setContentsMargins(12, 0, 12, 0)
        field.addWidget(self.search)
        column.addLayout(field)
        column.addWidget(self.nothing)
        column.addWidget(self.pages, 1)

    def _items(self) -> list[QListWidgetItem]:
        return [self.pages.item(row) for row in range(self.pages.count())]

    def _on_current(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            page = self._pages[item.data(_NAME_ROLE)]
            self.stack.setCurrentWidget(page)
            if self.search.text():
                page.search(self.search.text())  # it scrolls to the first mark only when it is in front

    def _on_searched(self, text: str) -> None:
        self._found = {name: page.search(text) for name, page in self._pages.items()}
        self._show_items()
        shown = self.shown()
        self.nothing.setText(f"Nothing in the settings says “{text.strip()}”." if not shown else "")
        self.nothing.setVisible(not shown)
        if shown and self.current is not None and self.current.NAME not in shown:
            self.show_page(shown[0])

    def _show_items(self) -> None:
        is_searching = bool(self.search.text().strip())
        for item in self._items():
            name = item.data(_NAME_ROLE)
            title = self._pages[name].TITLE
            found = self._found.get(name, 0)
            item.setHidden(is_searching and not found)
            words = f"{title} · {found}" if is_searching else title
            item.setText(f"{words} ●" if name in self._changed else words)
            spoken = f"{title}, changed and not applied" if name in self._changed else title
            item.setData(Qt.ItemDataRole.AccessibleTextRole, spoken)
            item.setToolTip(spoken)

    def _fit(self) -> None:
        metrics = QFontMetrics(self.pages.font())
        widest = max((metrics.horizontalAdvance(page.TITLE) for page in self._pages.values()), default=0)
        self.setFixedWidth(widest + 40 + metrics.horizontalAdvance(" · 99 ●"))
