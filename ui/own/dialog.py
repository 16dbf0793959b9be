"""The panel *Your picture*: what it is, what speaks against it, which part of it is taken."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QPixmap, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QHBoxLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from metarr_desktop.domain.asset import ASSET_SHAPES
from metarr_desktop.domain.own_picture import Crop, OwnPicture, advice, suggested_crop
from ui.buttons import act_button
from ui.empty_state import EmptyState
from ui.icons import IconLabel
from ui.labels import text_label
from ui.own.crop_box import CropBox
from ui.own.wording import Target, facts_text, taken_text
from ui.placement import dialog_size, text_scale

_SIZE = QSize(940, 620)
_SIDE = 300


class OwnPictureDialog(QDialog):
    """Shows one picture after the other; decides nothing and loads nothing.  Use ``open()``.

    Signals:
        add_wanted(): add what is shown. skip_wanted(): leave this one out, go on with the next.
        left(): the person closed the panel; what is still waiting is dropped.
    """

    add_wanted = Signal()
    skip_wanted = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Your picture")
        self.setModal(True)
        self._target: Target | None = None
        self._picture: OwnPicture | None = None
        self.box, self._state, self._room = CropBox(self), EmptyState(self), QStackedWidget(self)
        self._room.addWidget(self.box)
        self._room.addWidget(self._state)
        self._head, self._name = text_label("title", self), text_label("muted", self)
        self._facts, self._taken = text_label("", self), text_label("muted", self)
        self.advice, self._advice_sign = text_label("warn", self), IconLabel("warning", "warn", parent=self)
        self.error = text_label("bad", self)
        self.season = QComboBox(self)
        self.season.setAccessibleName("Season")
        self.season.setToolTip("The season this picture is for")
        self.whole = QCheckBox("Take the whole picture", self)
        self.whole.setToolTip("Cut nothing off (Alt+W)")
        self.middle = act_button("Suggested part", "Take the largest part from the middle (Home)", self)
        self.add = act_button("Add and use", "Keep this picture and use it (Enter)", self, "primary")
        self.add.setDefault(True)
        self.skip = act_button("Skip", "Leave this picture out and go on with the next one (Alt+S)", self)
        self.cancel = act_button("Cancel", "Add nothing more (Esc)", self)
        self._lay_out()
        self.box.crop_changed.connect(self._show_part)
        self.box.middle_wanted.connect(self._take_suggested)
        self.whole.toggled.connect(self._on_whole)
        self.middle.clicked.connect(lambda: self._take_suggested())
        self.add.clicked.connect(lambda: self.add_wanted.emit())
        self.skip.clicked.connect(lambda: self.skip_wanted.emit())
        self.cancel.clicked.connect(self.reject)
        QShortcut(QKeySequence("Alt+S"), self).activated.connect(self.skip.click)
        QShortcut(QKeySequence("Alt+W"), self).activated.connect(self.whole.click)
        self.resize(dialog_size(self, _SIZE))

    # -- what is shown ---------------------------------------------------------------------------------------

    def show_looking(self, target: Target, name: str, place: int, total: int) -> None:
        """Say that the picture called *name* is being read."""
        self._begin(target, name, place, total)
        self._state.show_state("image", "Looking at the picture…", "")
        self._room.setCurrentWidget(self._state)

    def show_picture(self, picture: OwnPicture, pixmap: QPixmap) -> None:
        """Show what was read, with the part that suits its purpose."""
        assert self._target is not None, "show_looking comes first"
        self._picture = picture
        facts, kind = picture.facts, self._target.asset_type
        self.box.show_picture(pixmap, facts.width, facts.height)
        suggested = suggested_crop(kind, facts.width, facts.height)
        is_whole = suggested == Crop(0, 0, facts.width, facts.height)
        self._facts.setText(facts_text(picture))
        self.whole.blockSignals(True)
        self.whole.setChecked(is_whole)
        self.whole.blockSignals(False)
        self._set_crop(None if is_whole else suggested)
        self._room.setCurrentWidget(self.box)
        self._set_possible(True)
        self.box.setFocus()

    def show_unusable(self, sentence: str) -> None:
        """Say in its place why there is no picture to be seen."""
        self._picture = None
        self._state.show_state("warning", "This picture cannot be used", sentence)
        self._room.setCurrentWidget(self._state)
        (self.skip if self.skip.isVisible() else self.cancel).setFocus()

    def show_adding(self) -> None:
        """Say that the picture is being kept; what is shown stays."""
        self._set_possible(False)
        self.add.setText("Adding…")
        self.error.hide()

    def show_error(self, sentence: str) -> None:
        """Say why the picture was not added; it can be tried again."""
        self.error.setText(sentence)
        self.error.show()
        self._set_possible(True)

    @property
    def picture(self) -> OwnPicture | None:
        """The picture that can be added now."""
        return self._picture

    @property
    def crop(self) -> Crop | None:
        """The part that is taken, None for all of it."""
        return self.box.crop

    @property
    def season_number(self) -> int | None:
        """The season chosen, None where the type has none."""
        number = self.season.currentData()
        return None if self._target is None or not self._target.seasons else int(number)

    @property
    def state_words(self) -> str:
        """What stands in the place of the picture."""
        return f"{self._state.title} {self._state.text}".strip() if self._picture is None else ""

    def reject(self) -> None:
        super().reject()
        self.left.emit()

    # -- inside ----------------------------------------------------------------------------------------------

    def _begin(self, target: Target, name: str, place: int, total: int) -> None:
        self._target, self._picture = target, None
        self.setWindowTitle("Your picture" if total == 1 else f"Your picture {place} of {total}")
        self._head.setText(target.words)
        self._name.setText(name if total == 1 else f"{place} of {total}: {name}")
        for label in (self._facts, self._taken, self.advice, self.error):
            label.clear()
        self.error.hide()
        self._advice_sign.hide()
        self.skip.setVisible(place < total)
        chosen = self.season.currentData() if self.season.isVisibleTo(self) else target.season
        self.season.clear()
        for number, title in target.seasons:
            self.season.addItem(title, number)
        self.season.setVisible(bool(target.seasons))
        at = self.season.findData(chosen)
        self.season.setCurrentIndex(max(0, at) if target.seasons else -1)
        self._set_possible(False)

    def _set_possible(self, is_possible: bool) -> None:
        for widget in (self.add, self.whole, self.season, self.box):
            widget.setEnabled(is_possible)
        self.middle.setEnabled(is_possible and not self.whole.isChecked())
        self.add.setText("Add and use")

    def _ratio(self) -> float:
        return ASSET_SHAPES[self._target.asset_type].ratio if self._target is not None else 1.0

    def _set_crop(self, crop: Crop | None) -> None:
        self.box.set_crop(crop, self._ratio())
        self._show_part()

    def _on_whole(self, is_whole: bool) -> None:
        self.middle.setEnabled(not is_whole)
        self._set_crop(None) if is_whole else self._take_suggested()

    def _take_suggested(self) -> None:
        """Take the largest part of the right shape from the middle, also where the whole would do."""
        if self._picture is None or self.whole.isChecked():
            return
        facts, ratio = self._picture.facts, self._ratio()
        width = min(facts.width, max(1, round(facts.height * ratio)))
        height = min(facts.height, max(1, round(width / ratio)))
        self._set_crop(Crop((facts.width - width) // 2, (facts.height - height) // 2, width, height))

    def _show_part(self) -> None:
        if self._picture is None or self._target is None:
            return
        crop, facts = self.box.crop, self._picture.facts
        self._taken.setText(taken_text(crop))
        width, height = (facts.width, facts.height) if crop is None else (crop.width, crop.height)
        found = advice(self._target.asset_type, width, height, has_alpha=facts.has_alpha)
        self.advice.setText("\n\n".join(found))
        self.advice.setVisible(bool(found))
        self._advice_sign.setVisible(bool(found))

    def _lay_out(self) -> None:
        side = QWidget(self)
        side.setFixedWidth(round(_SIDE * min(1.8, text_scale(self))))
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._head)
        column.addWidget(self._name)
        column.addSpacing(8)
        column.addWidget(self._facts)
        column.addWidget(self._taken)
        column.addSpacing(4)
        warning = QHBoxLayout()
        warning.setSpacing(8)
        warning.addWidget(self._advice_sign, 0, Qt.AlignmentFlag.AlignTop)
        warning.addWidget(self.advice, 1)
        column.addLayout(warning)
        column.addStretch(1)
        column.addWidget(self.error)
        column.addWidget(self.season)
        column.addWidget(self.whole)
        column.addWidget(self.middle, 0, Qt.AlignmentFlag.AlignLeft)
        column.addSpacing(12)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button, share in ((self.add, 1), (self.skip, 0), (self.cancel, 0)):
            buttons.addWidget(button, share)
        column.addLayout(buttons)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 16, 16, 16)
        row.setSpacing(20)
        row.addWidget(self._room, 1)
        row.addWidget(side)
