"""Code lists: as they are shipped, as the regional office keeps them, and that nothing loses its meaning."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from desktop.records.book import Book
from desktop.records.codes import Code, CodeLists, shipped, values_of
from tests.factory import put

LISTS = CodeLists(
    {
        "colour": [
            Code("RED", "แดง", "Red", ("เลือดหมู",)),
            Code("GREEN", "เขียว", "Green", valid_to=2566),
            Code("BLUE", "น้ำเงิน", "Blue", valid_from=2567),
        ]
    }
)


def row(code: str, label: str | None = None, **values: Any) -> dict[str, Any]:
    names = ("label_en", "also", "source", "group", "amount", "rule", "valid_from", "valid_to", "position")
    return {"list": "colour", "code": code, "label_th": label} | dict.fromkeys(names) | values


def codes(lists: CodeLists, *years: int) -> list[str]:
    return [entry.code for entry in lists.entries("colour", *years)]


def test_a_list_gives_all_its_entries_or_those_of_a_year() -> None:
    assert codes(LISTS) == ["RED", "GREEN", "BLUE"]
    assert codes(LISTS, 2566) == ["RED", "GREEN"]
    assert codes(LISTS, 2567) == ["RED", "BLUE"]
    assert codes(LISTS, 2566, 2567) == ["RED", "GREEN", "BLUE"]


def test_what_has_ended_keeps_its_meaning() -> None:
    assert LISTS.label("colour", "GREEN", "th") == "เขียว"
    assert LISTS.code_of("colour", "เขียว") == "GREEN"


def test_the_regions_entry_stands_in_place_of_the_shipped_one() -> None:
    lists = LISTS.overlaid([row("RED", "แดงสด", amount=Decimal("3.00"), rule="person.age >= 60", group="warm", also="แดงแจ๋|แดงเข้ม")])
    entry = lists.get("colour", "RED")
    assert entry == Code("RED", "แดงสด", "", ("แดงแจ๋", "แดงเข้ม"), "", "warm", Decimal("3.00"), "person.age >= 60")
    assert codes(lists) == ["RED", "GREEN", "BLUE"]
    assert lists.label("colour", "RED", "en") == "แดงสด", "a label in the other language is better than none"
    for word in ("แดง", "Red", "เลือดหมู", "แดงสด", "แดงเข้ม"):
        assert lists.code_of("colour", word) == "RED", "imports still find what it was called before"


def test_new_entries_come_last_or_where_they_are_put() -> None:
    assert codes(LISTS.overlaid([row("PINK", "ชมพู")])) == ["RED", "GREEN", "BLUE", "PINK"]
    assert codes(LISTS.overlaid([row("PINK", "ชมพู", position=15)])) == ["RED", "PINK", "GREEN", "BLUE"]
    assert codes(LISTS.overlaid([row("RED", "แดง", position=99)])) == ["GREEN", "BLUE", "RED"]


def test_a_word_means_what_is_in_use_now_before_what_has_ended() -> None:
    lists = LISTS.overlaid([row("GREEN", "เขียว", valid_to=2566), row("JADE", "เขียว", valid_from=2567)])
    assert lists.code_of("colour", "เขียว") == "JADE"
    assert lists.label("colour", "GREEN", "th") == "เขียว"


def test_a_list_of_a_newer_program_is_kept_and_half_an_entry_is_passed_over() -> None:
    lists = LISTS.overlaid([row("X", "กขค") | {"list": "new"}, row("Y") | {"list": None}, row("") | {"code": None}, row("BARE")])
    assert lists.names() == ["colour", "new"]
    assert lists.label("new", "X", "th") == "กขค"
    assert lists.label("colour", "BARE", "th") == "BARE"


def test_a_version_tells_what_a_table_says_and_nothing_else() -> None:
    first = LISTS.version("colour")
    assert len(bytes.fromhex(first)) == 3
    assert LISTS.overlaid([]).version("colour") == first
    same = row("RED", "แดง", label_en="Red", also="อะไรก็ได้", source="หนังสือที่ 1")
    assert LISTS.overlaid([same]).version("colour") == first
    for changed in ({"amount": Decimal(1)}, {"valid_to": 2568}, {"group": "g"}, {"rule": "x"}):
        assert LISTS.overlaid([same | changed]).version("colour") != first
    assert LISTS.version("colour", 2566) != LISTS.version("colour", 2567)


def test_every_shipped_amount_and_year_is_read() -> None:
    ceiling = shipped().get("ceiling", "BPP-2563")
    assert ceiling is not None
    assert (ceiling.group, ceiling.amount, ceiling.valid_from, ceiling.valid_to) == ("BPP", Decimal(19_000), 2563, 2564)


def test_no_list_has_a_code_twice() -> None:
    for name in shipped().names():
        entries = shipped().entries(name)
        assert len({entry.code for entry in entries}) == len(entries)
        assert all(entry.valid_to is None or (entry.valid_from or 0) <= entry.valid_to for entry in entries), name


@pytest.fixture
def region(books: Any) -> Book:
    made: Book = books("region", kind="region", areas=("21",))
    return made


def test_a_book_speaks_by_what_was_committed_last(region: Book, books: Any) -> None:
    assert region.code_lists.label("vehicle", "CART", "th") == "CART"
    entry = put(region, "codes", {"list": "vehicle", "code": "CART", "label_th": "เกวียน", "source": "ทดสอบ"})
    assert region.code_lists.label("vehicle", "CART", "th") == "เกวียน"
    region.undo()
    assert region.code_lists.label("vehicle", "CART", "th") == "CART"
    region.redo()
    assert region.code_lists.label("vehicle", "CART", "th") == "เกวียน"
    assert books.again(region).code_lists.label("vehicle", "CART", "th") == "เกวียน"
    again: Book = books.open[-1]
    again.delete("codes", [entry])
    assert again.code_lists.label("vehicle", "CART", "th") == "CART"


def test_who_is_told_of_a_commit_sees_the_lists_as_they_are_after_it(region: Book) -> None:
    seen: list[str] = []
    region.subscribe(lambda changes: seen.append(region.code_lists.label("vehicle", "CART", "th")))
    put(region, "codes", {"list": "vehicle", "code": "CART", "label_th": "เกวียน", "source": "ทดสอบ"})
    assert seen == ["เกวียน"]


def test_a_shipped_entry_taken_over_unchanged_is_the_same_entry() -> None:
    for name in shipped().names():
        rows = [values_of(name, entry) | {"position": None} for entry in shipped().entries(name)]
        assert shipped().overlaid(rows).entries(name) == shipped().entries(name)


def test_every_source_that_is_shipped_is_for_people_to_read() -> None:
    """The region's page of code lists shows it."""
    lists = shipped()
    said = {entry.source for name in lists.names() for entry in lists.entries(name)} - {""}
    assert said
    assert not [source for source in said if any(mark in source for mark in ("domain", "[S", "issue", "proposal", "§"))]
