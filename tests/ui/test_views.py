"""Views over a list: the register's, and the user's own, which are saved, renamed, deleted and said by name."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from desktop.records import views
from desktop.records.book import Book
from desktop.records.query import TODAY
from desktop.ui import words
from desktop.ui.browse import Browser
from desktop.ui.services import Services
from desktop.ui.viewmenu import ViewDialog
from tests.factory import case, member, person
from tests.ui.hands import Answers, settle


@pytest.fixture
def cases(council: Book, services: Services, qtbot: QtBot) -> Iterator[Browser]:
    """The list of cases: one of the user's own, one of somebody else, one closed."""
    case(council, problem="ก", responsible=council.actor.name, next_visit_on="2020-01-01")
    case(council, problem="ข", responsible="คนอื่น", status="C40", rank=1, score=7)
    case(council, problem="ค", status="X20", closed_on="2026-02-01")
    browser = shown(council, "cases", services, qtbot)
    yield browser
    settle(qtbot, services)


def shown(book: Book, register: str, services: Services, qtbot: QtBot) -> Browser:
    browser = Browser(book, book.registers[register], services)
    qtbot.addWidget(browser)
    browser.resize(1000, 500)
    browser.show()
    browser.refresh()
    settle(qtbot, services)
    return browser


def problems(browser: Browser) -> list[str]:
    rows = [browser.model.row(number) for number in range(len(browser.model.ids))]
    return sorted(row.values["problem"] for row in rows if row is not None)


def entry(browser: Browser, *path: str) -> QAction:
    """An entry of the menu, or of a menu in it."""
    browser.views.fill()
    actions = browser.views.menu().actions()
    for name in path[:-1]:
        actions = next(action for action in actions if action.text() == name).menu().actions()  # type: ignore[attr-defined]
    return next(action for action in actions if action.text() == path[-1])


def choose(browser: Browser, services: Services, qtbot: QtBot, *path: str) -> None:
    entry(browser, *path).trigger()
    settle(qtbot, services)


def naming(name: str, qtbot: QtBot, problem: str = "") -> object:
    """Answers the dialog with a name; with `problem`, that is said and the dialog left."""

    def answer(dialog: QDialog) -> bool:
        assert isinstance(dialog, ViewDialog)
        dialog.edit.setText(name)
        dialog.accept()
        if problem:
            qtbot.waitUntil(lambda: dialog.hint.text().replace("\u200b", "") == problem)
            return False
        qtbot.waitUntil(lambda: dialog.saved is not None)
        return True

    return answer


def test_a_view_of_the_room_sets_filters_order_and_columns_and_all_goes_back(cases: Browser, services: Services, qtbot: QtBot) -> None:
    choose(cases, services, qtbot, "Rank list for the forum")
    assert problems(cases) == ["ข"]
    assert cases.model.columns == list(cases.register.views[4].columns)
    assert cases.query.sort == "rank"
    head = cases.table.horizontalHeader()
    assert cases.model.columns[head.sortIndicatorSection()] == "rank"
    assert cases.views.text() == "Rank list for the forum"
    assert entry(cases, "Rank list for the forum").isChecked() and not entry(cases, "All").isChecked()
    choose(cases, services, qtbot, "All")
    assert problems(cases) == ["ก", "ข", "ค"]
    assert cases.model.columns == list(cases.register.columns)
    assert cases.views.text() == "Views" and entry(cases, "All").isChecked()


def test_mine_are_those_of_who_has_the_book_open(cases: Browser, services: Services, qtbot: QtBot) -> None:
    choose(cases, services, qtbot, "Mine")
    assert problems(cases) == ["ก"]


def test_columns_of_a_view_are_not_remembered_as_the_lists_own(cases: Browser, council: Book, services: Services, qtbot: QtBot) -> None:
    choose(cases, services, qtbot, "Rank list for the forum")
    cases.show_columns(["rank", "number"])
    assert shown(council, "cases", services, qtbot).model.columns == list(cases.register.columns)


def test_what_the_list_shows_is_saved_under_a_name(
    cases: Browser, council: Book, services: Services, qtbot: QtBot, answers: Answers
) -> None:
    cases.search.setText("ข")
    cases.filters.show_query(cases.query)
    cases._narrow()
    cases.show_columns(["number", "problem"])
    answers.dialogs.append(naming("งานของฉัน", qtbot))  # type: ignore[arg-type]
    entry(cases, "Save this view…").trigger()
    settle(qtbot, services)
    assert cases.views.text() == "งานของฉัน"
    again = shown(council, "cases", services, qtbot)
    choose(again, services, qtbot, "งานของฉัน")
    assert again.search.text() == "ข"
    assert (problems(again), again.model.columns) == (["ข"], ["number", "problem"])


def test_a_view_changed_since_says_so_and_is_saved_again_under_its_name(
    cases: Browser, council: Book, services: Services, qtbot: QtBot, answers: Answers
) -> None:
    views.save(council, "ของฉัน", cases.query)
    choose(cases, services, qtbot, "ของฉัน")
    cases.search.setText("ข")
    cases._narrow()
    assert cases.views.text() == "ของฉัน (changed)"

    def answer(dialog: QDialog) -> bool:
        assert isinstance(dialog, ViewDialog)
        assert dialog.edit.text() == "ของฉัน"
        assert dialog.hint.text() == "The view of this name is replaced."
        dialog.accept()
        qtbot.waitUntil(lambda: dialog.saved is not None)
        return True

    answers.dialogs.append(answer)
    cases.views.save()
    assert cases.views.text() == "ของฉัน"
    assert [view.query.search for view in views.listed(council, "cases")] == ["ข"]


def test_a_view_without_a_name_is_not_saved(cases: Browser, council: Book, services: Services, qtbot: QtBot, answers: Answers) -> None:
    answers.dialogs.append(naming("  ", qtbot, "Give the view a name."))  # type: ignore[arg-type]
    cases.views.save()
    assert views.listed(council, "cases") == [] and cases.views.text() == "Views"


def test_own_views_are_renamed_and_deleted_after_a_question(
    cases: Browser, council: Book, services: Services, qtbot: QtBot, answers: Answers
) -> None:
    for name in ("ก", "ข"):
        views.save(council, name, cases.query)
    choose(cases, services, qtbot, "ก")
    answers.dialogs.append(naming("ค", qtbot))  # type: ignore[arg-type]
    choose(cases, services, qtbot, "Rename a view", "ก")
    assert cases.views.text() == "ค"
    answers.will(False, True)
    choose(cases, services, qtbot, "Delete a view", "ค")
    assert len(views.listed(council, "cases")) == 2
    choose(cases, services, qtbot, "Delete a view", "ค")
    assert [view.name for view in views.listed(council, "cases")] == ["ข"]
    assert cases.views.text() == "Views"
    assert council.counts()["cases"] == 3


def test_former_members_are_shown_though_the_list_begins_with_todays(council: Book, services: Services, qtbot: QtBot) -> None:
    member(council, person=person(council, first_name="ก"), end_on="2024-06-01")
    browser = shown(council, "members", services, qtbot)
    assert browser.model.ids == []
    choose(browser, services, qtbot, "Former members")
    assert len(browser.model.ids) == 1
    choose(browser, services, qtbot, "All")
    assert browser.query.on == TODAY and browser.model.ids == []


def test_every_view_of_every_room_can_be_chosen_in_both_languages(
    council: Book, services: Services, qtbot: QtBot, qapp: QApplication
) -> None:
    for language in ("en", "th"):
        words.speak(qapp, language)
        for register in council.registers.values():
            if register.views:
                browser = shown(council, register.name, services, qtbot)
                for action in browser.views.fill():
                    action.trigger()
                    settle(qtbot, services)
                browser.hide()


def test_the_menu_opens_with_a_key(cases: Browser, qtbot: QtBot, qapp: QApplication) -> None:
    cases.activateWindow()
    qtbot.waitUntil(cases.isActiveWindow)
    opened = []
    cases.views.menu().aboutToShow.connect(lambda: opened.append(True))
    cases.views.menu().aboutToShow.connect(cases.views.menu().hide, Qt.ConnectionType.QueuedConnection)
    QTest.keyClick(cases.search, Qt.Key.Key_F4, Qt.KeyboardModifier.ShiftModifier)
    assert opened == [True]
