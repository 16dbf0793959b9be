"""The widgets and actions of the contact sheet, and where they stand."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QLabel,
    QMainWindow,
    QProgressBar,
    QStackedWidget,
    QStatusBar,
    QVBoxLayout,
    QWidget,
)

from metarr_desktop.domain.ports import Thumbnails
from ui.about import keys_dialog
from ui.chips import ChipRow
from ui.empty_state import EmptyState, Offer
from ui.images import PixmapCache
from ui.message_bar import MessageBar
from ui.picture_feed import PictureFeed
from ui.sheet.model import SheetModel
from ui.sheet.table import SheetTable
from ui.sheet.wording import apply_text, picks_text
from ui.theme import set_role
from ui.toolbar import ActionBar, set_tooltip
from ui.window_acts import WindowActs, page_head

_PIXMAP_BYTES = 64 * 1024 * 1024

_KEYS_OF_PICTURES = (
    ("Move from picture to picture", "Arrows, Page up, Page down, Home, End"),
    ("Mark a picture, or drop the mark", "Enter or click"),
    ("Drop all marks, then close", "Esc"),
    ("Larger and smaller pictures", "Ctrl+wheel"),
)


class SheetActions(WindowActs):
    """Every act of the window, with its key."""

    def __init__(self, window: QMainWindow) -> None:
        super().__init__(window)
        add = self.add
        self.undo = add("Undo", "Ctrl+Z", "Take the last act back", "undo")
        self.redo = add("Redo", "Ctrl+Shift+Z; Ctrl+Y", "Do it again", "redo")
        self.use_style = add(
            "Use style", "Shift+Return", "Mark the whole column of the focused cell", "stack"
        )
        self.more = add("More…", "M", "Choose among the other pictures of this row", "more")
        self.clear = add(
            "Drop marks", "Backspace", "Forget what is marked; nothing was changed yet", "remove"
        )
        self.browse = add("Browse", "Ctrl+B", "Look through all artwork of this title", "browse")
        self.larger = add("Larger", "Ctrl++; Ctrl+=", "Make the pictures larger (also Ctrl+wheel)", "zoom-in")
        self.smaller = add("Smaller", "Ctrl+-", "Make the pictures smaller (also Ctrl+wheel)", "zoom-out")
        self.keys = add("Keys", "?; F1", "Show the keys of this window", "keyboard")
        self.leave = add("Close", "Alt+Up; Ctrl+W", "Close this window", "back")
        self.apply = add("Select", "Ctrl+Return", "Select everything that is marked, in one step", "check")
        self.keys.triggered.connect(lambda: keys_dialog(self.all, window, _KEYS_OF_PICTURES).open())

    def fill_bar(self, bar: ActionBar) -> None:
        """Put the acts on the tool bar."""
        bar.add(self.leave)
        bar.addSeparator()
        for group in (
            (self.undo, self.redo),
            (self.use_style, self.more, self.clear),
            (self.browse, self.larger, self.smaller, self.keys),
        ):
            for action in group:
                bar.add(action)
            bar.addSeparator()
        bar.add_spacer()
        bar.add_primary(self.apply, "check")


class SheetParts:
    """Builds everything into *window*; holds no state of the sheet and does no work."""

    def __init__(self, window: QMainWindow, model: SheetModel, thumbnails: Thumbnails) -> None:
        self.actions = SheetActions(window)
        self.bar = ActionBar("Contact sheet", window)
        self.actions.fill_bar(self.bar)
        window.addToolBar(self.bar)
        pixmaps = PixmapCache(_PIXMAP_BYTES)
        self.messages = MessageBar()
        self.feed = PictureFeed(thumbnails, pixmaps, window)
        self.more_feed = PictureFeed(thumbnails, pixmaps, window)
        self.title, self.members, self.picked = QLabel(), QLabel(), QLabel()
        for label, role in ((self.title, "title"), (self.members, "muted"), (self.picked, "")):
            label.setTextFormat(Qt.TextFormat.PlainText)
            set_role(label, role)
        self.kinds = ChipRow(is_exclusive=True)
        self.kinds.setAccessibleName("Type of artwork")
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName("Pictures looked at")
        self.progress.hide()
        self.table, self.words = SheetTable(model, self.feed), EmptyState()
        self._stack = QStackedWidget()
        self._stack.addWidget(self.words)
        self._stack.addWidget(self.table)
        window.setCentralWidget(self._laid_out())
        status = QStatusBar(window)
        status.setSizeGripEnabled(False)
        status.addWidget(self.picked, 1)
        window.setStatusBar(status)

    async def close(self) -> None:
        """Load nothing more."""
        await self.feed.close()
        await self.more_feed.close()

    @property
    def is_table_shown(self) -> bool:
        """True while the sheet itself is on screen."""
        return self._stack.currentWidget() is self.table

    def show_table(self) -> None:
        """Show the sheet."""
        if not self.is_table_shown:
            self._stack.setCurrentWidget(self.table)
            self.table.setFocus()

    def show_words(self, icon: str, title: str, text: str, offers: Sequence[Offer]) -> None:
        """Show words in the place of the sheet."""
        self.words.show_state(icon, title, text, offers)
        self._stack.setCurrentWidget(self.words)
        self.words.take_focus()

    def show_waiting(self, title: str, text: str) -> None:
        """Say what is being waited for."""
        self.words.show_state("wait", title, text)
        self._stack.setCurrentWidget(self.words)

    def show_progress(self, done: int, total: int) -> None:
        """Show how far the looking is; nothing for a total of 0."""
        self.progress.setRange(0, max(1, total))
        self.progress.setValue(done)
        self.progress.setVisible(total > 0)
        if total and not self.is_table_shown:
            self.show_waiting("Looking at the pictures…", f"{done:,} of {total:,} rows looked at.")

    def show_picks(self, picked: int, changes: int) -> None:
        """Say how much is picked, and how much of that would change something; offer what can be done."""
        is_table, actions = self.is_table_shown, self.actions
        self.picked.setText(picks_text(picked, changes) if is_table else "")
        actions.apply.setText(apply_text(changes))
        actions.apply.setEnabled(changes > 0)
        actions.clear.setEnabled(picked > 0)
        actions.more.setEnabled(is_table)
        actions.use_style.setEnabled(is_table)
        set_tooltip(actions.apply, "Select everything that is marked, in one step")

    def _laid_out(self) -> QWidget:
        ground = QWidget()
        column = QVBoxLayout(ground)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(page_head(self.title, self.members, self.kinds, (1, 2)))
        column.addWidget(self.progress)
        column.addWidget(self.messages)
        column.addWidget(self._stack, 1)
        return ground
