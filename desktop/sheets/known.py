"""Which record of the book, or of this very sheet, a part of a row is; and what would change in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from desktop.base import ids, thai
from desktop.base.i18n import _
from desktop.records import listing, same
from desktop.records.book import Book
from desktop.records.query import ListQuery
from desktop.records.register import SETS, Field, Kind, Register, Row
from desktop.sheets.cells import PART
from desktop.sheets.entities import Entity, changes_of, joined, plain_value, renewed, said
from desktop.sheets.parts import Part
from desktop.sheets.shelf import Shelf
from desktop.store.history import Reader

_LOOKED_AT = 50  # candidates without a whole key


class Known:
    """Everything met so far while one sheet is read, and the book behind it."""

    def __init__(self, book: Book, reader: Reader) -> None:
        self.book = book
        self.reader = reader
        self.shelf = Shelf(reader)
        self.entities: list[Entity] = []
        self.by_name_only: list[Entity] = []  # taken for a stored record of the same name, as the sheet tells nothing more
        self._of_id: dict[bytes, Entity] = {}
        self._exact: dict[tuple[str, str], list[Entity]] = {}
        self._named: dict[tuple[str, str], list[Entity]] = {}
        self._keyed: dict[tuple[Any, ...], list[Entity]] = {}

    # -- finding

    def of_id(self, register: Register, record: bytes) -> Entity | None:
        """The entity of a stored record; None when it is gone or in the bin."""
        if record in self._of_id:
            return self._of_id[record]
        row = self._row(register, record)
        return self._add(Entity(register, {}, stored=row)) if row is not None else None

    def resolve(
        self, part: Part, hint: Iterable[bytes] = (), owner: tuple[str, Part] | None = None, links: Mapping[str, Part] | None = None
    ) -> tuple[Entity, list[str]]:
        """The entity a part is, made new when nobody is known; with it the texts of values that disagree with an earlier row.

        `hint` are records likely to be it, because the record they belong to was found; `owner` is the link this is, and of whom;
        `links` are the parts this one links to, where they are not known yet: one house may hold two families."""
        register = self.book.registers[part.register]
        values = part.usual | part.values
        links = links or {}
        entity = (
            self._in_sheet(register, values, links)
            or self._hinted(register, values, hint)
            or self._stored(register, values, links)
            or self._alike(register, values, owner, links)
        )
        if entity is None:
            entity = self._add(Entity(register, {}, row=part.row))
        return entity, self.merge(entity, part)

    def alike(self, entity: Entity) -> tuple[str, str] | None:
        """Who a new record may be, and why: a stored record, or one of an earlier row. None when nobody is near."""
        register, values = entity.register, _plain(_whole(entity))
        if not register.identity.name:
            return None
        exact = values.get(register.identity.exact) if register.identity.exact else None
        match = same.match_text(register, values)
        near = self.shelf.rows(self.reader, register, {"match": match}) if match else []
        if exact:
            near = [*near, *self.shelf.rows(self.reader, register, {register.identity.exact: exact})]
        found = [(score, register.name_of(row), reasons) for row, score, reasons in same.near(register, values, near)]
        for other in self._named.get((register.name, _folded_name(register, values)), ()):
            if other is not entity and other.new:
                found += [
                    (score, _("row {number}").format(number=other.row % PART), reasons)
                    for _row, score, reasons in same.near(register, values, [_plain(_whole(other))])
                ]
        best = max(found, key=lambda each: each[0], default=None)
        return (best[1], ", ".join(best[2])) if best is not None else None

    def merge(self, entity: Entity, part: Part) -> list[str]:
        """Take over what a part says; gives 'field: text' of what an earlier row said otherwise, which then stands in the note."""
        differing = []
        for name, value in part.values.items():
            described = entity.register.field(name)
            before = entity.values.get(name)
            if before is None or before == value:
                entity.values[name] = value
            elif described.kind in SETS:
                entity.values[name] = tuple(sorted({*before, *value}))
            elif described.kind is Kind.NOTE:
                entity.values[name] = joined(before, str(value).split("\n"))
            elif described.kind in (Kind.DATE, Kind.PARTIAL_DATE) and (value.startswith(before) or before.startswith(value)):
                entity.values[name] = max(value, before, key=len)
            elif described.kind is not Kind.LINK and not _alike_text(described, before, value):
                text = said(described, self.book.values_label(described, value, "th"))
                differing.append(text)
                entity.lines.append(text)
        for name, value in part.usual.items():
            entity.usual.setdefault(name, value)
        self._index(entity)
        return differing

    def _in_sheet(self, register: Register, values: Mapping[str, Any], links: Mapping[str, Part]) -> Entity | None:
        """The entity of an earlier row: same sound ID and like name; same name and full birth date; same key."""
        identity = register.identity
        exact = values.get(identity.exact) if identity.exact else None
        if exact and ids.national_id_ok(exact):
            for entity in self._exact.get((register.name, exact), ()):
                if _first_names_alike(register, values, _whole(entity)):
                    return entity
        birth = values.get(identity.birth) if identity.birth else None
        if birth and len(birth) == 10:
            for entity in self._named.get((register.name, _folded_name(register, values)), ()):
                whole = _whole(entity)
                if whole.get(identity.birth) == birth and _agree(exact, whole.get(identity.exact)):
                    return entity
        for key in _whole_keys(register, values):
            strict = len(key) > 1 and not any(register.field(name).kind is Kind.LINK for name in key)
            for entity in self._keyed.get(_keyed(register, key, values), ()):
                if self._links_fit(links, _whole(entity)) and (not strict or not _disagrees(entity, values)):
                    return entity
        return None

    def _hinted(self, register: Register, values: Mapping[str, Any], hint: Iterable[bytes]) -> Entity | None:
        """One of the likely records, when its name is the same and neither ID nor birth date speaks against it."""
        for record in hint:
            row = self._row(register, record)
            if row is None or record in self._of_id:
                continue
            identity = register.identity
            if _folded_name(register, values) == _folded_name(register, row.values) and all(
                _agree(values.get(name), row.values.get(name)) for name in (identity.exact, identity.birth) if name
            ):
                return self._add(Entity(register, {}, stored=row))
        return None

    def _links_fit(self, links: Mapping[str, Part], values: Mapping[str, Any]) -> bool:
        """Whether a record may link to what these parts say: nothing there yet, the same ID, or a like name."""
        for link, part in links.items():
            register = self.book.registers[part.register]
            other = values.get(link)
            theirs = (
                _whole(other) if isinstance(other, Entity) else (self.reader.stored(register.name, other) if other is not None else None)
            )
            if theirs is None or not register.identity.name:
                continue
            mine, other_exact = (each.get(register.identity.exact) for each in (part.values, theirs))
            if mine and other_exact and mine != other_exact and ids.national_id_ok(mine) and ids.national_id_ok(other_exact):
                return False
            if not (mine and mine == other_exact) and not _first_names_alike(register, part.values, theirs):
                return False
        return True

    def _stored(self, register: Register, values: Mapping[str, Any], links: Mapping[str, Part]) -> Entity | None:
        if any(
            isinstance(value, Entity) and value.new for name, value in values.items() if any(name in key for key in register.identity.keys)
        ):
            return None  # something that hangs on a new record is new itself
        row = self._natural(register, values)
        if row is None:
            found = same.found_row(self.reader, register, _plain(values), self.shelf.rows)
            row = _row(register, found) if found is not None else None
        if row is None:
            return None
        claimed = self._of_id.get(row.id)
        if claimed is not None:
            fits = self._links_fit(links, _whole(claimed)) and not _disagrees(claimed, values)
            return claimed if register.identity.name or fits else None
        return self._add(Entity(register, {}, stored=row))

    def _natural(self, register: Register, values: Mapping[str, Any]) -> Row | None:
        """The stored record whose id is made of these very values."""
        named = [plain_value(values.get(name)) for name in register.natural]
        made = ids.natural_id(register.name, self.reader.store.office, *named) if any(value is not None for value in named) else None
        return self._row(register, made) if made is not None else None

    def _alike(
        self, register: Register, values: Mapping[str, Any], owner: tuple[str, Part] | None, links: Mapping[str, Part]
    ) -> Entity | None:
        """A record that says already all that the sheet says, where nothing names it for sure. A name alone is enough only where
        nothing hangs on it, or where what hangs on it is known too: names alone never merge two people."""
        exact = values.get(register.identity.exact) if register.identity.exact else None
        if (exact and ids.national_id_ok(exact)) or any(isinstance(value, Entity) and value.new for value in values.values()):
            return None
        for row in self._candidates(register, values):
            if row.id in self._of_id or not _contained(register, _plain(values), row.values) or not self._links_fit(links, row.values):
                continue
            if register.identity.name:
                if _folded_name(register, values) != _folded_name(register, row.values):
                    continue
                told = set(values) - {*register.identity.name, "prefix", "tambon_code"}
                if owner is not None and not told and not self._owner_known(*owner, row.id):
                    continue
                if owner is None and not told:
                    self.by_name_only.append(entity := self._add(Entity(register, {}, stored=row)))
                    return entity
            return self._add(Entity(register, {}, stored=row))
        return None

    def _candidates(self, register: Register, values: Mapping[str, Any]) -> list[Row]:
        plain = _plain(values)
        found = [columns["id"] for columns, *_more in same.candidates(self.reader, register, plain, None)]
        if not found and not register.identity.name and not any(True for _each in _whole_keys(register, values)):
            links = {name: value for name, value in plain.items() if register.field(name).kind is Kind.LINK}
            text = next((str(plain[name]) for name in register.name_fields if register.has(name) and plain.get(name)), "")
            if links or text:
                query = ListQuery(register.name, search="" if links else text, filters=links)
                found = listing.ids(self.reader, self.book.registers, self.book.code_lists, query)[:_LOOKED_AT]
        return [row for row in self._rows(register, found) if row is not None]

    def _owner_known(self, link: str, owner: Part, record: bytes) -> bool:
        """Whether the record that links here stands in the book with all that the sheet says of it."""
        register = self.book.registers[owner.register]
        query = ListQuery(register.name, filters={link: record})
        found = listing.ids(self.reader, self.book.registers, self.book.code_lists, query)
        return any(
            row is not None and _contained(register, _plain(owner.values), row.values) for row in self._rows(register, found[:_LOOKED_AT])
        )

    def children(self, child: Register, parent: bytes) -> list[Row]:
        """The live child records of a stored record."""
        found = listing.ids(self.reader, self.book.registers, self.book.code_lists, ListQuery(child.name, parent=parent))
        return [row for row in self._rows(child, found) if row is not None]

    def _row(self, register: Register, record: bytes) -> Row | None:
        """A live record's own fields. Much cheaper than the row of a list, and asked for every row of a sheet."""
        found = self.shelf.stored(register, record)
        return _row(register, found) if found is not None else None

    def _rows(self, register: Register, records: list[bytes]) -> list[Row | None]:
        return [self._row(register, record) for record in records]

    # -- keeping

    def _add(self, entity: Entity) -> Entity:
        self.entities.append(entity)
        if entity.id is not None:
            self._of_id[entity.id] = entity
        self._index(entity)
        return entity

    def _index(self, entity: Entity) -> None:
        register, whole = entity.register, _whole(entity)
        exact = whole.get(register.identity.exact) if register.identity.exact else None
        if exact:
            _keep(self._exact, (register.name, exact), entity)
        if register.identity.name:
            _keep(self._named, (register.name, _folded_name(register, whole)), entity)
        for key in _whole_keys(register, whole):
            _keep(self._keyed, _keyed(register, key, whole), entity)

    # -- what would change

    def settle(self) -> None:
        """Work out every entity's changes; call once, after the last row."""
        for entity in self.entities:
            entity.changes = changes_of(entity)
            entity.values, entity.usual = entity.changes, {}  # no longer asked: two such dictionaries for each row are a lot


def _disagrees(entity: Entity, values: Mapping[str, Any]) -> bool:
    """Whether an earlier row says otherwise in a field that has one value."""
    for name, value in values.items():
        described = entity.register.field(name)
        before = entity.values.get(name)
        if before is None or described.kind in SETS or described.kind is Kind.NOTE:
            continue
        if before is not value and before != value and not _alike_text(described, before, value):
            return True
    return False


def _row(register: Register, found: Mapping[str, Any]) -> Row:
    values = {each.name: found[each.name] for each in register.fields}
    return Row(bytes(found["id"]), register.name, found["revision"], False, found["council"], values)


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: plain_value(value) for name, value in values.items()}


def _whole(entity: Entity) -> dict[str, Any]:
    """What the book holds, with what the sheet says over it; links as entities where the sheet says them."""
    stored = {each.name: entity.was(each.name) for each in entity.register.fields} if entity.stored else {}
    return stored | entity.usual | entity.values


def _hashable(value: Any) -> Any:
    return (value.id or value) if isinstance(value, Entity) else value


def _keep(index: dict[Any, list[Entity]], key: Any, entity: Entity) -> None:
    found = index.setdefault(key, [])
    if entity not in found:
        found.append(entity)


def _whole_keys(register: Register, values: Mapping[str, Any]) -> Iterable[tuple[str, ...]]:
    return (key for key in register.identity.keys if all(values.get(name) is not None for name in key))


def _keyed(register: Register, key: tuple[str, ...], values: Mapping[str, Any]) -> tuple[Any, ...]:
    return (register.name, key, same.apart(register, values), *(_hashable(values[name]) for name in key))


def _folded_name(register: Register, values: Mapping[str, Any]) -> str:
    return " ".join(thai.fold(values.get(name) or "") for name in register.identity.name).strip()


def _first_names_alike(register: Register, values: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """A like name, as `same.find` asks it of stored records: letter for letter, by sound, or one of the names the same."""
    mine, theirs = _folded_name(register, values), _folded_name(register, other)
    pairs = [(thai.match_key(values.get(name) or ""), thai.match_key(other.get(name) or "")) for name in register.identity.name]
    return mine == theirs or any(a and a == b for a, b in pairs)


def _agree(mine: str | None, theirs: str | None) -> bool:
    """Whether two IDs or dates can be of one person: one missing, or one the beginning of the other."""
    return not mine or not theirs or mine.startswith(theirs) or theirs.startswith(mine)


def _alike_text(described: Field, a: Any, b: Any) -> bool:
    return described.kind in (Kind.TEXT, Kind.CODE) and isinstance(a, str) and isinstance(b, str) and thai.fold(a) == thai.fold(b)


def _contained(register: Register, values: Mapping[str, Any], stored: Mapping[str, Any]) -> bool:
    """Whether a stored record says already all that these values say."""
    for name, value in values.items():
        described, old = register.field(name), stored.get(name)
        if old is None or renewed(described, old, value, exactly=False) != old:
            return False
    return bool(values)
