"""What hangs on a record, in its own tab: read when it is looked at, added to, opened, deleted; and the room's own tabs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLabel
from pytestqt.qtbot import QtBot

from desktop.records.book import Book
from desktop.records.register import Related
from desktop.ui.formdialog import FormDialog
from desktop.ui.group import Group
from desktop.ui.record import RecordPane
from desktop.ui.related import hanging
from desktop.ui.room import RecordTab, RoomParts
from desktop.ui.screen import RegisterScreen
from desktop.ui.services import Services
from desktop.ui.window import MainWindow
from tests.ui.hands import Answers, household, person, settle, type_into


@pytest.fixture
def pane(council: Book, services: Services, qtbot: QtBot) -> Iterator[RecordPane]:
    """A household with a person in it and a hardship case."""
    home, someone = household(council), person(council)
    with council.write() as deed:
        deed.put("household_persons", None, {"household": home, "person": someone, "relation": "CHILD"})
    pane = RecordPane(council, council.registers["households"], services)
    qtbot.addWidget(pane)
    pane.show()
    pane.edit(council.draft("households", home))
    settle(qtbot, services)
    yield pane
    settle(qtbot, services)


def look(pane: RecordPane, services: Services, qtbot: QtBot) -> None:
    assert pane.linked is not None
    pane.tabs.setCurrentWidget(pane.linked)
    settle(qtbot, services)


def group(pane: RecordPane, register: str) -> Group:
    assert pane.linked is not None
    return pane.linked.of(register)


def tab_title(pane: RecordPane) -> str:
    return pane.tabs.tabText(pane.tabs.indexOf(pane.linked)) if pane.linked is not None else ""


def saving(qtbot: QtBot, **values: object) -> Callable[[QDialog], bool]:
    """Fills a form that opens and saves it."""

    def answer(dialog: QDialog) -> bool:
        assert isinstance(dialog, FormDialog)
        for name, value in values.items():
            dialog.form.boxes[name].editor.set_value(value)
            dialog.form.boxes[name].editor.edited.emit()
        with qtbot.waitSignal(dialog.form.saved):
            dialog.form.save()
        return True

    return answer


def test_children_come_first_and_pictures_last(council: Book) -> None:
    shown = hanging(council.registers["households"], council)
    assert shown[0] == Related("household_persons", "household")
    assert shown[-1] == Related("attachments", "household")


def test_the_tab_tells_how_much_there_is_before_it_is_looked_at(pane: RecordPane) -> None:
    assert pane.linked is not None and pane.linked.groups == [], "nothing is read before"
    assert tab_title(pane) == "Linked (1)"


def test_groups_are_shown_with_their_counts_and_empty_ones_are_one_line_high(pane: RecordPane, services: Services, qtbot: QtBot) -> None:
    look(pane, services, qtbot)
    people, cases = group(pane, "household_persons"), group(pane, "cases")
    assert (people.count(), cases.count()) == (1, 0)
    assert people.table.isVisible() and not cases.table.isVisible()
    assert cases.height() < 50


def test_a_record_is_added_with_its_link_filled_in(
    pane: RecordPane, council: Book, services: Services, qtbot: QtBot, answers: Answers
) -> None:
    look(pane, services, qtbot)
    answers.dialogs.append(saving(qtbot, problem="หลังคารั่ว"))
    group(pane, "cases").add()
    settle(qtbot, services)
    (case,) = council.rows("cases", group(pane, "cases").model.ids)
    assert case is not None and case.values["household"] == pane.record
    assert tab_title(pane) == "Linked (2)"


def test_money_is_summed(pane: RecordPane, council: Book, services: Services, qtbot: QtBot) -> None:
    assert pane.record is not None
    with council.write() as deed:
        for value in (1_500, 2_500):
            gift = {"household": pane.record, "kind": "MONEY", "what": "เงิน", "value": Decimal(value), "given_on": "2026-02-01"}
            deed.put("help", None, gift)
    look(pane, services, qtbot)
    assert "4,000" in group(pane, "help")._sum.text()


def test_keys_are_about_what_hangs_on_the_record_while_the_cursor_is_there(
    council: Book, services: Services, qtbot: QtBot, answers: Answers
) -> None:
    home = household(council)
    someone = person(council)
    with council.write() as deed:
        deed.put("household_persons", None, {"household": home, "person": someone, "relation": "CHILD"})
    window = MainWindow(council, services)
    qtbot.addWidget(window)
    window.show()
    window.show_record("households", home)
    page = window.page()
    assert isinstance(page, RegisterScreen)
    look(page.pane, services, qtbot)
    table = group(page.pane, "household_persons").table
    table.setFocus()
    opened: list[bool] = []

    def see(dialog: QDialog) -> bool:
        opened.append(isinstance(dialog, FormDialog))
        return False

    for key in (Qt.Key.Key_F4, Qt.Key.Key_Insert, Qt.Key.Key_F2, Qt.Key.Key_Return):
        answers.dialogs.append(see)
        QTest.keyClick(table, key)
    assert opened == [True] * 4
    assert window.page() is page and page.pane.record == home, "the window's own F4 began nothing"
    answers.will(True)
    QTest.keyClick(table, Qt.Key.Key_F8)
    settle(qtbot, services)
    assert council.counts()["household_persons"] == 0 and council.counts()["households"] == 1


def test_a_history_is_looked_at_and_not_written(council: Book, services: Services, qtbot: QtBot, answers: Answers) -> None:
    home = household(council)
    with council.write() as deed:
        case = deed.put("cases", None, {"household": home, "problem": "หลังคารั่ว"})
        deed.put("case_steps", None, {"case": case, "state": "C10", "on": "2026-02-01"}, within=True)
    pane = RecordPane(council, council.registers["cases"], services)
    qtbot.addWidget(pane)
    pane.show()
    pane.edit(council.draft("cases", case))
    look(pane, services, qtbot)
    steps = group(pane, "case_steps")
    count = steps.count()
    steps.add()
    steps.delete()
    assert answers.asked == [] and count >= 1

    def answer(dialog: QDialog) -> bool:
        assert isinstance(dialog, FormDialog)
        said = " ".join(label.text() for label in dialog.form.findChildren(QLabel)).replace("\u200b", "")
        assert "This is a history" in said and not dialog.form.dirty
        return False

    answers.dialogs.append(answer)
    steps.open()
    assert council.counts()["case_steps"] == count


def test_a_person_in_a_household_is_added_from_the_person_too(council: Book, services: Services, qtbot: QtBot, answers: Answers) -> None:
    someone, home = person(council), household(council)
    pane = RecordPane(council, council.registers["people"], services)
    qtbot.addWidget(pane)
    pane.show()
    pane.edit(council.draft("people", someone))
    look(pane, services, qtbot)
    answers.dialogs.append(saving(qtbot, household=home))
    group(pane, "household_persons").add()
    settle(qtbot, services)
    (record,) = group(pane, "household_persons").model.ids
    values = council.row("household_persons", record).values
    assert (values["person"], values["household"]) == (someone, home)


def test_what_is_added_elsewhere_is_seen_at_once(pane: RecordPane, council: Book, services: Services, qtbot: QtBot) -> None:
    council.subscribe(services.signals.changed.emit)
    services.signals.changed.connect(pane.changed)
    look(pane, services, qtbot)
    with council.write() as deed:
        deed.put("cases", None, {"household": pane.record, "problem": "หลังคารั่ว"})
    qtbot.waitUntil(lambda: group(pane, "cases").count() == 1)
    pane.tabs.setCurrentIndex(0)
    with council.write() as deed:
        deed.put("cases", None, {"household": pane.record, "problem": "น้ำท่วม"})
    qtbot.waitUntil(lambda: tab_title(pane) == "Linked (3)")


def test_a_child_record_opens_on_its_parents_page(council: Book, services: Services, qtbot: QtBot) -> None:
    home, someone = household(council), person(council)
    with council.write() as deed:
        child = deed.put("household_persons", None, {"household": home, "person": someone})
    window = MainWindow(council, services)
    qtbot.addWidget(window)
    window.show()
    window.show_record("household_persons", child)
    settle(qtbot, services)
    page = window.page()
    assert isinstance(page, RegisterScreen) and page.name == "households" and page.pane.record == home
    assert page.pane.tabs.currentWidget() is page.pane.linked
    assert group(page.pane, "household_persons").chosen() == [child]


def test_a_new_record_says_that_it_must_be_saved_first(council: Book, services: Services, qtbot: QtBot) -> None:
    pane = RecordPane(council, council.registers["households"], services)
    qtbot.addWidget(pane)
    pane.show()
    pane.edit(council.draft("households"))
    look(pane, services, qtbot)
    assert tab_title(pane) == "Linked"
    assert not any(each.isVisible() for each in (pane.linked.groups if pane.linked is not None else []))


class Ticks(RecordTab):
    """A room's own tab that has unsaved work."""

    def __init__(self, book: Book, services: Services) -> None:
        super().__init__()
        self.shown: list[bytes | None] = []
        self.work = False

    def title(self) -> str:
        return "Ticks"

    def show_record(self, record: bytes | None) -> None:
        self.shown.append(record)

    def refresh(self) -> None:
        self.shown.append(b"again")

    @property
    def dirty(self) -> bool:
        return self.work

    def save(self) -> None:
        self.work = False
        self.state_changed.emit()

    def leave(self, then: Callable[[], None]) -> None:
        if not self.work:
            then()


def test_a_room_adds_a_tab_of_its_own(council: Book, services: Services, qtbot: QtBot) -> None:
    someone = person(council)
    window = MainWindow(council, services, rooms={"people": RoomParts(tabs=(Ticks,))})
    qtbot.addWidget(window)
    window.show()
    window.show_record("people", someone)
    settle(qtbot, services)
    page = window.page()
    assert isinstance(page, RegisterScreen)
    tab = page.pane.own[0]
    assert isinstance(tab, Ticks) and tab.shown == []
    assert page.pane.tabs.tabText(1) == "Ticks"
    page.pane.tabs.setCurrentWidget(tab)
    assert tab.shown == [someone], "it is told when it is looked at"
    tab.work = True
    tab.state_changed.emit()
    assert window.actions_by_deed["save"].isEnabled()
    window.show_page("home")
    assert window.page() is page, "unsaved work keeps the page"
    window.do("save")
    window.show_page("home")
    assert window.page().name == "home"


def test_typing_in_the_form_is_kept_while_another_tab_is_looked_at(pane: RecordPane, services: Services, qtbot: QtBot) -> None:
    type_into(pane.form.boxes["village"].editor.inner, "บ้านใหม่")
    look(pane, services, qtbot)
    pane.tabs.setCurrentIndex(0)
    assert pane.dirty and pane.form.draft is not None and pane.form.draft.values["village"] == "บ้านใหม่"
    pane.form.drop()
