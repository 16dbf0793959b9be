"""Countries have one spelling, whoever names them."""

from __future__ import annotations

import re

import pytest

from metarr_desktop.domain import country
from metarr_desktop.domain.country import country_code, country_name, normalise_countries


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("US", "US"),
        ("us", "US"),
        ("usa", "US"),
        ("United States of America", "US"),
        ("  united   kingdom ", "GB"),
        ("gbr", "GB"),
        ("UK", "GB"),
        ("deu", "DE"),
        ("South Korea", "KR"),
        ("Czech Republic", "CZ"),
        ("Côte d'Ivoire", "CI"),
        ("Soviet Union", "SU"),
        ("XC", "XC"),
        ("East Germany", "DD"),
        ("XG", "DD"),
        ("XW", "XW"),
        ("Nowhere", None),
        ("", None),
        (None, None),
        (7, None),
    ],
)
def test_a_country_has_one_code_however_it_is_named(text: object, code: str | None) -> None:
    assert country_code(text) == code


def test_people_read_names_and_never_lose_what_has_none() -> None:
    assert [country_name(code) for code in ("JP", "jpn", "XE", "Atlantis")] == [
        "Japan",
        "Japan",
        "Europe",
        "Atlantis",
    ]


def test_a_list_of_countries_holds_each_once_in_its_order() -> None:
    assert normalise_countries(["gbr", "United States", "usa", "", "Freedonia "]) == ("GB", "US", "Freedonia")


def test_every_code_of_the_table_names_one_country_both_ways() -> None:
    rows = country._rows(country._TABLE)
    assert len(rows) == 249
    for two, three, name in rows:
        assert re.fullmatch("[A-Z]{2} [a-z]{3}", f"{two} {three}")
        assert country_code(two) == country_code(three) == country_code(name) == two
        assert country_name(two) == name
