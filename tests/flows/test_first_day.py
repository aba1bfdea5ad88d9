"""A secretary's first day by keyboard alone: begins the book, adds a person, finds her again tomorrow."""

from __future__ import annotations

import subprocess
import time
from pathlib import Path

import pytest

from desktop.records.book import Book
from desktop.records.query import ListQuery
from desktop.registers import REGISTERS
from tests.flows.keys import Keyboard, focused, program, wait_for

pytestmark = [pytest.mark.flow, pytest.mark.timeout(240)]
PASSWORD = "mango-river-77"


def test_a_secretary_begins_the_book_adds_a_person_and_opens_it_again(tmp_path: Path) -> None:
    books = tmp_path / "data" / "Sapha" / "books"
    with program(tmp_path) as (running, keyboard):
        keyboard.press("space")  # begin the book of our office
        keyboard.type("Noen Kho")
        keyboard.press("Return", "Tab", "Tab", "Tab", "Return")
        keyboard.type("Somsri Jaidee")
        keyboard.press("Tab")
        keyboard.type(PASSWORD)
        keyboard.press("Tab", "Tab")
        keyboard.type(PASSWORD)
        keyboard.press("Return")
        wait_for((books / "210304" / "mark.json").exists, "the new book")
        guide = focused(running)
        wait_for(lambda: _pressed_until(keyboard, running, guide), "the main window")
        _add_person(keyboard)
        keyboard.press("alt+F4")
        assert running.wait(30) == 0

    book = Book.open(books / "210304", REGISTERS, PASSWORD)
    try:
        found = book.ids(ListQuery("people", search="แก้ว"))
        assert len(found) == 1
        values = book.row("people", found[0]).values
        assert (values["prefix"], values["first_name"], values["last_name"]) == ("นาย", "แก้ว", "ใจดี")
        assert values["national_id"] == "3002041883353"
        assert values["birth_date"] == "1967-03-15"
        assert book.office.areas == ("210304",)
        assert book.history("people", found[0])[0].who == "Somsri Jaidee"
    finally:
        book.close()
    name = "แก้ว".encode()
    assert [path for path in books.rglob("*") if path.is_file() and name in path.read_bytes()] == [], "no clear copy of a name exists"

    with program(tmp_path) as (running, keyboard):
        asked = focused(running)
        keyboard.type("not-my-password")
        keyboard.press("Return")
        wait_for(lambda: _opened(keyboard, running, asked), "the book, opened with its password", 60)
        keyboard.press("alt+F4")
        assert running.wait(30) == 0


def _opened(keyboard: Keyboard, running: subprocess.Popen[bytes], asked: str) -> bool:
    """Type the password, again when the last one was still being tried and so heard nothing of it."""
    wait_for(lambda: focused(running) == asked, "the question for the password")
    keyboard.press("ctrl+a")
    keyboard.type(PASSWORD)
    keyboard.press("Return")
    end = time.monotonic() + 10
    while time.monotonic() < end and "เนินฆ้อ" not in focused(running):
        time.sleep(0.1)
    return "เนินฆ้อ" in focused(running)


def _pressed_until(keyboard: Keyboard, running: subprocess.Popen[bytes], guide: str) -> bool:
    """Tick 'I have written the code down' and go on, once the code is shown."""
    now = focused(running)
    if now not in ("", guide):
        return True
    keyboard.press("space", "Return")
    return False


def _add_person(keyboard: Keyboard) -> None:
    press, write = keyboard.press, keyboard.type
    press("alt+2", "F4")
    write("นาย")
    press("Tab")
    write("แก้ว")
    press("Tab")
    write("ใจดี")
    press("Tab", "Tab")
    write("3002041883353")
    press("Tab", "Tab")
    write("15/3/2510")
    press("F9")
