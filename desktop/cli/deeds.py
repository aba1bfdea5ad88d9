"""The command that does a room's deed to records."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from desktop.base.errors import Refused
from desktop.base.i18n import N_, _, ngettext
from desktop.base.ids import id_text
from desktop.cli.opening import opened, register_of
from desktop.cli.output import Answer, Output, WrongUsage

if TYPE_CHECKING:
    from desktop.records.book import Book
    from desktop.records.register import Action, Register


def do(options: argparse.Namespace, output: Output) -> Answer:
    """Do a deed to records, all in one commit; what it asks is answered as FIELD=VALUE, the rest begins as in the window."""
    from desktop.cli import values

    with opened(options) as book:
        register = register_of(book, options.register)
        action = _action(register, options.action)
        records = [values.record_id(word) for word in options.words if "=" not in word]
        if not records:
            raise WrongUsage(_("Name at least one record by its id."))
        if len(records) > 1 and not action.many:
            raise Refused(N_("This is done to one record at a time."), code="one_at_a_time")
        first = book.row(register.name, records[0])
        answers = dict(action.start(first.values)) | _answers(book, action, [word for word in options.words if "=" in word])
        book.do(register.name, action.name, records, answers, "cli")
        rows = values.rows_json(book, register.name, records, codes=options.codes)
    said = ngettext("{deed}: done to {count} record.", "{deed}: done to {count} records.", len(records))
    line = said.format(deed=_(action.title).removesuffix("…"), count=len(records))
    return Answer({"register": register.name, "action": action.name, "rows": rows}, [line, *(id_text(record) for record in records)])


def _action(register: Register, name: str) -> Action:
    for action in register.actions:
        if action.name == name:
            return action
    known = ", ".join(action.name for action in register.actions) or "–"
    raise WrongUsage(_("There is no deed “{name}” in this register. There are: {all}.").format(name=name, all=known))


def _answers(book: Book, action: Action, words: list[str]) -> dict[str, Any]:
    from desktop.cli import values

    fields = {field.name: field for field in action.fields}
    found = {}
    for word in words:
        name, _equals, text = word.partition("=")
        if name not in fields:
            raise Refused(
                N_("There is no field “{name}”. There are: {all}."),
                code="unknown_field",
                field=name,
                name=name,
                all=", ".join(fields) or "–",
            )
        found[name] = values.typed(book, fields[name], text)[0]
    return found
