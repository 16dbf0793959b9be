"""MusicBrainz and the Cover Art Archive: albums (release groups), their texts, covers and discs."""

from metarr_desktop.providers.definition import ProviderDefinition
from metarr_desktop.providers.musicbrainz.client import MusicBrainzProvider
from metarr_desktop.providers.musicbrainz.info import BASE_URL, COVER_ART_ARCHIVE, INFO

__all__ = ["MUSICBRAINZ", "MusicBrainzProvider"]

MUSICBRAINZ = ProviderDefinition(
    info=INFO,
    default_base_url=BASE_URL,
    build=MusicBrainzProvider,
    sides=(COVER_ART_ARCHIVE,),
)
