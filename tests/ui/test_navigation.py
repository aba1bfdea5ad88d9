"""The pages at the left: by group under headings, chosen by click, arrows and Alt with a digit; an office's own record without a list."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.records.book import Book
from desktop.ui.own import OwnPage
from desktop.ui.pages import standing
from desktop.ui.screen import RegisterScreen
from desktop.ui.services import Services
from desktop.ui.window import MainWindow
from tests.ui.hands import Answers, person, settle, type_into


@pytest.fixture
def window(council: Book, services: Services, qtbot: QtBot) -> MainWindow:
    """A window over an empty council."""
    window = MainWindow(council, services)
    qtbot.addWidget(window)
    window.resize(1280, 800)
    window.show()
    settle(qtbot, services)
    return window


def test_only_what_stands_on_its_own_has_a_page(council: Book, window: MainWindow) -> None:
    shown = {register.name for register in standing(council)}
    assert {"people", "households", "cases", "members", "projects"} <= shown <= set(window.pages)
    assert not {"household_persons", "attachments"} & set(window.pages)


def test_each_group_stands_once_under_its_heading(window: MainWindow) -> None:
    groups = [page.group for page in window.pages.values()]
    assert len(list(dict.fromkeys(groups))) == sum(group != before for group, before in zip(groups, ["?", *groups], strict=False))
    items = [window.navigation.item(row) for row in range(window.navigation.count())]
    headings = [item.text() for item in items if not item.flags()]
    assert "The office" in headings and len(headings) == len(set(groups) - {""})


def test_all_of_it_is_seen_in_a_window_of_common_size(window: MainWindow) -> None:
    bar = window.navigation.verticalScrollBar()
    assert bar.maximum() == 0


def test_groups_fold_where_there_is_no_room_and_open_again(window: MainWindow, qtbot: QtBot) -> None:
    navigation = window.navigation
    rows = {str(navigation.item(row).data(Qt.ItemDataRole.UserRole)): navigation.item(row) for row in range(navigation.count())}
    window.resize(1280, 600)
    window.show_page("settings")
    settle(qtbot, window.services)
    assert not rows["settings"].isHidden() and rows["people"].isHidden()
    assert navigation.verticalScrollBar().maximum() == 0
    heading = next(row for row in range(navigation.count()) if navigation.item(row + 1) is rows["people"])
    QTest.mouseClick(navigation.viewport(), Qt.MouseButton.LeftButton, pos=navigation.visualItemRect(navigation.item(heading)).center())
    assert not rows["people"].isHidden() and window.page().name == "settings"
    window.resize(1280, 2000)
    settle(qtbot, window.services)
    assert not any(item.isHidden() for item in rows.values())


def test_arrows_step_over_the_headings(window: MainWindow, qtbot: QtBot) -> None:
    window.navigation.setFocus()
    seen = []
    for _step in window.pages:
        seen.append(window.page().name)
        QTest.keyClick(window.navigation, Qt.Key.Key_Down)
        settle(qtbot, window.services)
    assert seen == list(window.pages)


def test_alt_and_a_digit_goes_to_the_first_nine(window: MainWindow, qtbot: QtBot) -> None:
    walks = {action.shortcut().toString(): action for action in window.actions() if action.shortcut().toString().startswith("Alt+")}
    for number, name in enumerate(list(window.pages)[:9], start=1):
        walks[f"Alt+{number}"].trigger()
        settle(qtbot, window.services)
        assert (window.page().name, window.navigation.marked()) == (name, name)


def test_a_council_sees_its_own_record_and_a_region_a_list(
    council: Book, window: MainWindow, make_book: Callable[..., Book], services: Services, qtbot: QtBot
) -> None:
    window.show_page("councils")
    page = window.page()
    assert isinstance(page, OwnPage) and page.title() == "Council"
    type_into(page.pane.form.boxes["name_en"].editor.inner, "Noen Kho")
    with qtbot.waitSignal(page.pane.form.saved):
        window.do("save")
    settle(qtbot, services)
    assert council.row("councils", council.office.uid).values["name_en"] == "Noen Kho"
    assert page.pane.record == council.office.uid
    region = MainWindow(make_book("region", "region", ("21",)), services)
    qtbot.addWidget(region)
    assert isinstance(region.pages["councils"], RegisterScreen)


def test_unsaved_work_on_the_own_record_keeps_the_page(window: MainWindow, qtbot: QtBot, answers: Answers) -> None:
    window.show_page("councils")
    page = window.page()
    assert isinstance(page, OwnPage)
    type_into(page.pane.form.boxes["name_en"].editor.inner, "Noen Kho")
    answers.will("stay")
    window.navigation.pick("home")
    assert window.page() is page
    answers.will("drop")
    window.navigation.pick("home")
    assert window.page().name == "home"


def test_what_has_no_page_opens_in_a_window_of_its_own(window: MainWindow, council: Book, answers: Answers) -> None:
    someone = person(council)
    with council.write() as deed:
        paper = deed.put("attachments", None, {"person": someone, "content": "00", "kind": "OTHER"}, within=True)
    answers.dialogs.append(lambda dialog: False)
    window.show_record("attachments", paper)
    assert answers.asked == ["Photo or paper"]
