"""Commands about single records: set, history, conflicts."""

from __future__ import annotations

import argparse
from functools import partial
from typing import TYPE_CHECKING, Any

from desktop.base.errors import Refused
from desktop.base.i18n import N_, _
from desktop.base.ids import id_text
from desktop.cli.opening import opened, register_of
from desktop.cli.output import Answer, Output, WrongUsage

if TYPE_CHECKING:
    from desktop.records.book import Book, Entry
    from desktop.records.register import Problem, Register

NEW = "new"  # in place of an id


def set_(options: argparse.Namespace, output: Output) -> Answer:
    """Set fields as a person would type them. A field seen through a link is set in the linked record, in the same deed."""
    from desktop.cli import values
    from desktop.records import proposing
    from desktop.records.deed import Deed
    from desktop.records.editing import check
    from desktop.records.register import Level

    with opened(options) as book:
        register = register_of(book, options.register)
        record = None if options.id == NEW else values.record_id(options.id)
        if record is not None:
            book.row(register.name, record)
        own, linked, problems = _assigned(book, register, options.fields)
        proposed = options.propose and book.proposes(book.row(register.name, record).council if record is not None else None)
        change = partial(proposing.change, reason=options.reason) if proposed else Deed.put
        with book.write("cli") as deed:
            before = deed.row(register.name, record) if record is not None else None
            for link, changes in linked.items():
                target = own.get(link) or (before.values[link] if before is not None else None)
                where = book.registers[register.field(link).register]
                if target is None:
                    own[link] = deed.put(where.name, None, dict(where.defaults()) | changes)
                else:
                    change(deed, where.name, target, changes)
            if record is None:
                record = deed.put(register.name, None, dict(register.defaults()) | own)
            else:
                change(deed, register.name, record, own)
        row = book.row(register.name, record)
        problems += [problem for problem in check(register, row.values) if problem.level is Level.WARNING]
        warnings = values.problems_json(problems)
        data = {
            "id": id_text(record),
            "register": register.name,
            "row": values.row_json(book, row, codes=options.codes),
            "warnings": warnings,
            "proposed": proposed,
        }
    return Answer(data, [id_text(record), *(f"  {warning['field']}: {warning['message']}" for warning in warnings)])


def _assigned(book: Book, register: Register, words: list[str]) -> tuple[dict[str, Any], dict[str, dict[str, Any]], list[Problem]]:
    """(own fields, fields of linked records by link, problems) of FIELD=VALUE ..."""
    from desktop.cli import values

    own: dict[str, Any] = {}
    linked: dict[str, dict[str, Any]] = {}
    problems: list[Problem] = []
    lookups = {lookup.name: lookup for lookup in register.lookups}
    for word in words:
        name, equals, text = word.partition("=")
        if not equals:
            raise WrongUsage(_("“{word}” is not FIELD=VALUE.").format(word=word))
        if not register.has(name) and name not in lookups:
            raise Refused(
                N_("There is no field “{name}”. There are: {all}."), code="unknown_field", field=name, name=name, all=_names(register)
            )
        value, found = values.typed(book, book.registers.described(register, name), text)
        problems += found
        if register.has(name):
            own[name] = value
        else:
            linked.setdefault(lookups[name].link, {})[lookups[name].field] = value
    return own, linked, problems


def _names(register: Register) -> str:
    return ", ".join([field.name for field in register.fields] + [lookup.name for lookup in register.lookups])


def history(options: argparse.Namespace, output: Output) -> Answer:
    """Every value ever set, newest first; also those of the records it links to, as far as they are seen through it."""
    from desktop.cli import values

    with opened(options) as book:
        register = register_of(book, options.register)
        record = values.record_id(options.id)
        row = book.row(register.name, record)
        found = [(entry, register, record, entry.field) for entry in book.history(register.name, record)]
        for lookup in register.lookups:
            link = register.field(lookup.link)
            target = row.values.get(link.name)
            if target is not None:
                entries = book.history(link.register, target)
                found += [(entry, book.registers[link.register], target, lookup.name) for entry in entries if entry.field == lookup.field]
        found.sort(key=lambda each: each[0].when_ms, reverse=True)
        told = [
            {"field": name, "register": where.name, "record": id_text(of)} | _entry(book, where, entry, codes=options.codes)
            for entry, where, of, name in found
        ]
    lines = [f"{each['when']}\t{each['who']}\t{each['office']}\t{each['op']}\t{each['field']}\t{each['value']}" for each in told]
    return Answer({"id": id_text(record), "history": told}, lines)


def _entry(book: Book, register: Register, entry: Entry, *, codes: bool) -> dict[str, Any]:
    from desktop.cli import values
    from desktop.records import kinds
    from desktop.records.register import SETS

    made: dict[str, Any] = {
        "who": entry.who,
        "when": values.when_json(entry.when_ms),
        "replica": entry.replica.hex(),
        "office": entry.office,
        "number": entry.number,
        "op": entry.op,
    }
    if entry.field == values.DELETED:
        return made | {"field": values.GONE, "value": bool(entry.value)}
    if not register.has(entry.field):
        return made | {"value": entry.value.hex() if isinstance(entry.value, bytes) else entry.value}
    field = register.field(entry.field)
    if field.kind in SETS:
        # A set is kept element by element: `added` says whether it was put in or taken out.
        return made | {
            "value": kinds.to_json(field, (entry.value[1:],), book.code_lists, as_codes=codes)[0],
            "added": entry.value[0] == "+",
        }
    return made | {"value": kinds.to_json(field, entry.value, book.code_lists, as_codes=codes)}


def conflicts(options: argparse.Namespace, output: Output) -> Answer:
    """List what two offices said differently; settle one."""
    from desktop.cli import values

    if (options.resolve is None) != (options.keep is None):
        raise WrongUsage(_("--resolve and --keep go together."))
    with opened(options) as book:
        settled: dict[str, Any] = {}
        if options.resolve is not None:
            conflict = next((each for each in book.conflicts() if each.id == options.resolve), None)
            if conflict is None:
                raise Refused(N_("There is no such conflict, or it is settled already."), code="no_conflict", field="resolve")
            value = values.kept(book, conflict, options.keep)
            book.resolve(conflict.id, value)
            settled = {"resolved": conflict.id, "kept": values.head_json(book, conflict, value, codes=options.codes)}
        told = [values.conflict_json(book, conflict, codes=options.codes) for conflict in book.conflicts()]
    lines = [_("Settled.")] if settled else []
    for each in told:
        lines.append(f"{each['id']}\t{each['name']}\t{each['field']} {each['element'] or ''}".rstrip())
        lines += [
            f"  {'*' if head['shown'] else ' '} {head['value']}\t{head['who']}\t{head['office']}\t{head['when']}" for head in each["values"]
        ]
    lines.append(_("{count} open conflicts").format(count=len(told)))
    return Answer(settled | {"conflicts": told}, lines)
