"""The rows of the result list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QObject

from metarr_desktop.domain.search import SearchReport, SearchResult
from ui.identify.wording import Verdict, gaps_of, origins_of, row_sentence, verdict_of
from ui.keyed_list_model import KeyedListModel

Reference = tuple[str, str]
"""Provider and its own id of a result: what stays the same from one report to the next."""


@dataclass(frozen=True, slots=True)
class ResultRow:
    """One result, judged; ``gap`` is its distance to the best other one."""

    reference: Reference
    result: SearchResult
    gap: int
    verdict: Verdict
    origins: str


class ResultsModel(KeyedListModel[Reference, ResultRow]):
    """Results best first; one that is merged with another provider's hit stays the same row."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(lambda row: row.reference, parent)

    def text(self, item: ResultRow) -> str:
        return row_sentence(item.result, item.verdict, item.origins)

    def show_report(self, report: SearchReport, provider_titles: Mapping[str, str]) -> None:
        """Make the rows those of *report*."""
        taken: set[Reference] = set()
        rows = []
        for result, gap in zip(report.results, gaps_of(report), strict=True):
            reference = self._reference(result, taken)
            taken.add(reference)
            verdict = verdict_of(result.confidence, gap)
            rows.append(ResultRow(reference, result, gap, verdict, origins_of(result, provider_titles)))
        self.merge(rows)

    def _reference(self, result: SearchResult, taken: set[Reference]) -> Reference:
        own = [(hit.provider_id, hit.provider_result_id) for hit in result.hits]
        own = own or [("", f"{result.title} {result.year}")]
        free = [reference for reference in own if reference not in taken]
        shown = [reference for reference in free if self.row_of(reference) is not None]
        # A work can only lose its references to another row when a provider lists one hit twice.
        return (shown or free or [(own[0][0], f"{own[0][1]} again {len(taken)}")])[0]
