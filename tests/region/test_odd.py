"""What a server can't hold as a file does, and a database that was put back from a dump."""

from __future__ import annotations

import random

import pytest

from desktop.base.errors import Refused
from desktop.records.book import Book
from desktop.records.query import ListQuery
from desktop.store.soundness import examine
from tests import factory, postgres
from tests.conftest import Books
from tests.factory import value
from tests.region.conftest import Joined

LONG = "".join(random.Random(7).choices([chr(each) for each in range(ord("ก"), ord("ฮ"))], k=5_000))  # does not compress


def test_a_name_of_any_length_is_kept_found_and_asked_about(region: Book) -> None:
    record = factory.person(region, first_name=LONG, last_name=LONG, note=LONG)
    assert value(region, "people", record, "first_name") == LONG
    assert region.ids(ListQuery("people", search=LONG[100:400])) == [record]
    assert [found.row.id for found in region.same("people", {"first_name": LONG, "last_name": LONG})] == [record]


def test_what_no_index_holds_is_refused_and_not_a_bug(region: Book) -> None:
    with pytest.raises(Refused) as told:
        factory.person(region, house_no=LONG)
    assert told.value.code == "too_long"
    assert region.counts()["people"] == 0


def test_a_sign_that_no_text_may_hold_is_refused_and_not_a_bug(region: Book) -> None:
    with pytest.raises(Refused) as told, region.write() as deed:
        deed.work.insert("people", {"first_name": "ก\0"})
    assert told.value.code == "bad_text"
    assert region.counts()["people"] == 0


def test_a_database_put_back_from_a_dump_is_noticed_once_whoever_opens_it_next(region: Book, joined: Joined, books: Books) -> None:
    behind = joined("behind")
    first = factory.person(behind)  # its mark knows a number that the one that is put back will not have sealed
    for book in (region, behind):
        book.close()
    address = postgres.address_of(region.folder)
    dump = postgres.copy_of(address)
    region = books.again(region)
    factory.person(region)
    before = region.replica
    region.close()
    for each in (region, behind):  # the dump takes the place of the database
        file = each.folder / "server.json"
        file.write_text(file.read_text("utf-8").replace(address.rsplit("/", 1)[1], dump.rsplit("/", 1)[1]), encoding="utf-8")
    region = books.opened(region.folder)
    assert (region.store.lacks, region.ids(ListQuery("people"))) == (1, [first])
    assert region.replica != before
    factory.person(region)
    behind = books.opened(behind.folder)
    assert (behind.store.lacks, behind.replica) == (0, region.replica)
    assert [finding for finding in examine(region.store) if finding.found] == []
