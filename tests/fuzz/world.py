"""What is fuzzed: offices that met, genuine files of theirs, and the promises that hold whatever a file is made of."""

from __future__ import annotations

import io
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from random import Random

from desktop.base.clock import ScriptedClock
from desktop.base.errors import Fault, Refused
from desktop.records.book import Book
from desktop.records.query import ListQuery
from desktop.registers import REGISTERS
from desktop.sheets import importing
from desktop.sheets.export import export
from desktop.sync import enrol, taking
from tests.factory import AREA, CHEAP, PASSWORD, case, household, person
from tests.sync.hostile import Forger
from tests.sync.offices import make, meet, send, tables

MESSY = Path(__file__).parents[1] / "data" / "messy"
SLOWEST_S = 30.0


class World:
    """A region and two councils; the second has not met the region yet. `counts` fills with what became of the cases."""

    def __init__(self, folder: Path, chance: Random) -> None:
        self.folder, self.chance, self.counts = folder, chance, Counter[str]()
        clock = ScriptedClock()
        self.region, self.council, self.guest = (self._book(name, clock) for name in ("region", "council", "guest"))
        meet(self.council, self.region, folder / "letters")
        case(self.council)
        send(self.council, self.region, folder / "stick")
        person(self.council)
        first = make(self.council, folder / "stick")
        household(self.council)
        self.parcels = [first.read_bytes(), make(self.council, folder / "stick").read_bytes()]
        self.region.back_up("test")
        self.forger = Forger(self.council, self.region, folder)
        self.invitation, self.card = self._letters()
        export(self.council, ListQuery("people"), folder / "people.xlsx")
        self.workbooks = {"people": (folder / "people.xlsx").read_bytes()}
        self.workbooks |= {file.name: file.read_bytes() for file in MESSY.iterdir() if file.suffix in (".xlsx", ".csv")}
        self._digests = {book.folder: tables(book) for book in (self.region, self.council, self.guest)}

    def _book(self, name: str, clock: ScriptedClock) -> Book:
        kind, areas = ("region", ("21",)) if name == "region" else ("council", (AREA,))
        made, _code = Book.create(
            self.folder / name, REGISTERS, kind=kind, name=name, areas=areas, person="ทองใบ", password=PASSWORD, clock=clock, cost=CHEAP
        )
        return made

    def _letters(self) -> tuple[bytes, bytes]:
        invitation, card = self.folder / "an.invitation", self.folder / "a.card"
        enrol.invite(self.region, invitation)
        enrol.accept(self.guest, invitation, card)
        return invitation.read_bytes(), card.read_bytes()

    def close(self) -> None:
        """Let go of all books."""
        for book in (self.region, self.council, self.guest):
            book.close()

    # -- what is tried on a file

    def taken(self, name: str, raw: bytes | Path) -> None:
        """Take a parcel: refused or held without any change, or applied and everything can still be looked at."""
        file = raw if isinstance(raw, Path) else self._file("fuzzed.parcel", raw)

        def deed() -> str:
            (result,) = taking.take(self.region, [file])
            assert result.status in ("applied", "already", "held", "refused")
            if result.status in ("held", "refused"):
                assert result.code
                assert result.reason
                for waiting in (self.region.folder / "held").glob("*"):
                    waiting.unlink()
                return result.code
            if result.status == "applied":
                self._looked_at()
            return result.status

        self._held(name, self.region, deed)
        assert not list(self.region.folder.glob("take-*")), "copies are swept away"

    def enrolled(self, name: str, raw: bytes, *, card: bool) -> None:
        """Admit a card, or accept an invitation."""
        file = self._file("fuzzed.letter", raw)
        book = self.region if card else self.guest

        def deed() -> str:
            slip = enrol.admit(book, file) if card else enrol.accept(book, file, self.folder / "reply.card")
            assert slip.code
            assert all(office.name is not None for office in book.offices().values())
            return "applied"

        self._held(name, book, deed)

    def imported(self, name: str, file_name: str, raw: bytes, register: str) -> None:
        """Prepare a workbook as the screen does; nothing is written by that."""
        file = self._file("fuzzed" + Path(file_name).suffix, raw)

        def deed() -> str:
            plan = importing.prepare(self.council, register, file)
            assert plan.summary()
            return "planned"

        self._held(name, self.council, deed)

    def _file(self, name: str, raw: bytes) -> Path:
        path = self.folder / name
        path.write_bytes(raw)
        return path

    def _held(self, name: str, book: Book, deed: Callable[[], str]) -> None:
        began = time.process_time()  # not of the clock: a busy machine is no hostile file
        try:
            word = deed()
        except (Refused, Fault) as told:
            word = told.code
            assert told.text()
        assert time.process_time() - began < SLOWEST_S, "too slow"
        now = tables(book)
        if word != "applied":
            changed = [table for table, digest in now.items() if digest != self._digests[book.folder][table]]
            assert not changed, (word, changed)
        self._digests[book.folder] = now
        self.counts[f"{name} {word}"] += 1

    def _looked_at(self) -> None:
        self.region.conflicts()
        for register in self.region.registers:
            ids = self.region.ids(ListQuery(register, search="ก", sort="name"))
            for row in self.region.rows(register, ids):
                if row is not None:
                    self.region.history(register, row.id)


def rezipped(raw: bytes, change: Callable[[str, bytes], bytes | Iterable[bytes]]) -> bytes:
    """A workbook whose parts were each given to `change`; a bomb comes in pieces, as it would not fit into our own memory either."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new:
        for part in old.namelist():
            given = change(part, old.read(part))
            with new.open(part, "w") as file:
                for piece in [given] if isinstance(given, bytes) else given:
                    file.write(piece)
    return made.getvalue()
