"""The Book: one open store with its registers, as screens, sheets, reports and the hand-over use it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import select

from desktop.base import thai
from desktop.base.clock import Clock
from desktop.base.errors import Refused
from desktop.base.i18n import N_
from desktop.base.ids import new_id
from desktop.records import codes as code_lists
from desktop.records import conflicts, founding, kinds, listing, pairs, proposing, same, undo
from desktop.records.audit import Entry
from desktop.records.codes import CodeLists
from desktop.records.conflicts import Conflict
from desktop.records.deed import Deed
from desktop.records.editing import ChangedMeanwhile, Draft, ProblemsFound, errors
from desktop.records.plain import live
from desktop.records.reading import Office, Reading
from desktop.records.register import DECIMALS, SETS, InOrder, Problem, Register, Registers, Texts
from desktop.records.same import Candidate
from desktop.store import backup, schema
from desktop.store.history import Actor, Changes
from desktop.store.keys import KdfCost
from desktop.store.store import Store
from desktop.store.synced import Synced

KEPT_LISTS = "codes"  # the register of code list entries that the regional office keeps

_SORTED = 600  # characters of a sort key: an index takes 2,700 bytes, and nobody tells what differs so late


def synced_of(register: Register) -> Synced:
    """How the store sees a register."""
    sort_text, search_text = register.sort_text, register.search_text
    names = frozenset(field.name for field in register.fields)

    def sort(records: Sequence[Mapping[str, Any]]) -> list[str]:
        return ["\x02".join(keys)[:_SORTED] for keys in thai.in_lists(thai.sort_keys, [sort_text(values) for values in records])]

    def search(records: Sequence[Mapping[str, Any]]) -> list[str]:
        return ["\n".join(texts) for texts in thai.in_lists(thai.folds, [search_text(values) for values in records])]

    def match(records: Sequence[Mapping[str, Any]]) -> list[str]:
        return same.match_texts(register, records)

    def fields_of(texts: object) -> frozenset[str]:
        return frozenset(texts.fields) if isinstance(texts, (Texts, InOrder)) else names

    return Synced(
        register.name,
        schema.table_of(register.model),
        tuple(field.name for field in register.fields),
        frozenset(field.name for field in register.fields if field.kind in SETS),
        frozenset(field.name for field in register.fields if field.kind in DECIMALS),
        {"name_sort": sort, "search": search, "match": match},
        {"name_sort": fields_of(sort_text), "search": fields_of(search_text), "match": frozenset(register.identity.name)},
        {field.name: kinds.FORMS[field.kind] for field in register.fields if field.kind in kinds.FORMS},
        reference=bool(register.kept_by),
        matched=register.identity.matched,
    )


class Book(Reading):
    """One open store and its registers. Every method is a unit of work of its own and may be called from any thread."""

    def __init__(self, store: Store, registers: Registers, actor: Actor) -> None:
        self.store = store
        self.registers = registers
        self.actor = actor
        self.code_lists: CodeLists = code_lists.shipped()
        self._steps = undo.Steps()
        self.reload()
        self._read_code_lists()
        # The first to be told of a commit: who is told later sees the lists as they are now.
        store.subscribe(self._lists_may_have_changed)

    @classmethod
    def create(
        cls,
        folder: Path,
        registers: Registers,
        *,
        kind: str,
        name: str,
        areas: Sequence[str],
        person: str,
        password: str,
        practice: bool = False,
        clock: Clock | None = None,
        cost: KdfCost | None = None,
        on: str = "",
    ) -> tuple[Book, str]:
        """A new encrypted book in `folder` (made when missing) for an office of `kind` council or region; gives it and the recovery code,
        which is shown once and kept nowhere. Refused when a book is there already. `on`: the address of a PostgreSQL database that holds
        the tables instead, for several officers."""
        synced = [synced_of(register) for register in registers.values()]
        office = {"uid": new_id(), "kind": kind, "name": name, "areas": ",".join(areas)}
        store, actor, recovery = founding.make(folder, synced, office, person, password, practice, clock, cost, on)
        return cls(store, registers, actor), recovery

    @classmethod
    def open(cls, folder: Path, registers: Registers, password: str, clock: Clock | None = None) -> Book:
        """Open a book with a user's password. Refused: no book, wrong password; Fault: damaged."""
        store, actor = founding.open_store(folder, [synced_of(register) for register in registers.values()], password, clock)
        return cls(store, registers, actor)

    @classmethod
    def recover(cls, folder: Path, registers: Registers, code: str, password: str, clock: Clock | None = None) -> Book:
        """Open a book with its recovery code and give its first user a new password. Refused: a wrong or mistyped code."""
        founding.new_password(folder, code, password)
        return cls.open(folder, registers, password, clock)

    def close(self) -> None:
        """Let go of the book."""
        self.store.close()

    def reload(self) -> None:
        """Read the office's facts again, after they changed (joining another PC's council)."""
        with self.store.read() as reader:
            row = reader.conn.execute(select(schema.table_of(schema.OfficeRow)).where(schema.OfficeRow.uid == self.store.office)).one()
        self.office = Office(row.uid, row.kind, row.name, tuple(code for code in row.areas.split(",") if code))
        self.practice = self.store.meta("practice") == b"1"

    def _lists_may_have_changed(self, changes: Changes) -> None:
        if KEPT_LISTS in changes.of:
            self._read_code_lists()

    def _read_code_lists(self) -> None:
        if KEPT_LISTS in self.registers:
            with self.store.read() as reader:
                self.code_lists = code_lists.shipped().overlaid(live(reader, KEPT_LISTS))

    @property
    def clock(self) -> Clock:
        """The store's clock."""
        return self.store.clock

    @property
    def replica(self) -> bytes:
        """This copy of the book, as the log names it."""
        return self.store.replica

    @property
    def folder(self) -> Path:
        """Where the book lies."""
        return self.store.folder

    def back_up(self, reason: str, *, at_most_every_s: int = 0, seal: bool = True) -> Path | None:
        """A verified copy in the book's `backups` folder; None when the last one is younger than `at_most_every_s` seconds, and where the
        tables are on a server.
        Sealing first makes a restored copy ask nothing twice; not where we are about to learn that we are a restored copy ourselves."""
        if backup.age_s(self.folder) < at_most_every_s:
            return None
        if seal:
            self.store.seal_all()
        return self.store.database.back_up(reason)

    # -- writing

    @contextmanager
    def write(self, origin: str = "") -> Iterator[Deed]:
        """One deed, one commit, one signal."""
        with self.store.write(self.actor, origin) as work:
            yield Deed(work, self.registers, self.code_lists, self.office.kind)
            deed = work.deed
        if deed is not None:
            self._steps.did(deed)

    def do(self, register: str, action: str, records: Sequence[bytes], values: Mapping[str, Any], origin: str = "") -> None:
        """Do one of the register's deeds to records, in one commit. Refused: a question left unanswered (as ProblemsFound), a record that is
        gone or to which this can't be done as it stands, and whatever the deed itself refuses."""
        chosen = next(each for each in self.registers[register].actions if each.name == action)
        wrong = [Problem(field.name, "required", N_("This field must not be blank.")) for field in chosen.fields if field.required]
        wrong = [problem for problem in wrong if values.get(problem.field) is None]
        if wrong:
            raise ProblemsFound(wrong)
        with self.write(origin) as deed:
            for row in deed.rows(register, records):
                if row is None or row.deleted:
                    raise Refused(N_("This record is no longer here."), code="gone")
                if not chosen.offered(row.values):
                    name = self.registers[register].name_of(row.values)
                    raise Refused(N_("This can't be done with “{name}” as it stands."), code="not_offered", name=name)
            chosen.run(deed, list(records), {field.name: values.get(field.name) for field in chosen.fields})

    def draft(self, register: str, record: bytes | None = None, **values: Any) -> Draft:
        """A working copy of a record, or of a new one that begins with the register's defaults, `values`, and what the room suggests."""
        spec = self.registers[register]
        if record is None:
            made = Draft(spec, None, {}, 0, None)
            made.values |= dict(spec.defaults()) | values
            made.suggested = {name: value for name, value in self.suggested(register, made.values).items() if made.values[name] is None}
            made.values |= made.suggested
            return made
        row = self.row(register, record)
        return Draft(spec, record, row.values, row.revision, row.council)

    def draft_own(self, register: str, **values: Any) -> Draft:
        """The record of this register that is the office's own (its council): as it stands, or a new one under the office's id."""
        row = self.rows(register, [self.office.uid])[0]
        if row is not None:
            return self.draft(register, self.office.uid)
        made = self.draft(register, None, **values)
        made.new_id = self.office.uid
        return made

    def save(self, draft: Draft, origin: str = "") -> bytes:
        """Commit a draft; gives the record's id. Refused as ProblemsFound or ChangedMeanwhile, the draft stays as it is."""
        wrong = errors(draft.problems())
        if wrong:
            raise ProblemsFound(wrong)
        name = draft.register.name
        with self.write(origin) as deed:
            if draft.id is None:
                there = deed.natural(draft.register, draft.values) if draft.new_id is None else None
                if there is not None and (row := deed.row(name, there)) is not None and not row.deleted:
                    raise ProblemsFound([Problem(draft.register.natural[-1], "already_here", N_("This is entered already."))])
                return deed.put(name, draft.new_id, draft.values)
            # Compared here and not before: between a look and the lock another thread may save.
            now = deed.row(name, draft.id)
            if now is None:
                raise Refused(N_("This record is no longer here."), code="gone")
            if now.revision != draft.revision:
                raise ChangedMeanwhile(now)
            proposing.change(deed, name, draft.id, draft.changed(), draft.reason)
            return draft.id

    def delete(self, register: str, records: Sequence[bytes], origin: str = "", reason: str | None = None) -> None:
        """Put records into the bin (at a region, propose it to their council); one deed. Child records stay as they are."""
        with self.write(origin) as deed:
            for record in records:
                proposing.remove(deed, register, record, reason)

    def restore(self, register: str, records: Sequence[bytes], origin: str = "") -> None:
        """Take records out of the bin; one deed."""
        with self.write(origin) as deed:
            for record in records:
                deed.restore(register, record)

    def can_undo(self) -> bool:
        """Whether this session did something that can be undone."""
        return self._steps.can_undo()

    def can_redo(self) -> bool:
        """Whether something undone can be done again."""
        return self._steps.can_redo()

    def undo(self) -> str | None:
        """Undo this session's last deed; the sentence says what was undone, None when there is nothing."""
        return self._steps.step(self.store, self.registers, self.actor, back=True)

    def redo(self) -> str | None:
        """Do again what was undone last."""
        return self._steps.step(self.store, self.registers, self.actor, back=False)

    # -- conflicts and duplicates

    def conflicts(self, register: str | None = None) -> list[Conflict]:
        """Open conflicts."""
        with self.read() as reader:
            return conflicts.listed(reader, register)

    def resolve(self, conflict_id: str, value: Any) -> None:
        """A person's decision; it travels with the next parcel."""
        with self.write("resolve") as deed:
            conflicts.resolve(deed.work, conflict_id, value)

    def same(self, register: str, values: Mapping[str, Any], exclude: bytes | None = None) -> list[Candidate]:
        """Records that may be the same thing as `values`, best first."""
        with self.read() as reader:
            found = same.candidates(reader, self.registers[register], values, exclude)
            rows = listing.rows(reader, self.registers, register, [columns["id"] for columns, _score, _reasons in found])
        return [
            Candidate(row, score, tuple(reasons)) for row, (_columns, score, reasons) in zip(rows, found, strict=True) if row is not None
        ]

    def not_same(self, register: str, a: bytes, b: bytes) -> None:
        """Remember that two records are different things."""
        pairs.answer(self.store, self.actor, register, a, b, pairs.NOT_SAME)

    def answer(self, register: str, a: bytes, b: bytes, said: str, origin: str = "") -> None:
        """Answer the question of the queue: one of pairs.SAME, NOT_SAME, LATER. It can be undone."""
        self._steps.did(pairs.answer(self.store, self.actor, register, a, b, said))
        self.store.announce(Changes({register: frozenset((a, b))}, origin))

    def find(self, register: str, values: Mapping[str, Any]) -> bytes | None:
        """The one record that surely is this, or None."""
        with self.read() as reader:
            return same.find(reader, self.registers[register], values)

    def subscribe(self, listener: Callable[[Changes], None]) -> Callable[[], None]:
        """Be told what each commit changed, on the thread that committed."""
        return self.store.subscribe(listener)


__all__ = ["Actor", "Book", "Changes", "Entry", "Office", "synced_of"]
