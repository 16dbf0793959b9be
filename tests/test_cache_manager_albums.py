"""Albums: one provider, two ids. Its own pictures are asked for at once, those of the artist when their id is known."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from metarr_desktop.domain.asset import AssetType, ProviderImage
from metarr_desktop.domain.entity import EntityKey, EntityType, ExternalIds
from metarr_desktop.domain.errors import ProviderFailed
from metarr_desktop.domain.fetch import FetchResult, Outcome
from metarr_desktop.domain.provider import METADATA, AnswerGroup
from metarr_desktop.providers.base import AnswerRequest, ProviderAnswer
from tests.orchestration.bench import Bench, a_bench
from tests.orchestration.scripted import ScriptedProvider, an_answer, an_image, an_info

ALBUM = EntityKey(EntityType.MUSIC, 1)
GROUP, ARTIST = "release-group-1", "artist-1"
COVER, DISC, ART, THUMB = AssetType.COVER, AssetType.DISCART, AssetType.ARTISTART, AssetType.ARTISTTHUMB
OF_ALBUM = AnswerGroup("album", frozenset({COVER, DISC}))
OF_ARTIST = AnswerGroup("artist", frozenset({ART, THUMB}), id_kinds=("musicbrainz_artist",))
FAILED = ProviderFailed("fanart_tv", "Fanart.tv reported an error.", status=400)


def a_teacher(**ids: str) -> ScriptedProvider:
    """Knows the album and, unless nobody made it, its artist."""
    info = an_info(
        "musicbrainz",
        answers={EntityType.MUSIC: (AnswerGroup("details", frozenset({METADATA})),)},
        id_kinds={EntityType.MUSIC: ("musicbrainz",)},
    )
    return ScriptedProvider(info, an_answer(title="First Steps", ids=ids))


def pictures(*types: AssetType) -> tuple[ProviderImage, ...]:
    return tuple(an_image(1, each, host="fanart.example") for each in types)


class Gallery(ScriptedProvider):
    """Pictures of album and artist, each by its own id; ``broken`` names groups that fail."""

    def __init__(self, *broken: str) -> None:
        info = an_info(
            "fanart_tv",
            answers={EntityType.MUSIC: (OF_ALBUM, OF_ARTIST)},
            id_kinds={EntityType.MUSIC: ("musicbrainz",)},
        )
        super().__init__(info, self._answer)
        self.broken = set(broken)

    async def _answer(self, request: AnswerRequest) -> ProviderAnswer:
        if request.group.name in self.broken:
            raise FAILED
        types = (COVER, DISC) if request.group.name == "album" else (ART, THUMB)
        return an_answer(*pictures(*types), title="")

    def asked(self) -> list[tuple[str, str, str]]:
        return [(request.group.name, request.id_kind, request.id_value) for request in self.requests]


async def fetch(
    bench: Bench, *types: AssetType, ids: ExternalIds | None = None, **changes: Any
) -> FetchResult:
    known = ExternalIds(musicbrainz=GROUP) if ids is None else ids
    return await bench.fetch(*types, key=ALBUM, external_ids=known, **changes)


ALBUM_ASK = ("album", "musicbrainz", GROUP)
ARTIST_ASK = ("artist", "musicbrainz_artist", ARTIST)


async def test_the_artist_is_asked_for_by_an_id_learned_in_the_same_call(tmp_path: Path) -> None:
    async with a_bench(tmp_path, a_teacher(musicbrainz_artist=ARTIST), gallery := Gallery()) as bench:
        result = await fetch(bench)
    assert sorted(gallery.asked()) == [ALBUM_ASK, ARTIST_ASK]
    assert set(result.providers["fanart_tv"].images) == {COVER, DISC, ART, THUMB}
    (outcome,) = [each for each in result.metadata.outcomes if each.provider == "fanart_tv"]
    assert (outcome.outcome, outcome.item_count) == (Outcome.OK, 4)


async def test_with_both_ids_known_everything_is_asked_for_at_once(tmp_path: Path) -> None:
    async with a_bench(tmp_path, gallery := Gallery()) as bench:
        await fetch(bench, ids=ExternalIds(musicbrainz=GROUP, musicbrainz_artist=ARTIST))
        assert bench.states_of("fanart_tv").count("queued") == 1
    assert sorted(gallery.asked()) == [ALBUM_ASK, ARTIST_ASK]


async def test_the_second_call_takes_both_from_the_cache(tmp_path: Path) -> None:
    async with a_bench(tmp_path, a_teacher(musicbrainz_artist=ARTIST), gallery := Gallery()) as bench:
        miss = await fetch(bench)
        hit = await fetch(bench)
    assert (miss.cached, hit.cached) == (False, True)
    assert hit.providers["fanart_tv"].images == miss.providers["fanart_tv"].images
    assert len(gallery.requests) == 2


async def test_various_artists_have_no_pictures_and_the_album_is_complete_without(tmp_path: Path) -> None:
    async with a_bench(tmp_path, a_teacher(), gallery := Gallery()) as bench:
        first, second = await fetch(bench), await fetch(bench)
    assert gallery.asked() == [ALBUM_ASK]
    assert first.metadata.completed_providers == ("musicbrainz", "fanart_tv")
    assert second.cached


async def test_an_id_learned_later_makes_only_the_artist_missing(tmp_path: Path) -> None:
    async with a_bench(tmp_path, gallery := Gallery()) as bench:
        await fetch(bench)
        await fetch(bench, ids=ExternalIds(musicbrainz=GROUP, musicbrainz_artist=ARTIST))
    assert gallery.asked() == [ALBUM_ASK, ARTIST_ASK]


async def test_a_forced_call_asks_for_each_part_once(tmp_path: Path) -> None:
    async with a_bench(tmp_path, a_teacher(musicbrainz_artist=ARTIST), gallery := Gallery()) as bench:
        await fetch(bench, force=True)
    assert sorted(gallery.asked()) == [ALBUM_ASK, ARTIST_ASK]


async def test_only_what_is_wanted_is_asked_for(tmp_path: Path) -> None:
    async with a_bench(tmp_path, a_teacher(musicbrainz_artist=ARTIST), gallery := Gallery()) as bench:
        await fetch(bench, ART)
    assert gallery.asked() == [ARTIST_ASK]


async def test_without_any_id_the_sentence_names_those_that_would_help(tmp_path: Path) -> None:
    async with a_bench(tmp_path, a_teacher(), Gallery()) as bench:
        result = await fetch(bench, ART)
    assert "MusicBrainz (artist)" in result.metadata.skipped_providers["fanart_tv"]


@pytest.mark.parametrize("broken", ["album", "artist"])
async def test_one_part_that_fails_does_not_hide_the_other(tmp_path: Path, broken: str) -> None:
    async with a_bench(tmp_path, a_teacher(musicbrainz_artist=ARTIST), Gallery(broken)) as bench:
        result = await fetch(bench)
        again = await bench.background(key=ALBUM, external_ids=ExternalIds(musicbrainz=GROUP))
    got = {COVER, DISC} if broken == "artist" else {ART, THUMB}
    assert set(result.providers["fanart_tv"].images) == got
    assert result.metadata.failed_providers == ("fanart_tv",)
    assert set(again.providers["fanart_tv"].images) == got


async def test_each_part_remembers_the_id_it_was_asked_by(tmp_path: Path) -> None:
    async with a_bench(tmp_path, a_teacher(musicbrainz_artist=ARTIST), Gallery()) as bench:
        await fetch(bench)
        records = await bench.store.run(bench.store.fetches.records, ALBUM)
    used = {
        part: basis.id_value
        for (name, part), record in records.items()
        if name == "fanart_tv" and (basis := record.basis)
    }
    assert used == {"cover": GROUP, "discart": GROUP, "artistart": ARTIST, "artistthumb": ARTIST}


async def test_on_a_disk_that_takes_nothing_both_parts_arrive_all_the_same(tmp_path: Path) -> None:
    async with a_bench(tmp_path, a_teacher(musicbrainz_artist=ARTIST), Gallery()) as bench:
        await bench.break_writing()
        result = await fetch(bench)
    assert set(result.providers["fanart_tv"].images) == {COVER, DISC, ART, THUMB}
    assert not result.is_saved
