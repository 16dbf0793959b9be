"""The films of the demo: complete, consistent, found as TMDB would find them."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter

import pytest

from metarr_desktop.demo.albums import VARIOUS_ARTISTS, load_albums
from metarr_desktop.demo.catalogue import DemoFilm, DemoImage, StarterTitle, load_catalogue, starter_library
from metarr_desktop.demo.images import Service
from metarr_desktop.demo.painting import COMPOSITIONS, PALETTES
from metarr_desktop.demo.series import load_series
from metarr_desktop.domain.entity import EntityType

CATALOGUE = load_catalogue()
SERVICES: tuple[Service, ...] = ("tmdb", "fanart_tv")
EVERY_IMAGE = [
    image for film in CATALOGUE.films for service in SERVICES for image in CATALOGUE.images(film, service)
]
TMDB_KINDS = {"posters", "backdrops", "logos"}
FANART_KINDS = {
    "movieposter",
    "moviebackground",
    "movie4kbackground",
    "hdmovielogo",
    "movielogo",
    "hdmovieclearart",
    "movieart",
    "moviebanner",
    "moviethumb",
    "moviedisc",
}


def titles(query: str, year: int | None = None) -> list[tuple[str, int]]:
    return [(film.title, film.year) for film in CATALOGUE.search(query, year=year)]


def test_there_are_at_least_84_films() -> None:
    assert len(CATALOGUE.films) >= 84


def test_tmdb_and_imdb_ids_are_unique_and_well_formed() -> None:
    assert len({film.tmdb_id for film in CATALOGUE.films}) == len(CATALOGUE.films)
    assert len({film.imdb_id for film in CATALOGUE.films}) == len(CATALOGUE.films)
    assert all(re.fullmatch(r"tt\d{7,8}", film.imdb_id) for film in CATALOGUE.films)


def test_inception_has_its_real_facts() -> None:
    film = CATALOGUE.film(27205)
    assert film is not None
    assert (film.title, film.year, film.runtime_min, film.imdb_id) == ("Inception", 2010, 148, "tt1375666")


def test_a_film_is_found_by_its_imdb_id() -> None:
    film = CATALOGUE.by_imdb("tt0078748")
    assert film is not None
    assert film.tmdb_id == 348


def test_unknown_ids_give_nothing() -> None:
    assert CATALOGUE.film(1) is None
    assert CATALOGUE.by_imdb("tt9999999") is None


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("The Thing", {("The Thing", 1982), ("The Thing", 2011)}),
        ("Dune", {("Dune", 1984), ("Dune", 2021), ("Dune: Part Two", 2024)}),
        ("It", {("It", 1990), ("It", 2017)}),
        ("Solaris", {("Solaris", 1972), ("Solaris", 2002)}),
        ("Psycho", {("Psycho", 1960), ("Psycho", 1998)}),
        ("Alien", {("Alien", 1979), ("Aliens", 1986), ("Alien³", 1992), ("AVP: Alien vs. Predator", 2004)}),
        ("Kill Bill", {("Kill Bill: Vol. 1", 2003), ("Kill Bill: Vol. 2", 2004)}),
        ("ring", {("Ring", 1998), ("The Ring", 2002)}),
        ("les miserables", {("Les Misérables", 2012), ("Les Misérables", 2019)}),
        ("Nosferatu", {("Nosferatu", 1922), ("Nosferatu", 2024)}),
    ],
)
def test_look_alikes_are_found_together(query: str, expected: set[tuple[str, int]]) -> None:
    assert expected <= set(titles(query))


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("inception", "Inception"),
        ("Face Off", "Face/Off"),
        ("WALL-E", "WALL·E"),
        ("walle", "WALL·E"),
        ("AMELIE", "Amélie"),
        ("Leon", "Léon: The Professional"),
        ("500 days of summer", "(500) Days of Summer"),
        ("seven", "Se7en"),
        ("2001", "2001: A Space Odyssey"),
        ("Das Leben der Anderen", "The Lives of Others"),
        ("七人の侍", "Seven Samurai"),
        ("기생충", "Parasite"),
        ("Сталкер", "Stalker"),
        ("κυνοδοντας", "Dogtooth"),
        ("كفرناحوم", "Capernaum"),
        ("incep", "Inception"),
        ("Alien vs. Predator", "AVP: Alien vs. Predator"),
    ],
)
def test_the_best_hit_is_the_film_that_is_meant(query: str, title: str) -> None:
    assert titles(query)[0][0] == title


@pytest.mark.parametrize("query", ["", "   ", "🎬🍿", "\u202e", "zzzz no such film", "x" * 10_000])
def test_a_query_without_a_match_gives_an_empty_list(query: str) -> None:
    assert CATALOGUE.search(query) == []


def test_the_year_narrows_the_search() -> None:
    assert titles("dune", year=1984) == [("Dune", 1984)]
    assert [film.year for film in CATALOGUE.search("dune", primary_release_year=2021)] == [2021]


def test_the_more_popular_of_two_equal_titles_comes_first() -> None:
    found = [film for film in CATALOGUE.search("Dune") if film.title == "Dune"]
    assert found[0].popularity > found[1].popularity


def test_the_1990_it_says_that_tmdb_files_it_under_tv() -> None:
    film = next(film for film in CATALOGUE.films if (film.title, film.year) == ("It", 1990))
    assert "TV series" in film.note


def test_titles_exist_in_japanese_korean_russian_greek_and_arabic_script() -> None:
    blocks = {"ja": "[぀-ヿ]", "ko": "[가-힣]", "ru": "[а-я]", "el": "[α-ω]", "ar": "[ء-ي]"}
    for language, letters in blocks.items():
        originals = [film for film in CATALOGUE.films if film.original_language == language]
        assert any(re.search(letters, film.original_title) for film in originals), language


def test_at_least_a_dozen_films_have_german_and_french_texts() -> None:
    def translated(film: DemoFilm, language: str) -> bool:
        return any(entry.iso_639_1 == language and entry.overview for entry in film.translations)

    assert sum(translated(film, "de") and translated(film, "fr") for film in CATALOGUE.films) >= 12


def test_no_trailer_key_leads_to_a_real_film() -> None:
    keys = [trailer.key for film in CATALOGUE.films for trailer in film.trailer]
    assert keys
    assert all(re.fullmatch(r"metarr-demo-\d+-\d", key) for key in keys)


def posters(film: DemoFilm) -> list[DemoImage]:
    return [
        image
        for service in SERVICES
        for image in CATALOGUE.images(film, service)
        if image.kind in ("posters", "movieposter")
    ]


@pytest.mark.parametrize("film", CATALOGUE.films, ids=lambda film: str(film.tmdb_id))
def test_every_film_has_6_to_60_posters(film: DemoFilm) -> None:
    assert 6 <= len(posters(film)) <= 60


def test_inception_has_42_posters_at_tmdb_and_12_at_fanart_tv() -> None:
    film = CATALOGUE.film(27205)
    assert film is not None
    assert Counter(image.service for image in posters(film)) == {"tmdb": 42, "fanart_tv": 12}


def test_posters_come_in_several_languages_and_without_text() -> None:
    film = CATALOGUE.film(27205)
    assert film is not None
    languages = {image.language for image in posters(film)}
    assert {"en", "de", "fr", None} <= languages


def test_textless_pictures_have_no_words() -> None:
    assert all((image.design.title is None) == (image.language is None) for image in EVERY_IMAGE)


def test_every_path_is_unique_within_its_service_and_leads_back_to_its_picture() -> None:
    assert len({(image.service, image.path) for image in EVERY_IMAGE}) == len(EVERY_IMAGE)
    assert all(CATALOGUE.image_by_path(image.service, image.path) is image for image in EVERY_IMAGE[::37])


def test_fanart_ids_are_unique() -> None:
    ids = [image.fanart_id for image in EVERY_IMAGE if image.service == "fanart_tv"]
    assert len(set(ids)) == len(ids)


def test_paths_look_like_those_of_the_services() -> None:
    flat = 0
    for image in EVERY_IMAGE:
        if image.service == "tmdb":
            assert re.fullmatch(r"/[A-Za-z0-9]{27}\.(jpg|png)", image.path)
        else:
            assert re.fullmatch(r"/fanart/(movies/\d+/\w+/)?[a-z0-9-]+\.(jpg|png)", image.path)
            flat += "/movies/" not in image.path
    assert flat > 0


def test_kinds_are_the_services_own() -> None:
    assert {image.kind for image in EVERY_IMAGE if image.service == "tmdb"} == TMDB_KINDS
    assert {image.kind for image in EVERY_IMAGE if image.service == "fanart_tv"} == FANART_KINDS


def test_sizes_are_the_services_real_ones() -> None:
    sizes = {(image.kind, image.width, image.height) for image in EVERY_IMAGE}
    expected = {
        ("posters", 2000, 3000),
        ("posters", 1000, 1500),
        ("posters", 680, 1000),
        ("movieposter", 1000, 1426),
        ("backdrops", 1280, 720),
        ("backdrops", 3840, 2160),
        ("movie4kbackground", 3840, 2160),
        ("moviebanner", 1000, 185),
        ("moviethumb", 1000, 562),
        ("moviedisc", 1000, 1000),
    }
    assert expected <= sizes
    assert {size[1:] for size in sizes if size[0] == "movieposter"} == {(1000, 1426)}


def test_votes_and_likes_stay_in_their_real_ranges() -> None:
    tmdb = [image for image in EVERY_IMAGE if image.service == "tmdb"]
    assert all(0 <= image.vote_count <= 40 for image in tmdb)
    assert all((image.vote_average == 0) == (image.vote_count == 0) for image in tmdb)
    voted = [image.vote_average for image in tmdb if image.vote_count > 10]
    assert 5.0 < sum(voted) / len(voted) < 5.6
    assert all(0 <= image.likes <= 60 for image in EVERY_IMAGE)


def test_some_pictures_are_offered_by_both_services_in_other_sizes() -> None:
    film = CATALOGUE.film(27205)
    assert film is not None
    by_design = {image.design: image for image in posters(film) if image.service == "tmdb"}
    shared = [image for image in posters(film) if image.service == "fanart_tv" and image.design in by_design]
    assert len(shared) >= 3
    assert all((image.width, image.height) != (by_design[image.design].width, 3000) for image in shared)


def test_every_design_can_be_painted() -> None:
    assert {image.design.composition for image in EVERY_IMAGE} <= set(COMPOSITIONS)
    assert {image.design.palette for image in EVERY_IMAGE} <= set(PALETTES)


def test_another_process_with_another_hash_seed_makes_the_same_pictures() -> None:
    code = (
        "from metarr_desktop.demo.catalogue import load_catalogue as c;"
        "f = c().film(603); print([(i.path, i.vote_count, i.likes, i.design) for s in ('tmdb', 'fanart_tv')"
        " for i in c().images(f, s)])"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path)},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(outputs) == 1


def starters(entity_type: EntityType) -> list[StarterTitle]:
    return [title for title in starter_library() if title.entity_type is entity_type]


def test_the_starter_library_has_films_series_and_albums_in_this_order() -> None:
    assert [(title.entity_type, title.entity_id) for title in starter_library()] == [
        *((EntityType.MOVIE, number) for number in range(1001, 1025)),
        *((EntityType.TV, number) for number in range(2001, 2007)),
        *((EntityType.MUSIC, number) for number in range(3001, 3010)),
    ]


def test_the_starter_library_begins_with_inception_identified() -> None:
    first = starter_library()[0]
    assert (first.title, dict(first.external_ids)) == ("Inception", {"tmdb": "27205", "imdb": "tt1375666"})


def test_the_starter_library_has_identified_unidentified_and_ambiguous_titles() -> None:
    identified = [title for title in starters(EntityType.MOVIE) if title.external_ids]
    open_titles = [title for title in starters(EntityType.MOVIE) if not title.external_ids]
    assert len(identified) >= 14
    assert {"Alien", "The Thing", "Solaris", "Dune", "It"} <= {title.title for title in open_titles}
    assert any(len(titles(title.title)) > 1 and title.year is None for title in open_titles)


@pytest.mark.parametrize("entity_type", [EntityType.TV, EntityType.MUSIC])
def test_of_the_starter_series_and_albums_two_are_to_be_identified(entity_type: EntityType) -> None:
    assert sum(not title.external_ids for title in starters(entity_type)) == 2


def test_ids_of_the_starter_films_are_films_of_the_catalogue() -> None:
    for title in starters(EntityType.MOVIE):
        if "tmdb" in title.external_ids:
            film = CATALOGUE.film(int(title.external_ids["tmdb"]))
            assert film is not None
            assert title.external_ids.get("imdb", film.imdb_id) == film.imdb_id


def test_ids_of_the_starter_series_are_series_of_the_demo() -> None:
    named = {
        kind: str(value)
        for one in load_series().series
        for kind, value in ((f"tmdb {one.tmdb_id}", one.title), (f"tvdb {one.tvdb_id}", one.title),
                            (f"imdb {one.imdb_id}", one.title))
    }  # fmt: skip
    for title in starters(EntityType.TV):
        for kind, value in title.external_ids.items():
            assert named[f"{kind} {value}"] == title.title


def test_starter_albums_have_an_artist_and_the_ids_of_the_demo() -> None:
    for title in starters(EntityType.MUSIC):
        assert title.artist
        if "musicbrainz" in title.external_ids:
            album = load_albums().album(title.external_ids["musicbrainz"])
            assert album is not None
            assert (album.title, album.artist.name, album.year) == (title.title, title.artist, title.year)
            assert title.external_ids.get("musicbrainz_artist", VARIOUS_ARTISTS) == album.artist.mbid


def test_among_the_starter_albums_are_twins_and_one_called_like_its_artist() -> None:
    albums = starters(EntityType.MUSIC)
    names = [(title.artist, title.title, title.year) for title in albums]
    assert len(set(names)) == len(names) - 1
    assert len({(*name, title.edition) for name, title in zip(names, albums, strict=True)}) == len(names)
    assert any(title.artist == title.title for title in albums)
