"""What stands beside a cash book's form: its pages and its closing sheet."""

from __future__ import annotations

from decimal import Decimal

from pytestqt.qtbot import QtBot

from desktop.records.book import Book
from desktop.registers.cash_books.screen import BookPanel, ClosingPanel
from desktop.ui.services import Services
from tests.factory import cash_book, cash_line
from tests.ui.hands import settle


def test_a_page_shows_a_month_between_what_was_brought_forward_and_its_sum(council: Book, services: Services, qtbot: QtBot) -> None:
    of = cash_book(council)
    cash_line(council, cash_book=of, on="2026-01-05", expense=Decimal("250.50"))
    cash_line(council, cash_book=of, on="2026-02-05", income=Decimal("50.00"), expense=None)
    council.do("cash_books", "close_month", [of], {"month": "2026-01"})
    panel = BookPanel(council, services)
    qtbot.addWidget(panel)
    panel.show_record(of)
    settle(qtbot, services)
    assert [row[5] for row in panel.lines.rows] == ["749.50", "799.50", "799.50"]
    assert panel.month.itemText(1).startswith("🔒")
    panel.month.setCurrentIndex(0)
    panel.refresh()
    settle(qtbot, services)
    assert [row[3:] for row in panel.lines.rows][-1] == ("50.00", "250.50", "799.50")


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
