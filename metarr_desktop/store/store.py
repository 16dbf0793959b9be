"""The store: one database, one worker thread that owns its connection, and the repositories that run there."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from metarr_desktop.domain.errors import StoreError
from metarr_desktop.store.answers import Answers
from metarr_desktop.store.automation_lease import AutomationLease
from metarr_desktop.store.cache_entries import CacheEntries
from metarr_desktop.store.choices import Choices, Locks
from metarr_desktop.store.database import DATABASE_ERRORS, Clock, Database, to_store_error
from metarr_desktop.store.dismissals import Dismissals
from metarr_desktop.store.enrichments import Enrichments
from metarr_desktop.store.entities import Entities
from metarr_desktop.store.forgetting import Forgetting
from metarr_desktop.store.history import History
from metarr_desktop.store.id_conflicts import IdConflicts
from metarr_desktop.store.identity import IdentityLog
from metarr_desktop.store.image_files import ImageFiles
from metarr_desktop.store.jobs import Jobs
from metarr_desktop.store.migrations import migrate
from metarr_desktop.store.overview import Overview
from metarr_desktop.store.picture_hashes import PictureHashes
from metarr_desktop.store.proposals import Proposals
from metarr_desktop.store.provider_assets import ProviderAssets
from metarr_desktop.store.provider_fetches import ProviderFetches
from metarr_desktop.store.provider_metadata import ProviderMetadata
from metarr_desktop.store.request_turns import RequestTurns
from metarr_desktop.store.schedules import Schedules
from metarr_desktop.store.score_pages import ScorePages
from metarr_desktop.store.statistics import StatisticsLog
from metarr_desktop.store.statistics_report import StatisticsReport
from metarr_desktop.store.views import Views
from metarr_desktop.store.webhook_events import WebhookEvents

P = ParamSpec("P")
T = TypeVar("T")
_log = logging.getLogger(__name__)
_OPEN_PATIENCE_S = 5.0


class Store:
    """Everything that is kept.

    The repositories (``entities``, ``assets``, ``answers``, ``fetches``, ``metadata``, ``choices``,
    ``locks``, ``history``, ``identity``, ``statistics``, ``turns``, ``score_pages``, ``id_conflicts``,
    ``picture_hashes``, ``image_files``, ``enrichments``, ``proposals``, ``dismissals``, ``views``, ``overview``,
    ``jobs``, ``automation_lease``, ``schedules``, ``webhook_events``, ``report``, ``cache_entries``, ``forgetting``)
    are synchronous and belong to the worker thread: call them through :meth:`run`, or :meth:`call` where no event
    loop runs. Several calls that must see one state go into one function, inside ``with store.transaction():`` if
    they write.

    Attributes:
        provider_order: the user's order of providers, best first; decides ties.
        enabled_providers: those switched on, ``None`` if that was never said: then all count. Rows of the
            others stay and are listed; they count for no age and no failure.
    """

    def __init__(self, database: Database, clock: Clock) -> None:
        """Use :meth:`open`."""
        self.clock = clock
        self.provider_order: tuple[str, ...] = ()
        self.enabled_providers: frozenset[str] | None = None
        self._database = database
        self._executor = ThreadPoolExecutor(1, thread_name_prefix="metarr-store")
        self._is_closed = False

        def order() -> Sequence[str]:
            return self.provider_order

        self.choices = Choices(database)
        self.locks = Locks(self.choices)
        self.history = History(database, clock)
        self.identity = IdentityLog(database, clock, self.choices, self.history)
        self.entities = Entities(database, clock, self.identity, order)
        self.assets = ProviderAssets(database, clock, order)
        self.fetches = ProviderFetches(database)
        self.metadata = ProviderMetadata(database)
        self.id_conflicts = IdConflicts(database, order)
        self.answers = Answers(database, self.fetches, self.metadata, self.entities, self.id_conflicts)
        self.statistics = StatisticsLog(database, clock)
        self.turns = RequestTurns(database)
        self.score_pages = ScorePages(database)
        self.picture_hashes = PictureHashes(database, clock)
        self.image_files = ImageFiles(database, clock)
        self.enrichments = Enrichments(database, clock)
        self.proposals = Proposals(database, clock, self.entities)
        self.dismissals = Dismissals(database, clock)
        self.views = Views(database, clock)
        self.overview = Overview(database, lambda: self.enabled_providers)
        self.jobs = Jobs(database)
        self.automation_lease = AutomationLease(database)
        self.schedules = Schedules(database)
        self.webhook_events = WebhookEvents(database)
        self.report = StatisticsReport(database, clock, self.statistics, lambda: self.enabled_providers)
        self.cache_entries = CacheEntries(database, clock)
        self.forgetting = Forgetting(database, clock, self.fetches)

    @classmethod
    def open(
        cls,
        database_url: str,
        *,
        clock: Clock,
        backup_folder: Path | None = None,
        provider_order: Sequence[str] = (),
    ) -> Store:
        """Open the database, made or brought up to date if need be. Blocks; not for the event loop.

        Args:
            database_url: a path, ``sqlite:///path`` or ``postgresql://…``.
            clock: the present moment, aware.
            backup_folder: where a copy of the file goes before its format changes; ``None`` makes none.
            provider_order: the user's order of providers, best first.

        Raises:
            StoreError: it cannot be opened; ``reason`` says why. Nothing was deleted.
            InvalidInput: *database_url* names no database.
        """
        store = cls(Database(database_url), clock)
        store.provider_order = tuple(provider_order)
        try:
            store.call(store._prepare, backup_folder)
        except StoreError as error:
            store.close_now()
            raise StoreError(f"{error}{store._whereabouts(backup_folder)}", reason=error.reason) from error
        except BaseException:
            store.close_now()
            raise
        return store

    def set_providers(self, order: Sequence[str], enabled: frozenset[str]) -> None:
        """Take over the user's order and who is switched on; from any thread, the next call goes by it."""
        self.provider_order = tuple(order)
        self.enabled_providers = enabled

    def counts_provider(self, name: str) -> bool:
        """Tell whether what was asked of this provider counts for the age of a title: it is switched on."""
        return self.enabled_providers is None or name in self.enabled_providers

    async def run(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run *function* on the worker thread and return what it returns.

        Cancelling the waiting task abandons only the waiting: a function that has begun runs to its end, so
        that nothing is half-written; one that has not begun never runs.

        Raises:
            StoreError: the database failed; other errors come through as they are.
        """
        future = self._submit(function, *args, **kwargs)
        try:
            return await asyncio.wrap_future(future)
        except asyncio.CancelledError:
            future.add_done_callback(_log_unseen_failure)
            raise

    def call(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Do as :meth:`run`, blocking; for programs without an event loop, and tests."""
        return self._submit(function, *args, **kwargs).result()

    def transaction(self) -> AbstractContextManager[Any]:
        """Make what follows one transaction; worker thread only."""
        return self._database.transaction()

    async def close(self) -> None:
        """Finish what is under way and close the database. Closing again does nothing."""
        if not self._is_closed:
            await asyncio.wrap_future(self._shut())

    def close_now(self) -> None:
        """Do as :meth:`close`, blocking."""
        if not self._is_closed:
            self._shut().result()

    def _shut(self) -> Future[None]:
        """Close the database after what is under way; a call that came later would open it again on a server."""
        closing = self._submit(self._database.close)
        self._is_closed = True
        self._executor.shutdown(wait=False)
        return closing

    def _whereabouts(self, backup_folder: Path | None) -> str:
        """Name the file a person has to look after, and its backups if there are any."""
        if self._database.file is None:
            return ""
        has_backups = backup_folder is not None and any(backup_folder.glob("*"))
        return f" The file is {self._database.file}." + (
            f" Backups are in {backup_folder}." if has_backups else ""
        )

    def _prepare(self, backup_folder: Path | None) -> None:
        deadline = time.monotonic() + _OPEN_PATIENCE_S
        while True:
            try:
                self._database.connect()
                break
            except DATABASE_ERRORS as error:
                # Two programs switching a new file to WAL at once: SQLite does not wait, whatever
                # busy_timeout is.
                if to_store_error(error).reason != "locked" or time.monotonic() > deadline:
                    raise
                self._database.close()
                time.sleep(0.02)
        migrate(self._database, self.clock, backup_folder)

    def _submit(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        if self._is_closed:
            raise StoreError("The database is closed already. Nothing was changed.", reason="other")
        return self._executor.submit(lambda: self._guarded(function, *args, **kwargs))

    def _guarded(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        try:
            if not self._database.is_sqlite and function != self._database.close:
                self._database.connect()  # heals a connection the server has dropped
            return function(*args, **kwargs)
        except DATABASE_ERRORS as error:
            raise to_store_error(error) from error


def _log_unseen_failure(future: Future[Any]) -> None:
    if not future.cancelled() and (error := future.exception()) is not None:
        _log.error("a database call nobody waited for any more failed: %s", error)
