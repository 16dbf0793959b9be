"""What the tabs of the activity window have in common."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QSettings, Qt, Signal
from PySide6.QtWidgets import QApplication, QBoxLayout, QSplitter, QStackedWidget, QWidget

from metarr_desktop.domain.ports import Core
from ui.activity.tab_controller import TabController
from ui.message_bar import MessageBar, Severity
from ui.placement import text_scale
from ui.theme import set_role

Now = Callable[[], datetime]


class ActivityTab(QWidget):
    """One tab. Attached while there is a core; `set_shown` says whether a person sees it.

    Signals:
        title_requested(EntityKey).
        settings_requested(str): the name of a page.
        review_requested().
        titles_changed(tuple of EntityKey): an act changed what is selected there.
        typed(str): a letter was pressed in a list.
    """

    NAME = ""
    TITLE = ""
    FILTER_HINT = ""
    """What the filter field says; without one there is nothing to filter."""

    title_requested = Signal(object)
    settings_requested = Signal(str)
    review_requested = Signal()
    titles_changed = Signal(object)
    typed = Signal(str)

    def __init__(self, messages: MessageBar, now: Now, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._messages, self._now = messages, now
        self._is_shown = False
        self._filter = ""
        self.controller: TabController | None = None

    def attach(self, core: Core) -> None:
        """Show what *core* says: make the controller, and `follow` it."""
        raise NotImplementedError

    def follow(self, controller: TabController) -> None:
        """Tell what *controller* is refused; read at once where a person sees it."""
        controller.failed.connect(self.say_bad)
        if self._is_shown:
            controller.refresh()

    async def detach(self) -> None:
        """Let go of the core."""
        controller, self.controller = self.controller, None
        if controller is not None:
            await controller.close()
            controller.deleteLater()
        self.show_nothing()

    def show_nothing(self) -> None:
        """Forget what was shown of a core."""
        raise NotImplementedError

    def refresh(self) -> None:
        """Read everything anew."""
        if self.controller is not None:
            self.controller.refresh()

    def tick(self) -> None:
        """A second has passed while the tab is shown."""

    def set_shown(self, is_shown: bool) -> None:
        """Follow what happens while the tab is in front of a visible window; rest otherwise."""
        if is_shown and not self._is_shown:
            self._is_shown = True
            self.refresh()
        self._is_shown = is_shown

    def set_filter(self, text: str) -> None:
        """Show only what has all the words of *text*."""
        if text != self._filter:
            self._filter = text
            self.show_filtered()

    @property
    def filter(self) -> str:
        return self._filter

    def say_bad(self, words: str) -> None:
        """Tell what was refused."""
        self._messages.post(words, Severity.BAD, key="problem")

    def say(self, words: str) -> None:
        """Tell what was done."""
        self._messages.dismiss("problem")
        self._messages.post(words, Severity.INFO, key="told")

    def show_filtered(self) -> None:
        """Lay out anew what is known, by the filter."""

    def take_focus(self) -> None:
        """Put the keyboard where work begins."""

    def bring_front(self, stack: QStackedWidget, part: QWidget) -> None:
        """Show *part* of *stack*; the keyboard does not stay with a part that is gone."""
        before, focused = stack.currentWidget(), QApplication.focusWidget()
        if before is not part:
            had_focus = focused is not None and before is not None and before.isAncestorOf(focused)
            stack.setCurrentWidget(part)
            if had_focus:
                self.take_focus()

    def enable(self, button: QWidget, is_possible: bool) -> None:
        """Enable *button* or not; a button that goes off does not hand the keyboard to the next one.

        Qt would: a second Space after *Run now* would switch the schedule off.
        """
        if not is_possible and button.hasFocus():
            self.take_focus()
        button.setEnabled(is_possible)

    def save(self, settings: QSettings) -> None:
        """Keep sizes and widths."""

    def restore(self, settings: QSettings) -> None:
        """Restore what was kept."""


class PaneSplitter(QSplitter):
    """A list and its pane side by side, or one above the other where text is large or the window narrow.

    Args:
        is_always_above: never side by side, for a list that is wide.
    """

    _NARROW = 860  # px at 100 %

    def __init__(
        self,
        main: QWidget,
        pane: QWidget,
        name: str,
        parent: QWidget | None = None,
        *,
        is_always_above: bool = False,
    ) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._is_always_above, self._pane = is_always_above, pane
        self._name = name
        self._is_restored: set[Qt.Orientation] = set()
        self._kept: dict[Qt.Orientation, object] = {}
        self.addWidget(main)
        self.addWidget(pane)
        self.setChildrenCollapsible(False)
        self.setStretchFactor(0, 3)
        self.setStretchFactor(1, 2)

    def arrange(self, width: int) -> None:
        """Choose the direction for a window *width* px wide."""
        is_narrow = self._is_always_above or width < self._NARROW * text_scale(self)
        wanted = Qt.Orientation.Vertical if is_narrow else Qt.Orientation.Horizontal
        if wanted is not self.orientation():
            self._kept[self.orientation()] = self.sizes()
            self.setOrientation(wanted)
            set_role(self._pane, "footer" if is_narrow else "panel-right")
            sizes = self._kept.get(wanted)
            room = self.height() if is_narrow else self.width()
            self.setSizes(sizes if isinstance(sizes, list) else [room * 12 // 20, room * 8 // 20])

    def save(self, settings: QSettings) -> None:
        settings.setValue(f"activity/{self._name}/{self._word()}", [str(size) for size in self.sizes()])

    def restore(self, settings: QSettings) -> None:
        kept = settings.value(f"activity/{self._name}/{self._word()}")
        sizes = [int(size) for size in kept if str(size).isdecimal()] if isinstance(kept, list) else []
        if len(sizes) == 2 and all(sizes):
            self.setSizes(sizes)

    def _word(self) -> str:
        return "sizes" if self.orientation() is Qt.Orientation.Horizontal else "sizes_above"


def spaced(layout: QBoxLayout, left: int, top: int, right: int, bottom: int, spacing: int) -> QBoxLayout:
    """Return *layout* with these margins and distances, px."""
    layout.setContentsMargins(left, top, right, bottom)
    layout.setSpacing(spacing)
    return layout
