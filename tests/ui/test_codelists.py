"""The page of code lists: the regional office adds, changes and ends entries, a council looks at them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from desktop.base import dates
from desktop.records.book import Book
from desktop.records.codes import shipped
from desktop.ui import listwords, words
from desktop.ui.codeentry import EntryDialog, HistoryDialog
from desktop.ui.codelists import CodeListsPage
from desktop.ui.services import Services
from desktop.ui.window import MainWindow
from tests.factory import code
from tests.ui.hands import Answers, household, settle, type_into

Show = Callable[..., CodeListsPage]


@pytest.fixture
def region(make_book: Callable[..., Book]) -> Book:
    """A regional office's book."""
    return make_book("region", "region", ("21",))


@pytest.fixture
def show(services: Services, qtbot: QtBot) -> Show:
    """Opens the page in a window of a book."""

    def show(book: Book, name: str = "vehicle", entry: str = "") -> CodeListsPage:
        window = MainWindow(book, services)
        qtbot.addWidget(window)
        window.show()
        window.show_page("codes")
        settle(qtbot, services)
        page = window.page()
        assert isinstance(page, CodeListsPage)
        choose(page, name, entry)
        return page

    return show


def choose(page: CodeListsPage, name: str, entry: str = "") -> None:
    names = page.lists.names
    names.setCurrentItem(names.findItems(listwords.list_name(name), Qt.MatchFlag.MatchExactly)[0])
    if entry:
        page.table.selectRow([each.code for each in page.entries].index(entry))


def cells(page: CodeListsPage, heading: str) -> dict[str, str]:
    at = page.model.headings.index(heading)
    return {row[0]: row[at] for row in page.model.rows}


def filling(qtbot: QtBot, **values: object) -> Callable[[QDialog], bool]:
    """Fills the form of an entry and saves it."""

    def answer(dialog: QDialog) -> bool:
        assert isinstance(dialog, EntryDialog)
        fill(dialog, **values)
        with qtbot.waitSignal(dialog.form.saved):
            dialog.form.save()
        return True

    return answer


def fill(dialog: EntryDialog, **values: object) -> None:
    for name, value in values.items():
        dialog.form.boxes[name].editor.set_value(value)
        dialog.form.boxes[name].editor.edited.emit()


def test_every_list_that_is_shipped_has_a_name_of_its_own(qapp: QApplication) -> None:
    for language in ("en", "th"):
        words.speak(qapp, language)
        names = [listwords.list_name(name) for name in shipped().names()]
        assert not [name for name, told in zip(shipped().names(), names, strict=True) if name == told]
        assert len(set(names)) == len(names), language


def test_the_entries_are_told_with_their_years_and_only_the_columns_a_list_has(region: Book, show: Show) -> None:
    page = show(region, "ceiling")
    assert cells(page, "Valid (B.E.)")["BPP-2560"] == "2560–2562"
    assert cells(page, "Valid (B.E.)")["BPP-2565"] == "from 2565"
    assert cells(page, "Amount or points")["BPP-2565"] == "20,000"
    assert cells(page, "Belongs to")["BPP-2565"] == "BPP"
    choose(page, "vehicle")
    assert page.model.headings == ["Code", "Thai", "English", "Valid (B.E.)", "Regional office", "Source"]
    assert set(cells(page, "Regional office").values()) == {""}


def test_an_entry_is_added_and_offered_at_once(region: Book, show: Show, services: Services, qtbot: QtBot, answers: Answers) -> None:
    page = show(region)
    answers.dialogs.append(filling(qtbot, code="RAFT", label_th="แพ", label_en="Raft", source="ทดสอบ"))
    QTest.keyClick(page.lists.names, Qt.Key.Key_F4)
    settle(qtbot, services)
    chosen = page.chosen()
    assert chosen is not None and chosen.code == "RAFT", "what was added is what is looked at"
    assert cells(page, "Regional office")["RAFT"] == "Added"
    assert "RAFT" in [entry.code for entry in region.offered(region.registers["households"].field("vehicles"))]


def test_a_shipped_entry_is_changed_by_one_that_stands_over_it(
    region: Book, show: Show, services: Services, qtbot: QtBot, answers: Answers
) -> None:
    page = show(region, "vehicle", "TRACTOR")
    for label in ("เกวียน", "รถเข็น"):
        answers.dialogs.append(filling(qtbot, label_th=label))
        QTest.keyClick(page.table, Qt.Key.Key_Return)
        settle(qtbot, services)
        assert cells(page, "Thai")["TRACTOR"] == label
    assert region.counts()["codes"] == 1, "changed twice it is one record"
    assert cells(page, "Regional office")["TRACTOR"] == "Changed"
    assert len(region.code_lists.entries("vehicle")) == len(shipped().entries("vehicle"))
    region.undo()
    region.undo()
    qtbot.waitUntil(lambda: cells(page, "Regional office")["TRACTOR"] == "")


def test_list_and_code_are_not_changed_with_an_entry(region: Book, show: Show, qtbot: QtBot, answers: Answers) -> None:
    page = show(region, "vehicle", "TRACTOR")
    fixed: list[bool] = []

    def look(dialog: QDialog) -> bool:
        assert isinstance(dialog, EntryDialog)
        fixed.extend(dialog.form.boxes[name].editor.inner.property("readOnly") for name in ("list", "code", "label_th"))
        return False

    answers.dialogs += [look, look]
    page.edit()
    page.add()
    assert fixed == [True, True, False, True, False, False]
    assert region.counts()["codes"] == 0, "looking makes nothing"


def test_whoever_changes_the_label_of_a_code_in_use_is_told_how_many_use_it(
    region: Book, show: Show, services: Services, qtbot: QtBot, answers: Answers
) -> None:
    for _home in range(2):
        household(region, vehicles=("TRACTOR",))
    page = show(region, "vehicle", "TRACTOR")
    said: list[str] = []

    def change(dialog: QDialog) -> bool:
        assert isinstance(dialog, EntryDialog)
        settle(qtbot, services)
        for name, value in (("source", "ทดสอบ"), ("label_th", "เรือ"), ("label_th", shipped().label("vehicle", "TRACTOR", "th"))):
            fill(dialog, **{name: value})
            said.append(dialog.warning.text().replace("\u200b", "") if not dialog.warning.isHidden() else "")
        return False

    answers.dialogs.append(change)
    page.edit()
    assert said == ["", "2 records use this code. If the meaning changes, end it and add a new one.", ""]


def test_whoever_adds_a_code_that_is_there_is_told_so(region: Book, show: Show, answers: Answers) -> None:
    page = show(region)
    said: list[str] = []

    def type_codes(dialog: QDialog) -> bool:
        assert isinstance(dialog, EntryDialog)
        for typed in ("TRACTOR", "TRACTOR2"):
            fill(dialog, code=typed)
            said.append(dialog.warning.text().replace("\u200b", ""))
        return False

    answers.dialogs.append(type_codes)
    page.add()
    assert said[0].startswith("This list has the code already: ") and said[1] == ""


def test_an_entry_ends_with_this_year_and_keeps_its_meaning(
    region: Book, show: Show, services: Services, qtbot: QtBot, answers: Answers
) -> None:
    year = dates.to_be(region.clock.today().year)
    page = show(region, "vehicle", "TRACTOR")
    answers.will(False, True)
    page.end_button.click()
    settle(qtbot, services)
    assert region.counts()["codes"] == 0, "asked, and answered no"
    page.end_button.click()
    settle(qtbot, services)
    assert cells(page, "Valid (B.E.)")["TRACTOR"] == f"until {year}"
    assert not page.end_button.isEnabled(), "it has ended"
    assert region.code_lists.label("vehicle", "TRACTOR") == shipped().label("vehicle", "TRACTOR")
    assert "TRACTOR" not in [entry.code for entry in region.code_lists.entries("vehicle", year + 1)]


def test_the_history_of_an_entry_is_that_of_its_record(
    region: Book, show: Show, services: Services, qtbot: QtBot, answers: Answers
) -> None:
    page = show(region, "vehicle", "TRACTOR")
    assert not page.history_button.isEnabled(), "as shipped: nothing was changed"
    code(region, code="TRACTOR", label_th="เกวียน")
    qtbot.waitUntil(page.history_button.isEnabled)
    seen: list[int] = []

    def look(dialog: QDialog) -> bool:
        assert isinstance(dialog, HistoryDialog)
        settle(qtbot, services)
        seen.append(dialog.view.table.model().rowCount())
        return False

    answers.dialogs.append(look)
    page.history_button.click()
    assert seen and seen[0] >= 4


def test_a_list_is_found_by_its_name_by_a_code_and_by_a_word_for_it(council: Book, show: Show, qtbot: QtBot) -> None:
    page = show(council)
    QTest.keyClick(page.lists.names, Qt.Key.Key_F3)
    qtbot.waitUntil(page.lists.search.hasFocus)
    for typed, name, entry in (("ผนัง", "damage", "D_WALL"), ("Mortgages", "mortgage", "NONE"), ("D_ROOF", "damage", "D_ROOF")):
        page.lists.search.clear()
        type_into(page.lists.search, typed)
        assert page.lists.shown() == name
        chosen = page.chosen()
        assert chosen is not None and chosen.code == entry
    page.show_search("ไม่มีคำนี้แน่นอน")
    assert page.lists.shown() == "" and page.entries == [] and not page.can("open")
    page.lists.search.clear()
    assert page.lists.names.count() == len(shipped().names())


def test_a_council_looks_and_changes_nothing(council: Book, show: Show, answers: Answers) -> None:
    page = show(council, "vehicle", "TRACTOR")
    assert not page.can("new") and page.add_button.isHidden() and page.end_button.isHidden()
    QTest.keyClick(page.table, Qt.Key.Key_F4)
    page.end()
    assert answers.asked == []
    fixed: list[bool] = []

    def look(dialog: QDialog) -> bool:
        assert isinstance(dialog, EntryDialog)
        fixed.append(dialog.form.boxes["label_th"].editor.inner.property("readOnly"))
        return False

    answers.dialogs.append(look)
    QTest.keyClick(page.table, Qt.Key.Key_F2)
    assert fixed == [True]


def test_a_record_of_the_register_opens_on_this_page(region: Book, show: Show, services: Services, qtbot: QtBot) -> None:
    page = show(region, "vehicle")
    record = code(region, list="roof", code="PALM", label_th="ใบจาก", label_en="Palm")
    window = page.window()
    assert isinstance(window, MainWindow)
    window.show_page("home")
    window.show_record("codes", record)
    settle(qtbot, services)
    chosen = page.chosen()
    assert window.page() is page and page.lists.shown() == "roof"
    assert chosen is not None and chosen.code == "PALM"


def test_the_page_speaks_the_language_in_use(council: Book, show: Show, qapp: QApplication) -> None:
    page = show(council, "ceiling")
    words.speak(qapp, "th")
    assert page.lists.shown() == "ceiling", "the list looked at stays"
    assert page.lists.names.item(0).text() != "" and page.title() == "รายการรหัส"
