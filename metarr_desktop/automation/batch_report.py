"""The report of a job that enriched many titles: all are counted, as many as can be looked at are told of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from metarr_desktop.domain.enrichment import EnrichmentOutcome, report_in_words

MOST_TITLES = 500
"""Titles told of singly; so many can be looked at, and a job of 10,000 titles stays a small row."""
_LISTS = ("selected", "proposed", "would_have_changed")


class BatchReport:
    """Takes titles as ``EnrichedTitle.to_mapping`` gives them, one after the other."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()
        # What failed is told of first, then what has something to look at, then the rest.
        self._told: tuple[list[tuple[int, dict[str, Any]]], ...] = ([], [], [])

    def add(self, title: Mapping[str, Any]) -> None:
        """Count *title*, and keep it if there is room."""
        number = self._counts["titles"]
        self._counts["titles"] += 1
        self._counts[str(title["outcome"])] += 1
        for name in _LISTS:
            self._counts[name] += len(title.get(name, ()))
        self._counts["unreached"] += bool(title.get("unreached"))
        has_news = any(title.get(name) for name in _LISTS)
        rank = 0 if title["outcome"] == EnrichmentOutcome.FAILED else 1 if has_news else 2
        if len(self._told[rank]) < MOST_TITLES:
            self._told[rank].append((number, dict(title)))

    def to_mapping(self) -> dict[str, Any]:
        """Return the report as JSON values.

        ``titles`` are ``EnrichedTitle`` in the order they were done, ``left_out`` how many more there were; ``done``,
        ``failed``, ``skipped`` and ``unreached`` count titles, ``selected``, ``proposed`` and ``would_have_changed``
        pictures.
        """
        told = sorted((self._told[0] + self._told[1] + self._told[2])[:MOST_TITLES], key=lambda pair: pair[0])
        counts = {name: self._counts[name] for name in (*map(str, EnrichmentOutcome), *_LISTS, "unreached")}
        text = report_in_words(counts)
        titles = [title for _, title in told]
        left_out = self._counts["titles"] - len(titles)
        return {"titles": titles, "left_out": left_out, **counts, "text": text, "sentence": text}
