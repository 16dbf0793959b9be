"""What the cache table and the report promise, asked of any database, against a count of the test's own."""

from __future__ import annotations

import itertools
import random
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest.mock import patch

from metarr_desktop.domain.cache_report import (
    CacheEntry,
    CacheOrder,
    CachePair,
    CacheQuery,
    DayNumbers,
    PairState,
)
from metarr_desktop.domain.entity import EntityKey, EntityType, ExternalIds
from metarr_desktop.domain.fetch import MAX_AGE, Outcome
from metarr_desktop.domain.fetch_record import FetchBasis
from metarr_desktop.store import Store, cache_entries
from metarr_desktop.store.statistics_report import AGES
from tests.builders import MOVIE, NOON, an_answer, an_entity, an_image, some_metadata

TITLES = ("Inception", "alien", "Élite", "Zorro", "Dune", "dune")
PARTS = ("metadata", "poster", "fanart")
_BASIS = FetchBasis("tmdb", "27205")


def fill(store: Store) -> dict[CachePair, dict[str, Any]]:
    """Give six titles pairs of three providers in every state; returns what each should be like."""
    chance = random.Random(11)
    expected: dict[CachePair, dict[str, Any]] = {}
    for number, title in enumerate(TITLES, start=1):
        key = EntityKey(EntityType.MOVIE, number)
        if number > 1:
            an_entity(store, entity_id=number, title=title, year=None, external_ids=ExternalIds(tmdb=number))
        for provider, part in itertools.product(("tmdb", "fanart_tv", "tvdb"), PARTS):
            age = timedelta(hours=chance.randrange(0, 24 * 16)) if chance.random() < 0.8 else None
            fails_at = NOON - timedelta(hours=1) if age is None or chance.random() < 0.3 else None
            rests = timedelta(hours=chance.choice((-1, 5)))
            rows = 0 if part == "metadata" or age is None else chance.randrange(4)
            if age is not None:
                _succeed(store, key, provider, part, rows, age)
            if fails_at is not None:
                store.call(
                    store.fetches.save_failure, key, provider, [part], Outcome.FAILED, "failed", "Out of order.",
                    now=fails_at, next_retry_at=NOON + rests,
                )  # fmt: skip
            expected[CachePair(key, provider, part)] = {
                "title": "Inception (2010)" if number == 1 else title,
                "rows": rows if part != "metadata" else int(age is not None),
                "fetched_at": None if age is None else NOON - age,
                "state": _state(age, fails_at is not None, rests),
                "message": "Out of order." if fails_at else "",
            }
    return expected


def _succeed(store: Store, key: EntityKey, provider: str, part: str, rows: int, age: timedelta) -> None:
    images = [an_image(asset_type=part) for _ in range(rows)]
    metadata = {"metadata": some_metadata()} if part == "metadata" else {}
    answer = an_answer(
        *images, key=key, provider=provider, parts=frozenset({part}), now=NOON - age, basis=_BASIS, **metadata
    )
    store.call(store.answers.save, answer)


def _state(age: timedelta | None, has_failed: bool, rests: timedelta) -> PairState:
    if age is not None and age < MAX_AGE:
        return PairState.FRESH
    if not has_failed:
        return PairState.STALE
    return PairState.RESTING if rests > timedelta(0) else PairState.FAILED


_NEVER = datetime.min.replace(tzinfo=UTC)  # older than everything, in any database

_BY: dict[CacheOrder, Callable[[CacheEntry], Any]] = {
    CacheOrder.TITLE: lambda entry: entry.title.casefold(),
    CacheOrder.PROVIDER: lambda entry: entry.provider,
    CacheOrder.PART: lambda entry: entry.part,
    CacheOrder.ROWS: lambda entry: entry.rows,
    CacheOrder.FETCHED: lambda entry: entry.fetched_at or _NEVER,
    CacheOrder.EXPIRES: lambda entry: entry.expires_at or _NEVER,
    CacheOrder.STATE: lambda entry: ("fresh", "stale", "resting", "failed").index(entry.state),
}


def _all(store: Store, query: CacheQuery, limit: int = 7) -> list[CacheEntry]:
    """Return all entries, page by page."""
    found: list[CacheEntry] = []
    while True:
        page = CacheQuery(
            query.text,
            query.provider,
            query.part,
            query.state,
            query.order,
            query.is_descending,
            len(found),
            limit,
        )
        total, stored = store.call(store.cache_entries.page, page)
        found += [each.entry for each in stored]
        if len(found) >= total:
            assert len(found) == total
            return found


def assert_entries_are_those_of_the_store(store: Store) -> None:
    expected = fill(store)
    found = _all(store, CacheQuery())
    assert len(found) == len(expected)
    assert {entry.pair for entry in found} == expected.keys()
    for entry in found:
        assert {name: getattr(entry, name) for name in expected[entry.pair]} == expected[entry.pair], entry
        success = entry.fetched_at
        assert entry.expires_at == (None if success is None else success + timedelta(days=7))


def assert_pages_follow_each_other_in_every_order(store: Store) -> None:
    expected = fill(store)
    for few, order, is_descending in itertools.product((0, 5000), CacheOrder, (False, True)):
        with patch.object(cache_entries, "_FEW", few):  # both ways of looking
            found = _all(store, CacheQuery(order=order, is_descending=is_descending))
        assert {entry.pair for entry in found} == expected.keys(), (few, order)
        told = [_BY[order](entry) for entry in found]
        if order is CacheOrder.TITLE:  # Élite: databases differ in where accents go
            told = [value for value in told if value.isascii()]
        assert told == sorted(told, reverse=is_descending), (few, order, is_descending)


def assert_filters_let_through_what_they_say(store: Store) -> None:
    expected = fill(store)
    cases: list[tuple[CacheQuery, Callable[[CachePair], bool]]] = [
        (CacheQuery(text="DUNE"), lambda pair: expected[pair]["title"].casefold() == "dune"),
        (CacheQuery(text="éLI"), lambda pair: expected[pair]["title"] == "Élite"),
        (CacheQuery(text="nothing like it"), lambda _: False),
        (
            CacheQuery(provider="tvdb", part="poster"),
            lambda pair: (pair.provider, pair.part) == ("tvdb", "poster"),
        ),
        (
            CacheQuery(text="e", provider="tmdb", state=PairState.FRESH, order=CacheOrder.ROWS),
            lambda pair: (
                "e" in expected[pair]["title"].casefold().replace("é", "")
                and pair.provider == "tmdb"
                and expected[pair]["state"] is PairState.FRESH
            ),
        ),
    ]
    for state in PairState:
        cases.append((CacheQuery(state=state), lambda pair, state=state: expected[pair]["state"] is state))
    for few in (0, 5000):
        for query, is_wanted in cases:
            with patch.object(cache_entries, "_FEW", few):
                found = {entry.pair for entry in _all(store, query)}
            assert found == {pair for pair in expected if is_wanted(pair)}, (few, query)


def assert_what_was_asked_of_an_earlier_identity_is_left_out(store: Store) -> None:
    expected = fill(store)
    store.call(
        lambda: store.entities.identify(MOVIE, ids=ExternalIds(tmdb=603), title="The Matrix", year=1999)
    )
    current = {pair for pair in expected if pair.key != MOVIE}
    for few in (0, 5000):
        for order in CacheOrder:
            with patch.object(cache_entries, "_FEW", few):
                assert {entry.pair for entry in _all(store, CacheQuery(order=order))} == current
    assert sum(_ages(store)) == len([pair for pair in current if expected[pair]["fetched_at"]])


def assert_ages_and_expiry_are_counted_by_whole_days(store: Store) -> None:
    expected = fill(store)
    store.set_providers(
        ("tmdb", "fanart_tv", "tvdb"), frozenset({"tmdb", "fanart_tv"})
    )  # tvdb counts no more
    ages, first = Counter[int](), dict[EntityKey, Any]()
    for pair, values in expected.items():
        if values["fetched_at"] is not None and pair.provider != "tvdb":
            ages[min((NOON - values["fetched_at"]).days, AGES - 1)] += 1
            first[pair.key] = min(first.get(pair.key, values["fetched_at"]), values["fetched_at"])
    assert _ages(store) == [ages[day] for day in range(AGES)]
    passes = store.call(store.report.first_passes)
    assert (passes.after, passes.titles) == (None, len(TITLES))
    assert passes.days == Counter((moment + MAX_AGE).date() for moment in first.values())
    with patch("metarr_desktop.store.statistics_report._TITLES_AT_ONCE", 2):
        step = store.call(store.report.first_passes)
        days, titles = step.days, step.titles
        while step.after is not None:
            step = store.call(store.report.first_passes, step.after)
            days, titles = days + step.days, titles + step.titles
    assert (days, titles) == (passes.days, passes.titles)


def _ages(store: Store) -> list[int]:
    return [store.call(store.report.pairs_of_age, day) for day in range(AGES)]


def assert_days_have_their_times_and_kinds_of_failure(store: Store) -> None:
    def record() -> None:
        for seconds in range(1, 21):
            store.statistics.record_flight("tmdb", Outcome.OK, float(seconds))
        store.statistics.record_flight("tmdb", Outcome.FAILED, 9.0, "busy")
        store.statistics.record_flight(
            "tmdb", Outcome.FAILED, 9.0
        )  # as versions did that told no kinds apart
        store.statistics.record_flight("tvdb", Outcome.TIMED_OUT, 9.0, "unreachable")
        store.statistics.count_requests("tmdb", 3)

    store.call(record)
    days = store.call(store.report.days, 3)
    assert [day.day for day in days] == [NOON.date() - timedelta(days=ago) for ago in (2, 1, 0)]
    assert days[0] == DayNumbers(days[0].day)
    assert days[2].failures == {("tmdb", "busy"): 1, ("tmdb", "failed"): 1, ("tvdb", "timed_out"): 1}
    assert days[2].requests == {"tmdb": 3}
    assert store.call(store.report.times, days[2].day) == (10.5, 19.0)
    assert store.call(store.report.times, days[1].day) == (None, None)


CACHE_CHECKS = (
    assert_entries_are_those_of_the_store,
    assert_pages_follow_each_other_in_every_order,
    assert_filters_let_through_what_they_say,
    assert_what_was_asked_of_an_earlier_identity_is_left_out,
    assert_ages_and_expiry_are_counted_by_whole_days,
    assert_days_have_their_times_and_kinds_of_failure,
)
