"""Tables of TheTVDB that its demo answers with: artwork types, statuses, sources, languages."""

from __future__ import annotations

from typing import Any, Final

_FORMATS: Final = {"cinemagraph": "MP4", "icon": "PNG", "clearart": "PNG", "clearlogo": "PNG"}
# id, name, slug, record, width, height, width and height of the small rendition
_TYPES: Final = (
    (1, "Banner", "banners", "series", 758, 140, 758, 140),
    (2, "Poster", "posters", "series", 680, 1000, 340, 500),
    (3, "Background", "backgrounds", "series", 1920, 1080, 640, 360),
    (5, "Icon", "icons", "series", 1024, 1024, 512, 512),
    (6, "Banner", "banners", "season", 758, 140, 758, 140),
    (7, "Poster", "posters", "season", 680, 1000, 340, 500),
    (8, "Background", "backgrounds", "season", 1920, 1080, 640, 360),
    (10, "Icon", "icons", "season", 1024, 1024, 512, 512),
    (11, "16:9 Screencap", "screencap", "episode", 640, 360, 640, 360),
    (12, "4:3 Screencap", "screencap", "episode", 640, 480, 640, 480),
    (13, "Photo", "photos", "actor", 300, 450, 300, 450),
    (14, "Poster", "posters", "movie", 680, 1000, 340, 500),
    (15, "Background", "backgrounds", "movie", 1920, 1080, 640, 360),
    (16, "Banner", "banners", "movie", 758, 140, 758, 140),
    (18, "Icon", "icons", "movie", 1024, 1024, 512, 512),
    (19, "Icon", "icons", "company", 512, 512, 256, 256),
    (20, "Cinemagraph", "cinemagraphs", "series", 1280, 720, 0, 0),
    (21, "Cinemagraph", "cinemagraphs", "movie", 1280, 720, 0, 0),
    (22, "ClearArt", "clearart", "series", 1000, 562, 500, 281),
    (23, "ClearLogo", "clearlogo", "series", 800, 310, 400, 155),
    (24, "ClearArt", "clearart", "movie", 1000, 562, 500, 281),
    (25, "ClearLogo", "clearlogo", "movie", 800, 310, 400, 155),
    (26, "Icon", "icons", "award", 1024, 1024, 512, 512),
    (27, "Poster", "posters", "list", 680, 1000, 340, 500),
)

TYPE_NUMBERS: Final = {f"{record} {name.lower()}": number for number, name, _, record, *_ in _TYPES}
"""The number of each kind of picture: ``series poster`` is 2."""

STATUSES: Final = ("Low Quality", "Improper Action Shot", "Spoiler", "Adult Content", "Automatically Resized")
SOURCES: Final = {
    2: "IMDB", 4: "Official Website", 10: "TheMovieDB.com", 12: "TheMovieDB.com", 13: "EIDR", 18: "Wikidata",
    19: "TV Maze",
}  # fmt: skip
SERIES_STATUSES: Final = {"Continuing": 1, "Ended": 2, "Upcoming": 3}
SEASON_TYPES: Final = (
    {"id": 1, "name": "Aired Order", "type": "official", "alternateName": None},
    {"id": 2, "name": "DVD Order", "type": "dvd", "alternateName": None},
    {"id": 3, "name": "Absolute Order", "type": "absolute", "alternateName": None},
)

# The service's own codes for what the catalogue calls by two letters
LANGUAGES: Final = {
    "ar": "ara", "cn": "yue", "cs": "ces", "da": "dan", "de": "deu", "el": "ell", "en": "eng", "es": "spa",
    "fa": "fas", "fi": "fin", "fr": "fra", "he": "heb", "hu": "hun", "it": "ita", "ja": "jpn", "ko": "kor",
    "nl": "nld", "no": "nor", "pl": "pol", "pt": "pt", "ru": "rus", "sv": "swe", "th": "tha", "tr": "tur",
    "uk": "ukr", "zh": "zho",
}  # fmt: skip
COUNTRIES: Final = {
    "US": "usa", "GB": "gbr", "DE": "deu", "FR": "fra", "JP": "jpn", "KR": "kor", "CA": "can", "IE": "irl",
    "CO": "col", "IT": "ita", "ES": "esp", "AU": "aus", "NZ": "nzl", "SE": "swe", "DK": "dnk", "RU": "rus",
    "CN": "chn", "HK": "hkg", "TW": "twn", "MX": "mex", "BR": "bra", "IR": "irn", "GR": "grc", "AT": "aut",
}  # fmt: skip


def artwork_types() -> list[dict[str, Any]]:
    """Return the 24 rows of ``/artwork/types``; the ids 4, 9 and 17 do not exist."""
    return [
        {
            "id": number,
            "name": name,
            "recordType": record,
            "slug": slug,
            "imageFormat": _FORMATS.get(name.lower(), "JPG"),
            "width": width,
            "height": height,
            "thumbWidth": thumb_width,
            "thumbHeight": thumb_height,
        }
        for number, name, slug, record, width, height, thumb_width, thumb_height in _TYPES
    ]


def code_of(language: str | None) -> str | None:
    """Return the service's code of a language, ``None`` for none."""
    return None if language is None else LANGUAGES.get(language, language)
