"""What people type and paste is understood: ids, addresses, names, years."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metarr_desktop.domain.entity import EntityType, ExternalIds
from metarr_desktop.domain.query import ParsedTitle, Reading, parse_query, take_ids

MBID = "f5093c06-23e3-404f-aeaa-40f72885ee3a"


@pytest.mark.parametrize(
    ("text", "ids", "entity_type"),
    [
        ("tt1375666", {"imdb": "tt1375666"}, None),
        ("TT1375666", {"imdb": "tt1375666"}, None),
        ("tmdb:27205", {"tmdb": "27205"}, None),
        ("tmdb 27205", {"tmdb": "27205"}, None),
        ("TMDB: 27205", {"tmdb": "27205"}, None),
        ("tmdb-27205", {"tmdb": "27205"}, None),
        ("tmdb:movie:27205", {"tmdb": "27205"}, EntityType.MOVIE),
        ("imdb:1375666", {"imdb": "tt1375666"}, None),
        ("imdb tt0078748", {"imdb": "tt0078748"}, None),
        ("tvdb 81189", {"tvdb": "81189"}, None),
        (f"mbid:{MBID}", {"musicbrainz": MBID}, None),
        (MBID.upper(), {"musicbrainz": MBID}, EntityType.MUSIC),
        ("{tmdb-27205}", {"tmdb": "27205"}, None),
        ("[tmdbid-27205]", {"tmdb": "27205"}, None),
        ("[tmdbid=27205]", {"tmdb": "27205"}, None),
        ("{imdb-tt1375666}", {"imdb": "tt1375666"}, None),
        ("https://www.themoviedb.org/movie/27205-inception", {"tmdb": "27205"}, EntityType.MOVIE),
        ("themoviedb.org/movie/27205", {"tmdb": "27205"}, EntityType.MOVIE),
        (
            "www.themoviedb.org/movie/27205-inception/images/posters?image_language=en#top",
            {"tmdb": "27205"},
            EntityType.MOVIE,
        ),
        ("https://www.themoviedb.org/de/movie/27205?language=de-DE", {"tmdb": "27205"}, EntityType.MOVIE),
        ("https://www.themoviedb.org/tv/1396-breaking-bad/season/1", {"tmdb": "1396"}, EntityType.TV),
        ("https://www.themoviedb.org/collection/8091", {"tmdb": "8091"}, EntityType.COLLECTION),
        ("https://www.imdb.com/title/tt1375666/", {"imdb": "tt1375666"}, None),
        ("imdb.com/title/tt1375666?ref_=nv_sr_1", {"imdb": "tt1375666"}, None),
        ("https://m.imdb.com/de/title/tt1375666/reference", {"imdb": "tt1375666"}, None),
        ("https://thetvdb.com/?tab=series&id=81189&lid=7", {"tvdb": "81189"}, EntityType.TV),
        ("https://www.thetvdb.com/dereferrer/series/81189", {"tvdb": "81189"}, EntityType.TV),
        ("https://thetvdb.com/dereferrer/movie/113", {"tvdb": "113"}, EntityType.MOVIE),
        (f"https://musicbrainz.org/release-group/{MBID}", {"musicbrainz": MBID}, EntityType.MUSIC),
        (f"musicbrainz.org/artist/{MBID}/releases", {"musicbrainz_artist": MBID}, EntityType.MUSIC),
        ("https://fanart.tv/movie/27205/inception/", {"tmdb": "27205"}, EntityType.MOVIE),
        ("fanart.tv/series/81189/breaking-bad/", {"tvdb": "81189"}, EntityType.TV),
        ("https://webservice.fanart.tv/v3.2/movies/tt1375666", {"imdb": "tt1375666"}, EntityType.MOVIE),
        (f"https://fanart.tv/artist/{MBID}/queen/", {"musicbrainz_artist": MBID}, EntityType.MUSIC),
        (" <https://www.imdb.com/title/tt1375666/> ", {"imdb": "tt1375666"}, None),
        ("HTTPS://WWW.THEMOVIEDB.ORG/MOVIE/27205-INCEPTION", {"tmdb": "27205"}, EntityType.MOVIE),
    ],
)
def test_ids_and_addresses_of_any_form_are_understood(
    text: str, ids: dict[str, str], entity_type: EntityType | None
) -> None:
    parsed = parse_query(text)

    assert (parsed.ids, parsed.entity_type, parsed.is_id_only) == (ExternalIds(ids), entity_type, True)


@pytest.mark.parametrize(
    "text",
    [
        "27205",
        "300",
        "1917",
        "tt123",
        "2001: A Space Odyssey",
        "It",
        "tmdb",
        "batttt1234567890123",
        "Face/Off",
    ],
)
def test_titles_are_not_taken_for_ids(text: str) -> None:
    parsed = parse_query(text)

    assert (parsed.ids, parsed.title) == (ExternalIds(), text)


def test_a_title_beside_an_id_is_kept() -> None:
    parsed = parse_query("Inception (2010) {tmdb-27205} [imdbid-tt1375666]")

    assert parsed.ids == ExternalIds(tmdb=27205, imdb="tt1375666")
    assert (parsed.title, parsed.year, parsed.is_id_only) == ("Inception", 2010, False)


def test_an_address_without_a_number_gives_its_words_as_title() -> None:
    parsed = parse_query("https://thetvdb.com/movies/inception")

    assert (parsed.ids, parsed.title, parsed.entity_type) == (ExternalIds(), "inception", EntityType.MOVIE)


def test_an_address_that_names_no_title_is_said_to() -> None:
    parsed = parse_query("https://www.themoviedb.org/person/525-christopher-nolan")

    assert parsed.problem == "This address names no title that can be looked up."


NFO = """<?xml version="1.0" encoding="UTF-8"?>
<movie>
  <title>Romeo &amp; Juliet</title><year>1996</year>
  <set><name>X</name><tmdbid>999</tmdbid></set>
  <actor><name>A</name><tmdbid>6193</tmdbid><imdbid>nm0000138</imdbid></actor>
  <uniqueid type="imdb">tt0117509</uniqueid>
  <uniqueid default="true" type='tmdb'> 454 </uniqueid>
</movie>"""


def test_an_nfo_gives_its_own_ids_and_not_those_of_its_actors() -> None:
    parsed = parse_query(NFO)

    assert parsed.ids == ExternalIds(tmdb=454, imdb="tt0117509")
    assert (parsed.title, parsed.year, parsed.entity_type) == ("Romeo & Juliet", 1996, EntityType.MOVIE)


def test_an_nfo_of_nothing_but_an_address_is_an_id() -> None:
    parsed = parse_query("~~ GRP presents ~~\n\nhttps://www.imdb.com/title/tt1375666/\n\n~~ enjoy ~~\n")

    assert parsed.ids == ExternalIds(imdb="tt1375666")
    assert parsed.is_id_only


@pytest.mark.parametrize(
    "text", ["Alien (1979)", "Alien [1979]", "Alien  1979", "Alien, 1979", " Alien 1979 "]
)
def test_a_year_behind_the_title_is_understood(text: str) -> None:
    assert parse_query(text).readings[0] == Reading("Alien", 1979)


def test_a_number_behind_the_title_may_also_belong_to_it() -> None:
    assert parse_query("Wonder Woman 1984").readings == (
        Reading("Wonder Woman", 1984),
        Reading("Wonder Woman 1984"),
    )


def test_a_year_that_has_not_come_is_part_of_the_title() -> None:
    parsed = parse_query("Blade Runner 2049", latest_year=2030)

    assert parsed.readings == (Reading("Blade Runner 2049"),)


def test_a_title_that_is_only_a_year_stays_a_title() -> None:
    assert parse_query("1917").readings == (Reading("1917"),)
    assert parse_query("1917 (2019)").readings == (Reading("1917", 2019),)


def test_a_number_in_front_is_never_a_year() -> None:
    assert parse_query("2001 A Space Odyssey").readings == (Reading("2001 A Space Odyssey"),)


def test_an_edition_behind_the_year_is_kept_apart() -> None:
    parsed = parse_query("Alien (1979) - [Director's Cut]")

    assert (parsed.title, parsed.year, parsed.edition) == ("Alien", 1979, "Director's Cut")


class _RecordingParser:
    def __init__(self) -> None:
        self.names: list[str] = []

    def parse(self, name: str) -> ParsedTitle:
        self.names.append(name)
        return ParsedTitle("Inception", 2010, "Extended")


@pytest.mark.parametrize(
    "text",
    [
        "Inception.2010.1080p.BluRay.x264-GRP.mkv",
        "Inception 2010 1080p BluRay",
        "/films/Inception (2010)/Inception.mkv",
        r"D:\films\Inception.mkv",
        "inception_2010_extended",
    ],
)
def test_names_of_files_go_through_the_title_parser(text: str) -> None:
    parser = _RecordingParser()

    parsed = parse_query(text, title_parser=parser)

    assert parser.names == [text]
    assert (parsed.title, parsed.year, parsed.edition) == ("Inception", 2010, "Extended")


@pytest.mark.parametrize(
    "text", ["Inception 2010", "Face/Off", "Dr. No", "WALL·E", "Mr. & Mrs. Smith", "S.W.A.T. 2"]
)
def test_typed_titles_never_cost_the_title_parser(text: str) -> None:
    parser = _RecordingParser()

    parse_query(text, title_parser=parser)

    assert parser.names == []


@pytest.mark.parametrize("text", ["", "   ", "\t\n ", "\u200f\u202e", "\ufeff", "\ud800"])
def test_nothing_to_search_for_is_nothing(text: str) -> None:
    parsed = parse_query(text)

    assert (parsed.title, len(parsed.ids), parsed.is_id_only) == ("", 0, False)


@pytest.mark.parametrize(
    "text", ["🎬", "😀 movie", "!!!", "…", "فيلم", "דיבוק", "千と千尋の神隠し", "Μήδεια"]
)
def test_titles_of_any_script_or_sign_stay_as_typed(text: str) -> None:
    assert parse_query(text).title == text


def test_direction_marks_and_broken_characters_are_left_out() -> None:
    assert parse_query("\u202bدیبوک\u202c (1937)").readings[0] == Reading("دیبوک", 1937)
    assert parse_query("Al\udc80ien").title == "Alien"


@pytest.mark.parametrize(
    "piece",
    ["a", " ", "(", "()", "((1999) ", "tt", "tt1375666", "tmdb ", "tmdb-", "imdb.com/", "<uniqueid ",
     "<actor><id>", "<movie>", "a.", "//", "🎬", "\u202e", "themoviedb.org/movie/", "1999 ", "%25", "&id=",
     "\n", "[tmdbid", "-"],
)  # fmt: skip
def test_ten_thousand_characters_of_anything_are_read_in_linear_time(piece: str) -> None:
    def seconds(length: int) -> float:
        text = (piece * length)[:length]
        started = time.perf_counter()
        parse_query(text)
        return time.perf_counter() - started

    seconds(10_000)
    # Quadratic reading would take 100 times as long at ten times the length, some of it many seconds.
    assert seconds(100_000) < 40 * seconds(10_000) + 0.2


def test_a_long_text_gives_a_title_no_longer_than_a_file_name() -> None:
    assert len(parse_query("lorem ipsum " * 900).title) <= 255


@given(st.text(max_size=300))
def test_no_text_is_ever_an_error(text: str) -> None:
    parsed = parse_query(text)

    assert parsed.is_id_only == (bool(parsed.ids) and not parsed.title)


def test_ids_are_taken_out_of_a_name_with_their_brackets() -> None:
    assert take_ids("Film (1999) {tmdb-603} [imdbid-tt0133093]") == (
        ExternalIds(tmdb=603, imdb="tt0133093"),
        "Film (1999)",
    )
