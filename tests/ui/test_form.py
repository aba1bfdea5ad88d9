"""The form over a draft."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from desktop.records.book import Book
from desktop.ui.form import Form
from desktop.ui.formdialog import FormDialog
from desktop.ui.picks import LinkEditor
from desktop.ui.services import Services
from tests.ui.hands import Answers, person, settle, type_into


def opened(book: Book, services: Services, qtbot: QtBot, record: bytes | None = None, register: str = "people") -> Form:
    form = Form(book, book.registers[register], services)
    qtbot.addWidget(form)
    form.show()
    form.edit(book.draft(register, record))
    return form


def write(form: Form, name: str, text: str) -> None:
    line = form.boxes[name].editor.inner
    assert isinstance(line, QLineEdit)
    line.clear()
    type_into(line, text)


def codes(form: Form, name: str) -> list[str]:
    return [problem.code for problem in form.boxes[name].said]


def test_what_is_typed_is_saved_and_the_form_is_clean_again(council: Book, services: Services, qtbot: QtBot) -> None:
    form = opened(council, services, qtbot)
    for name, text in (
        ("first_name", "กตัญญู"),
        ("last_name", "ปั๊มน้ำ"),
        ("birth_date", "12/8/2516"),
        ("moo", "๔"),
        ("phones", "081 234 5678"),
    ):
        write(form, name, text)
    assert form.dirty
    with qtbot.waitSignal(form.saved) as saved:
        form.save()
    assert saved.args is not None
    values = council.row("people", saved.args[0]).values
    assert (values["birth_date"], values["moo"], values["phones"]) == ("1973-08-12", 4, ("0812345678",))
    assert not form.dirty


def test_a_problem_is_shown_at_its_field_and_nothing_is_saved(council: Book, services: Services, qtbot: QtBot) -> None:
    form = opened(council, services, qtbot)
    write(form, "first_name", "แก้ว")
    write(form, "moo", "หกสิบ")
    form.save()
    settle(qtbot, services)
    assert codes(form, "moo") == ["not_a_number"]
    assert "หกสิบ" in form.boxes["moo"].editor.inner.accessibleDescription()
    assert council.counts()["people"] == 0
    assert form.dirty


def test_a_person_without_any_name_is_refused_at_the_name(council: Book, services: Services, qtbot: QtBot) -> None:
    form = opened(council, services, qtbot)
    write(form, "house_no", "12")
    form.save()
    settle(qtbot, services)
    assert council.counts()["people"] == 0
    assert any(box.said for box in form.boxes.values())


def test_nothing_is_complained_of_before_the_user_was_there(council: Book, services: Services, qtbot: QtBot) -> None:
    form = opened(council, services, qtbot, register="members")
    assert all(not box.said for box in form.boxes.values())


def test_the_same_person_typed_twice_is_warned_of_while_typing(council: Book, services: Services, qtbot: QtBot) -> None:
    other = person(council, "แก้ว", "ใจดี")
    form = opened(council, services, qtbot)
    write(form, "first_name", "เเก้ว")
    write(form, "last_name", "ใจดี")
    qtbot.waitUntil(lambda: bool(form.duplicates.candidates))
    assert form.duplicates.candidates[0].row.id == other
    wanted: list[bytes] = []
    form.open_wanted.connect(lambda _register, record: wanted.append(record))
    form.duplicates.findChildren(QPushButton)[0].click()
    assert wanted == [other]


def test_not_the_same_is_remembered_once_the_record_is_saved(council: Book, services: Services, qtbot: QtBot) -> None:
    person(council, "แก้ว", "ใจดี")
    form = opened(council, services, qtbot)
    write(form, "first_name", "แก้ว")
    write(form, "last_name", "ใจดี")
    qtbot.waitUntil(lambda: bool(form.duplicates.candidates))
    form.duplicates.findChildren(QPushButton)[1].click()
    assert form.duplicates.isHidden()
    with qtbot.waitSignal(form.saved) as saved:
        form.save()
    settle(qtbot, services)
    assert saved.args is not None
    record = saved.args[0]
    assert council.same("people", council.row("people", record).values, record) == []


def test_unsaved_work_is_asked_about_and_staying_keeps_it(council: Book, services: Services, qtbot: QtBot, answers: Answers) -> None:
    form = opened(council, services, qtbot, person(council))
    write(form, "occupation", "ทำนา")
    left: list[str] = []
    answers.will("stay", "drop")
    form.leave(lambda: left.append("first"))
    assert left == []
    assert form.dirty
    form.leave(lambda: left.append("second"))
    assert left == ["second"]
    assert not form.dirty


def test_leaving_with_save_goes_on_after_the_saving(council: Book, services: Services, qtbot: QtBot, answers: Answers) -> None:
    record = person(council)
    form = opened(council, services, qtbot, record)
    write(form, "occupation", "ทำนา")
    left: list[str] = []
    answers.will("save")
    form.leave(lambda: left.append("gone"))
    qtbot.waitUntil(lambda: left == ["gone"])
    assert council.row("people", record).values["occupation"] == "ทำนา"


def test_a_clean_form_is_left_without_a_question(council: Book, services: Services, qtbot: QtBot, answers: Answers) -> None:
    form = opened(council, services, qtbot, person(council))
    form.activateWindow()
    qtbot.waitUntil(form.isActiveWindow)
    form.focus_first()
    with qtbot.waitSignal(form.leaving):
        QTest.keyClick(form.boxes["prefix"].editor.inner, Qt.Key.Key_Escape)
    assert answers.asked == []


def test_what_somebody_else_saved_meanwhile_is_shown_and_mine_is_kept(
    council: Book, services: Services, qtbot: QtBot, answers: Answers
) -> None:
    record = person(council)
    form = opened(council, services, qtbot, record)
    write(form, "occupation", "ทำนา")
    with council.write() as deed:
        deed.put("people", record, {"house_no": "99"})
    answers.will(0)
    form.save()
    settle(qtbot, services)
    assert form.draft is not None
    assert (form.draft.values["house_no"], form.draft.values["occupation"]) == ("99", "ทำนา")
    with qtbot.waitSignal(form.saved):
        form.save()
    assert council.row("people", record).values["occupation"] == "ทำนา"


def test_taking_theirs_forgets_mine(council: Book, services: Services, qtbot: QtBot, answers: Answers) -> None:
    record = person(council)
    form = opened(council, services, qtbot, record)
    write(form, "house_no", "1")
    with council.write() as deed:
        deed.put("people", record, {"house_no": "99"})
    answers.will(1)
    form.save()
    settle(qtbot, services)
    assert form.draft is not None
    assert form.draft.values["house_no"] == "99"
    assert not form.dirty


def test_a_new_person_is_added_from_the_field_that_needs_one(council: Book, services: Services, qtbot: QtBot, answers: Answers) -> None:
    form = opened(council, services, qtbot, register="members")
    editor = form.boxes["person"].editor
    assert isinstance(editor, LinkEditor)

    def add(dialog: object) -> bool:
        assert isinstance(dialog, FormDialog)
        values = dialog.form.draft.values if dialog.form.draft else {}
        assert (values["prefix"], values["first_name"], values["last_name"]) == ("นาย", "สมชาย", "มาใหม่")
        with qtbot.waitSignal(dialog.form.saved):
            dialog.form.save()
        return True

    answers.dialogs.append(add)
    editor.add_wanted.emit("นายสมชาย มาใหม่")
    assert editor.value() is not None
    assert council.row("people", editor.value()).values["first_name"] == "สมชาย"


def test_a_record_in_the_bin_can_only_be_read(council: Book, services: Services, qtbot: QtBot) -> None:
    record = person(council)
    council.delete("people", [record])
    form = Form(council, council.registers["people"], services)
    qtbot.addWidget(form)
    form.edit(council.draft("people", record), fixed=True)
    line = form.boxes["first_name"].editor.inner
    assert isinstance(line, QLineEdit)
    assert line.isReadOnly()
    assert not form.dirty


def test_after_saving_the_cursor_is_where_it_was(council: Book, services: Services, qtbot: QtBot) -> None:
    form = opened(council, services, qtbot, person(council))
    form.boxes["village"].editor.inner.setFocus()
    write(form, "village", "บ้านใต้")
    with qtbot.waitSignal(form.saved):
        form.save()
    assert form.focusWidget() is form.boxes["village"].editor.inner
