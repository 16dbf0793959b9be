"""Who the text and the pictures of a title come from, beside them, as the providers' terms ask."""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence

from PySide6.QtCore import QEvent, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QLabel, QWidget

from metarr_desktop.domain.provider import ProviderInfo
from ui.library.inspected import Inspected
from ui.theme import current_tokens, set_role


def sources_of(inspected: Inspected, providers: Iterable[ProviderInfo]) -> list[ProviderInfo]:
    """Return the providers of which something is shown, in their order."""
    details = inspected.details
    shown = set(details.sources)
    shown |= {slot.selected.provider_name for slot in details.slots if slot.selected is not None}
    shown |= {asset.provider_name for asset in inspected.suggestions.values()}
    return [info for info in providers if info.name in shown]


class SourcesLine(QLabel):
    """One quiet line with a link to each: ``Data: TMDB · Fanart.tv · TheTVDB ↗``; the tool tip has their words."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._infos: Sequence[ProviderInfo] = ()
        set_role(self, "caption")
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.LinksAccessibleByMouse | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
        )
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.linkActivated.connect(lambda url: QDesktopServices.openUrl(QUrl(url)))

    def show_sources(self, infos: Sequence[ProviderInfo]) -> None:
        """Name *infos*; nothing at all without any."""
        self._infos = infos
        self.setVisible(bool(infos))
        self.setText(self._html())
        words = [info.attribution for info in infos if info.attribution]
        self.setToolTip("".join(f"<p>{html.escape(text)}</p>" for text in words))
        self.setAccessibleName(f"Data: {', '.join(info.title for info in infos)}")
        self.setAccessibleDescription(" ".join(words))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        # A label takes the colour of links from the palette only once, when the text is set.
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_infos"):
            self.setText(self._html())

    def _html(self) -> str:
        style = f"text-decoration:none; color:{current_tokens().accent}"
        links = [
            f'<a href="{html.escape(info.website)}" style="{style}">{html.escape(info.title)}</a>'
            if info.website
            else html.escape(info.title)
            for info in self._infos
        ]
        return f"Data: {' · '.join(links)} ↗" if links else ""
