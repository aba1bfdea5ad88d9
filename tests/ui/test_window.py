"""The window and the pages in it, over a real book."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QLineEdit, QScrollBar, QTabBar, QWidget
from pytestqt.qtbot import QtBot

from desktop.records import invented
from desktop.records.book import Book
from desktop.ui import words
from desktop.ui.screen import RegisterScreen
from desktop.ui.services import Services
from desktop.ui.window import MainWindow
from tests.ui.hands import Answers, household, person, settle, type_into


@pytest.fixture
def window(council: Book, services: Services, qtbot: QtBot) -> Iterator[MainWindow]:
    """A window over a council with three people and a household."""
    for first, last in (("สมชาย", "ใจดี"), ("แก้ว", "กล้าหาญ"), ("อำนาจ", "มีสุข")):
        person(council, first, last)
    household(council)
    window = MainWindow(council, services)
    qtbot.addWidget(window)
    window.show()
    settle(qtbot, services)
    yield window
    settle(qtbot, services)


def people(window: MainWindow, qtbot: QtBot) -> RegisterScreen:
    window.show_page("people")
    settle(qtbot, window.services)
    page = window.page()
    assert isinstance(page, RegisterScreen)
    return page


def names(page: RegisterScreen) -> list[str]:
    rows = [page.list.model.row(number) for number in range(len(page.list.model.ids))]
    return [row.values["first_name"] for row in rows if row is not None]


def test_every_page_opens_in_both_languages(window: MainWindow, qtbot: QtBot, qapp: QApplication) -> None:
    for language in ("th", "en"):
        words.speak(qapp, language)
        for name in window.pages:
            window.show_page(name)
            settle(qtbot, window.services)
            assert window.page().name == name


def test_searching_narrows_the_list_and_finds_inside_words(window: MainWindow, qtbot: QtBot) -> None:
    page = people(window, qtbot)
    assert sorted(names(page)) == ["สมชาย", "อำนาจ", "แก้ว"]
    type_into(page.list.search, "หาญ")
    qtbot.waitUntil(lambda: names(page) == ["แก้ว"])
    page.list.search.clear()
    qtbot.waitUntil(lambda: len(names(page)) == 3)


def test_a_heading_sorts_up_then_down_then_by_name_again(window: MainWindow, qtbot: QtBot) -> None:
    page = people(window, qtbot)
    head = page.list.table.horizontalHeader()
    orders = []
    for _click in range(3):
        head.sectionClicked.emit(page.list.model.columns.index("first_name"))
        settle(qtbot, window.services)
        orders.append(names(page))
    assert orders[0] == ["แก้ว", "สมชาย", "อำนาจ"]
    assert orders[1] == orders[0][::-1]
    assert page.list.query.sort == "name"


def test_a_new_person_by_keyboard_alone(window: MainWindow, qtbot: QtBot, council: Book) -> None:
    page = people(window, qtbot)
    window.actions_by_deed["new"].trigger()
    page.pane.form.boxes["first_name"].editor.inner.setFocus()
    type_into(page.pane.form.boxes["first_name"].editor.inner, "ขวัญ")
    type_into(page.pane.form.boxes["last_name"].editor.inner, "จันทร์")
    with qtbot.waitSignal(page.pane.form.saved):
        window.actions_by_deed["save"].trigger()
    settle(qtbot, window.services)
    assert council.counts()["people"] == 4
    assert "ขวัญ" in names(page)
    line = page.pane.form.boxes["first_name"].editor.inner
    line.setFocus()
    QTest.keyClick(line, Qt.Key.Key_Escape)
    assert page.pane.isHidden()
    assert page.list.table.hasFocus()


def test_a_deleted_record_is_in_the_bin_and_comes_back(window: MainWindow, qtbot: QtBot, council: Book, answers: Answers) -> None:
    page = people(window, qtbot)
    page.list.table.selectRow(0)
    gone = page.list.chosen()[0]
    answers.will(True)
    window.do("delete")
    settle(qtbot, window.services)
    assert gone not in page.list.model.ids
    page.list.bin.setChecked(True)
    settle(qtbot, window.services)
    assert page.list.model.ids == [gone]
    page.list.table.selectRow(0)
    window.do("restore")
    settle(qtbot, window.services)
    page.list.bin.setChecked(False)
    settle(qtbot, window.services)
    assert gone in page.list.model.ids


def test_nothing_is_deleted_without_a_yes(window: MainWindow, qtbot: QtBot, council: Book, answers: Answers) -> None:
    page = people(window, qtbot)
    page.list.table.selectRow(0)
    answers.will(False)
    window.do("delete")
    settle(qtbot, window.services)
    assert council.counts()["people"] == 3


def test_undo_and_redo_take_the_last_deed_back_and_forth(window: MainWindow, qtbot: QtBot, council: Book, answers: Answers) -> None:
    page = people(window, qtbot)
    page.list.table.selectRow(0)
    answers.will(True)
    window.do("delete")
    settle(qtbot, window.services)
    assert not answers.failures
    assert answers.asked
    assert council.counts()["people"] == 2
    assert council.can_undo()
    window.do("undo")
    qtbot.waitUntil(lambda: council.counts()["people"] == 3 and council.can_redo())
    settle(qtbot, window.services)
    window.do("redo")
    qtbot.waitUntil(lambda: council.counts()["people"] == 2)
    settle(qtbot, window.services)
    assert window.statusBar().currentMessage()


def test_unsaved_work_keeps_the_page_until_it_is_dealt_with(window: MainWindow, qtbot: QtBot, answers: Answers) -> None:
    page = people(window, qtbot)
    window.do("new")
    type_into(page.pane.form.boxes["first_name"].editor.inner, "ขวัญ")
    answers.will("stay")
    window.navigation.pick("home")
    assert window.page() is page
    assert window.navigation.marked() == "people"
    answers.will("drop")
    window.navigation.pick("home")
    assert window.page().name == "home"


def test_the_key_of_the_language_changes_it_and_back(window: MainWindow, qtbot: QtBot) -> None:
    for _time in range(2):
        with qtbot.waitSignal(window.services.signals.language_changed):
            QTest.keyClick(window, Qt.Key.Key_F10)


def test_a_record_opened_after_another_begins_at_its_top(window: MainWindow, qtbot: QtBot) -> None:
    page = people(window, qtbot)
    page.do("open")
    bar = page.pane.form.fields.scroll_bar()
    settle(qtbot, window.services)
    bar.setValue(bar.maximum())
    page.pane.leaving.emit()
    page.list.table.selectRow(1)
    page.do("open")
    assert bar.maximum()
    assert bar.value() == 0
    assert page.pane.form.boxes["prefix"].editor.inner.hasFocus()


def test_after_a_new_record_is_given_up_the_row_the_keys_are_at_is_chosen(window: MainWindow, qtbot: QtBot) -> None:
    page = people(window, qtbot)
    page.list.table.selectRow(1)
    page.do("new")
    assert page.list.chosen() == []
    page.pane.leaving.emit()
    assert page.list.chosen() == [page.list.model.ids[1]]


def test_the_language_changes_in_mid_work_and_nothing_typed_is_lost(window: MainWindow, qtbot: QtBot, qapp: QApplication) -> None:
    page = people(window, qtbot)
    window.do("new")
    form = page.pane.form
    type_into(form.boxes["first_name"].editor.inner, "ขวัญ")
    words.speak(qapp, "th")
    qapp.processEvents()
    line = form.boxes["first_name"].editor.inner
    assert isinstance(line, QLineEdit)
    assert line.text() == "ขวัญ"
    assert form.draft is not None
    assert form.draft.values["first_name"] == "ขวัญ"
    form.drop()


def test_the_columns_chosen_are_remembered(window: MainWindow, qtbot: QtBot, council: Book, services: Services) -> None:
    page = people(window, qtbot)
    page.list.show_columns(["last_name", "first_name"])
    again = RegisterScreen(council, council.registers["people"], services)
    qtbot.addWidget(again)
    assert again.list.model.columns == ["last_name", "first_name"]


def test_a_change_from_elsewhere_is_shown_at_once_or_when_the_page_is(window: MainWindow, qtbot: QtBot, council: Book) -> None:
    page = people(window, qtbot)
    person(council, "ไก่", "ขัน")
    qtbot.waitUntil(lambda: "ไก่" in names(page))
    window.show_page("home")
    person(council, "ขวัญ", "จันทร์")
    window.show_page("people")
    qtbot.waitUntil(lambda: "ขวัญ" in names(page))


def test_history_shows_every_value_the_record_had(window: MainWindow, qtbot: QtBot, council: Book) -> None:
    page = people(window, qtbot)
    record = page.list.model.ids[0]
    with council.write() as deed:
        deed.put("people", record, {"occupation": "ทำนา"})
    settle(qtbot, window.services)
    page.show_record(record)
    page.pane.tabs.setCurrentWidget(page.pane.history)
    settle(qtbot, window.services)
    model = page.pane.history.table.model()
    shown = [model.index(row, 2).data() for row in range(model.rowCount())]
    assert shown[0] == "ทำนา"


def test_every_widget_that_takes_the_focus_has_a_name(window: MainWindow, qtbot: QtBot, council: Book) -> None:
    invented.fill(council, "210304", 1, members=3, households=3, activities=1)
    nameless: set[str] = set()
    for name in window.pages:
        window.show_page(name)
        settle(qtbot, window.services)
        page = window.page()
        if isinstance(page, RegisterScreen):
            page.list.table.selectRow(0)
            window.do("open")
            settle(qtbot, window.services)
        nameless |= {f"{name}: {type(widget).__name__} in {type(widget.parent()).__name__}" for widget in unnamed(window)}
    assert nameless == set()


def unnamed(window: QWidget) -> list[QWidget]:
    """Widgets that can have the focus and say nothing to a screen reader; buttons and labels say their text."""
    found = []
    for widget in window.findChildren(QWidget):
        if widget.focusPolicy() == Qt.FocusPolicy.NoFocus or not widget.isVisible() or widget.focusProxy() is not None:
            continue
        if isinstance(widget, QTabBar | QScrollBar) or (
            isinstance(widget.parent(), QAbstractScrollArea) and widget.objectName().startswith("qt_")
        ):
            continue
        text = getattr(widget, "text", str)()
        if not widget.accessibleName() and not text and not (widget.toolTip() and widget.inherits("QAbstractButton")):
            found.append(widget)
    return found


def test_a_window_with_unsaved_work_does_not_close_by_itself(window: MainWindow, qtbot: QtBot, answers: Answers) -> None:
    page = people(window, qtbot)
    window.do("new")
    type_into(page.pane.form.boxes["first_name"].editor.inner, "ขวัญ")
    answers.will("stay")
    assert not window.close()
    answers.will("drop")
    assert window.close()
