"""A second officer at the region's book: joins with a login and a password, sees what others do, overwrites nothing unseen."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from sqlalchemy import text

from desktop.base.errors import Fault, Refused
from desktop.records.book import Book, Changes
from desktop.records.editing import ChangedMeanwhile
from desktop.records.joining import add_officer, join
from desktop.registers import REGISTERS
from desktop.store import postgres as engine
from desktop.store import server
from tests import factory, postgres
from tests.conftest import Books
from tests.factory import AREA, CHEAP, PASSWORD
from tests.region.conftest import Joined

OWN = "รหัสของเจ้าหน้าที่สอง"


def test_a_second_officer_sees_and_edits_the_same_records(region: Book, joined: Joined) -> None:
    person = factory.person(region)
    second = joined("second")
    draft = second.draft("people", person)
    draft.values["first_name"] = "สมศรี"
    second.save(draft)
    row = region.row("people", person)
    assert row is not None
    assert row.values["first_name"] == "สมศรี"
    assert second.replica == region.replica and second.store.fingerprint == region.store.fingerprint


def test_what_another_officer_saved_meanwhile_is_never_overwritten(region: Book, joined: Joined) -> None:
    person = factory.person(region, first_name="เดิม")
    second = joined("second")
    mine, theirs = region.draft("people", person), second.draft("people", person)
    theirs.values["first_name"] = "ของเขา"
    second.save(theirs)
    mine.values["first_name"] = "ของฉัน"
    with pytest.raises(ChangedMeanwhile) as told:
        region.save(mine)
    assert told.value.theirs.values["first_name"] == "ของเขา"
    row = region.row("people", person)
    assert row is not None
    assert row.values["first_name"] == "ของเขา"


def test_another_officers_commit_is_told(region: Book, joined: Joined) -> None:
    second = joined("second")
    heard: list[Changes] = []
    came = threading.Event()

    def hear(changes: Changes) -> None:
        heard.append(changes)
        came.set()

    region.subscribe(hear)
    person = factory.person(second)
    assert came.wait(10)
    assert (heard[0].of, heard[0].origin) == ({"people": frozenset([person])}, "elsewhere")
    assert len(heard) == 1


def test_an_officer_of_ones_own_opens_with_the_password_of_ones_own(region: Book, books: Books, tmp_path: Path) -> None:
    add_officer(region, PASSWORD, "สุดา ตัวอย่าง", OWN, CHEAP)
    second = join(tmp_path / "second", postgres.address_of(region.folder), REGISTERS, OWN, books.clock)
    books.open.append(second)
    assert second.actor.name == "สุดา ตัวอย่าง" != region.actor.name
    person = factory.person(second)
    assert [entry.who for entry in region.history("people", person)][:1] == ["สุดา ตัวอย่าง"]


def test_a_password_added_on_one_pc_is_known_on_the_other_at_its_next_opening(region: Book, joined: Joined, books: Books) -> None:
    second = joined("second")
    add_officer(region, PASSWORD, "สุดา ตัวอย่าง", OWN, CHEAP)
    second = books.again(second)
    assert books.again(second, OWN).actor.name == "สุดา ตัวอย่าง"


def test_a_wrong_password_leaves_the_folder_as_it_was(region: Book, tmp_path: Path) -> None:
    with pytest.raises(Refused) as told:
        join(tmp_path / "second", postgres.address_of(region.folder), REGISTERS, "ไม่ใช่")
    assert told.value.code == "wrong_password"
    assert list((tmp_path / "second").iterdir()) == []


def test_a_second_book_is_not_made_in_the_same_database(region: Book, tmp_path: Path) -> None:
    with pytest.raises(Refused) as told:
        Book.create(
            tmp_path / "other",
            REGISTERS,
            kind="region",
            name="อื่น",
            areas=(AREA[:2],),
            person="ใคร",
            password="x",
            cost=CHEAP,
            on=postgres.address_of(region.folder),
        )
    assert told.value.code == "book_exists"
    assert list((tmp_path / "other").glob("*.json")) == []


def test_an_empty_database_holds_nothing_to_join_and_can_be_begun(tmp_path: Path, books: Books) -> None:
    address = postgres.empty_database()
    with pytest.raises(Refused) as told:
        join(tmp_path / "second", address, REGISTERS, PASSWORD)
    assert told.value.code == "book_missing"
    made, _code = Book.create(
        tmp_path / "first", REGISTERS, kind="region", name="ภาค", areas=("10",), person="ใคร", password=PASSWORD, cost=CHEAP, on=address
    )
    books.open.append(made)
    factory.person(made)
    assert made.counts()["people"] == 1


def test_the_keys_of_the_office_and_the_logins_password_lie_nowhere_in_clear(region: Book) -> None:
    secrets = [region.store.meta("sign_seed"), region.store.meta("age_secret")]
    with region.read() as reader:
        stored = [bytes(value) for (value,) in reader.conn.execute(text("SELECT value FROM meta"))]
    assert not [secret for secret in secrets if any(secret in value for value in stored)]
    server.name(region.folder, server.url(region.folder).set(password="a-login-password"), region.store.key)
    assert not [path for path in region.folder.iterdir() if path.is_file() and b"a-login-password" in path.read_bytes()]
    assert server.url(region.folder, region.store.key).password == "a-login-password"
    assert server.url(region.folder).password is None


def test_who_waits_too_long_for_the_others_is_told_and_nothing_is_changed(
    region: Book, joined: Joined, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "LOCK_WAIT_MS", 200)
    second = joined("second")
    with region.store.transaction(), pytest.raises(Fault) as told:
        factory.person(second)
    assert told.value.code == "book_busy"
    factory.person(second)
    assert region.counts()["people"] == 1


def test_a_server_that_is_away_is_a_fault_and_not_a_bug(region: Book, books: Books) -> None:
    region.close()
    server.name(region.folder, server.url(region.folder).set(port=1), region.store.key)
    with pytest.raises(Fault) as told:
        books.opened(region.folder)
    assert told.value.code == "server_away"


def test_after_the_line_broke_the_next_save_goes_through(region: Book) -> None:
    factory.person(region)
    with region.read() as reader:
        own = reader.conn.execute(text("SELECT pg_backend_pid()")).scalar()
        gone = text("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = current_database() AND pid <> :own")
        reader.conn.execute(gone, {"own": own})
    factory.person(region)
    assert region.counts()["people"] == 2


@pytest.mark.parametrize("said", ["", "nonsense", "sqlite:///book.db", "mysql://x@y/z", "postgresql+psycopg://x@y"])
def test_what_is_no_address_of_a_database_is_refused(said: str) -> None:
    with pytest.raises(Refused) as told:
        server.parse(said)
    assert told.value.code == "store_url"
