"""Which services there are, and how others join."""

from __future__ import annotations

import logging
from importlib.metadata import EntryPoint
from typing import Any

import pytest

from metarr_desktop.domain.entity import EntityType, ExternalIds
from metarr_desktop.domain.provider import METADATA, KeyField, ProviderInfo
from metarr_desktop.providers import registry
from metarr_desktop.providers.definition import ProviderDefinition
from metarr_desktop.providers.registry import BUILT_IN, all_definitions
from tests.providers.support import FANART_TV, TMDB, TVDB

OTHER = ProviderDefinition(
    info=ProviderInfo("other", "Other", answers={}, id_kinds={}),
    default_base_url="https://other.example/",
    build=lambda context: pytest.fail("not built"),
)
IMPOSTOR = ProviderDefinition(
    info=ProviderInfo("tmdb", "Not TMDB", answers={}, id_kinds={}),
    default_base_url="https://other.example/",
    build=lambda context: pytest.fail("not built"),
)
NO_DEFINITION = object()


class Loaded(EntryPoint):
    """An entry point that is loaded already; test modules have no importable name."""

    def load(self) -> Any:
        return globals()[self.name]


def loaded(name: str) -> EntryPoint:
    return Loaded(name=name, value=f"plugin:{name}", group=registry.ENTRY_POINT_GROUP)


def test_the_built_in_services_come_first() -> None:
    assert all_definitions([loaded("OTHER")]) == (*BUILT_IN, OTHER)


def test_a_plug_in_cannot_take_the_name_of_another_service(caplog: pytest.LogCaptureFixture) -> None:
    assert all_definitions([loaded("IMPOSTOR")]) == BUILT_IN
    assert "the name tmdb is taken" in caplog.text


def test_a_plug_in_that_fails_or_is_none_is_left_out(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING)
    missing = EntryPoint(name="x", value="no_such_module_anywhere:X", group=registry.ENTRY_POINT_GROUP)
    assert all_definitions([missing, loaded("NO_DEFINITION")]) == BUILT_IN
    assert "cannot be loaded" in caplog.text
    assert "no ProviderDefinition" in caplog.text


def test_installed_plug_ins_are_looked_for_by_default() -> None:
    assert all_definitions()[: len(BUILT_IN)] == BUILT_IN


@pytest.mark.parametrize("definition", BUILT_IN, ids=lambda definition: definition.info.name)
def test_every_service_can_be_named_and_asked(definition: ProviderDefinition) -> None:
    assert definition.default_base_url.startswith("https://")
    assert definition.default_base_url.endswith("/")
    assert definition.base_url_variable == f"METARR_{definition.info.name.upper()}_BASE_URL"
    assert definition.info.attribution
    kinds = definition.info.id_kinds.get(EntityType.MOVIE, ())
    assert definition.info.usable_id(EntityType.MOVIE, ExternalIds(dict.fromkeys(kinds, "1"))) == (
        (kinds[0], "1") if kinds else None
    )


def test_tmdb_and_thetvdb_have_metadata_of_films() -> None:
    with_metadata = [one.info.name for one in BUILT_IN if METADATA in one.info.parts_for(EntityType.MOVIE)]
    assert with_metadata == ["tmdb", "tvdb"]


@pytest.mark.parametrize(
    ("fields", "keys", "suffice"),
    [
        ((), {}, True),
        (("A",), {}, False),
        (("A",), {"A": ""}, False),
        (("A",), {"A": "x"}, True),
        (("A", "b"), {"A": "x"}, True),
        (("A", "b"), {"b": "x"}, False),
        (("a", "b"), {}, False),
        (("a", "b"), {"b": "x"}, True),
    ],
)
def test_keys_suffice_with_all_required_and_at_least_one(
    fields: tuple[str, ...], keys: dict[str, str], suffice: bool
) -> None:
    key_fields = tuple(KeyField(name, name, is_required=name.isupper()) for name in fields)
    definition = ProviderDefinition(
        ProviderInfo("other", "Other", answers={}, id_kinds={}, keys=key_fields), "https://x/", OTHER.build
    )
    assert definition.has_keys(keys) is suffice


@pytest.mark.parametrize(
    ("definition", "keys", "kind"),
    [
        (TMDB, {}, ""),
        (TMDB, {"API_KEY": "eyJx"}, "token"),
        (TMDB, {"API_KEY": "00"}, "api_key"),
        (FANART_TV, {"API_KEY": "00"}, "project"),
        (FANART_TV, {"API_KEY": "00", "CLIENT_KEY": "11"}, "personal"),
        (FANART_TV, {"CLIENT_KEY": ""}, ""),
        (TVDB, {"API_KEY": "00"}, "project"),
        (TVDB, {"API_KEY": "00", "PIN": "11"}, "user_supported"),
        (TVDB, {"PIN": "11"}, ""),
        (OTHER, {"X": "1"}, "key"),
        (OTHER, {}, ""),
    ],
)
def test_the_kind_of_key_is_told_by_its_shape(
    definition: ProviderDefinition, keys: dict[str, str], kind: str
) -> None:
    assert definition.key_kind(keys) == kind


def test_keys_are_named_like_their_variables() -> None:
    assert TMDB.key_variable("API_KEY") == "METARR_TMDB_API_KEY"
    assert OTHER.normalise_key("X", ' "key" \n') == "key"
