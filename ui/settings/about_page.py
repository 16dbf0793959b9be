"""About and attributions, as a page of the settings."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from metarr_desktop.domain.provider import ProviderInfo
from ui.about import Attributions
from ui.settings.page_frame import SettingsPage


class AboutPage(SettingsPage):
    """What the program is, and the attributions its providers ask for."""

    NAME, TITLE = "about", "About and attributions"

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, has_defaults=False)
        self.say_intro("")
        self._shown: Attributions | None = None

    def show_providers(self, providers: Sequence[ProviderInfo]) -> None:
        """Show the attributions of *providers*, those switched off included: their rows stay."""
        if self._shown is not None:
            self.body.removeWidget(self._shown)
            self._shown.hide()
            self._shown.deleteLater()
        self._shown = Attributions(providers, self)
        self.body.addWidget(self._shown)
        self._shown.show()

    def last_stop(self) -> QWidget:
        """Return what Tab visits last on this page."""
        stops = [each for each in self.findChildren(QWidget) if each.focusPolicy() & Qt.FocusPolicy.TabFocus]
        return stops[-1]
