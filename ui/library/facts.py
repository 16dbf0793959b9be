"""Ids, artwork, cache and file of a title in short lines."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import QEvent, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from metarr_desktop.domain.entity import Entity, IdentityState
from metarr_desktop.domain.library import EntityDetails
from metarr_desktop.domain.provider import ProviderInfo
from ui.kinds import words_of
from ui.library.arrangement import id_text
from ui.library.wording import artwork_text, cache_text
from ui.text import elide_middle, utc_now
from ui.theme import current_tokens, set_role

_FACTS = ("Ids", "Artwork", "Cache", "Automation", "File")
_LONGEST_NAME = 44
_PAGES = {
    "imdb": "https://www.imdb.com/title/{id}/",
    "musicbrainz_artist": "https://musicbrainz.org/artist/{id}",
}
"""Of ids which no provider's own entry has: IMDb is no provider here, and an artist is no title."""

_JOINT = "\u200b"
"""A place where a line may break; nothing to read out."""


class FactsGrid(QWidget):
    """Names at the left, values at the right; a fact that is not known takes no room."""

    _shown: tuple[Entity, Sequence[ProviderInfo]] | None = None  # asked for also by the base constructor

    def __init__(self, parent: QWidget | None = None, *, clock: Callable[[], datetime] = utc_now) -> None:
        super().__init__(parent)
        self._clock = clock
        self._details: EntityDetails | None = None
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        self._values: dict[str, QLabel] = {}
        self._names: dict[str, QLabel] = {}
        for line, name in enumerate(_FACTS):
            head, value = QLabel(name), QLabel()
            set_role(head, "caption")
            set_role(value, "fact")
            value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
            value.setWordWrap(True)
            value.setTextFormat(Qt.TextFormat.PlainText)
            value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            grid.addWidget(head, line, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(value, line, 1)
            self._names[name], self._values[name] = head, value
        ids = self._values["Ids"]
        ids.setTextFormat(Qt.TextFormat.RichText)
        ids.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextBrowserInteraction | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
        )
        ids.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        ids.linkActivated.connect(lambda url: QDesktopServices.openUrl(QUrl(url)))

    def show_details(self, details: EntityDetails, providers: Sequence[ProviderInfo]) -> None:
        """Show what is known; ids lead to the pages of *providers*."""
        entity = details.row.entity
        self._shown, self._details = (entity, providers), details
        is_identified = entity.state is IdentityState.IDENTIFIED
        file_name = (entity.path or "").replace("\\", "/").rpartition("/")[2]
        texts = {
            "Ids": _ids_html(entity, providers),
            "Artwork": artwork_text(details.row) if details.row.wanted and is_identified else "",
            "Cache": cache_text(details, self._clock()) if is_identified else "",
            "Automation": "" if entity.is_monitored else "leaves it alone: not monitored",
            "File": _breakable(elide_middle(file_name, _LONGEST_NAME)),
        }
        self._values["File"].setToolTip(entity.path or "")
        self._values["File"].setAccessibleName(elide_middle(file_name, _LONGEST_NAME))
        self._names["File"].setText(words_of(entity.key.entity_type).place)
        every = "\n".join(f"{kind} {value}" for kind, value in entity.external_ids.items())
        self._values["Ids"].setToolTip(every)
        for name, text in texts.items():
            self._values[name].setText(text)
            self._values[name].setVisible(bool(text))
            self._names[name].setVisible(bool(text))

    def tell_age(self) -> None:
        """Say how old the data is by now."""
        value = self._values["Cache"]
        if self._details is not None and not value.isHidden():
            value.setText(cache_text(self._details, self._clock()))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        # A label takes the colour of links from the palette only once, when the text is set.
        if event.type() == QEvent.Type.PaletteChange and self._shown is not None:
            self._values["Ids"].setText(_ids_html(*self._shown))

    def value(self, name: str) -> QLabel:
        """Return the label of a fact; KeyError for one there is not."""
        return self._values[name]


def _ids_html(entity: Entity, providers: Sequence[ProviderInfo]) -> str:
    style = f"text-decoration:none; color:{current_tokens().accent}"
    parts = []
    for kind, value in sorted(entity.external_ids.items(), key=lambda pair: pair[0] == "imdb"):
        words = html.escape(id_text(kind, value)).replace(" ", "&nbsp;")  # lines break between ids only
        url = _page_of(entity, kind, value, providers)
        parts.append(f'<a href="{html.escape(url)}" style="{style}">{words}</a>' if url else words)
    return " · ".join(parts)


def _page_of(entity: Entity, kind: str, value: str, providers: Sequence[ProviderInfo]) -> str | None:
    entity_type = entity.key.entity_type
    # Several providers can be asked by the same id; the page is that of whose id it is.
    for info in sorted(providers, key=lambda each: each.name != kind):
        is_its_own = kind not in _PAGES and info.page_kind(entity_type) == kind
        if is_its_own and (page := info.page_of(entity_type, entity.external_ids)):
            return page
    return _PAGES[kind].format(id=value) if kind in _PAGES else None


def _breakable(name: str) -> str:
    """Let the line break where file names have their joints: they have no blanks."""
    return re.sub(r"(?<=[._-])(?=\w)", _JOINT, name)
