"""What stands beside a cash book's form: its pages and its closing sheet."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QWidget
from pytestqt.qtbot import QtBot

from desktop.records.book import Book
from desktop.records.query import ListQuery
from desktop.registers.cash_books.screen import BookPanel, ClosingPanel
from desktop.ui.ask import Unsaved
from desktop.ui.services import Services
from tests.factory import cash_book, cash_line
from tests.ui.hands import Answers, settle, type_into


def test_a_page_shows_a_month_between_what_was_brought_forward_and_its_sum(council: Book, services: Services, qtbot: QtBot) -> None:
    of = cash_book(council)
    cash_line(council, cash_book=of, on="2026-01-05", expense=Decimal("250.50"))
    cash_line(council, cash_book=of, on="2026-02-05", income=Decimal("50.00"), expense=None)
    council.do("cash_books", "close_month", [of], {"month": "2026-01"})
    panel = BookPanel(council, services)
    qtbot.addWidget(panel)
    panel.show_record(of)
    settle(qtbot, services)
    assert [row[4] for row in panel.lines.rows] == ["749.50", "799.50", "799.50"]
    assert panel.month.itemText(1).startswith("🔒")
    panel.month.setCurrentIndex(0)
    panel.refresh()
    settle(qtbot, services)
    assert [row[2:5] for row in panel.lines.rows][-1] == ("50.00", "250.50", "799.50")


def test_the_closing_sheet_marks_a_month_that_is_not_as_it_was_closed(council: Book, services: Services, qtbot: QtBot) -> None:
    of = cash_book(council)
    cash_line(council, cash_book=of, on="2026-01-05", expense=Decimal("250.50"))
    council.do("cash_books", "close_month", [of], {"month": "2026-01"})
    with council.write() as deed:  # as a parcel does: past the guard
        deed.work.insert("cash_lines", {"cash_book": of, "on": "2026-01-09", "words": "ค่าน้ำ", "expense": Decimal("10.00")})
    panel = ClosingPanel(council, services)
    qtbot.addWidget(panel)
    panel.show_record(of)
    settle(qtbot, services)
    assert panel.months.rows[0][4:6] == ("739.50", "749.50")
    assert panel.told.text()
    assert panel.months.heed is not None
    assert panel.months.heed(0)


def _page(council: Book, services: Services, qtbot: QtBot, of: bytes) -> BookPanel:
    panel = BookPanel(council, services)
    qtbot.addWidget(panel)
    panel.show()
    panel.show_record(of)
    settle(qtbot, services)
    return panel


def _type(panel: BookPanel, **typed: str) -> None:
    for name, text in typed.items():
        inner = panel.entry.boxes[name].editor.inner
        inner.setFocus()
        type_into(inner, text)


def _press(widget: QWidget, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(widget, key, held)


def test_lines_are_typed_one_after_the_other_at_the_foot(council: Book, services: Services, qtbot: QtBot) -> None:
    of = cash_book(council)
    panel = _page(council, services, qtbot, of)
    boxes = panel.entry.boxes
    boxes["on"].editor.set_value("2026-01-05")
    for words, name, text in (("ค่าน้ำ", "expense", "250.50"), ("บริจาค", "income", "1,000"), ("ค่าไฟ", "expense", "9")):
        _type(panel, words=words, **{name: text})
        assert panel.dirty
        _press(boxes[name].editor.inner, Qt.Key.Key_Return)
        settle(qtbot, services)
        assert boxes["on"].editor.value() == "2026-01-05"
        assert boxes["words"].editor.value() is None
    shown = [tuple(row[1:]) for row in panel.lines.rows]
    assert shown[1:4] == [
        ("ค่าน้ำ", "", "250.50", "749.50", ""),
        ("บริจาค", "1,000.00", "", "1,749.50", ""),
        ("ค่าไฟ", "", "9.00", "1,740.50", ""),
    ]


def test_what_is_refused_stays_where_it_was_typed_and_escape_takes_it_away(council: Book, services: Services, qtbot: QtBot) -> None:
    of = cash_book(council)
    cash_line(council, cash_book=of, on="2026-01-05", expense=Decimal("250.50"))
    council.do("cash_books", "close_month", [of], {"month": "2026-01"})
    panel = _page(council, services, qtbot, of)
    boxes = panel.entry.boxes
    boxes["on"].editor.set_value("2026-01-20")
    _type(panel, words="ค่าน้ำ", expense="10")
    _press(boxes["expense"].editor.inner, Qt.Key.Key_Return)
    settle(qtbot, services)
    assert panel.entry.said.isVisible()
    assert (boxes["words"].editor.value(), boxes["expense"].editor.value()) == ("ค่าน้ำ", Decimal(10))
    assert len(panel.lines.rows) == 3
    _press(boxes["words"].editor.inner, Qt.Key.Key_Escape)
    assert (boxes["words"].editor.value(), boxes["expense"].editor.value(), panel.dirty) == (None, None, False)
    _type(panel, expense="10")  # no words
    _press(boxes["expense"].editor.inner, Qt.Key.Key_Return)
    settle(qtbot, services)
    assert boxes["words"].said
    assert boxes["expense"].editor.value() == Decimal(10)


def test_unsaved_typing_is_asked_about(council: Book, services: Services, answers: Answers, qtbot: QtBot) -> None:
    panel = _page(council, services, qtbot, cash_book(council))
    left: list[bool] = []
    panel.leave(lambda: left.append(True))
    _type(panel, words="ค่าน้ำ", expense="10")
    answers.will(Unsaved.STAY, Unsaved.SAVE)
    panel.leave(lambda: left.append(True))
    assert left == [True]
    panel.leave(lambda: left.append(True))
    settle(qtbot, services)
    assert left == [True, True]
    assert len(council.ids(ListQuery("cash_lines"))) == 1


def test_enter_on_a_line_opens_its_form_and_a_line_of_a_closed_month_is_reversed(
    council: Book, services: Services, answers: Answers, qtbot: QtBot
) -> None:
    of = cash_book(council)
    line = cash_line(council, cash_book=of, on="2026-01-05", expense=Decimal("250.50"))
    council.do("cash_books", "close_month", [of], {"month": "2026-01"})
    panel = _page(council, services, qtbot, of)
    wanted: list[tuple[str, bytes]] = []
    panel.open_wanted.connect(lambda register, record: wanted.append((register, record)))
    panel.table.selectRow(1)
    _press(panel.table, Qt.Key.Key_Return)
    assert wanted == [("cash_lines", line)]

    def answer(dialog: QDialog) -> bool:
        dialog.accept()
        qtbot.waitUntil(lambda: dialog.result() == QDialog.DialogCode.Accepted)
        return True

    answers.dialogs.append(answer)
    panel.reverse.click()
    settle(qtbot, services)
    [opposite] = [each for each in council.ids(ListQuery("cash_lines")) if each != line]
    row = council.row("cash_lines", opposite)
    assert row.values["reverses"] == line


def test_a_closed_book_takes_no_line_and_says_so(council: Book, services: Services, qtbot: QtBot) -> None:
    of = cash_book(council)
    council.do("cash_books", "close_book", [of], {})
    panel = _page(council, services, qtbot, of)
    assert not panel.entry.add.isEnabled()
    assert panel.entry.said.isVisible()
    assert not panel.close_month.isEnabled()


def test_the_pages_are_turned_by_keys(council: Book, services: Services, qtbot: QtBot) -> None:
    of = cash_book(council)
    for month in ("2026-01", "2026-02"):
        cash_line(council, cash_book=of, on=f"{month}-05")
    panel = _page(council, services, qtbot, of)
    assert panel.month.currentData() == "2026-02"
    _press(panel.table, Qt.Key.Key_PageUp, Qt.KeyboardModifier.ControlModifier)
    settle(qtbot, services)
    assert panel.month.currentData() == "2026-01"
    assert len(panel.lines.rows) == 3
