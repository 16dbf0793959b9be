"""Languages: of descriptions and trailers, and the ladder of every type of artwork."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QMenu, QPushButton, QToolButton, QWidget

from metarr_desktop.domain.asset import AssetType
from ui.icons import icon
from ui.ladder_editor import LadderEditor
from ui.language_chips import LanguageChips
from ui.language_field import languages
from ui.settings import wording
from ui.settings.draft import LANGUAGES, Draft
from ui.settings.page_frame import SettingsPage, a_card, a_text
from ui.theme import set_role

_INTRO = "Which languages are preferred. Nothing you have selected is ever changed by this."
_TEXTS = (
    "The first language a provider knows is shown. After a change only descriptions and trailers are asked for again; "
    "artwork is not."
)
_LADDERS = (
    "The number beside a language is what it adds to the score of a picture. A change sorts the pictures anew and "
    "asks nobody. Move a language by dragging it or with Alt+Left and Alt+Right; Delete takes it away."
)


class LadderRow:
    """The widgets of one type in the grid of its group."""

    def __init__(self, asset_type: AssetType, parent: QWidget) -> None:
        self.asset_type = asset_type
        name = wording.type_name(asset_type)
        self.label = QLabel(name, parent)
        note = wording.type_note(asset_type)
        self.label.setToolTip(f"{name} {note}" if note else "")
        self.chips = LadderEditor(asset_type, parent)
        self.state = QPushButton("Use default", parent)
        set_role(self.state, "link")
        self.state.setAutoDefault(False)
        self.state.setToolTip(f"Let {name} follow the languages above again")
        self.state.setAccessibleName(f"Use the default ladder for {name}")
        self.default = a_text("default", "caption", parent)
        self.default.setWordWrap(False)
        self.more = QToolButton(parent)
        self.more.setIcon(icon("more", "muted"))
        set_role(self.more, "quiet")
        self.more.setToolTip(f"More for {name}: use its ladder for other types")
        self.more.setAccessibleName(f"More for {name}")
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.more.setMenu(QMenu(self.more))

    def show_ladder(self, draft: Draft) -> None:
        self.chips.show_ladder(draft.ladder(self.asset_type))
        is_own = draft.has_own_ladder(self.asset_type)
        self.state.setVisible(is_own)
        self.default.setVisible(not is_own)

    def follow(self, before: QWidget) -> QWidget:
        """Let Tab come here after *before*; return where it leaves."""
        before = self.chips.follow(before)
        for stop in (self.state, self.more):
            QWidget.setTabOrder(before, stop)
            before = stop
        return before


class LanguagesPage(SettingsPage):
    """Signals: said(str): what came of an act that changed several types."""

    NAME, TITLE = LANGUAGES, "Languages"

    said = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._draft: Draft | None = None
        self.say_intro(_INTRO)
        self.rows: dict[AssetType, LadderRow] = {}
        self.examples: dict[str, QLabel] = {}
        self._front: dict[str, AssetType] = {}
        self._add_texts()
        self.body.addSpacing(4)
        self.body.addWidget(a_text("Languages of artwork", "heading"))
        self.body.addWidget(a_text(_LADDERS, "muted"))
        for group, types in wording.GROUPS:
            self._add_group(group, types)
        self.body.addStretch(1)

    def show_draft(self, draft: Draft) -> None:
        """Show what *draft* says; its changes go there."""
        self._draft = draft
        self.texts.show_rungs(draft.now.languages)
        before = self.texts.follow(self.restore_button)
        for row in self.rows.values():
            row.show_ladder(draft)
            before = row.follow(before)
        for group in self.examples:
            self._show_example(group)

    # -- parts -----------------------------------------------------------------------------------------------

    def _add_texts(self) -> None:
        card, column = a_card()
        column.addWidget(a_text("Descriptions and trailers", "heading"))
        self.texts = LanguageChips("descriptions and trailers", languages(), card)
        self.texts.changed.connect(self._on_texts)
        self.texts.refused.connect(self.refused)
        column.addWidget(self.texts)
        column.addWidget(a_text(_TEXTS, "caption"))
        self.body.addWidget(card)

    def _add_group(self, group: str, types: tuple[AssetType, ...]) -> None:
        card, column = a_card()
        column.addWidget(a_text(group, "heading"))
        self.examples[group] = a_text("", "caption")
        self._front[group] = types[0]
        column.addWidget(self.examples[group])
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        top = Qt.AlignmentFlag.AlignVCenter
        for place, asset_type in enumerate(types):
            row = LadderRow(asset_type, card)
            self.rows[asset_type] = row
            self._connect(row, group)
            grid.addWidget(row.label, place, 0, top)
            grid.addWidget(row.chips, place, 1)
            grid.addWidget(row.default, place, 2, top | Qt.AlignmentFlag.AlignRight)
            grid.addWidget(row.state, place, 2, top | Qt.AlignmentFlag.AlignRight)
            grid.addWidget(row.more, place, 3, top)
        column.addLayout(grid)
        self.body.addWidget(card)

    def _connect(self, row: LadderRow, group: str) -> None:
        kind = row.asset_type
        row.chips.changed.connect(lambda new: self._set(kind, new))
        row.chips.refused.connect(self.refused)
        row.chips.focused.connect(lambda: self._turn_to(group, kind))
        row.state.clicked.connect(lambda _=False: self._set(kind, None))
        menu = row.more.menu()
        menu.aboutToShow.connect(lambda: self._turn_to(group, kind))
        name = wording.type_name(kind)
        types = dict(wording.GROUPS)[group]
        menu.addAction(f"Use the ladder of {name} for all of “{group}”", lambda: self._copy(kind, types))
        menu.addAction(f"Use the ladder of {name} for all types", lambda: self._copy(kind, tuple(self.rows)))
        menu.addSeparator()
        menu.addAction("Use default", lambda: self._set(kind, None))

    # -- changing --------------------------------------------------------------------------------------------

    def _on_texts(self, new: tuple[str, ...]) -> None:
        if self._draft is not None:
            self._draft.set_languages(new)
            self._tell()

    def _set(self, asset_type: AssetType, new: tuple[str | None, ...] | None) -> None:
        if self._draft is not None:
            self._draft.set_ladder(asset_type, new)
            self._tell()

    def _copy(self, source: AssetType, types: tuple[AssetType, ...]) -> None:
        if self._draft is None:
            return
        ladder = self._draft.ladder(source).rungs
        for each in types:
            self._draft.set_ladder(each, ladder)
        self._tell()

    def _tell(self) -> None:
        if self._draft is not None:
            self.show_draft(self._draft)
            self.changed.emit()

    def _turn_to(self, group: str, asset_type: AssetType) -> None:
        self._front[group] = asset_type
        self._show_example(group)

    def _show_example(self, group: str) -> None:
        if self._draft is not None:
            kind = self._front[group]
            self.examples[group].setText(wording.example(group, kind, self._draft.ladder(kind).rungs))
