"""The first page: what to do, and how much there is, by group."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desktop.base.i18n import N_
from desktop.records.book import Book
from desktop.records.register import Registers, Reminder
from desktop.registers import REGISTERS
from desktop.store.history import Reader
from desktop.ui import look
from desktop.ui.home import HomePage
from desktop.ui.pages import standing
from desktop.ui.services import Services
from tests.ui.conftest import COST, PASSWORD
from tests.ui.hands import person, settle


def reminded(folder: Path, remind: Callable[[Reader, str], Sequence[Reminder]]) -> Book:
    """A book whose people, and nothing else, give reminders."""
    quiet = {name: replace(register, reminders=None) for name, register in REGISTERS.items()}
    registers = Registers(tuple((quiet | {"people": replace(quiet["people"], reminders=remind)}).values()))
    book, _code = Book.create(
        folder, registers, kind="council", name="council", areas=("210304",), person="แก้ว", password=PASSWORD, cost=COST
    )
    return book


def page(book: Book, services: Services, qtbot: QtBot) -> HomePage:
    made = HomePage(book, services, list(standing(book)))
    qtbot.addWidget(made)
    made.show()
    made.entered()
    settle(qtbot, services)
    return made


def lines(home: HomePage) -> list[str]:
    return [home.todo.item(row).text().replace("\u200b", "") for row in range(home.todo.count())]


def test_what_is_late_comes_first_in_red_and_says_so(tmp_path: Path, services: Services, qtbot: QtBot) -> None:
    def remind(reader: Reader, today: str) -> Sequence[Reminder]:
        return [
            Reminder("people", N_("Visit {name}"), {"name": "แก้ว"}, due="2026-12-12"),
            Reminder("people", N_("Visit {name}"), {"name": "สมชาย"}, due="2026-01-05", late=True),
        ]

    book = reminded(tmp_path / "book", remind)
    home = page(book, services, qtbot)
    assert lines(home) == ["Late: Visit สมชาย · due 5\u00a0Jan\u00a02026", "Visit แก้ว · due 12\u00a0Dec\u00a02026"]
    red = look.colours().problem
    assert [home.todo.item(row).foreground().color().name() == red for row in range(2)] == [True, False]
    book.close()


def test_enter_opens_the_record(tmp_path: Path, services: Services, qtbot: QtBot) -> None:
    found: list[bytes] = []
    book = reminded(tmp_path / "book", lambda reader, today: [Reminder("people", N_("Visit {name}"), {"name": "แก้ว"}, record=found[0])])
    found.append(person(book))
    home = page(book, services, qtbot)
    home.todo.setFocus()
    with qtbot.waitSignal(home.open_wanted) as opened:
        QTest.keyClick(home.todo, Qt.Key.Key_Return)
    assert opened.args == ["people", found[0]]
    book.close()


def test_when_nothing_waits_it_says_so(tmp_path: Path, services: Services, qtbot: QtBot) -> None:
    book = reminded(tmp_path / "book", lambda reader, today: [])
    home = page(book, services, qtbot)
    assert home.todo.isHidden()
    assert "Nothing waits." in [label.text() for label in home.findChildren(QLabel) if label.isVisible()]
    book.close()


def test_counts_stand_by_group(council: Book, services: Services, qtbot: QtBot) -> None:
    person(council)
    home = page(council, services, qtbot)
    assert home._figures["people"].text() == "1"
    assert set(home._figures) == {register.name for register in standing(council)}
    with qtbot.waitSignal(home.page_wanted) as wanted:
        home._buttons["people"].click()
    assert wanted.args == ["people"]
