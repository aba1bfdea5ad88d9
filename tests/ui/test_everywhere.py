"""Ctrl+K: found in every register at once while typing, opened with Enter, or shown as a whole list."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from desktop.records import everywhere
from desktop.records.book import Book
from desktop.ui import words
from desktop.ui.everywhere import SearchDialog
from desktop.ui.services import Services
from desktop.ui.window import MainWindow
from tests.factory import case, meeting, national_id, person, put
from tests.ui.hands import Answers, settle, type_into


@pytest.fixture
def dialog(council: Book, services: Services, qtbot: QtBot) -> Iterator[SearchDialog]:
    """Over seven people of one last name, one of whom has a case."""
    for name in ("ฮวย", "กนก", "แก้ว", "ไก่", "เกม", "ขวัญ", "ดวง"):
        one = person(council, first_name=name, last_name="ทดสอบ", prefix=None, national_id=national_id(5))
    case(council, person=one, problem="หลังคารั่ว")
    dialog = SearchDialog(council, services, {"people", "cases"})
    qtbot.addWidget(dialog)
    dialog.show()
    yield dialog
    settle(qtbot, services)


def lines(dialog: SearchDialog) -> list[str]:
    return [dialog.finds.item(number).text() for number in range(dialog.finds.count())]


def look(dialog: SearchDialog, services: Services, qtbot: QtBot, text: str) -> None:
    dialog.line.setText(text)
    dialog.look_now()
    settle(qtbot, services)


def test_finds_stand_under_their_register_with_their_number(dialog: SearchDialog, services: Services, qtbot: QtBot) -> None:
    look(dialog, services, qtbot, "ทดสอบ")
    assert lines(dialog)[0] == "People (7)"
    assert lines(dialog)[1:8] == ["กนก ทดสอบ", "เกม ทดสอบ", "แก้ว ทดสอบ", "ไก่ ทดสอบ", "ขวัญ ทดสอบ", "ดวง ทดสอบ", "Show all 7 in “People”"]
    assert lines(dialog)[8:] == ["Hardship cases (1)", "210304-A-0001 หลังคารั่ว"]
    assert dialog.hint.text() == "8 records found. Arrows choose, Enter opens."
    told = [dialog.finds.item(number).data(Qt.ItemDataRole.AccessibleTextRole) or "" for number in range(dialog.finds.count())]
    assert not any(national_id(5) in each.replace("-", "") for each in told)


def test_typing_looks_after_a_pause_and_the_last_text_wins(dialog: SearchDialog, services: Services, qtbot: QtBot) -> None:
    type_into(dialog.line, "กน")
    dialog.look_now()
    type_into(dialog.line, "ก")
    dialog.look_now()
    qtbot.waitUntil(lambda: lines(dialog) == ["People (1)", "กนก ทดสอบ"])
    settle(qtbot, services)
    assert lines(dialog) == ["People (1)", "กนก ทดสอบ"]
    type_into(dialog.line, " ไม่มี")
    qtbot.waitUntil(lambda: lines(dialog) == [])
    assert dialog.hint.text().replace("\u200b", "") == "Nothing is found for “กนก ไม่มี”."


def test_arrows_go_over_headings_and_enter_takes(dialog: SearchDialog, council: Book, services: Services, qtbot: QtBot) -> None:
    look(dialog, services, qtbot, "ทดสอบ")
    assert dialog.finds.currentItem().text() == "กนก ทดสอบ"
    for _step in range(7):
        QTest.keyClick(dialog.line, Qt.Key.Key_Down)
    assert dialog.finds.currentItem().text() == "210304-A-0001 หลังคารั่ว"
    QTest.keyClick(dialog.line, Qt.Key.Key_Return)
    assert dialog.result() == QDialog.DialogCode.Accepted
    assert dialog.wanted is not None and dialog.wanted[0] == "cases"


def test_enter_before_anything_was_found_and_escape_do_nothing_and_leave(dialog: SearchDialog, services: Services, qtbot: QtBot) -> None:
    QTest.keyClick(dialog.line, Qt.Key.Key_Return)
    assert dialog.isVisible() and dialog.wanted is None
    assert dialog.hint.text() == "Write two letters or more."
    QTest.keyClick(dialog.line, Qt.Key.Key_Escape)
    assert not dialog.isVisible() and dialog.wanted is None


@pytest.fixture
def window(council: Book, services: Services, qtbot: QtBot) -> Iterator[MainWindow]:
    """A window over eight people and a meeting with a resolution."""
    for number in range(8):
        person(council, first_name=f"คน{number}", last_name="ทดสอบ", prefix=None)
    put(council, "resolutions", {"meeting": meeting(council), "text": "รับรองผู้เดือดร้อน"})
    window = MainWindow(council, services)
    qtbot.addWidget(window)
    window.show()
    settle(qtbot, services)
    yield window
    settle(qtbot, services)


def taking(text: str, line: str, services: Services, qtbot: QtBot) -> Callable[[QDialog], bool]:
    """Answers the dialog: looks for a text and takes the line of that name."""

    def answer(dialog: QDialog) -> bool:
        assert isinstance(dialog, SearchDialog)
        look(dialog, services, qtbot, text)
        dialog.finds.setCurrentRow(lines(dialog).index(line))
        dialog.accept()
        return dialog.result() == QDialog.DialogCode.Accepted

    return answer


def test_a_find_opens_on_its_page(window: MainWindow, services: Services, qtbot: QtBot, answers: Answers) -> None:
    answers.dialogs.append(taking("คน3", "คน3 ทดสอบ", services, qtbot))
    QTest.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    settle(qtbot, services)
    page = window.page()
    assert page.name == "people"
    assert page.pane.form.boxes["first_name"].editor.value() == "คน3"  # type: ignore[attr-defined]


def test_a_whole_list_is_shown_under_the_same_search(window: MainWindow, services: Services, qtbot: QtBot, answers: Answers) -> None:
    answers.dialogs.append(taking("ทดสอบ", "Show all 8 in “People”", services, qtbot))
    window.do("everywhere")
    settle(qtbot, services)
    page = window.page()
    assert page.name == "people"
    assert page.list.search.text() == "ทดสอบ"  # type: ignore[attr-defined]
    assert len(page.list.model.ids) == 8  # type: ignore[attr-defined]


def test_unsaved_work_is_asked_about_before_a_find_is_opened(
    window: MainWindow, services: Services, qtbot: QtBot, answers: Answers
) -> None:
    window.show_page("people")
    window.do("new")
    page = window.page()
    type_into(page.pane.form.boxes["first_name"].editor.inner, "ใหม่")  # type: ignore[attr-defined]
    answers.dialogs.append(taking("คน3", "คน3 ทดสอบ", services, qtbot))
    answers.will("stay")
    window.do("everywhere")
    settle(qtbot, services)
    assert page.pane.form.boxes["first_name"].editor.value() == "ใหม่"  # type: ignore[attr-defined]
    page.pane.form.drop()  # type: ignore[attr-defined]


def test_the_dialog_speaks_thai(council: Book, services: Services, qtbot: QtBot, qapp: QApplication) -> None:
    words.speak(qapp, "th")
    person(council, first_name="แก้ว", last_name="ทดสอบ")
    dialog = SearchDialog(council, services, {"people"})
    qtbot.addWidget(dialog)
    look(dialog, services, qtbot, "แก้ว")
    assert everywhere.find(council, "แก้ว")[0].total == 1
    assert lines(dialog)[0].endswith("(1)") and "People" not in lines(dialog)[0]
