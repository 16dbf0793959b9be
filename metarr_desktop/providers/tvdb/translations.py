"""Texts in the user's language for records that came without any, though asked for with them."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from metarr_desktop.domain.errors import ProviderError
from metarr_desktop.domain.fetch import Priority
from metarr_desktop.providers import json_fields as fields
from metarr_desktop.providers.json_fields import JsonObject
from metarr_desktop.providers.tvdb import languages
from metarr_desktop.providers.tvdb.api import TvdbApi
from metarr_desktop.providers.tvdb.episode_mapping import split_codes

log = logging.getLogger(__name__)


async def with_translation(
    api: TvdbApi, path: str, record: JsonObject, wanted: Sequence[str], priority: Priority
) -> JsonObject:
    """Return *record* with a translation into the first of the languages *wanted* that it names.

    Usually the record has its translations in it, and nothing is asked.  One that cannot be had costs nothing but
    the translation: the record's own words are true, too.

    Args:
        path: of the record, such as ``series/121361``.
    """
    if isinstance(record.get("translations"), dict):
        return record
    original = fields.text(record.get("originalLanguage")).lower()
    named = {*split_codes(record.get("nameTranslations")), *split_codes(record.get("overviewTranslations"))}
    for code in languages.ladder(wanted):
        if code == original:  # the record's own words are in it
            break
        if code in named and (translation := await _asked(api, f"{path}/translations/{code}", priority)):
            listed = [{**translation, "language": code}]
            return {**record, "translations": {"nameTranslations": listed, "overviewTranslations": listed}}
    return record


async def _asked(api: TvdbApi, path: str, priority: Priority) -> JsonObject:
    try:
        envelope = await api.get(path, priority=priority)
    except ProviderError as error:
        log.info("A record stays in its own language. %s", error)
        return {}
    return fields.part(envelope.data)
