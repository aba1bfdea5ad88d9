"""Merging two people and un-merging them: every link follows, nothing is lost, and all of it can be taken back at any later time."""

from __future__ import annotations

from typing import Any

import pytest

from desktop.base.errors import Refused
from desktop.base.ids import id_bytes, new_id
from desktop.records.book import Book
from desktop.records.query import ListQuery
from desktop.registers.merges import service
from tests.conftest import Books
from tests.factory import case, consent, household, meeting, member, national_id, person, put, resident, value
from tests.sync.offices import records


def merge(book: Book, kept: bytes, gone: bytes) -> bytes:
    with book.write() as deed:
        return service.merge(deed, "people", kept, gone, "พิมพ์ซ้ำ")


def unmerge(book: Book, merged: bytes) -> None:
    with book.write() as deed:
        service.unmerge(deed, merged)


def ticked(book: Book, at: bytes, who: bytes, **values: Any) -> bytes:
    return put(book, "attendances", {"meeting": at, "person": who, "state": "PRESENT"} | values)


def seen(book: Book) -> dict[str, dict[bytes, dict[str, Any]]]:
    """Everything but the merges themselves."""
    return {name: rows for name, rows in records(book).items() if name not in ("merges", "merge_parts")}


def live(book: Book, register: str, **filters: Any) -> list[bytes]:
    return book.ids(ListQuery(register, filters=filters))


def test_all_that_belonged_to_one_belongs_to_the_other_and_goes_back(book: Book) -> None:
    kept, gone = person(book, occupation=None), person(book, occupation="ทำนา", note=None)
    house = household(book, head=gone)
    links = {("cases", case(book, person=gone)): "person", ("members", member(book, person=gone)): "person"}
    links |= {("consents", consent(book, person=gone)): "person", ("households", house): "head"}
    links |= {("household_persons", resident(book, house, person=gone)): "person"}
    before = seen(book)
    merged = merge(book, kept, gone)
    assert all(value(book, register, record, field) == kept for (register, record), field in links.items())
    assert live(book, "people") == [kept] and value(book, "people", kept, "occupation") == "ทำนา"
    unmerge(book, merged)
    assert seen(book) == before


def test_a_merge_says_who_when_and_why(book: Book) -> None:
    kept, gone = person(book, first_name="บุญมี"), person(book, first_name="บุญมีย์")
    row = book.row("merges", merge(book, kept, gone))
    assert (id_bytes(row.values["kept"]), id_bytes(row.values["gone"])) == (kept, gone)
    assert (row.values["merged_by"], row.values["reason"]) == (book.actor.name, "พิมพ์ซ้ำ")
    assert row.values["merged_on"] == book.clock.today().isoformat()
    assert "บุญมี" in row.values["kept_name"] and "บุญมีย์" in row.values["gone_name"]


def test_undo_takes_a_merge_back_and_redo_does_it_again(book: Book) -> None:
    kept, gone = person(book), person(book)
    of_gone, meant = case(book, person=gone), meeting(book)
    ticked(book, meant, gone)
    before = seen(book)
    merge(book, kept, gone)
    after = seen(book)
    book.undo()
    assert seen(book)["people"] == before["people"] and value(book, "cases", of_gone, "person") == gone
    assert live(book, "attendances") == [record for record, row in before["attendances"].items() if not row["~"]]
    book.redo()
    assert {name: seen(book)[name] for name in ("people", "cases")} == {name: after[name] for name in ("people", "cases")}
    assert len(live(book, "attendances")) == 1 and live(book, "people") == [kept]


def test_what_was_linked_since_stays_where_it_is(book: Book) -> None:
    kept, gone = person(book), person(book)
    old = case(book, person=gone)
    merged = merge(book, kept, gone)
    since = case(book, person=kept)
    elsewhere = person(book)
    with book.write() as deed:
        deed.put("cases", old, {"person": elsewhere})
    unmerge(book, merged)
    assert value(book, "cases", since, "person") == kept
    assert value(book, "cases", old, "person") == elsewhere, "somebody said otherwise since"
    assert not book.row("people", gone).deleted


def test_a_field_filled_in_is_blank_again_unless_it_was_changed_since(book: Book) -> None:
    kept = person(book, occupation=None, phones=None, note=None)
    gone = person(book, occupation="ทำนา", phones=("0810001234", "0810004321"), note="สวนยาง")
    merged = merge(book, kept, gone)
    assert value(book, "people", kept, "phones") == ("0810001234", "0810004321")
    with book.write() as deed:
        deed.put("people", kept, {"occupation": "ค้าขาย"})
    unmerge(book, merged)
    assert [value(book, "people", kept, name) for name in ("occupation", "phones", "note")] == ["ค้าขาย", None, None]


def test_what_would_not_go_with_the_rest_is_not_filled_in(book: Book) -> None:
    kept, gone = person(book, birth_date="1960-05-01", died_on=None), person(book, birth_date="1930-05-01", died_on="1955-01-01")
    merge(book, kept, gone)
    assert value(book, "people", kept, "died_on") is None


def test_a_tick_of_the_gone_one_becomes_one_of_the_kept_one_and_comes_back_with_what_was_written(book: Book) -> None:
    kept, gone, at = person(book), person(book), meeting(book)
    tick = ticked(book, at, gone)
    merged = merge(book, kept, gone)
    (stands,) = live(book, "attendances")
    assert stands != tick and value(book, "attendances", stands, "person") == kept
    with book.write() as deed:
        deed.put("attendances", stands, {"state": "LEAVE"})
    unmerge(book, merged)
    assert live(book, "attendances") == [tick]
    assert [value(book, "attendances", tick, name) for name in ("person", "state")] == [gone, "LEAVE"]


def test_where_both_were_ticked_the_kept_ones_stays_and_the_other_comes_back(book: Book) -> None:
    kept, gone, at = person(book), person(book), meeting(book)
    of_kept, of_gone = ticked(book, at, kept), ticked(book, at, gone, state="LEAVE")
    before = seen(book)
    merged = merge(book, kept, gone)
    assert live(book, "attendances") == [of_kept]
    unmerge(book, merged)
    assert sorted(live(book, "attendances")) == sorted([of_kept, of_gone])
    assert seen(book) == before


def test_both_living_in_one_house_live_there_once(book: Book) -> None:
    kept, gone, house = person(book), person(book), household(book)
    of_kept, of_gone = resident(book, house, person=kept), resident(book, house, person=gone)
    before = seen(book)
    merged = merge(book, kept, gone)
    assert live(book, "household_persons") == [of_kept]
    unmerge(book, merged)
    assert sorted(live(book, "household_persons")) == sorted([of_kept, of_gone])
    assert seen(book) == before


def test_what_lies_in_the_bin_follows_and_stays_in_the_bin(book: Book) -> None:
    kept, gone = person(book), person(book)
    binned = case(book, person=gone)
    book.delete("cases", [binned])
    before = seen(book)
    merged = merge(book, kept, gone)
    assert book.row("cases", binned).values["person"] == kept and book.row("cases", binned).deleted
    unmerge(book, merged)
    assert seen(book) == before


def test_merged_again_after_an_unmerge_is_the_same_merge(book: Book) -> None:
    kept, gone = person(book), person(book)
    of_gone = case(book, person=gone)
    merged = merge(book, kept, gone)
    unmerge(book, merged)
    assert book.row("merges", merged).values["undone"]
    assert merge(book, kept, gone) == merged and not book.row("merges", merged).values["undone"]
    unmerge(book, merged)
    assert value(book, "cases", of_gone, "person") == gone
    with pytest.raises(Refused) as refused:
        unmerge(book, merged)
    assert refused.value.code == "undone"


def test_three_that_are_one_are_merged_and_taken_apart_in_any_order(book: Book) -> None:
    one, two, three = person(book), person(book), person(book)
    of_three = case(book, person=three)
    before = seen(book)
    first, second = merge(book, two, three), merge(book, one, two)
    assert value(book, "cases", of_three, "person") == one
    unmerge(book, second)
    assert value(book, "cases", of_three, "person") == two
    unmerge(book, first)
    assert seen(book) == before


@pytest.mark.parametrize("bad", ["self", "gone", "unknown"])
def test_what_is_not_there_can_not_be_merged(book: Book, bad: str) -> None:
    kept, gone = person(book), person(book)
    book.delete("people", [gone])
    with pytest.raises(Refused) as refused:
        merge(book, kept, {"self": kept, "gone": gone, "unknown": new_id()}[bad])
    assert refused.value.code == "gone"


def test_people_of_two_councils_are_never_moved(books: Books) -> None:
    book = books("region", kind="region")
    with book.write() as deed:
        one, other = (deed.put("people", None, {"first_name": "บุญมี", "last_name": "ใจดี"}, council=new_id()) for _each in range(2))
    before = records(book)
    with pytest.raises(Refused) as refused:
        merge(book, one, other)
    assert refused.value.code == "two_councils" and records(book) == before


def test_a_room_that_keeps_its_records_says_which_and_nothing_is_changed(book: Book) -> None:
    kept, gone = person(book), person(book, died_on=None)
    broken = consent(book, person=gone)
    with book.write() as deed:  # as an older program may have left it
        deed.work.update("consents", broken, {"given_on": None})
    before = records(book)
    with pytest.raises(Refused) as refused:
        merge(book, kept, gone)
    assert refused.value.code == "problems" and "Consent" in refused.value.text()
    assert records(book) == before


def test_the_action_on_two_chosen_people_asks_which_stays(book: Book) -> None:
    one, other = person(book, national_id=national_id(5)), person(book)
    with pytest.raises(Refused):
        book.do("people", "merge", [one], {})
    book.do("people", "merge", [one, other], {"stays": other})
    assert live(book, "people") == [other]
    book.do("merges", "unmerge", live(book, "merges"), {})
    assert set(live(book, "people")) == {one, other}
