"""Excel in and out, through the windows."""

from __future__ import annotations

from pathlib import Path

import openpyxl
from pytestqt.qtbot import QtBot

from desktop.records.book import Book
from desktop.records.query import ListQuery
from desktop.sheets import importing
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
