"""Bodies as Fanart.tv writes them in its three versions and since 2026; written for these tests."""

from __future__ import annotations

from typing import Any

OLD = "http://assets.fanart.tv/fanart"
NEW = "https://assets.fanart.tv/fanart"
ARTIST = "5b11f4ce-a62d-471e-81fc-a69a8278c7da"
FIRST_ALBUM = "1b022e01-4da6-387b-8658-8678046e4cef"
OTHER_ALBUM = "2a0981fb-9593-3019-864b-ce934d97a16e"
NOT_FOUND = {"status": "error", "error message": "Not found"}


def v3(path: str, lang: object = "en", **more: Any) -> dict[str, Any]:
    """An image of version 3: everything is text, addresses have no TLS, paths say film and kind."""
    return {"id": "6215", "url": f"{OLD}/{path}", "lang": lang, "likes": "3", **more}


def v32(
    path: str, lang: object = "en", width: str = "1000", height: str = "1426", **more: Any
) -> dict[str, Any]:
    """An image of version 3.2, with the flat path of 2026."""
    return {"id": "412345", "url": f"{NEW}/{path}", "lang": lang, "likes": "1", "added": "2026-04-11 08:15:44",
            "width": width, "height": height, **more}  # fmt: skip


def song(path: str, **more: Any) -> dict[str, Any]:
    """An image of an artist or an album: music has no language."""
    entry = v32(path, **more)
    del entry["lang"]
    return entry


FILM_V3: dict[str, Any] = {
    "name": "High Tide", "tmdb_id": "990101", "imdb_id": "tt31234567",
    "hdmovielogo": [v3("movies/990101/hdmovielogo/high-tide-1.png")],
    "movielogo": [v3("movies/990101/movielogo/high-tide-2.png", likes="98")],
    "movieposter": [v3("movies/990101/movieposter/high-tide-3.jpg", "00"),
                    v3("movies/990101/movieposter/high tide (4).jpg", "pt")],
    "moviebackground": [v3("movies/990101/moviebackground/high-tide-5.jpg", "en")],
    "moviedisc": [v3("movies/990101/moviedisc/high-tide-6.png", disc="1", disc_type="3d")],
    "movieart": [v3("movies/990101/movieart/high-tide-7.png", "")],
    "moviebanner": [v3("movies/990101/moviebanner/high-tide-8.jpg", "xx")],
    "moviethumb": [v3("movies/990101/moviethumb/high-tide-9.jpg", "de")],
}  # fmt: skip

FILM_OF_2026: dict[str, Any] = {
    "name": "High Tide", "tmdb_id": "990101", "imdb_id": "", "image_count": 9,
    "hdmovielogo_count": 1, "hdmovielogo": [v32("high-tide-a1.png", "pt", "800", "310")],
    "hdmovieclearart_count": 1, "hdmovieclearart": [v32("high-tide-a2.png", None, "1000", "562")],
    "movieposter_count": 2, "movieposter": [v32("high-tide-a3.jpg", "00"), v32("high-tide-a4.jpg", "en", "0", "")],
    "movie4kbackground_count": 1, "movie4kbackground": [v32("high-tide-a5.jpg", "", "3840", "2160")],
    "moviebackground_count": 1,
    "moviebackground": [{"id": 5, "url": f"{NEW}/high-tide-a6.jpg", "likes": 12, "width": 1920, "height": 1080}],
    "moviesquare_count": 1, "moviesquare": [v32("high-tide-a7.jpg", "en", "1000", "1000")],
    "moviehologram_count": 1, "moviehologram": [v32("high-tide-a8.jpg")],
    "moviethumb_count": 0, "moviethumb": [],
    "videos": {"trailer": "later"}, "updated": None,
}  # fmt: skip

SERIES_OF_2026: dict[str, Any] = {
    "name": "Lantern Street", "thetvdb_id": "361000", "image_count": 14,
    "tvposter": [v32("tv/361000/tvposter/ls-1.jpg", "ko"), v32("ls-2.jpg", "xx")],
    "hdtvlogo": [v32("ls-3.png", "ko", "800", "310")], "clearlogo": [v32("ls-4.png", "ko", "400", "155")],
    "showbackground_count": 4,
    "showbackground": [
        v32("ls-5.jpg", "", "1920", "1080", season="all"), v32("ls-6.jpg", "en", "1920", "1080", season="1"),
        v32("ls-7.jpg", "", "1920", "1080", season=""), v32("ls-8.jpg", "", "1920", "1080"),
    ],
    "show4kbackground": [v32("ls-9.jpg", "", "3840", "2160", season="2")],
    "seasonposter": [
        v32("ls-10.jpg", "en", season="0"), v32("ls-11.jpg", "ko", season=1), v32("ls-12.jpg", "ko", season="all"),
        v32("ls-13.jpg", "00", season="2019"),
    ],
    "seasonbanner": [v32("ls-14.jpg", "en", "1000", "185", season="1")],
    "seasonthumb": [v32("ls-15.jpg", "en", "500", "281", season="1")],
    "characterart": [{"id": "8", "url": f"{NEW}/ls-16.png", "lang": "", "season": "3"}],
    "tvthumb": [v32("ls-17.jpg", "en", "500", "281")], "tvbanner": [v32("ls-18.jpg", "en", "1000", "185")],
    "hdclearart": [v32("ls-19.png", "en", "1000", "562")], "clearart": [v32("ls-20.png", "en", "500", "281")],
    "tvsquare": [v32("ls-21.jpg", "en", "1000", "1000")],
}  # fmt: skip

ALBUM_ENTRIES: dict[str, Any] = {
    FIRST_ALBUM: {"albumcover": [song("al-1.jpg", width="1000", height="1000")],
                  "cdart": [song("al-2.png", width="1000", height="1000", disc="2", size="1000")]},
    OTHER_ALBUM: {"albumcover": [song("al-3.jpg"), song("al-4.jpg")], "cdart_count": 0},
}  # fmt: skip

ARTIST_V3: dict[str, Any] = {
    "name": "The Lanterns", "mbid_id": ARTIST, "albums": ALBUM_ENTRIES,
    "artistbackground": [{"id": "1", "url": f"{OLD}/music/{ARTIST}/artistbackground/a (1).jpg", "likes": "7"}],
    "artistthumb": [{"id": "2", "url": f"{OLD}/music/{ARTIST}/artistthumb/a-2.jpg", "likes": "0"}],
    "musiclogo": [{"id": "3", "url": f"{OLD}/music/{ARTIST}/musiclogo/a-3.png", "likes": "40"}],
    "musiclabel": [{"id": "9", "url": f"{OLD}/l.png", "colour": "white", "likes": "0"}],
}  # fmt: skip

ARTIST_OF_2026: dict[str, Any] = {
    "name": "The Lanterns", "mbid_id": ARTIST.upper(), "image_count": 4, "albums_count": 2,
    "albums": [{"release_group_id": group, **entry} for group, entry in ALBUM_ENTRIES.items()],
    "artist4kbackground": [song("ar-1.jpg", width="3840", height="2160")],
    "artistbackground": [song("ar-2.jpg", width="1920", height="1080")],
    "hdmusiclogo_count": 1, "hdmusiclogo": [song("ar-3.png", width="800", height="310")],
    "musicbanner": [song("ar-4.jpg", width="1000", height="185")],
    "artistthumb": [],
}  # fmt: skip
