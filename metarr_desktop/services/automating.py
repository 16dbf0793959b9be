"""Puts the automation together over the built core."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from metarr_desktop.automation import schedule
from metarr_desktop.automation.automation import Automation
from metarr_desktop.automation.change_news import ChangeNews
from metarr_desktop.automation.enrichment import Enrichment
from metarr_desktop.automation.enrichment_jobs import BATCH_TIMEOUT, EnrichmentJobs
from metarr_desktop.automation.enrichment_jobs import TIMEOUT as ENRICHMENT_TIMEOUT
from metarr_desktop.automation.follow_ups import FollowUps
from metarr_desktop.automation.housekeeping import Housekeeping
from metarr_desktop.automation.job_queue import StoredJobQueue
from metarr_desktop.automation.proposals import ProposalReview
from metarr_desktop.automation.runner import JobRunner
from metarr_desktop.automation.schedule import UpdateSchedule
from metarr_desktop.automation.webhooks.desk import WebhookDesk
from metarr_desktop.automation.webhooks.follow_up import TIMEOUT as FOLLOW_UP_TIMEOUT
from metarr_desktop.automation.webhooks.follow_up import WebhookFollowUp
from metarr_desktop.cache_manager import ProviderCacheManager
from metarr_desktop.domain.jobs import JobKind
from metarr_desktop.domain.status import Lamp
from metarr_desktop.orchestration.health import ProviderHealth
from metarr_desktop.providers.base import ChangeFeed
from metarr_desktop.services.live_providers import LiveProviders
from metarr_desktop.services.webhook_settings import StoredWebhookSettings
from metarr_desktop.store import Store
from metarr_desktop.store.database import Clock

_CANNOT_BE_ASKED = frozenset({Lamp.NO_KEY, Lamp.REFUSED})


def build_automation(
    store: Store,
    cache: ProviderCacheManager,
    live: LiveProviders,
    health: ProviderHealth,
    enriching: tuple[Enrichment, ProposalReview, FollowUps],
    webhook_settings: StoredWebhookSettings,
    *,
    clock: Clock,
) -> Automation:
    """Return the automation, at rest; needs no running event loop."""
    queue = StoredJobQueue(store, clock)
    runner = JobRunner(store, queue, clock=clock)
    enrichment, proposals, follow_ups = enriching
    updates = UpdateSchedule(
        store, queue, cache, clock=clock, providers=partial(_askable, live, health),
        requests_today=partial(_requests_today, health), news=ChangeNews(store, partial(_feeds, live, health)),
        follow_ups=follow_ups, is_paused=lambda: runner.is_paused,
    )  # fmt: skip
    jobs = EnrichmentJobs(
        enrichment, store, queue, clock=clock, quiet_until=updates.quiet_until,
        is_paused=lambda: runner.is_paused, within_budget=updates.within_budget,
    )  # fmt: skip
    webhooks = WebhookDesk(store, queue, clock=clock, settings=webhook_settings)
    follow_up = WebhookFollowUp(store, cache, webhook_settings.mappings, follow_ups=follow_ups)
    runner.register(JobKind.UPDATE, updates.run, timeout=schedule.TIMEOUT, is_long=True)
    runner.register(JobKind.ENRICH, jobs.handle, timeout=ENRICHMENT_TIMEOUT)
    runner.register(JobKind.ENRICH_TITLES, jobs.handle_titles, timeout=BATCH_TIMEOUT, is_long=True)
    runner.register(JobKind.WEBHOOK, follow_up.handle, timeout=FOLLOW_UP_TIMEOUT)
    queue.on_retry(JobKind.ENRICH_TITLES, jobs.again)
    queue.on_retry(JobKind.WEBHOOK, webhooks.again)
    for tick in (updates.tick, Housekeeping(store, clock).tick, webhooks.prune, webhooks.follow):
        runner.on_tick(tick)
    return Automation(queue, runner, updates, enrichment, jobs, proposals, webhooks)


def _askable(live: LiveProviders, health: ProviderHealth) -> frozenset[str]:
    names = (provider.info.name for provider in live.providers())
    return frozenset(name for name in names if _can_be_asked(health, name))


def _feeds(live: LiveProviders, health: ProviderHealth) -> Mapping[str, ChangeFeed]:
    names = _askable(live, health)
    return {
        provider.info.name: provider
        for provider in live.providers()
        if isinstance(provider, ChangeFeed) and provider.info.name in names
    }


def _requests_today(health: ProviderHealth) -> Mapping[str, int]:
    return {status.provider: status.requests_today for status in health.statuses()}


def _can_be_asked(health: ProviderHealth, name: str) -> bool:
    report = health.report(name)
    return report.is_enabled and not report.is_paused and report.status.lamp not in _CANNOT_BE_ASKED
