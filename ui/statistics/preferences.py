"""What the statistics window remembers from one start to the next; what cannot be used counts as absent."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QSettings

from metarr_desktop.domain.asset import AssetType
from metarr_desktop.domain.cache_report import CacheOrder, CacheQuery, PairState
from metarr_desktop.domain.provider import METADATA

DAYS = (7, 30, 90)
"""How many days can be looked at."""
_USUAL_DAYS = 30


class StatisticsPreferences:
    """Typed access to the part of *settings* that begins with ``statistics/``."""

    def __init__(self, settings: QSettings) -> None:
        self._settings = settings

    @property
    def page(self) -> int:
        """Number of the page in front."""
        return 1 if self._text("page") == "1" else 0

    @page.setter
    def page(self, value: int) -> None:
        self._keep("page", value)

    @property
    def days(self) -> int:
        text = self._text("days")
        return int(text) if text in {str(days) for days in DAYS} else _USUAL_DAYS

    @days.setter
    def days(self, value: int) -> None:
        self._keep("days", value)

    @property
    def tables(self) -> frozenset[str]:
        """Names of the charts that are looked at as tables."""
        return frozenset(self._text("tables").split())

    @tables.setter
    def tables(self, value: frozenset[str]) -> None:
        self._keep("tables", " ".join(sorted(value)))

    @property
    def columns(self) -> QByteArray:
        value = self._settings.value("statistics/columns")
        return value if isinstance(value, QByteArray) else QByteArray()

    @columns.setter
    def columns(self, value: QByteArray) -> None:
        self._keep("columns", value)

    @property
    def folder(self) -> str:
        """Where a CSV was saved last, empty if none was."""
        return self._text("folder")

    @folder.setter
    def folder(self, value: str) -> None:
        self._keep("folder", value)

    @property
    def query(self) -> CacheQuery:
        """Filter and order of the table."""
        state, order, part = self._text("state"), self._text("order"), self._text("part")
        return CacheQuery(
            text=self._text("text"),
            provider=self._text("provider"),
            part=part if part in {METADATA, *AssetType} else "",
            state=PairState(state) if state in set(PairState) else None,
            order=CacheOrder(order) if order in set(CacheOrder) else CacheOrder.TITLE,
            is_descending=self._text("is_descending").lower() == "true",
        )

    @query.setter
    def query(self, value: CacheQuery) -> None:
        self._keep("text", value.text)
        self._keep("provider", value.provider)
        self._keep("part", value.part)
        self._keep("state", value.state.value if value.state else "")
        self._keep("order", value.order.value)
        self._keep("is_descending", value.is_descending)

    def _text(self, name: str) -> str:
        return str(self._settings.value(f"statistics/{name}", ""))

    def _keep(self, name: str, value: object) -> None:
        self._settings.setValue(f"statistics/{name}", value)
