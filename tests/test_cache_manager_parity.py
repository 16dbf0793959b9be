"""Whatever providers answer: what a fetch returns is what the cache returns the next time."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Callable
from datetime import UTC
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from metarr_desktop.domain.asset import AssetType, ProviderImage, ProviderVideo
from metarr_desktop.domain.entity import EntityKey, EntityMetadata, EntityType, ExternalIds, Season
from metarr_desktop.domain.fetch import FetchRequest, Outcome
from metarr_desktop.domain.provider import METADATA, AnswerGroup
from metarr_desktop.providers.base import ProviderAnswer
from tests.orchestration.bench import a_bench
from tests.orchestration.scripted import ScriptedProvider, an_info

PICTURES = (AssetType.POSTER, AssetType.KEYART, AssetType.FANART, AssetType.CLEARLOGO)
TYPES = (*PICTURES, AssetType.TRAILER)
languages = st.sampled_from([None, "en", "de", "ja"])
texts = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20)
numbers = st.integers(1, 4000)
# Few addresses, so that two providers often offer the same one, and one provider the same one twice.
addresses = st.integers(1, 8).map(lambda number: f"https://images.example/{number}.jpg")
small_json = st.dictionaries(
    st.sampled_from(["votes", "voteAverage", "likes", "kind", "rank_share"]),
    st.one_of(st.integers(0, 5000), st.floats(0, 10), texts, st.none(), st.booleans()),
    max_size=4,
)
images = st.builds(
    ProviderImage,
    st.sampled_from(PICTURES),
    addresses,
    thumb_url=st.none() | addresses,
    width=st.none() | numbers,
    height=st.none() | numbers,
    language=languages,
    metadata=small_json,
)
videos = st.builds(
    ProviderVideo,
    st.just(AssetType.TRAILER),
    addresses,
    name=texts,
    site=texts,
    language=languages,
    size=st.none() | numbers,
    is_official=st.booleans(),
    published_at=st.none() | st.datetimes(timezones=st.just(UTC)),
    thumb_url=st.none() | addresses,
)
seasons = st.builds(
    Season, st.integers(0, 9999), texts, st.none() | st.integers(0, 500), st.none() | st.integers(1900, 2100)
)
metadata = st.none() | st.builds(
    EntityMetadata,
    title=texts,
    original_language=languages,
    overview=texts,
    genres=st.lists(texts, max_size=3).map(tuple),
    seasons=st.lists(seasons, max_size=3).map(tuple),
    vote_average=st.none() | st.floats(0, 10),
)
ids = st.dictionaries(st.sampled_from(["tmdb", "imdb", "tvdb"]), st.sampled_from(["1", "2"])).map(ExternalIds)
answers = st.builds(
    ProviderAnswer,
    st.just(Outcome.OK),
    external_ids=ids,
    metadata=metadata,
    images=st.lists(images, max_size=12).map(tuple),
    videos=st.lists(videos, max_size=4).map(tuple),
) | st.sampled_from([ProviderAnswer(Outcome.EMPTY), ProviderAnswer(Outcome.NOT_FOUND)])
wanted = st.lists(st.sampled_from(TYPES), unique=True).map(tuple)

PARTS = frozenset({METADATA, *(str(each) for each in TYPES)})


def providers_for(
    first: ProviderAnswer, second: ProviderAnswer, third: ProviderAnswer
) -> list[ScriptedProvider]:
    """Three providers that know titles by different ids, two of them with the same kinds of pictures."""
    kinds = (("tmdb", "imdb"), ("imdb", "tmdb"), ("tvdb",))
    return [
        ScriptedProvider(
            an_info(
                f"provider_{number}",
                answers={EntityType.MOVIE: (AnswerGroup("all", PARTS),)},
                id_kinds={EntityType.MOVIE: known},
            ),
            answer,
        )
        for number, (known, answer) in enumerate(zip(kinds, (first, second, third), strict=True))
    ]


def with_one_bench(check: Callable[..., object]) -> None:
    """Run *check* with one bench and many titles: opening a database for each example would take minutes."""
    with tempfile.TemporaryDirectory() as folder, asyncio.Runner() as runner:
        context = a_bench(Path(folder))
        bench = runner.run(context.__aenter__())
        try:
            check(bench, runner)
        finally:
            runner.run(context.__aexit__(None, None, None))


def test_fetch_and_fetch_again_are_equal() -> None:
    def check(bench, runner) -> None:
        counter = iter(range(1, 10_000))

        @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
        @given(answers, answers, answers, ids.filter(bool), wanted)
        def run(
            first: ProviderAnswer,
            second: ProviderAnswer,
            third: ProviderAnswer,
            known: ExternalIds,
            types: tuple[AssetType, ...],
        ) -> None:
            bench.enabled[:] = providers_for(first, second, third)
            request = FetchRequest(EntityKey(EntityType.MOVIE, next(counter)), known, types)
            miss = runner.run(bench.manager.fetch_assets(request))
            asked = [len(provider.requests) for provider in bench.enabled]
            bench.clock.advance(days=3)
            hit = runner.run(bench.manager.fetch_assets(request))

            assert not miss.cached
            assert hit.cached
            assert hit.cache_age == 3.0
            assert hit.providers == miss.providers
            assert [len(provider.requests) for provider in bench.enabled] == asked
            assert hit.metadata.completed_providers == miss.metadata.completed_providers
            assert hit.metadata.skipped_providers == miss.metadata.skipped_providers
            assert hit.metadata.notes == miss.metadata.notes

        run()

    with_one_bench(check)
