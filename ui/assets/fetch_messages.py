"""What the message line says when a refresh has ended."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from PySide6.QtCore import QObject, Signal

from metarr_desktop.domain.asset import AssetType, CachedAsset
from metarr_desktop.domain.errors import AllProvidersFailed
from metarr_desktop.domain.fetch import FetchResult, ProviderOutcome
from ui.assets.title_fetch import FetchEnd
from ui.assets.wording import failures_of, failures_text, refresh_sentence
from ui.message_bar import MessageBar, Severity
from ui.text import for_people, join_words

_KEY, _NOTES_KEY = "refresh", "notes"
_MOST_NOTES = 2
_SETTINGS_KINDS = ("refused", "no_key")


class FetchMessages(QObject):
    """Writes one line per refresh; the next refresh replaces it.

    Signals:
        retry_requested(frozenset of providers, or None for all), settings_requested(provider)
        show_new_requested(): go to the next picture that the refresh brought; the line stays.
    """

    retry_requested = Signal(object)
    settings_requested = Signal(str)
    show_new_requested = Signal()

    def __init__(self, bar: MessageBar, clock: Callable[[], datetime]) -> None:
        super().__init__(bar)
        self._bar, self._clock = bar, clock

    def dismiss(self) -> None:
        """Take the line away: another title is in front, or it is asked anew."""
        self._bar.dismiss(_KEY)
        self._bar.dismiss(_NOTES_KEY)

    def tell(
        self,
        end: FetchEnd,
        kind: AssetType,
        assets: Sequence[CachedAsset],
        titles: Mapping[str, str],
        *,
        other_label: str = "",
    ) -> None:
        """Say how *end* went.

        Args:
            assets: what is on screen of *kind*; empty when another title is.
            other_label: label of the title when another one is in front by now.
        """
        if end.is_cancelled:
            if end.is_by_person:
                which = f" of {other_label}" if other_label else ""
                self._post(f"The refresh{which} was stopped. What had arrived is kept.", Severity.INFO)
        elif end.error is not None:
            self._tell_error(end, kind, assets, titles, other_label)
        elif end.result is not None:
            if self._is_worth_telling(end, end.result):
                self._tell_result(end.result, kind, assets, titles, other_label)
            if not other_label and (end.is_by_person or not end.result.cached):
                self._tell_notes(end.result)

    def _tell_notes(self, result: FetchResult) -> None:
        """Say what else came up, such as a provider that names another id than the stored one."""
        notes = [for_people(note) for note in dict.fromkeys(result.metadata.notes)]
        if not notes:
            self._bar.dismiss(_NOTES_KEY)
            return
        more = len(notes) - _MOST_NOTES
        text = " ".join(notes[:_MOST_NOTES]) + (f" And {more:,} more of the kind." if more > 0 else "")
        self._bar.post(text, Severity.WARN, key=_NOTES_KEY)

    def _is_worth_telling(self, end: FetchEnd, result: FetchResult) -> bool:
        """A fetch nobody asked for speaks up only when something changed or went wrong."""
        if end.is_by_person or failures_of(result) or not result.is_saved:
            return True
        return end.had_rows and bool(result.changes.new_asset_ids or any(result.changes.vanished.values()))

    def _tell_result(
        self,
        result: FetchResult,
        kind: AssetType,
        assets: Sequence[CachedAsset],
        titles: Mapping[str, str],
        other_label: str,
    ) -> None:
        text = refresh_sentence(result, kind, _by_provider(assets), titles, self._clock(), label=other_label)
        failures = failures_of(result)
        severity = Severity.WARN if failures or not result.is_saved else Severity.INFO
        # One act per line: whoever failed is to be asked again first; what is new carries its mark anyway.
        if (
            not failures
            and not other_label
            and result.is_saved
            and any(result.changes.new_asset_ids.values())
        ):
            self._bar.post(
                text,
                severity,
                key=_KEY,
                action="Show new",
                action_hint="Show the new pictures, one after the other",
                on_action=self.show_new_requested.emit,
                is_closed_by_action=False,
            )
            return
        self._post(text, severity, failures, titles, is_other=bool(other_label))

    def _tell_error(
        self,
        end: FetchEnd,
        kind: AssetType,
        assets: Sequence[CachedAsset],
        titles: Mapping[str, str],
        other_label: str,
    ) -> None:
        failures = end.error.outcomes if isinstance(end.error, AllProvidersFailed) else ()
        text = str(end.error)
        if failures:
            reasons = failures_text(failures, titles, _by_provider(assets), self._clock())
            text = f"Nothing was refreshed{f' of {other_label}' if other_label else ''}. {reasons}"
        elif other_label:
            text = f"{other_label}: {text}"
        severity = Severity.WARN if assets else Severity.BAD
        if failures:
            self._post(text, severity, failures, titles, is_other=bool(other_label))
        elif other_label:
            self._post(text, severity)
        else:
            self._bar.post(
                text, severity, key=_KEY, action="Retry", on_action=lambda: self.retry_requested.emit(None)
            )

    def _post(
        self,
        text: str,
        severity: Severity,
        failures: Sequence[ProviderOutcome] = (),
        titles: Mapping[str, str] | None = None,
        *,
        is_other: bool = False,
    ) -> None:
        names = [failure.provider for failure in failures]
        if not names or is_other:  # a retry would ask for the title in front
            self._bar.post(text, severity, key=_KEY)
        elif all(failure.error_kind in _SETTINGS_KINDS for failure in failures):
            self._bar.post(
                text,
                severity,
                key=_KEY,
                action="Open settings",
                on_action=lambda: self.settings_requested.emit(names[0]),
            )
        else:
            words = join_words((titles or {}).get(name, name) for name in names)
            self._bar.post(
                text,
                severity,
                key=_KEY,
                action=f"Retry {words}",
                on_action=lambda: self.retry_requested.emit(frozenset(names)),
            )


def _by_provider(assets: Sequence[CachedAsset]) -> dict[str, list[CachedAsset]]:
    rows: dict[str, list[CachedAsset]] = {}
    for asset in assets:
        rows.setdefault(asset.provider_name, []).append(asset)
    return rows
