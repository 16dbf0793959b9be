"""One candidate as large as the window, and at 100 %."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from metarr_desktop.domain.asset import ASSET_SHAPES, CachedAsset
from ui.assets.views.canvas import PictureCanvas
from ui.assets.views.controls import Verdict, action_tool, in_tab_order, tool
from ui.assets.views.facts_panel import FactsPanel
from ui.assets.views.folding_bar import FoldingBar
from ui.assets.views.modes import ViewActions
from ui.assets.views.pictures import ORIGINAL, Pictures, Want, screen_box
from ui.assets.views.shown import Shown
from ui.assets.wording import pixels_text, state_words, tile_sentence
from ui.elided_label import ElidedLabel
from ui.icons import icon
from ui.theme import set_role


class LoupePage(QWidget):
    """Signals: moved(int) asks for another candidate, so many steps on; closed() for the grid;
    use_requested(), reject_requested(), take_back_requested() for an act upon the one shown.
    """

    moved = Signal(int)
    use_requested = Signal()
    reject_requested = Signal()
    take_back_requested = Signal()
    closed = Signal()

    def __init__(self, pictures: Pictures, actions: ViewActions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pictures = pictures
        self._shown: Shown | None = None
        self._neighbours: tuple[CachedAsset, ...] = ()
        self._is_sharp_wanted = False
        self._over: str | None = None
        self.setAccessibleName("Loupe")
        self.canvas = PictureCanvas(self)
        self.canvas.setAccessibleName("Picture")
        self.canvas.moved.connect(self.moved)
        self.canvas.closed.connect(self.closed)
        self.canvas.zoomed.connect(self._on_zoomed)
        self.panel = FactsPanel(self)
        self._facts, self._state, self._scale = ElidedLabel(self), QLabel(self), QLabel(self)
        for label in (self._state, self._scale):
            label.setTextFormat(Qt.TextFormat.PlainText)
        set_role(self._scale, "muted")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.canvas, 1)
        middle.addWidget(self.panel)
        column.addLayout(middle, 1)
        column.addWidget(self._build_bar(actions))
        pictures.changed.connect(self._on_changed)

    def _build_bar(self, actions: ViewActions) -> QWidget:
        both = FoldingBar(self)
        bar, row, acts = both.bar, both.first_row, both.last_row
        self.previous = tool(bar, "previous", "Previous picture", "Left", lambda: self.moved.emit(-1))
        self.next = tool(bar, "next", "Next picture", "Right", lambda: self.moved.emit(1))
        self.verdict = Verdict(
            bar, self.use_requested.emit, self.reject_requested.emit, self.take_back_requested.emit
        )
        self.use, self.reject, self.take_back = self.verdict.use, self.verdict.reject, self.verdict.take_back
        self.zoom = action_tool(bar, actions.zoom)
        self._ground = action_tool(bar, actions.ground)
        tools: tuple[QWidget, ...] = (
            self._ground,
            action_tool(bar, actions.shelf),
            action_tool(bar, actions.facts),
        )
        first: tuple[QWidget, ...] = (self.previous, self.next, self._facts, self._state)
        for item in first:
            row.addWidget(item)
        row.addStretch(1)
        self.exit = tool(bar, "close", "Back to the grid", "Esc", self.closed.emit)
        last: tuple[QWidget, ...] = (self.use, self.take_back, self.reject, self.exit)
        for item in (self._scale, self.zoom, *tools, *last):
            acts.addWidget(item)
        in_tab_order(both.first)
        in_tab_order(both.last)
        QWidget.setTabOrder(self.next, self.zoom)
        return both

    @property
    def asset(self) -> CachedAsset | None:
        """What is shown."""
        return None if self._shown is None else self._shown.asset

    @property
    def facts(self) -> str:
        """The line below the picture."""
        return self._facts.text()

    def show_picture(self, shown: Shown, neighbours: Sequence[CachedAsset] = ()) -> None:
        """Show a candidate: what is here of it, the rest as it comes.

        Args:
            neighbours: what a key would show next; loaded once this one is here.
        """
        is_other = self._shown is None or self._shown.asset.id != shown.asset.id
        self._shown, self._neighbours = shown, tuple(neighbours)
        asset = shown.asset
        words = [f"{shown.position:,} of {shown.total:,}"]
        words += [] if shown.score is None else [shown.score_text]
        words += [shown.source.title, pixels_text(asset)]
        self._facts.show_text(" · ".join(words), words[0])
        text, role = state_words(asset, is_proposed=shown.is_proposed, is_off=shown.source.is_off)
        self._state.setText(text)
        set_role(self._state, role)
        self.verdict.show_asset(asset, self.canvas)
        has_alpha = ASSET_SHAPES[asset.asset_type].has_alpha
        self._ground.setVisible(has_alpha)
        self._ground.defaultAction().setEnabled(has_alpha)  # its key, too, does nothing for a poster
        self.panel.show_facts(shown)
        self.canvas.setAccessibleName(
            tile_sentence(
                asset,
                shown.position,
                shown.total,
                shown.source.title,
                season=shown.season,
                score=shown.score,
                is_proposed=shown.is_proposed,
            )
        )
        if is_other:
            self.canvas.lens.fit()
            self._is_sharp_wanted = False
        self._paint()
        self._want()

    def show_nothing(self, words: str) -> None:
        """Show *words* in the place of a picture that is still to come."""
        self._shown, self._neighbours = None, ()
        self._pictures.want(())
        self.canvas.show_picture(None, QSize(), words=words)
        self.canvas.setAccessibleName(words)
        self.panel.show_nothing()
        self._facts.clear()
        self._state.clear()
        for button in (self.use, self.reject, self.take_back):
            button.hide()

    def show_over(self, url: str | None) -> None:
        """Show transparent pictures over the picture at *url*, on the checkerboard for None."""
        if url != self._over:
            self._over = url
            self._want()
            self._paint()

    def toggle_facts(self) -> None:
        """Show the panel, or give its room to the picture."""
        self.panel.setVisible(self.panel.isHidden())

    def _paint(self) -> None:
        if self._shown is None:
            return
        asset, small = self._shown.asset, self._shown.small
        full = self._pictures.full_size(asset.url) or QSize(asset.width or 0, asset.height or 0)
        failure = self._pictures.failure(asset.url)
        pixmap = self._pictures.pixmap(asset.url, self.canvas.wanted_width()) or small
        words = "" if pixmap is not None else "Loading…"
        if failure:
            is_small = pixmap is small and small is not None
            words = f"The small picture is shown instead. {failure}" if is_small else failure
        has_alpha = ASSET_SHAPES[asset.asset_type].has_alpha
        self.canvas.show_backdrop(None if self._over is None else self._pictures.pixmap(self._over))
        self.canvas.blockSignals(True)  # the same picture again: nothing else has changed
        self.canvas.show_picture(pixmap, full, has_alpha=has_alpha, words=words)
        self.canvas.blockSignals(False)
        self._show_scale()

    def _want(self) -> None:
        if self._shown is None:
            return
        url, box = self._shown.asset.url, screen_box()
        now = [Want(url, box)]
        if self._over is not None:
            now.append(Want(self._over, box))
        if self._is_sharp_wanted:
            now.append(Want(url, ORIGINAL))
        self._pictures.want(now, [Want(each.url, box) for each in self._neighbours])

    def _on_changed(self, url: str) -> None:
        if self._shown is not None and url in (self._shown.asset.url, self._over) and self.isVisible():
            self._paint()
            self._on_zoomed()  # its true size may be another than the one stated

    def _on_zoomed(self) -> None:
        self._show_scale()
        if self._shown is None or self._pictures.pixmap(self._shown.asset.url) is None:
            return
        # The size of the screen is enough until more is looked at than it has.
        best = self._pictures.pixmap(self._shown.asset.url, self.canvas.wanted_width())
        is_sharp = best is None or best.width() >= self.canvas.wanted_width()
        if not is_sharp and not self.canvas.is_fitted and not self._is_sharp_wanted:
            self._is_sharp_wanted = True
            self._want()
        elif best is not self.canvas.pixmap:
            self._paint()

    def _note_on_sharpness(self) -> str:
        """Say that a file is larger than what is kept of it in memory."""
        pixmap = self.canvas.pixmap
        if pixmap is None or max(pixmap.width(), pixmap.height()) < ORIGINAL.width:
            return ""
        is_soft = pixmap.width() < self.canvas.wanted_width()
        return f" · drawn from {pixmap.width():,}×{pixmap.height():,}" if is_soft else ""

    def _show_scale(self) -> None:
        percent = round(self.canvas.scale * 100)
        note = " · fitted" if self.canvas.is_fitted else self._note_on_sharpness()
        self._scale.setText(f"{percent} %{note}")
        self.zoom.defaultAction().setIcon(icon("zoom-in" if self.canvas.is_fitted else "zoom-out"))
