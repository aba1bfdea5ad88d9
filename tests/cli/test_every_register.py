"""The command line reaches every register, and says what is to be seen to."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.base import ids
from desktop.base.i18n import LANGUAGES
from desktop.records.register import Field, Kind, Register
from desktop.registers import REGISTERS
from tests.cli.conftest import Run, rows
from tests.conftest import Books
from tests.factory import MAKERS, case, meeting, referral

EACH = pytest.mark.parametrize("register", REGISTERS.values(), ids=lambda register: register.name)
_TYPED = {Kind.TEXT: "ทดลอง", Kind.NOTE: "ทดลอง", Kind.INTEGER: "3", Kind.MONEY: "1,250.50", Kind.DATE: "2 ก.พ. 2569"}
_READ = {Kind.TEXT: "ทดลอง", Kind.NOTE: "ทดลอง", Kind.INTEGER: 3, Kind.MONEY: 1250.5, Kind.DATE: "2026-02-02"}


def _typed(field: Field) -> str:
    """Something the field would take."""
    return str(field.minimum) if field.kind is Kind.INTEGER and (field.minimum or 0) > 3 else _TYPED[field.kind]


def _one(books: Books, register: Register) -> tuple[Path, str]:
    """A regional office's book with a record of the register, closed; and the record's id."""
    book = books(kind="region")
    record = MAKERS[register.name](book)
    book.close()
    return book.folder, ids.id_text(record)


@EACH
def test_list_counts_and_history_show_its_records(run: Run, books: Books, register: Register) -> None:
    profile, record = _one(books, register)
    found = {row["id"]: row for row in rows(run, profile, register.name)}
    assert len(found) == run("counts", profile).json[register.name]
    assert {field.name for field in register.fields} | {lookup.name for lookup in register.lookups} <= set(found[record])
    history = run("history", profile, register.name, record).json["history"]
    assert {"put"} == {entry["op"] for entry in history if entry["register"] == register.name}
    for language in LANGUAGES:
        assert run("list", profile, register.name, plain=True, language=language).code == 0


@EACH
def test_what_may_be_typed_is_set_and_the_rest_refused(run: Run, books: Books, register: Register) -> None:
    profile, record = _one(books, register)
    typed = next(
        field
        for field in reversed(register.fields)
        if field.kind in _TYPED
        and not (field.by_deed and not register.append_only)
        and field.name not in (*register.natural, "caption", "moo")
    )
    said = run("set", profile, register.name, record, f"{typed.name}={_typed(typed)}")
    if register.append_only:
        assert (said.code, said.error) == (1, "append_only")
        return
    assert said.code == 0, said.err
    assert said.json["row"][typed.name] == (int(_typed(typed)) if typed.kind is Kind.INTEGER else _READ[typed.kind])
    for field in register.fields:
        if field.by_deed and field.kind in _TYPED:
            refused = run("set", profile, register.name, record, f"{field.name}={_typed(field)}")
            assert (refused.code, refused.error) == (1, "by_deed"), field.name


def test_a_state_is_reached_by_its_deed_only(run: Run, books: Books) -> None:
    book = books()
    record = ids.id_text(case(book))
    book.close()
    for state in ("อนุมัติ", "C60"):
        refused = run("set", book.folder, "cases", record, f"status={state}", "--codes")
        assert (refused.code, refused.error) == (1, "by_deed")
    assert rows(run, book.folder, "cases", "--codes")[0]["status"] == "C10"


def test_what_is_due_is_told_the_late_first(run: Run, books: Books) -> None:
    book = books()
    late = referral(book, sent_on="2020-01-01", due_on="2020-01-31")
    meeting(book, status="PLANNED", held_on=book.clock.today().isoformat(), present_count=None, roll_count=None, quorum=None)
    book.close()
    said = run("due", book.folder)
    assert said.code == 0
    first = said.json["due"][0]
    assert (first["register"], first["record"], first["due"], first["late"]) == ("referrals", ids.id_text(late), "2020-01-31", True)
    assert "210304-A-0001" in first["message"]
    assert said.json["late"] == sum(each["late"] for each in said.json["due"])
    assert "meetings" in {each["register"] for each in said.json["due"]}
    lines = run("due", book.folder, plain=True, language="th").out.splitlines()
    assert lines[0].startswith("31 ม.ค. 2563\t") and len(lines) == len(said.json["due"]) + 1


def test_nothing_is_due_in_an_empty_book(run: Run, profile: Path) -> None:
    assert run("due", profile).json == {"due": [], "late": 0}
