"""What of each kind of recorded answer must come out of the mapping.

Every reader takes a body and returns (what the body holds, what the mapping made of it); the first is counted by a
line of its own that knows nothing of the second.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

from metarr_desktop.domain.asset import AssetType, ProviderImage
from metarr_desktop.domain.entity import EntityType
from metarr_desktop.domain.errors import ProviderError
from metarr_desktop.providers.fanart_tv.kinds import ALBUM_KINDS, ARTIST_KINDS, MOVIE_KINDS, TV_KINDS, Kind
from metarr_desktop.providers.fanart_tv.mapping import map_album, map_pictures
from metarr_desktop.providers.http.error_translation import error_for_status
from metarr_desktop.providers.json_fields import UnexpectedShape
from metarr_desktop.providers.musicbrainz import MUSICBRAINZ, mapping
from metarr_desktop.providers.musicbrainz.cover_mapping import map_covers
from metarr_desktop.providers.tmdb import TMDB
from metarr_desktop.providers.tmdb import details_mapping as details
from metarr_desktop.providers.tmdb.episode_mapping import EpisodePlace, expect_episode, map_episode_ids
from metarr_desktop.providers.tmdb.episode_mapping import map_episode_metadata as map_episode
from metarr_desktop.providers.tmdb.image_addresses import documented_addresses, read_configuration
from metarr_desktop.providers.tmdb.image_mapping import map_images, map_videos
from metarr_desktop.providers.tmdb.search_mapping import map_found, map_search_page
from metarr_desktop.providers.tmdb.season_mapping import map_season_posters

Pair = tuple[object, object]
Reader = Callable[[Any], Pair]

API = "https://api.themoviedb.org/3/"
ADDRESSES = documented_addresses(API)
MOVIE, TV, COLLECTION = EntityType.MOVIE, EntityType.TV, EntityType.COLLECTION


def _counted(images: list[ProviderImage]) -> Counter[str]:
    """Pictures by the service's kind; keyart is a textless poster once more."""
    return Counter(
        str(image.metadata["kind"]) for image in images if image.asset_type is not AssetType.KEYART
    )


def tmdb_images(raw: Any) -> Pair:
    images, dropped = map_images(raw, ADDRESSES)
    return Counter(kind for kind, items in raw.items() if kind != "id" for _ in items), _counted(
        images
    ) + Counter(dropped=dropped)


def tmdb_season_images(raw: Any) -> Pair:
    images, dropped = map_season_posters(raw, 1, ADDRESSES)
    return (len(raw["posters"]), 0), (len(images), dropped)


def tmdb_page(entity_type: EntityType) -> Reader:
    def read(raw: Any) -> Pair:
        page = map_search_page(raw, entity_type, ADDRESSES)
        expected = [(str(item["id"]), item.get("title") or item.get("name")) for item in raw["results"]]
        return (expected, 0), ([(hit.provider_result_id, hit.title) for hit in page.hits], page.dropped)

    return read


def tmdb_found(raw: Any) -> Pair:
    expected, got = {}, {}
    for entity_type, name in ((MOVIE, "movie_results"), (TV, "tv_results")):
        hits, _ = map_found(raw, entity_type, ADDRESSES)
        expected[name] = [str(item["id"]) for item in raw[name]]
        got[name] = [hit.provider_result_id for hit in hits]
    return expected, got


def tmdb_details(entity_type: EntityType) -> Reader:
    def read(raw: Any) -> Pair:
        found = details.map_metadata(raw, ("en",), ADDRESSES)
        ids = details.map_external_ids(raw, entity_type)
        linked = raw.get("external_ids", {})
        imdb = raw.get("imdb_id") or linked.get("imdb_id")
        expected = (raw.get("title") or raw.get("name"), [genre["name"] for genre in raw.get("genres", [])])
        return (*expected, str(raw["id"]), imdb), (found.title, list(found.genres), ids.tmdb, ids.imdb)

    return read


def tmdb_episode(raw: Any) -> Pair:
    place = EpisodePlace(1399, raw["season_number"], raw["episode_number"])
    found = map_episode(expect_episode(raw, place), ("en",), ADDRESSES)
    ids = map_episode_ids(raw, place)
    imdb = raw.get("external_ids", {}).get("imdb_id")
    return (raw["name"], raw["air_date"], imdb), (found.title, str(found.release_date), ids.imdb)


def tmdb_episode_ids(raw: Any) -> Pair:
    ids = map_episode_ids({"external_ids": raw}, EpisodePlace(1399, 1, 1))
    return (raw["imdb_id"], str(raw["tvdb_id"])), (ids.imdb, ids.tvdb)


def tmdb_videos(raw: Any) -> Pair:
    videos, dropped = map_videos(raw, ("en",))
    expected = {item["key"] for item in raw["results"] if item["type"] in ("Trailer", "Teaser")}
    return (expected, 0), ({video.url.rpartition("=")[2] for video in videos}, dropped)


def tmdb_external_ids(entity_type: EntityType) -> Reader:
    def read(raw: Any) -> Pair:
        ids = details.map_external_ids({"id": raw["id"], "external_ids": raw}, entity_type)
        tvdb = raw.get("tvdb_id")
        return (raw["imdb_id"], str(tvdb) if tvdb else None, raw.get("wikidata_id")), (
            ids.imdb, ids.tvdb, ids.get("wikidata"),
        )  # fmt: skip

    return read


def tmdb_titles(raw: Any) -> Pair:
    titles = {item["title"] for item in raw.get("titles") or raw["results"]}
    return titles, set(details.map_alternative_titles({"alternative_titles": raw}))


def tmdb_translations(raw: Any) -> Pair:
    texts = [item["data"] for item in raw["translations"]]
    names = {(data.get("title") or data.get("name") or "").strip() for data in texts} - {""}
    return names, set(details.map_alternative_titles({"translations": raw}))


def tmdb_keywords(raw: Any) -> Pair:
    found = details.map_metadata({"keywords": raw}, ("en",), ADDRESSES)
    return [item["name"] for item in raw.get("keywords") or raw["results"]], list(found.keywords)


def tmdb_credits(raw: Any) -> Pair:
    billed = sorted(raw["cast"], key=lambda person: person["order"])
    names = list(dict.fromkeys(person["name"] for person in billed))[:10]
    return names, list(details.map_cast({"credits": raw}))


def tmdb_ratings(raw: Any) -> Pair:
    expected = {item["iso_3166_1"]: item["rating"] for item in raw["results"]}
    return expected, {region: _certificate(content_ratings=raw, region=region) for region in expected}


def tmdb_release_dates(raw: Any) -> Pair:
    lists = {item["iso_3166_1"]: item["release_dates"] for item in raw["results"]}
    expected = {
        region for region, releases in lists.items() if any(each["certification"] for each in releases)
    }
    united_states = _certificate(release_dates=raw, region="US")  # stands in for regions without one
    got = {region for region in lists if _certificate(release_dates=raw, region=region) != united_states}
    same = {
        region
        for region in expected - got
        if any(each["certification"] == united_states for each in lists[region])
    }
    return expected, got | same


def _certificate(*, region: str, **part: Any) -> str:
    return details.map_certification(dict(part), (f"en-{region}",))


def tmdb_configuration(raw: Any) -> Pair:
    found = read_configuration(raw, api_base_url=API)
    images = raw["images"]
    return (images["secure_base_url"], images["poster_sizes"]), (found.base, list(found.sizes["poster"]))


def refused(raw: Any) -> Pair:
    import json

    headers = {"content-type": "application/json;charset=utf-8"}
    return "ProviderRefused", type(
        error_for_status(TMDB.info, "x", 401, headers, json.dumps(raw).encode())
    ).__name__


# ---------------------------------------------------------------------------------------- Fanart.tv


def fanart(kinds: dict[str, Kind] | Any) -> Reader:
    def read(raw: Any) -> Pair:
        found = map_pictures(raw, kinds, base_url="")
        expected = Counter({kind: len(items) for kind, items in raw.items() if isinstance(items, list)})
        return (expected, 0), (_counted(list(found.images)), found.dropped)

    return read


def fanart_artist(raw: Any) -> Pair:
    expected, got = fanart(ARTIST_KINDS)(raw)
    for group, album in raw["albums"].items():
        found = map_album(raw, [group], ALBUM_KINDS, base_url="")
        if Counter({kind: len(items) for kind, items in album.items()}) != _counted(list(found.images)):
            return album, found.images
    return expected, got


FANART = {"movie": fanart(MOVIE_KINDS), "tv": fanart(TV_KINDS), "artist": fanart_artist}

# ---------------------------------------------------------------------------------------- MusicBrainz


def release_group(raw: Any) -> Pair:
    group, _ = mapping.release_group_of(raw)
    written = raw.get("first-release-date") or ""
    released = str(group.released)[: len(written)] if group.released else ""
    return (raw["id"], raw["title"], written), (group.id, group.title, released)


def nothing_but_null(raw: Any) -> Pair:
    try:
        mapping.release_group_of(raw)
    except UnexpectedShape:
        return "refused", "refused"
    return "refused", "taken for an album"


def release(raw: Any) -> Pair:
    group = mapping.group_of_release(raw)
    named = raw["release_group"]
    return (named["id"], named["title"]), (group.id, group.title)


def release_without_album(raw: Any) -> Pair:
    try:
        mapping.group_of_release(raw)
    except UnexpectedShape:
        return "refused", "refused"
    return "refused", "taken for one with an album"


def release_groups(raw: Any) -> Pair:
    found, dropped = mapping.map_search(raw)
    return ([item["id"] for item in raw["release-groups"]], 0), ([group.id for group in found], dropped)


def artists(raw: Any) -> Pair:
    listed = {item["id"] for item in raw.get("artist") or raw["artists"]}
    return listed - mapping.NOT_ARTISTS, {artist.id for artist in mapping.map_artists(raw)}


def covers(raw: Any) -> Pair:
    found = map_covers(raw, base_url="")
    types = Counter(kind for item in raw["images"] for kind in item["types"])
    expected = Counter({kind: types[kind] for kind in ("Front", "Medium") if types[kind]})
    return (expected, len(raw["images"])), (
        _counted(list(found.images)),
        found.other + len({image.url for image in found.images}),
    )


def musicbrainz_error(status: int, media_type: str, body: bytes) -> ProviderError | None:
    return error_for_status(MUSICBRAINZ.info, "x", status, {"content-type": media_type}, body)
