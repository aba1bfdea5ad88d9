"""The log tells what went wrong and never with whom."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.base import log
from desktop.base.errors import Fault, Refused

NAME = "สมชาย ใจดี"
ours = logging.getLogger("desktop.records.book")
theirs = logging.getLogger("sqlalchemy.engine")


@pytest.fixture
def file(tmp_path: Path) -> Iterator[Path]:
    yield log.setup(tmp_path / NAME / "log")
    log.shut()


def test_our_words_are_logged_without_their_values(file: Path) -> None:
    ours.info("opened a book of %s", NAME)
    text = file.read_text("utf-8")
    assert "INFO desktop.records.book opened a book of %s" in text
    assert NAME not in text


def test_of_other_libraries_only_name_and_level_are_logged(file: Path) -> None:
    theirs.warning(f"INSERT INTO people VALUES ('{NAME}')")
    theirs.info("not even this")
    text = file.read_text("utf-8")
    assert text.endswith("WARNING sqlalchemy.engine\n")
    assert NAME not in text
    assert len(text.splitlines()) == 1


def fail() -> None:
    try:
        raise KeyError(NAME)
    except KeyError as error:
        raise Fault("The stick of {owner} is full.", code="stick_full", owner=NAME) from error


def test_an_error_is_logged_by_class_msgid_and_place(file: Path) -> None:
    try:
        fail()
    except Fault:
        ours.exception("saving failed")
    text = file.read_text("utf-8")
    assert "saving failed" in text
    assert "Fault stick_full: The stick of {owner} is full. <- KeyError" in text
    assert f"{__name__}:" in text
    assert " fail\n" in text
    assert NAME not in text


def test_an_error_logged_as_a_message_keeps_its_values_to_itself(file: Path) -> None:
    ours.error(ValueError(NAME))
    ours.error(Refused("Wrong {name}", code="wrong", name=NAME))
    text = file.read_text("utf-8")
    assert "ValueError" in text
    assert "Refused wrong: Wrong {name}" in text
    assert NAME not in text


def test_no_path_of_a_home_folder_is_logged(file: Path) -> None:
    try:
        (file.parent / NAME / "x").read_text("utf-8")
    except OSError:
        theirs.exception("can't read")
    text = file.read_text("utf-8")
    assert "FileNotFoundError" in text
    assert NAME not in text
    assert str(file.parent) not in text


def test_an_error_that_hides_its_context_is_described_alone() -> None:
    try:
        try:
            raise KeyError(NAME)
        except KeyError:
            raise ValueError(NAME) from None
    except ValueError as error:
        assert log.describe(error).splitlines()[0] == "ValueError"


def test_the_log_turns_over_and_stays_small(file: Path) -> None:
    for _ in range(30_000):
        ours.info(
            "a line of about one hundred and fifty characters, which is repeated until the file is full and the next one is begun, and so on"
        )
    files = sorted(file.parent.iterdir())
    assert len(files) == 4
    assert all(each.stat().st_size <= 1_000_000 for each in files)


def test_setting_up_again_moves_the_log(file: Path, tmp_path: Path) -> None:
    ours.info("here")
    second = log.setup(tmp_path / "second")
    ours.info("there")
    assert "there" not in file.read_text("utf-8")
    assert "there" in second.read_text("utf-8")


def test_a_folder_that_cannot_be_made_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file", "utf-8")
    with pytest.raises(Fault) as caught:
        log.setup(tmp_path / "taken" / "log")
    assert caught.value.code == "log_folder"


def test_a_log_that_cannot_be_written_stops_nothing(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.mkdir()  # nothing can be written to a folder of that name
    ours.info("lost")
    assert capsys.readouterr() == ("", "")
