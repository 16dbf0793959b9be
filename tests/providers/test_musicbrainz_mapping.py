"""What a look-up, a search and a browse of MusicBrainz become, with everything they leave out or spell otherwise."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from metarr_desktop.domain.entity import ExternalIds
from metarr_desktop.providers.json_fields import UnexpectedShape
from metarr_desktop.providers.musicbrainz import lucene, mapping
from tests.providers.music_support import ALBUM, ARTIST, RELEASE, VARIOUS_ARTISTS, credit, group


def read(**fields: Any) -> mapping.ReleaseGroup:
    return mapping.release_group_of(group(**fields))[0]


def said(**fields: Any) -> Any:
    found, answer = mapping.release_group_of(group(**fields))
    return mapping.map_metadata(answer, found, cover_url="https://covers.example/x")


@pytest.mark.parametrize(
    ("credits_", "text"),
    [
        ([credit("Simon", joinphrase=" & "), credit("Garfunkel", "x")], "Simon & Garfunkel"),
        ([{"artist": {"id": ARTIST, "name": "Only Inside"}}], "Only Inside"),
        ([{"name": "As Printed", "artist": {"id": ARTIST, "name": "Inside"}}], "As Printed"),
        ([credit("A", joinphrase=" feat. "), {"name": "B"}], "A feat. B"),
        ([], ""),
        (None, ""),
        ("Nirvana", ""),
    ],
)
def test_the_credit_is_names_and_what_joins_them(credits_: Any, text: str) -> None:
    assert read(artist_credit=credits_).artist == text


def test_the_artist_is_the_first_one_credited() -> None:
    assert (
        read(artist_credit=[credit("A"), credit("B", "44444444-aaaa-4bbb-8ccc-000000000004")]).artist_id
        == ARTIST
    )


@pytest.mark.parametrize(
    "stand_in",
    [VARIOUS_ARTISTS, "125ec42a-7229-4250-afc5-e057484327fe", "eec63d3c-3b81-4ad4-b1e4-7c147d4d2b61"],
)
def test_various_artists_and_the_like_are_no_artist(stand_in: str) -> None:
    found = read(artist_credit=[credit("Various Artists", stand_in)])
    assert found.artist_id is None
    assert found.external_ids() == ExternalIds(musicbrainz=ALBUM)
    assert found.artist == "Various Artists"


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("1994-08-22", date(1994, 8, 22)),
        ("1994-08", date(1994, 8, 1)),
        ("1994", date(1994, 1, 1)),
        ("1994-00-00", date(1994, 1, 1)),
        ("1994-02-31", date(1994, 2, 1)),
        ("", None),
        (None, None),
        (1994, None),
        ("0000", None),
        ("soon", None),
    ],
)
def test_dates_of_any_precision_are_read(written: Any, day: date | None) -> None:
    assert read(first_release_date=written).released == day


def test_answers_of_2014_with_underscores_mean_the_same() -> None:
    old = {name.replace("-", "_"): value for name, value in group().items()}
    assert mapping.release_group_of(old)[0] == read()


def test_an_album_is_described_by_what_its_entry_holds() -> None:
    found = said(
        disambiguation="the demo", rating={"value": 4.35, "votes-count": 12},
        genres=[{"name": "jazz", "count": 1}, {"name": "bebop", "count": 7}],
        tags=[{"name": "bebop", "count": 7}, {"name": "1950s", "count": 2}, {"name": "spam", "count": 0}],
        secondary_types=["Live"], aliases=[{"name": "First Steps"}, {"name": "Schritte"}],
        relations=[{"type": "official homepage", "url": {"resource": "https://example.org/steps"}}],
    )  # fmt: skip
    assert (found.title, found.artist, found.release_date) == ("First Steps", "The Sample", date(1994, 8, 22))
    assert (found.tagline, found.vote_average, found.vote_count) == ("the demo", 8.7, 12)
    assert found.genres == ("bebop", "jazz")
    assert found.keywords == ("Album", "Live", "1950s")
    assert found.alternative_titles == ("Schritte",)
    assert (found.homepage, found.poster_url) == ("https://example.org/steps", "https://covers.example/x")


@pytest.mark.parametrize(
    "rating", [None, {}, {"value": None, "votes-count": 0}, {"value": 5, "votes-count": 0}]
)
def test_no_votes_are_no_average(rating: Any) -> None:
    assert said(rating=rating).vote_average is None


@pytest.mark.parametrize("scheme", ["http://", "https://"])
def test_wikidata_is_learned_from_the_relations(scheme: str) -> None:
    relations = [
        {"type": "wikidata", "url": {"resource": f"{scheme}www.wikidata.org/wiki/Q42"}},
        {"type": "discogs", "url": {"resource": "https://www.discogs.com/master/1"}},
    ]
    found, answer = mapping.release_group_of(group(relations=relations))
    expected = {"musicbrainz": ALBUM, "musicbrainz_artist": ARTIST, "wikidata": "Q42"}
    assert dict(mapping.map_external_ids(answer, found)) == expected


@pytest.mark.parametrize("data", [None, [], {}, {"title": "x"}, {"id": "12", "title": "x"}])
def test_an_entry_without_id_is_no_answer(data: Any) -> None:
    with pytest.raises(UnexpectedShape):
        mapping.release_group_of(data)


@pytest.mark.parametrize("title", [None, "", 7, ...])
def test_an_entry_without_title_is_read_and_no_result_to_choose(title: Any) -> None:
    item = {name: value for name, value in group(title=title).items() if value is not ...}
    found, answer = mapping.release_group_of(item)
    assert mapping.map_metadata(answer, found, cover_url="x").artist == "The Sample"
    assert mapping.map_search({"release-groups": [item]}) == ((), 1)


def test_an_error_with_a_status_of_success_is_no_answer() -> None:
    with pytest.raises(UnexpectedShape, match="error"):
        mapping.map_search({"error": "The search server is not available."})


def test_a_search_leaves_out_what_is_empty() -> None:
    item = {
        "id": ALBUM,
        "score": 100,
        "title": "First Steps",
        "artist-credit": [{"artist": {"id": ARTIST, "name": "A"}}],
    }
    found, dropped = mapping.map_search({"created": "…", "count": 1, "offset": 0, "release-groups": [item]})
    assert (found, dropped) == ((mapping.ReleaseGroup(ALBUM, "First Steps", "A", ARTIST, None),), 0)


def test_bad_items_of_a_list_are_left_out_and_counted() -> None:
    items = [group(), None, {"title": "no id"}, group(id=RELEASE, title="Second"), group()]
    found, dropped = mapping.map_search({"release-groups": items})
    assert ([each.title for each in found], dropped) == (["First Steps", "Second"], 2)


@pytest.mark.parametrize("name", ["artists", "artist"])
def test_artists_are_listed_under_either_name_with_scores_as_text_or_number(name: str) -> None:
    listed = [
        {"id": ARTIST, "name": "B", "score": "70"},
        {"id": ALBUM, "name": "A", "score": 100},
        {"id": VARIOUS_ARTISTS, "name": "Various Artists", "score": 100},
    ]
    assert [(each.name, each.score) for each in mapping.map_artists({name: listed})] == [
        ("A", 100),
        ("B", 70),
    ]


def test_a_release_names_its_album_and_lends_it_the_credit() -> None:
    release = {
        "id": RELEASE,
        "title": "x",
        "artist-credit": [credit()],
        "release-group": {"id": ALBUM, "title": "Y"},
    }
    assert mapping.group_of_release(release) == mapping.ReleaseGroup(ALBUM, "Y", "The Sample", ARTIST, None)


@pytest.mark.parametrize("char", list('+-&|!(){}[]^"~*?:\\/'))
def test_every_special_character_of_lucene_is_escaped(char: str) -> None:
    assert lucene.escaped(f"a{char}b") == f"a\\{char}b"


def test_phrases_are_quoted_and_trimmed() -> None:
    assert lucene.phrase('  What\'s   the "Story"? ') == '"What\'s the \\"Story\\"\\?"'


@pytest.mark.parametrize(
    ("text", "halves"),
    [
        ("Nirvana - Nevermind", ("Nirvana", "Nevermind")),
        ("Nirvana – Nevermind", ("Nirvana", "Nevermind")),
        ("a-ha", None),
        ("Nirvana -", None),
        ("- ? - x", None),
        ("A - B - C", ("A", "B - C")),
    ],
)
def test_artist_and_title_are_told_apart_by_a_dash_with_blanks(text: str, halves: Any) -> None:
    assert lucene.credit_and_title(text) == halves


def test_words_of_the_language_itself_are_quoted() -> None:
    assert '(releasegroup:"AND" OR artist:"AND")' in lucene.release_group_query("Blood AND Tears")


def test_a_year_narrows_to_albums_that_came_out_then() -> None:
    assert lucene.release_group_query("x", 1994).endswith(") AND firstreleasedate:1994*")
