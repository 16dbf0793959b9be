"""Bodies as version 4 of TheTVDB writes them, in full width; written for these tests, nothing here is recorded."""

from __future__ import annotations

import base64
import json
from typing import Any

SERIES, FILM, EPISODE, SEASON = 121361, 113, 3254641, 364731
ART = "https://artworks.thetvdb.com/banners"
MISSING = "/banners/images/missing/series.jpg"
NAMES = {
    1: "Banner", 2: "Poster", 3: "Background", 5: "Icon", 6: "Banner", 7: "Poster", 8: "Background", 10: "Icon",
    11: "16:9 Screencap", 12: "4:3 Screencap", 13: "Photo", 14: "Poster", 15: "Background", 16: "Banner",
    18: "Icon", 19: "Icon", 20: "Cinemagraph", 21: "Cinemagraph", 22: "ClearArt", 23: "ClearLogo",
    24: "ClearArt", 25: "ClearLogo", 26: "Icon", 27: "Poster",
}  # fmt: skip
RECORDS = {
    **dict.fromkeys((1, 2, 3, 5, 20, 22, 23), "series"), **dict.fromkeys((6, 7, 8, 10), "season"),
    **dict.fromkeys((11, 12), "episode"), 13: "actor", **dict.fromkeys((14, 15, 16, 18, 21, 24, 25), "movie"),
    19: "company", 26: "award", 27: "list",
}  # fmt: skip
SIZES = {
    1: (758, 140), 2: (680, 1000), 3: (1920, 1080), 6: (758, 140), 7: (680, 1000), 8: (1920, 1080),
    14: (680, 1000), 15: (1920, 1080), 16: (758, 140), 22: (1000, 562), 23: (800, 310), 24: (1000, 562),
    25: (800, 310),
}  # fmt: skip
SEASONS = {(1, number): 364700 + number for number in range(9)} | {(2, 1): 501001, (3, 1): 501002}
"""(type of season, number) to the id of the season; type 1 is the official order."""


def success(data: Any, **more: Any) -> dict[str, Any]:
    return {"status": "success", "data": data, **more}


def failure(message: str) -> dict[str, Any]:
    return {"status": "failure", "message": message, "data": None}


def token(**claims: Any) -> str:
    middle = base64.urlsafe_b64encode(json.dumps({"age": "", "gender": "", **claims}).encode())
    return f"eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9.{middle.rstrip(b'=').decode()}.c2lnbmF0dXJl"


def artwork_types(*numbers: int) -> dict[str, Any]:
    rows = [
        {
            "id": number, "name": name, "recordType": RECORDS[number],
            "slug": f"{RECORDS[number]}_{name}".lower(),
            "imageFormat": "MP4" if name == "Cinemagraph" else "PNG" if "lear" in name else "JPG",
            "width": SIZES.get(number, (1024, 1024))[0], "height": SIZES.get(number, (1024, 1024))[1],
            "thumbWidth": 340, "thumbHeight": 500,
        }
        for number, name in NAMES.items()
        if not numbers or number in numbers
    ]  # fmt: skip
    return success(rows)


def artwork(number: int, kind: int, image: Any, **fields: Any) -> dict[str, Any]:
    width, height = SIZES.get(kind, (0, 0))
    stem, _, ending = str(image).rpartition(".")
    return {
        "id": number, "image": image, "thumbnail": f"{stem}_t.{ending}", "language": "eng", "type": kind,
        "score": 100000 + number, "width": width, "height": height, "includesText": True, "thumbnailWidth": 0,
        "thumbnailHeight": 0, "updatedAt": 0, "status": {"id": 0, "name": None}, "tagOptions": None, **fields,
    }  # fmt: skip


def series_artworks() -> list[dict[str, Any]]:
    """Pictures of all types in the languages and forms that occur."""
    folder = f"{ART}/v4/series/{SERIES}"
    found = [
        artwork(1, 1, f"{ART}/graphical/{SERIES}-g.jpg"),
        artwork(2, 1, f"{ART}/blank/{SERIES}.jpg", language=None, includesText=False, width=0, height=0),
        artwork(10, 2, f"{folder}/posters/5f4d4a.jpg"),
        artwork(11, 2, f"{folder}/posters/por.jpg", language="por"),
        artwork(12, 2, f"{folder}/posters/pt.jpg", language="pt"),
        artwork(13, 2, f"{folder}/posters/zhtw.jpg", language="zhtw"),
        artwork(14, 2, f"{folder}/posters/yue.jpg", language="yue"),
        artwork(15, 2, f"{folder}/posters/null-text.jpg", language=None),
        artwork(16, 2, f"{folder}/posters/textless.jpg", language=None, includesText=False),
        artwork(17, 2, f"{folder}/posters/eng-textless.jpg", language="eng", includesText=False),
        artwork(18, 2, f"{ART}/posters/{SERIES}-4.jpg", thumbnail=None, score=0),
        artwork(19, 2, f"/banners/posters/{SERIES}-5.jpg", thumbnail=f"/banners/posters/{SERIES}-5_t.jpg"),
        artwork(30, 3, f"{ART}/fanart/original/{SERIES}-15.jpg", language=None, includesText=False),
        artwork(31, 3, f"{ART}/fanart/original/{SERIES}-16.jpg", language=None),
        artwork(32, 3, f"{ART}/fanart/original/{SERIES}-17.jpg", language="deu", includesText=False),
        artwork(40, 5, f"{folder}/icons/a.png"),
        artwork(41, 20, f"{folder}/cinemagraphs/a.mp4"),
        artwork(50, 22, f"{folder}/clearart/611b6f.png"),
        artwork(
            51, 23, f"{folder}/clearlogo/611b6e.png", language="jpn", status={"id": 1, "name": "Low Quality"}
        ),
    ]
    for (order, number), identifier in SEASONS.items():
        found.append(
            artwork(60 + len(found), 7, f"{ART}/seasons/{SERIES}-{order}-{number}.jpg", seasonId=identifier)
        )
    found += [
        artwork(90, 6, f"{ART}/seasonswide/{SERIES}-1.jpg", seasonId=SEASONS[1, 1]),
        artwork(
            91,
            8,
            f"{folder}/seasons/{SEASONS[1, 2]}/backgrounds/a.jpg",
            seasonId=SEASONS[1, 2],
            language=None,
        ),
        artwork(92, 10, f"{folder}/seasons/{SEASONS[1, 2]}/icons/a.png", seasonId=SEASONS[1, 2]),
    ]
    return found


def season(order: int, number: int) -> dict[str, Any]:
    kinds = {1: ("Aired Order", "official"), 2: ("DVD Order", "dvd"), 3: ("Absolute Order", "absolute")}
    name, kind = kinds[order]
    empty = {
        "studio": None,
        "network": None,
        "production": None,
        "distributor": None,
        "special_effects": None,
    }
    body = {
        "id": SEASONS[order, number], "seriesId": SERIES,
        "type": {"id": order, "name": name, "type": kind, "alternateName": None}, "number": number,
        "nameTranslations": ["fra,kor,pol"], "overviewTranslations": [], "companies": empty,
        "imageType": 7, "lastUpdated": "2024-06-01 10:02:21", "year": str(2010 + number),
    }  # fmt: skip
    if number != 8:  # its key is absent where a season has no picture
        body["image"] = f"{ART}/seasons/{SERIES}-{order}-{number}.jpg"
    return body


REMOTE_IDS = [
    {"id": "tt0944947", "type": 2, "sourceName": "IMDB"},
    {"id": "http://www.hbo.com/game-of-thrones", "type": 4, "sourceName": "Official Website"},
    {"id": "GameOfThrones", "type": 6, "sourceName": "Twitter"},
    {"id": "", "type": 7, "sourceName": "Reddit"},
    {"id": "1399-game-of-thrones", "type": 12, "sourceName": "TheMovieDB.com"},
    {"id": "Q23572", "type": 18, "sourceName": "Wikidata"},
    {"id": "82", "type": 19, "sourceName": "TV Maze"},
]


def person(
    number: int, kind: str, person_name: str, role: str | None = None, sort: int = 0
) -> dict[str, Any]:
    return {
        "id": number, "name": role, "peopleId": number, "seriesId": SERIES, "series": None, "movie": None,
        "movieId": None, "episodeId": None, "type": 3, "image": None, "sort": sort, "isFeatured": False,
        "url": "", "nameTranslations": None, "overviewTranslations": None, "aliases": None, "peopleType": kind,
        "personName": person_name, "tagOptions": None, "personImgURL": None,
    }  # fmt: skip


def series(**fields: Any) -> dict[str, Any]:
    """The extended record of a series with everything in it; a field given as ``...`` is left out."""
    body = {
        "id": SERIES, "name": "Game of Thrones", "slug": "game-of-thrones",
        "image": f"{ART}/v4/series/{SERIES}/posters/5f4d4a.jpg",
        "nameTranslations": ["ces", "deu", "eng", "fra"], "overviewTranslations": ["deu", "eng"],
        "aliases": [{"language": "eng", "name": "GoT"}, {"language": "heb", "name": "משחקי הכס"}],
        "firstAired": "2011-04-17", "lastAired": "2019-05-19", "nextAired": "", "score": 2841163,
        "status": {"id": 2, "name": "Ended", "recordType": "series", "keepUpdated": False},
        "originalCountry": "usa", "originalLanguage": "eng", "defaultSeasonType": 1, "isOrderRandomized": False,
        "lastUpdated": "2025-01-03 06:20:04", "averageRuntime": 58, "episodes": None,
        "overview": "Seven noble families fight for control of the mythical land of Westeros.", "year": "2011",
        "artworks": series_artworks(),
        "companies": [{"id": 174, "name": "HBO", "country": "usa", "companyType": {"companyTypeId": 1}}],
        "originalNetwork": {"id": 174, "name": "HBO"}, "latestNetwork": {"id": 174, "name": "HBO"},
        "genres": [{"id": 2, "name": "Fantasy", "slug": "fantasy"}, {"id": 12, "name": "Drama", "slug": "drama"}],
        "trailers": [
            {"id": 1, "name": "Trailer", "url": "https://www.youtube.com/watch?v=KPLWWIOCOOQ&t=3", "language": "eng",
             "runtime": 0},
            {"id": 2, "name": "Anhänger", "url": "http://youtu.be/BpJYNVhGf1s", "language": "deu", "runtime": 93},
        ],
        "lists": [
            {"id": 9, "name": "My favourites", "isOfficial": False},
            {"id": 10, "name": "A Song of Ice and Fire", "isOfficial": True},
        ],
        "remoteIds": REMOTE_IDS,
        "characters": [person(2, "Actor", "Emilia Clarke", "Daenerys Targaryen", 2),
                       person(1, "Actor", "Peter Dinklage", "Tyrion Lannister", 1),
                       person(3, "Creator", "David Benioff"), person(4, "Director", "Alan Taylor")],
        "airsDays": {"sunday": True, "monday": False}, "airsTime": "21:00",
        "seasons": [season(*key) for key in SEASONS],
        "seasonTypes": [{"id": 1, "name": "Aired Order", "type": "official", "alternateName": None}],
        "tags": [{"id": 1, "tag": 3, "tagName": "Setting", "name": "Westeros", "helpText": None}],
        "contentRatings": [
            {"id": 245, "name": "TV-MA", "country": "usa", "description": "", "contentType": "", "order": 6,
             "fullname": None},
            {"id": 130, "name": "16", "country": "deu", "description": "", "contentType": "", "order": 4,
             "fullname": None},
        ],
        "translations": {
            "nameTranslations": [
                {"name": "Game of Thrones", "language": "eng", "isPrimary": True},
                {"name": "Game of Thrones - Das Lied von Eis und Feuer", "language": "deu"},
                {"name": "GoT", "language": "deu", "isAlias": True},
            ],
            "overviewTranslations": [
                {"overview": "Seven noble families fight.", "language": "eng", "isPrimary": True},
                {"overview": "Sieben Adelsfamilien kämpfen.", "language": "deu", "tagline": "Der Winter naht."},
            ],
            "alias": ["GoT"],
        },
    }  # fmt: skip
    return success({name: value for name, value in (body | fields).items() if value is not ...})


def film(**fields: Any) -> dict[str, Any]:
    """The extended record of a film, in snake and camel case as the service mixes them."""
    folder = f"{ART}/v4/movie/{FILM}"
    body = {
        "id": FILM, "name": "Inception", "slug": "inception", "image": f"{folder}/posters/a.jpg",
        "nameTranslations": ["eng,deu"], "overviewTranslations": ["eng"], "aliases": None, "score": 21542.0,
        "runtime": 148, "status": {"id": 5, "name": "Released", "recordType": "movie", "keepUpdated": False},
        "lastUpdated": "2024-11-01 11:11:11", "year": "2010", "trailers": None,
        "genres": [{"id": 19, "name": "Action"}],
        "releases": [{"country": "global", "date": "2010-07-08", "detail": None},
                     {"country": "usa", "date": "2010-07-16", "detail": None}],
        "artworks": [
            artwork(1, 14, f"{folder}/posters/a.jpg"),
            artwork(2, 14, f"{folder}/posters/b.jpg", language=None, includesText=False),
            artwork(3, 15, f"{folder}/backgrounds/c (1).jpg", language=None, includesText=False),
            artwork(4, 16, f"{folder}/banners/d.jpg"), artwork(5, 18, f"{folder}/icons/e.png"),
            artwork(6, 21, f"{folder}/cinemagraphs/f.mp4"), artwork(7, 24, f"{folder}/clearart/g.png"),
            artwork(8, 25, f"{folder}/clearlogo/h.png", width=0, height=0),
        ],
        "remoteIds": [{"id": "tt1375666", "type": 2, "sourceName": "IMDB"},
                      {"id": "27205", "type": 10, "sourceName": "TheMovieDB.com"},
                      {"id": "", "type": 13, "sourceName": "EIDR"}],
        "characters": [person(1, "Actor", "Leonardo DiCaprio", "Cobb", 1),
                       person(2, "Director", "Christopher Nolan")],
        "budget": "160000000", "boxOffice": "292576195", "boxOfficeUS": "292576195", "originalCountry": "usa",
        "originalLanguage": "eng", "audioLanguages": ["eng"], "subtitleLanguages": ["eng"],
        "studios": [{"id": 1, "name": "Legendary Pictures", "parentStudio": 0}], "awards": None, "tagOptions": None,
        "lists": None, "contentRatings": [{"id": 1, "name": "PG-13", "country": "usa"}],
        "companies": {"studio": [], "network": None, "production": [{"id": 2, "name": "Syncopy"}],
                      "distributor": [], "special_effects": []},
        "production_countries": [{"id": 2, "country": "usa", "name": "United States of America"},
                                 {"id": 3, "country": "gbr", "name": "Great Britain"}],
        "inspirations": None, "spoken_languages": ["eng", "jpn", "fra"],
        "first_release": {"country": "global", "date": "2010-07-08", "detail": None},
        "translations": {"nameTranslations": [{"name": "Inception", "language": "eng"}],
                         "overviewTranslations": [{"overview": "Cobb steals.", "language": "eng"}], "alias": None},
    }  # fmt: skip
    return success({name: value for name, value in (body | fields).items() if value is not ...})


def episode(number: int, season_number: int = 1, **fields: Any) -> dict[str, Any]:
    body = {
        "id": EPISODE - 1 + number, "seriesId": SERIES, "name": f"Chapter {number}", "aired": "2011-04-17",
        "runtime": 62, "nameTranslations": ["eng"], "overview": "It begins.", "overviewTranslations": ["eng"],
        "image": f"{ART}/episodes/{SERIES}/{EPISODE - 1 + number}.jpg", "imageType": 11, "isMovie": 0,
        "seasons": None, "number": number, "absoluteNumber": 0, "seasonNumber": season_number,
        "lastUpdated": "2024-01-01 00:00:00", "finaleType": None, "airsBeforeSeason": None,
        "airsBeforeEpisode": None, "airsAfterSeason": None, "year": "2011", "linkedMovie": None,
    }  # fmt: skip
    return {name: value for name, value in (body | fields).items() if value is not ...}


def links(following: str | None = None) -> dict[str, Any]:
    return {"prev": None, "self": "x", "next": following, "total_items": 2, "page_size": 500}


def search_item(**fields: Any) -> dict[str, Any]:
    """A result as searches bring it in 2026."""
    body = {
        "objectID": f"series-{SERIES}", "aliases": ["GoT", "Juego de tronos"], "country": "usa",
        "id": f"series-{SERIES}", "image_url": f"{ART}/v4/series/{SERIES}/posters/5f4d4a.jpg",
        "name": "Game of Thrones", "first_air_time": "2011-04-17", "overview": "Seven noble families fight.",
        "primary_language": "eng", "primary_type": "series", "status": "Ended", "type": "series",
        "tvdb_id": str(SERIES), "year": "2011", "slug": "game-of-thrones", "network": "HBO",
        "overviews": {"eng": "Seven noble families fight.", "deu": "Sieben Adelsfamilien."},
        "translations": {"eng": "Game of Thrones", "deu": "Das Lied von Eis und Feuer", "zhtw": "權力遊戲"},
        "remote_ids": REMOTE_IDS, "thumbnail": f"{ART}/v4/series/{SERIES}/posters/5f4d4a_t.jpg",
    }  # fmt: skip
    return {name: value for name, value in (body | fields).items() if value is not ...}


def old_search_item(**fields: Any) -> dict[str, Any]:
    """A result of older captures: names as a text of JSON, overviews as "code: text"."""
    old = {
        "name_translated": json.dumps({"eng": "Game of Thrones", "deu": "Das Lied von Eis und Feuer"}),
        "overview_translated": ["eng: Seven noble families: they fight.", "deu: Sieben Adelsfamilien."],
        "translations": ..., "overviews": ..., "overview": ..., "first_air_time": ..., "remote_ids": None,
    }  # fmt: skip
    return search_item(**(old | fields))
