"""Ids on which a provider and the library disagree: shown until a person decides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from metarr_desktop.domain.library import IdConflict
from ui.icons import IconLabel
from ui.theme import set_role

_ID_TITLES = {
    "tmdb": "TMDB",
    "imdb": "IMDb",
    "tvdb": "TheTVDB",
    "musicbrainz": "MusicBrainz",
    "musicbrainz_artist": "the artist at MusicBrainz",
}


def conflict_sentence(conflict: IdConflict, titles: Mapping[str, str]) -> str:
    """Return ``TheTVDB says IMDb is tt2, this title keeps tt1.``"""
    who = titles.get(conflict.provider, conflict.provider)
    what = _ID_TITLES.get(conflict.kind, conflict.kind)
    return f"{who} says {what} is {conflict.given}, this title keeps {conflict.stored}."


class ConflictNotice(QFrame):
    """Signals: identify_clicked()."""

    identify_clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_role(self, "message")
        self.setProperty("severity", "warn")
        head = QLabel("Ids disagree", self)
        set_role(head, "warn")
        self._text = QLabel(self)
        set_role(self._text, "fact")
        self._text.setWordWrap(True)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.button = QPushButton("Identify…", self)
        set_role(self.button, "link")
        self.button.setToolTip(
            "Say which entry of the providers this is; nothing changes until then (Ctrl+I)"
        )
        self.button.setAccessibleName("Identify, because ids disagree")
        self.button.clicked.connect(lambda: self.identify_clicked.emit())
        top = QHBoxLayout()
        top.setSpacing(6)
        top.addWidget(IconLabel("warning", "warn", 14, self))
        top.addWidget(head)
        top.addStretch(1)
        top.addWidget(self.button)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 6, 6, 8)
        column.setSpacing(2)
        column.addLayout(top)
        column.addWidget(self._text)

    def show_conflicts(self, conflicts: Sequence[IdConflict], titles: Mapping[str, str]) -> None:
        """Show what disagrees; nothing at all where nothing does."""
        self.setVisible(bool(conflicts))
        self._text.setText("\n".join(conflict_sentence(each, titles) for each in conflicts))
        self.setAccessibleName(f"Ids disagree. {self._text.text()}" if conflicts else "")

    @property
    def text(self) -> str:
        """The sentences shown."""
        return self._text.text()
