"""TMDB, version 3 of its API: search, details, artwork, trailers, ids of films, series, episodes, collections."""

from metarr_desktop.providers.definition import ProviderDefinition
from metarr_desktop.providers.tmdb import keys
from metarr_desktop.providers.tmdb.client import TmdbProvider
from metarr_desktop.providers.tmdb.info import BASE_URL, INFO

__all__ = ["TMDB", "TmdbProvider"]

TMDB = ProviderDefinition(
    info=INFO,
    default_base_url=BASE_URL,
    build=TmdbProvider,
    normalise_key=keys.normalise,
    key_kind=lambda values: keys.kind_of(values.get(keys.FIELD, "")),
    key_sentence=lambda values: keys.sentence_of(values.get(keys.FIELD, "")),
)
