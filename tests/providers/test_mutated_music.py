"""Answers about music and series, bent at random: a result with a count, or one error of ours, never a crash."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

import httpx
from hypothesis import given

from metarr_desktop.domain.entity import EntityType, ExternalIds
from metarr_desktop.domain.errors import ProviderAnswerInvalid
from metarr_desktop.domain.fetch import Priority
from metarr_desktop.providers.base import AnswerRequest
from tests.providers.music_support import (
    ALBUM,
    ARTIST,
    RELEASE,
    MusicScript,
    ask,
    credit,
    group,
    index,
    musicbrainz,
    picture,
    query,
)
from tests.providers.support import FANART_TV, Script, provider
from tests.providers.test_mutated_answers import QUICK, answers_with, check, mutations

ITEM = {"id": "1", "url": "https://assets.fanart.tv/fanart/a (1).jpg", "lang": "00", "likes": "3", "season": "2",
        "width": "1000", "height": "562", "added": "2015-01-01 10:00:00"}  # fmt: skip
WHOLE = group(
    aliases=[{"name": "x"}], genres=[{"name": "jazz", "count": 2}], tags=[{"name": "t", "count": 1}],
    relations=[{"type": "wikidata", "url": {"resource": "https://www.wikidata.org/wiki/Q1"}}],
    rating={"value": 4.2, "votes-count": 3},
)  # fmt: skip
SERIES = {
    "name": "x",
    "thetvdb_id": "42",
    "tvposter": [ITEM, ITEM],
    "seasonposter": [ITEM],
    "showbackground": [ITEM],
}
MUSIC = {
    "name": "x", "mbid_id": ARTIST, "artistthumb": [ITEM], "hdmusiclogo": [ITEM],
    "albums": {ALBUM: {"albumcover": [ITEM, ITEM], "cdart": [ITEM]}},
}  # fmt: skip
ALBUMS_ARRAY = {**MUSIC, "albums": [{"release_group_id": ALBUM, "albumcover": [ITEM], "cdart": [ITEM]}]}


def serves(body: bytes) -> MusicScript:
    return MusicScript({"": lambda _: answers_with(body)})


async def fetched(body: bytes, name: str) -> None:
    async with musicbrainz(serves(body)) as client:
        with suppress(ProviderAnswerInvalid):
            check(await client.fetch(ask(name)))


@given(body=mutations(WHOLE))
@QUICK
async def test_mutated_look_ups_of_albums(body: bytes) -> None:
    await fetched(body, "details")


@given(body=mutations(index(picture(), picture("102", ("Medium",), approved=False), picture(103, ("Back",)))))
@QUICK
async def test_mutated_indexes_of_covers(body: bytes) -> None:
    await fetched(body, "covers")


@given(
    body=mutations({"created": "x", "count": 2, "offset": 0, "release-groups": [WHOLE, group(id=RELEASE)]})
)
@QUICK
async def test_mutated_searches_for_albums(body: bytes) -> None:
    async with musicbrainz(serves(body)) as client:
        try:
            answer = await client.search(query("Somebody - First Steps"))
        except ProviderAnswerInvalid:
            return
    assert answer.dropped >= 0
    for hit in answer.hits:
        assert hit.title
        assert hit.external_ids.musicbrainz
        repr(hit).encode()


@given(body=mutations({"id": RELEASE, "artist-credit": [credit()], "release-group": group()}))
@QUICK
async def test_mutated_releases(body: bytes) -> None:
    ids = ExternalIds(musicbrainz_release=RELEASE)
    async with musicbrainz(serves(body)) as client:
        try:
            answer = await client.find(EntityType.MUSIC, ids, Priority.USER)
        except ProviderAnswerInvalid:
            return
    assert len(answer.hits) <= 1


async def fanart(body: bytes, entity_type: EntityType, kind: str, value: str, name: str) -> None:
    groups: dict[str, Any] = {each.name: each for each in FANART_TV.info.answers[entity_type]}
    wanted = AnswerRequest(entity_type, kind, value, groups[name], ExternalIds({kind: value}))

    def answer(_: httpx.Request) -> httpx.Response:
        return answers_with(body)

    async with provider(FANART_TV, Script({"": answer})) as client:
        try:
            found = await client.fetch(wanted)
        except ProviderAnswerInvalid:
            return
    check(found)
    offered = FANART_TV.info.asset_types_for(entity_type)
    assert all(image.asset_type in offered for image in found.images)
    assert all(image.season_number is None or image.season_number >= 0 for image in found.images)
    json.dumps(dict(found.external_ids))


@given(body=mutations(SERIES))
@QUICK
async def test_mutated_pictures_of_series(body: bytes) -> None:
    await fanart(body, EntityType.TV, "tvdb", "42", "pictures")


@given(body=mutations(MUSIC))
@QUICK
async def test_mutated_pictures_of_artists(body: bytes) -> None:
    await fanart(body, EntityType.MUSIC, "musicbrainz_artist", ARTIST, "artist")


@given(body=mutations(MUSIC))
@QUICK
async def test_mutated_pictures_of_albums_in_an_object(body: bytes) -> None:
    await fanart(body, EntityType.MUSIC, "musicbrainz", ALBUM, "album")


@given(body=mutations(ALBUMS_ARRAY))
@QUICK
async def test_mutated_pictures_of_albums_in_an_array(body: bytes) -> None:
    await fanart(body, EntityType.MUSIC, "musicbrainz", ALBUM, "album")
