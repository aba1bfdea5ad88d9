"""The report's page: its tables of work, economy and money."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.base import i18n
from desktop.records.book import Book
from desktop.ui.report import ReportPage
from desktop.ui.services import Services
from desktop.ui.table import Table
from tests.factory import budget_line, cash_book, cash_line, enterprise, project
from tests.ui.hands import settle


def shown(page: ReportPage) -> list[list[str]]:
    """The table that is chosen, as it reads."""
    model = page.work.table.model()
    return [[str(model.index(row, column).data() or "") for column in range(model.columnCount())] for row in range(model.rowCount())]


def choose(page: ReportPage, name: str) -> None:
    """Choose a table as somebody does."""
    place = page.work.chooser.findData(name)
    page.work.chooser.setCurrentIndex(place)
    page.work.chooser.activated.emit(place)


def opened(book: Book, services: Services, qtbot: QtBot) -> ReportPage:
    """The page, when it has counted."""
    page = ReportPage(book, services)
    qtbot.addWidget(page)
    page.show()
    page.entered()
    settle(qtbot, services)
    return page


def test_a_table_is_chosen_and_stays_when_it_is_counted_anew(council: Book, services: Services, qtbot: QtBot) -> None:
    cash = cash_book(council, kind="PROJECT")
    cash_line(council, cash_book=cash, income=Decimal(1000), expense=None)
    page = opened(council, services, qtbot)
    choose(page, "cash")
    [line, total] = shown(page)
    assert line[1:] == total[1:] == ["1", "0", "1,000.00", "0.00"]
    cash_line(council, cash_book=cash, expense=Decimal("250.50"))
    page.do("refresh")
    settle(qtbot, services)
    assert page.work.chooser.currentData() == "cash"
    assert shown(page)[0][1:] == ["1", "0", "1,000.00", "250.50"]


def test_what_is_in_two_lines_has_no_total(council: Book, services: Services, qtbot: QtBot) -> None:
    enterprise(council, roles=("VC1", "VC3"))
    page = opened(council, services, qtbot)
    choose(page, "roles")
    assert [line[1] for line in shown(page)] == ["1", "1"]


def test_what_a_project_asks_for_stands_beside_its_budget_in_both_languages(council: Book, services: Services, qtbot: QtBot) -> None:
    budget_line(council, project=project(council, areas=("210304",), budget=None), requested=Decimal("6000.25"))
    page = opened(council, services, qtbot)
    first = page.tabs.widget(0)
    assert isinstance(first, Table)
    table = first.model()
    words = [table.headerData(column, Qt.Orientation.Horizontal) for column in range(table.columnCount())]
    assert table.index(0, words.index("Requested (baht)")).data() == "6,000.25"
    i18n.use("th")
    page.retranslate()
    assert "เสนอขอ (บาท)" in [table.headerData(column, Qt.Orientation.Horizontal) for column in range(table.columnCount())]
