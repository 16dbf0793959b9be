"""ProviderCacheManager: ids, what answers rest on, what changed, and its other two methods."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from metarr_desktop.cache_manager import ProviderCacheManager
from metarr_desktop.domain.entity import EntityKey, EntityMetadata, EntityType, ExternalIds, IdentityState
from metarr_desktop.domain.errors import (
    AllProvidersFailed,
    IdentityConflict,
)
from metarr_desktop.domain.fetch import Outcome
from metarr_desktop.domain.provider import Deadlines
from metarr_desktop.domain.search import SearchRequest
from metarr_desktop.providers.base import ProviderAnswer
from tests.orchestration.bench import IDS, MOVIE, a_bench
from tests.orchestration.films import (
    ANSWER,
    BROKEN,
    FANART,
    LOGO,
    POSTER,
    TRAILER,
    a_fanart,
    a_tmdb,
)
from tests.orchestration.scripted import ScriptedProvider, an_answer, an_image, an_info, never

# --------------------------------------------------------------------------------- ids


async def test_a_new_title_is_added_and_named_by_the_metadata(tmp_path: Path) -> None:
    async with a_bench(tmp_path, a_fanart(), a_tmdb()) as bench:
        await bench.fetch()
        entity = await bench.entity()

    assert (entity.title, entity.state, entity.external_ids) == ("Inception", IdentityState.IDENTIFIED, IDS)
    assert entity.metadata.original_language == "en"


async def test_a_new_title_nobody_names_is_called_by_its_number(tmp_path: Path) -> None:
    async with a_bench(tmp_path, a_fanart()) as bench:
        await bench.fetch()

        assert (await bench.entity()).title == "movie 1"


async def test_a_name_the_library_gave_stays(tmp_path: Path) -> None:
    async with a_bench(tmp_path, a_tmdb()) as bench:
        await bench.store.run(
            bench.store.entities.create,
            entity_type=EntityType.MOVIE,
            entity_id=1,
            title="Inception 2010 1080p",
        )
        await bench.fetch()

        assert (await bench.entity()).title == "Inception 2010 1080p"


async def test_a_contradicting_id_is_refused_naming_both(tmp_path: Path) -> None:
    async with a_bench(tmp_path, a_tmdb()) as bench:
        await bench.fetch(external_ids=ExternalIds(tmdb=603))
        with pytest.raises(IdentityConflict, match=r"movie 1 is tmdb 603, not tmdb 27205.*use identify"):
            await bench.fetch()

        assert (await bench.entity()).external_ids == ExternalIds(tmdb=603)


async def test_ids_of_a_request_fill_gaps(tmp_path: Path) -> None:
    async with a_bench(tmp_path, a_tmdb()) as bench:
        await bench.fetch(external_ids=ExternalIds(tmdb=27205))
        result = await bench.fetch(external_ids=ExternalIds(imdb="tt1375666"))

        assert (await bench.entity()).external_ids == IDS
    assert result.cached  # learning a further id makes nothing stale


async def test_ids_one_provider_teaches_let_the_next_one_be_asked(tmp_path: Path) -> None:
    teacher = a_tmdb(an_answer(an_image(1), ids={"tmdb": "27205", "tvdb": "113"}))
    async with a_bench(tmp_path, a_fanart(kinds=("tvdb",)), teacher) as bench:
        result = await bench.fetch(external_ids=ExternalIds(imdb="tt1375666"))
        again = await bench.fetch()

    assert result.metadata.completed_providers == ("fanart_tv", "tmdb")
    assert bench.enabled[0].requests[0].id_value == "113"
    assert again.cached
    assert bench.states_of("fanart_tv") == ["queued", "running", "done", "fresh"]


async def test_a_hanging_provider_does_not_hold_up_those_an_id_was_learned_for(tmp_path: Path) -> None:
    hanging = ScriptedProvider(an_info("hanging", deadlines=Deadlines(0.2, 1)), never)
    teacher = ScriptedProvider(
        an_info("tmdb", deadlines=Deadlines(0.2, 1)), an_answer(an_image(1), ids={"tvdb": "113"})
    )
    async with a_bench(tmp_path, hanging, teacher, a_fanart(kinds=("tvdb",))) as bench:
        result = await bench.fetch()

    assert result.metadata.completed_providers == ("tmdb", "fanart_tv")
    assert result.metadata.timed_out_providers == ("hanging",)


async def test_an_id_that_contradicts_is_reported_and_never_written(tmp_path: Path) -> None:
    async with a_bench(tmp_path, a_tmdb(an_answer(an_image(1), ids={"imdb": "tt0000001"}))) as bench:
        result = await bench.fetch()

        assert (await bench.entity()).external_ids == IDS
    assert result.metadata.notes == ("TMDB says the IMDb id is tt0000001; Inception keeps tt1375666.",)


async def test_not_found_by_a_poor_id_is_asked_again_with_the_better_one_just_learned(tmp_path: Path) -> None:
    fanart = a_fanart(ProviderAnswer(Outcome.NOT_FOUND), an_answer(an_image(1, LOGO), title=""))
    async with a_bench(tmp_path, fanart, a_tmdb(an_answer(an_image(1), ids={"tmdb": "27205"}))) as bench:
        result = await bench.fetch(external_ids=ExternalIds(imdb="tt1375666"))

    assert [request.id_kind for request in fanart.requests] == ["imdb", "tmdb"]
    assert list(result.providers["fanart_tv"].images) == [LOGO]


# --------------------------------------------------------------------------------- what an answer rests on


async def test_identifying_as_another_work_makes_everything_stale(tmp_path: Path) -> None:
    async with a_bench(tmp_path, a_tmdb(ANSWER, an_answer(an_image(9), title="The Matrix"))) as bench:
        await bench.fetch()
        matrix = ExternalIds(tmdb=603)
        await bench.store.run(bench.store.entities.identify, MOVIE, ids=matrix, title="The Matrix", year=1999)
        result = await bench.fetch(external_ids=ExternalIds())

    assert not result.cached
    assert bench.enabled[0].requests[-1].id_value == "603"
    assert [image.url for image in result.providers["tmdb"].images[POSTER]] == [an_image(9).url]


async def test_another_language_asks_for_the_texts_again(tmp_path: Path) -> None:
    async with a_bench(tmp_path, a_tmdb(), a_fanart()) as bench:
        await bench.fetch()
        bench.set(languages=("de", "en"))
        await bench.fetch()
        last = await bench.fetch()

    assert last.cached
    assert [request.languages for request in bench.enabled[0].requests] == [("en",), ("de", "en")]
    assert len(bench.enabled[1].requests) == 1  # pictures come in all languages


async def test_another_kind_of_key_asks_its_own_provider_again(tmp_path: Path) -> None:
    async with a_bench(tmp_path, a_tmdb(), a_fanart()) as bench:
        await bench.fetch()
        bench.set(generations={"fanart_tv": 1})
        await bench.fetch()
        last = await bench.fetch()

    assert last.cached
    assert [len(provider.requests) for provider in bench.enabled] == [1, 2]


async def test_deleting_rows_of_one_type_makes_the_next_fetch_ask(tmp_path: Path) -> None:
    async with a_bench(tmp_path, a_tmdb()) as bench:
        await bench.fetch()
        await bench.execute("DELETE FROM provider_assets WHERE entity_id = 1 AND asset_type = 'poster'")
        fanart = await bench.fetch(FANART)
        posters = await bench.fetch(POSTER)

    assert (fanart.cached, posters.cached) == (True, False)
    assert len(posters.providers["tmdb"].images[POSTER]) == 2


async def test_a_provider_switched_off_is_neither_needed_nor_counted_for_age(tmp_path: Path) -> None:
    async with a_bench(tmp_path, a_tmdb(), a_fanart()) as bench:
        await bench.fetch()
        bench.clock.advance(days=5)
        await bench.fetch(providers=frozenset({"tmdb"}), force=True)
        del bench.enabled[1]
        result = await bench.fetch()
        rows = await bench.manager.get_cached_assets(MOVIE, LOGO)

    assert (result.cached, result.cache_age, list(result.providers)) == (True, 0.0, ["tmdb"])
    assert len(rows) == 1  # its rows stay


# --------------------------------------------------------------------------------- what changed


async def test_a_refresh_says_what_is_new_and_what_vanished(tmp_path: Path) -> None:
    later = an_answer(an_image(2), an_image(3), an_image(4))
    async with a_bench(tmp_path, a_tmdb(ANSWER, later)) as bench:
        first = await bench.fetch()
        second = await bench.fetch(force=True)
        rows = {row.id: row for row in await bench.manager.get_cached_assets(MOVIE, POSTER)}

    assert len(first.changes.new_asset_ids[POSTER]) == 2
    assert [rows[each].url for each in second.changes.new_asset_ids[POSTER]] == [
        an_image(n).url for n in (3, 4)
    ]
    assert second.changes.vanished == {POSTER: 1, FANART: 1, TRAILER: 1}
    assert [image.url for image in second.providers["tmdb"].images[POSTER]] == [
        an_image(n).url for n in (4, 3, 2)
    ]


async def test_pictures_are_scored_when_saved(tmp_path: Path) -> None:
    small = replace(an_image(1), width=300, height=450)
    async with a_bench(tmp_path, a_tmdb(an_answer(small, an_image(2)))) as bench:
        await bench.fetch()
        best, worst = await bench.manager.get_cached_assets(MOVIE, POSTER)

    assert best.url == an_image(2).url
    assert best.score is not None
    assert worst.score is not None
    assert best.score > worst.score
    assert best.score_parts is not None
    assert best.score_parts.total == best.score


@pytest.mark.parametrize("is_named_first", [True, False])
async def test_pictures_are_scored_by_the_language_of_the_work_whoever_answers_first(
    tmp_path: Path, is_named_first: bool
) -> None:
    japanese = replace(an_image(1, LOGO, host="fanart.example"), language="ja", width=800, height=310)
    pictures = a_fanart(an_answer(japanese, title=""))
    texts = a_tmdb(ProviderAnswer(Outcome.OK, metadata=EntityMetadata("Akira", original_language="ja")))
    async with a_bench(tmp_path, texts, pictures) as bench:
        for provider in (texts, pictures) if is_named_first else (pictures, texts):
            await bench.fetch(providers=frozenset({provider.info.name}))
        (logo,) = await bench.manager.get_cached_assets(MOVIE, LOGO)

    assert logo.score_parts is not None
    assert logo.score_parts.language == 17  # the second rung: the original language


# --------------------------------------------------------------------------------- the other two methods


async def test_reading_the_cache_never_asks_anybody(tmp_path: Path) -> None:
    async with a_bench(tmp_path, a_tmdb()) as bench:
        before = await bench.manager.get_cached_assets(MOVIE, POSTER)
        unknown = await bench.manager.get_cached_assets(EntityKey(EntityType.TV, 77), POSTER)

    assert (before, unknown, bench.enabled[0].requests) == ([], [], [])


async def test_searching_goes_to_the_search_with_its_updates(tmp_path: Path) -> None:
    request = SearchRequest("Inception", year=2010)
    async with a_bench(tmp_path) as bench:
        report = await bench.manager.search(request, on_update=print)

    assert (report.request, bench.searcher.asked) == (request, [(request, print)])


def test_the_manager_has_exactly_three_public_methods() -> None:
    public = {name for name in vars(ProviderCacheManager) if not name.startswith("_")}
    assert public == {"fetch_assets", "search", "get_cached_assets"}


async def test_statistics_tell_hits_misses_and_forced_calls_apart(tmp_path: Path) -> None:
    later = an_answer(an_image(1), an_image(7))
    async with a_bench(tmp_path, a_tmdb(ANSWER, later, BROKEN)) as bench:
        await bench.fetch()
        await bench.fetch()
        await bench.fetch()
        await bench.fetch(force=True)
        bench.clock.advance(days=8)
        with pytest.raises(AllProvidersFailed):
            await bench.background()
        numbers = await bench.store.run(bench.store.statistics.summary)

    assert (numbers.hits, numbers.misses, numbers.forced, numbers.joined) == (2, 2, 1, 0)
    assert numbers.hit_rate == 0.5
    assert numbers.reliability["tmdb"] == pytest.approx(2 / 3)
    # Of the three known types that were refetched, only posters brought a new address.
    assert numbers.ttl_effectiveness == pytest.approx(1 / 3)
    assert numbers.average_fetch_seconds is not None


async def test_a_hit_reports_the_same_conflicts_as_the_miss_before(tmp_path: Path) -> None:
    async with a_bench(tmp_path, a_tmdb(an_answer(an_image(1), ids={"imdb": "tt0000001"}))) as bench:
        miss = await bench.fetch()
        hit = await bench.fetch()

    assert hit.cached
    assert hit.metadata.notes == miss.metadata.notes != ()


async def test_a_conflict_is_over_when_its_provider_agrees(tmp_path: Path) -> None:
    wrong = an_answer(an_image(1), ids={"imdb": "tt0000001"})
    right = an_answer(an_image(1), ids={"imdb": "tt1375666"})
    async with a_bench(tmp_path, a_tmdb(wrong, right)) as bench:
        await bench.fetch()
        result = await bench.fetch(force=True)

    assert result.metadata.notes == ()


async def test_conflicts_of_providers_a_call_is_not_about_are_not_its_own(tmp_path: Path) -> None:
    contradicting = a_tmdb(an_answer(an_image(1), ids={"imdb": "tt0000001"}))
    async with a_bench(tmp_path, contradicting, a_fanart()) as bench:
        await bench.fetch()
        result = await bench.fetch(providers=frozenset({"fanart_tv"}))

    assert result.metadata.notes == ()


async def test_conflicts_are_told_though_nothing_can_be_saved(tmp_path: Path) -> None:
    right = an_answer(an_image(1), ids={"imdb": "tt1375666"})
    wrong = an_answer(an_image(1), ids={"imdb": "tt0000001"})
    async with a_bench(tmp_path, a_tmdb(right, wrong)) as bench:
        await bench.fetch()
        await bench.break_writing()
        result = await bench.fetch(force=True)

    assert not result.is_saved
    assert result.metadata.notes == ("TMDB says the IMDb id is tt0000001; Inception keeps tt1375666.",)
