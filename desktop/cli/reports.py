"""The command for the report: its figures and workbook, what is behind a figure, and the rounds frozen under a name."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.base import dates
from desktop.base.errors import Refused
from desktop.base.i18n import N_, _
from desktop.base.ids import id_text
from desktop.cli.opening import opened
from desktop.cli.output import Answer, Output, WrongUsage

if TYPE_CHECKING:
    from desktop.records.book import Book
    from desktop.reports.behind import Behind, Entry
    from desktop.reports.figures import Figures
    from desktop.reports.rounds import Round

_PAGE = 500


def report(options: argparse.Namespace, output: Output) -> Answer:
    """The figures and the workbook, of now or of a round; or one of the other things asked for."""
    with opened(options) as book:
        if options.rounds:
            return _rounds(book)
        if options.delete:
            return _delete(book, options)
        if options.behind:
            return _behind(book, options)
        if options.freeze:
            return _freeze(book, options)
        if not options.out:
            raise WrongUsage(_("Say --out FILE.xlsx, --freeze NAME, --rounds or --behind TABLE ROW COLUMN."))
        return _figures(book, options)


def _figures(book: Book, options: argparse.Namespace) -> Answer:
    from desktop.reports import rounds, workbook
    from desktop.reports.figures import figures

    if options.round:
        frozen = rounds.named(book, options.round)
        digest = rounds.save(book, frozen.uid, Path(options.out))
        made = rounds.numbers(book, frozen.uid)
        data = _told(made) | {"round": _round(frozen), "file": str(options.out), "sha256": digest}
    else:
        made = figures(book, fiscal_year=options.year)
        workbook.save(made, Path(options.out), book.code_lists)
        data = _told(made) | {"file": str(options.out)}
    return Answer(data, [_sentence(made), _("The report lies in {file}.").format(file=options.out)])


def _freeze(book: Book, options: argparse.Namespace) -> Answer:
    from desktop.reports import rounds

    frozen = rounds.freeze(book, options.freeze, options.note or "", options.year)
    data: dict[str, Any] = {"round": _round(frozen)}
    lines = [_("“{name}” is frozen, data as of {day}.").format(name=frozen.name, day=dates.show(frozen.made_on))]
    if options.out:
        data |= {"file": str(options.out), "sha256": rounds.save(book, frozen.uid, Path(options.out))}
        lines.append(_("The report lies in {file}.").format(file=options.out))
    made = rounds.numbers(book, frozen.uid)
    return Answer(_told(made) | data, [_sentence(made), *lines])


def _rounds(book: Book) -> Answer:
    from desktop.reports import rounds

    found = rounds.listed(book)
    lines = [
        "\t".join((each.name, dates.show(each.made_on), each.who, _("{count} changes since").format(count=f"{each.since:,}"), each.note))
        for each in found
    ]
    return Answer({"rounds": [_round(each) for each in found]}, lines or [_("No round is frozen yet.")])


def _delete(book: Book, options: argparse.Namespace) -> Answer:
    from desktop.reports import rounds

    frozen = rounds.named(book, options.delete)
    if not options.anyway:
        raise Refused(
            N_("“{name}” would be gone for good: its figures can't be counted again. Say --anyway to delete it."),
            code="round_kept",
            field="delete",
            name=frozen.name,
        )
    rounds.forget(book, frozen.uid)
    return Answer({"deleted": _round(frozen)}, [_("“{name}” is deleted.").format(name=frozen.name)])


def _behind(book: Book, options: argparse.Namespace) -> Answer:
    from desktop.reports import behind, rounds
    from desktop.reports.figures import figures

    if options.round:
        frozen = rounds.named(book, options.round)
        cell = behind.cell(rounds.numbers(book, frozen.uid), *options.behind)
        found = rounds.look_behind(book, frozen.uid, cell)
    else:
        cell = behind.cell(figures(book, fiscal_year=options.year), *options.behind)
        found = behind.live(book, cell, options.year)
    records = [each for start in range(0, len(found.entries), _PAGE) for each in _records(book, found.entries[start : start + _PAGE])]
    data = {"cell": list(cell), "value": _number(found.value), "records": records, "arrived": _arrived(book, found)}
    words = {behind.CHANGED: _("changed since"), behind.GONE: _("gone since")}
    lines = [
        "\t".join((each["id"], each["name"], each["council"], f"{each['amount']:,}", words.get(each["state"], ""))).rstrip()
        for each in records
    ]
    return Answer(data, [*lines, _("{count} records, {sum} in all").format(count=f"{len(records):,}", sum=f"{found.value:,}")])


def _records(book: Book, entries: Sequence[Entry]) -> list[dict[str, Any]]:
    from desktop.reports import behind

    return [
        {
            "register": entry.register,
            "id": id_text(entry.id),
            "name": one.name,
            "council": one.office,
            "amount": _number(entry.amount),
            "state": one.state,
        }
        for entry, one in zip(entries, behind.named(book, entries), strict=True)
    ]


def _arrived(book: Book, found: Behind) -> list[dict[str, Any]]:
    """How far the parcels of those councils had come."""
    offices = book.offices()
    came = {entry.council for entry in found.entries} & set(found.arrived)
    return [
        {
            "council": offices[uid].name if uid in offices else uid.hex(),
            "parcel": found.arrived[uid].number,
            "at_ms": found.arrived[uid].at_ms,
        }
        for uid in sorted(came)
    ]


def _round(frozen: Round) -> dict[str, Any]:
    return {
        "name": frozen.name,
        "note": frozen.note,
        "made_on": frozen.made_on,
        "at_ms": frozen.at_ms,
        "who": frozen.who,
        "fiscal_year": frozen.fiscal_year,
        "changes_since": frozen.since,
        "figures_sha256": frozen.digest,
    }


def _sentence(made: Figures) -> str:
    return _("{projects} projects in {areas} areas of {provinces} provinces, {budget} baht; {councils} councils, {cases} cases").format(
        projects=made.projects,
        areas=made.areas,
        provinces=made.provinces,
        budget=f"{made.budget:,.2f}".removesuffix(".00"),
        councils=made.councils,
        cases=made.cases,
    )


def _told(made: Figures) -> dict[str, Any]:
    return {
        "provinces": made.provinces,
        "councils": made.councils,
        "projects": made.projects,
        "areas": made.areas,
        "budget": _plain(made.budget),
        "requested": _plain(made.requested),
        "cases": made.cases,
        "cancelled": made.cancelled,
        "help": _plain(made.value),
        "referrals": made.referrals,
        "households": made.households,
        "agreed": made.agreed,
        "out_of_school": made.out_of_school,
        "met": made.met,
        "fiscal_year": made.fiscal_year,
        "tables": {table.name: {line.key: [_number(value) for value in line.values] for line in table.lines} for table in made.tables},
    }


def _number(value: int | Decimal) -> int | float:
    return _plain(value) if isinstance(value, Decimal) else value


def _plain(amount: Decimal) -> int | float:
    return int(amount) if amount == amount.to_integral_value() else float(amount)
