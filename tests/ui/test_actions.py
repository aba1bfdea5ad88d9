"""A room's deeds in the window: the menu that offers them, the questions, doing and undoing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QItemSelectionModel, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QMenu
from pytestqt.qtbot import QtBot

from desktop.records.book import Book
from desktop.records.query import ListQuery
from desktop.ui import actions, words
from desktop.ui.actions import ActionDialog
from desktop.ui.screen import RegisterScreen
from desktop.ui.services import Services
from desktop.ui.window import MainWindow
from tests.ui.hands import Answers, person, settle, type_into


@pytest.fixture
def window(council: Book, services: Services, qtbot: QtBot) -> Iterator[MainWindow]:
    """A window over a council with three seats, one of them ended."""
    for number, first in enumerate(("สมชาย", "แก้ว", "อำนาจ")):
        seat(council, person(council, first), **({"end_on": "2025-01-01", "end_reason": "RESIGN"} if number == 2 else {}))
    window = MainWindow(council, services)
    qtbot.addWidget(window)
    window.show()
    settle(qtbot, services)
    yield window
    settle(qtbot, services)


def seat(book: Book, someone: bytes, **more: Any) -> bytes:
    with book.write() as deed:
        return deed.put("members", None, {"person": someone, "position": "MEMBER", "appointed_on": "2024-03-15"} | more)


def members(window: MainWindow, qtbot: QtBot) -> RegisterScreen:
    window.show_page("members")
    settle(qtbot, window.services)
    page = window.page()
    assert isinstance(page, RegisterScreen)
    page.list.show_query(ListQuery("members"))  # ended seats too
    settle(qtbot, window.services)
    return page


def choose(page: RegisterScreen, *names: str) -> list[bytes]:
    rows = [page.list.model.row(number) for number in range(len(page.list.model.ids))]
    wanted = [number for number, row in enumerate(rows) if row is not None and row.values["first_name"] in names]
    page.list.table.clearSelection()
    more = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
    for number in wanted:
        page.list.table.selectionModel().select(page.list.model.index(number, 0), more)
    return page.list.chosen()


def offered(button: actions.DeedsButton) -> list[str]:
    return [entry.text() for entry in button.fill()]


def dialog_of(window: QDialog) -> ActionDialog:
    assert isinstance(window, ActionDialog)
    return window


def fill(dialog: ActionDialog, **values: Any) -> None:
    for name, value in values.items():
        dialog.boxes[name].editor.set_value(value)
        dialog.boxes[name].editor.edited.emit()


def ended(book: Book, record: bytes) -> Any:
    return book.row("members", record).values["end_on"]


def test_only_what_can_be_done_to_the_chosen_ones_is_offered(window: MainWindow, qtbot: QtBot) -> None:
    page = members(window, qtbot)
    choose(page, "แก้ว")
    assert "Replace by…" in offered(page.deeds)
    choose(page, "อำนาจ")
    assert "Replace by…" not in offered(page.deeds) and "End the seat…" not in offered(page.deeds)
    choose(page, "แก้ว", "สมชาย")
    assert "Replace by…" not in offered(page.deeds), "one at a time"
    assert "End the seat…" in offered(page.deeds)
    page.list.table.clearSelection()
    assert "End the seat…" not in offered(page.deeds)


def test_a_deed_is_done_to_the_record_shown_and_undone_in_one_step(
    window: MainWindow, qtbot: QtBot, council: Book, answers: Answers
) -> None:
    page = members(window, qtbot)
    (record,) = choose(page, "แก้ว")
    window.do("open")
    settle(qtbot, window.services)

    def answer(window_: QDialog) -> bool:
        dialog = dialog_of(window_)
        assert {"End the seat", "นางสาวแก้ว ใจดี"} <= {label.text().replace("\u200b", "") for label in dialog.findChildren(QLabel)}
        fill(dialog, on="2026-02-01", reason="RESIGN")
        dialog.accept()
        qtbot.waitUntil(lambda: dialog.result() == QDialog.DialogCode.Accepted)
        return True

    answers.dialogs.append(answer)
    page.pane.deeds.fill()
    next(entry for entry in page.pane.deeds.menu().actions() if entry.text() == "End the seat…").trigger()
    settle(qtbot, window.services)
    assert ended(council, record) == "2026-02-01"
    assert window.statusBar().currentMessage() == "End the seat: done to 1 record."
    assert page.pane.form.boxes["end_on"].editor.value() == "2026-02-01", "the form shows it at once"
    window.do("undo")
    settle(qtbot, window.services)
    assert ended(council, record) is None


def test_of_several_chosen_it_is_done_to_those_it_can_be_done_to(window: MainWindow, qtbot: QtBot, council: Book, answers: Answers) -> None:
    page = members(window, qtbot)
    chosen = choose(page, "แก้ว", "สมชาย", "อำนาจ")
    assert len(chosen) == 3

    def answer(window_: QDialog) -> bool:
        dialog = dialog_of(window_)
        told = " ".join(label.text() for label in dialog.findChildren(QLabel))
        assert "Council members: 2" in told and "To 1 of those chosen" in told
        fill(dialog, on="2026-02-01", reason="RESIGN")
        dialog.accept()
        qtbot.waitUntil(lambda: dialog.result() == QDialog.DialogCode.Accepted)
        return True

    answers.dialogs.append(answer)
    page.deeds.fill()
    next(entry for entry in page.deeds.menu().actions() if entry.text() == "End the seat…").trigger()
    settle(qtbot, window.services)
    assert sorted(ended(council, record) for record in chosen) == ["2025-01-01", "2026-02-01", "2026-02-01"]


def test_a_refusal_is_shown_at_its_field_and_the_typing_stays(council: Book, services: Services, qtbot: QtBot, answers: Answers) -> None:
    record = seat(council, person(council))
    register = council.registers["members"]
    action = next(action for action in register.actions if action.name == "end_seat")
    dialog = ActionDialog(council, services, register, action, [council.row("members", record)])
    qtbot.addWidget(dialog)
    dialog.show()
    type_into(dialog.boxes["on"].editor.inner, "1/2/2560")
    fill(dialog, reason="RESIGN")
    dialog.accept()
    settle(qtbot, services)
    assert [problem.code for problem in dialog.boxes["on"].said] == ["before_beginning"]
    assert dialog.isVisible() and dialog.values == {"on": "2017-02-01", "reason": "RESIGN"}
    assert answers.asked == [] and answers.failures == []
    fill(dialog, on="2026-02-01")
    dialog.accept()
    settle(qtbot, services)
    assert ended(council, record) == "2026-02-01"


def test_a_question_that_must_be_answered_is_not_left_blank(council: Book, services: Services, qtbot: QtBot) -> None:
    record = seat(council, person(council))
    register = council.registers["members"]
    action = next(action for action in register.actions if action.name == "replace")
    dialog = ActionDialog(council, services, register, action, [council.row("members", record)])
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.values["reason"] == "REPLACED", "begun by the room"
    dialog.accept()
    settle(qtbot, services)
    assert [problem.code for problem in dialog.boxes["person"].said] == ["required"]
    assert dialog.isVisible() and council.counts()["members"] == 1


def test_unsaved_work_is_dealt_with_before_a_deed(window: MainWindow, qtbot: QtBot, answers: Answers) -> None:
    page = members(window, qtbot)
    choose(page, "แก้ว")
    window.do("open")
    settle(qtbot, window.services)
    type_into(page.pane.form.boxes["group"].editor.inner, "กลุ่มออมทรัพย์")
    answers.will("stay")
    page.pane.deeds.fill()
    next(entry for entry in page.pane.deeds.menu().actions() if entry.text() == "End the seat…").trigger()
    settle(qtbot, window.services)
    assert answers.asked == ["unsaved"]
    page.pane.form.drop()


def test_f11_opens_the_deeds_of_the_record_or_of_those_chosen(window: MainWindow, qtbot: QtBot, qapp: QApplication) -> None:
    page = members(window, qtbot)
    choose(page, "แก้ว")
    assert window.actions_by_deed["deeds"].isEnabled()
    seen: list[QMenu] = []

    def close_soon(menu: QMenu) -> None:
        seen.append(menu)
        QTimer.singleShot(0, menu.close)  # it has the keyboard until it is closed

    for menu in (page.deeds.menu(), page.pane.deeds.menu()):
        menu.aboutToShow.connect(lambda menu=menu: close_soon(menu))
    window.do("deeds")
    window.do("open")
    settle(qtbot, window.services)
    window.do("deeds")
    assert seen == [page.deeds.menu(), page.pane.deeds.menu()]


def test_the_words_follow_the_language(window: MainWindow, qtbot: QtBot, qapp: QApplication) -> None:
    page = members(window, qtbot)
    words.speak(qapp, "qps")
    qapp.processEvents()
    assert page.deeds.text().startswith("[")
