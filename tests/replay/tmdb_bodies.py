"""Bodies as version 3 of TMDB writes them in 2026, oddities included; written for these tests, nothing is recorded."""

from __future__ import annotations

from typing import Any

FILM, SERIES, SET = 990101, 990202, 990303
IMAGE = "https://image.tmdb.org/t/p"
CONFIGURATION: dict[str, Any] = {
    "change_keys": ["adult", "air_date"],
    "images": {
        "base_url": "http://image.tmdb.org/t/p/",
        "secure_base_url": "https://image.tmdb.org/t/p/",
        "backdrop_sizes": ["w300", "w780", "w1280", "original"],
        "logo_sizes": ["w45", "w92", "w154", "w185", "w300", "w500", "original"],
        "poster_sizes": ["w92", "w154", "w185", "w342", "w500", "w780", "original"],
        "profile_sizes": ["w45", "w185", "h632", "original"],
        "still_sizes": ["w92", "w185", "w300", "original"],
    },
}


def image(path: str, language: object = None, width: int = 2000, height: int = 3000, **more: Any) -> Any:
    """One picture; since 2025 the service names a region beside the language."""
    return {
        "aspect_ratio": round(width / (height or 1), 3), "height": height, "iso_3166_1": None,
        "iso_639_1": language, "file_path": path, "vote_average": 0, "vote_count": 0, "width": width, **more,
    }  # fmt: skip


def video(key: str, site: str = "YouTube", kind: str = "Trailer", **more: Any) -> Any:
    return {
        "iso_639_1": "en", "iso_3166_1": "US", "name": f"{kind} {key}", "key": key, "site": site, "size": 1080,
        "type": kind, "official": True, "published_at": "2026-02-01T17:00:03.000Z", "id": f"65{key}", **more,
    }  # fmt: skip


FILM_IMAGES: dict[str, Any] = {
    "backdrops": [
        image("/plain.jpg", None, 3840, 2160, vote_average=5.384, vote_count=2),
        image("/empty.jpg", "", 1920, 1080),
        image("/xx.jpg", "xx", 1920, 1080),
        image("/titled.jpg", "en", 1920, 1080, iso_3166_1="US"),
        image("/fil.jpg", "fil", 1280, 720),
    ],
    "logos": [
        image("/drawn.svg", "en", 500, 120),
        image("/DRAWN.SVG", "de", 500, 120),
        image("/painted.png", "pt", 800, 310, iso_3166_1="BR"),
        image("/wordless.png", None, 0, 0),
    ],
    "posters": [
        image("/en.jpg", "en", vote_average=6, vote_count=14),
        image("/none.jpg", None),
        image("/empty-text.jpg", ""),
        image("/sh.jpg", "sh"),
        image("/cmn.jpg", "cmn"),
        image("/webp.webp", "ja"),
        {"file_path": "/bare.jpg"},
    ],
}

FILM_VIDEOS = [
    video("aaaaaaaaaaa", kind="Teaser", size=2160),
    video("123456789", site="Vimeo", official=False, iso_639_1="de", iso_3166_1="DE"),
    video("bbbbbbbbbbb", size=2160, published_at="2026-01-05T09:30:00Z"),
    video("ccccccccccc", kind="Featurette"),
    video("ddddddddddd", kind="Behind the Scenes"),
    video("eeeeeeeeeee", kind="A Kind Of Tomorrow"),
    video("x7abcd", site="Dailymotion"),
    {"key": "fffffffffff", "site": "YouTube", "type": "Trailer"},
]

FILM_DETAILS: dict[str, Any] = {
    "adult": False, "softcore": False, "backdrop_path": "/plain.jpg", "belongs_to_collection": None, "budget": 0,
    "genres": [{"id": 18, "name": "Drama"}, {"id": 0, "name": ""}], "homepage": None, "id": FILM, "imdb_id": "",
    "origin_country": ["BR"], "original_language": "pt", "original_title": "Maré Alta", "overview": "",
    "popularity": 7, "poster_path": "/en.jpg",
    "production_companies": [{"id": 1, "logo_path": None, "name": "", "origin_country": ""}],
    "production_countries": [{"iso_3166_1": "BR", "name": "Brazil"}], "release_date": "2026-03-19", "revenue": 0,
    "runtime": 0, "spoken_languages": [], "status": "Post Production", "tagline": None, "title": "High Tide",
    "video": False, "vote_average": 0, "vote_count": 0, "a_key_of_tomorrow": {"nested": [1]},
    "images": FILM_IMAGES,
    "videos": {"results": FILM_VIDEOS},
    "external_ids": {"imdb_id": "tt31234567", "wikidata_id": "Q130000001", "facebook_id": None,
                     "instagram_id": "", "twitter_id": None},
    "release_dates": {"results": [
        {"iso_3166_1": "US", "release_dates": [{"certification": "", "type": 3, "note": "", "iso_639_1": "",
                                                "release_date": "2026-04-01T00:00:00.000Z", "descriptors": []}]},
        {"iso_3166_1": "DE", "release_dates": [{"certification": "12", "type": 3, "release_date": None}]},
    ]},
    "keywords": {"keywords": []},
    "translations": {"translations": [
        {"iso_3166_1": "DE", "iso_639_1": "de", "name": "Deutsch", "english_name": "German",
         "data": {"homepage": "", "overview": "Das Meer kommt.", "runtime": 0, "tagline": "", "title": "Flut"}},
        {"iso_3166_1": "BR", "iso_639_1": "pt", "name": "Português", "english_name": "Portuguese", "data": None},
    ]},
    "alternative_titles": {"titles": [{"iso_3166_1": "US", "title": "The Tide", "type": "working title"}]},
}  # fmt: skip
"""A film not out yet: credits did not come, running time 0, popularity without a fraction."""

FILM_OF_NULLS: dict[str, Any] = {
    "id": FILM, "title": "Nothing Known", "original_title": None, "original_language": None, "popularity": 0,
    "runtime": None, "overview": None, "poster_path": None, "backdrop_path": None, "release_date": "",
    "genres": None, "imdb_id": None, "status": None, "vote_average": None, "vote_count": None,
    "belongs_to_collection": None, "production_countries": None, "homepage": None, "tagline": None,
    "images": {"backdrops": None, "logos": None, "posters": None}, "videos": {"results": None},
    "external_ids": None, "release_dates": None, "credits": {"cast": None, "crew": None}, "keywords": None,
    "translations": {"translations": None}, "alternative_titles": {"titles": None},
}  # fmt: skip

SEASON_IMAGES: dict[int, Any] = {
    0: {"posters": [image("/s0.jpg", "en", 680, 1000)]},
    1: {"posters": [image("/s1a.jpg", "en"), image("/s1b.jpg", None), image("/s1c.png", "ko")]},
    2019: {"posters": []},
    2020: {"posters": [image("/s2020.jpg", "xx")]},
}

SERIES_DETAILS: dict[str, Any] = {
    "adult": False, "softcore": False, "backdrop_path": None, "created_by": [], "episode_run_time": [],
    "first_air_date": "2019-05-02", "genres": [], "homepage": "https://example.org/series", "id": SERIES,
    "in_production": True, "languages": ["ko"], "last_air_date": None, "last_episode_to_air": None,
    "name": "Lantern Street", "networks": [{"id": 213, "logo_path": "/n.png", "name": "N", "origin_country": ""}],
    "next_episode_to_air": None, "number_of_episodes": 9, "number_of_seasons": 3, "origin_country": [],
    "original_language": "ko", "original_name": "등불 거리", "overview": "", "popularity": 3,
    "poster_path": "/p.jpg", "production_companies": [], "production_countries": [],
    "seasons": [
        {"air_date": None, "episode_count": 1, "id": 1, "name": "Specials", "overview": "",
         "poster_path": "/s0.jpg", "season_number": 0, "vote_average": 0},
        {"air_date": "2019-05-02", "episode_count": 8, "id": 2, "name": "Season 1", "overview": "",
         "poster_path": "/s1a.jpg", "season_number": 1, "vote_average": 7.1},
        {"air_date": "2019-11-02", "episode_count": 0, "id": 3, "name": "2019", "overview": "",
         "poster_path": None, "season_number": 2019, "vote_average": 0.0},
        {"air_date": "", "id": 4, "name": None, "poster_path": "/s2020.jpg", "season_number": 2020},
    ],
    "spoken_languages": [], "status": "Returning Series", "tagline": "", "type": "Scripted", "vote_average": 7,
    "vote_count": 12,
    "images": {"backdrops": [], "logos": [image("/l.svg", "ko", 400, 100)],
               "posters": [image("/p.jpg", "ko"), image("/q.jpg", None, 1000, 1500)]},
    "videos": {"results": []},
    "external_ids": {"imdb_id": None, "freebase_mid": None, "freebase_id": None, "tvdb_id": 361000,
                     "tvrage_id": None, "wikidata_id": "", "facebook_id": None, "instagram_id": None,
                     "twitter_id": None},
    "content_ratings": {"results": [{"descriptors": [], "iso_3166_1": "US", "rating": ""}]},
    "aggregate_credits": {"cast": [{"id": 9, "name": "A", "order": 0, "roles": None}], "crew": []},
    "keywords": {"results": []}, "translations": {"translations": []}, "alternative_titles": {"results": []},
}  # fmt: skip

EPISODE_WITHOUT_STILL: dict[str, Any] = {
    "air_date": None, "crew": [], "episode_number": 3, "episode_type": "standard", "guest_stars": [], "id": 55,
    "name": "Episode 3", "overview": "", "production_code": "", "runtime": None, "season_number": 2019,
    "still_path": None, "vote_average": 0, "vote_count": 0, "images": {"stills": []},
    "external_ids": {"imdb_id": None, "freebase_mid": None, "freebase_id": None, "tvdb_id": None,
                     "tvrage_id": None, "wikidata_id": None},
    "credits": {"cast": [], "crew": [], "guest_stars": []}, "translations": {"translations": []},
}  # fmt: skip

COLLECTION: dict[str, Any] = {
    "id": SET, "name": "The Tide Collection", "original_language": "pt", "original_name": "Maré - Coleção",
    "overview": "", "poster_path": "/c.jpg", "backdrop_path": None,
    "parts": [{"id": FILM, "title": "High Tide", "media_type": "movie", "release_date": ""}],
    "images": {"backdrops": [image("/cb.jpg", "fr", 1920, 1080)], "posters": [image("/c.jpg", None)]},
    "translations": {"translations": []},
}  # fmt: skip


def result(number: int, **more: Any) -> dict[str, Any]:
    """One result of a search for films."""
    return {
        "adult": False, "softcore": False, "backdrop_path": None, "genre_ids": [], "id": number,
        "original_language": "en", "original_title": f"Film {number}", "overview": "", "popularity": 1,
        "poster_path": None, "release_date": "", "title": f"Film {number}", "video": False, "vote_average": 0,
        "vote_count": 0, **more,
    }  # fmt: skip


def found(*names: str, **lists: Any) -> dict[str, list[Any]]:
    """A ``/find`` answer with the lists *names*, empty unless given."""
    return {f"{name}_results": lists.get(name, []) for name in names}
