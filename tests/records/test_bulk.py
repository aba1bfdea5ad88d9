"""One field changed in many records: planned, looked at, done in one deed."""

from __future__ import annotations

import time

import pytest

from desktop.base.errors import Cancelled
from desktop.base.task import Progress
from desktop.records import bulk
from desktop.records.book import Book
from desktop.records.bulk import Change, How
from tests.factory import case, household, person, person_values, project, value


def test_the_plan_shows_each_record_before_and_after_and_writes_nothing(book: Book) -> None:
    first, second = person(book, moo=1), person(book, moo=4)
    made = bulk.plan(book, "people", [first, second], "moo", Change(How.SET, 4))
    assert [(row.id, row.before, row.after) for row in made.rows] == [(first, 1, 4)]
    assert (made.same, made.gone, made.refused) == (1, 0, ())
    assert value(book, "people", first, "moo") == 1


def test_it_is_done_in_one_deed_and_undone_in_one_step(book: Book) -> None:
    people = [person(book, moo=number) for number in (1, 2, 3)]
    done = bulk.apply(book, bulk.plan(book, "people", people, "moo", Change(How.SET, 9)))
    assert (done.changed, done.meanwhile) == (3, ())
    assert [value(book, "people", each, "moo") for each in people] == [9, 9, 9]
    book.undo()
    assert [value(book, "people", each, "moo") for each in people] == [1, 2, 3]


@pytest.mark.parametrize(
    ("change", "after"),
    [
        (Change(How.ADD, ("V_BED",)), ("V_BED", "V_ELD")),
        (Change(How.ADD, ("V_ELD",)), ("V_ELD",)),
        (Change(How.TAKE_AWAY, ("V_ELD",)), None),
        (Change(How.SET, ("V_DIS",)), ("V_DIS",)),
        (Change(How.CLEAR), None),
    ],
)
def test_a_set_is_added_to_taken_from_replaced_or_cleared(book: Book, change: Change, after: tuple[str, ...] | None) -> None:
    someone = person(book, vulnerable=("V_ELD",))
    bulk.apply(book, bulk.plan(book, "people", [someone], "vulnerable", change))
    assert value(book, "people", someone, "vulnerable") == after


def test_areas_are_a_set_too(book: Book) -> None:
    work = project(book, areas=("210304",))
    bulk.apply(book, bulk.plan(book, "projects", [work], "areas", Change(How.ADD, ("210305",))))
    assert value(book, "projects", work, "areas") == ("210304", "210305")


def test_a_link_is_planned_with_what_it_was_to(book: Book) -> None:
    before, after = person(book, first_name="บุญมี"), person(book)
    home = household(book, head=before)
    (row,) = bulk.plan(book, "households", [home], "head", Change(How.SET, after)).rows
    assert "บุญมี" in row.before_name and (row.before, row.after) == (before, after)


def test_what_would_be_refused_is_marked_and_left_out(book: Book) -> None:
    sound, wrong = person(book, moo=1), person(book, moo=1, last_name=None)
    made = bulk.plan(book, "people", [sound, wrong], "first_name", Change(How.CLEAR))
    assert [row.id for row in made.refused] == [wrong]
    assert made.refused[0].problems
    bulk.apply(book, made)
    assert value(book, "people", sound, "first_name") is None
    assert value(book, "people", wrong, "first_name") is not None


def test_what_is_settled_is_left_out_too(book: Book) -> None:
    open_one, closed = case(book, household=household(book), responsible="แก้ว"), case(book, household=household(book))
    with book.write() as deed:
        deed.put("cases", closed, {"status": "C80"}, within=True)
    made = bulk.plan(book, "cases", [open_one, closed], "problem", Change(How.SET, "น้ำท่วม"))
    assert [(row.id, row.problems[0].code) for row in made.refused] == [(closed, "locked")]
    assert bulk.apply(book, made).changed == 1


def test_doubts_that_are_new_are_told_and_old_ones_are_not(book: Book) -> None:
    odd = person(book, national_id="1111111111111")
    (row,) = bulk.plan(book, "people", [odd], "moo", Change(How.SET, 7)).rows
    assert row.problems == ()
    (row,) = bulk.plan(book, "people", [odd], "national_id", Change(How.SET, "1234567890123")).rows
    assert not row.refused


def test_what_is_in_the_bin_is_not_touched(book: Book) -> None:
    someone = person(book, moo=1)
    book.delete("people", [someone])
    made = bulk.plan(book, "people", [someone, b"\1" * 16], "moo", Change(How.SET, 4))
    assert (made.rows, made.gone) == ((), 2)


def test_what_somebody_saved_meanwhile_is_left_as_it_is_and_told(book: Book) -> None:
    mine, theirs, gone = person(book, moo=1), person(book, moo=1), person(book, moo=1)
    made = bulk.plan(book, "people", [mine, theirs, gone], "moo", Change(How.SET, 4))
    with book.write() as deed:
        deed.put("people", theirs, {"occupation": "ทำนา"})
    book.delete("people", [gone])
    done = bulk.apply(book, made)
    assert (done.changed, [row.id for row in done.meanwhile]) == (1, [theirs, gone])
    assert (value(book, "people", mine, "moo"), value(book, "people", theirs, "moo")) == (4, 1)


def test_stopped_half_way_nothing_is_changed(book: Book) -> None:
    people = [person(book, moo=1) for _one in range(5)]
    made = bulk.plan(book, "people", people, "moo", Change(How.SET, 4))
    progress = Progress(lambda done, total, words: progress.cancel() if done == 3 else None)
    with pytest.raises(Cancelled):
        bulk.apply(book, made, progress=progress)
    assert [value(book, "people", each, "moo") for each in people] == [1] * 5


def test_only_what_people_type_may_be_changed_in_many(book: Book) -> None:
    def names(register: str) -> set[str]:
        return {field.name for field in bulk.changeable(book, book.registers[register])}

    assert "moo" in names("people") and "national_id" not in names("people")
    assert "household" not in names("household_persons")
    assert not names("case_steps"), "a history is not edited"
    assert not names("codes"), "kept by the region"
    for register in book.registers.values():
        assert not {field.name for field in register.fields if field.by_deed} & names(register.name)


def test_required_fields_are_never_cleared(book: Book) -> None:
    field = book.registers["meetings"].field("held_on")
    assert bulk.hows(field) == (How.SET,)


def test_three_thousand_records_take_seconds(book: Book) -> None:
    with book.write() as deed:
        people = [deed.put("people", None, person_values(moo=1)) for _one in range(3_000)]
    begun = time.perf_counter()
    assert bulk.apply(book, bulk.plan(book, "people", people, "moo", Change(How.SET, 2))).changed == 3_000
    assert time.perf_counter() - begun < 10  # 5 on a PC of its own; this machine is shared
