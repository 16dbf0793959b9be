"""What counts how much: presets, weights, why the first is first, and the language ladder of the type."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from metarr_desktop.domain.asset import ASSET_SHAPES, AssetType
from metarr_desktop.domain.language import LanguageLadder
from metarr_desktop.domain.ranking import BALANCED, PRESETS, Ranked, Weights, preset_of
from ui.assets.weight_sliders import WeightSliders
from ui.buttons import act_button
from ui.chips import ChipRow, ChipSpec
from ui.icons import icon
from ui.labels import text_label
from ui.ladder_editor import LadderEditor
from ui.side_scroll import SideScroll
from ui.theme import set_role

_OWN, _LEAST_WIDTH = "own", 264
_PRESET_TIPS = {
    "Balanced": "The scores as they are stored",
    "Biggest": "Large pictures first",
    "Community": "What other people like first",
    "Textless": "Pictures without lettering first",
}
_INTRO = "Only the order changes; what you selected stays."


class RankingPanel(QFrame):
    """Holds no candidates; shows what it is told and tells what the person wants.

    Signals:
        weights_moved(Weights): many times while a slider is dragged. weights_settled(): the last change is over.
        ladder_changed(rungs, or None for the default), refused(sentence), closed(), first_requested()
    """

    weights_moved = Signal(object)
    weights_settled = Signal()
    ladder_changed = Signal(object)
    refused = Signal(str)
    closed = Signal()
    first_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_role(self, "panel-right")
        self.setAccessibleName("Ranking")
        self._kind: AssetType | None = None
        self._title = text_label("heading", self)
        self.close_button = QToolButton(self)
        self.close_button.setIcon(icon("close", "muted"))
        set_role(self.close_button, "quiet")
        self.close_button.setAccessibleName("Close the ranking")
        self.close_button.setToolTip("Close the ranking (W)")
        self.close_button.clicked.connect(lambda _=False: self.closed.emit())
        self.presets = ChipRow(self, is_exclusive=True)
        self.presets.setAccessibleName("Presets")
        self.presets.chip_toggled.connect(self._on_preset)
        self.sliders = WeightSliders(self)
        self.sliders.moved.connect(self._on_moved)
        self.sliders.settled.connect(self.weights_settled)
        self._note = text_label("caption", self)
        self._why = text_label("", self)
        self._first = act_button("Show it", "Focus the picture that is first", self, "link-caption")
        self._first.clicked.connect(lambda _=False: self.first_requested.emit())
        self._languages, self._ladder_note = text_label("heading", self), text_label("muted", self)
        self.ladder: LadderEditor | None = None
        self.default = act_button(
            "Use default", "Let this type follow the languages of the settings again", self, "link-caption"
        )
        self.default.clicked.connect(lambda _=False: self.ladder_changed.emit(None))
        self._ladder_place = QVBoxLayout()
        self._lay_out()
        escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self.closed)

    @property
    def why(self) -> str:
        """What is said of the first picture."""
        return self._why.text()

    @property
    def note(self) -> str:
        """What is wrong with the weights, empty if nothing is."""
        return "" if self._note.isHidden() else self._note.text()

    # -- what is shown ---------------------------------------------------------------------------------------

    def show_type(self, kind: AssetType, *, has_languages: bool) -> None:
        """Make ready for another type of artwork.

        Args:
            has_languages: whether its services state the languages of pictures.
        """
        plural = ASSET_SHAPES[kind].plural
        self._title.setText(f"Ranking of {plural}")
        self._languages.setText(f"Languages of {plural}")
        self._ladder_note.setText("The number is what a language adds to the stored score.")
        for widget in (self._languages, self._ladder_note):
            widget.setVisible(has_languages)
        if kind is not self._kind:
            self._kind = kind
            self._make_ladder(kind)
        if self.ladder is not None:
            self.ladder.setVisible(has_languages)

    def show_weights(self, weights: Weights) -> None:
        """Show *weights* and which preset they are."""
        self.sliders.show_weights(weights)
        self._show_preset(weights)

    def show_ladder(self, ladder: LanguageLadder, *, is_own: bool) -> None:
        """Show the languages of the type, and whether the person chose them."""
        if self.ladder is not None:
            self.ladder.show_ladder(ladder)
            self.default.setVisible(is_own and not self.ladder.isHidden())

    def show_focus(self, ranked: Ranked | None) -> None:
        """Show the points of the focused picture."""
        self.sliders.show_points(ranked)

    def show_first(self, sentence: str) -> None:
        """Show why the first picture is first; empty hides it."""
        if sentence != self._why.text():
            self._why.setText(sentence)
            self._why.setVisible(bool(sentence))
            self._first.setVisible(bool(sentence))

    def take_focus(self) -> None:
        """Put the focus on the first weight."""
        next(iter(self.sliders.sliders.values())).setFocus(Qt.FocusReason.ShortcutFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # At large type sizes the rows need more than the panel has by itself.
        if watched is self._inner and event.type() == QEvent.Type.LayoutRequest:
            bar = self._scroll.verticalScrollBar().sizeHint().width()
            self.setMinimumWidth(max(_LEAST_WIDTH, self._inner.minimumSizeHint().width() + bar + 1))
        return super().eventFilter(watched, event)

    # -- inside ----------------------------------------------------------------------------------------------

    def _on_moved(self, weights: Weights) -> None:
        self._show_preset(weights)
        if sum(weights.parts()):
            self._note.hide()
            self.weights_moved.emit(weights)
        else:
            self._note.setText("At least one of them must count. The order stays as it was.")
            self._note.show()

    def _on_preset(self, name: str, _: bool) -> None:
        if name in PRESETS:
            self.show_weights(PRESETS[name])
            self._note.hide()
            self.weights_moved.emit(PRESETS[name])
            self.weights_settled.emit()

    def _show_preset(self, weights: Weights) -> None:
        current = preset_of(weights)
        specs = [
            ChipSpec(name, name, None, name == current, f"{_PRESET_TIPS[name]} (Space)") for name in PRESETS
        ]
        if not current:
            specs.append(ChipSpec(_OWN, "Own", None, True, "Your own weights"))
        self.presets.set_chips(specs)

    def _make_ladder(self, kind: AssetType) -> None:
        if self.ladder is not None:
            self._ladder_place.removeWidget(self.ladder)
            self.ladder.hide()
            self.ladder.deleteLater()
        self.ladder = LadderEditor(kind, self)
        self.ladder.changed.connect(self.ladder_changed)
        self.ladder.refused.connect(self.refused)
        self._ladder_place.addWidget(self.ladder)

    def _lay_out(self) -> None:
        inner = QWidget(self)
        column = QVBoxLayout(inner)
        column.setContentsMargins(16, 12, 16, 16)
        column.setSpacing(10)
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self.close_button)
        column.addLayout(head)
        intro = text_label("muted", inner)
        intro.setText(_INTRO)
        column.addWidget(intro)
        column.addWidget(self.presets)
        column.addSpacing(4)
        column.addWidget(self.sliders)
        column.addWidget(self._note)
        column.addSpacing(4)
        for widget in (self._why, self._first):
            column.addWidget(
                widget, 0, Qt.AlignmentFlag.AlignLeft if widget is self._first else Qt.AlignmentFlag(0)
            )
            widget.hide()
        column.addSpacing(8)
        column.addWidget(self._languages)
        column.addWidget(self._ladder_note)
        column.addLayout(self._ladder_place)
        column.addWidget(self.default, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        self._note.hide()
        scroll = SideScroll(self)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inner)
        self._inner, self._scroll = inner, scroll
        inner.installEventFilter(self)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(1, 0, 0, 0)
        outer.addWidget(scroll)
        self.setMinimumWidth(_LEAST_WIDTH)
        self.show_weights(BALANCED)
