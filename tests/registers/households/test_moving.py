"""People move in, move on, leave, head a household and split off from it; where they lived before stays on record."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from desktop.base.errors import Refused
from desktop.records.book import Book
from desktop.records.query import ListQuery
from desktop.records.register import Row
from tests.factory import household, person, put, resident, value

DAY = "2026-02-01"


def stays(book: Book, **filters: Any) -> list[Row]:
    found = book.rows("household_persons", book.ids(ListQuery("household_persons", filters=filters)))
    return sorted((row for row in found if row is not None), key=lambda row: row.values["since"] or "")


def spans(book: Book, who: bytes) -> list[tuple[bytes, str | None, str | None]]:
    """(household, since, until) of a person, oldest first."""
    return [(row.values["household"], row.values["since"], row.values["until"]) for row in stays(book, person=who)]


def move(book: Book, stay: bytes, **values: Any) -> None:
    book.do("household_persons", "move", [stay], {"day": DAY} | values)


def refused(book: Book, register: str, action: str, records: list[bytes], **values: Any) -> tuple[str, str | None]:
    before = book.counts(), spans_of_all(book)
    with pytest.raises(Refused) as caught:
        book.do(register, action, records, values)
    assert (book.counts(), spans_of_all(book)) == before
    assert caught.value.text()
    return caught.value.code, caught.value.field


def spans_of_all(book: Book) -> list[dict[str, Any]]:
    return [dict(row.values) for row in stays(book)]


def test_moving_in_says_where_they_lived_until_then(book: Book) -> None:
    old, new = household(book), household(book)
    stay = resident(book, old, since="2020-01-01", relation="CHILD")
    who = value(book, "household_persons", stay, "person")
    book.do("households", "move_in", [new], {"person": who, "day": DAY, "relation": "SPOUSE", "reason": "MARRIED"})
    assert spans(book, who) == [(old, "2020-01-01", DAY), (new, DAY, None)]
    assert [row.values["relation"] for row in stays(book, person=who)] == ["CHILD", "SPOUSE"]
    assert value(book, "household_persons", stay, "moved_because") == "MARRIED"


def test_a_day_left_blank_is_today(book: Book) -> None:
    house, who = household(book), person(book)
    book.do("households", "move_in", [house], {"person": who})
    assert spans(book, who) == [(house, book.clock.today().isoformat(), None)]


def test_who_lives_there_already_does_not_move_in(book: Book) -> None:
    house = household(book)
    stay = resident(book, house)
    who = value(book, "household_persons", stay, "person")
    assert refused(book, "households", "move_in", [house], person=who, day=DAY) == ("lives_there", "person")
    assert refused(book, "household_persons", "move", [stay], household=house, day=DAY) == ("lives_there", "person")


def test_somebody_may_come_back(book: Book) -> None:
    one, other = household(book), household(book)
    stay = resident(book, one, since="2020-01-01")
    who = value(book, "household_persons", stay, "person")
    move(book, stay, household=other, day="2024-01-01")
    (_first, second) = stays(book, person=who)
    move(book, second.id, household=one)
    assert spans(book, who) == [(one, "2020-01-01", "2024-01-01"), (other, "2024-01-01", DAY), (one, DAY, None)]
    assert book.find("household_persons", {"household": one, "person": who}) == stays(book, person=who)[-1].id, (
        "a list names the stay that is now"
    )


def test_several_move_at_once_and_keep_what_they_are_but_for_the_head(book: Book) -> None:
    old, new = household(book), household(book)
    chosen = [resident(book, old, relation=relation) for relation in ("HEAD", "SPOUSE", "CHILD")]
    book.do("household_persons", "move", chosen, {"household": new, "day": DAY})
    assert sorted(str(row.values["relation"]) for row in stays(book, household=new)) == ["CHILD", "None", "SPOUSE"]
    assert all(row.values["until"] == DAY for row in stays(book, household=old))


def test_nobody_leaves_before_they_came(book: Book) -> None:
    stay = resident(book, household(book), since="2026-02-02")
    assert refused(book, "household_persons", "move", [stay], household=household(book), day=DAY) == ("before_beginning", "day")
    assert refused(book, "household_persons", "leave", [stay], reason="WORK", day=DAY) == ("before_beginning", "day")


def test_who_left_is_offered_no_deed(book: Book) -> None:
    stay = resident(book, household(book), until="2025-01-01")
    for action in ("move", "leave", "make_head", "split_off"):
        assert refused(book, "household_persons", action, [stay], household=household(book), reason="WORK")[0] == "not_offered"


def test_a_house_in_the_bin_takes_nobody_in(book: Book) -> None:
    house = household(book)
    stay = resident(book, household(book))
    book.delete("households", [house])
    assert refused(book, "household_persons", "move", [stay], household=house, day=DAY) == ("gone", "household")


def test_leaving_has_a_day_and_a_reason(book: Book) -> None:
    stay = resident(book, household(book), since="2020-01-01")
    book.do("household_persons", "leave", [stay], {"day": DAY, "reason": "ไปบวช"})
    row = book.row("household_persons", stay)
    assert (row.values["until"], row.values["moved_because"]) == (DAY, "ไปบวช")
    assert value(book, "people", row.values["person"], "died_on") is None


def test_of_somebody_who_died_the_day_is_written_at_the_person_unless_it_is_known(book: Book) -> None:
    house, known = household(book), person(book, died_on="2026-01")
    one, other = resident(book, house), resident(book, house, person=known)
    book.do("household_persons", "leave", [one, other], {"day": DAY, "reason": "DIED"})
    assert value(book, "people", value(book, "household_persons", one, "person"), "died_on") == DAY
    assert value(book, "people", known, "died_on") == "2026-01"


def family(book: Book) -> tuple[bytes, list[bytes], list[bytes]]:
    """A household of a head, spouse and child: (household, stays, persons)."""
    persons = [person(book, first_name=name) for name in ("บุญมี", "ทองใบ", "สมพร")]
    house = household(book, head=persons[0], house_code="00123456789", house_no="7", point="13.756300,100.501800")
    here = [resident(book, house, person=who, relation=what) for who, what in zip(persons, ("HEAD", "SPOUSE", "CHILD"), strict=True)]
    return house, here, persons


def test_a_new_head_takes_the_place_of_the_old_one(book: Book) -> None:
    house, here, persons = family(book)
    assert refused(book, "households", "change_head", [house], person=persons[1]) == ("old_head", "old_relation")
    assert refused(book, "households", "change_head", [house], person=person(book), old_relation="SPOUSE") == ("not_here", "person")
    book.do("households", "change_head", [house], {"person": persons[1], "old_relation": "SPOUSE"})
    assert value(book, "households", house, "head") == persons[1]
    assert [value(book, "household_persons", stay, "relation") for stay in here] == ["SPOUSE", "HEAD", "CHILD"]
    book.undo()
    assert value(book, "households", house, "head") == persons[0]
    assert [value(book, "household_persons", stay, "relation") for stay in here] == ["HEAD", "SPOUSE", "CHILD"]


def test_when_the_head_is_gone_nothing_is_asked_of_them(book: Book) -> None:
    house, here, persons = family(book)
    book.do("household_persons", "leave", [here[0]], {"day": DAY, "reason": "DIED"})
    book.do("household_persons", "make_head", [here[1]], {})
    assert value(book, "households", house, "head") == persons[1]
    assert [value(book, "household_persons", stay, "relation") for stay in here] == ["HEAD", "HEAD", "CHILD"], "the past stays as it was"


def test_a_family_that_splits_off_is_a_household_of_the_same_house(book: Book) -> None:
    house, here, persons = family(book)
    book.do("household_persons", "split_off", here[1:], {"head": persons[2], "day": DAY})
    (new,) = [record for record in book.ids(ListQuery("households")) if record != house]
    old, made = book.row("households", house).values, book.row("households", new).values
    assert [made[name] for name in ("house_code", "house_no", "moo", "tambon_code", "point")] == [
        old[name] for name in ("house_code", "house_no", "moo", "tambon_code", "point")
    ]
    assert (old["families"], old["family_no"], made["families"], made["family_no"]) == (2, 1, 2, 2)
    assert (made["head"], made["member_count"]) == (persons[2], 2)
    assert {row.values["person"]: row.values["relation"] for row in stays(book, household=new)} == {persons[1]: None, persons[2]: "HEAD"}
    assert value(book, "household_persons", here[1], "moved_because") == "SPLIT"
    # Two families in one house are no duplicates, and a list finds each by its number.
    assert book.same("households", book.draft("households", new).values, exclude=new) == []
    assert book.find("households", {"house_code": "00123456789", "family_no": 2}) == new
    assert book.find("households", {"house_code": "00123456789"}) == house


def test_the_third_family_has_the_third_number_also_without_a_house_code(book: Book) -> None:
    house = household(book, house_code=None, house_no="9", moo=3)
    here = [resident(book, house) for _ in range(3)]
    book.do("household_persons", "split_off", [here[1]], {"day": DAY})
    book.do("household_persons", "split_off", [here[2]], {"day": DAY})
    rows = [book.row("households", record).values for record in book.ids(ListQuery("households"))]
    assert sorted((row["family_no"], row["families"]) for row in rows) == [(1, 3), (2, 3), (3, 3)]


def test_a_house_without_any_number_splits_too(book: Book) -> None:
    house = household(book, house_code=None, house_no=None, near_house_no="12")
    household(book, house_code=None, house_no=None, near_house_no="12")
    here = [resident(book, house) for _ in range(2)]
    book.do("household_persons", "split_off", [here[1]], {"day": DAY})
    rows = [book.row("households", record).values for record in book.ids(ListQuery("households"))]
    assert sorted(str(row["family_no"]) for row in rows) == ["1", "2", "None"], "the neighbour near the same house is another house"


def test_somebody_stays_and_the_new_head_goes_along(book: Book) -> None:
    _house, here, persons = family(book)
    stranger = resident(book, household(book))
    assert refused(book, "household_persons", "split_off", here, day=DAY)[0] == "all_chosen"
    assert refused(book, "household_persons", "split_off", here[1:], head=persons[0], day=DAY) == ("not_chosen", "head")
    assert refused(book, "household_persons", "split_off", [here[1], stranger], day=DAY)[0] == "two_households"


def codes(book: Book, register: str, record: bytes | None, **values: Any) -> set[tuple[str, str]]:
    draft = book.draft(register, record, **values) if record is None else book.draft(register, record)
    draft.values |= values
    found = book.warnings(register, record, draft.values)
    assert all(problem.message and problem.level == "warning" for problem in found)
    return {(problem.field, problem.code) for problem in found}


def test_a_household_is_told_where_its_figures_differ_from_what_is_entered_below(book: Book) -> None:
    house, here, persons = family(book)
    assert codes(book, "households", house) == set()
    assert codes(book, "households", house, member_count=4) == {("member_count", "count_differs")}
    assert codes(book, "households", house, member_count=3) == set()
    assert codes(book, "households", house, head=person(book)) == {("head", "head_elsewhere")}
    book.do("household_persons", "leave", [here[0]], {"day": DAY, "reason": "DIED"})
    assert codes(book, "households", house, member_count=3) == {("head", "head_elsewhere"), ("member_count", "count_differs")}
    put(book, "household_debts", {"household": house, "source": "BAAC", "amount": Decimal(3000)})
    assert codes(book, "households", house, debt=3000, head=persons[1]) == set()
    assert codes(book, "households", house, debt=4000, head=persons[1]) == {("debt", "debts_differ")}
    assert codes(book, "households", household(book), member_count=4, debt=5) == set(), "nothing entered, nothing to differ from"
    assert codes(book, "households", None, member_count=4) == set()


def test_who_lives_in_two_households_at_once_is_told(book: Book) -> None:
    one, other = household(book, house_no="5", moo=2), household(book)
    stay = resident(book, one)
    who = value(book, "household_persons", stay, "person")
    assert codes(book, "household_persons", None, household=other, person=who) == {("person", "lives_elsewhere")}
    assert codes(book, "household_persons", None, household=other, person=who, until="2020-01-01") == set()
    assert codes(book, "household_persons", stay) == set()
    (warning,) = book.warnings("household_persons", None, {"household": other, "person": who})
    assert warning.values["where"] == "House 5 Moo 2"
    (found,) = book.same("household_persons", {"household": other, "person": who})
    assert found.row.id == stay
    move(book, stay, household=other)
    assert book.same("household_persons", {"household": one, "person": who})[0].row.id != stay, "the stay that is over is no double"


def test_a_second_head_is_told(book: Book) -> None:
    house, _here, _persons = family(book)
    new = {"household": house, "person": person(book)}
    assert codes(book, "household_persons", None, **new, relation="HEAD") == {("relation", "two_heads")}
    assert codes(book, "household_persons", None, **new, relation="CHILD") == set()


def test_reminders_name_who_lives_twice_and_the_house_whose_head_left(book: Book) -> None:
    house, here, persons = family(book)
    assert book.reminders() == []
    second = resident(book, household(book, house_no="88", moo=1), person=persons[2])
    book.do("household_persons", "leave", [here[0]], {"day": DAY, "reason": "WORK"})
    told = {(each.register, each.record): each.message.format(**each.values) for each in book.reminders()}
    assert set(told) == {("people", persons[2]), ("households", house)}
    assert "สมพร" in told["people", persons[2]] and "House 88 Moo 1" in told["people", persons[2]]
    book.do("household_persons", "leave", [second], {"day": book.clock.today().isoformat(), "reason": "WORK"})
    book.do("household_persons", "make_head", [here[1]], {})
    assert book.reminders() == []
