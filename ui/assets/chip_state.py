"""What the chip of a provider says about the title in front; no widget here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from metarr_desktop.domain.asset import AssetType, CachedAsset
from metarr_desktop.domain.fetch import Outcome, ProgressState, ProviderOutcome, ProviderProgress
from metarr_desktop.domain.provider import ProviderInfo
from metarr_desktop.domain.status import Lamp, ProviderStatus
from ui.assets.wording import kept_rows_text, reason_text
from ui.pill import Tone
from ui.text import since_text


class ChipAction(StrEnum):
    """What a click on a chip does."""

    NONE = ""
    RETRY = "retry"
    SETTINGS = "settings"
    RESUME = "resume"


@dataclass(frozen=True, slots=True)
class ChipState:
    """State in words; ``{left}`` in them counts down from ``countdown_s``."""

    text: str = ""
    tone: Tone = Tone.NEUTRAL
    countdown_s: float | None = None
    action: ChipAction = ChipAction.NONE
    details: str = ""


@dataclass(frozen=True, slots=True)
class ProviderView:
    """All that is known of one provider and the title in front.

    ``rows`` are its candidates of the type in front; ``progress`` only while a fetch runs. ``is_off`` and
    ``is_paused`` are what the person decided. ``failing_since`` is when it failed first without an answer since.
    """

    info: ProviderInfo
    rows: Sequence[CachedAsset]
    is_type_offered: bool
    asset_type: AssetType
    progress: ProviderProgress | None = None
    outcome: ProviderOutcome | None = None
    status: ProviderStatus | None = None
    is_off: bool = False
    is_paused: bool = False
    failing_since: datetime | None = None


_COUNTED_S = 100  # a longer wait is no reason to sit and count
_REFUSED = ("refused", "no_key")
_LEFT_ALONE = {"paused": "was resting", "paused_by_user": "was paused"}


def chip_state(view: ProviderView, now: datetime) -> ChipState:
    """Return what the chip says: the running step, else how it fared last, else how the provider is.

    What the person decided comes before all of it: nobody is asked then.
    """
    if view.is_off or view.is_paused:
        return _decided(view, now)
    if view.progress is not None:
        return _running(view, view.progress, now)
    if view.outcome is not None and not (view.outcome.outcome.is_success and not view.outcome.was_asked):
        return _ended(view, view.outcome, now)
    return _idle(view, now)


def _decided(view: ProviderView, now: datetime) -> ChipState:
    title, kept = view.info.title, kept_rows_text(view.rows, now)
    if view.is_off:
        details = f"{title} is switched off. Its pictures stay; it is not asked any more."
        return ChipState(_joined("off", kept), Tone.MUTED, action=ChipAction.SETTINGS, details=details)
    details = f"You paused {title}: it is not asked until you resume it."
    return ChipState(_joined("paused by you", kept), Tone.WARN, action=ChipAction.RESUME, details=details)


def _running(view: ProviderView, step: ProviderProgress, now: datetime) -> ChipState:
    states, kept = ProgressState, kept_rows_text(view.rows, now)
    match step.state:
        case states.QUEUED:
            return ChipState("queued", Tone.MUTED)
        case states.RUNNING:
            return ChipState("asking…", Tone.BUSY)
        case states.WAITING:
            text = "waiting {left} s" if step.wait_s else "waiting"
            return ChipState(_joined(text, kept), Tone.WARN, step.wait_s, details=step.message)
        case states.RETRYING:
            text = f"retrying {step.attempt} of {step.attempts}"
            return ChipState(_joined(text, kept), Tone.WARN, step.wait_s, details=step.message)
        case states.CANCELLED:
            return ChipState("stopped", Tone.MUTED)
        case states.DONE | states.FRESH:
            return ChipState(f"✓ {len(view.rows) or step.item_count}", Tone.GOOD, details=step.message)
        case _:
            as_outcome = ProviderOutcome(
                view.info.name, Outcome(step.state.value), message=step.message, item_count=step.item_count
            )
            return _ended(view, as_outcome, now)


def _ended(view: ProviderView, end: ProviderOutcome, now: datetime) -> ChipState:
    outcomes, kept = Outcome, kept_rows_text(view.rows, now)
    left = None if end.retry_at is None else max(0.0, (end.retry_at - now).total_seconds())
    match end.outcome:
        case outcomes.OK | outcomes.EMPTY:
            return _counted(view, end.message)
        case outcomes.NOT_FOUND:
            return ChipState("has no entry", Tone.MUTED, details=end.message)
        case outcomes.CANCELLED:
            return ChipState("stopped", Tone.MUTED, action=ChipAction.RETRY, details=end.message)
        case outcomes.SKIPPED if end.error_kind == "no_id":
            return ChipState("no id yet", Tone.MUTED, details=end.message)
        case outcomes.SKIPPED if end.error_kind == "disabled":
            return ChipState("off", Tone.MUTED, details=end.message)
    if end.error_kind in _REFUSED:
        text = _joined("key not accepted", kept)
        return ChipState(text, Tone.BAD, action=ChipAction.SETTINGS, details=end.message)
    if end.error_kind in ("paused", "busy") and left and left < _COUNTED_S:
        text = _joined("waiting {left} s", kept)
        return ChipState(text, Tone.WARN, left, ChipAction.RETRY, end.message)
    if end.outcome is outcomes.SKIPPED and end.error_kind in _LEFT_ALONE:
        # It was not asked for this title, so it failed nothing.
        text = _joined(_LEFT_ALONE[end.error_kind], kept)
        return ChipState(text, Tone.WARN, action=ChipAction.RETRY, details=end.message)
    text = "failed earlier" if end.outcome is outcomes.SKIPPED else reason_text(end, view.info.title)
    return _down(view, text, end.message, now)


def _down(view: ProviderView, text: str, details: str, now: datetime) -> ChipState:
    """Say that a provider does not answer, since when, and what is still shown of it."""
    if view.failing_since is not None:
        text = f"{text} since {since_text(view.failing_since, now)}"
    tone = Tone.WARN if view.rows else Tone.BAD
    kept = kept_rows_text(view.rows, now)
    return ChipState(_joined(text, kept), tone, action=ChipAction.RETRY, details=details)


def _idle(view: ProviderView, now: datetime) -> ChipState:
    status, lamps = view.status, Lamp
    kept = kept_rows_text(view.rows, now)
    match status.lamp if status is not None else lamps.READY:
        case lamps.NO_KEY:
            sentence = status.sentence if status else ""
            return ChipState(
                _joined("no key", kept), Tone.MUTED, action=ChipAction.SETTINGS, details=sentence
            )
        case lamps.REFUSED:
            sentence = status.sentence if status else ""
            text = _joined("key not accepted", kept)
            return ChipState(text, Tone.BAD, action=ChipAction.SETTINGS, details=sentence)
        case lamps.PAUSED | lamps.WAITING if status is not None and status.until is not None:
            left = max(0.0, (status.until - now).total_seconds())
            return ChipState(
                _joined("waiting {left} s", kept), Tone.WARN, left, ChipAction.RETRY, status.sentence
            )
    if status is not None and status.lamp is lamps.FAILING and view.failing_since is not None:
        return _down(view, "down", status.sentence, now)
    return _counted(view, status.sentence if status else "")


def _counted(view: ProviderView, details: str) -> ChipState:
    if view.rows:
        return ChipState(f"✓ {len(view.rows):,}", Tone.GOOD, details=details)
    if not view.is_type_offered:
        return ChipState("–", Tone.MUTED, details=f"{view.info.title} has no pictures of this type.")
    return ChipState("✓ 0" if view.outcome is not None else "", Tone.MUTED, details=details)


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)
