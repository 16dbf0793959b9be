"""When a failed request is tried again. The only owner of retries: the HTTP client has none of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from metarr_desktop.domain.fetch import Priority


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """How often and after which waits a request is repeated.

    Attributes:
        retries: tries after the first one.
        base_s, ceiling_s: the n-th wait is ``min(base_s * 2**(n-1), ceiling_s)`` seconds ...
        spread: ... give or take this share, so that many clients do not come back in step.
    """

    retries: int
    base_s: float = 1.0
    ceiling_s: float = 30.0
    spread: float = 0.2

    @property
    def attempts(self) -> int:
        return self.retries + 1

    def wait_s(self, attempt: int, *, retry_after_s: float | None, random: Callable[[], float]) -> float:
        """Return the seconds to wait after failed attempt number *attempt* (from 1).

        Args:
            retry_after_s: what the provider asked for; rules exactly, unless it is zero or negative.
            random: uniform in [0, 1).
        """
        if retry_after_s is not None and retry_after_s > 0:
            return retry_after_s
        backoff_s = min(self.base_s * 2.0 ** (attempt - 1), self.ceiling_s)
        return backoff_s * (1 + self.spread * (2 * random() - 1))


RETRIES: Mapping[Priority, RetryPolicy] = {
    Priority.USER: RetryPolicy(retries=2),
    Priority.AUTOMATION: RetryPolicy(retries=5),
}
"""A person would rather hear of a failure than wait for the fifth try."""
