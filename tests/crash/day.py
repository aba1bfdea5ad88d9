"""The day that is recorded: `python -m tests.crash.day root seed`. A council and a region are founded in `root` and meet; the council saves, backs
up, gets a new password and hands over on a stick; the region takes and answers. Each thing is said when it is done, a line each."""

from __future__ import annotations

import sys
from pathlib import Path
from random import Random

from desktop.records.book import Book
from desktop.registers import REGISTERS
from desktop.store import keys, lasting
from desktop.sync import exchange, taking
from tests.crash.driver import found
from tests.crash.worker import say
from tests.factory import CHEAP, PASSWORD, attachment
from tests.sync.offices import meet

COUNCIL, REGION, STICK = "council", "region", "stick"
AGAIN = "กุญแจใหม่ของสภา"
ROUNDS = 3


def saves(book: Book, chance: Random) -> None:
    """A photo, and three people a deed, written down and then changed."""
    for number in range(chance.randint(1, 3)):
        with book.write() as deed:
            ids = [deed.put("people", None, {"first_name": f"คน {number}", "moo": 1}) for _ in range(3)]
        say("saved", 1, *(record.hex() for record in ids))
        photo = book.attachments.put(chance.randbytes(chance.randint(500, 60_000)))
        with book.write() as deed:
            for record in ids:
                deed.put("people", record, {"moo": 2, "note": "ก" * chance.randint(1, 2_000)})
        attachment(book, person=ids[0], content=photo)
        say("saved", 2, *(record.hex() for record in ids))
        say("photo", photo)


def hand_over(book: Book, stick: Path) -> None:
    for made in exchange.make(book, stick):
        say("made", made.number, made.sha256, made.file.name)


def take(book: Book, stick: Path, *, answering: bool) -> None:
    for taken in taking.take(book, [stick], receipts=stick if answering else None):
        say("taken", book.office.kind, taken.status, taken.number)
        if taken.receipt is not None:
            say("answered", taken.receipt.name)


def main(root: Path, seed: int) -> None:
    """One day; a night between its rounds, in which the books are closed."""
    chance, stick, password = Random(seed), root / STICK, PASSWORD
    lasting.make_folder(stick)
    say("began")
    books = []
    for kind in (COUNCIL, REGION):
        say("founding", kind)
        books.append(found(root, kind))
        say("founded", kind)
    council, region = books
    meet(council, region, root / "letters")
    say("met")
    for number in range(ROUNDS):
        saves(council, chance)
        if number == 1:
            copy = council.back_up("day")
            assert copy is not None
            say("backed", copy.name)
        hand_over(council, stick)
        saves(council, chance)
        if number == 0:
            hand_over(council, stick)
        take(region, stick, answering=True)
        take(council, stick, answering=False)
        if number == 0:
            say("changing")
            keys.change_password(council.folder, password, AGAIN, CHEAP)
            password = AGAIN
            say("changed")
        council.close()
        region.close()
        say("night")
        council = Book.open(root / COUNCIL, REGISTERS, password)
        region = Book.open(root / REGION, REGISTERS, PASSWORD)
    council.close()
    region.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
