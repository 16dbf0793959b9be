"""The acts of the cache page, as buttons, menu and keys. Buttons say what follows, and what stays."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from ui.flow_layout import FlowLayout
from ui.icons import icon
from ui.toolbar import make_action

_STAYS = "What you chose, locked or rejected and the history are never touched."
_HERE = Qt.ShortcutContext.WidgetWithChildrenShortcut


class ActButton(QPushButton):
    """A button that follows its action."""

    def __init__(self, action: QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._action = action
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.clicked.connect(lambda _=False: action.trigger())
        action.changed.connect(self._follow)
        self._follow()

    def _follow(self) -> None:
        self.setText(self._action.text())
        self.setToolTip(self._action.toolTip())
        self.setAccessibleName(self._action.text().rstrip("…"))
        self.setEnabled(self._action.isEnabled())


class CacheActions:
    """Actions of *page*; they listen to their keys while the page or what is in it has the focus."""

    def __init__(self, page: QWidget) -> None:
        self._page = page
        self.refresh = self._add(
            "Refresh if stale",
            "refresh",
            "F5",
            "Ask the providers for what is selected and seven days old or older; nothing is asked for what is fresh",
        )
        self.force = self._add(
            "Force refresh",
            "download",
            "Ctrl+F5",
            "Ask the providers for what is selected, however young it is. Costs requests",
        )
        self.forget = self._add(
            "Forget",
            "delete",
            "Del",
            f"Delete what these providers said, so that the next fetch asks anew. {_STAYS}",
        )
        self.browse = self._add("Browse", "browse", "Ctrl+B", "Look through all artwork of this title")
        self.find = self._add("Find", "search", "Ctrl+F", "Filter by title")
        self.forget_failed = self._add(
            "Forget failed",
            "reject",
            "",
            f"Forget failed attempts, so that nothing rests any longer and the next fetch tries again. {_STAYS}",
        )
        self.compact = self._add(
            "Compact",
            "database",
            "",
            f"Give the room of deleted rows back to the disk. Other work may wait for a moment. {_STAYS}",
        )
        self.clear_thumbnails = self._add(
            "Clear thumbnails",
            "image",
            "",
            f"Delete all small pictures. They are loaded again when they are looked at, which takes requests. {_STAYS}",
        )
        self.export = self._add(
            "Export CSV…", "save", "", "Save every answer that the filter lists to a file, times in ISO form",
        )  # fmt: skip
        self.of_selection = (self.refresh, self.force, self.forget, self.browse)
        self.of_all = (self.forget_failed, self.compact, self.clear_thumbnails, self.export)

    def buttons(self, actions: tuple[QAction, ...], *, align_right: bool = False) -> QWidget:
        """Return buttons for *actions* that break the line where the width ends."""
        row = QWidget(self._page)
        flow = FlowLayout(row, spacing=6, align_right=align_right)
        for action in actions:
            flow.addWidget(ActButton(action, row))
        return row

    def enable(self, *, selected: int, is_working: bool, total: int) -> None:
        """Offer what can be done now."""
        for action in self.of_selection:
            action.setEnabled(bool(selected) and (not is_working or action is self.browse))
        for action in self.of_all:
            action.setEnabled(not is_working)
        self.export.setEnabled(not is_working and total > 0)

    def count_failed(self, failed: int | None) -> None:
        """Say how many failed attempts there are; None if that is not known."""
        self.forget_failed.setText("Forget failed" if failed is None else f"Forget failed ({failed:,})")

    def _add(self, text: str, icon_name: str, shortcut: str, tooltip: str) -> QAction:
        action = make_action(self._page, text, icon_name, shortcut=shortcut, tooltip=tooltip)
        action.setIcon(icon(icon_name))
        action.setShortcutContext(_HERE)
        self._page.addAction(action)
        return action
