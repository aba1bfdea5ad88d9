"""Merge two people, do anything, un-merge them: every link that nobody moved since is where it was, and undoing all leads back."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.base.clock import ScriptedClock
from desktop.base.errors import Refused
from desktop.records.book import Book, Changes
from desktop.registers import REGISTERS
from desktop.registers.merges import service
from tests.factory import CHEAP, PASSWORD, case, household, meeting, person, put, resident
from tests.sync.offices import records

PEOPLE = 4
LINKS = {"cases": "person", "household_persons": "person", "attendances": "person", "households": "head", "meetings": "chair"}
NUMBERS = st.integers(0, 30)
# What hangs on whom: (kind, which person, which house or meeting)
HANGING = st.lists(st.tuples(st.sampled_from(sorted(LINKS)), st.integers(0, PEOPLE - 1), st.integers(0, 1)), max_size=8)
EDITS = st.lists(
    st.tuples(st.sampled_from(["move", "write", "bin", "back", "new", "rename"]), NUMBERS, st.integers(0, PEOPLE - 1)), max_size=8
)


def _hang(book: Book, people: list[bytes], homes: list[bytes], meetings: list[bytes], kind: str, who: int, where: int) -> bytes | None:
    try:
        match kind:
            case "cases":
                return case(book, person=people[who])
            case "household_persons":
                return resident(book, homes[where], person=people[who])
            case "attendances":
                return put(book, kind, {"meeting": meetings[where], "person": people[who], "state": "PRESENT"})
            case "households":
                return household(book, head=people[who])
            case _:
                return meeting(book, chair=people[who])
    except Refused:
        return None


def _edit(book: Book, hung: list[tuple[str, bytes]], kept: bytes, people: list[bytes], edit: tuple[str, int, int]) -> bytes | None:
    """One edit; gives the record whose link it moved, or that it binned or brought back."""
    what, which, who = edit
    register, record = hung[which % len(hung)] if hung else ("people", kept)
    try:
        match what:
            case "move" if hung:
                with book.write() as deed:
                    deed.put(register, record, {LINKS[register]: people[who]})
                return record
            case "write":
                with book.write() as deed:
                    deed.put(register, record, {"note": f"ก{which}"})
            case "bin" if hung and not book.row(register, record).deleted:
                book.delete(register, [record])
                return record
            case "back" if hung and book.row(register, record).deleted:
                book.restore(register, [record])
                return record
            case "new":
                case(book, person=kept)
            case "rename":
                with book.write() as deed:
                    deed.put("people", kept, {"first_name": f"บุญมี{which}"})
    except Refused:
        pass
    return None


def _links(book: Book) -> dict[bytes, Any]:
    """Where every live record of the registers in question points to."""
    found = records(book)
    return {record: row[link] for name, link in LINKS.items() for record, row in found[name].items() if not row["~"]}


@settings(max_examples=40)
@given(hanging=HANGING, edits=EDITS, both=st.permutations(range(PEOPLE)))
def test_merge_any_edits_unmerge_brings_every_link_back(hanging: list[Any], edits: list[Any], both: list[int]) -> None:
    folder = Path(tempfile.mkdtemp(prefix="sapha-property-"))
    facts: dict[str, Any] = {"kind": "council", "name": "สภา", "areas": ("210304",), "person": "ก", "password": PASSWORD}
    book = Book.create(folder / "book", REGISTERS, **facts, clock=ScriptedClock(), cost=CHEAP)[0]
    try:
        people = [person(book) for _each in range(PEOPLE)]
        homes, meetings = [household(book), household(book)], [meeting(book), meeting(book)]
        made = [(kind, _hang(book, people, homes, meetings, kind, who, where)) for kind, who, where in hanging]
        hung = [(kind, record) for kind, record in made if record is not None]
        kept, gone = people[both[0]], people[both[1]]
        before, deeds = _links(book), list[Changes]()
        stop = book.subscribe(deeds.append)
        with book.write() as deed:
            merged = service.merge(deed, "people", kept, gone)
        assert gone not in _links(book).values(), "all follow"
        touched: set[bytes] = set()
        for edit in edits:
            record = _edit(book, hung, kept, people, edit)
            touched |= {record} if record is not None else set()
        with book.write() as deed:
            service.unmerge(deed, merged)
        after = _links(book)
        assert {record: who for record, who in before.items() if record not in touched}.items() <= after.items()
        assert not book.row("people", gone).deleted
        stop()
        for _deed in deeds:
            book.undo()
        assert _links(book) == before
    finally:
        book.close()
        shutil.rmtree(folder)
