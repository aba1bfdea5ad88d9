"""What hardship cases must look like after any deed: the book's, kept in a plain dictionary beside it."""

from __future__ import annotations

import atexit
import functools
import shutil
import tempfile
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from hypothesis.stateful import RuleBasedStateMachine

from desktop.base.clock import ScriptedClock
from desktop.base.errors import Refused
from desktop.records.book import Book
from desktop.registers import REGISTERS
from desktop.store.incarnation import own_marks
from tests.factory import CHEAP, PASSWORD, household, put

WHY = {"reason": "เหตุผล"}
CHAIN = ("C10", "C20", "C30", "C40", "C50", "C60", "C70", "C80", "C90")
EXITS = {"close_referred": "X10", "close_solved": "X20", "close_ineligible": "X30", "close_withdrawn": "X40", "close_moved": "X50"}
FORWARD = {"verify": "C20", "certify": "C30", "propose": "C50", "approve": "C60", "start_work": "C70", "finish": "C80", "close": "C90"}
BEGUN = ("C40", "C40", "C40", "C10", "C70")  # cases taken over from earlier books, so that much can happen in few steps
MANY = 8


@dataclass(frozen=True)
class Known:
    """What a case must look like. `came`: where it stood before it was closed; `rank` is kept while it lies in the bin."""

    number: int
    status: str = "C10"
    deleted: bool = False
    rank: int | None = None
    came: str = ""
    same_as: bytes | None = None
    referred: bool = False


State = dict[bytes, Known]


@dataclass(frozen=True)
class Made:
    """An office's book with what cases need, made once, and the ids of it."""

    folder: Path
    home: bytes
    certifying: bytes
    planned: bytes
    partner: bytes
    cases: dict[bytes, str]


@functools.cache
def begun() -> Made:
    folder = Path(tempfile.mkdtemp(prefix="sapha-property-"))
    atexit.register(shutil.rmtree, folder)
    facts: dict[str, Any] = {"kind": "council", "name": "สภา", "areas": ("210304",), "person": "ก", "password": PASSWORD}
    book = Book.create(folder / "book", REGISTERS, **facts, cost=CHEAP)[0]
    resolutions = []
    for status in ("HELD", "PLANNED"):
        with book.write() as deed:
            meeting = deed.put("meetings", None, {"kind": "PRACHAKOM", "held_on": "2026-03-01", "status": status}, within=True)
            resolutions.append(deed.put("resolutions", None, {"meeting": meeting, "text": "รับรอง", "kind": "CERTIFY"}))
    home, cases = household(book), {}
    for status in BEGUN:
        with book.write() as deed:
            values: dict[str, Any] = {"household": home, "problem": "หลังคารั่ว", "status": status}
            # Taken over beyond its proposal, it names the programme: stepped back to it, what is granted has a ceiling again
            values |= {"programme_code": "BPP", "programme_year": 2569} if status in CHAIN[4:] else {}
            cases[deed.put("cases", None, values, within=True)] = status
    made = Made(folder / "book", home, resolutions[0], resolutions[1], put(book, "partners", {"name": "กสศ."}), cases)
    book.close()
    return made


def asked(action: str, *, proof: bool, made: Made) -> dict[str, Any]:
    """What a deed is told: all that its guard asks, or not."""
    why: dict[str, Any] = WHY if proof else {}
    match action:
        case "certify":
            return {"resolution": made.certifying if proof else made.planned}
        case "propose":
            return {"programme_code": "BPP", "programme_year": 2569, "budget": Decimal(20_000 if proof else 30_000)}
        case "approve":
            return {"amount": Decimal(20_000 if proof else 30_000)}
        case "close":
            return {"outcome": "ดีขึ้น" if proof else None}
        case _:
            return why


def needs_proof(action: str) -> bool:
    """Whether the guard of a deed asks for anything that `asked` may leave out."""
    return action not in ("verify", "close_solved", "close_referred")


class Expected(RuleBasedStateMachine):
    """A book, and what it must hold; the rules are the test's."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="sapha-property-"))
        self.state: State = {}
        self.done: list[tuple[State, State]] = []
        self.undone: list[tuple[State, State]] = []
        self.steps = 0

    def open(self) -> None:
        """A copy of the book made once, and what it holds."""
        self.made = begun()
        shutil.copytree(self.made.folder, self.folder / "book")
        self.book = Book.open(self.folder / "book", REGISTERS, PASSWORD, ScriptedClock())
        self.state = self.numbered({record: Known(number, status) for number, (record, status) in enumerate(self.made.cases.items())})

    def teardown(self) -> None:
        if hasattr(self, "book"):
            self.book.close()
        shutil.rmtree(self.folder)

    def became(self, state: State) -> None:
        """A deed was done."""
        self.done.append((self.state, state))
        self.undone.clear()
        self.state = state

    def order(self, state: State) -> list[bytes]:
        """The rank list."""
        ranked = [(known.rank, record) for record, known in state.items() if known.status == "C40" and not known.deleted]
        return [record for _rank, record in sorted(ranked, key=lambda pair: (pair[0] is None, pair[0] or 0))]

    def numbered(self, state: State, order: list[bytes] | None = None) -> State:
        """With ranks in an order; by default as they stand."""
        order = self.order(state) if order is None else order
        return state | {record: replace(state[record], rank=rank) for rank, record in enumerate(order, 1)}

    def moved(self, record: bytes, status: str, **more: Any) -> State:
        """With a case in another state."""
        before = self.state[record]
        came = before.status if status == "C90" or status.startswith("X") else before.came
        return self.numbered(self.state | {record: replace(before, status=status, rank=None, came=came, **more)})

    def tried(self, action: str, records: list[bytes], values: dict[str, Any], becomes: State | None) -> None:
        """Do it; it must be refused, changing nothing, where nothing may become of it."""
        before = own_marks(self.book.store)
        try:
            self.book.do("cases", action, records, values)
        except Refused:
            assert becomes is None, action
        else:
            assert becomes is not None, action
            if own_marks(self.book.store) == before:  # nothing was written: nothing to undo, and all stands as it stood
                assert becomes == self.state, action
            else:
                self.became(becomes)
