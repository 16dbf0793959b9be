"""Draws jobs from the table and runs them on the event loop, in the one program that holds the automation."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta

from metarr_desktop.automation.job_queue import StoredJobQueue
from metarr_desktop.automation.job_run import MAX_ATTEMPTS, HandlerSpec, Stop
from metarr_desktop.automation.process_owner import has_surely_ended, this_process
from metarr_desktop.automation.running_jobs import RunningJobs
from metarr_desktop.domain.errors import StoreError
from metarr_desktop.domain.jobs import (
    HEARTBEAT,
    HISTORY_LIFE,
    RESCUE_EVERY,
    Job,
    JobHandler,
    JobPriority,
)
from metarr_desktop.domain.listeners import Listeners
from metarr_desktop.store import Store
from metarr_desktop.store.automation_lease import LeaseState
from metarr_desktop.store.database import Clock

log = logging.getLogger(__name__)

SLOTS = 4
"""Jobs at once. One slot is never given to scheduled or long work, so that a person's job need not wait for it."""
_STRONG_IN_A_ROW = 3
"""After so many stronger jobs the weakest that waits has its turn."""
_POLL_S = 1.0
_LAST_ROUND_S = 5.0
"""So long a program that ends waits for what it has begun in the database."""
_STANDBY_S = 5.0
"""How often a program that stands by looks whether the other is still there."""
_PRUNE_EVERY = timedelta(hours=1)
_LOOK_EVERY = timedelta(seconds=5)

Tick = Callable[[], Awaitable[object]]


class JobRunner:
    """Runs jobs while it holds the automation of its database; another program's runner stands by meanwhile.

    Belongs to the event loop. Starts nothing before :meth:`start`.

    Args:
        clock: aware time, the machine's own: other programs read what is written with it.
        owner: signs leases; a name no other program has.
        is_gone: tells of another owner that it is known to have ended.
        monotonic: seconds that never go back, for the pace of its own rounds.
        poll_s: how soon jobs of other programs are noticed.
    """

    def __init__(
        self,
        store: Store,
        queue: StoredJobQueue,
        *,
        clock: Clock,
        owner: str | None = None,
        slots: int = SLOTS,
        is_gone: Callable[[str], bool] = has_surely_ended,
        monotonic: Callable[[], float] = time.monotonic,
        poll_s: float = _POLL_S,
    ) -> None:
        self.owner = owner or this_process()
        self.lease: LeaseState | None = None
        """Who held the automation when that was last looked at."""
        self.is_paused = False
        """Whether the automatic work was paused when that was last looked at."""
        self.trouble = ""
        """Why jobs cannot be looked after now, one sentence; empty if they can."""
        self._store = store
        self._queue = queue
        self._clock = clock
        self._slots = slots
        self._is_gone = is_gone
        self._monotonic = monotonic
        self._poll_s = poll_s
        self._specs: dict[str, HandlerSpec] = {}
        self._ticks: list[Tick] = []
        self._looks: list[Tick] = []
        self._wake = asyncio.Event()
        self._runs = RunningJobs(store, queue, self.owner, clock=clock, on_end=self._wake.set, retry_s=poll_s)
        self._server: asyncio.Task[None] | None = None
        self._is_stopping = False
        self._next_at: dict[str, float] = {}
        self._strong_in_a_row = 0
        self._state_listeners: Listeners[[]] = Listeners()
        self._told: tuple[object, ...] = ()

    def register(
        self,
        kind: str,
        handler: JobHandler,
        *,
        timeout: timedelta,
        max_attempts: int = MAX_ATTEMPTS,
        is_long: bool = False,
    ) -> None:
        """Let jobs of *kind* be done by *handler*; it is cancelled after *timeout*.

        Those that are long never take the last slot, whoever wants them.
        """
        self._specs[str(kind)] = HandlerSpec(handler, timeout, max_attempts, is_long)

    def on_tick(self, tick: Tick) -> None:
        """Call *tick* when this program takes the automation over and every 30 s as long as it holds it."""
        self._ticks.append(tick)

    def on_look(self, look: Tick) -> None:
        """Call *look* as :meth:`on_tick` does, every 5 s and also while all is paused: what jobs under way go by."""
        self._looks.append(look)

    def on_state(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Call *listener* when the lease, the pause or the trouble is another than before; returns what ends that."""
        return self._state_listeners.add(listener)

    async def set_paused(self, is_paused: bool) -> None:
        """Let nothing new be begun by any program on this database, or let it go on; kept across restarts."""
        await self._store.run(self._store.automation_lease.set_paused, is_paused, now=self._clock())
        self._note_pause(is_paused)
        self._wake.set()
        self._tell_state()

    async def look_for_pause(self) -> bool:
        """Return whether the automatic work is paused now, by whichever program."""
        self._note_pause(await self._store.run(self._store.automation_lease.is_paused))
        return self.is_paused

    @property
    def holds_automation(self) -> bool:
        """Whether this program does the automatic work now."""
        return self.lease is not None and self.lease.is_mine and self._clock() < self.lease.until

    @property
    def running(self) -> list[Job]:
        """What runs in this program, with its latest progress."""
        return self._runs.jobs

    async def start(self) -> None:
        """Begin to draw jobs, or to stand by; returns at once. Starting twice does nothing."""
        if self._server is None:
            self._is_stopping = False
            self._next_at.clear()
            self._server = asyncio.get_running_loop().create_task(self._serve(), name="job runner")

    async def stop(self) -> None:
        """End what runs and put it back, give the automation up. Can be called again."""
        server, self._server = self._server, None
        self._is_stopping = True
        self._wake.set()
        if server is not None:
            # A claim on its way comes first: cancelled, its job would belong to nobody until its lease is over.
            await asyncio.wait({server}, timeout=_LAST_ROUND_S)
            server.cancel()
            await asyncio.gather(server, return_exceptions=True)
        await self._runs.end_all(Stop.PUT_BACK)
        if self.lease is not None and self.lease.is_mine:
            with contextlib.suppress(StoreError):  # it runs out by itself
                await self._store.run(self._store.automation_lease.release, self.owner, now=self._clock())
        self.lease = None
        self._tell_state()

    async def run_due(self) -> bool:
        """Do what is due now, until nothing is; returns ``False`` if another program holds the automation.

        For a program that ends afterwards: it is not started, and :meth:`stop` is still called.
        """
        self._next_at.clear()
        while True:
            self._wake.clear()
            await self._round()
            if self.lease is None or not self.lease.is_mine:
                return False
            # One that ended while a claim was on its way may have left room for what was not taken.
            if not self._runs and not self._wake.is_set():
                return True
            await self._pause()

    async def _serve(self) -> None:
        end = self._queue.subscribe(lambda job: self._wake.set())
        try:
            while not self._is_stopping:
                self._wake.clear()
                try:
                    await self._round()
                except Exception as error:  # a fault in one round must not end the automatic work for good
                    self._note_trouble(
                        f"Something in this program went wrong ({type(error).__name__}).", error
                    )
                if not self._is_stopping:
                    await self._pause()
        finally:
            end()

    async def _pause(self) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(self._poll_s):
                await self._wake.wait()

    async def _round(self) -> None:
        """Look after leases, rescue, hear of cancelled jobs, fill the slots."""
        try:
            # After the machine slept the lease has run out though no second has passed for this program.
            has_lapsed = self.lease is not None and self.lease.is_mine and not self.holds_automation
            if self._is_time("beat", HEARTBEAT) or has_lapsed:
                await self._beat()
            await self.look_for_pause()
            if not self.holds_automation:
                self.trouble = ""
                return
            if self._is_time("look", _LOOK_EVERY):
                await self._call(self._looks)
            if self._is_time("rescue", RESCUE_EVERY):
                await self._rescue()
                # While paused a schedule begins nothing, either; what it misses is due when it goes on.
                if not self.is_paused:
                    await self._call(self._ticks)
            if self._is_time("prune", _PRUNE_EVERY):
                await self._store.run(self._store.jobs.prune, self._clock() - HISTORY_LIFE)
            await self._runs.save_progress()
            await self._runs.heed_aborts()
            await self._fill()
            self.trouble = ""
        except StoreError as error:  # a full disk or a locked file passes
            self._note_trouble(str(error))
        finally:
            self._tell_state()

    def _note_trouble(self, words: str, fault: Exception | None = None) -> None:
        if words != self.trouble:  # said once, not every second
            log.warning("Jobs cannot be looked after: %s", words, exc_info=fault)
        self.trouble = words
        self._tell_state()

    def _note_pause(self, is_paused: bool) -> None:
        if self.is_paused and not is_paused:
            self._next_at.pop("rescue", None)  # what became due meanwhile begins now
        self.is_paused = is_paused

    def _tell_state(self) -> None:
        state = (self.lease is not None, self.holds_automation, self.is_paused, self.trouble)
        if state == self._told:
            return
        self._told = state
        self._state_listeners.tell()

    def _is_time(self, what: str, every: timedelta) -> bool:
        now = self._monotonic()
        if now < self._next_at.get(what, now):
            return False
        self._next_at[what] = now + every.total_seconds()
        return True

    async def _beat(self) -> None:
        was_mine = self.holds_automation
        now, ours = self._clock(), self._runs.ids

        def renew() -> LeaseState:
            with self._store.transaction():
                state = self._store.automation_lease.take(self.owner, now=now, is_gone=self._is_gone)
                if state.is_mine:
                    self._store.jobs.renew(self.owner, ours, now=now)
                return state

        self.lease = await self._store.run(renew)
        if self.lease.is_mine and not was_mine:
            log.info("This program does the automatic work now.")
            self._next_at.pop("rescue", None)
        elif not self.lease.is_mine:
            # Asked again when it can have run out, so that a program that died is replaced within its life.
            rest_s = max((self.lease.until - now).total_seconds() + 0.05, 0.05)
            self._next_at["beat"] = self._monotonic() + min(rest_s, _STANDBY_S)
            if self._runs:
                log.warning("Another program has taken over the automatic work; what ran here is ended.")
                await self._runs.end_all(Stop.PUT_BACK)

    async def _rescue(self) -> None:
        now, ours = self._clock(), self._runs.ids

        def rescue() -> list[Job]:
            with self._store.transaction():
                # A clock that was set back has made our own leases reach too far ahead to be believed.
                self._store.jobs.renew(self.owner, ours, now=now)
                return self._store.jobs.rescue(now=now, is_gone=self._is_gone_or_lost)

        for job in await self._store.run(rescue):
            log.info("job %s (%s) lost its program and is ready again", job.id, job.key)
            self._queue.announce(job)

    def _is_gone_or_lost(self, owner: str) -> bool:
        return owner != self.owner and self._is_gone(owner)

    async def _call(self, ticks: Sequence[Tick]) -> None:
        for tick in ticks:
            try:
                await tick()
            except StoreError:
                raise
            except Exception:  # a schedule that breaks must not stop the jobs of everybody else
                log.exception("a schedule could not be looked after")

    async def _fill(self) -> None:
        while len(self._runs) < self._slots and not self._is_stopping:
            job = await self._claim()
            if job is None:
                return
            self._runs.begin(job, self._specs[job.kind])

    async def _claim(self) -> Job | None:
        jobs, all_but_one = self._runs.jobs, max(self._slots - 1, 1)
        has_room_for_scheduled = sum(job.priority is JobPriority.SCHEDULED for job in jobs) < all_but_one
        has_room_for_long = sum(self._specs[job.kind].is_long for job in jobs) < all_but_one
        job = await self._store.run(
            self._store.jobs.claim,
            self.owner,
            [kind for kind, spec in self._specs.items() if has_room_for_long or not spec.is_long],
            now=self._clock(),
            at_least=JobPriority.SCHEDULED if has_room_for_scheduled else JobPriority.WEBHOOK,
            weakest_first=self._strong_in_a_row >= _STRONG_IN_A_ROW,
        )
        if job is not None:
            was_its_turn = self._strong_in_a_row >= _STRONG_IN_A_ROW
            is_weak = was_its_turn or job.priority is JobPriority.SCHEDULED
            self._strong_in_a_row = 0 if is_weak else self._strong_in_a_row + 1
        return job
