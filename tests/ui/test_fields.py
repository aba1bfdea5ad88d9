"""One widget for each kind of field."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from PySide6.QtCore import QObject, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from desktop.records.book import Book
from desktop.records.register import Field, Kind
from desktop.ui import fields, words
from desktop.ui.codeedits import BoolEditor, CodeEditor, CodesEditor
from desktop.ui.dateedit import CalendarPopup, DateEditor
from desktop.ui.echoed import LandEditor, PointEditor
from desktop.ui.editors import Editor, LineEditor, NoteEditor
from desktop.ui.formfields import FormFields
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
        if kind is Kind.FILE:
            continue  # chosen and shown in a panel of its own
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


def test_only_codes_of_this_year_are_offered_and_an_old_one_is_never_lost(
    council: Book, services: Services, qtbot: QtBot, qapp: QApplication
) -> None:
    words.speak(qapp, "th")
    council.code_lists = council.code_lists.overlaid(
        [
            ended("vehicle", "CART", "เกวียน", valid_to=2560),
            ended("hygiene", "OLD", "แบบเก่า", valid_to=2560),
        ]
    )
    one = made(Field("x", Kind.CODE, "X", code_list="vehicle"), council, services, qtbot)
    several = made(Field("x", Kind.CODES, "X", code_list="hygiene"), council, services, qtbot)
    assert isinstance(one, CodeEditor)
    assert isinstance(several, CodesEditor)
    assert one.combo.findText("เกวียน") == -1
    one.set_value("CART")
    several.set_value(("OLD",))
    assert (one.combo.currentText(), one.value()) == ("เกวียน", "CART")
    assert several.list.item(several.list.count() - 1).text() == "แบบเก่า"
    assert several.value() == ("OLD",)
    one.set_value(None)
    several.set_value(None)
    assert one.combo.findText("เกวียน") == -1, "the next record is not offered what the last one had"
    assert several.list.count() == len(council.offered(several.field))


def test_an_ended_code_of_an_open_list_stays_the_code(council: Book, services: Services, qtbot: QtBot) -> None:
    lists = council.code_lists
    council.code_lists = lists.overlaid([ended("position", "OLD", "Keeper", valid_to=2560), ended("position", "NEW", "Keeper")])
    editor = made(of(council, "members", "position"), council, services, qtbot)
    editor.set_value("OLD")
    assert editor.value() == "OLD"


def ended(name: str, code: str, label: str, valid_to: int | None = None) -> dict[str, object]:
    blank = dict.fromkeys(("label_en", "also", "source", "group", "amount", "rule", "valid_from", "position"))
    return {"list": name, "code": code, "label_th": label, "valid_to": valid_to} | blank


def test_codes_follow_the_group_that_is_chosen_and_none_is_lost(council: Book, services: Services, qtbot: QtBot) -> None:
    rows = [ended("colour", "WARM", "Warm"), ended("colour", "COLD", "Cold")]
    shades = [("RED", "WARM"), ("PINK", "WARM"), ("BLUE", "COLD"), ("GREY", None)]
    rows += [ended("shade", code, code.title()) | {"group": group} for code, group in shades]
    council.code_lists = council.code_lists.overlaid(rows)
    form = FormFields(
        council,
        (
            Field("shade", Kind.CODE, "Shade", code_list="shade", group_by="colour"),
            Field("shades", Kind.CODES, "Shades", code_list="shade", group_by="colour"),
            Field("colour", Kind.CODE, "Colour", code_list="colour"),
        ),
        services.tasks,
    )
    qtbot.addWidget(form)
    colour, shade, several = (form.boxes[name].editor for name in ("colour", "shade", "shades"))
    assert isinstance(shade, CodeEditor)
    assert isinstance(several, CodesEditor)
    assert isinstance(colour, CodeEditor)

    def offered() -> tuple[list[str], list[str]]:
        one = [shade.combo.itemData(at) for at in range(1, shade.combo.count())]
        return one, [several.list.item(at).data(Qt.ItemDataRole.UserRole) for at in range(several.list.count())]

    assert offered() == (["RED", "PINK", "BLUE", "GREY"],) * 2
    shade.set_value("BLUE")
    several.set_value(("BLUE", "RED"))
    colour.set_value("WARM")
    assert offered() == (["RED", "PINK", "GREY", "BLUE"],) * 2, "what is chosen stays in sight"
    assert (shade.value(), several.value()) == ("BLUE", ("BLUE", "RED"))
    colour.combo.setCurrentIndex(colour.combo.findData("COLD"))
    colour.combo.activated.emit(colour.combo.currentIndex())
    assert offered() == (["BLUE", "GREY"], ["BLUE", "GREY", "RED"])


def test_land_says_beside_it_how_it_was_understood(council: Book, services: Services, qtbot: QtBot, qapp: QApplication) -> None:
    words.speak(qapp, "th")
    editor = made(of(council, "households", "land_living"), council, services, qtbot)
    assert isinstance(editor, LandEditor)

    def echo() -> str:
        return next(label.text() for label in editor.findChildren(QLabel))

    def retype(text: str) -> None:
        editor.edit.selectAll()
        type_into(editor.edit, text)

    retype("2 ไร่ 1 งาน 50 วา")
    assert editor.value() == Decimal("950.00")
    assert echo() == "2 ไร่ 1 งาน 50 ตร.ว."
    editor.edit.editingFinished.emit()
    assert editor.edit.text() == "2-1-50"
    retype("850")
    assert echo().startswith("850")
    assert echo().endswith("2 ไร่ 50 ตร.ว.")
    retype("2-4-50")
    editor.edit.editingFinished.emit()
    assert editor.edit.text() == "2-4-50", "the doubt is about what was typed"
    assert [problem.code for problem in editor.problems()] == ["land_ngan"]
    retype("กว้าง")
    assert (editor.value(), echo()) == (None, "")


def test_a_point_is_copied_and_shown_on_a_map_only_when_asked(council: Book, services: Services, qtbot: QtBot) -> None:
    editor = made(of(council, "households", "point"), council, services, qtbot)
    assert isinstance(editor, PointEditor)
    assert not editor.map.isEnabled()
    opened: list[QUrl] = []

    class Browser(QObject):
        @Slot(QUrl)
        def take(self, url: QUrl) -> None:
            opened.append(url)

    browser = Browser()
    QDesktopServices.setUrlHandler("https", browser, "take")  # type: ignore[arg-type]  # the stub says bytes, Qt takes a name
    try:
        type_into(editor.edit, "https://www.google.com/maps/@12.781,101.653,17z")
        editor.edit.editingFinished.emit()
        assert editor.edit.text() == "12.781000, 101.653000"
        editor.copy.click()
        assert QGuiApplication.clipboard().text() == "12.781000, 101.653000"
        assert opened == []
        editor.map.click()
        assert [url.host() for url in opened] == ["www.openstreetmap.org"]
        assert "mlat=12.781000" in opened[0].toString()
    finally:
        QDesktopServices.unsetUrlHandler("https")


def test_what_only_deeds_change_is_readable_says_so_and_is_passed_by_the_tab_key(council: Book, services: Services, qtbot: QtBot) -> None:
    form = FormFields(council, council.registers["cases"].fields, services.tasks)
    qtbot.addWidget(form)
    box = form.boxes["number"]
    assert box.editor.field.by_deed
    assert "F11" in box.editor.inner.toolTip()
    assert not box.editor.inner.focusPolicy() & Qt.FocusPolicy.TabFocus.value
    assert "F11" not in form.boxes["problem"].editor.inner.toolTip()


def test_a_file_has_no_place_among_the_fields(council: Book, services: Services, qtbot: QtBot) -> None:
    form = FormFields(council, council.registers["attachments"].fields, services.tasks)
    qtbot.addWidget(form)
    assert not {"content", "thumbnail"} & set(form.boxes)
    assert "caption" in form.boxes


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
