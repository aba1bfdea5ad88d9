"""The hand-over, conflicts and the report, through their pages."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import openpyxl
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLabel
from pytestqt.qtbot import QtBot

from desktop.base.clock import ScriptedClock
from desktop.records.book import Book
from desktop.sync import purposes, taking, trusted
from desktop.sync.purposes import Purpose
from desktop.ui.conflicts import ConflictsPage
from desktop.ui.exchange import ExchangePage
from desktop.ui.home import HomePage
from desktop.ui.leaving import LeavingDialog
from desktop.ui.pages import standing
from desktop.ui.report import ReportPage
from desktop.ui.services import Services
from desktop.ui.taken import TakenDialog
from tests.conftest import Books
from tests.sync.branched import branched
from tests.sync.offices import make, meet, records
from tests.ui.hands import Answers, person, settle


def page_of(book: Book, services: Services, qtbot: QtBot) -> ExchangePage:
    page = ExchangePage(book, services)
    qtbot.addWidget(page)
    page.show()
    settle(qtbot, services)
    return page


def code_of(seen: list[str]) -> Callable[[QDialog], bool]:
    def look(dialog: QDialog) -> bool:
        seen.extend(label.text() for label in dialog.findChildren(QLabel) if label.text().replace(" ", "").isdigit())
        return True

    return look


def enrol(council: ExchangePage, region: ExchangePage, answers: Answers, services: Services, qtbot: QtBot, folder: Path) -> list[str]:
    """Invite, accept, admit by the buttons; gives the codes each side saw at the end."""
    seen: list[str] = []
    steps = ((region.invite, (folder / "i",)), (council.accept, (folder / "i", folder / "c")), (region.admit, (folder / "c",)))
    for button, paths in steps:
        answers.will(*paths)
        answers.dialogs.append(code_of(seen))
        button.click()
        settle(qtbot, services)
    return seen


def test_two_offices_meet_by_file_and_see_the_same_numbers(
    make_book: Callable[..., Book], services: Services, qtbot: QtBot, answers: Answers, tmp_path: Path
) -> None:
    council, region = (page_of(make_book(kind, kind), services, qtbot) for kind in ("council", "region"))
    assert not council.make.isEnabled()
    seen = enrol(council, region, answers, services, qtbot, tmp_path)
    assert len(seen) == 3
    assert seen[1] == seen[2]
    assert council.make.isEnabled()


def test_a_council_chooses_what_leaves_and_sees_it_change(
    make_book: Callable[..., Book], services: Services, qtbot: QtBot, answers: Answers, tmp_path: Path
) -> None:
    council, region = (page_of(make_book(kind, kind), services, qtbot) for kind in ("council", "region"))
    enrol(council, region, answers, services, qtbot, tmp_path)
    person(council.book, national_id="1101700230708")
    seen: list[str] = []

    def choose(dialog: QDialog) -> bool:
        assert isinstance(dialog, LeavingDialog)
        seen.append(dialog.model.rows[0][2])
        dialog.purpose.setCurrentIndex(1)
        assert not dialog.go.isEnabled()
        qtbot.waitUntil(dialog.go.isEnabled)  # not until all is settled: the task that opened this dialog ends with it
        seen.append(dialog.model.rows[0][2])
        return False

    answers.dialogs.append(choose)
    council.make.click()
    settle(qtbot, services)
    assert "National ID" in seen[0]
    assert "National ID" not in seen[1]
    assert purposes.chosen(council.book) is Purpose.WORK


def test_a_parcel_goes_out_is_shown_before_it_is_taken_and_is_confirmed(
    make_book: Callable[..., Book], services: Services, qtbot: QtBot, answers: Answers, tmp_path: Path
) -> None:
    council, region = (page_of(make_book(kind, kind), services, qtbot) for kind in ("council", "region"))
    enrol(council, region, answers, services, qtbot, tmp_path)
    person(council.book)
    stick = tmp_path / "stick"
    stick.mkdir()
    answers.dialogs.append(lambda leaving: False)
    council.make.click()
    settle(qtbot, services)
    assert list(stick.iterdir()) == []

    def leaves(dialog: QDialog) -> bool:
        assert isinstance(dialog, LeavingDialog)
        assert [row[:2] for row in dialog.model.rows] == [("People", "1")]
        return True

    answers.dialogs.extend([leaves, lambda _written: True])
    answers.will(stick)
    council.make.click()
    settle(qtbot, services)
    assert len(list(stick.glob("*.parcel"))) == 1

    def no(dialog: QDialog) -> bool:
        assert isinstance(dialog, TakenDialog)
        assert dialog.model.rowCount() == 1
        return False

    answers.will(stick)
    answers.dialogs.append(no)
    region.take.click()
    settle(qtbot, services)
    assert region.book.counts()["people"] == 0
    answers.will(stick)
    answers.dialogs.extend([lambda _preview: True, lambda _report: True])
    region.take.click()
    settle(qtbot, services)
    assert region.book.counts()["people"] == 1
    answers.will(stick)
    answers.dialogs.extend([lambda _preview: True, lambda _report: True])
    council.take.click()
    settle(qtbot, services)
    assert council.model.rows[0][3].startswith("Confirmed")


def test_a_conflict_is_decided_with_one_key(
    make_book: Callable[..., Book], services: Services, qtbot: QtBot, answers: Answers, tmp_path: Path
) -> None:
    council, region = (page_of(make_book(kind, kind), services, qtbot) for kind in ("council", "region"))
    enrol(council, region, answers, services, qtbot, tmp_path)
    someone = person(council.book)
    for step, (sender, taker) in enumerate(((council, region), (region, council))):
        if step:
            for office, house in ((council, "12"), (region, "21")):
                with office.book.write() as deed:
                    deed.put("people", someone, {"house_no": house})
        stick = tmp_path / f"stick{step}"
        stick.mkdir()
        answers.dialogs.extend([lambda _leaving: True, lambda _written: True])
        answers.will(stick)
        sender.make.click()
        settle(qtbot, services)
        answers.will(stick)
        answers.dialogs.extend([lambda _preview: True, lambda _report: True])
        taker.take.click()
        settle(qtbot, services)
    home = HomePage(council.book, services, list(standing(council.book)))
    qtbot.addWidget(home)
    page = ConflictsPage(council.book, services)
    qtbot.addWidget(page)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    page.entered()
    settle(qtbot, services)
    assert [conflict.field for conflict in page.conflicts] == ["house_no"]
    wanted = page.conflicts[0].values[1].value
    page.table.setFocus()
    QTest.keyClick(page.table, Qt.Key.Key_2)
    settle(qtbot, services)
    assert council.book.conflicts() == []
    assert council.book.row("people", someone).values["house_no"] == wanted


def test_a_stick_without_parcels_says_so(council: Book, services: Services, qtbot: QtBot, answers: Answers, tmp_path: Path) -> None:
    page = page_of(council, services, qtbot)
    answers.will(tmp_path)
    page.take.click()
    settle(qtbot, services)
    assert answers.asked[-1] == "There is no parcel for this office here."


def test_the_report_shows_the_figures_and_saves_them(
    council: Book, services: Services, qtbot: QtBot, answers: Answers, tmp_path: Path
) -> None:
    with council.write() as deed:
        deed.put("projects", None, {"title": "บ้านพอเพียง", "areas": ("210304",), "budget": Decimal(45000), "fiscal_year": 2569})
    page = ReportPage(council, services)
    qtbot.addWidget(page)
    page.show()
    page.entered()
    settle(qtbot, services)
    assert page.figures is not None
    assert page.figures.projects == 1
    path = tmp_path / "report.xlsx"
    answers.will(path)
    page.save.click()
    settle(qtbot, services)
    assert openpyxl.load_workbook(path).sheetnames


def test_a_parcel_that_waits_because_of_a_clock_is_taken_by_its_button_after_a_question(
    make_book: Callable[..., Book], services: Services, qtbot: QtBot, answers: Answers, tmp_path: Path
) -> None:
    region = make_book("region", "region")
    council = make_book(clock=ScriptedClock(region.clock.now_ms() + 60 * 86_400_000 + 3_600_000))
    meet(council, region, tmp_path / "letters")
    person(council)
    page = page_of(region, services, qtbot)
    assert page.missing.trust.isHidden()
    assert taking.take(region, [make(council, tmp_path / "stick")])[0].code == "clock"
    page.refresh()
    settle(qtbot, services)
    page.tabs.setCurrentWidget(page.missing)
    assert page.missing.trust.isVisible() and "60" in page.missing.model.rows[0][1]
    answers.dialogs.append(lambda dialog: isinstance(dialog, TakenDialog))
    for yes in (False, True):
        answers.will(yes)
        page.missing.trust.click()
        settle(qtbot, services)
        assert region.counts()["people"] == len(trusted.decisions(region)) == yes
    assert answers.asked == [*["Take parcel 1 of council in spite of its clock?"] * 2, "What was taken"]
    assert page.missing.gaps == [] and page.missing.trust.isHidden()


def test_a_pc_that_took_a_copys_parcel_is_told_before_and_after_that_it_goes_by_the_regional_office(
    books: Books, services: Services, qtbot: QtBot, answers: Answers, tmp_path: Path
) -> None:
    at = branched(books, tmp_path)
    page = page_of(at.second, services, qtbot)
    told: list[str] = []

    def look(dialog: QDialog) -> bool:
        assert isinstance(dialog, TakenDialog)
        told.extend(label.text() for label in dialog.findChildren(QLabel) if label.isVisibleTo(dialog))
        return True

    def take_from(stick: Path) -> None:
        told.clear()
        answers.will(stick)
        answers.dialogs.extend([look, look])
        page.take.click()
        settle(qtbot, services)

    make(at.first, tmp_path / "other")
    make(at.region, tmp_path / "settles")
    take_from(tmp_path / "other")
    assert [words for words in told if "Take the newest parcel of the regional office" in words]
    take_from(tmp_path / "settles")
    assert len([words for words in told if "goes by what the regional office holds" in words]) == 2
    assert {row["first_name"] for row in records(at.second)["people"].values()} >= {"ในเล่มแรก", "ในสำเนา"}
