"""TMDB and Fanart.tv as scripted providers, and what they say of a film."""

from __future__ import annotations

from metarr_desktop.domain.asset import AssetType, ProviderVideo
from metarr_desktop.domain.entity import EntityType
from metarr_desktop.domain.errors import (
    ProviderAnswerInvalid,
    ProviderRefused,
)
from tests.orchestration.scripted import ARTWORK, ScriptedProvider, Step, an_answer, an_image, an_info

POSTER, FANART, LOGO, TRAILER = AssetType.POSTER, AssetType.FANART, AssetType.CLEARLOGO, AssetType.TRAILER
VIDEO = ProviderVideo(TRAILER, "https://videos.example/1", "Trailer", "YouTube", "en", 1080, True)
ANSWER = an_answer(an_image(1), an_image(2), an_image(1, FANART), videos=(VIDEO,))
BROKEN = ProviderAnswerInvalid("tmdb", "TMDB answered with something we do not understand.")
REFUSED = ProviderRefused("tmdb", "TMDB does not accept the key.", reason="wrong")


def a_tmdb(*steps: Step) -> ScriptedProvider:
    return ScriptedProvider(an_info("tmdb"), *(steps or (ANSWER,)))


def a_fanart(*steps: Step, kinds: tuple[str, ...] = ("tmdb", "imdb")) -> ScriptedProvider:
    """Pictures only, in one answer."""
    info = an_info(
        "fanart_tv",
        title="Fanart.tv",
        answers={EntityType.MOVIE: (ARTWORK,)},
        id_kinds={EntityType.MOVIE: kinds},
    )
    answer = an_answer(an_image(1, host="fanart.example"), an_image(1, LOGO, host="fanart.example"), title="")
    return ScriptedProvider(info, *(steps or (answer,)))
