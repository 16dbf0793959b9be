"""What is known of one provider while the program runs, and the way to it: its queue, its breaker, its counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from metarr_desktop.domain.errors import ProviderError, ProviderHeld, ProviderRefused
from metarr_desktop.domain.fetch import Priority
from metarr_desktop.domain.provider import ProviderInfo
from metarr_desktop.orchestration.circuit_breaker import CircuitBreaker
from metarr_desktop.orchestration.rate_limit import RateLimiter
from metarr_desktop.providers.base import RequestGate


@dataclass
class ProviderLine:
    """What is shared by everybody who asks one provider: its queue, its breaker, its state.

    Attributes:
        refusal: the provider's refusal of our key; it stands until the key changes.
        last_error: of the last call, ``None`` after a success.
        running: calls under way.
        is_held: the person paused it: no request leaves.
        key_sentence: which kind of key is used and what that means.
        key_changes: how often the key was changed; a refusal of an earlier key says nothing of the one in use.
        last_answer_at: end of the last call that was answered, aware UTC.
        failure, failure_at: the last failure in words, kept also after later successes.
        failing_since: when the first of the failures came that no answer has followed, ``None`` after an answer.
    """

    info: ProviderInfo
    limiter: RateLimiter
    breaker: CircuitBreaker
    refusal: ProviderRefused | None = None
    last_error: ProviderError | None = None
    running: int = 0
    is_held: bool = False
    key_sentence: str = ""
    key_changes: int = 0
    last_answer_at: datetime | None = None
    failure: str = ""
    failure_at: datetime | None = None
    failing_since: datetime | None = None
    _requests: int = 0
    _counted_day: date | None = None

    def held_error(self) -> ProviderHeld:
        """Return what a request is told that may not leave."""
        title = self.info.title
        return ProviderHeld(self.info.name, f"You paused {title}. Resume it in the settings.")

    def note_end(self, error: ProviderError | None, now: datetime) -> None:
        """Remember how the last call ended."""
        self.last_error = error
        if error is None:
            self.last_answer_at, self.failing_since = now, None
        else:
            self.failure, self.failure_at = str(error), now
            self.failing_since = self.failing_since or now

    def count(self, amount: int, today: date) -> None:
        """Count requests that are being sent."""
        self.set_count(self.requests_on(today) + amount, today)

    def set_count(self, amount: int, today: date) -> None:
        """Take over how many requests there were *today*."""
        self._requests, self._counted_day = amount, today

    def requests_on(self, today: date) -> int:
        """Return the requests counted *today*; another day begins with none."""
        return self._requests if self._counted_day == today else 0


class LineGate:
    """A ``RequestGate`` that lets nobody through to a provider the person paused, however it is asked.

    Args:
        behind: the queue of the service: a provider may have several, one for each service it asks.
    """

    def __init__(self, line: ProviderLine, behind: RequestGate) -> None:
        self._line = line
        self._behind = behind

    async def enter(self, priority: Priority) -> None:
        """Wait for a turn.

        Raises:
            ProviderHeld: the provider is paused, or was while this waited.
        """
        self._check()
        await self._behind.enter(priority)
        self._check()

    def _check(self) -> None:
        if self._line.is_held:
            raise self._line.held_error()


def limit_sentence(info: ProviderInfo) -> str:
    """Return the rate kept to in words, without a full stop."""
    rate = info.requests_per_s
    if rate < 1:
        text = f"at most one request every {1 / rate:.2g} seconds"
    else:
        text = f"at most {rate:.3g} request{'' if rate == 1 else 's'} a second"
    return f"{text}, all programs on this library together" if info.is_rate_shared else text
