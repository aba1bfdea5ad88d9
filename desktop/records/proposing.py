"""Corrections (ข้อเสนอแก้ไข) of the regional office: what it would change in a council's record is kept as a proposal, and the council decides.

A proposal is a record of the council whose record it is about, so that it travels with that council's parcels there and back.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from desktop.base.errors import Refused
from desktop.base.i18n import N_
from desktop.base.ids import id_bytes, id_text, reference_scope
from desktop.records.deed import Deed
from desktop.records.editing import ProblemsFound, check, errors
from desktop.records.plain import live

REGISTER = "proposals"
CHANGE, REMOVE, MERGE = "CHANGE", "REMOVE", "MERGE"  # kinds
OPEN, ACCEPTED, KEPT, ASKED, WITHDRAWN = "OPEN", "ACCEPTED", "KEPT", "ASKED", "WITHDRAWN"  # states


@dataclass(frozen=True, slots=True)
class Wanted:
    """A field, what it held when the proposal was made, and what it should hold; plain values."""

    field: str
    was: Any
    value: Any


def is_proposed(kind: str, office: bytes, council: bytes | None) -> bool:
    """Whether an office of this kind only proposes what it changes in records of `council`: a region's own, and what it keeps for all, it
    changes itself."""
    return kind == "region" and council not in (None, office, reference_scope(office))


def change(deed: Deed, register: str, record: bytes, values: Mapping[str, Any], reason: str | None = None) -> None:
    """Set fields of a record that stands here, or propose them where the office only proposes; what is so already is not proposed."""
    stored = deed.work.stored(register, record)
    if stored is None or not is_proposed(deed.office, deed.work.store.office, stored["council"]):
        deed.put(register, record, values)
    elif any(stored.get(name) != value for name, value in values.items()):
        propose(deed, register, record, values, reason)


def remove(deed: Deed, register: str, record: bytes, reason: str | None = None) -> None:
    """Put a record into the bin, or propose it where the office only proposes."""
    stored = deed.work.stored(register, record)
    if stored is None or not is_proposed(deed.office, deed.work.store.office, stored["council"]):
        deed.delete(register, record)
    else:
        propose_removal(deed, register, record, reason)


def propose(deed: Deed, register: str, record: bytes, values: Mapping[str, Any], reason: str | None) -> bytes:
    """Propose other values for fields of a record; gives the proposal's id. One that still waits for an answer is made whole with it.
    Refused as `Deed.put` would refuse the values themselves."""
    spec = deed.registers[register]
    stored = _stored(deed, register, record)
    whole = {field.name: stored.get(field.name) for field in spec.fields} | dict(values)
    fixed = spec.fixed(stored)
    for field in spec.fields:
        if (field.by_deed or field.name in fixed) and whole[field.name] != stored[field.name]:
            raise Refused(N_("This is not typed: it is changed by its own deed."), code="by_deed", field=field.name)
    wrong = errors(check(spec, whole))
    if wrong:
        raise ProblemsFound(wrong)
    waiting = _waiting(deed, register, record, CHANGE)
    before = {each.field: each for each in unpacked(waiting["changes"])} if waiting is not None else {}
    wanted = before | {name: Wanted(name, stored[name], value) for name, value in values.items()}
    told = {"changes": packed([each for each in wanted.values() if each.value != each.was])}
    return _put(deed, register, record, stored, CHANGE, told, reason, waiting)


def propose_removal(deed: Deed, register: str, record: bytes, reason: str | None) -> bytes:
    """Propose that a record goes into the bin."""
    return _put(deed, register, record, _stored(deed, register, record), REMOVE, {}, reason, _waiting(deed, register, record, REMOVE))


def propose_merge(deed: Deed, register: str, kept: bytes, gone: bytes, reason: str | None) -> bytes:
    """Propose that `gone` becomes one with `kept`; Refused when they are not of one council."""
    stored, other = _stored(deed, register, kept), _stored(deed, register, gone)
    if stored["council"] != other["council"]:
        raise Refused(N_("These two are of two councils. Each council keeps its own."), code="two_councils")
    told = {"other": id_text(gone), "other_name": deed.registers[register].name_of(other)}
    return _put(deed, register, kept, stored, MERGE, told, reason, None)


def packed(wanted: list[Wanted]) -> str:
    """As a proposal keeps it: JSON, in the order of the fields' names."""
    plain = {each.field: [_to_json(each.was), _to_json(each.value)] for each in sorted(wanted, key=lambda each: each.field)}
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":"))


def unpacked(changes: str | None) -> list[Wanted]:
    """What `packed` packed; nothing where it is none (a newer program may keep more than this one reads)."""
    try:
        return [Wanted(name, _from_json(was), _from_json(value)) for name, (was, value) in json.loads(changes or "{}").items()]
    except (ValueError, TypeError, ArithmeticError, AttributeError, Refused):
        return []


def _put(
    deed: Deed,
    register: str,
    record: bytes,
    stored: Mapping[str, Any],
    kind: str,
    told: Mapping[str, Any],
    reason: str | None,
    waiting: Mapping[str, Any] | None,
) -> bytes:
    if not is_proposed(deed.office, deed.work.store.office, stored["council"]):
        raise Refused(N_("This is the office's own record: it is changed, not proposed."), code="not_proposed")
    reasons = "\n".join(dict.fromkeys(text for text in (waiting["reason"] if waiting else None, reason) if text))
    about = {
        "kind": kind,
        "of_register": register,
        "record": id_text(record),
        "called": deed.registers[register].name_of(stored),
        "reason": reasons or None,
        "status": OPEN,
        "made_on": deed.today,
        "made_by": deed.actor,
    }
    return deed.put(REGISTER, waiting["id"] if waiting else None, about | dict(told), council=stored["council"], within=True)


def _stored(deed: Deed, register: str, record: bytes) -> Mapping[str, Any]:
    stored = deed.work.stored(register, record)
    if stored is None or stored["deleted"]:
        raise Refused(N_("This record is no longer here."), code="gone")
    return stored


def _waiting(deed: Deed, register: str, record: bytes, kind: str) -> Mapping[str, Any] | None:
    deed.work.flush()
    found = live(deed.work, REGISTER, of_register=register, record=id_text(record), kind=kind, status=OPEN)
    return found[0] if found else None


def _to_json(value: Any) -> Any:
    if isinstance(value, bytes):
        return {"id": id_text(value)}
    if isinstance(value, Decimal):
        return {"number": str(value)}
    return list(value) if isinstance(value, tuple) else value


def _from_json(value: Any) -> Any:
    if isinstance(value, dict):
        return id_bytes(value["id"]) if "id" in value else Decimal(value["number"])
    return tuple(value) if isinstance(value, list) else value
