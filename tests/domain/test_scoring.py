"""The five parts of a score, at their corners and as laws."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from metarr_desktop.domain.asset import AssetType, ProviderImage
from metarr_desktop.domain.language import LanguageLadder
from metarr_desktop.domain.scoring import (
    ScoringContext,
    default_ladders,
    language_points,
    provider_points,
    resolution_points,
    score_image,
    shape_points,
    votes_points,
)

POSTER, FANART, LOGO = AssetType.POSTER, AssetType.FANART, AssetType.CLEARLOGO
URL = "https://image.example/1.jpg"
FANART_SIZES = {"fanart_tv": {"movieposter": (1000, 1426), "hdmovielogo": (800, 310)}}


@pytest.mark.parametrize(
    ("width", "height", "points"),
    [
        (300, 450, 0.0),
        (100, 150, 0.0),
        (900, 1350, 27.0),
        (600, 900, 13.5),
        (1450, 2175, 28.5),
        (2000, 3000, 30.0),
        (4000, 6000, 30.0),
        (2000, 1350, 27.0),
    ],
)
def test_resolution_rises_in_straight_lines_to_the_ideal(width: int, height: int, points: float) -> None:
    assert resolution_points(POSTER, width, height) == pytest.approx(points)


def test_4k_loses_nothing() -> None:
    assert resolution_points(FANART, 3840, 2160) == resolution_points(FANART, 1920, 1080) == 30


def test_a_fanart_tv_poster_is_within_the_tolerance_of_posters() -> None:
    assert shape_points(POSTER, 1000, 1426) == 20


@pytest.mark.parametrize(
    ("asset_type", "width", "height", "points"),
    [
        (POSTER, 1000, 1500, 20.0),
        (POSTER, 1060, 1500, 20.0),
        (POSTER, 1150, 1500, 10.0),
        (POSTER, 1240, 1500, 0.0),
        (POSTER, 1500, 1000, 0.0),
        (AssetType.BANNER, 1000, 185, 20.0),
        (AssetType.BANNER, 758, 140, 20.0),
        (AssetType.CLEARART, 1000, 1000, 20.0),
        (LOGO, 1500, 1000, 20.0),
        (LOGO, 6000, 1000, 20.0),
        (LOGO, 1250, 1000, 10.0),
        (LOGO, 1000, 1000, 0.0),
        (LOGO, 8000, 1000, 10.0),
        (LOGO, 10000, 1000, 0.0),
        (POSTER, 0, 0, 0.0),
    ],
)
def test_shape_is_full_inside_the_tolerance_and_falls_to_nothing_outside(
    asset_type: AssetType, width: int, height: int, points: float
) -> None:
    assert shape_points(asset_type, width, height) == pytest.approx(points, abs=0.01)


def test_language_goes_by_the_rung_of_the_ladder() -> None:
    context = ScoringContext({POSTER: LanguageLadder(("de", "original", None, "en", "fr", "it"))}, "ja")
    found = {
        code: language_points(ProviderImage(POSTER, URL, language=code), context)
        for code in ("de", "ja", None, "en", "fr", "it", "ko")
    }

    assert found == {"de": 20, "ja": 17, None: 14, "en": 12, "fr": 10, "it": 10, "ko": 2}


def test_fanart_without_text_and_posters_with_text_are_preferred() -> None:
    context = ScoringContext(default_ladders(("de",)), "en")

    def points(asset_type: AssetType, language: str | None) -> int:
        return language_points(ProviderImage(asset_type, URL, language=language), context)

    assert (points(FANART, None), points(AssetType.KEYART, None), points(FANART, "de")) == (20, 20, 17)
    assert (points(POSTER, "de"), points(POSTER, "en"), points(POSTER, None)) == (20, 17, 14)


@pytest.mark.parametrize(
    ("metadata", "points"),
    [
        ({}, 10.0),
        ({"votes": 0, "voteAverage": 0.0}, 10.0),
        ({"votes": 20, "voteAverage": 5.3}, 15.0),
        ({"votes": 20, "voteAverage": 10}, 15.0),
        ({"votes": 20, "voteAverage": 5.15}, 12.5),
        ({"votes": 20, "voteAverage": 4.0}, 5.0),
        ({"likes": "20"}, 15.0),
        ({"likes": 0}, 10.0),
        ({"rank_share": 1.0}, 15.0),
        ({"rank_share": 0.0}, 10.0),
        ({"votes": "many", "voteAverage": None}, 10.0),
        ({"votes": float("nan"), "voteAverage": 5.5}, 10.0),
        ({"likes": True}, 10.0),
        ({"likes": -5}, 10.0),
    ],
)
def test_votes_shrink_toward_the_middle(metadata: dict[str, object], points: float) -> None:
    assert votes_points(metadata) == pytest.approx(points)


def test_providers_count_in_the_user_s_order() -> None:
    order = ("a", "b", "c", "d", "e")

    assert [provider_points(name, order) for name in order] == [10, 8, 6, 4, 4]
    assert provider_points("unheard of", order) == 4
    assert provider_points("user", order) == 10


def test_an_unstated_size_is_that_of_the_provider_s_kind_and_marked_as_assumed() -> None:
    context = ScoringContext(nominal_sizes=FANART_SIZES)
    image = ProviderImage(POSTER, URL, metadata={"kind": "movieposter"})
    stated = score_image(ProviderImage(POSTER, URL, width=1000, height=1426), "fanart_tv", context)
    assumed = score_image(image, "fanart_tv", context)

    assert (stated.is_size_assumed, assumed.is_size_assumed) == (False, True)
    assert (assumed.resolution, assumed.shape) == (stated.resolution, stated.shape) == (27, 20)


def test_a_size_nobody_knows_earns_nothing() -> None:
    parts = score_image(ProviderImage(POSTER, URL, width=2000), "tmdb", ScoringContext())

    assert (parts.resolution, parts.shape, parts.is_size_assumed) == (0, 0, True)


def test_the_score_is_the_sum_of_its_rounded_parts() -> None:
    image = ProviderImage(POSTER, URL, width=2000, height=3000, language="en",
                          metadata={"votes": 20, "voteAverage": 5.5})  # fmt: skip
    parts = score_image(image, "tmdb", ScoringContext(provider_order=("tmdb",)))

    assert (parts.resolution, parts.shape, parts.language, parts.votes, parts.provider) == (
        30,
        20,
        20,
        15,
        10,
    )
    assert parts.total == 95
    assert parts.fractions == (1.0, 1.0, 1.0, 0.75, 1.0)


@given(
    st.sampled_from(list(AssetType)), st.integers(0, 9000), st.integers(0, 9000), st.integers(0, 2000),
    st.integers(0, 2000),
)  # fmt: skip
def test_more_pixels_never_lower_the_resolution_part(
    asset_type: AssetType, width: int, height: int, wider: int, higher: int
) -> None:
    smaller = resolution_points(asset_type, width, height)

    assert 0 <= smaller <= resolution_points(asset_type, width + wider, height + higher) <= 30


@given(st.integers(0, 10_000), st.floats(0, 10), st.floats(0, 10))
def test_a_better_average_never_lowers_the_votes_part(votes: int, one: float, other: float) -> None:
    low, high = sorted((one, other))

    assert votes_points({"votes": votes, "voteAverage": low}) <= votes_points(
        {"votes": votes, "voteAverage": high}
    )


@given(st.integers(0, 10_000), st.integers(0, 1000), st.floats(5, 10))
def test_more_votes_never_lower_it_for_averages_from_five_on(votes: int, more: int, average: float) -> None:
    assert votes_points({"votes": votes, "voteAverage": average}) <= votes_points(
        {"votes": votes + more, "voteAverage": average}
    )


@given(
    st.sampled_from(list(AssetType)), st.none() | st.integers(-5, 9000), st.none() | st.integers(-5, 9000),
    st.none() | st.sampled_from(["en", "de", "xx"]),
    st.dictionaries(st.sampled_from(["votes", "voteAverage", "likes", "rank_share", "kind"]),
                    st.none() | st.floats() | st.text(max_size=5) | st.integers()),
)  # fmt: skip
@example(AssetType.POSTER, None, None, None, {"likes": 1.7e307})
def test_every_picture_has_a_score_from_0_to_100(
    asset_type: AssetType,
    width: int | None,
    height: int | None,
    language: str | None,
    data: dict[str, object],
) -> None:
    image = ProviderImage(asset_type, URL, width=width, height=height, language=language, metadata=data)
    parts = score_image(image, "fanart_tv", ScoringContext(nominal_sizes=FANART_SIZES))

    assert 0 <= parts.total <= 100
    assert all(0 <= fraction <= 1 for fraction in parts.fractions)


@pytest.mark.parametrize("asset_type", [AssetType.CLEARLOGO, AssetType.CLEARART])
def test_an_hd_picture_beats_the_old_sd_one_whatever_its_likes(asset_type):
    def score(*, is_hd: bool, likes: int, size: tuple[int, int]) -> int:
        image = ProviderImage(
            asset_type,
            f"https://assets.fanart.tv/{is_hd}.png",
            width=size[0],
            height=size[1],
            language="en",
            metadata={"is_hd": is_hd, "likes": likes},
        )
        return score_image(image, "fanart_tv", ScoringContext()).total

    assert score(is_hd=True, likes=0, size=(800, 310)) > score(is_hd=False, likes=400, size=(400, 155))
