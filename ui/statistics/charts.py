"""The six charts of a report; no Qt."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from metarr_desktop.domain.cache_report import CacheReport, DayNumbers
from metarr_desktop.domain.fetch import MAX_AGE
from ui.statistics.chart_data import (
    Chart,
    Form,
    Mark,
    Panel,
    Place,
    Series,
    Unit,
    percent_text,
    seconds_text,
    sum_text,
)
from ui.text import count_text

LIFE_DAYS = MAX_AGE.days
_NO_CALLS = "No title was fetched in these {days} days. The first fetch brings the first numbers."
_KINDS = {
    "unreachable": "No connection",
    "timed_out": "No answer in time",
    "refused": "Key refused",
    "busy": "Asked us to wait",
    "failed": "Error of the service",
    "invalid_answer": "Answer not understood",
    "store": "Could not be saved",
    "paused_by_user": "Paused by you",
}


def charts_of(report: CacheReport, titles: Mapping[str, str]) -> tuple[Chart, ...]:
    """Return the charts of *report*; *titles* are the names of the providers, in their order."""
    places = tuple(_day(day.day, is_last=day is report.days[-1]) for day in report.days)
    return (
        _hits(report.days, places),
        _requests(report.days, places, titles),
        _times(report.days, places),
        _failures(report.days, titles),
        _ages(report.ages),
        _expiring(report.expiring),
    )


def day_text(day: date) -> str:
    """Return a day in full: ``Mon 16 Nov``."""
    return f"{day:%a} {day.day} {day:%b}"


def kind_text(kind: str) -> str:
    """Return a kind of failure in words."""
    return _KINDS.get(kind) or kind.replace("_", " ").capitalize()


def _day(day: date, *, is_last: bool) -> Place:
    name = f"{day_text(day)}, today" if is_last else day_text(day)
    return Place("today" if is_last else f"{day.day} {day:%b}", name, day.isoformat())


def _hits(days: Sequence[DayNumbers], places: tuple[Place, ...]) -> Chart:
    names = (("Hits", "hits"), ("Misses", "misses"), ("Forced", "forced"), ("Joined", "joined"))
    series = tuple(
        _counted(name, column, [getattr(day, column) for day in days], look)
        for look, (name, column) in enumerate(names)
    )
    rate = Series("Hit rate", "hit_rate", tuple(day.hit_rate for day in days))
    known = [
        (value, place.name) for value, place in zip(rate.values, places, strict=True) if value is not None
    ]
    sentence = "No unforced fetch in these days, so there is no hit rate."
    if known:
        (low, low_day), (high, high_day) = min(known), max(known)
        sentence = (
            f"Between {percent_text(low)} ({low_day}) and {percent_text(high)} ({high_day}) of the fetches were "
            "answered from the cache."
        )
        if low == high:
            when = low_day if len(known) == 1 else "every day"
            sentence = f"{percent_text(low)} of the fetches were answered from the cache ({when})."
    return Chart(
        "hit-rate", "Hit rate per day", sentence, "Day", "date", places,
        (
            Panel(Form.LINES, Unit.SHARE, "hit rate", (rate,), weight=2),
            Panel(Form.BARS, Unit.COUNT, "fetches", series, weight=3),
        ),
        _NO_CALLS.format(days=len(days)),
    )  # fmt: skip


def _requests(days: Sequence[DayNumbers], places: tuple[Place, ...], titles: Mapping[str, str]) -> Chart:
    names = _in_order((name for day in days for name in day.requests), titles)
    series = tuple(
        _counted(
            titles.get(name, name), name, [day.requests.get(name, 0) for day in days], _look(name, titles)
        )
        for name in names
    )
    sums = [sum(day.requests.values()) for day in days]
    sentence = "No request was sent."
    if any(sums):
        most = max(range(len(days)), key=lambda at: sums[at])
        sentence = (
            f"{count_text(sum(sums), 'request')} in {count_text(len(days), 'day')}, "
            f"{'all' if sums[most] == sum(sums) else f'{sums[most]:,}'} of them on {places[most].name}. "
            "Searches count as well."
        )
    return Chart(
        "requests", "Requests per provider and day", sentence, "Day", "date", places,
        (Panel(Form.BARS, Unit.COUNT, "requests", series),),
        f"No provider was asked anything in these {len(days)} days.",
    )  # fmt: skip


def _times(days: Sequence[DayNumbers], places: tuple[Place, ...]) -> Chart:
    half = Series("Median", "median_s", tuple(day.median_s for day in days), 0)
    most = Series("95 of 100", "p95_s", tuple(day.p95_s for day in days), 1)
    slowest = [
        (value, place.name) for value, place in zip(most.values, places, strict=True) if value is not None
    ]
    sentence = "No provider answered in these days."
    if slowest:
        value, day = max(slowest)
        sentence = (
            f"How long one provider takes for one title: half of the answers come within the median, 95 of 100 "
            f"within the upper line. Slowest day: {day}, {seconds_text(value)}."
        )
    return Chart(
        "fetch-time", "Fetch time per day", sentence, "Day", "date", places,
        (Panel(Form.LINES, Unit.SECONDS, "seconds", (half, most)),),
        f"No provider answered in these {len(days)} days, so there is no time to tell.",
    )  # fmt: skip


def _failures(days: Sequence[DayNumbers], titles: Mapping[str, str]) -> Chart:
    counts: dict[tuple[str, str], int] = {}
    for day in days:
        for pair, count in day.failures.items():
            counts[pair] = counts.get(pair, 0) + count
    of_kind: dict[str, int] = {}
    for (_, kind), count in counts.items():
        of_kind[kind] = of_kind.get(kind, 0) + count
    kinds = sorted(of_kind, key=lambda kind: (-of_kind[kind], kind))
    providers = _in_order((provider for provider, _ in counts), titles)
    series = tuple(
        _counted(
            titles.get(name, name), name, [counts.get((name, kind), 0) for kind in kinds], _look(name, titles)
        )
        for name in providers
    )
    sentence = f"No fetch failed in these {count_text(len(days), 'day')}."
    if kinds:
        worst = f"{kind_text(kinds[0])[:1].lower()}{kind_text(kinds[0])[1:]}"
        sentence = (
            f"{count_text(sum(of_kind.values()), 'fetch', 'fetches')} of one provider failed, most often with "
            f"“{worst}” ({of_kind[kinds[0]]:,})."
        )
    return Chart(
        "failures", "Failures by kind", sentence, "Kind", "kind",
        tuple(Place(kind_text(kind), kind_text(kind), kind) for kind in kinds),
        (Panel(Form.BARS, Unit.COUNT, "failures", series),),
        sentence, is_lying=True, are_days=False,
    )  # fmt: skip


def _ages(ages: Sequence[int]) -> Chart:
    last = len(ages) - 1
    labels = [f"{day}+" if day == last else str(day) for day in range(len(ages))]
    places = tuple(
        Place(label, f"{label.rstrip('+')} {'day' if label == '1' else 'days'}{' or more' if '+' in label else ''} old",
              label)
        for label in labels
    )  # fmt: skip
    count, late = sum(ages), sum(ages[LIFE_DAYS:])
    sentence = f"{count_text(count, 'answer')} in the cache, none of them older than {LIFE_DAYS} days."
    if late:
        sentence = (
            f"{count_text(count, 'answer')} in the cache: {count - late:,} younger than {LIFE_DAYS} days, {late:,} "
            "older. The older ones are asked for anew when their title is fetched."
        )
    return Chart(
        "ages", "Age of the cache in days", sentence, "Age in days", "age_days", places,
        (Panel(Form.BARS, Unit.COUNT, "answers", (_counted("Answers", "answers", ages, 0),)),),
        "The cache is empty. What is fetched appears here by its age.",
        Mark(LIFE_DAYS, f"{LIFE_DAYS} days: expired from here"), are_days=False,
    )  # fmt: skip


def _expiring(expiring: Sequence[tuple[date, int]]) -> Chart:
    places = []
    for at, (day, _) in enumerate(expiring):
        name = {0: "today", 1: "tomorrow"}.get(at, f"on {day:%A}" if at < 7 else f"on {day_text(day)}")
        label = "today" if at == 0 else f"{day:%a}" if at < 7 else f"{day.day} {day:%b}"
        places.append((name, Place(label, day_text(day), day.isoformat())))
    counts = [count for _, count in expiring]
    sentence = f"No title passes {LIFE_DAYS} days in the time ahead."
    if any(counts):
        most = max(range(len(counts)), key=lambda at: counts[at])
        verb = "passes" if counts[most] == 1 else "pass"
        others = "and none on the other days" if sum(counts) == counts[most] else "the most of the days"
        sentence = (
            f"{count_text(counts[most], 'title')} {verb} {LIFE_DAYS} days {places[most][0]}, {others} ahead. "
            "Weekly updates fetch them a little earlier."
        )
    return Chart(
        "expiring", "What expires next", sentence, "Day", "date", tuple(place for _, place in places),
        (Panel(Form.BARS, Unit.COUNT, "titles", (_counted("Titles", "titles", counts, 0),)),),
        f"No title passes {LIFE_DAYS} days in the time ahead.", are_days=False,
    )  # fmt: skip


def _counted(name: str, column: str, values: Sequence[float | None], look: int) -> Series:
    return Series(name, column, tuple(values), look, sum_text(values))


def _in_order(names: Iterable[str], titles: Mapping[str, str]) -> list[str]:
    """Return each of *names* once: those that are known in their order, then what a plug-in left behind."""
    found = set(names)
    return [name for name in titles if name in found] + sorted(found - set(titles))


def _look(name: str, titles: Mapping[str, str]) -> int:
    """Return the same number for a provider in every chart."""
    return list(titles).index(name) if name in titles else len(titles)
