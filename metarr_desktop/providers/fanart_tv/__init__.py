"""Fanart.tv: pictures only, of films, series, albums and artists, by the ids of other services."""

from metarr_desktop.providers.definition import ProviderDefinition
from metarr_desktop.providers.fanart_tv import keys
from metarr_desktop.providers.fanart_tv.client import FanartTvProvider
from metarr_desktop.providers.fanart_tv.info import BASE_URL, INFO

__all__ = ["FANART_TV", "FanartTvProvider"]

FANART_TV = ProviderDefinition(
    info=INFO,
    default_base_url=BASE_URL,
    build=FanartTvProvider,
    normalise_key=keys.normalise,
    key_kind=keys.kind_of,
    key_sentence=keys.sentence_of,
    generation=keys.generation_of,
)
