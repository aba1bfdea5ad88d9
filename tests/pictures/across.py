"""What goes across the registers: home, hand-over, conflicts, report, settings, Excel; the smallest window and the dark colours."""

from __future__ import annotations

from pathlib import Path

import openpyxl

from desktop.base.i18n import _
from desktop.base.task import Progress
from desktop.records.query import ListQuery
from desktop.reports import rounds
from desktop.reports.figures import TOTALS
from desktop.sheets import importing
from desktop.sync.preview import previews
from desktop.ui import look
from desktop.ui.enrolling import CodeDialog
from desktop.ui.excel import take_out
from desktop.ui.exchange import ExchangePage
from desktop.ui.importwizard import ImportWizard
from desktop.ui.report import ReportPage
from desktop.ui.taken import TakenDialog
from desktop.ui.window import MainWindow
from tests.pictures.tour import Tour, listed

SHEET = Path(__file__).resolve().parents[1] / "data" / "messy" / "01_members_merged_header.xlsx"


def across(tour: Tour, window: MainWindow, first: int) -> None:
    """The pages that are no register, and the dialogs of the hand-over."""
    pages = [name for name in window.pages if name not in window.book.registers]
    for number, name in enumerate(pages, start=first):
        window.show_page(name)
        tour.take(f"{number}-{name}", window)
    page = window.pages["exchange"]
    assert isinstance(page, ExchangePage)
    found = previews(window.book, [tour.folder / "stick", tour.folder / "back"], Progress())
    tour.question("90-parcels", lambda: tour.camera.run(TakenDialog(window.book, ahead=found, parent=window)))
    text = page.invite.text()
    tour.question("91-numbers", lambda: tour.camera.run(CodeDialog(text, "1234 5678 9012 3456 7890 1234", window)))


def report(tour: Tour, window: MainWindow) -> None:
    """The region's report: its tables, what is behind a figure, a round frozen and looked at after more came."""
    page = window.pages["report"]
    assert isinstance(page, ReportPage)
    window.show_page("report")
    tour.camera.rest()
    for number, name in ((1, "provinces"), (2, "councils"), (len(page.tables) + 1, "work")):
        page.tabs.setCurrentIndex(number)
        tour.take(f"98-report-{name}", window)
    page.tabs.setCurrentIndex(0)
    tour.question("98-report-behind", lambda: page.look_behind((TOTALS, "", "value"), _("Value of help (baht)")))
    tour.question("98-report-freeze", page.rounds.freeze.click)
    frozen = rounds.freeze(window.book, "รอบ 2/2566", "ส่งสำนักงานใหญ่")
    some = window.book.ids(ListQuery("projects"))[0]
    with window.book.write() as deed:
        deed.put("projects", some, {"note": "ก"})
    page.rounds.show_rounds(page.rounds.look(), frozen.uid)
    page.refresh()
    tour.take("98-report-round", window)
    tour.question("98-report-round-behind", lambda: page.look_behind((TOTALS, "", "budget"), _("Budget (baht)")))
    window.resize(900, 560)
    tour.take("98-report-narrow", window)
    window.resize(1280, 820)
    tour.question("98-report-round-delete", page.rounds.delete.click)


def excel(tour: Tour, window: MainWindow) -> None:
    """The import of a council's own workbook, the same again after changes, and what going out asks."""
    book = window.book
    members = book.registers["members"]
    wizard = ImportWizard(book, members, tour.services, importing.look(book, "members", SHEET))
    wizard.show()
    tour.take("92-import-columns", wizard)
    wizard.prepare()
    tour.take("93-import-preview", wizard)
    wizard.write()
    tour.camera.rest()
    wizard.close()
    wizard = ImportWizard(book, members, tour.services, importing.look(book, "members", _changed(tour.folder / "changed.xlsx")))
    wizard.show()
    tour.camera.name = "93-import-empty-them"
    wizard.prepare()
    tour.take("93-import-preview-again", wizard)
    wizard.resize(910, 440)
    tour.take("93-import-preview-small", wizard)
    tour.question("93-import-result", wizard.write)
    wizard.close()
    tour.question("98-export-ids", lambda: take_out(listed(window, "people")))


def _changed(path: Path) -> Path:
    """The workbook with other phones, an ID that can't be, a cell emptied and a row more."""
    workbook = openpyxl.load_workbook(SHEET)
    sheet = workbook.worksheets[0]
    for number, phone in ((8, "081-000-1111"), (9, "081-000-2222"), (10, None)):
        sheet.cell(number, 8).value = phone
    sheet.cell(12, 2).value = None
    sheet.cell(11, 3).value = "3-0020-41883-35-9"
    for column, text in enumerate(("61", "นางสาวกตัญญู ผู้ใหญ่ดี", None, "15 มี.ค. 2510", "9/1", "3", "เนินฆ้อ"), start=1):
        sheet.cell(sheet.max_row + (column == 1), column).value = text
    workbook.save(path)
    return path


def narrow_and_dark(tour: Tour, window: MainWindow) -> None:
    """The smallest window, and the dark colours."""
    window.resize(900, 560)
    for name in ("cases", "households", "people"):
        screen = listed(window, name)
        tour.take(f"94-narrow-{name}", window)
        screen.list.table.selectRow(2)
        screen.do("open")
        tour.take(f"95-narrow-{name}-form", window)
        screen.pane.leaving.emit()
    window.resize(1280, 820)
    look.dress(tour.application, "dark")
    window.show_page("home")
    tour.take("96-dark-home", window)
    screen = listed(window, "cases")
    screen.list.table.selectRow(1)
    screen.do("open")
    tour.take("97-dark-cases", window)
    look.dress(tour.application, "light")
    screen.pane.leaving.emit()
