"""Preferences: kept in a file, checked, and in force at once."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping, Set

from metarr_desktop.domain.errors import StoreError
from metarr_desktop.domain.listeners import Listeners
from metarr_desktop.domain.preferences import Preferences, PreferencesChange
from metarr_desktop.orchestration.rescoring import RescoreAll
from metarr_desktop.services.live_providers import LiveProviders
from metarr_desktop.services.preference_file import PreferenceFile
from metarr_desktop.services.preference_rules import changes_for_file, checked, from_file
from metarr_desktop.services.preference_words import affects_scores, consequences
from metarr_desktop.store import Store

log = logging.getLogger(__name__)

SCORED_AS = "scored_as"
"""Entry of the settings file: no preference, but what the scores in the store rest on."""

_RESCORING_PATIENCE_S = 2.0
"""So long a change waits for the new scores; in a large library they go on in the background."""


class KeptPreferences:
    """Reads the preferences of one installation from its file. Blocking, made before the core is.

    Args:
        titles: slug of every registered provider to how people call it, in the order of the registry.
        languages: of the session, best first: what holds unless something else was chosen.
    """

    def __init__(self, file: PreferenceFile, titles: Mapping[str, str], languages: tuple[str, ...]) -> None:
        self.file = file
        self.titles = titles
        self.defaults = Preferences(order=tuple(titles), languages=languages)
        stored = file.read()
        self.current = from_file(stored, self.defaults, tuple(titles))
        self._stamp = file.stamp()
        self.scored_as = stored.get(SCORED_AS)

    def write(self, preferences: Preferences) -> None:
        """Write what differs from the current ones.

        Raises:
            StoreError: they could not be written; the old ones still hold.
        """
        stored = self.file.read()
        changes = changes_for_file(self.current, preferences, self.defaults, stored)
        if changes:
            self.file.change(changes)

    def written_since(self) -> Preferences | None:
        """Return what another program, or a person by hand, has written since the last look; ``None``: the same."""
        stamp = self.file.stamp()
        if stamp == self._stamp or (stored := self.file.as_it_is()) is None:
            return None
        self._stamp = stamp
        found = from_file(stored, self.defaults, tuple(self.titles))
        return None if found == self.current else found

    def note_scored(self, scored_as: str) -> None:
        """Remember what all pictures are scored by.

        Raises:
            StoreError: it could not be written; they will be scored once more at the next start.
        """
        self.file.change({SCORED_AS: scored_as})
        self.scored_as = scored_as


class StoredPreferences:
    """Implements the ``PreferenceKeeper`` port."""

    def __init__(
        self, kept: KeptPreferences, live: LiveProviders, store: Store, rescoring: RescoreAll
    ) -> None:
        self._kept = kept
        self._live = live
        self._store = store
        self._rescoring = rescoring
        self._lock = asyncio.Lock()
        self._listeners: Listeners[[]] = Listeners()
        self._tasks: set[asyncio.Task[int]] = set()

    @property
    def notice(self) -> str:
        """What a person should hear about a damaged settings file, empty if there was none."""
        return self._kept.file.notice

    def current(self) -> Preferences:
        return self._kept.current

    def defaults(self) -> Preferences:
        return self._kept.defaults

    async def change(self, preferences: Preferences) -> PreferencesChange:
        """Check, keep and apply *preferences*; pictures are scored anew where that follows (see the port)."""
        titles = self._kept.titles
        async with self._lock:
            before = self._kept.current
            known = (*self._kept.defaults.languages, *before.languages)
            after = checked(preferences, titles, known)
            if after == before:
                return PreferencesChange(after)
            await asyncio.to_thread(self._kept.write, after)
            self._kept.current = after
            self._live.apply(after)
        await self._end_rests(before.paused - after.paused)
        self._listeners.tell()
        rescored: int | None = 0
        if affects_scores(before, after):
            rescored = await self._score_anew()
        texts_to_ask = await self._texts_to_ask(after) if before.languages != after.languages else 0
        text = consequences(before, after, titles, rescored=rescored, texts_to_ask=texts_to_ask)
        return PreferencesChange(after, rescored or 0, text)

    async def follow(self) -> None:
        """Let what another program has changed hold here, too; pictures are scored anew by that one."""
        async with self._lock:
            found = await asyncio.to_thread(self._kept.written_since)
            if found is None:
                return
            log.info("The settings were changed by another program and hold here from now on.")
            self._kept.current = found
            self._live.apply(found)
        self._listeners.tell()

    def subscribe(self, on_change: Callable[[], None]) -> Callable[[], None]:
        """Call *on_change* after every change, and once more when pictures have got other scores by it."""
        return self._listeners.add(on_change)

    def settle(self) -> None:
        """Score anew in the background what was last scored by something else.

        So it is after a change whose scoring the end of the program cut short, in another language of the session,
        and with a version of the program that scores otherwise.
        """
        if self._kept.scored_as != self._live.scored_as():
            self._begin_scoring()

    async def close(self) -> None:
        """End scoring that is under way; what was scored stays so."""
        self._listeners.clear()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _end_rests(self, resumed: Set[str]) -> None:
        """Let titles that a pause turned away, and all others that rest, be asked again by the background, too."""
        try:
            for name in sorted(resumed):
                await self._store.run(self._store.fetches.clear_resting, name)
        except StoreError as error:  # they are asked when their rest is over
            log.error("what was turned away rests on: %s", error)

    async def _score_anew(self) -> int | None:
        """Return how many pictures got another score, ``None`` if that takes longer than a person waits.

        The preferences are kept and in force whatever happens here, so a fault is no fault of the change.
        """
        task = self._begin_scoring()
        await asyncio.wait({task}, timeout=_RESCORING_PATIENCE_S)
        return task.result() if task.done() and not task.cancelled() else None

    def _begin_scoring(self) -> asyncio.Task[int]:
        task = asyncio.get_running_loop().create_task(self._rescore(), name="score all pictures anew")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def _rescore(self) -> int:
        scored_as = self._live.scored_as()
        try:
            changed = await self._rescoring.run(self._live.scoring())
            if scored_as == self._live.scored_as():  # else another run has taken the place of this one
                await asyncio.to_thread(self._kept.note_scored, scored_as)
        except StoreError as error:
            log.error("the pictures could not be scored anew: %s", error)
            return 0
        if changed:
            self._listeners.tell()
        return changed

    async def _texts_to_ask(self, preferences: Preferences) -> int:
        enabled = tuple(name for name in preferences.order if name not in preferences.disabled)
        try:
            return await self._store.run(
                self._store.fetches.titles_in_other_language, preferences.languages[0], enabled
            )
        except StoreError as error:  # a number in a sentence; the change itself is done
            log.error("the titles could not be counted: %s", error)
            return 0
