"""One widget for each kind of field."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from desktop.records.book import Book
from desktop.records.register import Field, Kind
from desktop.ui import fields, words
from desktop.ui.dateedit import CalendarPopup, DateEditor
from desktop.ui.editors import BoolEditor, CodeEditor, CodesEditor, Editor, LineEditor, NoteEditor
from desktop.ui.picks import AreaEditor, AreasEditor, LinkEditor
from desktop.ui.services import Services
from tests.ui.hands import person, settle, type_into


def made(field: Field, book: Book, services: Services, qtbot: QtBot) -> Editor:
    editor = fields.editor(field, book, services.tasks)
    qtbot.addWidget(editor)
    editor.show()
    return editor


def of(book: Book, register: str, name: str) -> Field:
    return book.registers[register].field(name)


def test_every_kind_of_field_has_its_widget_and_a_name_for_screen_readers(council: Book, services: Services, qtbot: QtBot) -> None:
    for kind in Kind:
        editor = made(Field("x", kind, "Label", code_list="sex", register="people"), council, services, qtbot)
        assert editor.inner.accessibleName() == "Label"
        editor.set_value(None)
        assert editor.value() is None
        assert editor.problems() == ()


def test_every_stored_value_comes_back_from_its_widget(council: Book, services: Services, qtbot: QtBot) -> None:
    someone = person(council)
    values: dict[str, dict[str, object]] = {
        "people": {"sex": "F", "birth_date": "1973-08", "phones": ("0812345678",), "moo": 4, "tambon_code": "210304", "note": "ก\nข"},
        "projects": {"areas": ("21", "210304"), "fiscal_year": 2569},
        "members": {"person": someone, "position": "ผู้ดูแลสวน", "appointed_on": "2024-03-15"},
    }
    for register, record in values.items():
        for name, value in record.items():
            editor = made(of(council, register, name), council, services, qtbot)
            editor.set_value(value)
            assert editor.value() == value, (register, name)


def test_a_date_is_understood_while_it_is_typed(council: Book, services: Services, qtbot: QtBot, qapp: QApplication) -> None:
    words.speak(qapp, "th")
    editor = made(of(council, "people", "birth_date"), council, services, qtbot)
    assert isinstance(editor, DateEditor)
    type_into(editor.edit, "12 ส.ค. 2516")
    assert editor.value() == "1973-08-12"
    assert "12 สิงหาคม พ.ศ. 2516" in [label.text() for label in editor.findChildren(QLabel)]
    editor.edit.editingFinished.emit()
    assert editor.edit.text() == "12/08/2516"


def test_an_impossible_date_is_named_and_the_typing_stays(council: Book, services: Services, qtbot: QtBot) -> None:
    editor = made(of(council, "people", "birth_date"), council, services, qtbot)
    assert isinstance(editor, DateEditor)
    type_into(editor.edit, "29/2/2566")
    assert editor.value() is None
    assert [problem.code for problem in editor.problems()] == ["date_impossible"]
    assert editor.edit.text() == "29/2/2566"


def test_a_day_picked_from_the_calendar_is_the_value(council: Book, services: Services, qtbot: QtBot, qapp: QApplication) -> None:
    words.speak(qapp, "th")
    editor = made(of(council, "cases", "opened_on"), council, services, qtbot)
    assert isinstance(editor, DateEditor)
    editor.set_value("2024-03-15")
    editor.pop_up()
    popup = editor.findChild(CalendarPopup)
    assert popup is not None
    assert (popup.calendar.yearShown(), popup.calendar.monthShown()) == (2024, 3)
    popup.picked.emit(dt.date(2024, 3, 20))
    popup.close()
    assert editor.value() == "2024-03-20"


def test_a_national_id_is_hidden_while_nobody_edits_it(council: Book, services: Services, qtbot: QtBot) -> None:
    editor = made(of(council, "people", "national_id"), council, services, qtbot)
    assert isinstance(editor, LineEditor)
    editor.set_value("0012345678901")
    assert "45678" not in editor.edit.text()
    assert editor.value() == "0012345678901"


def test_a_wrong_check_digit_warns_and_does_not_block(council: Book, services: Services, qtbot: QtBot) -> None:
    editor = made(of(council, "people", "national_id"), council, services, qtbot)
    assert isinstance(editor, LineEditor)
    type_into(editor.edit, "1234567890123")
    assert editor.value() == "1234567890123"
    assert [problem.code for problem in editor.problems()] == ["id_check_digit"]


def test_a_tambon_is_found_by_its_english_name(council: Book, services: Services, qtbot: QtBot) -> None:
    editor = made(of(council, "people", "tambon_code"), council, services, qtbot)
    assert isinstance(editor, AreaEditor)
    type_into(editor.edit, "noen kho")
    editor.edit.look_now()
    assert editor.edit.offered()[0] == "Noen Kho, Klaeng, Rayong"
    editor.edit.take(0)
    assert editor.value() == "210304"


def test_areas_of_our_own_office_are_offered_first(council: Book, services: Services, qtbot: QtBot) -> None:
    editor = made(of(council, "people", "tambon_code"), council, services, qtbot)
    assert isinstance(editor, AreaEditor)
    type_into(editor.edit, "เนิน")
    editor.edit.look_now()
    assert "เนินฆ้อ" in editor.edit.offered()[0] or "Noen Kho" in editor.edit.offered()[0]


def test_a_name_typed_but_not_chosen_is_a_problem(council: Book, services: Services, qtbot: QtBot) -> None:
    editor = made(of(council, "people", "tambon_code"), council, services, qtbot)
    assert isinstance(editor, AreaEditor)
    editor.set_value("210304")
    editor.edit.clear()
    type_into(editor.edit, "ไม่มีที่ไหน")
    assert editor.value() is None
    assert [problem.code for problem in editor.problems()] == ["not_chosen"]


def test_areas_are_added_and_taken_out(council: Book, services: Services, qtbot: QtBot) -> None:
    editor = made(of(council, "projects", "areas"), council, services, qtbot)
    assert isinstance(editor, AreasEditor)
    editor.set_value(("210304",))
    type_into(editor.picker.finder, "ระยอง")
    editor.picker.finder.look_now()
    editor.picker.finder.take(0)
    assert editor.value() is not None
    assert len(editor.value()) == 2
    editor.picker.list.setCurrentRow(0)
    editor.picker.remove.click()
    assert len(editor.value()) == 1


def test_a_person_is_linked_by_typing_a_few_letters(council: Book, services: Services, qtbot: QtBot) -> None:
    someone = person(council, "กตัญญู", "ปั๊มน้ำ", house_no="12/5")
    person(council, "สมชาย", "ใจดี")
    editor = made(of(council, "members", "person"), council, services, qtbot)
    assert isinstance(editor, LinkEditor)
    type_into(editor.edit, "ปั๊มน้ำ")
    editor.edit.look_now()
    settle(qtbot, services)
    offered = editor.edit.offered()
    assert len(offered) == 2  # the find, and the way to add somebody
    assert "กตัญญู" in offered[0]
    editor.edit.take(0)
    assert editor.value() == someone


def test_the_offer_to_add_carries_what_was_typed(council: Book, services: Services, qtbot: QtBot) -> None:
    editor = made(of(council, "members", "person"), council, services, qtbot)
    assert isinstance(editor, LinkEditor)
    wanted: list[str] = []
    editor.add_wanted.connect(wanted.append)
    type_into(editor.edit, "นายใหม่ มาแล้ว")
    editor.edit.look_now()
    settle(qtbot, services)
    editor.edit.take(0)
    assert wanted == ["นายใหม่ มาแล้ว"]


def test_an_open_list_takes_the_users_own_words(council: Book, services: Services, qtbot: QtBot) -> None:
    editor = made(of(council, "members", "position"), council, services, qtbot)
    assert isinstance(editor, CodeEditor)
    editor.combo.setEditText("ที่ปรึกษากิตติมศักดิ์")
    assert editor.value() == "ที่ปรึกษากิตติมศักดิ์"
    editor.combo.setEditText("Chair")
    assert editor.value() == "CHAIR"


def test_ticks_are_codes_and_codes_of_a_newer_list_are_kept(council: Book, services: Services, qtbot: QtBot) -> None:
    editor = made(of(council, "people", "vulnerable"), council, services, qtbot)
    assert isinstance(editor, CodesEditor)
    editor.set_value(("V_NEW",))
    editor.list.item(0).setCheckState(Qt.CheckState.Checked)
    assert set(editor.value()) > {"V_NEW"}


def test_labels_of_codes_follow_the_language_and_the_choice_stays(
    council: Book, services: Services, qtbot: QtBot, qapp: QApplication
) -> None:
    editor = made(of(council, "people", "sex"), council, services, qtbot)
    assert isinstance(editor, CodeEditor)
    editor.set_value("F")
    assert editor.combo.currentText() == "Female"
    words.speak(qapp, "th")
    qapp.processEvents()
    assert editor.combo.currentText() == "หญิง"
    assert editor.value() == "F"


def test_yes_no_and_unknown_are_three_answers(council: Book, services: Services, qtbot: QtBot) -> None:
    editor = made(Field("x", Kind.BOOL, "Label"), council, services, qtbot)
    assert isinstance(editor, BoolEditor)
    for value in (True, False, None):
        editor.set_value(value)
        assert editor.value() is value


def test_a_note_keeps_its_lines(council: Book, services: Services, qtbot: QtBot) -> None:
    editor = made(of(council, "people", "note"), council, services, qtbot)
    assert isinstance(editor, NoteEditor)
    editor.edit.setPlainText("บรรทัดหนึ่ง\nบรรทัดสอง")
    assert editor.value() == "บรรทัดหนึ่ง\nบรรทัดสอง"
