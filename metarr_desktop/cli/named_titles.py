"""Titles as they are named on the command line: ``movie 1 2 tv 3``, or ``7`` alone."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from metarr_desktop.cli.values import CallError, entity_type, positive
from metarr_desktop.domain.entity import EntityKey, EntityType
from metarr_desktop.domain.errors import InvalidInput

if TYPE_CHECKING:
    from metarr_desktop.services import Services


@dataclass(frozen=True, slots=True)
class NamedTitle:
    """A local number; without a type it is that of whichever title has it."""

    entity_type: EntityType | None
    entity_id: int


def named_titles(words: Sequence[str]) -> list[NamedTitle]:
    """Return the titles *words* name; a type holds for all the numbers after it.

    Raises:
        CallError: a word is neither, or a type stands without a number.
    """
    titles: list[NamedTitle] = []
    current: EntityType | None = None
    has_number = True
    try:
        for word in words:
            if word[:1].isdigit():
                titles.append(NamedTitle(current, positive(word)))
                has_number = True
            else:
                current, has_number = entity_type(word), False
    except argparse.ArgumentTypeError as error:
        raise CallError(f"metarr-desktop enrich: {error}.") from error
    if not has_number:
        raise CallError(
            "metarr-desktop enrich: a type stands before numbers of titles, as in movie 1 2 tv 3."
        )
    return titles


async def keys_of(services: Services, titles: Sequence[NamedTitle]) -> list[EntityKey]:
    """Return the keys of *titles*, each once.

    Raises:
        InvalidInput: a number without a type is that of no title, or of several.
    """
    are_bare = any(each.entity_type is None for each in titles)
    owners: dict[int, list[EntityKey]] = {}
    for kind in EntityType if are_bare else ():
        for row in await services.library.rows(kind):
            owners.setdefault(row.key.entity_id, []).append(row.key)
    keys = [
        _only(each.entity_id, owners.get(each.entity_id, []))
        if each.entity_type is None
        else EntityKey(each.entity_type, each.entity_id)
        for each in titles
    ]
    return list(dict.fromkeys(keys))


def _only(number: int, keys: Sequence[EntityKey]) -> EntityKey:
    if len(keys) == 1:
        return keys[0]
    if not keys:
        raise InvalidInput(f"No title of the library has the number {number}. Nothing was enriched.")
    choices = " or ".join(f"{key.entity_type} {number}" for key in keys)
    raise InvalidInput(f"{number} is the number of several titles: say {choices}. Nothing was enriched.")
