"""Suggestions and warnings that the book gives while a record is typed."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from desktop.records.book import Book
from desktop.ui.form import Form
from desktop.ui.services import Services
from tests.factory import member
from tests.ui.hands import settle, type_into
from tests.ui.test_form import codes, opened, write


def leave(form: Form, name: str, qtbot: QtBot, services: Services) -> None:
    """The cursor leaves a field."""
    form.boxes[name].editor.left.emit()
    settle(qtbot, services)


def choose(form: Form, name: str, value: object, qtbot: QtBot, services: Services) -> None:
    """Choose a value and go on."""
    form.boxes[name].editor.set_value(value)
    form.boxes[name].editor.edited.emit()
    leave(form, name, qtbot, services)


def meeting(book: Book, **values: object) -> None:
    with book.write() as deed:
        deed.put("meetings", None, {"kind": "ORDINARY", "held_on": "2026-02-10", "year": 2569} | values)


def test_a_new_form_begins_with_what_is_suggested_and_is_not_dirty(council: Book, services: Services, qtbot: QtBot) -> None:
    year = council.clock.today().year + 543
    meeting(council, number=4, year=year)
    form = opened(council, services, qtbot, register="meetings")
    assert (form.boxes["number"].editor.value(), form.boxes["year"].editor.value()) == (5, year)
    assert not form.dirty


def test_a_suggestion_follows_what_is_typed(council: Book, services: Services, qtbot: QtBot) -> None:
    meeting(council, number=4, year=2568)
    form = opened(council, services, qtbot, register="meetings")
    choose(form, "held_on", "2025-12-10", qtbot, services)
    assert (form.boxes["year"].editor.value(), form.boxes["number"].editor.value()) == (2568, 5)
    choose(form, "kind", "EXTRA", qtbot, services)
    assert form.boxes["number"].editor.value() == 1


def test_what_was_typed_or_taken_away_is_left_alone(council: Book, services: Services, qtbot: QtBot) -> None:
    form = opened(council, services, qtbot, register="meetings")
    write(form, "number", "7")
    leave(form, "number", qtbot, services)
    choose(form, "kind", "EXTRA", qtbot, services)
    assert form.boxes["number"].editor.value() == 7
    choose(form, "year", None, qtbot, services)
    choose(form, "kind", "PRACHAKOM", qtbot, services)
    assert form.boxes["year"].editor.value() is None


def test_a_saved_record_is_never_suggested_anything(council: Book, services: Services, qtbot: QtBot) -> None:
    with council.write() as deed:
        record = deed.put("meetings", None, {"kind": "ORDINARY", "held_on": "2026-02-10"})
    form = opened(council, services, qtbot, record, "meetings")
    choose(form, "kind", "EXTRA", qtbot, services)
    assert form.boxes["number"].editor.value() is None


def test_what_other_records_say_is_shown_at_the_field_and_goes_when_mended(council: Book, services: Services, qtbot: QtBot) -> None:
    member(council, position="CHAIR")
    form = opened(council, services, qtbot, register="members")
    choose(form, "position", "CHAIR", qtbot, services)
    assert codes(form, "position") == ["position_taken"]
    choose(form, "position", "MEMBER", qtbot, services)
    assert codes(form, "position") == []


def test_a_warning_of_the_book_keeps_nobody_from_saving(council: Book, services: Services, qtbot: QtBot) -> None:
    first, second = member(council, position="CHAIR"), member(council, position="CHAIR")
    form = opened(council, services, qtbot, second, "members")
    settle(qtbot, services)
    assert codes(form, "position") == ["position_taken"]
    line = form.boxes["note"].editor.inner
    type_into(line, "ดู")
    form.boxes["note"].editor.edited.emit()
    with qtbot.waitSignal(form.saved):
        form.save()
    assert council.row("members", second).values["note"] == "ดู"
    assert first != second
