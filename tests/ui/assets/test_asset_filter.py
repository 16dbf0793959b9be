"""Which candidates are shown and counted, without any window."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metarr_desktop.domain.asset import ASSET_SHAPES, AssetType
from tests.fakes import NOW, an_asset
from ui.assets.asset_filter import (
    HALF,
    IDEAL,
    NO_TEXT,
    ORIGINAL,
    AssetFilter,
    AssetSort,
    least_size,
    sorted_assets,
    visible_assets,
    votes_of,
)
from ui.assets.facets import count_facets

POSTER = ASSET_SHAPES[AssetType.POSTER]


def fractions(votes: float) -> str:
    return (
        '{"resolution": 1, "shape": 1, "language": 1, "votes": 1, "provider": 1,'
        f' "fractions": [0, 0, 0, {votes}, 0]}}'
    )


def test_no_filter_shows_all_but_the_rejected() -> None:
    shown, rejected = an_asset(), an_asset(is_rejected=True)
    assert visible_assets([shown, rejected], AssetFilter(), POSTER) == [shown]


def test_a_picture_rejected_a_moment_ago_stays_where_it_is() -> None:
    rejected = an_asset(is_rejected=True)
    assert visible_assets([rejected], AssetFilter(), POSTER, kept={rejected.id}) == [rejected]


def test_providers_and_languages_are_both_asked_for() -> None:
    wanted = an_asset(provider_name="fanart_tv", language="de")
    others = [an_asset(provider_name="fanart_tv"), an_asset(language="de")]
    filter_ = AssetFilter(providers=frozenset({"fanart_tv"}), languages=frozenset({"de"}))
    assert visible_assets([wanted, *others], filter_, POSTER) == [wanted]


def test_no_text_is_a_language_of_its_own() -> None:
    textless, english = an_asset(language=None), an_asset()
    filter_ = AssetFilter(languages=frozenset({NO_TEXT}))
    assert visible_assets([textless, english], filter_, POSTER) == [textless]


@pytest.mark.parametrize(
    ("width", "height", "is_shown"),
    [(1000, 1500, True), (999, 1500, False), (1000, 1499, False), (None, None, False)],
)
def test_large_enough_means_half_of_the_ideal(width: int | None, height: int | None, is_shown: bool) -> None:
    asset = an_asset(width=width, height=height)
    assert bool(visible_assets([asset], AssetFilter(least=HALF), POSTER)) is is_shown


def test_best_is_the_order_of_the_store() -> None:
    assets = [an_asset(score=1), an_asset(score=90)]
    assert sorted_assets(assets, AssetSort.BEST) == assets


def test_votes_compare_likes_with_averages_by_their_share_of_the_score() -> None:
    liked = an_asset(metadata_json='{"likes": 3}', score_json=fractions(0.9))
    voted = an_asset(metadata_json='{"voteAverage": 5.1, "votes": 300}', score_json=fractions(0.4))
    assert sorted_assets([voted, liked], AssetSort.VOTES) == [liked, voted]


def test_size_puts_unknown_sizes_last() -> None:
    small, large = an_asset(width=500, height=750), an_asset()
    unknown = an_asset(width=None, height=None)
    assert sorted_assets([unknown, small, large], AssetSort.SIZE) == [large, small, unknown]


def test_newest_comes_first() -> None:
    old, new = an_asset(), an_asset(first_seen_at=NOW - timedelta(days=1))
    assert sorted_assets([old, new], AssetSort.NEWEST) == [new, old]


def test_providers_sort_in_the_order_of_the_person() -> None:
    tmdb, fanart, unknown = an_asset(), an_asset(provider_name="fanart_tv"), an_asset(provider_name="gone")
    order = ("fanart_tv", "tmdb")
    assert sorted_assets([unknown, tmdb, fanart], AssetSort.PROVIDER, order) == [fanart, tmdb, unknown]


def test_a_count_says_what_its_chip_would_show() -> None:
    assets = [an_asset(), an_asset(language="de"), an_asset(provider_name="fanart_tv", language="de")]
    facets = count_facets(assets, AssetFilter(languages=frozenset({"de"})), POSTER)
    assert facets.providers == {"tmdb": 1, "fanart_tv": 1}
    assert facets.languages == {"de": 2, "en": 1}  # its own facet is not narrowed by itself
    assert (facets.total, facets.shown) == (3, 2)


def test_what_is_filtered_by_keeps_its_chip_with_nothing_behind_it() -> None:
    facets = count_facets([an_asset()], AssetFilter(frozenset({"gone"}), frozenset({"sv"})), POSTER)
    assert facets.providers["gone"] == 0
    assert facets.languages["sv"] == 0


def test_a_provider_without_candidates_of_this_type_has_no_chip() -> None:
    facets = count_facets([an_asset()], AssetFilter(), POSTER, providers=("fanart_tv", "tmdb"))
    assert list(facets.providers) == ["tmdb"]


def test_rare_languages_share_a_chip_but_chosen_ones_and_no_text_do_not() -> None:
    assets = [an_asset(language=code) for code in ["en", "en", "de", "fr", "ja", "sv", None]]
    facets = count_facets(assets, AssetFilter(), POSTER)
    own, rest = facets.language_groups({"sv"}, 2)
    assert own == ("en", "de", "sv", NO_TEXT)
    assert rest == ("fr", "ja")


def test_a_single_rare_language_needs_no_group() -> None:
    facets = count_facets([an_asset(language=code) for code in ["en", "de"]], AssetFilter(), POSTER)
    assert facets.language_groups((), 1) == (("de", "en"), ())


@given(
    st.builds(
        AssetFilter,
        st.frozensets(st.text(max_size=8)),
        st.frozensets(st.text(max_size=8)),
        st.sampled_from(["", HALF, IDEAL, "1x1", "1500x2000"]),
        st.booleans(),
        st.booleans(),
    )
)
def test_a_filter_survives_the_settings(wanted: AssetFilter) -> None:
    assert AssetFilter.from_text(wanted.to_text()) == wanted


@pytest.mark.parametrize("text", ["", "nonsense", "[]", '{"providers": 7}', '{"languages": [1, null]}'])
def test_settings_that_cannot_be_read_are_no_filter(text: str) -> None:
    assert AssetFilter.from_text(text) == AssetFilter()


@pytest.mark.parametrize(
    ("metadata", "expected"),
    [
        ('{"voteAverage": 5.7, "votes": 38}', (5.7, 38)),
        ('{"voteAverage": 0, "votes": 0}', (None, 0)),
        ('{"likes": 12}', (None, 12)),
        ('{"likes": "many"}', (None, 0)),
        ("{}", (None, 0)),
    ],
)
def test_votes_are_read_from_what_the_provider_states(
    metadata: str, expected: tuple[float | None, int]
) -> None:
    assert votes_of(an_asset(metadata_json=metadata)) == expected


def test_the_filter_of_an_older_version_is_understood() -> None:
    assert AssetFilter.from_text('{"large": true}') == AssetFilter(least=HALF)


@pytest.mark.parametrize("least", ["0x5", "huge", "5x", "5x5x5", "１x２"])
def test_a_size_that_is_none_lets_everything_through(least: str) -> None:
    assert AssetFilter.from_text(f'{{"least": "{least}"}}') == AssetFilter()


@pytest.mark.parametrize(
    ("least", "expected"),
    [("", (0, 0)), (HALF, (1000, 1500)), (IDEAL, (2000, 3000)), ("640x480", (640, 480))],
)
def test_a_smallest_size_is_of_the_type_or_a_number(least: str, expected: tuple[int, int]) -> None:
    assert least_size(least, POSTER) == expected


def test_every_size_is_counted_under_the_other_filters() -> None:
    small, half, large = an_asset(width=500, height=750), an_asset(width=1000, height=1500), an_asset()
    other = an_asset(provider_name="fanart_tv")
    wanted = AssetFilter(frozenset({"tmdb"}), least=IDEAL)
    facets = count_facets([small, half, large, other], wanted, POSTER)
    assert facets.sizes == {"": 3, HALF: 2, IDEAL: 1}
    assert facets.shown == 1


def test_the_original_language_is_another_one_for_each_title() -> None:
    wanted = AssetFilter(languages=frozenset({ORIGINAL, "de"}))
    assert wanted.for_original("ja").languages == {"ja", "de"}
    assert wanted.for_original(None).languages == {ORIGINAL, "de"}


def test_new_ones_alone_are_shown_and_counted() -> None:
    old, new = an_asset(), an_asset()
    wanted = AssetFilter(is_new_only=True)
    assert visible_assets([old, new], wanted, POSTER, new={new.id}) == [new]
    assert count_facets([old, new], AssetFilter(), POSTER, new={new.id}).new == 1


def test_languages_stand_in_the_order_of_the_ladder_then_by_count() -> None:
    assets = [an_asset(language=code) for code in ["fr", "fr", "sv", "en", None, "de"]]
    facets = count_facets(assets, AssetFilter(), POSTER, ladder=("de", NO_TEXT, "en"))
    assert list(facets.languages) == ["de", NO_TEXT, "en", "fr", "sv"]


def test_clearing_keeps_how_things_are_shown() -> None:
    wanted = AssetFilter(frozenset({"tmdb"}), frozenset({"en"}), HALF, True, True)
    assert wanted.cleared() == AssetFilter(shows_rejected=True)
