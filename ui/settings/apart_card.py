"""The keys of a provider that takes no part in the demo."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from metarr_desktop.domain.ports import Keys
from metarr_desktop.domain.provider import ProviderInfo
from ui.settings.key_block import KeyBlock
from ui.settings.page_frame import a_text
from ui.task_scope import TaskScope
from ui.theme import set_role


class ApartCard(QFrame):
    """Name, why it is not among the others, and its keys."""

    def __init__(
        self, info: ProviderInfo, keys: Keys, tasks: TaskScope, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        set_role(self, "card")
        self.setAccessibleName(info.title)
        self.title = a_text(info.title, "heading", self)
        self.note = a_text(
            "It takes no part in the demo; with a key it is asked for your own library.", "caption", self
        )
        self.keys = KeyBlock(info, keys, tasks, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(38, 10, 16, 12)  # its words below those of the cards that can be moved
        column.setSpacing(6)
        for widget in (self.title, self.note, self.keys):
            column.addWidget(widget)
