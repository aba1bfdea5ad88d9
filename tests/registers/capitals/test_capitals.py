"""Community capitals: who keeps them, how many of which kind, and which projects use them."""

from __future__ import annotations

from typing import Any

from desktop.records.book import Book
from desktop.records.query import ListQuery
from desktop.registers import REGISTERS
from desktop.registers.capitals.service import Count, counts, unused, used_in
from tests.factory import project, put
from tests.registers.rules import LINKED, errors, warnings


def capital(book: Book, name: str = "ป่าชุมชนตัวอย่าง", **values: Any) -> bytes:
    return put(book, "capitals", {"name": name, "kind": "CAP_N", "detail": "N_RESOURCE", "keeper_name": "บุญมี"} | values)


def use(book: Book, record: bytes, of: bytes, how: str | None = None) -> bytes:
    return put(book, "project_links", {"project": of, "capital": record, "how": how})


def test_a_capital_has_a_name_a_kind_and_somebody_to_ask() -> None:
    whole = {"name": "บ่อน้ำ", "kind": "CAP_N"}
    assert ("kind", "required") in errors("capitals", {"name": "บ่อน้ำ"})
    assert warnings("capitals", whole) == {("keeper", "keeper_missing")}
    for keeper in ({"keeper": LINKED}, {"organization": LINKED}, {"keeper_name": "บุญมี"}):
        assert warnings("capitals", whole | keeper) == set()


def test_the_projects_that_use_a_capital_are_named_once_and_not_from_the_bin(book: Book) -> None:
    record, first, second = capital(book), project(book), project(book)
    use(book, record, first, "ปลูกป่า")
    use(book, record, first, "ฝายน้ำ")
    use(book, record, second)
    with book.read() as reader:
        assert used_in(reader, record) == [(second, ""), (first, "ฝายน้ำ")]
    book.delete("projects", [second])
    with book.read() as reader:
        assert used_in(reader, record) == [(first, "ฝายน้ำ")]


def test_capitals_are_counted_by_kind_and_detail(book: Book) -> None:
    used, gone = capital(book), capital(book, "เลิกแล้ว")
    capital(book, "ลำคลอง", detail=None)
    expert = capital(book, "ปราชญ์", kind="CAP_H", detail="H_SKILL")
    use(book, used, project(book))
    book.delete("capitals", [gone])
    with book.read() as reader:
        found = counts(reader, book.store.office)
        assert [each["id"] for each in unused(reader, book.store.office)] == [expert, *book.ids(ListQuery("capitals", search="ลำคลอง"))]
    assert found == [Count("CAP_H", "H_SKILL", 1, 0), Count("CAP_N", "N_RESOURCE", 1, 1), Count("CAP_N", None, 1, 0)]


def test_what_is_lost_is_not_waiting_to_be_used(book: Book) -> None:
    capital(book, state="LOST")
    with book.read() as reader:
        assert unused(reader, book.store.office) == []


def test_every_kind_is_a_list_of_its_own(book: Book) -> None:
    kinds = {entry.code for entry in book.code_lists.entries("capital_kind")}
    assert {view.filters["kind"] for view in REGISTERS["capitals"].views if "kind" in view.filters} == kinds
