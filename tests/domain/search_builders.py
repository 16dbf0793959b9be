"""Hits for tests that state only what matters."""

from __future__ import annotations

from datetime import date
from typing import Any

from metarr_desktop.domain.confidence import Expectation
from metarr_desktop.domain.entity import EntityType
from metarr_desktop.domain.query import parse_query
from metarr_desktop.domain.search import ProviderHit


def a_hit(
    title: str, year: int | None = None, *, provider: str = "tmdb", rank: int = 1, **more: Any
) -> ProviderHit:
    result_id = more.pop("provider_result_id", f"{title}-{year}")
    more.setdefault("entity_type", EntityType.MOVIE)
    return ProviderHit(
        provider=provider,
        provider_result_id=result_id,
        title=title,
        rank=rank,
        release_date=date(year, 7, 1) if year else None,
        **more,
    )


def expecting(text: str, **more: Any) -> Expectation:
    parsed = parse_query(text)
    return Expectation(parsed.readings, parsed.ids, **more)
