"""The seasons of a series: names, counts, order and steps."""

from __future__ import annotations

import pytest

from metarr_desktop.domain.asset import AssetType, CachedAsset
from metarr_desktop.domain.entity import Season
from tests.fakes import NOW, an_asset
from ui.assets.seasons import (
    ANY_SEASON,
    by_number,
    grouped,
    in_season,
    next_season,
    progress_text,
    season_lines,
    season_sections,
    season_title,
)

KIND = AssetType.SEASONPOSTER
KNOWN = by_number(
    [Season(0, "Specials", 2), Season(1, "", 10, 2017), Season(2, "Book Two", 8, 2019), Season(3)]
)


def poster(season: int | None, **changes: object) -> CachedAsset:
    return an_asset(KIND, season_number=season, **changes)


@pytest.mark.parametrize(
    ("number", "title"),
    [
        (0, "Specials"),
        (1, "Season 1"),
        (2, "Season 2: Book Two"),
        (7, "Season 7"),
        (ANY_SEASON, "Any season"),
    ],
)
def test_a_season_is_called_by_its_number_and_name(number: int, title: str) -> None:
    assert season_title(number, KNOWN) == title


def test_specials_are_called_so_without_any_metadata() -> None:
    assert season_title(0, {}) == "Specials"


def test_the_row_has_every_season_of_the_series_and_of_the_pictures() -> None:
    lines = season_lines([poster(2), poster(2, is_selected=True), poster(5), poster(None)], KNOWN)
    assert [(line.number, line.count, line.chosen) for line in lines] == [
        (None, 4, 1),
        (0, 0, 0),
        (1, 0, 0),
        (2, 2, 1),
        (3, 0, 0),
        (5, 1, 0),
        (ANY_SEASON, 1, 0),
    ]
    assert lines[3].facts == "2019 · 8 episodes"


def test_what_is_no_longer_offered_counts_only_while_it_is_selected() -> None:
    gone, kept = poster(1, missing_since=NOW), poster(1, missing_since=NOW, is_selected=True)
    assert season_lines([gone, kept], {})[1].count == 1


def test_many_seasons_are_called_by_their_numbers() -> None:
    few, many = (
        season_lines([poster(n) for n in range(4)], {}),
        season_lines([poster(n) for n in range(12)], {}),
    )
    assert [line.short for line in few] == ["All seasons", "Specials", "Season 1", "Season 2", "Season 3"]
    assert [line.short for line in many[:4]] == ["All seasons", "Specials", "1", "2"]


def test_progress_counts_seasons_with_something_to_choose() -> None:
    lines = season_lines([poster(1, is_selected=True), poster(2), poster(None)], KNOWN)
    assert progress_text(KIND, lines) == "Season posters: 1 of 2 seasons chosen"
    assert progress_text(KIND, season_lines([], KNOWN)) == ""


def test_pictures_are_grouped_by_season_and_keep_their_order_within() -> None:
    assets = [poster(2), poster(None), poster(1), poster(2), poster(0), poster(1)]
    assert [assets.index(each) for each in grouped(assets)] == [4, 2, 5, 0, 3, 1]


def test_each_season_among_all_begins_a_section() -> None:
    assets = grouped([poster(2), poster(1), poster(2), poster(None)])
    sections = [(each.row, each.title, each.facts) for each in season_sections(assets, KNOWN)]
    assert sections == [
        (0, "Season 1", "2017 · 10 episodes"),
        (1, "Season 2: Book Two", "2019 · 8 episodes"),
        (3, "Any season", ""),
    ]


@pytest.mark.parametrize("seasons", [[], [1], [1, 1]])
def test_a_season_alone_needs_no_section(seasons: list[int]) -> None:
    assert season_sections([poster(season) for season in seasons], KNOWN) == ()


def test_one_season_is_shown_alone_or_all_of_them() -> None:
    assets = [poster(2), poster(None), poster(1)]
    assert in_season(assets, 1) == [assets[2]]
    assert in_season(assets, ANY_SEASON) == [assets[1]]
    assert in_season(assets, None) == assets


@pytest.mark.parametrize(
    ("current", "by", "expected"),
    [(None, 1, 1), (1, 1, 3), (3, 1, 3), (3, -1, 1), (1, -1, None), (2, 1, 3), (9, 1, None)],
)
def test_steps_pass_over_seasons_without_candidates(
    current: int | None, by: int, expected: int | None
) -> None:
    lines = season_lines([poster(1), poster(3)], KNOWN)
    assert next_season(lines, current, by) == expected
