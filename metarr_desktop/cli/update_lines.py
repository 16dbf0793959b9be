"""The last run of the weekly updates for people: what became of which title."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from metarr_desktop.automation.update_report import MOST_NAMED, UpdateOutcome, outcome_words, title_words
from metarr_desktop.domain.jobs import Job


def report_lines(result: Mapping[str, Any], enrichments: Iterable[Job]) -> list[str]:
    """Return a line a title, and how many more there were: of the run, then of each enrichment that followed it."""
    named = result.get("named", ())
    lines = [f"  {each['title']}: {title_words(each)}" for each in named]
    told = Counter(str(each["outcome"]) for each in named)
    for outcome in UpdateOutcome:
        if told[outcome] and (more := result.get(outcome, 0) - told[outcome]) > 0:
            lines.append(f"  and {more} more {outcome_words(outcome)}")
    enriched = [line for job in enrichments for line in _enriched(job.report)]
    return [*lines, "Looked through for artwork then:", *enriched] if enriched else lines


def _enriched(report: Mapping[str, Any]) -> list[str]:
    titles = report.get("titles", ())[:MOST_NAMED]
    count = sum(int(report.get(name, 0)) for name in ("done", "failed", "skipped"))
    lines = [f"  {each['title']}: {each['message']}" for each in titles]
    more = count - len(titles)
    return [*lines, f"  and {more} more looked through"] if lines and more > 0 else lines
