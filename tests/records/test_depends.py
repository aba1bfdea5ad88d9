"""What hangs on records that are about to be deleted."""

from __future__ import annotations

from collections.abc import Sequence

from desktop.records.book import Book
from desktop.records.depends import Dependents, Hanging, dependents
from tests.factory import case, household, person, resident


def hanging(book: Book, register: str, *ids: bytes) -> Hanging:
    with book.read() as reader:
        return dependents(reader, book.registers, register, ids)


def counts(groups: Sequence[Dependents]) -> dict[str, int]:
    return {group.register: group.count for group in groups}


def test_nothing_hangs_on_a_record_that_nobody_points_to(book: Book) -> None:
    assert hanging(book, "people", person(book)) == Hanging(0, ())
    assert hanging(book, "people") == Hanging(0, ())


def test_children_come_first_and_the_rest_by_register(book: Book) -> None:
    home = household(book)
    for _one in range(2):
        resident(book, home)
    case(book, household=home, problem="หลังคารั่ว")
    found = hanging(book, "households", home)
    assert (found.on, counts(found.groups)) == (1, {"household_persons": 2, "cases": 1})
    assert [group.child for group in found.groups] == [True, False]
    assert len(found.groups[0].names) == 2 and all("ทองใบ" in name for name in found.groups[0].names)


def test_only_the_first_few_are_named(book: Book) -> None:
    home = household(book)
    for _one in range(5):
        resident(book, home)
    (group,) = hanging(book, "households", home).groups
    assert (group.count, len(group.names)) == (5, 3)


def test_it_tells_on_how_many_of_those_chosen_something_hangs(book: Book) -> None:
    homes = [household(book) for _one in range(3)]
    resident(book, homes[0])
    case(book, household=homes[1])
    assert hanging(book, "households", *homes).on == 2


def test_a_record_that_points_twice_is_counted_once(book: Book) -> None:
    someone = person(book)
    home = household(book, head=someone)
    resident(book, home, person=someone)
    with book.write() as deed:
        deed.put("meetings", None, {"kind": "ORDINARY", "held_on": "2026-03-01", "chair": someone, "minute_taker": someone})
    assert counts(hanging(book, "people", someone).groups) == {"households": 1, "household_persons": 1, "meetings": 1}


def test_what_is_in_the_bin_or_deleted_with_it_does_not_count(book: Book) -> None:
    home = household(book)
    first = case(book, household=home)
    second = case(book, household=home)
    with book.write() as deed:
        deed.put("cases", second, {"same_as": first}, within=True)
    assert counts(hanging(book, "cases", first).groups)["cases"] == 1
    assert "cases" not in counts(hanging(book, "cases", first, second).groups)
    book.delete("cases", [first, second])
    assert "cases" not in counts(hanging(book, "households", home).groups)


def test_many_records_are_asked_about_at_once(book: Book) -> None:
    homes = [household(book) for _one in range(3)]
    resident(book, homes[2])
    many = [bytes([number // 256, number % 256]) * 8 for number in range(2_000)]
    assert hanging(book, "households", *many, *homes).on == 1
