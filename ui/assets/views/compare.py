"""A candidate beside the current picture: side by side, under a wipe, or their difference."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPixmap
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from metarr_desktop.domain.asset import ASSET_SHAPES, CachedAsset
from ui.assets.views.canvas import PictureCanvas
from ui.assets.views.compare_bar import CompareBar, Looks
from ui.assets.views.compare_pane import ComparePane
from ui.assets.views.comparison import facts_beside, role_of, verdict
from ui.assets.views.difference_maker import DifferenceMaker
from ui.assets.views.lens import Lens
from ui.assets.views.modes import ViewActions
from ui.assets.views.overlay import OverlayCanvas
from ui.assets.views.pictures import ORIGINAL, Pictures, Want, screen_box
from ui.assets.views.shown import Shown
from ui.task_scope import ErrorSink
from ui.theme import set_role


class ComparePage(QWidget):
    """The current picture left, the candidate right; both through one lens.

    Signals:
        moved(int): another candidate, so many steps on. kept(): the candidate becomes the one to beat.
        use_requested(), reject_requested(), take_back_requested(): for the candidate. closed()
    """

    moved = Signal(int)
    kept = Signal()
    use_requested = Signal()
    reject_requested = Signal()
    take_back_requested = Signal()
    closed = Signal()

    def __init__(
        self,
        pictures: Pictures,
        actions: ViewActions,
        parent: QWidget | None = None,
        *,
        on_error: ErrorSink | None = None,
    ) -> None:
        super().__init__(parent)
        self._pictures = pictures
        self._current: Shown | None = None
        self._candidate: Shown | None = None
        self._neighbours: tuple[CachedAsset, ...] = ()
        self._looks, self._is_swapped = Looks.BESIDE, False
        self.maker = DifferenceMaker(self, on_error=on_error)
        self.maker.made.connect(self._on_made)
        self.setAccessibleName("Compare")
        self.lens = Lens(self)
        self.left, self.right = (
            ComparePane("Left picture", self.lens, self),
            ComparePane("Right picture", self.lens, self),
        )
        self.overlay = OverlayCanvas(self, self.lens)
        self.overlay.setAccessibleName("Both pictures")
        self._build(actions)
        for canvas in (self.left.canvas, self.right.canvas, self.overlay):
            canvas.moved.connect(self.moved)
            canvas.closed.connect(self.closed)
        self.lens.changed.connect(self._on_lens)
        pictures.changed.connect(self._on_changed)
        self.show_looks(Looks.BESIDE)

    def _build(self, actions: ViewActions) -> None:
        beside = QWidget(self)
        row = QHBoxLayout(beside)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        line = QFrame(beside)
        line.setFixedWidth(1)
        set_role(line, "rule")
        row.addWidget(self.left, 1)
        row.addWidget(line)
        row.addWidget(self.right, 1)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(beside)
        self._stack.addWidget(self.overlay)
        self.bar = bar = CompareBar(actions, self)
        self.looks, self.keep, self.verdict = bar.looks, bar.keep, bar.verdict
        bar.looks_chosen.connect(self.show_looks)
        bar.moved.connect(self.moved)
        bar.kept.connect(self.kept)
        bar.use_requested.connect(self.use_requested)
        bar.reject_requested.connect(self.reject_requested)
        bar.take_back_requested.connect(self.take_back_requested)
        bar.closed.connect(self.closed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._stack, 1)
        column.addWidget(bar)

    # -- what is compared ------------------------------------------------------------------------------------

    @property
    def candidate(self) -> CachedAsset | None:
        """What the acts mean."""
        return None if self._candidate is None else self._candidate.asset

    @property
    def current(self) -> CachedAsset | None:
        """What the candidate has to beat."""
        return None if self._current is None else self._current.asset

    @property
    def words(self) -> str:
        """What sets the two apart, as said in the bar."""
        return self.bar.words

    def show_pair(
        self, current: Shown | None, candidate: Shown, neighbours: tuple[CachedAsset, ...] = ()
    ) -> None:
        """Compare *candidate* with *current*; None when there is nothing else in its slot."""
        before = (self.current, self.candidate)
        self._current, self._candidate, self._neighbours = current, candidate, neighbours
        if [each and each.id for each in before] != [
            each and each.id for each in (self.current, self.candidate)
        ]:
            self.maker.forget()
            self.overlay.show_difference(None)
        self.verdict.show_asset(candidate.asset, self._canvas())
        self.keep.setEnabled(current is not None)
        self._paint()
        self._want()

    def show_looks(self, looks: Looks) -> None:
        """Compare in another way."""
        self._looks = looks
        self.looks[looks].setChecked(True)
        had_focus = self.focusWidget() is not None and self.isAncestorOf(self.focusWidget())
        self._stack.setCurrentIndex(0 if looks is Looks.BESIDE else 1)
        self.overlay.part(looks is Looks.WIPE)
        if had_focus:
            self.take_focus()
        self._paint()

    def next_looks(self) -> None:
        """Compare in the next way."""
        ways = list(Looks)
        self.show_looks(ways[(ways.index(self._looks) + 1) % len(ways)])

    def toggle_difference(self) -> None:
        """Show the difference, or both side by side again."""
        self.show_looks(Looks.BESIDE if self._looks is Looks.DIFFERENCE else Looks.DIFFERENCE)

    def swap_sides(self) -> None:
        """Exchange left and right; the acts still mean the candidate."""
        self._is_swapped = not self._is_swapped
        self._paint()

    def toggle_zoom(self) -> None:
        """Change between whole pictures and 100 % of the candidate."""
        canvas = self.left.canvas if self._is_swapped else self.right.canvas
        (canvas if self._looks is Looks.BESIDE else self.overlay).toggle_zoom()

    def take_focus(self) -> None:
        """Put the focus on the picture, where the keys are."""
        self._canvas().setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.kept.emit()
        else:
            super().keyPressEvent(event)

    # -- inside ----------------------------------------------------------------------------------------------

    def _canvas(self) -> PictureCanvas:
        return self.right.canvas if self._looks is Looks.BESIDE else self.overlay

    def _sides(self) -> tuple[Shown | None, Shown | None]:
        pair = (self._current, self._candidate)
        return (pair[1], pair[0]) if self._is_swapped else pair

    def _paint(self) -> None:
        if self._candidate is None:
            return
        frame = QSize()
        for shown in (self._current, self._candidate):
            if shown is not None:
                frame = frame.expandedTo(self._full(shown))
        left, right = self._sides()
        for pane, shown, other in ((self.left, left, right), (self.right, right, left)):
            self._paint_pane(pane, shown, other, frame)
        self._paint_overlay(left, right, frame)
        self._say()

    def _paint_pane(self, pane: ComparePane, shown: Shown | None, other: Shown | None, frame: QSize) -> None:
        if shown is None:
            pane.show_empty()
            return
        pixmap, words = self._picture(shown, pane.canvas)
        has_alpha = ASSET_SHAPES[shown.asset.asset_type].has_alpha
        pane.show_picture(pixmap, self._full(shown), has_alpha=has_alpha, words=words, frame=frame)
        pane.say(self._label_with_role(shown), facts_beside(shown, other))

    def _paint_overlay(self, left: Shown | None, right: Shown | None, frame: QSize) -> None:
        if self._looks is Looks.BESIDE or right is None:
            return
        pixmap, words = self._picture(right, self.overlay)
        other = None if left is None else self._picture(left, self.overlay)[0]
        has_alpha = ASSET_SHAPES[right.asset.asset_type].has_alpha
        if self._looks is Looks.DIFFERENCE and self.overlay.difference is None:
            words = words or "Comparing…"
        self.overlay.show_picture(pixmap, self._full(right), has_alpha=has_alpha, words=words, frame=frame)
        full = self._full(left) if left is not None else QSize()
        self.overlay.show_other(other, full, (self._label(left), self._label(right)))
        if self._looks is Looks.DIFFERENCE and pixmap is not None and other is not None:
            self.maker.make(other, pixmap)

    def _picture(self, shown: Shown, canvas: PictureCanvas) -> tuple[QPixmap | None, str]:
        """Return the best picture that is here, and what is to be said instead of one or below it."""
        url = shown.asset.url
        pixmap = self._pictures.pixmap(url, canvas.wanted_width()) or shown.small
        failure = self._pictures.failure(url)
        return pixmap, failure or ("" if pixmap is not None else "Loading…")

    def _full(self, shown: Shown) -> QSize:
        asset = shown.asset
        known = self._pictures.full_size(asset.url) or QSize(asset.width or 0, asset.height or 0)
        return known if not known.isEmpty() or shown.small is None else shown.small.size()

    def _label(self, shown: Shown | None) -> str:
        if shown is None:
            return ""
        return "Candidate" if shown is self._candidate else role_of(shown) or "The one to beat"

    def _label_with_role(self, shown: Shown) -> str:
        role = role_of(shown)
        return f"Candidate · {role.lower()}" if shown is self._candidate and role else self._label(shown)

    def _say(self) -> None:
        if self._candidate is None or self._current is None:
            self.bar.say("")
            return
        text = f"Candidate: {verdict(self._candidate, self._current)}"
        if self._looks is Looks.DIFFERENCE and self.maker.words:
            text = self.maker.words
        self.bar.say(text)

    def _want(self) -> None:
        shown = [each.asset.url for each in (self._candidate, self._current) if each is not None]
        box = screen_box()
        now = [Want(url, box) for url in shown]
        if not self.lens.is_fitted and self._is_unsharp():
            now += [Want(url, ORIGINAL) for url in shown]
        self._pictures.want(now, [Want(each.url, box) for each in self._neighbours])

    def _seen(self) -> tuple[tuple[PictureCanvas, Shown | None], ...]:
        left, right = self._sides()
        if self._looks is Looks.BESIDE:
            return (self.left.canvas, left), (self.right.canvas, right)
        return ((self.overlay, right),)

    def _is_unsharp(self) -> bool:
        """True when more is looked at than pictures of the size of the screen have."""
        return any(
            canvas.pixmap is not None and canvas.pixmap.width() < canvas.wanted_width()
            for canvas, _ in self._seen()
        )

    def _on_lens(self) -> None:
        if not self.isVisible():
            return
        if self._is_unsharp():
            self._want()
        if any(
            shown is not None and self._picture(shown, canvas)[0] is not canvas.pixmap
            for canvas, shown in self._seen()
        ):
            self._paint()

    def _on_changed(self, url: str) -> None:
        urls = {each.asset.url for each in (self._candidate, self._current) if each is not None}
        if url in urls and self.isVisible():
            self._paint()

    def _on_made(self, difference: QPixmap) -> None:
        self.overlay.show_difference(difference)
        self._paint()
