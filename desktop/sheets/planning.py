"""One sheet row by row: what each would be and change in the book, and why some can't come in."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping as Values
from contextlib import suppress
from typing import Any

from desktop.base import ids
from desktop.base.errors import Refused
from desktop.base.i18n import N_, _
from desktop.base.task import Progress
from desktop.records.book import Book
from desktop.records.editing import by_rules
from desktop.records.register import Field, Kind, Level, Problem, Register, Registers
from desktop.sheets.cells import letter
from desktop.sheets.entities import NOTE, Entity, said, untyped
from desktop.sheets.known import Known
from desktop.sheets.mapping import ID
from desktop.sheets.parts import Block, Part, RowProblem
from desktop.sheets.places import Places
from desktop.sheets.plan import DUPLICATE, Child, Plan, PlannedRecord, RefusedRow, Source
from desktop.sheets.rows import RowReader
from desktop.sheets.values import Values as CellValues
from desktop.sheets.values import warned
from desktop.store.history import batched

_SOMETHING = b"\0" * 16  # stands for a link whose record is not known yet, while rules are asked
_EVERY = 200  # rows between two reports of progress; what they need of the book is fetched together
_BY_DEED = N_("This is changed by its own deed only, not from a file.")
_SETTLED = N_("This is settled: a file can't change it any more.")


class _Refusal(Exception):
    """A block that can't be a record."""

    def __init__(self, problems: list[RowProblem]) -> None:
        super().__init__()
        self.problems = problems


class Planner:
    """Plans one sheet."""

    def __init__(self, book: Book, source: Source, known: Known, *, clearing: bool = False) -> None:
        self.book = book
        self.source = source
        self.known = known
        self.spec = book.registers[source.mapping.register]
        self.columns = {each.target: letter(each.column) for each in source.mapping.columns}
        self.given = self._given()
        self.records: dict[int, PlannedRecord] = {}
        self.refused: list[RefusedRow] = []
        self.clearing = clearing
        self.blanks = 0

    def plan(self, progress: Progress) -> Plan:
        table = self.source.table
        places = [Places(self.book.office.areas, (*part.titles, part.sheet.name)) for part in table.parts or (table,)]
        values = CellValues(self.book.clock.today(), self.book.code_lists)
        reader = RowReader(self.book.registers, table, self.source.mapping, values, places)
        for number, blocks in enumerate(batched(reader.blocks(), _EVERY)):
            progress.step(number * _EVERY, max(number * _EVERY, len(table.rows)), _("Reading rows"))
            self.known.shelf.fetch(_asked(self.book.registers, self.spec, blocks))
            for block in blocks:
                try:
                    self._take(block)
                except _Refusal as refusal:
                    self.refused.append(RefusedRow(tuple(block.rows), (*block.problems, *refusal.problems)))
        self.known.settle()
        self._refuse_untyped()
        return Plan(self.spec, self.source, list(self.records.values()), self.refused, self.known.entities, self.blanks, self.clearing)

    def _take(self, block: Block) -> None:
        own = block.parts[""]
        exact = self._of_id(block)
        own.usual.update({link: record for link, record in self.given.items() if exact is None})
        links = {base.rstrip("."): part for base, part in block.parts.items() if base and not part.empty}
        for link, part in links.items():
            self._judge(block, part, {}, self._linked(exact, link, part))
        self._judge(block, own, dict.fromkeys(links, _SOMETHING), exact, self._heads(block))
        children = [child for child in block.children if self._judged_child(block, child)]
        entity, resolved = self._resolve(block, own, links, exact)
        for part, each in [(own, entity), *((links[link], linked) for link, linked in resolved.items() if link in links)]:
            self._clear(part, each)
            self._doubt(block, part, each)
        record = self.records.get(id(entity))
        if record is None:
            record = self.records[id(entity)] = PlannedRecord([], entity)
        record.rows += [row for row in block.rows if row not in record.rows]
        record.links = resolved | record.links
        record.problems += block.problems
        for parts in children:
            self._add_child(record, parts)
        self._keep_unread([(own, entity), *((links[link], linked) for link, linked in resolved.items())])

    def _given(self) -> dict[str, bytes]:
        """Links that every record needs and no column of the sheet says, as the book knows them: the one welfare fund of the council."""
        needed = [each.name for each in self.spec.fields if each.required and each.kind is Kind.LINK]
        unsaid = [name for name in needed if not any(target.partition(".")[0] == name for target in self.columns)]
        if not unsaid or self.spec.suggest is None:
            return {}
        found = self.spec.suggest(self.known.reader, {})
        return {name: found[name] for name in unsaid if found.get(name) is not None}

    # -- the rules

    def _refuse_untyped(self) -> None:
        """A row that would change what only a deed changes, or what is settled, is refused whole, with all that only it would write."""
        for key, record in list(self.records.items()):
            found = [self._untyped(record, entity, name) for _whose, entity in record.entities() for name in untyped(entity)]
            if found:
                del self.records[key]
                self.refused.append(RefusedRow(tuple(record.rows), (*record.problems, *found)))
        staying = {id(entity) for record in self.records.values() for _whose, entity in record.entities()}
        self.known.entities = [entity for entity in self.known.entities if id(entity) in staying]

    def _untyped(self, record: PlannedRecord, entity: Entity, name: str) -> RowProblem:
        described = entity.register.field(name)
        message = _BY_DEED if described.by_deed else _SETTLED
        base = next((whose + "." for whose, each in record.entities() if each is entity and whose), "")
        problem = Problem(name, "by_deed" if described.by_deed else "locked", message)
        return RowProblem(record.rows[0], self.columns.get(base + name, ""), base + name, problem, described.label)

    def _judge(
        self, block: Block, part: Part, links: Values[str, Any], stored: Entity | None = None, also: Values[str, Any] | None = None
    ) -> None:
        """Ask the register's rules. A value that breaks one moves to the note; a record that can't be one is refused."""
        register = self.book.registers[part.register]
        known = {each.name: stored.was(each.name) for each in register.fields} if stored is not None else dict(register.defaults())
        for _again in range(len(register.fields)):
            blanks = dict.fromkeys(part.cleared) if self.clearing else {}
            whole = known | blanks | part.usual | part.values | dict(links) | dict(also or {})
            problems = by_rules(register, whole)
            wrong = next((problem for problem in problems if problem.level is Level.ERROR and problem.field in part.values), None)
            if wrong is None or register.field(wrong.field).required:
                break
            self._drop(block, part, register.field(wrong.field))
        errors = [problem for problem in problems if problem.level is Level.ERROR]
        if errors:
            raise _Refusal([self._problem(part, problem) for problem in errors])
        block.problems += [self._problem(part, problem) for problem in problems if problem.field in part.values]

    def _drop(self, block: Block, part: Part, described: Field) -> None:
        text = self.book.values_label(described, part.values.pop(described.name), "th")
        part.unread.append(said(described, text))
        block.problems.append(self._problem(part, warned(described.name, "unreadable", text=text)))

    def _clear(self, part: Part, entity: Entity) -> None:
        """Count what was cleared in Excel, and clear it here where a person agreed."""
        cleared = [name for name in part.cleared if entity.was(name) is not None and entity.values.get(name) is None]
        self.blanks += len(cleared)
        if self.clearing:
            entity.cleared = tuple(cleared)

    def _doubt(self, block: Block, part: Part, entity: Entity) -> None:
        """Say who a new record may be."""
        if entity.new and entity.row == part.row:
            found = self.known.alike(entity)
            if found is not None:
                block.problems.append(RowProblem(part.row, "", part.base, warned("", DUPLICATE, who=found[0], why=found[1])))

    def _problem(self, part: Part, problem: Problem) -> RowProblem:
        path = part.base + problem.field
        register = self.book.registers[part.register]
        label = register.field(problem.field).label if register.has(problem.field) else ""
        return RowProblem(part.row, self.columns.get(path, ""), path, problem, label)

    def _judged_child(self, block: Block, parts: dict[str, Part]) -> bool:
        """Whether a row's child can be a record; when not, only this row is refused."""
        own, links = _split(parts)
        try:
            for part in links.values():
                self._judge(block, part, {})
            spec = self.book.registers[own.register]
            self._judge(block, own, {spec.parent: _SOMETHING} | dict.fromkeys(links, _SOMETHING))
        except _Refusal as refusal:
            self.refused.append(RefusedRow((own.row,), tuple(refusal.problems), child=True))
            return False
        return True

    def _of_id(self, block: Block) -> Entity | None:
        """The record an export's hidden column names; the row is refused when that record is gone."""
        if not block.id_text:
            return None
        try:
            entity = self.known.of_id(self.spec, ids.id_bytes(block.id_text))
        except Refused as refused:
            raise _Refusal([RowProblem(block.rows[0], "A", ID, Problem(ID, refused.code, refused.message))]) from None
        if entity is None:
            gone = Problem(ID, "gone", N_("This record was deleted since the workbook was exported. Restore it first."))
            raise _Refusal([RowProblem(block.rows[0], "A", ID, gone)])
        entity.exactly = True
        return entity

    def _linked(self, exact: Entity | None, link: str, part: Part) -> Entity | None:
        """The record linked now by one that the sheet names by its id: what the sheet leaves out of it is not missing."""
        there = _ids(exact.was(link)) if exact is not None else ()
        return self.known.of_id(self.book.registers[part.register], there[0]) if there else None

    # -- who is it

    def _resolve(self, block: Block, own: Part, links: dict[str, Part], exact: Entity | None) -> tuple[Entity, dict[str, Entity]]:
        """The record and what it links to. What its identity hangs on is resolved first, the rest after, with its own links as hints."""
        resolved: dict[str, Entity] = {}
        first = [] if exact else [link for link in links if any(link in key for key in self.spec.identity.keys)]
        for link in first:
            resolved[link] = self._link(block, links[link], own, link, ())
            own.values[link] = resolved[link]
        if exact is not None:
            entity, differing = exact, self.known.merge(exact, own)
        else:
            waiting = {link: part for link, part in links.items() if link not in resolved}
            entity, differing = self.known.resolve(own, links=waiting)
            if entity in self.known.by_name_only:
                block.problems.append(RowProblem(own.row, "", "", warned("", "same_name_only")))
        self._say_differing(block, own, differing)
        for link, part in links.items():
            met = entity.values.get(link)
            if isinstance(met, Entity) and link not in resolved:  # an earlier row of the same record: its link fits, or it were another
                resolved[link] = met
                self._say_differing(block, part, self.known.merge(met, part))
            elif link not in resolved:
                resolved[link] = self._link(block, part, own, link, _ids(entity.was(link)), entity if exact else None)
        for link, linked in resolved.items():
            entity.values.setdefault(link, linked)
        return entity, resolved

    def _link(self, block: Block, part: Part, owner: Part, link: str, hint: tuple[bytes, ...], exact: Entity | None = None) -> Entity:
        """A linked record. Behind a record named by its id, it is the one linked there now: the sheet may correct its very name."""
        register = self.book.registers[part.register]
        if exact is not None and hint:
            entity = self.known.of_id(register, hint[0])
            if entity is not None:
                entity.exactly = True
                self._say_differing(block, part, self.known.merge(entity, part))
                return entity
        entity, differing = self.known.resolve(part, hint, (link, owner))
        self._say_differing(block, part, differing)
        return entity

    def _add_child(self, record: PlannedRecord, parts: dict[str, Part]) -> None:
        own, links = _split(parts)
        spec = self.book.registers[own.register]
        stored = self.known.children(spec, record.id) if record.id is not None else []
        resolved: dict[str, Entity] = {}
        block = Block([own.row], parts)
        for link, part in links.items():
            hint = tuple(row.values[link] for row in stored if row.values.get(link) is not None)
            resolved[link] = self._link(block, part, own, link, hint)
            own.values[link] = resolved[link]
        own.values[spec.parent] = record.entity
        entity, differing = self.known.resolve(own)
        self._say_differing(block, own, differing)
        record.problems += block.problems
        record.children.append(Child(own.row, entity, resolved))
        self._head(record, own, resolved)
        self._keep_unread([*((links[link], linked) for link, linked in resolved.items()), (own, entity), (own, record.entity)])

    def _heads(self, block: Block) -> dict[str, Any]:
        """Links of the record that one of its children will fill, for the rules to see."""
        return {link: _SOMETHING for parts in block.children for link in self._headed(_split(parts)[0])}

    def _headed(self, own: Part) -> list[str]:
        """Links of the record that bear the name of a code of the child: a person whose relation is HEAD is the household's `head`."""
        codes = {
            str(value).lower() for name, value in own.values.items() if self.book.registers[own.register].field(name).kind is Kind.CODE
        }
        return [each.name for each in self.spec.fields if each.kind is Kind.LINK and each.name in codes]

    def _head(self, record: PlannedRecord, own: Part, resolved: dict[str, Entity]) -> None:
        for link in self._headed(own):
            wanted = self.spec.field(link).register
            for entity in resolved.values():
                if entity.register.name == wanted:
                    record.entity.values.setdefault(link, entity)

    # -- nothing is lost

    def _say_differing(self, block: Block, part: Part, differing: list[str]) -> None:
        block.problems += [RowProblem(part.row, "", part.base, warned("", "conflict_in_sheet", text=text)) for text in differing]

    def _keep_unread(self, parts: list[tuple[Part, Entity]]) -> None:
        """Lines for the note go to the record they belong to, or to the nearest that has a note."""
        for part, entity in parts:
            keeper = next((each for each in (entity, *(other for _part, other in parts)) if each.register.has(NOTE)), None)
            if keeper is not None:
                keeper.lines += part.unread
            part.unread = []


def _asked(registers: Registers, spec: Register, blocks: list[Block]) -> Iterator[tuple[Register, Values[str, Any]]]:
    """What the book will be asked about these rows."""
    for block in blocks:
        for parts in (block.parts, *block.children):
            for part in parts.values():
                yield registers[part.register], part.usual | part.values
        with suppress(Refused):
            yield spec, {"id": ids.id_bytes(block.id_text) if block.id_text else None}


def _split(parts: dict[str, Part]) -> tuple[Part, dict[str, Part]]:
    """A child's own part, and its links by name."""
    base = next(iter(parts)).partition(".")[0] + "."
    child = base.rstrip(".")
    own = parts.get(base) or Part(child, base, next(iter(parts.values())).row)
    return own, {path.removeprefix(base).rstrip("."): part for path, part in parts.items() if path != base and not part.empty}


def _ids(value: Any) -> tuple[bytes, ...]:
    return (value,) if isinstance(value, bytes) else ()
