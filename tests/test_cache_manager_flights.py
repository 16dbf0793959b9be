"""Many callers, one request: joining, waiting behind, running out of time, cancelling."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from metarr_desktop.domain.asset import AssetType
from metarr_desktop.domain.entity import EntityKey, EntityType, ExternalIds
from metarr_desktop.domain.errors import AllProvidersFailed, ProviderUnreachable
from metarr_desktop.domain.fetch import FetchRequest, Outcome, Priority
from metarr_desktop.domain.provider import AnswerGroup, Deadlines
from metarr_desktop.orchestration.circuit_breaker import FAILURES_TO_OPEN
from metarr_desktop.providers.base import AnswerRequest, ProviderAnswer
from tests.async_gui import eventually
from tests.orchestration.bench import IDS, MOVIE, a_bench
from tests.orchestration.scripted import Held, ScriptedProvider, Step, an_answer, an_image, an_info, never

POSTER, FANART = AssetType.POSTER, AssetType.FANART
ANSWER = an_answer(an_image(1))
NEWER = an_answer(an_image(1), an_image(2))


def a_provider(*steps: Step, name: str = "tmdb", user_s: float = 10.0) -> ScriptedProvider:
    return ScriptedProvider(an_info(name, deadlines=Deadlines(user_s, 60.0)), *steps)


async def test_twenty_identical_calls_make_one_fetch(tmp_path: Path) -> None:
    async with a_bench(tmp_path, a_provider(ANSWER)) as bench:
        results = await asyncio.gather(*(bench.fetch() for _ in range(20)))
        numbers = await bench.store.run(bench.store.statistics.summary)

    assert len(bench.enabled[0].requests) == 1
    assert all(result.providers == results[0].providers for result in results)
    assert (numbers.misses, numbers.joined) == (1, 19)
    assert not any(result.cached for result in results)


async def test_an_unforced_call_joins_a_forced_flight_it_needs(tmp_path: Path) -> None:
    held = Held()
    async with a_bench(tmp_path, a_provider(held)) as bench:
        forced = asyncio.create_task(bench.fetch(force=True))
        await held.asked.wait()
        joining = asyncio.create_task(bench.fetch())
        await bench.waited_for_by(2)
        held.release(ANSWER)
        await asyncio.gather(forced, joining)

    assert len(bench.enabled[0].requests) == 1


async def test_an_unforced_call_that_needs_nothing_returns_while_a_forced_one_runs(tmp_path: Path) -> None:
    held = Held()
    async with a_bench(tmp_path, a_provider(ANSWER, held)) as bench:
        await bench.fetch()
        forced = asyncio.create_task(bench.fetch(force=True))
        await held.asked.wait()
        result = await bench.fetch()

        assert result.cached
        assert not forced.done()
        held.release(NEWER)
        await forced


async def test_two_forced_calls_share_one_flight(tmp_path: Path) -> None:
    held = Held()
    async with a_bench(tmp_path, a_provider(held)) as bench:
        calls = [asyncio.create_task(bench.fetch(force=True)) for _ in range(2)]
        await held.asked.wait()
        await bench.waited_for_by(2)
        held.release(ANSWER)
        await asyncio.gather(*calls)

    assert len(bench.enabled[0].requests) == 1


async def test_a_forced_call_behind_an_unforced_one_starts_its_own(tmp_path: Path) -> None:
    held = Held()
    async with a_bench(tmp_path, a_provider(held, NEWER)) as bench:
        unforced = asyncio.create_task(bench.fetch())
        await held.asked.wait()
        forced = asyncio.create_task(bench.fetch(force=True))
        await asyncio.sleep(0.01)
        assert len(bench.enabled[0].requests) == 1  # never two at once
        held.release(ANSWER)
        first, second = await unforced, await forced

    assert [len(result.providers["tmdb"].images[POSTER]) for result in (first, second)] == [1, 2]
    assert len(bench.enabled[0].requests) == 2


async def test_a_call_that_needs_more_starts_the_rest_after_the_running_flight(tmp_path: Path) -> None:
    groups = (AnswerGroup("posters", frozenset({"poster"})), AnswerGroup("fanart", frozenset({"fanart"})))
    held = Held()
    provider = ScriptedProvider(
        an_info(answers={EntityType.MOVIE: groups}), held, an_answer(an_image(1, FANART), title="")
    )
    async with a_bench(tmp_path, provider) as bench:
        posters = asyncio.create_task(bench.fetch(POSTER))
        await held.asked.wait()
        both = asyncio.create_task(bench.fetch(POSTER, FANART))
        await asyncio.sleep(0.01)
        held.release(an_answer(an_image(1), title=""))
        await posters
        result = await both

    assert [request.group.name for request in provider.requests] == ["posters", "fanart"]
    assert set(result.providers["tmdb"].images) == {POSTER, FANART}


async def test_a_joining_user_makes_the_flight_urgent(tmp_path: Path) -> None:
    release = asyncio.Event()

    async def second_request(request: AnswerRequest) -> ProviderAnswer:
        await release.wait()
        if len(provider.requests) == 1:
            raise ProviderUnreachable("tmdb", "TMDB cannot be reached.")
        return ANSWER

    provider = a_provider(second_request)
    async with a_bench(tmp_path, provider) as bench:
        background = asyncio.create_task(bench.background())
        await eventually(lambda: provider.requests)
        user = asyncio.create_task(bench.fetch())
        await bench.waited_for_by(2)
        release.set()
        await asyncio.gather(background, user)

    assert [request.priority for request in provider.requests] == [Priority.AUTOMATION, Priority.USER]


async def test_a_joining_user_gets_stored_rows_in_time_while_the_flight_goes_on(tmp_path: Path) -> None:
    held = Held()
    async with a_bench(tmp_path, a_provider(ANSWER, held, user_s=0.05)) as bench:
        await bench.fetch()
        bench.clock.advance(days=6)
        background = asyncio.create_task(bench.background(force=True))
        await held.asked.wait()
        user = await bench.fetch(force=True)

        assert user.metadata.timed_out_providers == ("tmdb",)
        assert (len(user.providers["tmdb"].images[POSTER]), user.providers["tmdb"].is_stale) == (1, True)
        held.release(NEWER)
        late = await background

    assert len(late.providers["tmdb"].images[POSTER]) == 2
    assert "timed_out" not in bench.states_of("tmdb")[-1]
    assert len(bench.enabled[0].requests) == 2


async def test_a_user_behind_a_background_flight_waits_no_longer_than_a_user_does(tmp_path: Path) -> None:
    held = Held()
    async with a_bench(tmp_path, a_provider(held, user_s=0.05)) as bench:
        background = asyncio.create_task(bench.background())
        await held.asked.wait()
        with pytest.raises(AllProvidersFailed) as failed:
            await bench.fetch(force=True)
        held.release(ANSWER)
        await background

    assert failed.value.outcomes[0].outcome is Outcome.TIMED_OUT


async def test_cancelling_one_of_two_callers_leaves_the_request_running(tmp_path: Path) -> None:
    held = Held()
    async with a_bench(tmp_path, a_provider(held)) as bench:
        leaving, staying = (asyncio.create_task(bench.fetch()) for _ in range(2))
        await held.asked.wait()
        await bench.waited_for_by(2)
        leaving.cancel()
        await asyncio.wait({leaving})
        assert bench.enabled[0].cancelled == 0
        held.release(ANSWER)
        result = await staying

    assert result.metadata.completed_providers == ("tmdb",)
    assert leaving.cancelled()


async def test_cancelling_the_last_caller_cancels_the_request(tmp_path: Path) -> None:
    async with a_bench(tmp_path, a_provider(never)) as bench:
        calls = [asyncio.create_task(bench.fetch()) for _ in range(3)]
        await eventually(lambda: bench.enabled[0].requests)
        await bench.waited_for_by(3)
        for call in calls:
            call.cancel()
        await asyncio.wait(calls)

        assert bench.enabled[0].cancelled == 1
        assert await bench.records() == {}  # a cancel is no failure
    assert bench.states_of("tmdb")[-1] == "cancelled"


async def test_what_was_saved_before_a_cancel_stays_saved(tmp_path: Path) -> None:
    slow = a_provider(never, name="slow")
    async with a_bench(tmp_path, a_provider(ANSWER), slow) as bench:
        call = asyncio.create_task(bench.fetch())
        await eventually(lambda: "done" in bench.states_of("tmdb"))
        call.cancel()
        await asyncio.wait({call})
        again = await bench.fetch(providers=frozenset({"tmdb"}))

    assert again.cached
    assert slow.cancelled == 1


async def test_after_a_cancel_the_next_call_asks_anew(tmp_path: Path) -> None:
    async with a_bench(tmp_path, a_provider(never, ANSWER)) as bench:
        call = asyncio.create_task(bench.fetch())
        await eventually(lambda: bench.enabled[0].requests)
        call.cancel()
        result = await bench.fetch()

    assert call.cancelled()
    assert result.metadata.completed_providers == ("tmdb",)


async def test_an_answer_to_what_the_title_is_no_longer_is_asked_for_anew(tmp_path: Path) -> None:
    held = Held()
    async with a_bench(tmp_path, a_provider(held, an_answer(an_image(9), title="The Matrix"))) as bench:
        call = asyncio.create_task(bench.fetch())
        await held.asked.wait()
        await bench.store.run(
            bench.store.entities.identify, MOVIE, ids=ExternalIds(tmdb=603), title="The Matrix", year=1999
        )
        held.release(ANSWER)
        result = await call

    assert [request.id_value for request in bench.enabled[0].requests] == ["27205", "603"]
    assert [image.url for image in result.providers["tmdb"].images[POSTER]] == [an_image(9).url]


async def test_titles_do_not_wait_for_each_other(tmp_path: Path) -> None:
    async def by_title(request: AnswerRequest) -> ProviderAnswer:
        return await never(request) if request.id_value == "603" else ANSWER

    async with a_bench(tmp_path, a_provider(by_title)) as bench:
        matrix = EntityKey(EntityType.MOVIE, 2)
        stuck = asyncio.create_task(bench.fetch(key=matrix, external_ids=ExternalIds(tmdb=603)))
        await eventually(lambda: bench.enabled[0].requests)
        result = await bench.fetch()
        stuck.cancel()
        await asyncio.wait({stuck})

    assert result.metadata.completed_providers == ("tmdb",)


async def test_a_progress_callback_that_breaks_ends_no_fetch(tmp_path: Path) -> None:
    def broken(_: object) -> None:
        raise RuntimeError("the window is gone")

    async with a_bench(tmp_path, a_provider(ANSWER)) as bench:
        result = await bench.manager.fetch_assets(FetchRequest(MOVIE, IDS), on_progress=broken)

    assert result.metadata.completed_providers == ("tmdb",)


async def test_a_fetch_handed_over_to_the_background_asks_nobody_again(tmp_path: Path) -> None:
    first, second = Held(), Held()
    providers = (a_provider(first), a_provider(second, name="fanart_tv"))
    async with a_bench(tmp_path, *providers) as bench:
        user = asyncio.create_task(bench.manager.fetch_assets(FetchRequest(MOVIE, IDS)))
        await asyncio.gather(first.asked.wait(), second.asked.wait())

        def leave(_: object) -> None:
            asyncio.get_running_loop().call_soon(user.cancel)

        request = FetchRequest(MOVIE, IDS, priority=Priority.AUTOMATION)
        behind = asyncio.create_task(bench.manager.fetch_assets(request, on_progress=leave))
        await asyncio.wait({user})
        for held in (first, second):
            held.release(ANSWER)
        result = await behind

    assert user.cancelled()
    assert [len(provider.requests) for provider in bench.enabled] == [1, 1]
    assert set(result.metadata.completed_providers) == {"tmdb", "fanart_tv"}


async def test_a_call_joins_the_probe_of_its_own_title(tmp_path: Path) -> None:
    held = Held()
    async with a_bench(tmp_path, a_provider(held)) as bench:
        breaker = bench.health.line(bench.enabled[0].info).breaker
        for _ in range(FAILURES_TO_OPEN):
            breaker.leave(is_probe=bool(breaker.enter()), is_success=False)
        probing = asyncio.create_task(bench.fetch(force=True))
        await held.asked.wait()
        joining = asyncio.create_task(bench.fetch())
        await bench.waited_for_by(2)
        held.release(ANSWER)
        results = await asyncio.gather(probing, joining)

    assert len(bench.enabled[0].requests) == 1
    assert [each.outcome for each in results[1].metadata.outcomes] == [Outcome.OK]


async def test_another_title_is_turned_away_while_one_is_the_probe(tmp_path: Path) -> None:
    held = Held()
    async with a_bench(tmp_path, a_provider(held)) as bench:
        breaker = bench.health.line(bench.enabled[0].info).breaker
        for _ in range(FAILURES_TO_OPEN):
            breaker.leave(is_probe=bool(breaker.enter()), is_success=False)
        probing = asyncio.create_task(bench.fetch(force=True))
        await held.asked.wait()
        other = await bench.fetch(key=EntityKey(EntityType.MOVIE, 2), external_ids=ExternalIds(tmdb=603))
        held.release(ANSWER)
        await probing

    assert [each.error_kind for each in other.metadata.outcomes] == ["paused"]
