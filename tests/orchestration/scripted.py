"""A provider whose every answer is written by the test."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from metarr_desktop.domain.asset import AssetType, ProviderImage, ProviderVideo
from metarr_desktop.domain.entity import EntityMetadata, EntityType, ExternalIds
from metarr_desktop.domain.fetch import Outcome
from metarr_desktop.domain.provider import METADATA, AnswerGroup, Deadlines, ProviderInfo
from metarr_desktop.providers.base import AnswerRequest, ProviderAnswer

Step = ProviderAnswer | Exception | Callable[[AnswerRequest], Awaitable[ProviderAnswer]]

ARTWORK = AnswerGroup("artwork", frozenset({"poster", "fanart", "clearlogo"}))
EVERYTHING = AnswerGroup("all", frozenset({METADATA, "poster", "fanart", "trailer"}))


def an_info(name: str = "tmdb", **changes: Any) -> ProviderInfo:
    """A provider of films: pictures, trailers and metadata in one answer, by TMDB or IMDb id."""
    values: dict[str, Any] = {
        "title": name.upper(),
        "answers": {EntityType.MOVIE: (EVERYTHING,)},
        "id_kinds": {EntityType.MOVIE: ("tmdb", "imdb")},
        "requests_per_s": 1000.0,
        "deadlines": Deadlines(10.0, 60.0),
    }
    return ProviderInfo(name=name, **{**values, **changes})


def an_image(number: int = 1, asset_type: AssetType = AssetType.POSTER, **changes: Any) -> ProviderImage:
    host = changes.pop("host", "images.example")
    values: dict[str, Any] = {
        "url": f"https://{host}/{asset_type}/{number}.jpg",
        "thumb_url": f"https://{host}/small/{asset_type}/{number}.jpg",
        "width": 2000,
        "height": 3000,
        "language": "en",
        "metadata": {"votes": number, "voteAverage": 5.5},
    }
    return ProviderImage(asset_type, **{**values, **changes})


def an_answer(
    *images: ProviderImage,
    videos: tuple[ProviderVideo, ...] = (),
    title: str = "Inception",
    ids: Mapping[str, str] | None = None,
    **changes: Any,
) -> ProviderAnswer:
    metadata = EntityMetadata(title=title, original_language="en") if title else None
    return ProviderAnswer(Outcome.OK, ExternalIds(ids or {}), metadata, images, videos, **changes)


class ScriptedProvider:
    """Plays its steps one after the other, the last one for ever; ``requests`` is what it was asked."""

    def __init__(self, info: ProviderInfo, *steps: Step) -> None:
        self._info = info
        self.steps = list(steps)
        self.requests: list[AnswerRequest] = []
        self.cancelled = 0

    @property
    def info(self) -> ProviderInfo:
        return self._info

    async def fetch(self, request: AnswerRequest) -> ProviderAnswer:
        self.requests.append(request)
        step = self.steps.pop(0) if len(self.steps) > 1 else self.steps[0]
        try:
            await asyncio.sleep(0)  # an answer never comes within the same step of the loop
            if isinstance(step, Exception):
                raise step
            return step if isinstance(step, ProviderAnswer) else await step(request)
        except asyncio.CancelledError:
            self.cancelled += 1
            raise


async def never(_: AnswerRequest) -> ProviderAnswer:
    """A step that hangs."""
    await asyncio.Event().wait()
    raise AssertionError("unreachable")


def after(seconds: float, answer: ProviderAnswer) -> Step:
    """A step that takes its time."""

    async def slow(_: AnswerRequest) -> ProviderAnswer:
        await asyncio.sleep(seconds)
        return answer

    return slow


class Held:
    """A step that waits until the test lets it go: ``held.release(answer)``."""

    def __init__(self) -> None:
        self.asked = asyncio.Event()
        self._answer: asyncio.Future[ProviderAnswer] = asyncio.get_running_loop().create_future()

    async def __call__(self, _: AnswerRequest) -> ProviderAnswer:
        self.asked.set()
        return await asyncio.shield(self._answer)

    def release(self, answer: ProviderAnswer) -> None:
        self._answer.set_result(answer)
