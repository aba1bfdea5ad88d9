"""Excel in and out, through the windows."""

from __future__ import annotations

from pathlib import Path

import openpyxl
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.records.book import Book
from desktop.records.query import ListQuery
from desktop.sheets import export, importing
from desktop.ui import excel
from desktop.ui.importwizard import ImportWizard, bring_in
from desktop.ui.screen import RegisterScreen
from desktop.ui.services import Services
from tests.ui.hands import Answers, person, settle

SHEET = Path(__file__).parent.parent / "data" / "messy" / "01_members_merged_header.xlsx"


def wizard_over(book: Book, services: Services, qtbot: QtBot) -> ImportWizard:
    wizard = ImportWizard(book, book.registers["members"], services, importing.look(book, "members", SHEET))
    qtbot.addWidget(wizard)
    wizard.show()
    return wizard


def test_nothing_is_written_before_the_button_that_says_how_much(council: Book, services: Services, qtbot: QtBot) -> None:
    wizard = wizard_over(council, services, qtbot)
    wizard.check.click()
    settle(qtbot, services)
    assert wizard.plan is not None
    assert "60" in wizard.apply.text()
    assert council.counts()["members"] == 0
    wizard.apply.click()
    settle(qtbot, services)
    assert council.counts()["members"] == 60


def test_the_same_workbook_again_changes_nothing(council: Book, services: Services, qtbot: QtBot) -> None:
    for writes in (True, False):
        wizard = wizard_over(council, services, qtbot)
        wizard.prepare()
        settle(qtbot, services)
        assert wizard.apply.isEnabled() is writes
        if writes:
            wizard.write()
            settle(qtbot, services)
    assert council.counts()["members"] == 60


def test_a_column_sent_elsewhere_is_read_as_the_user_says(council: Book, services: Services, qtbot: QtBot) -> None:
    wizard = wizard_over(council, services, qtbot)
    box = next(box for box in wizard.columns.boxes if box.currentData() == "person.phones")
    box.setCurrentIndex(box.findData("ignore"))
    wizard.prepare()
    settle(qtbot, services)
    assert wizard.plan is not None
    assert wizard.plan.mapping.columns_of("person.phones") == []


def test_a_file_that_is_no_workbook_is_refused_in_words(
    council: Book, services: Services, qtbot: QtBot, answers: Answers, tmp_path: Path
) -> None:
    path = tmp_path / "photo.xlsx"
    path.write_bytes(b"\x89PNG....")
    screen = RegisterScreen(council, council.registers["members"], services)
    qtbot.addWidget(screen)
    bring_in(council, council.registers["members"], services, screen, path)
    settle(qtbot, services)
    assert [error.code for error in answers.failures] == ["sheet_not_workbook"]


def test_the_list_is_saved_as_it_is_shown_with_ids_hidden_unless_wished(
    council: Book, services: Services, qtbot: QtBot, answers: Answers, tmp_path: Path
) -> None:
    person(council, national_id="0012345678901")
    screen = RegisterScreen(council, council.registers["people"], services)
    qtbot.addWidget(screen)
    for way, found in ((0, False), (1, True)):
        path = tmp_path / f"{way}.xlsx"
        answers.will(way, path)
        excel.take_out(screen)
        settle(qtbot, services)
        cells = [str(cell.value or "") for row in openpyxl.load_workbook(path).active.iter_rows() for cell in row]  # type: ignore[union-attr]
        assert any("0012345678901" in cell.replace("-", "") for cell in cells) is found
    assert council.count(ListQuery("people")) == 1


def test_every_row_says_by_sign_word_and_colour_what_becomes_of_it(council: Book, services: Services, qtbot: QtBot, tmp_path: Path) -> None:
    person(council, first_name="Thong", last_name="Dee", national_id="3002000000017")
    sheet = openpyxl.Workbook()
    assert sheet.active is not None
    for line in (("First name", "Last name", "Village"), ("Thong", "Dee", "North"), ("Kam", "Dee", "South"), ("", "", "East")):
        sheet.active.append(line)
    sheet.save(tmp_path / "p.xlsx")
    wizard = ImportWizard(council, council.registers["people"], services, importing.look(council, "people", tmp_path / "p.xlsx"))
    qtbot.addWidget(wizard)
    wizard.show()
    wizard.prepare()
    settle(qtbot, services)
    shown = [[wizard.model.index(row, column).data() for column in range(4)] for row in range(wizard.model.rowCount())]
    assert [line[1] for line in shown] == ["? Possible duplicate", "+ New", "✗ Refused"]
    assert "same name" in shown[0][3]
    colours = [wizard.model.index(row, 0).data(Qt.ItemDataRole.BackgroundRole).name() for row in range(3)]
    assert len(set(colours)) == 3
    for state, rows in (("new", 1), ("doubt", 1), ("changed", 0), ("", 3)):
        wizard.states.setCurrentIndex(wizard.states.findData(state))
        wizard.states.activated.emit(wizard.states.currentIndex())
        assert wizard.model.rowCount() == rows, state


def test_how_sure_a_guess_is_stands_beside_it_until_somebody_says_so(council: Book, services: Services, qtbot: QtBot) -> None:
    wizard = wizard_over(council, services, qtbot)
    sure = [wizard.columns.table.item(row, 2) for row in range(len(wizard.columns.boxes))]
    assert all(item is not None and item.text()[0] in "✓≈?–" for item in sure)
    number, box = next((number, box) for number, box in enumerate(wizard.columns.boxes) if box.currentData() == "person.phones")
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Home)  # the first of the list: leave out
    item = sure[number]
    assert box.currentData() == "ignore" and item is not None and item.text() == "– Left out"
    wizard.prepare()
    settle(qtbot, services)
    assert wizard.plan is not None and wizard.plan.mapping.columns_of("person.phones") == []


def test_what_was_emptied_in_excel_is_asked_once_and_counted(
    council: Book, services: Services, qtbot: QtBot, answers: Answers, tmp_path: Path
) -> None:
    for agreed in (False, True):
        kept = person(council, first_name=f"Kept{agreed}", village="North")
        export.export(council, ListQuery("people", search=f"Kept{agreed}"), tmp_path / "p.xlsx", ("first_name", "village"))
        book = openpyxl.load_workbook(tmp_path / "p.xlsx")
        book.worksheets[0]["C3"] = None
        book.save(tmp_path / "p.xlsx")
        wizard = ImportWizard(council, council.registers["people"], services, importing.look(council, "people", tmp_path / "p.xlsx"))
        qtbot.addWidget(wizard)
        answers.will(agreed)
        wizard.prepare()
        settle(qtbot, services)
        wizard.prepare(clearing=agreed)
        settle(qtbot, services)
        assert "1 cell was emptied" in answers.asked[-1]
        if agreed:
            wizard.write()
            settle(qtbot, services)
        assert council.row("people", kept).values["village"] == (None if agreed else "North")
    assert len(answers.asked) == 2


def test_a_blank_form_is_saved_for_the_field(council: Book, services: Services, qtbot: QtBot, answers: Answers, tmp_path: Path) -> None:
    screen = RegisterScreen(council, council.registers["activities"], services)
    qtbot.addWidget(screen)
    answers.will(1, tmp_path / "form.xlsx")
    excel.take_out(screen)
    settle(qtbot, services)
    sheet = openpyxl.load_workbook(tmp_path / "form.xlsx").worksheets[0]
    assert sheet["A1"].value == "sapha:activities" and sheet["B3"].value is None and sheet.max_row > 20
