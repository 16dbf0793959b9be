"""Where a picture comes from, in the words its provider asks for, with links."""

from __future__ import annotations

import html
import re
from urllib.parse import urlsplit

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from metarr_desktop.domain.provider import ProviderInfo
from ui.theme import current_tokens, set_role

_ADDRESS = re.compile(r"https://[^\s<>\"'()]*[^\s<>\"'().,;:]/?")
_ARROW = "\u00a0\u2197"


class SourceLabel(QLabel):
    """One quiet paragraph: "Picture: Fanart.tv ↗. Artwork by the contributors of Fanart.tv".

    Signals:
        page_requested(str): an https address.
    """

    page_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_role(self, "caption")
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setWordWrap(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.LinksAccessibleByMouse | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
        )
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._shown: tuple[str, ProviderInfo | None, str, str] = ("", None, "", "")
        self.linkActivated.connect(self.page_requested)

    def show_source(self, noun: str, info: ProviderInfo | None, title: str, page: str) -> None:
        """Show whose picture it is.

        Args:
            noun: what it is called: ``Picture``.
            info: None for a provider that is not installed, and for own pictures.
            title: how the provider is called.
            page: https address of the title at the provider; empty takes its website.
        """
        if (noun, info, title, page) != self._shown:
            self._shown = (noun, info, title, page)
            self._write()

    def show_own(self, lines: tuple[str, ...], sentence: str) -> None:
        """Show where a picture of the user's own comes from; *sentence* says it in full, for the tool tip."""
        self._shown = ("", None, "", "")
        self._words = sentence
        self.setText("<br>".join(html.escape(line) for line in lines))
        self.setAccessibleName(sentence)
        self.setToolTip(sentence)

    @property
    def words(self) -> str:
        """What can be read."""
        return self._words

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_shown"):
            self._write()  # the colour of links is written into the text

    def _write(self) -> None:
        noun, info, title, page = self._shown
        if not noun:
            return  # a picture of one's own, which has no links
        self.setToolTip("")
        address = page or (info.website if info is not None else "")
        who = _link(address, f"{title}{_ARROW}") if _is_web(address) else html.escape(title)
        sentence = info.attribution if info is not None else ""
        # The name with its link says already what stands before the first comma of "…, https://example.org/".
        linked = _ADDRESS.sub(
            lambda found: _link(found[0], _short(found[0])), html.escape(sentence, quote=False)
        )
        self._words = f"{noun}: {title}. {sentence}".strip()
        self.setText(f"{html.escape(noun)}: {who}{' · ' if linked else ''}{linked}")
        self.setAccessibleName(self._words)


def _link(address: str, words: str) -> str:
    colour = current_tokens().muted
    return f'<a href="{html.escape(address)}" style="color:{colour}">{html.escape(words, quote=False)}</a>'


def _short(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.netloc.removeprefix('www.')}{parts.path.rstrip('/')}"


def _is_web(address: str) -> bool:
    return address.startswith("https://")
