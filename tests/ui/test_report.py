"""The report's page: its tables of work, economy and money."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from desktop.base import i18n
from desktop.records.book import Book
from desktop.reports import rounds
from desktop.reports.figures import TOTALS
from desktop.ui.behind import BehindDialog
from desktop.ui.report import ReportPage
from desktop.ui.rounds import FreezeDialog
from desktop.ui.services import Services
from desktop.ui.table import Table
from tests.factory import budget_line, cash_book, cash_line, enterprise, project
from tests.ui.hands import Answers, settle


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
    first = page.tabs.widget(1)
    assert isinstance(first, Table)
    table = first.model()
    words = [table.headerData(column, Qt.Orientation.Horizontal) for column in range(table.columnCount())]
    assert table.index(0, words.index("Requested (baht)")).data() == "6,000.25"
    i18n.use("th")
    page.retranslate()
    assert "เสนอขอ (บาท)" in [table.headerData(column, Qt.Orientation.Horizontal) for column in range(table.columnCount())]


def lines_of(dialog: QDialog) -> list[list[str]]:
    """The records that are listed, as they read."""
    assert isinstance(dialog, BehindDialog)
    model = dialog.model
    return [[str(model.index(row, column).data() or "") for column in range(model.columnCount())] for row in range(model.rowCount())]


def test_enter_on_a_figure_lists_the_records_behind_it_and_opens_one(
    council: Book, services: Services, qtbot: QtBot, answers: Answers
) -> None:
    project(council, title="ขุดสระ", budget=Decimal(500))
    second = project(council, title="ซ่อมบ้าน", budget=Decimal(45_000))
    page = opened(council, services, qtbot)
    wanted: list[tuple[str, bytes]] = []
    page.open_wanted.connect(lambda register, record: wanted.append((register, record)))

    def look(dialog: QDialog) -> bool:
        assert [line[:4] for line in lines_of(dialog)] == [
            ["ขุดสระ", "Project", "council", "500.00"],
            ["ซ่อมบ้าน", "Project", "council", "45,000.00"],
        ]
        assert isinstance(dialog, BehindDialog)
        QTest.keyClick(dialog.table, Qt.Key.Key_Down)
        QTest.keyClick(dialog.table, Qt.Key.Key_Return)
        return True

    answers.dialogs.append(look)
    page.tabs.setCurrentWidget(page.whole)
    page.whole.setCurrentIndex(page.whole.model().index(4, 1))
    QTest.keyClick(page.whole, Qt.Key.Key_Return)
    settle(qtbot, services)
    assert wanted == [("projects", second)]
    answers.dialogs.append(lambda dialog: len(lines_of(dialog)) == 2)
    QTest.mouseClick(next(card for card in page.cards if card.name == "budget"), Qt.MouseButton.LeftButton)
    settle(qtbot, services)
    choose(page, "projects")
    answers.dialogs.append(lambda dialog: len(lines_of(dialog)) == 2)
    page.work.table.activated.emit(page.work.table.model().index(1, 2))  # the line of the total
    settle(qtbot, services)
    assert not answers.dialogs


def test_a_round_is_frozen_shown_saved_and_deleted(
    council: Book, services: Services, qtbot: QtBot, answers: Answers, tmp_path: Path
) -> None:
    record = project(council, title="ซ่อมบ้าน", budget=Decimal(45_000))
    page = opened(council, services, qtbot)

    def freeze(dialog: QDialog) -> bool:
        assert isinstance(dialog, FreezeDialog)
        dialog.name.setText("รอบ 2/2566")
        dialog.go.click()
        settle(qtbot, services)
        return dialog.frozen is not None

    answers.dialogs.append(freeze)
    page.rounds.freeze.click()
    settle(qtbot, services)
    council.delete("projects", [record])
    page.refresh()
    settle(qtbot, services)
    assert page.figures is not None and page.figures.projects == 1
    assert not page.rounds.freeze.isVisible() and not page.year.isVisible()
    answers.dialogs.append(lambda dialog: lines_of(dialog)[0][0] == "(gone)" and lines_of(dialog)[0][-1] == "gone since")
    page.look_behind((TOTALS, "", "budget"), "Budget")
    settle(qtbot, services)
    for name in ("1.xlsx", "2.xlsx"):
        answers.will(tmp_path / name)
        page.save.click()
        settle(qtbot, services)
    assert (tmp_path / "1.xlsx").read_bytes() == (tmp_path / "2.xlsx").read_bytes()

    answers.will(False)
    page.rounds.delete.click()
    settle(qtbot, services)
    assert len(rounds.listed(council)) == 1
    answers.will(True)
    page.rounds.delete.click()
    settle(qtbot, services)
    assert rounds.listed(council) == [] and page.rounds.round is None
    assert page.figures.projects == 0
    assert not answers.dialogs and not answers.failures


def test_a_name_that_is_taken_is_told_in_the_dialog(council: Book, services: Services, qtbot: QtBot) -> None:
    rounds.freeze(council, "1")
    dialog = FreezeDialog(council, services, "1", None)
    qtbot.addWidget(dialog)
    dialog.accept()
    settle(qtbot, services)
    assert "already" in dialog.hint.text() and dialog.frozen is None
