"""The parts of the review window and where they are."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSettings
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QMainWindow,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ui.empty_state import EmptyState, Offer
from ui.flow_layout import FlowLayout
from ui.message_bar import MessageBar
from ui.review.grid import ProposalGrid
from ui.review.kind_filter import KindFilter
from ui.review.model import ProposalModel
from ui.review.pictures import ReviewPictures
from ui.review.side import ProposalSide
from ui.theme import set_role
from ui.window_acts import WindowActs, page_head

KEYS_OF_TILES = (
    ("Move from proposal to proposal", "Arrows, Home, End"),
    ("Mark several", "Shift+arrows, Ctrl+click"),
    ("Mark all shown", "Ctrl+A"),
    ("Use it", "Enter, double click"),
    ("Larger or smaller tiles", "Ctrl+wheel"),
)


class ReviewActions(WindowActs):
    """Every act of the window, by key."""

    def __init__(self, window: QMainWindow) -> None:
        super().__init__(window)
        add = self.add
        self.use = add("Use", "P", "Select the picture")
        self.use_next = add("Use, and go to the next title", "Shift+P", "Select it and go to the next title")
        self.dismiss = add("Dismiss", "X", "Do not propose it again")
        self.dismiss_next = add(
            "Dismiss, and go to the next title", "Shift+X", "Do not propose it again and go to the next title"
        )
        self.browse = add("Show all candidates", "B", "Open the artwork browser at this title and type")
        self.mark_title = add("Mark all of the title", "T", "Mark all proposals of this title")
        self.use_title = add("Use all of the title", "Ctrl+P", "Select all that is proposed for this title")
        self.dismiss_title = add(
            "Dismiss all of the title", "Ctrl+X", "Propose none of these again for this title"
        )
        self.use_all = add("Use all shown", "Ctrl+Shift+P", "Select everything shown, as one step of undo")
        self.previous = add("Title before", "Alt+Left", "Go to the title before")
        self.next = add("Next title", "Alt+Right", "Go to the next title")
        self.undo = add("Undo", "Ctrl+Z", "Take back the last choice")
        self.redo = add("Redo", "Ctrl+Shift+Z; Ctrl+Y", "Do again what was taken back")
        self.larger = add("Larger tiles", "Ctrl++; Ctrl+=", "Make the tiles larger")
        self.smaller = add("Smaller tiles", "Ctrl+-", "Make the tiles smaller")
        self.renew = add("Read anew", "F5", "Read what is proposed anew")
        self.keys = add("Keys", "F1; ?", "Show the keys of this window")


class ReviewParts:
    """Builds everything into *window*; holds no state and does no work."""

    def __init__(self, window: QMainWindow, model: ProposalModel, settings: QSettings) -> None:
        self.actions = ReviewActions(window)
        self.messages = MessageBar()
        self.pictures = ReviewPictures(window)
        self.grid = ProposalGrid(model, self.pictures, settings)
        self.side = ProposalSide(model, self.pictures)
        self.title, self.counts = QLabel("Proposals"), QLabel()
        set_role(self.title, "title")
        set_role(self.counts, "muted")
        self.kinds = KindFilter()
        acts = self.actions
        self.dismiss_title = _button("Dismiss all of this title", acts.dismiss_title)
        self.use_title = _button("Use all of this title", acts.use_title)
        self.use_all = _button("Use all", acts.use_all)
        self.undo = _button("Undo", acts.undo)
        set_role(self.undo, "link")
        self.words = EmptyState()
        self._stack = QStackedWidget()
        self._body = QWidget()
        row = QHBoxLayout(self._body)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.grid, 1)
        row.addWidget(self.side)
        self._foot = self._new_foot()
        self._stack.addWidget(self.words)
        self._stack.addWidget(self._body)
        window.setCentralWidget(self._laid_out())

    @property
    def is_grid_shown(self) -> bool:
        """True while there are proposals on screen."""
        return self._stack.currentWidget() is self._body

    def show_grid(self) -> None:
        """Show the proposals."""
        if not self.is_grid_shown:
            self._stack.setCurrentWidget(self._body)
            self.grid.setFocus()
        self._foot.show()

    def show_words(self, icon: str, title: str, text: str, offers: Sequence[Offer] = ()) -> None:
        """Show words in the place of the proposals."""
        self.words.show_state(icon, title, text, offers)
        self._stack.setCurrentWidget(self.words)
        self._foot.hide()
        self.kinds.hide()
        self.counts.clear()
        focused = QApplication.focusWidget()
        if focused is None or not self.messages.isAncestorOf(
            focused
        ):  # who is at a message is not taken away
            self.words.take_focus()

    def _new_foot(self) -> QFrame:
        foot = QFrame()
        set_role(foot, "footer")
        flow = FlowLayout(foot)
        flow.setContentsMargins(16, 8, 16, 8)
        for button in (self.use_all, self.use_title, self.dismiss_title, self.undo):
            flow.addWidget(button)
        return foot

    def _laid_out(self) -> QWidget:
        ground = QWidget()
        column = QVBoxLayout(ground)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(page_head(self.title, self.counts, self.kinds, (0, 1)))
        column.addWidget(self.messages)
        column.addWidget(self._stack, 1)
        column.addWidget(self._foot)
        return ground


def _button(text: str, action: QAction) -> QPushButton:
    button = QPushButton(text)
    button.setAccessibleName(text)
    button.setToolTip(action.toolTip())
    button.clicked.connect(lambda _=False: action.trigger())
    return button
