"""The proposal the cursor is on, larger, with its whole reason and what can be done with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QWidget

from metarr_desktop.domain.asset import ASSET_SHAPES
from metarr_desktop.domain.enrichment import Proposal
from ui.buttons import act_button
from ui.labels import text_label
from ui.placement import text_scale
from ui.review.model import ProposalModel
from ui.review.pair import PairPlaces, paint_asset, paint_pair, pair_places
from ui.review.pictures import ReviewPictures
from ui.review.wording import facts_text, marked_text, score_text, slot_text, use_words
from ui.side_panel import MARGIN, BoundedPicture, SidePanel

_WIDTH, _MOST_PICTURE = 320, 560


class PairView(BoundedPicture):
    """The pictures of one proposal; where its place is empty, the proposed one alone and large."""

    def __init__(self, model: ProposalModel, pictures: ReviewPictures, parent: QWidget | None = None) -> None:
        super().__init__(400, parent)
        self._model, self._pictures = model, pictures
        self._proposal: Proposal | None = None
        pictures.arrived.connect(lambda _: self.update())

    def show_proposal(self, proposal: Proposal | None) -> None:
        """Show *proposal*; with ``None`` nothing."""
        self._proposal = proposal
        self.updateGeometry()
        self.update()

    def natural_height(self, width: int) -> int:
        if self._proposal is None:
            return 120
        ratio = ASSET_SHAPES[self._proposal.asset.asset_type].ratio
        share = width / 2 - 14 if self._is_pair() else width
        return max(40, round(share / ratio))

    def sizeHint(self) -> QSize:
        return QSize(_WIDTH - 2 * MARGIN, self.heightForWidth(_WIDTH - 2 * MARGIN))

    def minimumSizeHint(self) -> QSize:
        return QSize(120, 40)

    def _is_pair(self) -> bool:
        return self._proposal is not None and self._proposal.replaces is not None

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._proposal is None:
            return
        painter = QPainter(self)
        asset, area = self._proposal.asset, self.rect()
        mine = (asset, self._pictures.pixmap(asset), self._pictures.failed(asset))
        places = self._places(area)
        if self._is_pair():
            now = self._model.current_of(self._proposal)
            theirs = None if now is None else (now, self._pictures.pixmap(now), self._pictures.failed(now))
            words = self._model.place_words(self._proposal)
            paint_pair(painter, places, mine, theirs, words)
        else:
            paint_asset(painter, places.proposed, *mine)
        painter.end()

    def _places(self, area: QRect) -> PairPlaces:
        assert self._proposal is not None
        kind = self._proposal.asset.asset_type
        if self._is_pair():
            return pair_places(area, kind, has_current=True)
        shape = ASSET_SHAPES[kind]
        size = QSize(shape.ideal_width, shape.ideal_height)
        size.scale(area.size(), Qt.AspectRatioMode.KeepAspectRatio)
        place = QRect(area.topLeft(), size)
        place.moveCenter(area.center())
        return PairPlaces(QRect(), QRect(), place)


class ProposalSide(SidePanel):
    """Signals: use_requested(), dismiss_requested(), browse_requested()."""

    use_requested = Signal()
    dismiss_requested = Signal()
    browse_requested = Signal()

    def __init__(self, model: ProposalModel, pictures: ReviewPictures, parent: QWidget | None = None) -> None:
        super().__init__("Focused proposal", _MOST_PICTURE, parent)
        self._model = model
        self.position, self.title = text_label("muted", self), text_label("heading", self)
        self.slot, self.facts = text_label("", self), text_label("caption", self)
        self.reason = text_label("", self)
        self.pair = PairView(model, pictures, self)
        self.use = self._button("Use this picture", "primary", self.use_requested.emit)
        self.dismiss = self._button("Dismiss", "", self.dismiss_requested.emit)
        self.browse = self._button("Show all candidates", "link", self.browse_requested.emit)
        self.dismiss.setToolTip("Do not propose it again; it stays a candidate like the others (X)")
        self.browse.setToolTip("Open the artwork browser at this title and type (B)")
        column = self.column
        column.setSpacing(8)
        for widget in (self.position, self.title, self.slot, self.pair, self.facts, self.reason):
            column.addWidget(widget)
        column.addSpacing(4)
        for button in (self.use, self.dismiss):  # side by side, large text or a long type would cut them off
            column.addWidget(button)
        column.addWidget(self.browse, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        self.browse.setProperty("place", "edge")
        self.hold(self.pair)

    def show_marked(self, marked: Sequence[Proposal], current: Proposal | None) -> None:
        """Show *current*, and what an act would be about."""
        self.setVisible(current is not None)
        if current is None:
            return
        row = self._model.row_of(current.id) or 0
        self.position.setText(
            marked_text(marked) if len(marked) > 1 else f"{row + 1:,} of {self._model.rowCount():,}"
        )
        asset = current.asset
        self.title.setText(current.title)
        self.slot.setText(f"{slot_text(asset)} · {score_text(asset)}")
        self.facts.setText(facts_text(asset, self._model.provider_of(current)))
        self.reason.setText(current.reason)
        self.reason.setVisible(bool(current.reason))
        self.pair.show_proposal(current)
        words = use_words(marked or [current])
        self.use.setText(words)
        self.use.setAccessibleName(words)
        self.use.setToolTip(f"{words} (P, Enter)")
        self.dismiss.setText("Dismiss" if len(marked) < 2 else f"Dismiss {len(marked):,}")
        self.setFixedWidth(self._width())

    def _width(self) -> int:
        """Return the width at this text size; no more than a third of a small window."""
        return min(round(_WIDTH * text_scale(self)), max(_WIDTH, self.window().width() * 2 // 5))

    def _button(self, text: str, role: str, on_clicked: Callable[[], object]) -> QPushButton:
        button = act_button(text, text, self, role)
        button.clicked.connect(lambda _=False: on_clicked())
        return button
