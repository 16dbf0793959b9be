"""Scoring everything stored anew when what scores depend on was changed; nobody is asked for anything."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from metarr_desktop.domain.asset import CachedAsset
from metarr_desktop.domain.scoring import ScoringContext, score_image
from metarr_desktop.store import Store, StoredPicture, StoredScore, image_of, with_notes_scored

BATCH_S = 0.015
"""How long one batch holds the database worker, about; others get their turn in between."""

_MOST_KNOWN = 20_000  # scores kept to be used again: about 10 MB
_PICTURES_AT_A_STRETCH, _BREATH_S = 30, 0.0001
_FIRST_BATCH, _SMALLEST_BATCH, _LARGEST_BATCH = 100, 20, 2000


@dataclass(slots=True)
class _Progress:
    """How far one run has come: numbers up to *after* are done."""

    context_of: Callable[[str | None], ScoringContext]
    upto: int
    after: int = 0
    batch: int = _FIRST_BATCH
    changed: int = 0
    contexts: dict[str | None, ScoringContext] = field(default_factory=dict)
    known: dict[tuple[object, ...], StoredScore] = field(default_factory=dict)

    def score(self, picture: StoredPicture) -> StoredScore:
        """Return the score of *picture*; of pictures of which the same is stated it is the same."""
        asset, language = picture.asset, picture.original_language
        stated = (
            asset.asset_type, asset.provider_name, asset.width, asset.height, asset.language, asset.metadata_json,
            language,
        )  # fmt: skip
        found = self.known.get(stated)
        if found is None:
            found = StoredScore.of(score_image(image_of(asset), asset.provider_name, self.context(language)))
            if len(self.known) >= _MOST_KNOWN:
                self.known.clear()
            self.known[stated] = found
        return found

    def notes(self, picture: StoredPicture) -> str | None:
        """Return the metadata of *picture* with other scores for who offers it too, ``None`` if nothing changes."""
        context = self.context(picture.original_language)
        return with_notes_scored(picture.asset, lambda name, image: score_image(image, name, context))

    def context(self, original_language: str | None) -> ScoringContext:
        if original_language not in self.contexts:
            self.contexts[original_language] = self.context_of(original_language)
        return self.contexts[original_language]


class RescoreAll:
    """Gives every stored picture its score by other ladders, another order or other sizes.

    What people decided is not touched, nor the sizes that were measured from the pictures themselves: by those they
    are scored.

    Args:
        timer: seconds that pass, for the size of the batches.
    """

    def __init__(self, store: Store, *, timer: Callable[[], float] = time.perf_counter) -> None:
        self._store = store
        self._timer = timer
        self._runs = 0

    async def run(self, context_of: Callable[[str | None], ScoringContext]) -> int:
        """Score all pictures; returns how many have another score, or other parts of it, than before.

        A run that begins while another is under way replaces it: that one ends before its next batch and returns
        what it had changed so far. Pictures stored meanwhile are left to whoever stores them. Cancelling leaves
        whole batches.

        Args:
            context_of: what scores rest on for works in this original language (``None``: unknown). Called on
                the database worker, once per language.

        Raises:
            StoreError: the database cannot be read or written; scores written before stay.
        """
        self._runs += 1
        mine = self._runs
        progress = _Progress(context_of, await self._store.run(self._store.score_pages.highest))
        while progress.after < progress.upto and mine == self._runs:
            await self._store.run(self._score_batch, progress)
            await asyncio.sleep(0)  # whoever waits for the worker is next
        return progress.changed

    def _score_batch(self, progress: _Progress) -> None:
        began, pages = self._timer(), self._store.score_pages
        with self._store.transaction():  # between reading and writing nobody else scores these rows
            page = pages.read(progress.after, progress.upto, progress.batch)
            changed = pages.write(_letting_others_in(page.pictures, progress))
        progress.after, progress.changed = page.last, progress.changed + changed
        took_s = max(self._timer() - began, 1e-6)
        progress.batch = min(_LARGEST_BATCH, max(_SMALLEST_BATCH, round(progress.batch * BATCH_S / took_s)))


def _letting_others_in(
    pictures: Sequence[StoredPicture], progress: _Progress
) -> Iterator[tuple[CachedAsset, StoredScore, str | None]]:
    """Yield each picture with its score; a window beside waits no longer than a few of them take.

    Python itself would let the window's thread wait 5 ms each time it wants to go on.
    """
    for number, picture in enumerate(pictures, start=1):
        yield picture.asset, progress.score(picture), progress.notes(picture)
        if number % _PICTURES_AT_A_STRETCH == 0:
            time.sleep(_BREATH_S)
