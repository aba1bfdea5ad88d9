"""The order a list begins with."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from desktop.records.book import Book
from desktop.ui.screen import RegisterScreen
from desktop.ui.services import Services
from tests.ui.hands import settle


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
