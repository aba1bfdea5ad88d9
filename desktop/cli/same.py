"""The command for people who may be there twice: the queue, and answers to it. Merging is a deed of the register (`do`)."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from desktop.base.errors import Refused
from desktop.base.i18n import N_, _
from desktop.base.ids import id_text
from desktop.cli.opening import opened
from desktop.cli.output import Answer, Output, WrongUsage

if TYPE_CHECKING:
    from desktop.records.book import Book
    from desktop.records.pairs import Pair


def same(options: argparse.Namespace, output: Output) -> Answer:
    """List the queue after looking at whatever was written since the last time; with --answer settle one pair first."""
    from desktop.cli import values
    from desktop.records import matching, pairs

    if (options.answer is None) != (options.of is None):
        raise WrongUsage(_("--of and --answer go together."))
    with opened(options) as book:
        for register in book.registers.values():
            if options.afresh and register.identity.matched:
                matching.afresh(book.store, register, output.progress())
        matching.catch_up(book.store, book.registers, output.progress())
        answered: dict[str, Any] = {}
        if options.answer is not None:
            wanted = sorted(values.record_id(word) for word in options.of)
            with book.read() as reader:
                every = pairs.listed(reader, book.registers, pairs.count(reader, book.registers))
            found = next((pair for pair in every if [pair.a, pair.b] == wanted), None)
            if found is None:
                raise Refused(N_("These two are not in the queue."), code="no_pair", field="of")
            book.answer(found.register, found.a, found.b, options.answer, "cli")
            answered = {"answered": options.answer, "of": [id_text(found.a), id_text(found.b)]}
        with book.read() as reader:
            waiting = pairs.count(reader, book.registers)
            queue = pairs.listed(reader, book.registers, options.limit or waiting)
        told = _told(book, queue)
    lines = [f"{pair['score']:6.2f} {'*' if pair['sure'] else ' '} {' = '.join(pair['ids'])}\t{', '.join(pair['for'])}" for pair in told]
    return Answer(answered | {"total": waiting, "pairs": told}, [*lines, _("{count} pairs wait for an answer").format(count=waiting)])


def _told(book: Book, queue: list[Pair]) -> list[dict[str, Any]]:
    from desktop.records.matchwords import worded

    told = []
    for pair in queue:
        rows = book.rows(pair.register, [pair.a, pair.b])
        speaks_for, against = worded(pair.reasons)
        told.append(
            {
                "register": pair.register,
                "ids": [id_text(pair.a), id_text(pair.b)],
                "names": [book.registers[pair.register].name_of(row.values) if row is not None else "" for row in rows],
                "one_council": len({row.council for row in rows if row is not None}) == 1,
                "score": pair.score,
                "sure": pair.sure,
                "for": speaks_for,
                "against": against,
                "later": pair.later,
            }
        )
    return told
