"""The list of records."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QStandardItemModel
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.records.book import Book
from desktop.records.query import ListQuery
from desktop.ui import words
from desktop.ui.table import PAGE, PlainModel, RegisterModel, Table
from tests.ui.hands import person


def shown(model: RegisterModel, row: int) -> list[str]:
    return [str(model.index(row, column).data()) for column in range(model.columnCount())]


def test_the_model_keeps_qts_rules(council: Book, qapp: QApplication) -> None:
    for number in range(PAGE + 5):
        person(council, last=f"ใจดี{number:03}")
    model = RegisterModel(council, council.registers["people"], ["prefix", "first_name", "last_name"])
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.show_ids(council.ids(ListQuery("people")))
    assert shown(model, PAGE + 4) == ["นางสาว", "แก้ว", "ใจดี132"]
    model.show_columns(["last_name"])
    model.reread()
    model.show_ids([])
    assert tester.model() is model


def test_rows_that_come_after_the_first_ones_keep_qts_rules_and_what_is_chosen(council: Book, qapp: QApplication) -> None:
    for number in range(PAGE + 5):
        person(council, last=f"ใจดี{number:03}")
    ids = council.ids(ListQuery("people"))
    model = RegisterModel(council, council.registers["people"], ["first_name", "last_name"])
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.show_ids(ids[: PAGE - 3])
    assert shown(model, PAGE - 4)[1] == f"ใจดี{PAGE - 4}"
    model.show_more(ids)
    assert shown(model, PAGE - 1)[1] == f"ใจดี{PAGE - 1}"
    assert model.number(ids[-1]) == PAGE + 4
    del tester


def test_a_plain_table_keeps_qts_rules(qapp: QApplication) -> None:
    model = PlainModel(["Name", "Value"])
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.show_rows([("a", "1"), ("b",)])
    assert model.index(1, 1).data() == ""
    assert tester.model() is model


def test_national_ids_are_masked_until_wished(council: Book, qapp: QApplication) -> None:
    person(council, national_id="0012345678901")
    model = RegisterModel(council, council.registers["people"], ["national_id"])
    model.show_ids(council.ids(ListQuery("people")))
    assert "12345" not in shown(model, 0)[0]
    model.masked = False
    assert shown(model, 0) == ["0-0123-45678-90-1"]


def test_headings_and_values_follow_the_language(council: Book, qapp: QApplication) -> None:
    person(council, birth_date="1973-08-12", tambon_code="210304")
    model = RegisterModel(council, council.registers["people"], ["birth_date", "tambon_code"])
    model.show_ids(council.ids(ListQuery("people")))
    assert shown(model, 0) == ["12 Aug 1973", "Noen Kho"]
    words.speak(qapp, "th")
    assert shown(model, 0) == ["12 ส.ค. 2516", "เนินฆ้อ"]


def test_a_record_deleted_meanwhile_shows_as_gone_or_as_it_was_and_never_fails(council: Book, qapp: QApplication) -> None:
    kept = person(council)
    model = RegisterModel(council, council.registers["people"], ["first_name"])
    model.show_ids([kept, b"\x00" * 16])
    assert shown(model, 1) == ["(gone)"]
    assert model.headerData(0, Qt.Orientation.Vertical) is None


def test_a_row_is_chosen_whatever_key_is_held_down(qtbot: QtBot) -> None:
    model = QStandardItemModel(3, 2)
    table = Table()
    table.setModel(model)
    qtbot.addWidget(table)
    for _time in range(2):  # Qt remembers the keys held down with the last key press
        table.selectRow(1)
        assert [index.row() for index in table.selectionModel().selectedRows()] == [1]
        QTest.keyClick(table, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
