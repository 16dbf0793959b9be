"""What is remembered of asking one provider for one part of one title (a row of ``provider_fetches``)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from metarr_desktop.domain.fetch import Outcome


@dataclass(frozen=True, slots=True)
class FetchBasis:
    """What an answer rests on; a pair whose basis differs from today's is stale whatever its age.

    Attributes:
        id_kind, id_value: the external id the provider was asked with.
        generation: rises when a change of key kind makes older answers incomplete (Fanart.tv).
        language: metadata language; empty for artwork, which is fetched in all languages.
    """

    id_kind: str
    id_value: str
    generation: int = 0
    language: str = ""


@dataclass(frozen=True, slots=True)
class FetchRecord:
    """One pair (provider, part): ``part`` is an asset type or ``"metadata"``. Times are aware UTC.

    Attributes:
        outcome: of the last attempt; ``error_kind`` and ``message`` belong to it.
        item_count: rows of this provider and part counted in the table after the last success.
        live_rows: the same count now; fewer than ``item_count`` means rows were deleted: the pair is missing.
        basis: of the last success.
        failures: failed attempts since the last success; ``next_retry_at`` grows with it.
    """

    provider: str
    part: str
    identity_revision: int
    last_attempt_at: datetime
    last_success_at: datetime | None
    outcome: Outcome
    error_kind: str = ""
    message: str = ""
    item_count: int = 0
    live_rows: int = 0
    basis: FetchBasis | None = None
    failures: int = 0
    next_retry_at: datetime | None = None
