"""How every provider fares: the limiter and breaker of each, what happened last, the lamp that shows it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from metarr_desktop.domain.errors import ProviderBusy, ProviderError, ProviderNotFound, ProviderRefused
from metarr_desktop.domain.fetch import Priority
from metarr_desktop.domain.listeners import Listeners
from metarr_desktop.domain.provider import ProviderInfo
from metarr_desktop.domain.status import Lamp, ProviderReport, ProviderStatus
from metarr_desktop.orchestration.circuit_breaker import BreakerState, CircuitBreaker
from metarr_desktop.orchestration.provider_line import ProviderLine, limit_sentence
from metarr_desktop.orchestration.rate_limit import RateLimiter


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why a provider is not asked now. ``until`` is aware UTC.

    ``reason``: ``paused`` (failures, 429), ``refused`` (key), ``paused_by_user``.
    """

    reason: str
    sentence: str
    until: datetime | None = None


class ProviderHealth:
    """The lines to all providers; implements :class:`~metarr_desktop.domain.ports.Providers`.

    Belongs to the event loop; not for other threads.

    Args:
        infos: the enabled providers in the user's order; all there are, until :meth:`set_infos`.
        clock: aware UTC now.
        now: seconds of a clock that never jumps; must run like the event loop's.
    """

    def __init__(
        self,
        infos: Sequence[ProviderInfo],
        *,
        clock: Callable[[], datetime],
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._infos = self._known = tuple(infos)
        self.clock = clock
        self._now = now
        self._lines: dict[str, ProviderLine] = {}
        self._listeners: Listeners[[]] = Listeners()
        self._timers: dict[str, asyncio.TimerHandle] = {}
        self.on_try_again: Callable[[str], None] = lambda name: None
        """Called with the provider's name when a person wants it asked at once: the store keeps rests, too."""

    def infos(self) -> Sequence[ProviderInfo]:
        return self._infos

    def all_infos(self) -> Sequence[ProviderInfo]:
        return self._known

    def set_infos(
        self,
        infos: Sequence[ProviderInfo],
        *,
        known: Sequence[ProviderInfo] | None = None,
        held: Set[str] = frozenset(),
    ) -> None:
        """Take over another choice or order of enabled providers; states of known ones are kept.

        Args:
            known: all registered ones in the user's order; by default there are no others.
            held: names of those the person paused.
        """
        self._infos = tuple(infos)
        self._known = self._infos if known is None else tuple(known)
        for info in self._known:
            line = self.line(info)
            line.is_held = info.name in held
            if line.is_held:
                line.limiter.turn_away(line.held_error)
        self._changed()

    def line(self, info: ProviderInfo) -> ProviderLine:
        """Return the one line to this provider; its ``limiter`` is the gate of its HTTP client."""
        if info.name not in self._lines:
            self._lines[info.name] = ProviderLine(
                info,
                RateLimiter(info, now=self._now, on_change=self._changed),
                CircuitBreaker(now=self._now, on_change=self._changed),
            )
        return self._lines[info.name]

    # ------------------------------------------------------------------------------ what may be asked

    def obstacle(
        self, info: ProviderInfo, *, force: bool, priority: Priority, deadline_s: float
    ) -> Obstacle | None:
        """Return why this provider must not be asked now, ``None`` if it may be.

        A user's forced call is let through as the probe of an open breaker and past a refused key.
        """
        line = self.line(info)
        if line.is_held:
            return Obstacle("paused_by_user", str(line.held_error()))
        if line.refusal is not None and not force:
            return Obstacle("refused", str(line.refusal))
        if not line.breaker.admits(may_probe=force and priority is Priority.USER):
            return self.breaker_obstacle(info)
        wait_s = line.limiter.paused_for_s()
        if wait_s > deadline_s and not force:
            return Obstacle("paused", f"{info.title} asked for a rest.", self._in(wait_s))
        return None

    def breaker_obstacle(self, info: ProviderInfo) -> Obstacle:
        wait_s = self.line(info).breaker.open_for_s()
        if wait_s <= 0:
            return Obstacle("paused", f"{info.title} failed several times and is just being tried again.")
        return Obstacle(
            "paused", f"{info.title} failed several times in a row and is paused.", self._in(wait_s)
        )

    def is_paused(self, info: ProviderInfo) -> bool:
        """Tell whether breaker, 429 or a refused key keep this provider from being asked lightly.

        A person's own pause is another matter: it is no reason to leave alone what failed, and stops everything.
        """
        line = self.line(info)
        return line.refusal is not None or not line.breaker.admits() or line.limiter.paused_for_s() > 0

    # ------------------------------------------------------------------------------ what happened

    def call_began(self, info: ProviderInfo) -> None:
        self.line(info).running += 1
        self._changed()

    def call_ended(
        self, info: ProviderInfo, *, error: ProviderError | None, is_conclusive: bool = True
    ) -> None:
        """Note how a call ended; *is_conclusive* is false for a cancelled one, which says nothing."""
        line = self.line(info)
        line.running -= 1
        if is_conclusive:
            line.note_end(error, self.clock())
            if isinstance(error, ProviderRefused):
                line.refusal = error
            elif error is None:
                line.refusal = None
        self._changed()

    def key_missing(self, info: ProviderInfo) -> None:
        """Note that a provider that needs a key has none, before anybody asks it in vain."""
        sentence = f"{info.title} needs a key. Enter one in the settings."
        self.line(info).refusal = ProviderRefused(info.name, sentence, reason="missing")
        self._changed()

    def set_key_sentence(self, info: ProviderInfo, sentence: str) -> None:
        """Take over what is to be said of the keys in use."""
        self.line(info).key_sentence = sentence

    def key_changed(self, name: str) -> None:
        """Forget refusal, pause and failures: they belong to the key before."""
        line = self._lines.get(name)
        if line is not None:
            line.key_changes += 1
            line.refusal = line.last_error = None
            line.limiter.resume()
            line.breaker.reset()

    def try_again(self, provider: str) -> None:
        line = self._lines.get(provider)
        if line is None:
            return
        line.last_error = None
        line.limiter.resume()
        line.breaker.reset()
        self.on_try_again(provider)

    def request_sent(self, name: str) -> None:
        """Count one HTTP request; the hook of the HTTP client."""
        line = self._lines.get(name)
        if line is not None:
            line.count(1, self.clock().date())

    def set_requests_today(self, numbers: Mapping[str, int]) -> None:
        """Take over how many requests all programs on this data have sent today."""
        today = self.clock().date()
        for name, line in self._lines.items():
            line.set_count(numbers.get(name, 0), today)

    # ------------------------------------------------------------------------------ what is shown

    def statuses(self) -> Sequence[ProviderStatus]:
        return tuple(self.status(info) for info in self._infos)

    def status(self, info: ProviderInfo) -> ProviderStatus:
        """Return the lamp of one provider: the most hindering state wins."""
        line = self.line(info)
        lamp, sentence, until = self._lamp(line)
        return ProviderStatus(info.name, lamp, sentence, until, line.requests_on(self.clock().date()))

    def report(self, provider: str) -> ProviderReport:
        info = {info.name: info for info in self._known}[provider]
        line, status = self.line(info), self.status(info)
        if info not in self._infos:
            sentence = f"{info.title} is switched off. What it delivered stays and is marked."
            status = replace(status, lamp=Lamp.PAUSED, sentence=sentence, until=None)
        return ProviderReport(
            status,
            is_enabled=info in self._infos,
            is_paused=line.is_held,
            last_answer_at=line.last_answer_at,
            last_error=line.failure,
            last_error_at=line.failure_at,
            failing_since=line.failing_since,
            key_sentence=line.key_sentence,
            limit_sentence=limit_sentence(info),
        )

    def subscribe(self, on_change: Callable[[], None]) -> Callable[[], None]:
        return self._listeners.add(on_change)

    def close(self) -> None:
        """Stop the timers that announce the end of pauses."""
        for timer in self._timers.values():
            timer.cancel()
        self._timers.clear()
        self._listeners.clear()

    def _lamp(self, line: ProviderLine) -> tuple[Lamp, str, datetime | None]:
        title = line.info.title
        if line.is_held:
            return Lamp.PAUSED, str(line.held_error()), None
        if line.refusal is not None:
            lamp = Lamp.NO_KEY if line.refusal.reason == "missing" else Lamp.REFUSED
            return lamp, str(line.refusal), None
        if line.breaker.state is BreakerState.OPEN:
            obstacle = self.breaker_obstacle(line.info)
            return Lamp.PAUSED, obstacle.sentence, obstacle.until
        wait_s = line.limiter.paused_for_s()
        if wait_s > 0:
            return Lamp.WAITING, f"{title} asked for a rest.", self._in(wait_s)
        if line.running:
            return Lamp.WORKING, f"{title} is being asked.", None
        if line.last_error is not None:
            return Lamp.FAILING, str(line.last_error), None
        if line.breaker.state is BreakerState.PROBING:
            sentence = f"{title} answers again and is asked one title at a time until that lasts."
            return Lamp.RECOVERING, sentence, None
        return Lamp.READY, f"{title} is ready.", None

    def _in(self, seconds: float) -> datetime:
        return self.clock() + timedelta(seconds=seconds)

    def _changed(self) -> None:
        for line in self._lines.values():
            self._watch_end_of_pause(line)
        self._listeners.tell()

    def _watch_end_of_pause(self, line: ProviderLine) -> None:
        """Announce the change once more when the pause is over: time passing calls nobody by itself."""
        name = line.info.name
        if name in self._timers:
            self._timers.pop(name).cancel()
        waits = [wait for wait in (line.breaker.open_for_s(), line.limiter.paused_for_s()) if wait > 0]
        if waits and self._listeners:
            loop = asyncio.get_running_loop()
            self._timers[name] = loop.call_later(min(waits), self._changed)


def verdict_on_service(error: ProviderError | None) -> bool | None:
    """Return what the end of a call tells the breaker: true = healthy, false = failing, ``None`` = nothing.

    5xx, network and time-outs are failures; 404 comes from a service in good health; 401, 429 and answers we
    do not understand say nothing either way.
    """
    if error is None or isinstance(error, ProviderNotFound):
        return True
    told = what_went_wrong(error)
    if isinstance(told, ProviderBusy):
        return None
    return False if told.is_retryable else None


def what_went_wrong(error: ProviderError) -> ProviderError:
    """Return the failure a caller should hear of: behind a back-off of ours that outlasts the deadline stands a
    failed request, and that is what happened."""
    cause = error.__cause__
    return cause if isinstance(error, ProviderBusy) and isinstance(cause, ProviderError) else error
