"""Numbers people say aloud (case 21030401-A-0123): office code, letter of the PC, running number. Given offline, for life, never twice.

The letter tells the PCs of one office apart: A is the PC the book began on; a PC that joins is given one by its invitation
(sync/enrol.py). A restored or copied book becomes a new replica (docs/adr/0006) and adds three signs of the replica to its letter.
"""

from __future__ import annotations

import base64
import hashlib

from sqlalchemy import select

from desktop.records.register import Register
from desktop.store import schema
from desktop.store.history import Reader, Work

FIRST = "A"
LETTER, LETTER_OF = "letter", "letter_of"  # meta: this PC's letter, and the replica it was given to
_HEADS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def letter_after(own: str, given: int) -> str:
    """The letter of the PC that is invited as number `given` (from 1) by the PC with the letter `own`: A gives B, C ... Y, ZA ...; B gives
    BA, BB ... No sign begins another one, so two PCs that invite at the same time never give the same letter."""
    return _sign(given) if own == FIRST else own + _sign(given - 1)


def _sign(number: int) -> str:
    return _HEADS[number] if number < 25 else "Z" + _sign(number - 25)


def letter(reader: Reader) -> str:
    """This PC's letter."""
    facts = _facts(reader, (LETTER, LETTER_OF))
    given = facts.get(LETTER, b"").decode()
    if given and facts.get(LETTER_OF) == reader.store.replica:
        return given
    return (given or FIRST) + base64.b32encode(hashlib.blake2b(reader.store.replica, digest_size=2).digest()).decode()[:3]


def office_code(reader: Reader) -> str:
    """The council's code (domain.md §1.3) where it is known, else its first area's, else a mark of the office."""
    store = reader.store
    if "councils" in store.synced:
        row = reader.stored("councils", store.office)
        if row is not None and not row["deleted"] and row["council_code"]:
            return str(row["council_code"])
    areas = reader.conn.execute(select(schema.OfficeRow.areas).where(schema.OfficeRow.uid == store.office)).scalar() or ""
    return areas.split(",")[0] or store.office.hex()[-6:].upper()


def give(work: Work, register: Register) -> str:
    """The next number of a register; counted within the deed's own transaction, and not given back by undoing."""
    key = f"number:{register.name}"
    last = int(_facts(work, (key,)).get(key, b"0")) + 1
    work.store.set_meta(work.conn, key, str(last).encode())
    return f"{office_code(work)}-{letter(work)}-{last:04d}"


def _facts(reader: Reader, keys: tuple[str, ...]) -> dict[str, bytes]:
    rows = reader.conn.execute(select(schema.Meta.key, schema.Meta.value).where(schema.Meta.key.in_(keys))).all()
    return {row.key: row.value for row in rows}
