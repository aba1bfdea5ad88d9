"""The Store: transactions, readers beside a writer, faults of the disk, and that nothing lies in clear."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text

from desktop.base.clock import ScriptedClock
from desktop.base.errors import Cancelled, Fault, Refused
from desktop.base.task import Progress
from desktop.records.book import Book, Changes
from desktop.records.query import ListQuery
from desktop.registers import REGISTERS
from desktop.store import engine, schema
from desktop.store.engine import raw
from tests.conftest import Books
from tests.factory import CHEAP, PASSWORD, member, person, value

ROOT = Path(__file__).resolve().parent.parent.parent


def test_a_deed_that_raises_leaves_nothing_behind(book: Book) -> None:
    with pytest.raises(ZeroDivisionError), book.write() as deed:
        deed.put("people", None, {"first_name": "บุญมี"})
        raise ZeroDivisionError
    assert book.counts()["people"] == 0
    assert not book.can_undo()


def test_a_refused_record_takes_the_whole_deed_with_it(book: Book) -> None:
    with pytest.raises(Refused), book.write() as deed:
        deed.put("people", None, {"first_name": "บุญมี"})
        deed.put("people", None, {"prefix": "นาย"})
    assert book.counts()["people"] == 0


def test_readers_see_the_book_as_it_was_while_a_deed_is_open(book: Book) -> None:
    person(book)
    with book.write() as deed:
        deed.put("people", None, {"first_name": "บุญมี"})
        deed.work.flush()
        assert book.counts()["people"] == 1
    assert book.counts()["people"] == 2


def test_a_reader_keeps_one_view_while_others_write(book: Book) -> None:
    with book.read() as reader:
        table = book.store.synced["people"].table
        assert reader.conn.execute(select(table.c.id)).all() == []
        person(book)
        assert reader.conn.execute(select(table.c.id)).all() == []
    assert book.counts()["people"] == 1


def test_writers_of_many_threads_wait_for_each_other(book: Book) -> None:
    failed: list[BaseException] = []

    def work() -> None:
        try:
            for _ in range(10):
                person(book)
        except BaseException as error:  # noqa: BLE001 - told by the test
            failed.append(error)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert book.counts()["people"] == 40
    with book.read() as reader:
        numbers = reader.conn.execute(select(schema.OpRow.seq).order_by(schema.OpRow.seq)).scalars().all()
    assert list(numbers) == list(range(1, 41))


def test_a_commit_is_announced_once_with_what_it_changed_and_who_began_it(book: Book) -> None:
    heard: list[Changes] = []
    stop = book.subscribe(heard.append)
    with book.write("form") as deed:
        one = deed.put("people", None, {"first_name": "ก"})
        two = deed.put("activities", None, {"title": "ข"})
    with book.write("form"):
        pass
    assert heard == [Changes({"people": frozenset([one]), "activities": frozenset([two])}, "form")]
    stop()
    person(book)
    assert len(heard) == 1


def test_the_logical_clock_never_goes_back_though_the_pcs_does(books: Books, clock: ScriptedClock) -> None:
    book = books()
    record = person(book, occupation="ทำนา")
    clock.advance(-10 * 86_400_000)
    with book.write() as deed:
        deed.put("people", record, {"occupation": "ทำสวน"})
    again = books.again(book)
    with again.write() as deed:
        deed.put("people", record, {"occupation": "ค้าขาย"})
    told = [entry for entry in again.history("people", record) if entry.field == "occupation"]
    assert [entry.value for entry in told] == ["ค้าขาย", "ทำสวน", "ทำนา"]
    assert [entry.when_ms for entry in told] == sorted((entry.when_ms for entry in told), reverse=True)


def test_a_book_is_there_again_after_a_night(books: Books) -> None:
    book = books()
    record = person(book, first_name="บุญมี")
    replica, actor = book.replica, book.actor
    again = books.again(book)
    assert value(again, "people", record, "first_name") == "บุญมี"
    assert (again.replica, again.actor, again.office) == (replica, actor, book.office)


def test_two_programs_can_not_have_one_book(books: Books) -> None:
    book = books()
    with pytest.raises(Fault) as caught:
        books.opened(book.folder)
    assert caught.value.code == "book_in_use"
    person(book)


def test_a_second_book_in_the_folder_is_refused_and_the_first_stays(books: Books) -> None:
    book = books()
    person(book)
    book.close()
    with pytest.raises(Refused) as caught:
        books()
    assert caught.value.code == "book_exists"
    assert books.opened(book.folder).counts()["people"] == 1


def test_a_folder_without_a_book_is_refused(books: Books, tmp_path: Path) -> None:
    with pytest.raises(Refused) as caught:
        books.opened(tmp_path / "nothing")
    assert caught.value.code == "book_missing"


@pytest.mark.file
def test_a_vault_without_its_book_says_that_the_book_is_missing(books: Books) -> None:
    book = books()
    book.close()
    (book.folder / "book.db").unlink()
    with pytest.raises(Refused) as caught:
        books.opened(book.folder)
    assert caught.value.code == "book_missing"


@pytest.mark.file
@pytest.mark.parametrize("size", [0, 100, 1 << 16])
def test_a_file_that_is_no_book_is_a_fault_and_is_left_as_it_is(books: Books, size: int) -> None:
    book = books()
    book.close()
    rubbish = os.urandom(size)
    (book.folder / "book.db").write_bytes(rubbish)
    with pytest.raises((Fault, Refused)):
        books.opened(book.folder)
    assert (book.folder / "book.db").read_bytes() == rubbish
    with pytest.raises((Fault, Refused)):  # and not "in use": the lock was let go
        books.opened(book.folder)


@pytest.mark.file
def test_a_page_that_went_bad_is_told_as_damage_and_not_as_a_bug(books: Books) -> None:
    book = books()
    for _ in range(300):
        person(book, note="ยาว" * 300)
    book.close()
    path = book.folder / "book.db"
    data = bytearray(path.read_bytes())
    for page in range(20, len(data) // 4096):
        data[page * 4096 + 100] ^= 0xFF
    path.write_bytes(data)
    with pytest.raises(Fault) as caught:
        again = books.opened(book.folder)
        again.rows("people", again.ids(ListQuery("people", sort="note")))
    assert caught.value.code == "book_damaged"


@pytest.mark.file
def test_a_full_disk_is_a_fault_that_changes_nothing_and_the_next_try_works(book: Book) -> None:
    person(book)
    with book.store.transaction() as conn:  # the writer has one connection: the limit holds for the next deeds
        pages = conn.exec_driver_sql("PRAGMA page_count").scalar_one()
        conn.exec_driver_sql(f"PRAGMA max_page_count = {pages + 2}")
    with pytest.raises(Fault) as caught, book.write() as deed:
        for number in range(500):
            deed.put("people", None, {"first_name": f"คน {number}", "note": "ยาว" * 500})
        deed.work.flush()
    assert caught.value.code == "disk_full"
    assert book.counts()["people"] == 1
    with book.store.transaction() as conn:
        conn.exec_driver_sql("PRAGMA max_page_count = 1000000")
    person(book)
    assert book.counts()["people"] == 2


@pytest.mark.skipif(sys.platform == "win32", reason="no such limit there")
def test_a_book_that_can_not_be_made_leaves_no_half_and_the_next_try_works(tmp_path: Path) -> None:
    program = f"""
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))
from pathlib import Path
from desktop.base.errors import Fault
from desktop.records.book import Book
from desktop.registers import REGISTERS
from tests.factory import CHEAP, PASSWORD
try:
    Book.create(Path({str(tmp_path)!r}), REGISTERS, kind="council", name="x", areas=(), person="x", password=PASSWORD, cost=CHEAP)
except Fault as fault:
    sys.exit(fault.code)
"""
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, check=False, text=True)
    assert done.stderr.strip() in ("disk_io", "disk_full"), done.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) in ([], ["book.lock"])
    book, _code = Book.create(tmp_path, REGISTERS, kind="council", name="x", areas=(), person="x", password=PASSWORD, cost=CHEAP)
    book.close()


TYPED = ("พิมพ์จันทร์", "อุดมลาภยิ่ง", "3002000000019", "0810009988", "ป่วยติดเตียงมานาน")


@pytest.mark.file
def test_nothing_that_was_typed_lies_in_clear_in_any_file_of_the_folder(books: Books, tmp_path: Path) -> None:
    book = books(person="สมหญิง ผู้พิมพ์", office="สภาที่ไม่มีใครรู้")
    one = person(book, first_name=TYPED[0], last_name=TYPED[1], national_id=TYPED[2], phones=(TYPED[3],), note=TYPED[4])
    member(book, person=one)
    book.store.seal_all()
    book.back_up("test")
    with book.write() as deed:
        deed.put("people", one, {"note": "ดีขึ้น"})
    secrets = [*TYPED, "สมหญิง", "ผู้พิมพ์", "สภาที่ไม่มีใครรู้", PASSWORD, "CREATE TABLE", "people"]
    for moment in ("open, with its WAL", "closed"):
        files = [path for path in book.folder.rglob("*") if path.is_file()]
        assert len(files) >= 5
        for path in files:
            data = path.read_bytes()
            for encoding in ("utf-8", "utf-16-le", "cp874"):
                found = [secret for secret in secrets if secret.encode(encoding, "replace") in data]
                assert found == [], f"{path.name} {moment}"
        book.close()


@pytest.mark.file
def test_the_database_itself_is_not_readable_without_the_key(books: Books) -> None:
    import sqlite3

    book = books()
    book.close()
    assert not (book.folder / "book.db").read_bytes().startswith(b"SQLite format")
    with pytest.raises(sqlite3.DatabaseError), contextmanager(_plain)(book.folder / "book.db") as conn:
        conn.execute("SELECT * FROM people")
    with pytest.raises(engine.DRIVER_ERROR):
        raw(book.folder / "book.db", bytes(32)).execute("SELECT * FROM people")


def _plain(path: Path) -> Iterator[Any]:
    import sqlite3

    conn = sqlite3.connect(path)
    try:
        yield conn
    finally:
        conn.close()


@pytest.mark.file
def test_the_connection_is_set_up_as_it_must_be(book: Book) -> None:
    wanted = {"journal_mode": "wal", "synchronous": 2, "secure_delete": 1, "temp_store": 2, "trusted_schema": 0}
    with book.store.transaction() as conn:
        writer = {name: conn.exec_driver_sql(f"PRAGMA {name}").scalar() for name in wanted}
    with book.read() as reader:
        readers = {name: reader.conn.exec_driver_sql(f"PRAGMA {name}").scalar() for name in wanted}
    assert writer == wanted == readers


def test_a_wrong_password_costs_the_same_work_as_a_right_one(books: Books, monkeypatch: pytest.MonkeyPatch) -> None:
    """Counted, not timed: every user's slot is tried with the full cost, whichever password it is."""
    from nacl import pwhash

    book = books()
    book.close()
    asked: list[tuple[int, int]] = []
    derive = pwhash.argon2id.kdf

    def counted(size: int, secret: bytes, salt: bytes, opslimit: int, memlimit: int) -> bytes:
        asked.append((opslimit, memlimit))
        return bytes(derive(size, secret, salt, opslimit=opslimit, memlimit=memlimit))

    monkeypatch.setattr(pwhash.argon2id, "kdf", counted)
    books.opened(book.folder).close()
    right, asked[:] = list(asked), []
    with pytest.raises(Refused) as caught:
        books.opened(book.folder, "not it")
    assert caught.value.code == "wrong_password"
    assert asked == right == [(CHEAP.passes, CHEAP.memory)]


def test_the_recovery_code_opens_the_book_with_a_new_password(books: Books, clock: ScriptedClock) -> None:
    book = books()
    record = person(book, first_name="บุญมี")
    book.close()
    with pytest.raises(Refused):
        Book.recover(book.folder, REGISTERS, "AAAA-AAAA-AAAA-AAAA-AAAA-AAAA-AAAA", "ใหม่", clock)
    again = Book.recover(book.folder, REGISTERS, books.recovery, "ใหม่", clock)
    assert value(again, "people", record, "first_name") == "บุญมี" and again.actor == book.actor
    again.close()
    books.opened(book.folder, "ใหม่")


def test_a_query_that_nobody_waits_for_any_more_is_broken_off(book: Book) -> None:
    progress = Progress()
    ended: list[type[BaseException]] = []

    def ask() -> None:
        try:
            with book.store.read(progress) as reader:
                reader.conn.execute(text("WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT count(*) FROM c")).all()
        except Cancelled as stopped:
            ended.append(type(stopped))

    asking = threading.Thread(target=ask)
    asking.start()
    while asking.is_alive():  # it may not have begun the first time
        progress.cancel()
        asking.join(0.05)
    assert ended == [Cancelled]
    person(book)
    assert book.counts()["people"] == 1
