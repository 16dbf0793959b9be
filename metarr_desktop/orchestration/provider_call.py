"""One call to one provider: breaker, pauses, retries and progress, for fetching and searching alike."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable
from types import TracebackType
from typing import TypeVar

from metarr_desktop.domain.errors import (
    ProviderBusy,
    ProviderError,
    ProviderHeld,
    ProviderNotFound,
    ProviderRefused,
    ProviderUnreachable,
)
from metarr_desktop.domain.fetch import Priority, ProgressCallback, ProgressState, ProviderProgress
from metarr_desktop.domain.provider import ProviderInfo
from metarr_desktop.orchestration.health import ProviderHealth, verdict_on_service
from metarr_desktop.orchestration.rate_limit import Patience, Urgency, current_patience, current_urgency
from metarr_desktop.orchestration.retry import RETRIES

log = logging.getLogger(__name__)

T = TypeVar("T")

_WORTH_MENTIONING_S = 0.5
"""A wait in the queue shorter than this is not reported: the chip would only flicker."""


class ProviderCaller:
    """Opens calls; shared by everybody who asks providers.

    Args:
        health: the limiter, the breaker and the lamp of each provider.
        sleep: waits between tries.
        random_share: uniform in [0, 1), spreads those waits.
    """

    def __init__(
        self,
        health: ProviderHealth,
        *,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        random_share: Callable[[], float] = random.random,
    ) -> None:
        self.health = health
        self.sleep = sleep
        self.random_share = random_share

    def open(
        self,
        info: ProviderInfo,
        urgency: Urgency,
        *,
        deadline_s: float,
        may_probe: bool = False,
        on_progress: ProgressCallback | None = None,
    ) -> ProviderCall:
        """Return a call that was let through; use it as ``async with``.

        Leaving the block ends the call: what its requests met is told to breaker and lamp. After *deadline_s*
        whatever still runs in the block is cancelled and ``TimeoutError`` is raised.

        Args:
            may_probe: a user's forced call is let through an open breaker.

        Raises:
            ProviderBusy: the breaker is open; nothing was sent.
        """
        is_probe = self.health.line(info).breaker.enter(may_probe=may_probe)
        if is_probe is None:
            obstacle = self.health.breaker_obstacle(info)
            wait_s = self.health.line(info).breaker.open_for_s()
            raise ProviderBusy(info.name, obstacle.sentence, retry_after_s=wait_s or None)
        return ProviderCall(self, info, urgency, deadline_s, is_probe, on_progress)


class ProviderCall:
    """One admitted call of one or several requests, side by side or one after the other.

    It is one call to the breaker, however many requests and tries it takes: failed only if every request that
    says anything about the service failed.
    """

    def __init__(
        self,
        caller: ProviderCaller,
        info: ProviderInfo,
        urgency: Urgency,
        deadline_s: float,
        is_probe: bool,
        on_progress: ProgressCallback | None,
    ) -> None:
        self._caller = caller
        self._info = info
        self._urgency = urgency
        self._is_probe = is_probe
        self._on_progress = on_progress
        self._line = caller.health.line(info)
        self._key_changes = self._line.key_changes
        self._ended: list[ProviderError | None] = []
        self._timeout = asyncio.timeout(deadline_s)

    async def __aenter__(self) -> ProviderCall:
        self._caller.health.call_began(self._info)
        await self._timeout.__aenter__()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        was_cut = False
        try:
            await self._timeout.__aexit__(kind, error, trace)
        except TimeoutError:
            was_cut = True
            raise
        finally:
            self._tell_health(was_cut=was_cut)

    async def request(self, operation: Callable[[Priority], Awaitable[T]]) -> T:
        """Return what *operation* brings, repeated as the retry policy says.

        Args:
            operation: one request; given the priority as it is at that moment.

        Raises:
            ProviderError: it went wrong for good. ``ProviderBusy`` also where the next try would come after
                the deadline; its ``__cause__`` is then the last failure.
        """
        token = current_urgency.set(self._urgency)
        try:
            answer = await self._repeat(operation)
        except ProviderError as error:
            self._ended.append(error)
            raise
        finally:
            current_urgency.reset(token)
        self._ended.append(None)
        return answer

    def report(
        self, state: ProgressState, *, attempt: int = 1, wait_s: float | None = None, message: str = ""
    ) -> None:
        """Tell how the call goes."""
        if self._on_progress is not None:
            attempts = RETRIES[self._urgency.priority].attempts
            self._on_progress(
                ProviderProgress(self._info.name, state, attempt, max(attempt, attempts), wait_s, 0, message)
            )

    def remaining_s(self) -> float:
        """Return the seconds until the deadline."""
        deadline = self._timeout.when()
        return 0.0 if deadline is None else deadline - asyncio.get_running_loop().time()

    async def _repeat(self, operation: Callable[[Priority], Awaitable[T]]) -> T:
        attempt = 1
        while True:
            await self._wait_out_pause(attempt)
            queue_s = self._line.limiter.expected_wait_s(self._urgency.priority)
            if queue_s > _WORTH_MENTIONING_S:
                self.report(ProgressState.WAITING, attempt=attempt, wait_s=queue_s)
            elif attempt > 1:
                self.report(ProgressState.RETRYING, attempt=attempt)
            else:
                self.report(ProgressState.RUNNING)
            token = current_patience.set(self._patience(attempt))
            try:
                return await operation(self._urgency.priority)
            except ProviderError as error:
                await self._wait_before_next(attempt, error)
            finally:
                current_patience.reset(token)
            attempt += 1

    async def _wait_out_pause(self, attempt: int) -> None:
        wait_s = self._line.limiter.paused_for_s()
        if wait_s > 0:
            too_long = self._told_of_pause(attempt, wait_s)
            if too_long is not None:
                raise too_long
            await self._caller.sleep(wait_s)

    def _patience(self, attempt: int) -> Patience:
        """A pause that another call brings about while ours stands in the queue is told, or ends ours at once."""
        state = ProgressState.RUNNING if attempt == 1 else ProgressState.RETRYING
        return Patience(
            on_pause=lambda wait_s: self._told_of_pause(attempt, wait_s),
            on_turn=lambda: self.report(state, attempt=attempt),
        )

    def _told_of_pause(self, attempt: int, wait_s: float) -> ProviderBusy | None:
        if wait_s > self.remaining_s():
            sentence = f"{self._info.title} asked for a rest."
            return ProviderBusy(self._info.name, sentence, retry_after_s=wait_s)
        self.report(ProgressState.WAITING, attempt=attempt, wait_s=wait_s)
        return None

    async def _wait_before_next(self, attempt: int, error: ProviderError) -> None:
        """Sleep until the next try, or raise if there is none."""
        policy = RETRIES[self._urgency.priority]
        named_s = error.retry_after_s if isinstance(error, ProviderBusy) else None
        wait_s = policy.wait_s(attempt, retry_after_s=named_s, random=self._caller.random_share)
        if isinstance(error, ProviderBusy):
            wait_s = max(wait_s, self._info.busy_wait_s * (1 + self._caller.random_share() / 2))
            self._line.limiter.pause(wait_s)  # for everybody, not for this call alone
            self._line.limiter.slow_down(self._info.busy_slowdown_s)
        if not error.is_retryable or attempt >= policy.attempts:
            raise error
        log.info("%s failed (try %d): %s", self._info.name, attempt, error)
        if wait_s > self.remaining_s():
            raise ProviderBusy(self._info.name, str(error), retry_after_s=wait_s) from error
        self.report(ProgressState.WAITING, attempt=attempt, wait_s=wait_s, message=str(error))
        await self._caller.sleep(wait_s)

    def _tell_health(self, *, was_cut: bool) -> None:
        ended = [error for error in self._ended if not self._says_nothing(error)]
        if was_cut:
            message = f"{self._info.title} did not answer in time."
            ended.append(ProviderUnreachable(self._info.name, message, is_timeout=True))
        verdicts = [verdict_on_service(error) for error in ended]
        is_success = True if True in verdicts else (False if False in verdicts else None)
        self._line.breaker.leave(is_probe=self._is_probe, is_success=is_success)
        errors = [error for error in ended if error is not None and not isinstance(error, ProviderNotFound)]
        self._caller.health.call_ended(
            self._info, error=errors[-1] if errors else None, is_conclusive=bool(ended)
        )

    def _says_nothing(self, error: ProviderError | None) -> bool:
        """Tell of an end that the service has no part in, or that belongs to a key no longer used."""
        is_of_old_key = isinstance(error, ProviderRefused) and self._key_changes != self._line.key_changes
        return isinstance(error, ProviderHeld) or is_of_old_key
