"""What the program knows of Fanart.tv without asking it."""

from __future__ import annotations

from typing import Final

from metarr_desktop.domain.asset import AssetType
from metarr_desktop.domain.entity import EntityType
from metarr_desktop.domain.provider import FANART_TV as NAME
from metarr_desktop.domain.provider import AnswerGroup, KeyField, ProviderInfo
from metarr_desktop.providers.fanart_tv import keys
from metarr_desktop.providers.fanart_tv.kinds import NOMINAL_SIZES

BASE_URL: Final = "https://webservice.fanart.tv/v3.2/"

_SET_PARTS = frozenset(
    {
        AssetType.POSTER, AssetType.KEYART, AssetType.FANART, AssetType.CLEARLOGO, AssetType.CLEARART,
        AssetType.BANNER, AssetType.LANDSCAPE,
    }
)  # fmt: skip

_SERIES_PARTS = _SET_PARTS | {
    AssetType.CHARACTERART, AssetType.SEASONPOSTER, AssetType.SEASONFANART, AssetType.SEASONBANNER,
    AssetType.SEASONLANDSCAPE,
}  # fmt: skip

_ARTIST_PARTS = frozenset({AssetType.ARTISTART, AssetType.ARTISTTHUMB, AssetType.CLEARLOGO, AssetType.BANNER})

ALBUM: Final = "album"
ARTIST: Final = "artist"
"""The groups of an album: its own pictures by release group, and those of its artist by the artist's id."""

INFO = ProviderInfo(
    name=NAME,
    title="Fanart.tv",
    answers={
        EntityType.TV: (AnswerGroup("pictures", _SERIES_PARTS),),
        EntityType.MUSIC: (
            AnswerGroup(ALBUM, frozenset({AssetType.COVER, AssetType.DISCART})),
            AnswerGroup(ARTIST, _ARTIST_PARTS, id_kinds=("musicbrainz_artist",)),
        ),
        EntityType.MOVIE: (AnswerGroup("pictures", _SET_PARTS | {AssetType.DISCART}),),
        EntityType.COLLECTION: (AnswerGroup("pictures", _SET_PARTS),),
    },
    id_kinds={
        EntityType.MOVIE: ("tmdb", "imdb"),
        EntityType.COLLECTION: ("tmdb",),
        EntityType.TV: ("tvdb",),
        EntityType.MUSIC: ("musicbrainz",),
    },
    keys=(
        KeyField(
            name=keys.PERSONAL_FIELD,
            label="Personal API key",
            is_required=False,
            help_text=(
                "Free with a Fanart.tv account, and enough by itself. New artwork shows 48 hours after it "
                "was added (at once for VIP members); with a project key alone it takes 7 days."
            ),
            help_url="https://fanart.tv/get-an-api-key/",
        ),
        KeyField(
            name=keys.PROJECT_FIELD,
            label="Project API key",
            is_required=False,
            help_text=(
                "Only if you have registered a project of your own. Without a personal key beside it, new "
                "artwork shows 7 days after it was added."
            ),
            help_url="https://fanart.tv/get-an-api-key/",
        ),
    ),
    requests_per_s=2.0,
    max_connections=2,
    website="https://fanart.tv/",
    terms_url="https://fanart.tv/terms-and-conditions/",
    attribution="Artwork by the contributors of Fanart.tv, https://fanart.tv/.",
    entry_url={
        EntityType.MOVIE: "https://fanart.tv/movie/{id}/",
        EntityType.TV: "https://fanart.tv/series/{id}/",
        EntityType.MUSIC: "https://fanart.tv/artist/{id}/",
    },
    page_kinds={EntityType.MUSIC: "musicbrainz_artist"},  # albums are shown on the page of their artist
    nominal_sizes=NOMINAL_SIZES,
)
