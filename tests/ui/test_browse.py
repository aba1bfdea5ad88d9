"""The order a list begins with."""

from __future__ import annotations

import threading

import pytest
from pytestqt.qtbot import QtBot

from desktop.base.task import Progress
from desktop.records.book import Book
from desktop.records.query import ListQuery
from desktop.ui.screen import RegisterScreen
from desktop.ui.services import Services
from desktop.ui.table import PAGE
from tests.ui.hands import person, settle


def test_what_came_last_stands_first_where_the_register_says_so(council: Book, services: Services, qtbot: QtBot) -> None:
    with council.write() as deed:
        made = [deed.put("meetings", None, {"kind": "ORDINARY", "held_on": day, "year": 2569}) for day in ("2026-01-05", "2026-03-05")]
    page = RegisterScreen(council, council.registers["meetings"], services)
    qtbot.addWidget(page)
    page.entered()
    settle(qtbot, services)
    assert page.list.model.ids == made[::-1]
    head = page.list.table.horizontalHeader()
    for expected in (made, made[::-1], made):  # the column it is ordered by turns to and fro
        head.sectionClicked.emit(page.list.model.columns.index("held_on"))
        settle(qtbot, services)
        assert page.list.model.ids == expected


def test_the_first_rows_of_a_long_list_are_there_before_the_others(
    council: Book, services: Services, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(PAGE + 20):
        person(council, last=f"ใจดี{number:03}")
    ids = council.ids(ListQuery("people"))
    read, ready = council.ids, threading.Event()

    def late(query: ListQuery, progress: Progress | None = None) -> list[bytes]:
        ready.wait(20)
        return read(query, progress)

    monkeypatch.setattr(council, "ids", late)
    page = RegisterScreen(council, council.registers["people"], services)
    qtbot.addWidget(page)
    page.entered()
    qtbot.waitUntil(lambda: page.list.model.ids == ids[:PAGE])
    assert page.list.foot.text() == f"{PAGE} records and more…"
    assert not page.can("bulk")  # all in the list are not there yet
    page.list.table.selectRow(7)
    ready.set()
    settle(qtbot, services)
    assert page.list.model.ids == ids
    assert page.list.foot.text() == f"{PAGE + 20} records"
    assert page.list.chosen() == [ids[7]]
    assert page.can("bulk")


def test_who_was_chosen_far_down_is_chosen_again_when_all_is_there(
    council: Book, services: Services, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(PAGE + 20):
        person(council, last=f"ใจดี{number:03}")
    ids = council.ids(ListQuery("people"))
    page = RegisterScreen(council, council.registers["people"], services)
    qtbot.addWidget(page)
    page.list.show_search("140")
    settle(qtbot, services)
    assert page.list.chosen() == [ids[140]]
    read, ready = council.ids, threading.Event()

    def late(query: ListQuery, progress: Progress | None = None) -> list[bytes]:
        ready.wait(20)
        return read(query, progress)

    monkeypatch.setattr(council, "ids", late)
    page.list.show_search("")
    qtbot.waitUntil(lambda: page.list.model.ids == ids[:PAGE])
    ready.set()
    settle(qtbot, services)
    assert page.list.chosen() == [ids[140]]
