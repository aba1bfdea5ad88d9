"""Deeds: merge two records of a council into one, with all that points to them, and un-merge them at any later time."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import select

from desktop.base.errors import Refused
from desktop.base.i18n import N_, _
from desktop.base.ids import id_bytes, id_text
from desktop.records import proposing
from desktop.records.deed import Deed
from desktop.records.editing import check, errors
from desktop.records.plain import live
from desktop.records.register import Kind, Register
from desktop.registers.merges.model import BINNED, FILLED, MADE, MOVED
from desktop.store.versions import OpKind

Stored = Mapping[str, Any]


def merge(deed: Deed, register: str, kept: bytes, gone: bytes, reason: str | None = None) -> bytes:
    """`gone` goes into the bin, and what pointed to it points to `kept`, whose blank fields get its values; gives the merge's id. Refused:
    one of them is not there, they are of two councils, or a room keeps what would change (it says which)."""
    spec = deed.registers[register]
    stays, goes = deed.work.stored(register, kept), deed.work.stored(register, gone)
    if kept == gone or stays is None or goes is None or stays["deleted"] or goes["deleted"]:
        raise Refused(N_("This record is no longer here."), code="gone")
    if stays["council"] != goes["council"]:
        raise Refused(N_("These two are of two councils. Each council keeps its own."), code="two_councils")
    found = {
        "of_register": register,
        "kept": id_text(kept),
        "gone": id_text(gone),
        "kept_name": spec.name_of(stays),
        "gone_name": spec.name_of(goes),
        "merged_on": deed.today,
        "merged_by": deed.actor,
        "reason": reason,
        "undone": None,
    }
    made = deed.put("merges", None, found, council=stays["council"], within=True)
    _Merging(deed, made, stays["council"]).run(spec, kept, gone)
    return made


def unmerge(deed: Deed, merged: bytes) -> None:
    """Bring `gone` back, with every link that was moved and still points to `kept`, and blank the fields that still hold what was filled
    in. What was linked since stays. Refused: un-merged already, or a room keeps what would change."""
    found = deed.work.stored("merges", merged)
    if found is None or found["deleted"] or found["undone"]:
        raise Refused(N_("This merge is undone already."), code="undone")
    deed.put("merges", merged, {"undone": True}, within=True)
    gone = id_bytes(found["gone"])
    stored = deed.work.stored(found["of_register"], gone)
    if stored is not None and stored["deleted"]:
        _saying(deed, found["of_register"], stored, lambda: deed.restore(found["of_register"], gone, within=True))
    parts = live(deed.work, "merge_parts", merge=id_text(merged))
    for what, back in ((BINNED, _unbin), (MADE, _unmake), (MOVED, _move_back), (FILLED, _unfill)):
        for part in parts:
            if part["what"] == what:
                back(deed, part, id_bytes(part["record"]))
    for part in parts:
        deed.delete("merge_parts", part["id"], within=True)


def merging(register: str) -> Callable[[Deed, Sequence[bytes], Mapping[str, Any]], None]:
    """The deed of a room's action on two records: `stays` says which stays; left blank, it is the first one chosen."""

    def run(deed: Deed, records: Sequence[bytes], values: Mapping[str, Any]) -> None:
        if len(set(records)) != 2:
            raise Refused(N_("Choose two records that are the same."), code="not_two")
        kept = values.get("stays") or records[0]
        if kept not in records:
            raise Refused(N_("Choose one of the two."), code="not_two", field="stays")
        (gone,) = set(records) - {kept}
        stored = deed.work.stored(register, kept)
        if stored is not None and proposing.is_proposed(deed.office, deed.work.store.office, stored["council"]):
            proposing.propose_merge(deed, register, kept, gone, values.get("reason"))
        else:
            merge(deed, register, kept, gone, values.get("reason"))

    return run


def unmerging(deed: Deed, records: Sequence[bytes], values: Mapping[str, Any]) -> None:
    """The deed of the action on merges: un-merge each."""
    for record in records:
        unmerge(deed, record)


class _Merging:
    """One merge at work; every step is written down as a part."""

    def __init__(self, deed: Deed, merged: bytes, council: bytes) -> None:
        self.deed = deed
        self.merged = id_text(merged)
        self.council = council

    def run(self, spec: Register, kept: bytes, gone: bytes) -> None:
        self._repoint(spec.name, gone, kept)
        self._fill(spec, kept, gone)
        stored = self.deed.work.stored(spec.name, gone)
        assert stored is not None
        _saying(self.deed, spec.name, stored, lambda: self.deed.delete(spec.name, gone, within=True))

    def _repoint(self, register: str, old: bytes, new: bytes) -> None:
        """Every link of any register that points to one record points to another."""
        for spec in self.deed.registers.values():
            links = [field.name for field in spec.fields if field.kind is Kind.LINK and field.register == register]
            found: dict[bytes, list[str]] = {}
            table = self.deed.work.store.synced[spec.name].table
            self.deed.work.flush()
            for link in links:
                for (record,) in self.deed.work.conn.execute(select(table.c.id).where(table.c[link] == old).order_by(table.c.id)):
                    found.setdefault(record, []).append(link)
            for record, of_it in found.items():
                self._move(spec, record, dict.fromkeys(of_it, new), old)

    def _move(self, spec: Register, record: bytes, links: dict[str, bytes], old: bytes) -> None:
        stored = self.deed.work.stored(spec.name, record)
        assert stored is not None
        if any(name in spec.natural for name in links):
            if not stored["deleted"]:  # in the bin it names whom it named
                self._move_natural(spec, record, stored, links)
            return
        twin = None if stored["deleted"] else _said_already(self.deed, spec, record, dict(stored) | links)
        if twin is not None:
            self._bin(spec, record, stored, twin)
            return
        _set(self.deed, spec, record, stored, links)
        for name, new in links.items():
            self._note(MOVED, spec.name, record, field=name, was=id_text(old), now=id_text(new))

    def _move_natural(self, spec: Register, record: bytes, stored: Stored, links: dict[str, bytes]) -> None:
        """A record whose id says to whom it belongs can't be moved: another one takes its place, or was there before."""
        values = {field.name: stored[field.name] for field in spec.fields} | links
        there = self.deed.natural(spec, values, self.council)
        assert there is not None
        now = self.deed.work.stored(spec.name, there)
        if now is not None and not now["deleted"]:
            self._bin(spec, record, stored, there)
            return
        _saying(self.deed, spec.name, stored, lambda: self.deed.put(spec.name, there, values, council=self.council, within=True))
        self._note(MADE, spec.name, there, was=id_text(record))
        self._repoint(spec.name, record, there)
        _saying(self.deed, spec.name, stored, lambda: self.deed.delete(spec.name, record, within=True))

    def _bin(self, spec: Register, record: bytes, stored: Stored, twin: bytes) -> None:
        self._note(BINNED, spec.name, record)
        self._repoint(spec.name, record, twin)
        _saying(self.deed, spec.name, stored, lambda: self.deed.delete(spec.name, record, within=True))

    def _fill(self, spec: Register, kept: bytes, gone: bytes) -> None:
        work = self.deed.work
        stays, goes = work.stored(spec.name, kept), work.stored(spec.name, gone)
        assert stays is not None
        assert goes is not None
        open_ = [field.name for field in spec.fields if not field.by_deed and field.name not in (*spec.natural, *spec.locked(stays))]
        filled = {name: goes[name] for name in open_ if stays[name] is None and goes[name] is not None}
        whole = {field.name: stays[field.name] for field in spec.fields}
        while filled and (wrong := errors(check(spec, whole | filled))):  # what doesn't go with the rest stays with the gone one
            bad = filled.keys() & {problem.field for problem in wrong}
            filled = {name: value for name, value in filled.items() if name not in bad} if bad else {}
        if filled:
            _saying(self.deed, spec.name, stays, lambda: self.deed.put(spec.name, kept, filled, within=True))
        for name, value in filled.items():
            self._note(FILLED, spec.name, kept, field=name, now=_text(value))
        self._touch(spec, kept)

    def _touch(self, spec: Register, kept: bytes) -> None:
        """State anew what the kept one is called: should another PC merge the same two the other way round, then each of the two was written
        to by somebody who did not know that it went into the bin, and so neither is lost."""
        synced = self.deed.work.store.synced[spec.name]
        stored = self.deed.work.stored(spec.name, kept)
        assert stored is not None
        plain = [field.name for field in spec.fields if field.name not in synced.sets and stored[field.name] is not None]
        named = [name for name in (*spec.identity.name, *spec.name_fields) if name in plain]
        name = (named or plain)[0]
        self.deed.work.set_cells(spec.name, kept, {name: synced.to_wire(name, stored[name])}, OpKind.UPDATE)

    def _note(
        self, what: str, register: str, record: bytes, *, field: str | None = None, was: str | None = None, now: str | None = None
    ) -> None:
        values = {"merge": self.merged, "what": what, "of_register": register, "record": id_text(record), "field": field}
        self.deed.put("merge_parts", None, values | {"was": was, "now": now}, council=self.council, within=True)


def _said_already(deed: Deed, spec: Register, record: bytes, values: Stored) -> bytes | None:
    """The live record that is the same entry as this one would be, by a key of its register; one that is over is another entry."""
    until = spec.span[1]
    apart = spec.identity.apart
    for key in spec.identity.keys:
        if any(values.get(name) is None for name in key) or (until and values.get(until) is not None):
            continue
        for other in live(deed.work, spec.name, **{name: values[name] for name in key}):
            over = bool(until) and other[until] is not None
            if other["id"] != record and not over and (not apart or (other[apart] or 1) == (values[apart] or 1)):
                return bytes(other["id"])
    return None


def _set(deed: Deed, spec: Register, record: bytes, stored: Stored, values: Mapping[str, Any]) -> None:
    """Set fields, of a record in the bin as well, which stays there."""
    if not stored["deleted"]:
        _saying(deed, spec.name, stored, lambda: deed.put(spec.name, record, values, within=True))
        return
    # As three changes of the log: an undo takes each of them back by itself.
    deed.work.restore(spec.name, record)
    deed.work.update(spec.name, record, values)
    deed.work.delete(spec.name, record)


def _unbin(deed: Deed, part: Stored, record: bytes) -> None:
    stored = deed.work.stored(part["of_register"], record)
    if stored is not None and stored["deleted"]:
        _saying(deed, part["of_register"], stored, lambda: deed.restore(part["of_register"], record, within=True))


def _unmake(deed: Deed, part: Stored, record: bytes) -> None:
    """The old one comes back with what was written into the one that stood for it; where that lies in the bin by now, so does the old one."""
    spec, old = deed.registers[part["of_register"]], id_bytes(part["was"])
    stood, before = deed.work.stored(spec.name, record), deed.work.stored(spec.name, old)
    if stood is None or before is None or stood["deleted"] or not before["deleted"]:
        return
    written = {field.name: stood[field.name] for field in spec.fields if field.name not in spec.natural}
    _saying(deed, spec.name, stood, lambda: deed.delete(spec.name, record, within=True))
    _saying(deed, spec.name, before, lambda: deed.restore(spec.name, old, within=True))
    _saying(deed, spec.name, before, lambda: deed.put(spec.name, old, written, within=True))


def _move_back(deed: Deed, part: Stored, record: bytes) -> None:
    spec = deed.registers[part["of_register"]]
    stored = deed.work.stored(spec.name, record)
    if stored is not None and stored[part["field"]] == id_bytes(part["now"]):
        _set(deed, spec, record, stored, {part["field"]: id_bytes(part["was"])})


def _unfill(deed: Deed, part: Stored, record: bytes) -> None:
    spec = deed.registers[part["of_register"]]
    stored = deed.work.stored(spec.name, record)
    if stored is None or stored["deleted"] or _text(stored[part["field"]]) != part["now"]:
        return
    # What a rule has come to need since stays
    if not errors(check(spec, {field.name: stored[field.name] for field in spec.fields} | {part["field"]: None})):
        _saying(deed, spec.name, stored, lambda: deed.put(spec.name, record, {part["field"]: None}, within=True))


def _text(value: Any) -> str:
    """A value as JSON, only ever compared."""
    return json.dumps(value, ensure_ascii=False, default=lambda each: each.hex() if isinstance(each, bytes) else str(each))


def _saying(deed: Deed, register: str, stored: Stored, step: Callable[[], object]) -> None:
    """Do a step of it; where a room refuses, say of which record."""
    try:
        step()
    except Refused as refused:
        spec = deed.registers[register]
        raise Refused(
            N_("{register} “{name}” does not allow it: {reason}"),
            code=refused.code,
            register=_(spec.singular),
            name=spec.name_of(stored),
            reason=refused.text(),
        ) from refused
