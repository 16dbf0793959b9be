"""One call of ``fetch_assets``: takes what is fresh, joins what is under way, asks for the rest.

Providers that hold a usable id are asked first. Every answer may teach ids; as soon as one does, providers that
were waiting for such an id are asked, too, within the same deadline.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from metarr_desktop.domain.entity import ExternalIds
from metarr_desktop.domain.fetch import (
    FetchRequest,
    Outcome,
    Priority,
    ProgressCallback,
    ProgressState,
    ProviderOutcome,
    ProviderProgress,
)
from metarr_desktop.domain.fetch_record import FetchBasis
from metarr_desktop.domain.provider import ProviderInfo
from metarr_desktop.orchestration.fetch_orchestrator import (
    ProviderAsk,
    combined,
    deadline_s,
    final_progress,
)
from metarr_desktop.orchestration.fetch_plan import CacheSettings, ProviderPlan, TitleView, plan_provider
from metarr_desktop.orchestration.flights import Flight, tell
from metarr_desktop.orchestration.health import ProviderHealth
from metarr_desktop.orchestration.provider_flight import AssetFlight, FlightOrder, Landing, ProviderFlights
from metarr_desktop.orchestration.title_reader import TitleReader
from metarr_desktop.providers.base import AssetProvider


@dataclass(frozen=True, slots=True)
class ProviderEnd:
    """How one provider fared in this call.

    ``landings``: the flights of it that were waited for to their end; several where an id that another part of it
    needed came later.
    """

    plan: ProviderPlan
    outcome: ProviderOutcome
    landings: tuple[Landing, ...] = ()

    @property
    def is_outdated(self) -> bool:
        return any(landing.is_outdated for landing in self.landings)


@dataclass(frozen=True, slots=True)
class CallReport:
    """How the call went.

    Attributes:
        view: the title as it was known at the end.
        ends: every needed provider, in the user's order.
        started, joined: flights begun by this call, and flights of others it waited for.
    """

    view: TitleView
    ends: Mapping[str, ProviderEnd]
    started: int = 0
    joined: int = 0


class FetchCall:
    """Runs once.

    Args:
        providers: the enabled ones the request is about, in the user's order.
        on_progress: told every step of every provider.
    """

    def __init__(
        self,
        request: FetchRequest,
        providers: Sequence[AssetProvider],
        *,
        reader: TitleReader,
        flights: ProviderFlights,
        health: ProviderHealth,
        settings: CacheSettings,
        clock: Callable[[], datetime],
        on_progress: ProgressCallback | None = None,
    ) -> None:
        self._request = request
        self._providers = {provider.info.name: provider for provider in providers}
        self._reader = reader
        self._flights = flights
        self._health = health
        self._settings = settings
        self._clock = clock
        self._on_progress = on_progress
        self._ends: dict[str, ProviderEnd] = {}
        self._waiting: dict[asyncio.Task[Landing | None], ProviderPlan] = {}
        self._asked: dict[str, set[tuple[str, FetchBasis]]] = {}
        self._learned = ExternalIds()
        self._time_from: dict[str, float] = {}
        self._started_s = asyncio.get_running_loop().time()
        self._started = self._joined = 0

    async def run(self) -> CallReport:
        """Return how every needed provider fared; only cancellation and refused requests are raised.

        Raises:
            IdentityConflict: an id of the request contradicts the stored one.
        """
        view = await self._reader.open(self._request)
        try:
            while True:
                # From a look at the store to the flights begun because of it nothing is awaited: a flight that
                # lands in between could otherwise be flown twice.
                self._begin(view)
                if not self._waiting:
                    break
                done, _ = await asyncio.wait(self._waiting, return_when=asyncio.FIRST_COMPLETED)
                for task in done:
                    self._end(self._waiting.pop(task), task)
                view = await self._reader.look_again(view, self._learned)
        finally:
            await self._leave()
        for end in self._ends.values():
            if end.plan.lacks_id:
                self._tell(final_progress(end.outcome))
        ends = {name: self._ends[name] for name in self._providers if name in self._ends}
        return CallReport(view, ends, self._started, self._joined)

    # ------------------------------------------------------------------------------ who is asked

    def _begin(self, view: TitleView) -> None:
        """Settle or board every provider that is neither settled nor waited for."""
        boarded = {plan.info.name for plan in self._waiting.values()}
        now = self._clock()
        for name, provider in self._providers.items():
            if name in boarded:
                continue
            is_in_flight = self._flights.flights.running((self._request.key, name)) is not None
            plan = plan_provider(
                provider, self._request, view, self._settings, self._health, now, is_in_flight=is_in_flight
            )
            if plan is None or not self._is_open(name, plan):
                continue
            if name in self._ends and not self._ends[name].is_outdated:
                plan = plan.without(self._asked.get(name, set()))
            if plan.settled is None:
                self._board(plan, view)
            else:
                self._ends[name] = ProviderEnd(plan, plan.settled)
                if not plan.lacks_id:  # that may change until the end
                    self._tell(_settled_progress(plan.settled))

    def _is_open(self, name: str, plan: ProviderPlan) -> bool:
        """Tell whether this provider is not settled, or has to be asked again for a good reason."""
        end = self._ends.get(name)
        if end is None or end.is_outdated:
            return True
        if end.plan.lacks_id:
            return not plan.lacks_id
        is_unasked = bool(plan.without(self._asked.get(name, set())).groups)
        if end.plan.waiting_groups - plan.waiting_groups:  # the id came that another part of it waited for
            return is_unasked
        return is_unasked and end.outcome.outcome is Outcome.NOT_FOUND  # a better id came

    def _board(self, plan: ProviderPlan, view: TitleView) -> None:
        """Join the running flight, wait behind it, or start one."""
        priority, is_forced = self._request.priority, self._request.force
        covers, subject = plan.asked_pairs(), plan.info.name
        own_s = deadline_s(plan.info.deadlines, priority)
        waiting: Coroutine[Any, Any, Landing | None]
        flight = self._flights.flights.running((self._request.key, plan.info.name))
        if flight is None:
            within_s = min(own_s, self._remaining_s(plan.info))
            if within_s <= 0:
                message = f"No time was left to ask {plan.info.title}."
                self._settle_unasked(plan, Outcome.TIMED_OUT, message)
                return
            flight = Flight(covers=covers, subject=subject, is_forced=is_forced, priority=priority)
            order = FlightOrder(self._ask(plan, view), dict(covers), view)
            self._flights.start(flight, order, within_s=within_s)
            self._asked.setdefault(plan.info.name, set()).update(covers)
            self._started += 1
            waiting = self._wait(flight, None)
        elif flight.serves(covers=covers, subject=subject, is_forced=is_forced):
            self._asked.setdefault(plan.info.name, set()).update(covers)
            self._joined += 1
            waiting = self._wait(flight, own_s if priority is Priority.USER else None)
        else:
            waiting = self._wait_behind(flight, own_s if priority is Priority.USER else None, plan.info.name)
        task = asyncio.get_running_loop().create_task(waiting, name=f"wait for {plan.info.name}")
        self._waiting[task] = plan

    def _ask(self, plan: ProviderPlan, view: TitleView) -> ProviderAsk:
        ids = {name: (basis.id_kind, basis.id_value) for name, basis in plan.asked_pairs()}
        kind, value = ids[plan.groups[0].name]
        return ProviderAsk(
            plan.provider, self._request.key.entity_type, kind, value, plan.groups,
            view.entity.external_ids, self._settings.languages, self._request.force, ids,
        )  # fmt: skip

    def _remaining_s(self, info: ProviderInfo) -> float:
        """Return the seconds left of the one deadline that both waves share."""
        whole_s = max(
            deadline_s(provider.info.deadlines, self._request.priority)
            for provider in self._providers.values()
        )
        since = self._time_from.get(info.name, self._started_s)
        return whole_s - (asyncio.get_running_loop().time() - since)

    # ------------------------------------------------------------------------------ who is waited for

    async def _wait(self, flight: AssetFlight, timeout_s: float | None) -> Landing:
        return await self._flights.flights.wait(
            flight, priority=self._request.priority, timeout_s=timeout_s, on_progress=self._on_progress
        )

    async def _wait_behind(self, flight: AssetFlight, timeout_s: float | None, name: str) -> None:
        """Wait for the end of a flight that does not serve us; our own starts with the next look."""
        assert flight.task is not None
        self._tell(ProviderProgress(name, ProgressState.QUEUED))
        with flight.urged_by(self._request.priority):
            await asyncio.wait({flight.task}, timeout=timeout_s)
        if not flight.task.done():
            raise TimeoutError
        self._time_from[name] = asyncio.get_running_loop().time()

    def _end(self, plan: ProviderPlan, task: asyncio.Task[Landing | None]) -> None:
        title = plan.info.title
        if task.cancelled():
            self._settle_unasked(plan, Outcome.CANCELLED, f"Asking {title} was cancelled.", was_asked=True)
            return
        try:
            landing = task.result()
        except TimeoutError:
            message = f"{title} did not answer in time; the request goes on in the background."
            self._settle_unasked(plan, Outcome.TIMED_OUT, message, was_asked=True)
            return
        if landing is None:  # waited behind another flight
            return
        earlier = self._landings_beside(landing, plan.info.name)
        outcome = combined([*(each.reply.outcome for each in earlier), landing.reply.outcome])
        self._ends[plan.info.name] = ProviderEnd(plan, outcome, (*earlier, landing))
        if not landing.is_saved:
            for reply in landing.reply.groups:
                if reply.answer is not None:
                    self._learned = self._learned.filled_from(reply.answer.external_ids)

    def _landings_beside(self, landing: Landing, name: str) -> tuple[Landing, ...]:
        """Return the earlier landings that still count: for this title as it is, with other parts."""
        end = self._ends.get(name)
        if end is None or end.is_outdated:
            return ()
        groups = {reply.group.name for reply in landing.reply.groups}
        return tuple(
            each for each in end.landings if not groups & {reply.group.name for reply in each.reply.groups}
        )

    def _settle_unasked(
        self, plan: ProviderPlan, outcome: Outcome, message: str, *, was_asked: bool = False
    ) -> None:
        settled = ProviderOutcome(plan.info.name, outcome, outcome.value, message, was_asked=was_asked)
        before = self._ends.get(plan.info.name)
        landings = () if before is None or before.is_outdated else before.landings
        fared = combined([*(each.reply.outcome for each in landings), settled])
        self._ends[plan.info.name] = ProviderEnd(plan, fared, landings)
        self._tell(final_progress(settled))

    async def _leave(self) -> None:
        """Take this call's waiters away, if it is cancelled; flights nobody waits for any more are cancelled."""
        if not self._waiting:
            return
        for task in self._waiting:
            task.cancel()
        await asyncio.wait(self._waiting)
        for plan in self._waiting.values():
            self._tell(ProviderProgress(plan.info.name, ProgressState.CANCELLED))

    def _tell(self, progress: ProviderProgress) -> None:
        if self._on_progress is not None:
            tell(self._on_progress, progress)


def _settled_progress(outcome: ProviderOutcome) -> ProviderProgress:
    if outcome.outcome.is_success:
        return ProviderProgress(
            outcome.provider, ProgressState.FRESH, item_count=outcome.item_count, message=outcome.message
        )
    return final_progress(outcome)
