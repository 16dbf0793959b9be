"""The refreshes a person asks for, and what is shown while and after they run."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from PySide6.QtCore import QObject, Signal

from metarr_desktop.domain.asset import AssetType
from metarr_desktop.domain.entity import EntityKey
from metarr_desktop.domain.errors import AllProvidersFailed
from ui.assets.controller import BrowserController
from ui.assets.escape import DoubleEscape, EscapeStep
from ui.assets.fetch_messages import FetchMessages
from ui.assets.front import Front
from ui.assets.new_pictures import NewPictures
from ui.assets.title_fetch import FetchEnd
from ui.assets.window_parts import WindowParts
from ui.assets.wording import failures_text


class Fetches(QObject):
    """Connects the refresh button, the chips and their keys with the providers.

    Args:
        labels: how titles are called that were in front before.

    Signals:
        keys_requested(provider)
    """

    keys_requested = Signal(str)

    def __init__(
        self,
        parts: WindowParts,
        controller: BrowserController,
        front: Front,
        messages: FetchMessages,
        new_pictures: NewPictures,
        labels: Mapping[EntityKey, str],
        escape: DoubleEscape,
        clock: Callable[[], datetime],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._clock = clock
        self._parts, self._controller, self._front = parts, controller, front
        self._refresher, self._labels, self._escape = controller.refresher, labels, escape
        self._messages, self._new_pictures = messages, new_pictures
        messages.show_new_requested.connect(new_pictures.step)
        messages.retry_requested.connect(self.retry)
        messages.settings_requested.connect(self.keys_requested)
        parts.actions.force_requested.connect(self._force)
        parts.actions.stale_requested.connect(self._on_stale)
        parts.refresh.cancel_requested.connect(controller.cancel)
        strip = parts.header.providers
        strip.retry_requested.connect(lambda provider: self.retry(frozenset({provider})))
        strip.settings_requested.connect(self.keys_requested)
        self._refresher.changed.connect(self._on_changed)
        controller.fetch_ended.connect(self._on_ended)

    def enter(self, key: EntityKey) -> None:
        """Show how it goes with the title that comes to the front."""
        self._messages.dismiss()
        self._parts.refresh.show_other_title(self._refresher.of(key).is_refreshing)

    def retry(self, providers: frozenset[str] | None) -> None:
        """Ask *providers* again, all for None."""
        self._force((), tuple(providers or ()))

    def press_escape(self) -> bool:
        """Return whether Esc may leave the window; twice, it stops what is being fetched instead."""
        key = self._controller.key
        is_fetching = key is not None and self._refresher.of(key).is_running
        step = self._escape.press(is_fetching)
        if step is EscapeStep.ARM:
            self._parts.act.setText("Press Esc once more to stop the refresh")
        elif step is EscapeStep.STOP:
            self._parts.act.clear()
            self._controller.cancel()
        return step is EscapeStep.LEAVE

    def _force(self, types: tuple[AssetType, ...], providers: tuple[str, ...]) -> None:
        self._messages.dismiss()
        self._parts.pane.feed.forget_failures()
        self._controller.refresh(
            force=True, asset_types=tuple(types), providers=frozenset(providers) if providers else None
        )

    def _on_stale(self) -> None:
        self._messages.dismiss()
        self._controller.refresh(force=False)

    def _on_changed(self, key: EntityKey) -> None:
        if key == self._controller.key:
            self._parts.refresh.set_running(self._refresher.of(key).is_refreshing)
            self._front.show_chips()
            self._front.show_state()

    def _on_ended(self, end: FetchEnd) -> None:
        self._front.failures.pop(end.key, None)
        if isinstance(end.error, AllProvidersFailed):
            reasons = failures_text(end.error.outcomes, self._front.titles(), {}, self._clock())
            self._front.failures[end.key] = reasons
        elif end.error is not None:
            self._front.failures[end.key] = str(end.error)
        is_here = end.key == self._controller.key
        if is_here:
            self._front.show_chips()
            self._front.show_state()
            if end.error is not None and not self._front.assets:
                return  # said where the pictures would be
        elif not end.is_by_person:
            return
        label = "" if is_here else self._labels.get(end.key, "another title")
        assets = self._front.assets if is_here else ()
        if is_here and end.result is not None:
            self._new_pictures.begin(end.key, end.result.changes.new_asset_ids)
        self._messages.tell(end, self._front.kind, assets, self._front.titles(), other_label=label)
