"""What fills the browser below its tool bar: the grid with everything around it, or one of the views."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from metarr_desktop.domain.ports import Thumbnails
from ui.assets.views.compare import ComparePage
from ui.assets.views.loupe import LoupePage
from ui.assets.views.modes import ViewActions, ViewMode
from ui.assets.views.pictures import Pictures
from ui.assets.views.shelf import ShelfStrip
from ui.assets.views.survey import SurveyPage
from ui.message_bar import MessageBar
from ui.task_scope import ErrorSink


class ViewStage(QStackedWidget):
    """Shows one view at a time; the messages go with it.

    Args:
        ground: everything of the grid, with a layout from top to bottom that holds *messages*.

    Signals:
        mode_changed(ViewMode)
    """

    mode_changed = Signal(object)

    def __init__(
        self,
        ground: QWidget,
        messages: MessageBar,
        thumbnails: Thumbnails,
        actions: ViewActions,
        *,
        on_error: ErrorSink | None = None,
    ) -> None:
        super().__init__()
        self._ground, self._messages, self._actions = ground, messages, actions
        self._mode = ViewMode.GRID
        self._place_of_messages = 0
        self.pictures = Pictures(thumbnails, self, on_error=on_error)
        self.loupe = LoupePage(self.pictures, actions, self)
        self.compare = ComparePage(self.pictures, actions, self, on_error=on_error)
        self.survey = SurveyPage(self.pictures, self)
        self.shelf = ShelfStrip(thumbnails, self, on_error=on_error)
        self.shelf.hide()
        self._pages: dict[ViewMode, QWidget] = {
            ViewMode.LOUPE: self.loupe,
            ViewMode.COMPARE: self.compare,
            ViewMode.SURVEY: self.survey,
        }
        self._inner = QStackedWidget(self)
        for page in self._pages.values():
            self._inner.addWidget(page)
        self._views = QWidget(self)
        self._column = QVBoxLayout(self._views)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self._inner, 1)
        self._column.addWidget(self.shelf)
        self.addWidget(ground)
        self.addWidget(self._views)

    @property
    def mode(self) -> ViewMode:
        """Which view is in front."""
        return self._mode

    @property
    def shows_one(self) -> bool:
        """True while an act means the one candidate that is seen, whatever is marked in the grid."""
        return self._mode is not ViewMode.GRID

    def show_mode(self, mode: ViewMode) -> None:
        """Bring *mode* to the front."""
        if mode is self._mode:
            self._actions.show_mode(mode)
            return
        layout = self._ground.layout()
        assert isinstance(layout, QVBoxLayout)
        was_grid, self._mode = self._mode is ViewMode.GRID, mode
        if mode is ViewMode.GRID:
            self.pictures.want(())
            layout.insertWidget(self._place_of_messages, self._messages)
            self.setCurrentWidget(self._ground)
        else:
            if was_grid:
                self._place_of_messages = layout.indexOf(self._messages)
                self._column.insertWidget(0, self._messages)
            self._inner.setCurrentWidget(self._pages[mode])
            self.setCurrentWidget(self._views)
        self._actions.show_mode(mode)
        self.mode_changed.emit(mode)

    def take_focus(self) -> None:
        """Put the focus into the view in front, where its keys are."""
        focus = {
            ViewMode.LOUPE: self.loupe.canvas.setFocus,
            ViewMode.COMPARE: self.compare.take_focus,
            ViewMode.SURVEY: self.survey.board.setFocus,
        }
        if self._mode in focus:
            focus[self._mode]()

    def repaint_pictures(self) -> None:
        """Paint all pictures anew: transparent ones are shown on another ground."""
        compare = self.compare
        for widget in (
            self.loupe.canvas,
            compare.left.canvas,
            compare.right.canvas,
            compare.overlay,
            self.survey.board,
        ):
            widget.update()

    async def close_tasks(self) -> None:
        """End what is still loading."""
        await self.compare.maker.close()
        await self.pictures.close()
