"""Where the actions and signals of automation lead in the main window."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from metarr_desktop.domain.entity import EntityKey, IdentityState
from ui.automation_actions import Automatable
from ui.kinds import count_of, kind_of_all
from ui.library.wording import label_of

if TYPE_CHECKING:
    from metarr_desktop.domain.asset import AssetType
    from metarr_desktop.domain.entity import Entity
    from metarr_desktop.domain.library import LibraryRow
    from ui.main_window import MainWindow

Browse = Callable[["EntityKey | None", "AssetType | None"], object]


class AutomationRoutes(QObject):
    """Connects them; *browse* opens the artwork of a title."""

    def __init__(self, window: MainWindow, browse: Browse) -> None:
        super().__init__(window)
        self._window = window
        acts, tools = window.acts.automation, window.tools
        acts.activity.triggered.connect(lambda: tools.show_activity())
        acts.statistics.triggered.connect(lambda: tools.show_statistics())
        acts.review.triggered.connect(lambda: tools.show_review())
        acts.enrich.triggered.connect(lambda: self._enrich())
        acts.monitored.triggered.connect(self._set_monitored)
        window.status.automation_clicked.connect(lambda: tools.show_activity("now"))
        window.status.hits_clicked.connect(tools.show_statistics)
        window.automation.titles_changed.connect(self._on_automated)
        tools.browse_requested.connect(browse)
        tools.changed.connect(self._on_reviewed)

    def update_actions(self, rows: Sequence[LibraryRow]) -> None:
        """Enable what can be done with the titles of *rows*, those selected."""
        self._window.acts.automation.update(
            Automatable(
                is_attached=self._window.session is not None,
                selected=len(rows),
                identified=sum(row.entity.state is IdentityState.IDENTIFIED for row in rows),
                monitored=sum(row.entity.is_monitored for row in rows),
            )
        )

    def _enrich(self) -> None:
        """Enrich the selected titles that are identified."""
        rows = self._window.library.titles.selected_rows()
        known = [row.entity for row in rows if row.entity.state is IdentityState.IDENTIFIED]
        self._window.automation.enrich([entity.key for entity in known], _in_words(known))

    def _set_monitored(self, is_monitored: bool) -> None:
        entities = [row.entity for row in self._window.library.titles.selected_rows()]
        keys = [entity.key for entity in entities]
        self._window.automation.set_monitored(keys, is_monitored, _in_words(entities))

    def _on_automated(self, keys: list[EntityKey]) -> None:
        if self._window.session is not None:
            self._window.session.titles_changed(keys)

    def _on_reviewed(self, key: EntityKey) -> None:
        if self._window.session is not None:
            self._window.session.title_changed(key)
        if self._window.windows is not None:
            self._window.windows.reload(key)


def _in_words(entities: Sequence[Entity]) -> str:
    """Return which titles these are: ``Alien (1979)``, ``3 films``."""
    return label_of(entities[0]) if len(entities) == 1 else count_of(len(entities), kind_of_all(entities))
