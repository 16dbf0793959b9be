"""TheTVDB, version 4 of its API: search, details, artwork, trailers and ids of films and series."""

from metarr_desktop.providers.definition import ProviderDefinition
from metarr_desktop.providers.tvdb import keys
from metarr_desktop.providers.tvdb.client import TvdbProvider
from metarr_desktop.providers.tvdb.info import BASE_URL, INFO

__all__ = ["TVDB", "TvdbProvider"]

TVDB = ProviderDefinition(
    info=INFO,
    default_base_url=BASE_URL,
    build=TvdbProvider,
    normalise_key=keys.normalise,
    key_kind=keys.kind_of,
    key_sentence=keys.sentence_of,
)
