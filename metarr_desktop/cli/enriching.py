"""The commands ``enrich`` and ``proposals``: what they do, as documents and as lines."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from metarr_desktop.cli.answer import Answer
from metarr_desktop.cli.documents import ASSET_KEYS, change_document, picked, plain
from metarr_desktop.cli.named_titles import keys_of
from metarr_desktop.domain.asset import ASSET_SHAPES, AssetType
from metarr_desktop.domain.enrichment import (
    Choice,
    EnrichedTitle,
    EnrichmentOutcome,
    EnrichmentProgress,
    EnrichmentReport,
    Proposal,
)
from metarr_desktop.domain.entity import EntityKey, EntityType
from metarr_desktop.domain.library import BatchChange

if TYPE_CHECKING:
    from metarr_desktop.services import Services


async def enrich(services: Services, call: argparse.Namespace) -> Answer:
    """Enrich titles here and now; where the run is goes to standard error."""
    keys = await keys_of(services, call.titles) if call.titles else await _all(services)
    last = ""

    def show(step: EnrichmentProgress) -> None:
        nonlocal last
        words = f"[{step.done + 1} of {step.total}] {step.words}"
        if words != last:
            print(words, file=sys.stderr, flush=True)
        last = words

    report = await services.automation.enrichment.run(keys, may_select=call.select, on_progress=show)
    has_failed = report.count(EnrichmentOutcome.FAILED) > 0
    return Answer(report_document(report), report_lines(report), 1 if has_failed else 0)


async def proposals(services: Services, call: argparse.Namespace) -> Answer:
    """List what is proposed, accept it, or say no to it."""
    if call.act is not None:
        review = services.automation.proposals
        decide = review.accept if call.act == "accept" else review.dismiss
        done = await decide(None if call.all else call.numbers)
        return Answer(accepted_document(done), done.text or f"There is nothing to {call.act}.")
    waiting = await services.automation.proposals.open()
    return Answer(proposals_document(waiting), proposals_lines(waiting))


async def _all(services: Services) -> list[EntityKey]:
    return [
        row.key
        for entity_type in EntityType
        for row in await services.library.rows(entity_type)
        if row.entity.external_ids
    ]


def report_document(report: EnrichmentReport) -> dict[str, Any]:
    """Return ``{"titles": [...], "done", "failed", "skipped", ..., "text"}``."""
    return {
        "titles": plain(report.titles),
        **{str(outcome): report.count(outcome) for outcome in EnrichmentOutcome},
        "selected": report.selected,
        "proposed": report.proposed,
        "would_have_changed": report.would_have_changed,
        "text": report.text,
    }


def proposals_document(waiting: Sequence[Proposal]) -> dict[str, Any]:
    """Return ``{"proposals": [...]}``, title by title."""
    return {
        "proposals": [
            {
                "id": each.id,
                "key": plain(each.key),
                "title": each.title,
                "asset": picked(each.asset, ASSET_KEYS),
                "reason": each.reason,
                "replaces": each.replaces,
                "created_at": plain(each.created_at),
            }
            for each in waiting
        ]
    }


def accepted_document(done: BatchChange) -> dict[str, Any]:
    """Return what accepting or dismissing changed, per title."""
    return {"changes": [change_document(change) for change in done.changes], "text": done.text}


def report_lines(report: EnrichmentReport) -> str:
    """Return a line a title, below it one a picture, then the sum."""
    return "\n".join([*(line for title in report.titles for line in _title(title)), report.text])


def proposals_lines(waiting: Sequence[Proposal]) -> str:
    """Return a line a proposal, below the title it is for."""
    lines: list[str] = []
    for number, each in enumerate(waiting):
        if number == 0 or waiting[number - 1].key != each.key:
            lines.append(f"{each.title} ({each.key})")
        slot = _slot(each.asset.asset_type, each.asset.season_number)
        lines.append(f"{each.id:>7}  {slot} from {each.asset.provider_name}: {each.reason}")
    return "\n".join(lines) or "Nothing is proposed. Use `enrich` to look for artwork."


def _title(title: EnrichedTitle) -> list[str]:
    lines = [f"{title.title}: {title.message}"]
    for verb, choices in (
        ("selected", title.selected),
        ("proposed", title.proposed),
        ("locked, else", title.would_have_changed),
    ):
        lines += [f"  {verb} {_choice(choice)}" for choice in choices]
    return lines


def _choice(choice: Choice) -> str:
    return f"{_slot(choice.asset_type, choice.season_number)} {choice.asset_id} from {choice.provider}: {choice.reason}"


def _slot(asset_type: AssetType, season: int | None) -> str:
    name = ASSET_SHAPES[asset_type].title.lower()
    if season is None:
        return name
    return f"{name} of season {season}" if season else f"{name} of the specials"
