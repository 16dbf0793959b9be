"""What is logged, once, and without keys."""

import logging

import pytest

from metarr_desktop.logging_setup import set_up_console_logging, set_up_file_logging


@pytest.fixture(autouse=True)
def root_as_before():
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    for handler in [each for each in root.handlers if each not in handlers]:
        root.removeHandler(handler)
        handler.close()
    root.setLevel(level)


def test_each_line_goes_to_the_console_once_however_many_commands_ran(capsys):
    set_up_console_logging()
    set_up_console_logging()

    logging.getLogger("test").warning("the disk is full")

    assert capsys.readouterr().err == "the disk is full\n"


def test_the_log_file_is_written_once_and_without_keys(tmp_path):
    path = set_up_file_logging(tmp_path / "logs")
    assert set_up_file_logging(tmp_path / "logs") == path

    logging.getLogger("test").warning("GET https://api.example/3/movie/1?api_key=0123456789abcdef")

    [line] = path.read_text("utf-8").splitlines()
    assert "movie/1?api_key=" in line
    assert "0123456789abcdef" not in line


def test_a_folder_that_cannot_be_written_costs_the_log_only(tmp_path, capsys):
    (tmp_path / "logs").write_text("in the way")

    assert set_up_file_logging(tmp_path / "logs") is None
    assert "no log is written" in capsys.readouterr().err
