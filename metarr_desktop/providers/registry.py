"""Which services there are.  A new one is a package beside ``tmdb`` and a name in ``BUILT_IN``.

Other distributions add theirs through the entry point group ``metarr_desktop.providers``; each entry names a
:class:`ProviderDefinition`.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from importlib.metadata import EntryPoint, entry_points

from metarr_desktop.providers.definition import ProviderContext, ProviderDefinition
from metarr_desktop.providers.fanart_tv import FANART_TV
from metarr_desktop.providers.musicbrainz import MUSICBRAINZ
from metarr_desktop.providers.tmdb import TMDB
from metarr_desktop.providers.tvdb import TVDB

__all__ = ["BUILT_IN", "ENTRY_POINT_GROUP", "ProviderContext", "ProviderDefinition", "all_definitions"]

log = logging.getLogger(__name__)

ENTRY_POINT_GROUP = "metarr_desktop.providers"

BUILT_IN: tuple[ProviderDefinition, ...] = (TMDB, FANART_TV, TVDB, MUSICBRAINZ)


def all_definitions(plugins: Iterable[EntryPoint] | None = None) -> tuple[ProviderDefinition, ...]:
    """Return the built-in services and those of installed plug-ins, names unique, built-in ones first.

    A plug-in that cannot be loaded, is no definition, or takes a used name is left out with a warning.
    """
    found = {definition.info.name: definition for definition in BUILT_IN}
    for entry in entry_points(group=ENTRY_POINT_GROUP) if plugins is None else plugins:
        definition = _loaded(entry)
        if definition is None:
            continue
        if definition.info.name in found:
            log.warning("Plug-in %s left out: the name %s is taken.", entry.value, definition.info.name)
            continue
        found[definition.info.name] = definition
    return tuple(found.values())


def _loaded(entry: EntryPoint) -> ProviderDefinition | None:
    try:
        loaded = entry.load()
    except Exception:  # foreign code at import: whatever it raises, the program starts without it
        log.warning("Plug-in %s left out: it cannot be loaded.", entry.value, exc_info=True)
        return None
    if not isinstance(loaded, ProviderDefinition):
        log.warning("Plug-in %s left out: it is no ProviderDefinition.", entry.value)
        return None
    return loaded
