"""Domain values as JSON text and back; what was stored by another version or by hand is read leniently."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from metarr_desktop.domain.asset import ScoreParts
from metarr_desktop.domain.entity import EntityMetadata, Season
from metarr_desktop.domain.partial_date import read_date

_encode = json.JSONEncoder(allow_nan=False, separators=(",", ":")).encode  # made once: saves a third
METADATA_FIELDS = tuple(each.name for each in fields(EntityMetadata))
_SCORE_FIELDS = tuple(each.name for each in fields(ScoreParts))
_LISTS = frozenset(each.name for each in fields(EntityMetadata) if str(each.type).startswith("tuple"))
_EMPTY = EntityMetadata()


def compact_json(value: Mapping[str, Any]) -> str:
    """Return *value* as ASCII text; raises TypeError or ValueError if JSON cannot hold it."""
    return _encode(value)


def json_object(text: str | None) -> dict[str, Any]:
    """Return the object *text* stands for, ``{}`` if it is none."""
    try:
        value = json.loads(text) if text else {}
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


def metadata_to_dict(metadata: EntityMetadata) -> dict[str, Any]:
    """Return the known fields only."""
    known = {name: getattr(metadata, name) for name in METADATA_FIELDS if is_known(metadata, name)}
    if metadata.release_date is not None:
        known["release_date"] = metadata.release_date.isoformat()
    if metadata.seasons:
        known["seasons"] = [[each.number, each.name, each.episodes, each.year] for each in metadata.seasons]
    return known


def metadata_from_dict(stored: Mapping[str, Any]) -> EntityMetadata:
    """Return the metadata; fields of an unexpected name or shape count as unknown."""
    values: dict[str, Any] = {}
    for name in METADATA_FIELDS:
        value = stored.get(name)
        if value is None:
            continue
        if name == "release_date":
            value = read_date(value)
        elif name == "seasons":
            value = _seasons(value)
        elif name in _LISTS:
            value = tuple(map(str, value)) if isinstance(value, list | tuple) else ()
        elif isinstance(getattr(_EMPTY, name), str):
            value = str(value)
        values[name] = value
    return EntityMetadata(**values)


def is_known(metadata: EntityMetadata, name: str) -> bool:
    """Tell whether the field *name* says anything: empty text, ``None`` and empty lists do not."""
    return getattr(metadata, name) not in (None, "", ())


def score_to_json(parts: ScoreParts) -> str:
    return _encode({name: getattr(parts, name) for name in _SCORE_FIELDS})


def _seasons(value: object) -> tuple[Season, ...]:
    found = []
    for item in value if isinstance(value, list) else ():
        match item:
            case [int(number), str(name), int() | None as episodes, int() | None as year]:
                found.append(Season(number, name, episodes, year))
    return tuple(found)
