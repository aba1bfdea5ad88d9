"""Deleting in the window: what hangs on the records is told first, and nothing kept elsewhere is deleted by hand."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.base import i18n
from desktop.records.book import Book
from desktop.records.query import ListQuery
from desktop.ui import deleting
from desktop.ui.services import Services
from tests.ui.hands import Answers, household, person, settle


class Consequences(Answers):
    """Keeps what a question says of the consequences too."""

    def sure(self, parent: QWidget | None, question: str, consequence: str, action: str, danger: bool = False) -> bool:
        return super().sure(parent, f"{question} {consequence}", consequence, action, danger)


@pytest.fixture
def answers() -> Answers:
    """With the consequences."""
    return Consequences()


def delete(book: Book, services: Services, qtbot: QtBot, register: str, *ids: bytes) -> list[str]:
    owner = QWidget()
    qtbot.addWidget(owner)
    done: list[str] = []
    deleting.delete(owner, book, services, book.registers[register], ids, lambda: done.append("done"))
    settle(qtbot, services)
    return done


@pytest.fixture
def home(council: Book) -> bytes:
    """A household with a person and a hardship case."""
    home, someone = household(council), person(council)
    with council.write() as deed:
        deed.put("household_persons", None, {"household": home, "person": someone, "relation": "CHILD"})
        deed.put("cases", None, {"household": home, "problem": "หลังคารั่ว"})
    return home


def test_what_goes_with_it_and_what_stays_are_told(council: Book, home: bytes, services: Services, qtbot: QtBot, answers: Answers) -> None:
    answers.will(False)
    assert delete(council, services, qtbot, "households", home) == []
    (asked,) = answers.asked
    assert asked == (
        "Delete 1 record? What goes with them: \n• Persons in households (1: นางสาวแก้ว ใจดี)\n\n"
        f"What stays, but points to a deleted record: \n• Hardship cases (1: {called(council)})\n\n"
        "You can restore them from the bin at any time."
    )
    assert council.counts()["households"] == 1


def called(book: Book) -> str:
    (case,) = book.rows("cases", book.ids(ListQuery("cases")))
    return book.registers["cases"].name_of(case.values) if case is not None else ""


def test_of_several_it_tells_on_how_many(council: Book, home: bytes, services: Services, qtbot: QtBot, answers: Answers) -> None:
    answers.will(True)
    assert delete(council, services, qtbot, "households", home, household(council)) == ["done"]
    assert answers.asked[0].startswith("Delete 2 records? Something hangs on 1 of them.\n\n")
    assert council.counts()["households"] == 0
    council.undo()
    assert council.counts()["households"] == 2


def test_nothing_is_said_when_nothing_hangs_on_it(council: Book, services: Services, qtbot: QtBot, answers: Answers) -> None:
    answers.will(False)
    delete(council, services, qtbot, "households", household(council))
    assert answers.asked == ["Delete 1 record? You can restore them from the bin at any time."]


@pytest.mark.parametrize(("register", "code"), [("case_steps", "append_only"), ("codes", "kept_by_region")])
def test_a_history_and_what_the_region_keeps_is_not_deleted_by_hand(
    council: Book, services: Services, qtbot: QtBot, answers: Answers, register: str, code: str
) -> None:
    assert delete(council, services, qtbot, register, b"\1" * 16) == []
    assert [failure.code for failure in answers.failures] == [code] and answers.asked == []


def test_the_region_deletes_what_it_keeps(make_book: Callable[..., Book]) -> None:
    region = make_book("region", "region", ("21",))
    assert deleting.refusal(region, region.registers["codes"]) is None


def test_it_is_told_in_the_language_in_use(council: Book, home: bytes, services: Services, qtbot: QtBot, answers: Answers) -> None:
    i18n.use("qps")
    answers.will(False)
    delete(council, services, qtbot, "households", home)
    assert answers.asked[0].count("[") >= 3
