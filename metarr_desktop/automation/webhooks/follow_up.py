"""What follows from an event: the title is found or added, and what is older than a week is fetched."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import partial
from typing import Any

from metarr_desktop.automation.follow_ups import FollowUps
from metarr_desktop.automation.webhooks.titles import Found, Places, find_or_add
from metarr_desktop.domain.entity import Entity, EntityKey
from metarr_desktop.domain.errors import AllProvidersFailed
from metarr_desktop.domain.fetch import Consumer, FetchRequest, FetchResult, Priority
from metarr_desktop.domain.jobs import Job, JobContext
from metarr_desktop.domain.path_mapping import PathMapping, to_local
from metarr_desktop.domain.ports import ProviderCache
from metarr_desktop.domain.webhook_payload import WebhookTitle, read_notice
from metarr_desktop.store import Store

TIMEOUT = timedelta(minutes=20)


class WebhookFollowUp:
    """The handler of jobs of kind "webhook"; belongs to the event loop.

    Args:
        follow_ups: decides which titles are enriched for what came; ``None``: none is.
        mappings: folders of the other programs and where they are here; blocking, called on a thread.
        is_there: tells whether a path is on this machine; blocking, called on a thread.
    """

    def __init__(
        self,
        store: Store,
        cache: ProviderCache,
        mappings: Callable[[], tuple[PathMapping, ...]],
        is_there: Callable[[str], bool] = os.path.lexists,
        follow_ups: FollowUps | None = None,
    ) -> None:
        self._follow_ups = follow_ups
        self._store = store
        self._cache = cache
        self._mappings = mappings
        self._is_there = is_there

    async def handle(self, job: Job, context: JobContext) -> Mapping[str, Any]:
        """See ``JobHandler``; returns the titles, how many pictures are new, and a sentence."""
        event = await self._store.run(self._store.webhook_events.find, int(job.payload["event_id"]))
        if event is None:
            return {"titles": [], "sentence": "The event is forgotten; nothing was done."}
        title = read_notice(event.source, event.payload).title
        if title is None:
            report: dict[str, Any] = {"titles": [], "sentence": "Nothing follows from this event."}
        else:
            report = await self._follow(title, context)
        keys = report.pop("fetched", ())

        def write() -> None:
            now = self._store.clock()
            with self._store.transaction():
                if self._follow_ups is not None:
                    followed = self._follow_ups.after_webhook(keys, job.created_at, now)
                    report["enriched_next"] = len(followed)
                    if followed:
                        report["sentence"] += " Artwork is looked for next."
                self._store.webhook_events.finish(event.id, report["sentence"])

        await self._store.run(write)
        return report

    async def _follow(self, title: WebhookTitle, context: JobContext) -> dict[str, Any]:
        places, remark = await asyncio.to_thread(self._places, title)
        found = await self._store.run(partial(find_or_add, self._store, title, places))
        new, unreached, fetched = 0, None, list[EntityKey]()
        sentences = [found.words, remark]
        for number, entity in enumerate(found.entities):
            context.progress(number, len(found.entities), f"Fetching {entity.label}")
            if not entity.is_monitored:
                sentences.append(f"{entity.label} is not monitored and was left alone.")
                continue
            try:
                result = await self._cache.fetch_assets(_request(entity))
            except AllProvidersFailed as error:  # the other titles are not to wait for it
                unreached = error
                continue
            new += _new_pictures(result)
            fetched.append(entity.key)
        if unreached is not None:
            raise unreached
        return {
            "titles": [str(entity.key) for entity in found.entities],
            "is_new": found.is_new,
            "new_pictures": new,
            "fetched": fetched,
            "sentence": " ".join(filter(None, [_in_words(title, found, new), *sentences])),
        }

    def _places(self, title: WebhookTitle) -> tuple[Places, str]:
        """Return where the title is on this machine, and what a person should hear about that."""
        mappings = self._mappings()
        former = tuple(
            place for each in title.former_paths if (place := to_local(each, mappings)) is not None
        )
        if not title.path:
            return Places(None, former), ""
        path = to_local(title.path, mappings)
        if path is None or not self._is_there(path):
            return Places(None, former), (
                f"There is no {path or title.path} on this machine; a path mapping can say where it is."
            )
        return Places(path, former), ""


def _request(entity: Entity) -> FetchRequest:
    return FetchRequest(entity.key, force=False, priority=Priority.AUTOMATION, consumer=Consumer.WEBHOOK)


def _new_pictures(result: FetchResult) -> int:
    return sum(map(len, result.changes.new_asset_ids.values()))


def _in_words(title: WebhookTitle, found: Found, new: int) -> str:
    if not found.entities:
        return f"The library has no album of {title.label} yet; nothing was fetched."
    labels = [entity.label for entity in found.entities]
    named = labels[0] if len(labels) == 1 else f"{len(labels)} titles"
    named = f"{named} was added" if found.is_new else named
    if len(labels) == 1 and not found.entities[0].external_ids:
        return f"{named}; without an id nothing can be fetched for it yet."
    pictures = "1 new picture" if new == 1 else f"{new} new pictures"
    return f"{named}: {pictures if new else 'nothing new'}."
