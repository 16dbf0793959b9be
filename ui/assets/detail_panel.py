"""All that is known of the focused picture, and what can be done with it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from metarr_desktop.domain.asset import ASSET_SHAPES, USER_PROVIDER, AssetType, CachedAsset
from metarr_desktop.domain.language import language_name
from metarr_desktop.domain.provider import ProviderInfo
from metarr_desktop.domain.ranking import Ranked
from ui.assets.picture_frame import PictureFrame
from ui.assets.score_bars import ScoreBars
from ui.assets.source_label import SourceLabel
from ui.assets.stated_language import has_language
from ui.assets.wording import (
    pixels_text,
    short_language,
    state_words,
    trailer_line,
    trailer_name,
    use_words,
    votes_sentence,
    votes_text,
)
from ui.buttons import act_button
from ui.elided_label import ElidedLabel
from ui.own.wording import provenance_lines, provenance_sentence
from ui.side_panel import SidePanel
from ui.theme import set_role

_LEAST_WIDTH, _MOST_PICTURE = 264, 640


@dataclass(frozen=True, slots=True)
class PictureSource:
    """Whose picture is shown.

    ``info`` is None for own pictures and for a provider that is not installed; ``page`` is the https address of
    the title at the provider, empty if there is none.
    """

    title: str
    info: ProviderInfo | None = None
    page: str = ""
    is_off: bool = False


class DetailPanel(SidePanel):
    """Signals: use_requested(), reject_requested(), take_back_requested(), preview_requested(),
    page_requested(address), settings_requested(provider).
    """

    page_requested = Signal(str)
    settings_requested = Signal(str)
    use_requested = Signal()
    reject_requested = Signal()
    take_back_requested = Signal()
    preview_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Focused picture", _MOST_PICTURE, parent)
        self._asset: CachedAsset | None = None
        self._source = PictureSource("")
        self._position, self._state = _label(self, "muted"), _label(self, "good")
        self.frame = PictureFrame(self)
        self.frame.opened.connect(self.preview_requested)
        self._score, self._facts = _label(self, "heading"), _label(self, "caption")
        self.bars = ScoreBars(self)
        self._why = QLabel(self)
        set_role(self._why, "caption")
        self._why.setWordWrap(True)
        self._lock = _label(self, "caption")
        self._lock.hide()
        self._votes, self._date = _label(self, "caption"), _label(self, "caption")
        self.use = act_button("Use this poster", "Use this poster (P)", self, "primary")
        self.reject = act_button("Reject", "Never use this picture (X)", self)
        self.take_back = act_button("Take back", "Take the selection or rejection back (U)", self)
        self.play = act_button("Play in the browser", "Open the trailer in your web browser (Space)", self)
        self.play.clicked.connect(lambda _=False: self.preview_requested.emit())
        self.use.clicked.connect(lambda _=False: self.use_requested.emit())
        self.reject.clicked.connect(lambda _=False: self.reject_requested.emit())
        self.take_back.clicked.connect(lambda _=False: self.take_back_requested.emit())
        self.source = SourceLabel(self)
        self.source.page_requested.connect(self.page_requested)
        self.off = act_button("Switch on in settings", "", self, "link")
        self.off.clicked.connect(self._on_off)
        self._body = QWidget(self)
        self._lay_out(self._body)
        self._hint = QLabel(self)
        set_role(self._hint, "muted")
        self._hint.setText("Click a picture to see it larger, with all that is known of it.")
        self._hint.setWordWrap(True)
        self.column.addWidget(self._hint)
        self.column.addWidget(self._body)
        self.column.addStretch(1)
        self.hold(self.frame)
        self.setMinimumWidth(_LEAST_WIDTH)
        self.show_nothing()

    @property
    def asset(self) -> CachedAsset | None:
        """What is shown."""
        return self._asset

    def show_nothing(self) -> None:
        """No picture is focused."""
        self._asset = None
        self._body.hide()
        self._hint.show()

    def show_asset(
        self,
        asset: CachedAsset,
        position: int,
        total: int,
        source: PictureSource,
        season: str = "",
        score: int | None = None,
        ranked: Ranked | None = None,
        why: str = "",
        is_proposed: bool = False,
    ) -> None:
        """Show *asset*; its picture comes by `show_picture`.

        Args:
            season: title of the season it is for, where its type has seasons.
            score, ranked: its score and the points that make it, as the person weighs them.
            why: what puts it before all others, empty if it is not the first.
            is_proposed: automation would select it.
        """
        self._asset, self._source = asset, source
        self._position.setText(f"{season or 'Focused'} · {position:,} of {total:,}")
        state, role = state_words(asset, is_proposed=is_proposed, is_off=source.is_off)
        self._state.show_text(state)
        set_role(self._state, role)
        self._show_facts(asset, source.title, score)
        parts = asset.score_parts
        self.bars.show_ranked(
            ranked,
            is_size_assumed=parts is not None and parts.is_size_assumed,
            has_language=has_language(asset),
        )
        self.bars.setVisible(ranked is not None)
        self._why.setText(why)
        self._why.setVisible(bool(why))
        self._show_buttons(asset)
        self._show_source(asset, source)
        self._hint.hide()
        self._body.show()
        # At large type sizes the buttons need more than the panel has by itself.
        self.setMinimumWidth(max(_LEAST_WIDTH, self.least_width()))
        self.fit_picture()

    def _show_facts(self, asset: CachedAsset, provider: str, score: int | None) -> None:
        is_trailer = asset.asset_type is AssetType.TRAILER
        self._score.show_text("Not scored" if score is None else f"Score {score}")
        size = pixels_text(asset) if asset.width else ""
        words, short = (
            [provider, language_name(asset.language), size],
            [provider, short_language(asset), size],
        )
        if is_trailer:
            self._score.show_text(trailer_name(asset))
            words = short = [provider]
        # A long name may give way, a score never: the facts beside it do.
        self._score.setMinimumWidth(0 if is_trailer else self._score.sizeHint().width())
        lines = (words, short, [provider, size], [size] if size else words)
        self._facts.show_text(*(" · ".join(word for word in line if word) for line in lines))
        if is_trailer:
            self._votes.show_text(trailer_line(asset))
        else:
            self._votes.show_text(votes_sentence(asset), votes_text(asset))
        self.play.setVisible(is_trailer)
        fetched = asset.fetched_at.astimezone()
        self._date.setText(
            f"{'added' if asset.provider_name == USER_PROVIDER else 'fetched'} {fetched.day} {fetched:%b}"
        )
        self._date.setToolTip(f"{fetched:%Y-%m-%d %H:%M}")

    def _show_source(self, asset: CachedAsset, source: PictureSource) -> None:
        if asset.provider_name == USER_PROVIDER:
            self.source.show_own(provenance_lines(asset), provenance_sentence(asset))
        else:
            noun = "Trailer" if asset.asset_type is AssetType.TRAILER else "Picture"
            self.source.show_source(noun, source.info, source.title, source.page)
        words_off = f"Switch {source.title} on in the settings"
        self.off.setAccessibleName(words_off)
        self.off.setToolTip(words_off)
        self.off.setVisible(source.is_off and source.info is not None)

    def show_lock(self, plural: str) -> None:
        """Say that automation leaves the pictures called *plural* alone; empty where it does not."""
        self._lock.show_text(
            f"Locked: automation leaves the {plural} alone", "Locked against automation", "Locked"
        )
        self._lock.setVisible(bool(plural))

    def show_picture(self, pixmap: QPixmap | None, failure: str | None) -> None:
        """Show the picture of the asset shown, or why there is none."""
        if self._asset is not None:
            self.frame.show_picture(pixmap, ASSET_SHAPES[self._asset.asset_type], failure or "")
            is_trailer = self._asset.asset_type is AssetType.TRAILER
            hint = "to play it in your web browser" if is_trailer else "to see it in full size"
            if is_trailer and pixmap is None:
                self.frame.show_film()
            self.frame.setToolTip(failure or f"Double-click {hint} (Space)")

    def give_way(self) -> None:
        self._why.hide()  # the ranking says it, too; the picture and the buttons are needed here

    def _show_buttons(self, asset: CachedAsset) -> None:
        words = use_words(asset)
        self.use.setText(words)
        self.use.setAccessibleName(words)
        self.use.setToolTip(f"{words} (P). Enter on the tiles goes on to the next title")
        focused = self.focusWidget()
        self.use.setVisible(not asset.is_selected)
        self.reject.setVisible(not asset.is_rejected)
        self.take_back.setVisible(asset.is_selected or asset.is_rejected)
        if focused in (self.use, self.reject) and focused.isHidden():
            self.take_back.setFocus()  # the button that takes its place, not somewhere else in the window

    def _lay_out(self, body: QWidget) -> None:
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(_pair(self._position, self._state))
        column.addWidget(self.frame)
        self._facts.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        column.addLayout(_pair(self._score, self._facts))
        column.addWidget(self.bars)
        column.addWidget(self._why)
        column.addLayout(_pair(self._votes, self._date))
        column.addWidget(self._lock)
        column.addSpacing(4)
        column.addWidget(self.play)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button, share in ((self.use, 2), (self.take_back, 1), (self.reject, 1)):
            buttons.addWidget(button, share)
        column.addLayout(buttons)
        column.addWidget(self.off, 0, Qt.AlignmentFlag.AlignLeft)
        column.addSpacing(2)
        column.addWidget(self.source)

    def _on_off(self) -> None:
        if self._asset is not None:
            self.settings_requested.emit(self._asset.provider_name)


def _label(parent: QWidget, role: str) -> ElidedLabel:
    label = ElidedLabel(parent)
    set_role(label, role)
    return label


def _pair(left: QLabel, right: QLabel) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    row.addWidget(left)
    row.addStretch(0)
    row.addWidget(right, 0, Qt.AlignmentFlag.AlignRight)
    return row
