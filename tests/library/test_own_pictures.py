"""Pictures of the user's own, from the file, address or clipboard to the candidate on the disk."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PIL import Image

from metarr_desktop.artwork.picture_files import PictureFiles
from metarr_desktop.artwork.picture_source import KeptPicture, OwnOrRemote
from metarr_desktop.curation import Curator
from metarr_desktop.domain.asset import AssetType
from metarr_desktop.domain.entity import EntityKey, EntityType, ExternalIds
from metarr_desktop.domain.errors import EntityUnknown, InvalidInput, ThumbnailUnavailable
from metarr_desktop.domain.own_picture import Crop, PictureSource
from metarr_desktop.domain.picture_address import picture_address
from metarr_desktop.domain.scoring import ScoringContext
from metarr_desktop.domain.thumbnail import Size
from metarr_desktop.library.own_pictures import OwnPictureShelf
from metarr_desktop.store import Store
from tests.builders import MOVIE, FakeClock, a_store, an_entity


@dataclass
class Web:
    """Answers with one picture; notes what it was asked for."""

    data: bytes
    asked: list[str] = field(default_factory=list)

    async def download(self, url: str, *, max_bytes: int) -> KeptPicture:
        self.asked.append(url)
        return KeptPicture(self.data)


def a_poster(size: tuple[int, int] = (1000, 1500)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, "JPEG")
    return out.getvalue()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with a_store(tmp_path, FakeClock()) as opened:
        an_entity(opened)
        yield opened


@pytest.fixture
def web() -> Web:
    return Web(a_poster())


@pytest.fixture
def files(tmp_path: Path) -> PictureFiles:
    return PictureFiles(tmp_path / "own")


@pytest.fixture
def shelf(store: Store, web: Web, files: PictureFiles) -> OwnPictureShelf:
    return OwnPictureShelf(store, Curator(store), web, files, lambda: lambda language: ScoringContext())


async def test_a_dropped_file_becomes_the_selected_candidate(shelf, store, files, tmp_path):
    path = tmp_path / "mine.jpg"
    path.write_bytes(a_poster())
    picture = await shelf.look(PictureSource(path=str(path)))
    change = await shelf.add(MOVIE, AssetType.POSTER, picture)

    (asset,) = store.call(store.assets.list, MOVIE, AssetType.POSTER)
    assert change.changed == (asset,)
    assert (asset.provider_name, asset.is_selected, asset.width, asset.height) == ("user", True, 1000, 1500)
    assert asset.score >= 70  # of the right shape, and one's own: it stands among the best
    assert asset.provider_metadata["source"] == f"file {path}"
    assert (await OwnOrRemote(files, Web(b"")).download(asset.url, max_bytes=1)).data == path.read_bytes()


async def test_a_part_keeps_the_whole_for_another_time(shelf, store, files):
    picture = await shelf.look(PictureSource(data=a_poster((3000, 3000))))
    await shelf.add(MOVIE, AssetType.POSTER, picture, crop=Crop(500, 0, 2000, 3000))

    (asset,) = store.call(store.assets.list, MOVIE, AssetType.POSTER)
    assert (asset.width, asset.height) == (2000, 3000)
    assert asset.provider_metadata["crop"] == [500, 0, 2000, 3000]
    assert files.read(asset.provider_metadata["made_from"]) == picture.data


async def test_undo_takes_the_selection_back_and_keeps_the_picture(shelf, store):
    await shelf.add(MOVIE, AssetType.POSTER, await shelf.look(PictureSource(data=a_poster())))
    await Curator(store).undo()

    (asset,) = store.call(store.assets.list, MOVIE, AssetType.POSTER)
    assert not asset.is_selected


async def test_the_same_picture_twice_is_one_candidate(shelf, store):
    for _ in range(2):
        await shelf.add(MOVIE, AssetType.POSTER, await shelf.look(PictureSource(data=a_poster())))

    assert len(store.call(store.assets.list, MOVIE, AssetType.POSTER)) == 1


async def test_one_picture_can_stand_for_two_seasons(shelf, store):
    series = EntityKey(EntityType.TV, 7)
    an_entity(
        store, entity_type=EntityType.TV, entity_id=7, title="Dark", external_ids=ExternalIds(tmdb=70523)
    )
    picture = await shelf.look(PictureSource(data=a_poster()))
    for season in (1, 2):
        await shelf.add(series, AssetType.SEASONPOSTER, picture, season_number=season)

    assets = store.call(store.assets.list, series, AssetType.SEASONPOSTER)
    assert sorted(asset.season_number for asset in assets) == [1, 2]
    assert all(asset.is_selected for asset in assets)


async def test_an_address_is_loaded_within_the_bounds_of_downloads(shelf, web):
    address = "https://www.google.com/imgres?imgurl=http%3A%2F%2Fart.example%2Fa%20b.jpg&tbnid=x"
    await shelf.look(PictureSource(address=address))

    assert web.asked == ["https://art.example/a b.jpg"]


async def test_a_picture_inside_its_address_is_taken_without_any_network(shelf, web):
    text = "data:image/jpeg;base64," + base64.b64encode(a_poster()).decode()

    assert (await shelf.look(PictureSource(address=text))).facts.width == 1000
    assert web.asked == []


@pytest.mark.parametrize(
    ("source", "words"),
    [
        (PictureSource(path="/nowhere/at/all.jpg"), "is no file"),
        (PictureSource(path="/"), "is no file"),
        (PictureSource(address="file:///etc/passwd"), "Only addresses of the web"),
        (PictureSource(address="javascript:alert(1)"), "Only addresses of the web"),
        (PictureSource(address="https://me:secret@art.example/a.jpg"), "user name"),
        (PictureSource(address="data:image/png;base64,???"), "damaged"),
        (PictureSource(data=b""), "empty"),
        (PictureSource(data=b"hello"), "no picture"),
    ],
    ids=lambda value: value.words if isinstance(value, PictureSource) else None,
)
async def test_what_cannot_be_used_is_refused_in_words_and_nothing_is_kept(shelf, store, words, source):
    with pytest.raises(InvalidInput, match=words):
        await shelf.look(source)

    assert store.call(store.assets.list, MOVIE, AssetType.POSTER) == []


async def test_a_huge_file_is_not_even_read(shelf, tmp_path):
    path = tmp_path / "scan.tif"
    with path.open("wb") as out:
        out.truncate(41 * 1024 * 1024)

    with pytest.raises(InvalidInput, match="larger than 40 MB"):
        await shelf.look(PictureSource(path=str(path)))


async def test_a_type_the_title_cannot_have_is_refused(shelf):
    picture = await shelf.look(PictureSource(data=a_poster()))

    with pytest.raises(InvalidInput, match="has no cover"):
        await shelf.add(MOVIE, AssetType.COVER, picture)


async def test_a_title_that_went_away_gets_no_picture(shelf):
    picture = await shelf.look(PictureSource(data=a_poster()))

    with pytest.raises(EntityUnknown):
        await shelf.add(EntityKey(EntityType.MOVIE, 999), AssetType.POSTER, picture)


async def test_an_own_picture_gone_from_the_disk_is_said(files):
    with pytest.raises(ThumbnailUnavailable, match="no longer on the disk"):
        await OwnOrRemote(files, Web(b"")).download("metarr:own/" + "a" * 64, max_bytes=1)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("https://art.example/p.jpg#top", "https://art.example/p.jpg"),
        ("  http://art.example/p.jpg \nsecond line", "https://art.example/p.jpg"),
        (
            "https://www.bing.com/images/search?view=detail&mediaurl=https%3A%2F%2Fx.example%2Fp.png&q=1",
            "https://x.example/p.png",
        ),
        ("https://art.example/show?imgurl=nothing", "https://art.example/show?imgurl=nothing"),
    ],
)
def test_addresses_mean_the_picture_behind_them(typed, meant):
    assert picture_address(typed) == meant


async def test_the_preview_is_the_whole_picture_upright_and_small(
    shelf: OwnPictureShelf, tmp_path: Path
) -> None:
    image = Image.new("RGB", (900, 600), "teal")
    exif = image.getexif()
    exif[0x0112] = 6  # to be turned by a quarter
    image.save(tmp_path / "turned.jpg", exif=exif)
    picture = await shelf.look(PictureSource(path=str(tmp_path / "turned.jpg")))
    preview = await shelf.preview(picture, Size(300, 300))
    assert (picture.facts.width, picture.facts.height) == (600, 900)
    assert (preview.width, preview.height) == (200, 300)
