"""fetch_assets over a real store: what is asked, what is kept, what is returned."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from metarr_desktop.domain.asset import AssetType
from metarr_desktop.domain.entity import EntityType
from metarr_desktop.domain.errors import (
    AllProvidersFailed,
    InvalidInput,
    ProviderBusy,
    ProviderFailed,
)
from metarr_desktop.domain.fetch import Outcome
from metarr_desktop.domain.provider import AnswerGroup
from metarr_desktop.providers.base import ProviderAnswer
from tests.orchestration.bench import MOVIE, a_bench
from tests.orchestration.films import (
    ANSWER,
    BROKEN,
    FANART,
    POSTER,
    REFUSED,
    TRAILER,
    VIDEO,
    a_fanart,
    a_tmdb,
)
from tests.orchestration.scripted import ScriptedProvider, an_answer, an_image, an_info

# --------------------------------------------------------------------------------- hit and miss


async def test_the_first_call_asks_and_the_second_takes_the_same_from_the_cache(tmp_path: Path) -> None:
    async with a_bench(tmp_path, a_tmdb(), a_fanart()) as bench:
        miss = await bench.fetch()
        bench.clock.advance(days=2.5)
        hit = await bench.fetch()

    assert (miss.cached, miss.cache_age, hit.cached, hit.cache_age) == (False, 0.0, True, 2.5)
    assert hit.providers == miss.providers
    assert hit.providers["tmdb"].videos == {TRAILER: (VIDEO,)}
    assert [len(provider.requests) for provider in bench.enabled] == [1, 1]


@pytest.mark.parametrize(
    ("age", "is_asked"),
    [
        (timedelta(days=7) - timedelta(seconds=1), False),
        (timedelta(days=7), True),
        (timedelta(days=7, seconds=1), True),
        (timedelta(days=-1), True),
    ],
)
async def test_after_seven_days_providers_are_asked_again(
    tmp_path: Path, age: timedelta, is_asked: bool
) -> None:
    async with a_bench(tmp_path, a_tmdb()) as bench:
        await bench.fetch()
        bench.clock.now += age
        again = await bench.background()

    assert again.cached is not is_asked
    assert len(bench.enabled[0].requests) == (2 if is_asked else 1)


async def test_force_asks_everybody_whatever_is_stored(tmp_path: Path) -> None:
    async with a_bench(tmp_path, a_tmdb(), a_fanart()) as bench:
        await bench.fetch()
        forced = await bench.fetch(force=True)

    assert not forced.cached
    assert [len(provider.requests) for provider in bench.enabled] == [2, 2]


async def test_only_the_stale_provider_is_asked(tmp_path: Path) -> None:
    async with a_bench(tmp_path, a_tmdb()) as bench:
        await bench.fetch()
        bench.clock.advance(days=4)
        bench.enabled.append(a_fanart())  # switched on today: only its own pairs are missing
        result = await bench.fetch()

    assert [len(provider.requests) for provider in bench.enabled] == [1, 1]
    assert (result.cached, result.cache_age) == (False, 4.0)  # the oldest success counts
    assert [outcome.was_asked for outcome in result.metadata.outcomes] == [False, True]


async def test_the_progress_of_a_fresh_provider_says_so(tmp_path: Path) -> None:
    async with a_bench(tmp_path, a_tmdb()) as bench:
        await bench.fetch()
        await bench.fetch()

    assert bench.states_of("tmdb") == ["queued", "running", "done", "fresh"]


async def test_done_is_told_when_the_rows_are_there_to_be_read(tmp_path: Path) -> None:
    async with a_bench(tmp_path, a_tmdb()) as bench:
        seen: list[int] = []

        class Window(list):
            def append(self, event: object) -> None:
                counts = bench.store.call(bench.store.assets.counts, MOVIE)
                seen.append(counts.get(POSTER, 0))

        bench.events = Window()
        await bench.fetch()

    assert seen == [0, 0, 2]


# --------------------------------------------------------------------------------- groups of types


async def test_one_answer_saves_all_it_brings_and_returns_what_was_wanted(tmp_path: Path) -> None:
    async with a_bench(tmp_path, a_tmdb()) as bench:
        posters = await bench.fetch(POSTER)
        fanart = await bench.fetch(FANART)

    assert list(posters.providers["tmdb"].images) == [POSTER]
    assert posters.providers["tmdb"].metadata is not None
    assert fanart.cached
    assert list(fanart.providers["tmdb"].images) == [FANART]


async def test_only_the_groups_with_something_wanted_are_asked_for(tmp_path: Path) -> None:
    groups = (AnswerGroup("pictures", frozenset({"poster"})), AnswerGroup("logos", frozenset({"clearlogo"})))
    provider = ScriptedProvider(an_info(answers={EntityType.MOVIE: groups}), an_answer(an_image(), title=""))
    async with a_bench(tmp_path, provider) as bench:
        await bench.fetch(POSTER)

    assert [request.group.name for request in provider.requests] == ["pictures"]


async def test_a_type_the_title_cannot_have_is_refused_before_anything_is_asked(tmp_path: Path) -> None:
    async with a_bench(tmp_path, a_tmdb()) as bench:
        with pytest.raises(InvalidInput, match="A movie has no seasonposter"):
            await bench.fetch(AssetType.SEASONPOSTER)

    assert not bench.enabled[0].requests


# --------------------------------------------------------------------------------- outcomes


@pytest.mark.parametrize("outcome", [Outcome.EMPTY, Outcome.NOT_FOUND])
async def test_nothing_there_is_remembered_for_seven_days(tmp_path: Path, outcome: Outcome) -> None:
    async with a_bench(tmp_path, a_tmdb(), a_fanart(ProviderAnswer(outcome))) as bench:
        miss = await bench.fetch()
        hit = await bench.fetch()

    assert hit.cached
    assert len(bench.enabled[1].requests) == 1
    for result in (miss, hit):
        assert result.metadata.outcomes[1].outcome is outcome
        assert result.metadata.completed_providers == ("tmdb", "fanart_tv")


async def test_an_unknown_entry_is_named(tmp_path: Path) -> None:
    async with a_bench(tmp_path, a_tmdb(ProviderAnswer(Outcome.NOT_FOUND))) as bench:
        texts = [(await bench.fetch()).metadata.outcomes[0].message for _ in range(2)]

    assert texts == ["TMDB has no entry 27205."] * 2


async def test_a_failure_is_never_stored_as_truth(tmp_path: Path) -> None:
    async with a_bench(tmp_path, a_tmdb(ANSWER, BROKEN), a_fanart()) as bench:
        await bench.fetch()
        bench.clock.advance(days=8)
        result = await bench.fetch()
        rows = await bench.manager.get_cached_assets(MOVIE, POSTER)

    kept = result.providers["tmdb"]
    assert (kept.is_stale, len(kept.images[POSTER]), len(rows)) == (True, 2, 3)
    assert (result.metadata.failed_providers, result.metadata.completed_providers) == (
        ("tmdb",),
        ("fanart_tv",),
    )
    assert result.metadata.outcomes[0].message == str(BROKEN)
    assert result.cache_age == 8.0


async def test_the_fresh_rows_of_a_failed_refresh_are_marked_too(tmp_path: Path) -> None:
    async with a_bench(tmp_path, a_tmdb(ANSWER, BROKEN), a_fanart()) as bench:
        await bench.fetch()
        bench.clock.advance(days=1)
        result = await bench.fetch(force=True)

    assert [result.providers[name].is_stale for name in ("tmdb", "fanart_tv")] == [True, False]


async def test_half_an_answer_is_saved_and_asked_for_again(tmp_path: Path) -> None:
    half = an_answer(an_image(1), an_image(1, FANART), incomplete_parts=frozenset({"poster"}))
    async with a_bench(tmp_path, a_tmdb(ANSWER, half, ANSWER)) as bench:
        await bench.fetch()
        result = await bench.fetch(POSTER, force=True)
        records = await bench.records()

    assert result.metadata.failed_providers == ("tmdb",)
    assert (
        len(result.providers["tmdb"].images[POSTER]) == 2
    )  # what is missing from half an answer is not gone
    assert records["tmdb", "poster"].outcome is Outcome.FAILED
    assert records["tmdb", "fanart"].outcome is Outcome.OK


async def test_every_needed_provider_is_in_exactly_one_list(tmp_path: Path) -> None:
    needs_tvdb = a_fanart(kinds=("tvdb",))
    broken = ScriptedProvider(an_info("broken"), BROKEN)
    async with a_bench(tmp_path, a_tmdb(), needs_tvdb, broken) as bench:
        metadata = (await bench.fetch()).metadata

    assert metadata.completed_providers == ("tmdb",)
    assert metadata.failed_providers == ("broken",)
    assert metadata.timed_out_providers == ()
    assert metadata.skipped_providers == {
        "fanart_tv": "Fanart.tv needs an id of TheTVDB, and none is known. Identify the film to find one."
    }
    assert bench.states_of("fanart_tv") == ["skipped"]


# --------------------------------------------------------------------------------- resting


async def test_the_background_leaves_a_failed_pair_alone_five_minutes_doubling_to_a_day(
    tmp_path: Path,
) -> None:
    async with a_bench(tmp_path, a_tmdb(BROKEN)) as bench:
        rests = []
        for _ in range(11):
            with pytest.raises(AllProvidersFailed) as failed:
                await bench.background()
            retry_at = failed.value.outcomes[0].retry_at
            assert retry_at is not None
            rests.append((retry_at - bench.clock.now).total_seconds() / 60)
            bench.clock.now = retry_at - timedelta(seconds=1)
            resting = await bench.background()
            assert resting.metadata.outcomes[0].error_kind == "resting"
            assert resting.metadata.outcomes[0].retry_at == retry_at
            bench.clock.now = retry_at

    assert rests == [5, 10, 20, 40, 80, 160, 320, 640, 1280, 1440, 1440]
    assert len(bench.enabled[0].requests) == 11


async def test_a_user_asks_a_resting_provider(tmp_path: Path) -> None:
    async with a_bench(tmp_path, a_tmdb(BROKEN, ANSWER)) as bench:
        with pytest.raises(AllProvidersFailed):
            await bench.background()
        result = await bench.fetch()

    assert result.metadata.completed_providers == ("tmdb",)


async def test_a_user_does_not_ask_a_provider_that_refused_the_key_but_force_does(tmp_path: Path) -> None:
    async with a_bench(tmp_path, a_tmdb(REFUSED)) as bench:
        with pytest.raises(AllProvidersFailed, match="does not accept the key"):
            await bench.fetch()
        unforced = await bench.fetch()
        with pytest.raises(AllProvidersFailed):
            await bench.fetch(force=True)

    assert unforced.metadata.outcomes[0].outcome is Outcome.SKIPPED
    assert not unforced.cached  # nobody was asked, but there was nothing to take either
    assert len(bench.enabled[0].requests) == 2


async def test_a_user_does_not_ask_a_paused_provider_again(tmp_path: Path) -> None:
    busy = ProviderBusy("tmdb", "TMDB asks us to wait.", retry_after_s=600)
    async with a_bench(tmp_path, a_tmdb(busy)) as bench:
        with pytest.raises(AllProvidersFailed) as failed:
            await bench.fetch()
        again = await bench.fetch()

    assert failed.value.outcomes[0].retry_at == bench.clock.now + timedelta(seconds=600)
    assert again.metadata.outcomes[0].error_kind == "resting"
    assert len(bench.enabled[0].requests) == 1


# --------------------------------------------------------------------------------- all failed, nobody asked


async def test_all_failed_names_every_reason_and_keeps_what_is_stored(tmp_path: Path) -> None:
    unwell = ProviderFailed("fanart_tv", "Fanart.tv did not understand (400).", status=400)
    good = an_answer(an_image(1, host="fanart.example"), title="")
    async with a_bench(tmp_path, a_tmdb(ANSWER, BROKEN), a_fanart(good, unwell)) as bench:
        await bench.fetch()
        bench.clock.advance(days=7)
        with pytest.raises(AllProvidersFailed) as failed:
            await bench.fetch()
        rows = await bench.manager.get_cached_assets(MOVIE, POSTER)

    assert [outcome.outcome for outcome in failed.value.outcomes] == [Outcome.FAILED, Outcome.FAILED]
    assert str(BROKEN) in str(failed.value)
    assert str(unwell) in str(failed.value)
    assert len(rows) == 3


async def test_a_failed_refresh_of_fresh_data_is_no_total_failure(tmp_path: Path) -> None:
    async with a_bench(tmp_path, a_tmdb(ANSWER, BROKEN)) as bench:
        await bench.fetch()
        result = await bench.fetch(force=True)

    assert (result.cached, result.metadata.failed_providers) == (False, ("tmdb",))


async def test_a_failure_beside_a_fresh_provider_is_no_total_failure(tmp_path: Path) -> None:
    async with a_bench(tmp_path, a_fanart()) as bench:
        await bench.fetch()
        bench.enabled.append(a_tmdb(BROKEN))
        result = await bench.fetch()

    assert result.metadata.failed_providers == ("tmdb",)


async def test_a_background_call_that_asks_nobody_returns_normally(tmp_path: Path) -> None:
    async with a_bench(tmp_path, a_tmdb(ANSWER, BROKEN)) as bench:
        await bench.fetch()
        bench.clock.advance(days=8)
        with pytest.raises(AllProvidersFailed):
            await bench.background()
        resting = await bench.background()

    assert resting.metadata.outcomes[0].outcome is Outcome.SKIPPED
    assert resting.providers["tmdb"].is_stale
    assert resting.cache_age == 8.0


@pytest.mark.parametrize("providers", [[], [ScriptedProvider(an_info("songs", answers={}), ANSWER)]])
async def test_without_a_usable_provider_the_result_says_so_and_is_never_fresh(
    tmp_path: Path, providers: list[ScriptedProvider]
) -> None:
    async with a_bench(tmp_path, *providers) as bench:
        nothing = await bench.fetch()
        bench.enabled.append(a_tmdb())
        something = await bench.fetch()

    assert (nothing.cached, nothing.cache_age, nothing.providers) == (False, None, {})
    assert nothing.metadata.notes[0].startswith("No provider that is switched on has anything for a movie")
    assert something.metadata.completed_providers == ("tmdb",)


async def test_a_call_can_be_limited_to_one_provider(tmp_path: Path) -> None:
    async with a_bench(tmp_path, a_tmdb(), a_fanart()) as bench:
        result = await bench.fetch(providers=frozenset({"fanart_tv", "tvdb"}))

    assert list(result.providers) == ["fanart_tv"]
    assert result.metadata.skipped_providers == {"tvdb": "tvdb is not switched on."}
