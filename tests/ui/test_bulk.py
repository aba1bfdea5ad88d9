"""One field of many records changed in the window: preview first, one deed, undone in one step."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from desktop.records.book import Book
from desktop.records.bulk import How
from desktop.ui.bulk import BulkDialog
from desktop.ui.screen import RegisterScreen
from desktop.ui.services import Services
from desktop.ui.window import MainWindow
from tests.ui.hands import Answers, household, person, settle


@pytest.fixture
def people(council: Book) -> list[bytes]:
    """Three people in moo 1, 2 and 3."""
    return [person(council, first, moo=moo) for moo, first in enumerate(("สมชาย", "แก้ว", "อำนาจ"), start=1)]


@pytest.fixture
def dialog(council: Book, people: list[bytes], services: Services, qtbot: QtBot) -> Iterator[BulkDialog]:
    """Two of the three chosen."""
    dialog = BulkDialog(council, council.registers["people"], services, people[:2], people)
    qtbot.addWidget(dialog)
    dialog.show()
    yield dialog
    settle(qtbot, services)


def planned(dialog: BulkDialog, services: Services, qtbot: QtBot) -> list[list[str]]:
    dialog.look()
    settle(qtbot, services)
    return [list(row) for row in dialog.model.rows]


def moos(book: Book, people: list[bytes]) -> list[int]:
    return [book.row("people", each).values["moo"] for each in people]


def test_each_record_is_shown_before_and_after(dialog: BulkDialog, services: Services, qtbot: QtBot) -> None:
    assert not dialog.apply.isEnabled()
    dialog.choose("moo", How.SET, 2)
    assert planned(dialog, services, qtbot) == [["นางสาวสมชาย ใจดี", "1", "2", ""]]
    assert dialog.apply.isEnabled() and dialog.apply.text() == "Change 1 record (F9)"


def test_the_chosen_ones_or_all_in_the_list(dialog: BulkDialog, services: Services, qtbot: QtBot) -> None:
    assert [dialog.which.itemText(number) for number in range(dialog.which.count())] == [
        "Those chosen: 2 records",
        "All in the list: 3 records",
    ]
    dialog.choose("moo", How.SET, 9)
    assert len(planned(dialog, services, qtbot)) == 2
    dialog.which.setCurrentIndex(1)
    assert len(planned(dialog, services, qtbot)) == 3


def test_it_is_one_deed_and_undone_in_one_step(
    dialog: BulkDialog, council: Book, people: list[bytes], services: Services, qtbot: QtBot
) -> None:
    dialog.choose("moo", How.SET, 9)
    planned(dialog, services, qtbot)
    dialog.apply.click()
    settle(qtbot, services)
    assert dialog.result() == QDialog.DialogCode.Accepted and dialog.done_words == "2 records changed."
    assert moos(council, people) == [9, 9, 3]
    council.undo()
    assert moos(council, people) == [1, 2, 3]


def test_a_set_is_added_to(dialog: BulkDialog, council: Book, people: list[bytes], services: Services, qtbot: QtBot) -> None:
    with council.write() as deed:
        deed.put("people", people[0], {"vulnerable": ("V_BED",)})
    dialog.choose("vulnerable", How.ADD, ("V_ELD",))
    planned(dialog, services, qtbot)
    dialog.apply.click()
    settle(qtbot, services)
    assert council.row("people", people[0]).values["vulnerable"] == ("V_BED", "V_ELD")


def test_what_would_be_refused_is_marked_and_told(council: Book, services: Services, qtbot: QtBot) -> None:
    nameless = person(council, "แก้ว", "")
    with council.write() as deed:
        deed.put("people", nameless, {"last_name": None, "prefix": None})
    sound = person(council)
    dialog = BulkDialog(council, council.registers["people"], services, [], [nameless, sound])
    qtbot.addWidget(dialog)
    dialog.choose("first_name", How.CLEAR)
    lines = planned(dialog, services, qtbot)
    assert lines[0][3].startswith("Left out: ") and dialog.apply.text() == "Change 1 record (F9)"


def test_what_somebody_saved_meanwhile_is_told(
    dialog: BulkDialog, council: Book, people: list[bytes], services: Services, qtbot: QtBot, answers: Answers
) -> None:
    dialog.choose("moo", How.SET, 9)
    planned(dialog, services, qtbot)
    with council.write() as deed:
        deed.put("people", people[0], {"occupation": "ทำนา"})
    dialog.apply.click()
    settle(qtbot, services)
    assert answers.asked == ["1 record changed. 1 was saved by someone else meanwhile and left as it is."]
    assert moos(council, people) == [1, 9, 3]


def test_a_link_is_shown_by_what_it_points_to(council: Book, people: list[bytes], services: Services, qtbot: QtBot) -> None:
    home = household(council, head=people[0])
    dialog = BulkDialog(council, council.registers["households"], services, [], [home])
    qtbot.addWidget(dialog)
    dialog.choose("head", How.SET, people[1])
    assert planned(dialog, services, qtbot)[0][1:3] == ["นางสาวสมชาย ใจดี", "นางสาวแก้ว ใจดี"]


def test_the_page_offers_it_for_the_list(council: Book, people: list[bytes], services: Services, qtbot: QtBot, answers: Answers) -> None:
    window = MainWindow(council, services)
    qtbot.addWidget(window)
    window.show()
    window.show_page("people")
    settle(qtbot, services)
    page = window.page()
    assert isinstance(page, RegisterScreen)
    page.list.table.selectAll()

    def answer(dialog: QDialog) -> bool:
        assert isinstance(dialog, BulkDialog)
        dialog.choose("moo", How.SET, 7)
        planned(dialog, services, qtbot)
        dialog.write()
        settle(qtbot, services)
        return True

    answers.dialogs.append(answer)
    assert window.actions_by_deed["bulk"].isEnabled()
    window.do("bulk")
    settle(qtbot, services)
    assert moos(council, people) == [7, 7, 7]
    assert window.statusBar().currentMessage() == "3 records changed."
