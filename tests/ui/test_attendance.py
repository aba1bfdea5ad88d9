"""Ticking who came to a meeting: by keys, by name, all at once; saved after a pause as one deed."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.records.book import Book
from desktop.records.query import ListQuery
from desktop.registers.meetings.screen import Attendance, Decided
from desktop.ui import words
from desktop.ui.services import Services
from tests.factory import case, member, person
from tests.ui.hands import Answers, settle, type_into

NAMES = ("กานดา", "ขวัญ", "คำ", "จันทร์")


@pytest.fixture
def record(council: Book) -> bytes:
    """A meeting with four on its roll."""
    for name in NAMES:
        member(council, person=person(council, prefix="นาง", first_name=name, last_name="ใจดี"), group="กลุ่มออมทรัพย์")
    with council.write() as deed:
        return deed.put("meetings", None, {"kind": "ORDINARY", "held_on": "2026-02-10"})


@pytest.fixture
def tab(council: Book, services: Services, qtbot: QtBot, record: bytes) -> Attendance:
    made = Attendance(council, services)
    qtbot.addWidget(made)
    QAbstractItemModelTester(made.model, QAbstractItemModelTester.FailureReportingMode.Fatal, made)
    made.show()
    made.show_record(record)
    settle(qtbot, services)
    return made


def states(tab: Attendance) -> list[str | None]:
    return [place.state for place in tab.model.shown]


def kept(book: Book, services: Services, qtbot: QtBot, tab: Attendance) -> dict[str, str]:
    """What the book holds after the pause: first name -> state."""
    qtbot.waitUntil(lambda: not tab.dirty)
    settle(qtbot, services)
    rows = book.rows("attendances", book.ids(ListQuery("attendances")))
    return {row.values["first_name"]: row.values["state"] for row in rows if row is not None}


def test_the_roll_of_the_day_is_listed_with_its_groups(tab: Attendance) -> None:
    assert [place.name for place in tab.model.shown] == [f"นาง{name} ใจดี" for name in NAMES]
    assert tab.model.index(0, 3).data() == "กลุ่มออมทรัพย์"
    assert tab.counted.text() == "0 of 4 present, quorum 2: no quorum yet."


@pytest.mark.parametrize("keys", ["124", "ๅ/ภ", "๑๒๔"])
def test_the_digits_say_it_and_go_on_in_thai_layout_too(
    tab: Attendance, council: Book, services: Services, qtbot: QtBot, keys: str
) -> None:
    for key in keys:
        type_into(tab.table, key)
    assert states(tab) == ["PRESENT", "LEAVE", "STAND_IN", None]
    assert tab.table.currentIndex().row() == 2, "whose stand-in it is may be written now"
    assert kept(council, services, qtbot, tab) == {"กานดา": "PRESENT", "ขวัญ": "LEAVE", "คำ": "STAND_IN"}


def test_a_row_of_ticks_is_one_deed_to_undo(tab: Attendance, council: Book, services: Services, qtbot: QtBot) -> None:
    for key in "1111":
        type_into(tab.table, key)
    assert len(kept(council, services, qtbot, tab)) == 4
    council.undo()
    assert council.count(ListQuery("attendances")) == 0
    tab.refresh()
    settle(qtbot, services)
    assert states(tab) == [None] * 4


def test_space_turns_and_backspace_takes_back(tab: Attendance, council: Book, services: Services, qtbot: QtBot) -> None:
    seen = []
    for _turn in range(5):
        QTest.keyClick(tab.table, Qt.Key.Key_Space)
        seen.append(states(tab)[0])
    assert seen == ["PRESENT", "LEAVE", "ABSENT", "STAND_IN", "PRESENT"]
    QTest.keyClick(tab.table, Qt.Key.Key_Backspace)
    assert states(tab)[0] is None
    assert kept(council, services, qtbot, tab) == {}


def test_a_name_and_enter_say_that_somebody_is_here(tab: Attendance, council: Book, services: Services, qtbot: QtBot) -> None:
    type_into(tab.search, "ขวัญ")
    assert [place.name for place in tab.model.shown] == ["นางขวัญ ใจดี"]
    tab.search.returnPressed.emit()
    assert tab.search.text() == ""
    assert states(tab) == [None, "PRESENT", None, None]
    assert kept(council, services, qtbot, tab) == {"ขวัญ": "PRESENT"}


def test_enter_without_a_name_says_nothing(tab: Attendance) -> None:
    tab.search.returnPressed.emit()
    type_into(tab.search, "ไม่มี")
    tab.search.returnPressed.emit()
    assert not tab.dirty


def test_everybody_came_leaves_what_is_said_and_the_quorum_shows(tab: Attendance, council: Book, services: Services, qtbot: QtBot) -> None:
    type_into(tab.table, "2")
    tab.everybody.click()
    assert states(tab) == ["LEAVE", "PRESENT", "PRESENT", "PRESENT"]
    assert tab.counted.text() == "3 of 4 present, quorum 2: there is a quorum."
    assert kept(council, services, qtbot, tab)["กานดา"] == "LEAVE"


def test_a_stand_in_is_named(tab: Attendance, council: Book, services: Services, qtbot: QtBot) -> None:
    assert not tab.stand_in.isVisible()
    type_into(tab.table, "4")
    assert tab.stand_in.isVisible()
    tab.stand_in.setText("นายดำ  ดี")
    tab.stand_in.editingFinished.emit()
    assert kept(council, services, qtbot, tab) == {"กานดา": "STAND_IN"}
    (row,) = council.rows("attendances", council.ids(ListQuery("attendances")))
    assert row is not None
    assert row.values["stand_in"] == "นายดำ ดี"


def test_leaving_saves_what_was_ticked_first(tab: Attendance, council: Book, services: Services, qtbot: QtBot) -> None:
    type_into(tab.table, "1")
    left: list[dict[str, int]] = []
    tab.leave(lambda: left.append(council.counts()))
    settle(qtbot, services)
    assert left[0]["attendances"] == 1


def test_another_record_saves_the_ticks_of_the_one_before(tab: Attendance, council: Book, services: Services, qtbot: QtBot) -> None:
    type_into(tab.table, "1")
    tab.show_record(None)
    settle(qtbot, services)
    assert council.count(ListQuery("attendances")) == 1
    assert tab.counted.text() == "Save the meeting first; then its attendance is ticked here."
    assert not tab.table.isEnabled()


def test_a_cancelled_meeting_is_not_ticked(tab: Attendance, council: Book, services: Services, qtbot: QtBot, record: bytes) -> None:
    council.do("meetings", "cancel", [record], {"reason": "ฝนตกหนัก"})
    tab.refresh()
    settle(qtbot, services)
    assert not tab.table.isEnabled()
    assert "cancelled" in tab.counted.text()


def test_ticks_that_are_refused_are_told_and_the_list_shows_what_is_kept(
    tab: Attendance, council: Book, services: Services, answers: Answers, qtbot: QtBot, record: bytes
) -> None:
    type_into(tab.table, "1")
    council.do("meetings", "cancel", [record], {"reason": "ฝนตกหนัก"})
    tab.save()
    settle(qtbot, services)
    assert [error.code for error in answers.failures] == ["cancelled"]
    assert states(tab) == [None] * 4


def test_a_held_meeting_is_counted_as_it_is_ticked(tab: Attendance, council: Book, services: Services, qtbot: QtBot, record: bytes) -> None:
    council.do("meetings", "hold", [record], {"held_on": "2026-02-10", "present": 1})
    tab.everybody.click()
    kept(council, services, qtbot, tab)
    assert council.row("meetings", record).values["present_count"] == 4


def test_the_states_are_worded_in_the_language_in_use(tab: Attendance, qapp: QApplication) -> None:
    type_into(tab.table, "1")
    assert tab.model.index(0, 1).data() == "Present"
    words.speak(qapp, "th")
    assert tab.model.index(0, 1).data() == "มา"


def test_the_cases_a_meeting_decided_are_listed_and_open(council: Book, services: Services, qtbot: QtBot, record: bytes) -> None:
    one = case(council)
    with council.write() as deed:
        resolution = deed.put("resolutions", None, {"meeting": record, "position": 1, "text": "รับรองผู้เดือดร้อน"})
        deed.put("case_steps", None, {"case": one, "state": "C30", "resolution": resolution}, within=True)
    tab = Decided(council, services)
    qtbot.addWidget(tab)
    tab.show_record(record)
    settle(qtbot, services)
    ((number, text, name, _state),) = tab.model.rows
    assert (number, text) == ("1", "รับรองผู้เดือดร้อน")
    assert name
    with qtbot.waitSignal(tab.open_wanted) as opened:
        tab.table.activated.emit(tab.model.index(0, 0))
    assert opened.args == ["cases", one]
    tab.show_record(None)
    settle(qtbot, services)
    assert tab.model.rows == []
