"""Every number of the report and of ``stats``, against what the test and the services themselves counted.

Nothing here reads a counter of the program: kinds of calls are known to whoever makes them, requests are in the log
of the demo services, outcomes and times are in the results of the calls, and what is stored is in the file.
"""

from __future__ import annotations

import asyncio
import math
import sqlite3
import statistics
from collections import Counter
from collections.abc import Awaitable
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from metarr_desktop.cli.arguments import parse
from metarr_desktop.cli.caring import stats
from metarr_desktop.demo.faults import DemoService, Failure, Fault, PathKind
from metarr_desktop.demo.server import DemoServer
from metarr_desktop.domain.entity import EntityKey, EntityType, ExternalIds
from metarr_desktop.domain.errors import AllProvidersFailed
from metarr_desktop.domain.fetch import FetchRequest, Outcome, ProviderOutcome
from metarr_desktop.domain.search import SearchRequest
from metarr_desktop.orchestration import fetch_call
from metarr_desktop.services import Services
from tests.services.conftest import Build, Clock

DAYS = 12
FILMS = {
    number: ExternalIds(tmdb=tmdb) for number, tmdb in enumerate((27205, 603, 348, 679, 99999999), start=1)
}
ALL = "tmdb fanart_tv tvdb"  # Fanart.tv lets two requests a second through, so few are made
GOOD = (Outcome.OK, Outcome.EMPTY, Outcome.NOT_FOUND)


@dataclass
class Count:
    """What the test saw on one day."""

    events: Counter[str] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    requests: Counter[str] = field(default_factory=Counter)
    ended: Counter[tuple[str, Outcome]] = field(default_factory=Counter)
    failures: Counter[tuple[str, str]] = field(default_factory=Counter)
    refetches: Counter[str] = field(default_factory=Counter)
    brought_new: Counter[str] = field(default_factory=Counter)


@dataclass
class Stored:
    """Pairs ever answered (film, provider, part), and all addresses (film, provider, part, address)."""

    answered: list[tuple[Any, ...]]
    addresses: list[tuple[Any, ...]]


class Witness:
    """Makes the calls, and counts by itself."""

    def __init__(self, services: Services, server: DemoServer, clock: Clock) -> None:
        self.services, self.server, self.clock = services, server, clock
        self.days: dict[date, Count] = {}

    @property
    def today(self) -> Count:
        return self.days.setdefault(self.clock.now.date(), Count())

    async def call(
        self, film: int, kind: str, *, force: bool = False, joins: bool = False, of: str = "tmdb tvdb"
    ) -> None:
        """Fetch; *kind* is what the call is to be counted as. Who *joins* another flies nowhere itself."""
        before = self.stored()
        key, providers = EntityKey(EntityType.MOVIE, film), frozenset(of.split())
        request = FetchRequest(key, FILMS[film], force=force, providers=providers)
        try:
            outcomes = (await self.services.cache.fetch_assets(request)).metadata.outcomes
        except AllProvidersFailed as error:
            outcomes = error.outcomes
        self.today.events[kind] += 1
        if not joins:
            for outcome in outcomes:
                self.ended(outcome, film, before)

    def ended(
        self, outcome: ProviderOutcome, film: int, before: dict[tuple[int, str, str], set[str]]
    ) -> None:
        if not outcome.was_asked or outcome.outcome in (Outcome.SKIPPED, Outcome.CANCELLED):
            return
        day, name = self.today, outcome.provider
        day.ended[name, outcome.outcome] += 1
        if outcome.outcome in (Outcome.OK, Outcome.EMPTY):
            day.seconds.append(outcome.elapsed_s)
        if outcome.outcome is Outcome.FAILED:
            day.failures[name, outcome.error_kind] += 1
        if outcome.outcome is Outcome.TIMED_OUT:
            day.failures[name, "timed_out"] += 1
        if outcome.outcome in GOOD:
            after = self.stored()
            for part in {
                part for number, provider, part in before.answered if (number, provider) == (film, name)
            }:
                if part != "metadata":
                    day.refetches[name] += 1
                    mine = {each for each in after.addresses if each[:3] == (film, name, part)}
                    known = {
                        url
                        for number, _, its_part, url in before.addresses
                        if (number, its_part) == (film, part)
                    }
                    day.brought_new[name] += any(url not in known for *_, url in mine)

    async def together(self, *calls: Awaitable[None]) -> None:
        await asyncio.gather(*calls)

    async def end_of_day(self) -> None:
        """Take over what the services were asked today, by their own logs.

        The program writes its own count once a second, which this clock does not go through.
        """
        await self.services.counter.flush()
        for entry in self.server.services.log.entries(kind=PathKind.API):
            self.today.requests[str(entry.service)] += 1
        self.server.services.log.clear()

    def rows(self, text: str) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(self.file)) as database:
            return database.execute(text).fetchall()

    @property
    def file(self) -> Path:
        file = self.services.store.forgetting.file
        assert file is not None
        return file

    def stored(self) -> Stored:
        return Stored(
            self.rows(
                "SELECT entity_id, provider_name, part FROM provider_fetches WHERE last_success_at IS NOT NULL"
            ),
            self.rows("SELECT entity_id, provider_name, asset_type, provider_url FROM provider_assets"),
        )


async def a_mixed_load(witness: Witness, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten days: hits, misses, forced and joined calls, failures, time-outs, and days without anything."""
    faults, clock = witness.server.services.faults, witness.clock
    await witness.services.cache.search(SearchRequest("inception"))
    await witness.call(1, "miss", of=ALL)
    await witness.call(1, "hit", of=ALL)
    await witness.call(1, "forced", force=True)
    faults.switch_on(DemoService.TVDB, Fault(Failure.STATUS, status=400), PathKind.API)
    await witness.call(2, "miss")
    faults.switch_off(DemoService.TVDB)
    await witness.together(
        witness.call(3, "miss"), witness.call(3, "joined", joins=True), witness.call(3, "joined", joins=True)
    )
    await witness.end_of_day()
    clock.pass_by(days=1)
    await witness.call(1, "hit")
    with closing(sqlite3.connect(witness.file)) as database, database:
        database.execute(
            "DELETE FROM provider_assets WHERE entity_id = 1 AND asset_type = 'poster' AND provider_name = 'tmdb'"
        )
    await witness.call(1, "miss")
    faults.switch_on(DemoService.FANART_TV, Fault(Failure.HTML), PathKind.API)
    await witness.call(2, "forced", force=True, of=ALL)
    faults.switch_off(DemoService.FANART_TV)
    faults.switch_on(DemoService.TMDB, Fault(Failure.HANG), PathKind.API)
    with monkeypatch.context() as patience:
        patience.setattr(fetch_call, "deadline_s", lambda deadlines, priority: 0.5)
        await witness.call(4, "miss")
    faults.switch_off(DemoService.TMDB)
    await witness.call(5, "miss")
    await witness.end_of_day()
    clock.pass_by(days=8)
    await witness.call(1, "miss")
    await witness.together(
        witness.call(3, "forced", force=True), witness.call(3, "forced", force=True, joins=True)
    )
    await witness.end_of_day()
    clock.pass_by(days=1, hours=3)


async def test_every_number_is_that_of_an_independent_count(
    program: Build, server: DemoServer, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    services = program(**server.environment())
    witness = Witness(services, server, clock)
    await a_mixed_load(witness, monkeypatch)

    report = await services.cache_care.report(DAYS)
    first = clock.now.date() - timedelta(days=DAYS - 1)
    assert [day.day for day in report.days] == [first + timedelta(days=number) for number in range(DAYS)]
    for day in report.days:
        mine = witness.days.get(day.day, Count())
        told = {"hit": day.hits, "miss": day.misses, "forced": day.forced, "joined": day.joined}
        assert +Counter(told) == mine.events, day
        assert day.hit_rate == share(mine.events["hit"], mine.events["hit"] + mine.events["miss"])
        assert day.requests == mine.requests, day
        assert day.failures == mine.failures, day
        median_s = statistics.median(mine.seconds) if mine.seconds else None
        assert (day.median_s, day.p95_s) == (
            pytest.approx(median_s),
            pytest.approx(nearest_rank(mine.seconds)),
        )
    check_totals(report.totals, witness)
    check_state(report, witness)
    new, known = summed(witness, "brought_new"), summed(witness, "refetches")
    asked = {name for name, _ in summed(witness, "ended")}
    assert report.effectiveness == {name: share(new[name], known[name]) for name in asked}

    document = (await stats(services, parse(["stats", "--days", str(DAYS), "--json"]))).document
    assert {name: document[name] for name in ("hits", "misses", "forced", "joined")} == {
        "hits": 2, "misses": 7, "forced": 4, "joined": 2,
    }  # fmt: skip
    totals = report.totals
    for name in ("hit_rate", "average_fetch_seconds", "p95_fetch_seconds", "ttl_effectiveness"):
        assert document[name] == getattr(totals, name) is not None
    assert document["reliability"] == totals.reliability
    assert document["effectiveness"] == report.effectiveness
    assert document["ages"] == list(report.ages)
    assert {each["day"]: each["titles"] for each in document["expiring"]} == {
        day.isoformat(): titles for day, titles in report.expiring
    }
    for told, day in zip(document["days"], report.days, strict=True):
        kept = {
            "day": day.day.isoformat(),
            "hits": day.hits,
            "requests": day.requests,
            "median_s": day.median_s,
        }
        assert {name: told[name] for name in kept} == kept
        assert {(each["provider"], each["kind"]): each["count"] for each in told["failures"]} == day.failures


def check_totals(totals: Any, witness: Witness) -> None:
    """The four measures, by their definitions."""
    events = summed(witness, "events")
    told = {"hit": totals.hits, "miss": totals.misses, "forced": totals.forced, "joined": totals.joined}
    assert told == events == {"hit": 2, "miss": 7, "forced": 4, "joined": 2}
    assert totals.hit_rate == 2 / 9
    seconds = [each for day in witness.days.values() for each in day.seconds]
    assert totals.average_fetch_seconds == pytest.approx(statistics.fmean(seconds))
    assert totals.p95_fetch_seconds == pytest.approx(nearest_rank(seconds))
    ended = summed(witness, "ended")
    good = Counter({name: sum(ended[name, each] for each in GOOD) for name, _ in ended})
    bad = Counter({name: ended[name, Outcome.FAILED] + ended[name, Outcome.TIMED_OUT] for name, _ in ended})
    assert totals.reliability == {name: share(good[name], good[name] + bad[name]) for name in good}
    assert sum(bad.values()) == 3  # refused by TheTVDB, a page from Fanart.tv, silence of TMDB
    assert ended["tmdb", Outcome.NOT_FOUND] == 1
    new, known = summed(witness, "brought_new"), summed(witness, "refetches")
    assert totals.ttl_effectiveness == sum(new.values()) / sum(known.values())
    assert sum(new.values()) >= 1
    assert totals.requests_today == {}
    assert totals.entities == len(FILMS)
    assert totals.assets == witness.rows("SELECT COUNT(*) FROM provider_assets")[0][0]


def check_state(report: Any, witness: Witness) -> None:
    """What the cache holds now, by whole days."""
    now, ages, oldest = witness.clock.now, Counter[int](), dict[int, datetime]()
    for number, moment in witness.rows("SELECT entity_id, last_success_at FROM provider_fetches"):
        if moment is not None:
            success = datetime.fromisoformat(moment).replace(tzinfo=UTC)
            ages[(now - success).days] += 1
            oldest[number] = min(success, oldest.get(number, success))
    assert {age: count for age, count in enumerate(report.ages) if count} == ages
    assert len(ages) > 2
    days = Counter((moment + timedelta(days=7)).date() for moment in oldest.values())
    assert dict(report.expiring) == {
        now.date() + timedelta(days=number): days[now.date() + timedelta(days=number)] for number in range(8)
    }
    assert report.titles == len(oldest)


def summed(witness: Witness, name: str) -> Counter[Any]:
    return sum((getattr(day, name) for day in witness.days.values()), Counter())


def share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def nearest_rank(values: list[float]) -> float | None:
    return sorted(values)[math.ceil(0.95 * len(values)) - 1] if values else None


async def test_what_was_never_asked_has_no_numbers_rather_than_zero(program: Build) -> None:
    report = await program().cache_care.report(7)
    assert (len(report.days), sum(report.ages), report.titles, dict(report.effectiveness)) == (7, 0, 0, {})
    assert [titles for _, titles in report.expiring] == [0] * 8
    totals = report.totals
    assert (totals.hit_rate, totals.average_fetch_seconds, totals.ttl_effectiveness) == (None, None, None)
    assert {(day.hits, day.hit_rate, day.median_s, day.p95_s) for day in report.days} == {
        (0, None, None, None)
    }
