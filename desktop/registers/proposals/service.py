"""Deeds on proposals: the council accepts, keeps what it has, or asks; the region answers or takes its proposal back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from desktop.base.errors import Refused
from desktop.base.i18n import N_
from desktop.base.ids import id_bytes
from desktop.records.deed import Deed
from desktop.records.plain import is_council, live
from desktop.records.proposing import ACCEPTED, ASKED, KEPT, MERGE, OPEN, REGISTER, REMOVE, WITHDRAWN, unpacked
from desktop.records.register import Registers, Reminder, Row
from desktop.store.history import Reader

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Compared:
    """A field of a proposal: what it held when the region looked, what it holds here now, and what is proposed. Of two records that are to
    become one: `now` is of the one that stays, `value` of the other, and `was` says nothing."""

    field: str
    was: Any
    now: Any
    value: Any


def accept(deed: Deed, records: Sequence[bytes], values: Values) -> None:
    """Do what is proposed, under the rules of the room it is done in: what they refuse is not accepted."""
    _of_council(deed)
    for row in _waiting(deed, records):
        register, record = row.values["of_register"], id_bytes(row.values["record"])
        if register not in deed.registers:
            raise Refused(N_("This proposal is about something this version of Sapha does not know. Update the program."), code="newer")
        stored = deed.work.stored(register, record)
        if stored is None or stored["deleted"] or stored["council"] != row.council:
            raise Refused(N_("This record is no longer here."), code="gone")
        if row.values["kind"] == REMOVE:
            deed.delete(register, record)
        elif row.values["kind"] == MERGE:
            merge = next(each for each in deed.registers[register].actions if each.name == "merge")
            both = [record, id_bytes(row.values["other"])]
            merge.run(deed, both, {"stays": record, "reason": row.values["reason"]})
        else:
            deed.put(register, record, {each.field: each.value for each in unpacked(row.values["changes"])})
        _answer(deed, row, ACCEPTED, None)


def keep(deed: Deed, records: Sequence[bytes], values: Values) -> None:
    """Leave it as it is, and say why."""
    _of_council(deed)
    for row in _waiting(deed, records):
        _answer(deed, row, KEPT, values["why"])


def ask(deed: Deed, records: Sequence[bytes], values: Values) -> None:
    """Ask the region what it means; the proposal waits for its answer."""
    _of_council(deed)
    for row in _waiting(deed, records):
        _answer(deed, row, ASKED, values["question"])


def reply(deed: Deed, records: Sequence[bytes], values: Values) -> None:
    """The region answers a question: it is added to the reason, and the council decides."""
    _of_region(deed)
    for row in _waiting(deed, records):
        reason = "\n".join(text for text in (row.values["reason"], values["words"]) if text)
        deed.put(REGISTER, row.id, {"status": OPEN, "reason": reason}, within=True)


def withdraw(deed: Deed, records: Sequence[bytes], values: Values) -> None:
    """The region takes its proposal back."""
    _of_region(deed)
    for row in _waiting(deed, records):
        deed.put(REGISTER, row.id, {"status": WITHDRAWN}, within=True)


def compared(reader: Reader, registers: Registers, proposal: Values) -> list[Compared] | None:
    """Side by side, field by field; None where the record is not here any more."""
    register = proposal["of_register"]
    stored = _there(reader, registers, register, proposal["record"])
    if stored is None:
        return None
    if proposal["kind"] == MERGE:
        other = _there(reader, registers, register, proposal["other"])
        names = [field.name for field in registers[register].fields] if other is not None else []
        return [Compared(name, None, stored[name], other[name]) for name in names if other is not None and other[name] != stored[name]]
    found = [each for each in unpacked(proposal["changes"]) if registers[register].has(each.field)]
    return [Compared(each.field, each.was, stored[each.field], each.value) for each in found]


def reminders(reader: Reader, today: str) -> list[Reminder]:
    """At the council, proposals without an answer; at the region, questions asked back."""
    council = is_council(reader)
    found = live(reader, REGISTER, status=OPEN if council else ASKED)
    words = N_("The regional office proposes a change: {name}") if council else N_("A council asks about a proposal: {name}")
    return [Reminder(REGISTER, words, {"name": each["called"] or ""}, record=each["id"]) for each in found]


def _there(reader: Reader, registers: Registers, register: str, record: str) -> Values | None:
    stored = reader.stored(register, id_bytes(record)) if register in registers else None
    return stored if stored is not None and not stored["deleted"] else None


def _waiting(deed: Deed, records: Sequence[bytes]) -> list[Row]:
    found = deed.chosen(REGISTER, records)
    for row in found:
        if row.values["status"] not in (OPEN, ASKED):
            raise Refused(N_("This proposal is answered already."), code="answered")
    return found


def _answer(deed: Deed, row: Row, status: str, words: str | None) -> None:
    told = {"status": status, "answer": words, "answered_on": deed.today, "answered_by": deed.actor}
    deed.put(REGISTER, row.id, told, within=True)


def _of(deed: Deed, office: str, refused: Callable[[], Refused]) -> None:
    if deed.office != office:
        raise refused()


def _of_council(deed: Deed) -> None:
    _of(deed, "council", lambda: Refused(N_("The council answers a proposal; you can take it back."), code="council_answers"))


def _of_region(deed: Deed) -> None:
    _of(deed, "region", lambda: Refused(N_("Only the regional office does this. You can accept, keep or ask."), code="region_answers"))
