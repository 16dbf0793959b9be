"""Pictures of the demo come and go as those of the services do, the same way every time."""

import itertools

from metarr_desktop.demo.catalogue import load_catalogue
from metarr_desktop.demo.living_catalogue import LivingCatalogue

INCEPTION = load_catalogue().film(27205)


def posters(catalogue, service="tmdb"):
    kind = "posters" if service == "tmdb" else "movieposter"
    return [image.path for image in catalogue.images(INCEPTION, service) if image.kind == kind]


def test_reading_alone_changes_nothing(tmp_path):
    catalogue = LivingCatalogue(load_catalogue(), tmp_path / "visits.json")

    assert posters(catalogue) == posters(catalogue)
    assert len(posters(catalogue)) < len(posters(load_catalogue()))


def test_the_second_visit_brings_posters_and_a_later_one_misses_one(tmp_path):
    catalogue = LivingCatalogue(load_catalogue(), tmp_path / "visits.json")
    seen = []
    for _ in range(4):
        catalogue.visited(INCEPTION, "tmdb")
        seen.append(set(posters(catalogue)))

    assert [len(after - before) for before, after in itertools.pairwise(seen)] == [2, 1, 1]
    assert [len(before - after) for before, after in itertools.pairwise(seen)] == [0, 1, 0]


def test_visits_are_remembered_between_runs_and_for_each_service_alone(tmp_path):
    first = LivingCatalogue(load_catalogue(), tmp_path / "visits.json")
    for _ in range(2):
        first.visited(INCEPTION, "tmdb")

    again = LivingCatalogue(load_catalogue(), tmp_path / "visits.json")

    assert posters(again) == posters(first)
    assert len(posters(again, "fanart_tv")) == len(posters(load_catalogue(), "fanart_tv")) - 1


def test_a_damaged_memory_costs_the_news_only(tmp_path):
    memory = tmp_path / "visits.json"
    memory.write_text("[1, 2")

    assert len(posters(LivingCatalogue(load_catalogue(), memory))) > 30
    memory.unlink()
    memory.mkdir()
    catalogue = LivingCatalogue(load_catalogue(), memory)
    catalogue.visited(INCEPTION, "tmdb")
    catalogue.visited(INCEPTION, "tmdb")
    assert len(posters(catalogue)) > 30


def test_every_picture_can_be_loaded_whether_listed_or_not(tmp_path):
    catalogue = LivingCatalogue(load_catalogue(), tmp_path / "visits.json")

    assert all(catalogue.image_by_path("tmdb", path) for path in posters(load_catalogue()))
