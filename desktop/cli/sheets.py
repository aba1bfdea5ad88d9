"""Commands about workbooks: import and export."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.base.i18n import _
from desktop.cli.opening import opened, register_of
from desktop.cli.output import Answer, Output
from desktop.records.register import Level

if TYPE_CHECKING:
    from desktop.sheets.layout import Table
    from desktop.sheets.parts import RowProblem
    from desktop.sheets.plan import Plan


def import_(options: argparse.Namespace, output: Output) -> Answer:
    """Plan, then write unless it is a dry run; refused rows do not keep the others out."""
    from desktop.sheets import importing
    from desktop.sheets.refused import write_refused

    with opened(options) as book:
        register = register_of(book, options.register).name
        plan = importing.prepare(book, register, Path(options.file), progress=output.progress(), clearing=options.clear_blanks)
        # Before the commit: if this file can't be written, nothing is done, and the next try finds everything as it was.
        if options.refused and plan.refused:
            write_refused(plan, Path(options.refused), output.progress())
        if not options.dry_run:
            importing.apply(book, plan, output.progress())
    data = _data(plan) | {"dry_run": options.dry_run, "refused_file": options.refused if options.refused and plan.refused else None}
    several = len({part.sheet.name for part in plan.table.parts}) > 1
    lines = [plan.summary(), *plan.not_read(), *(_line(problem, several) for problem in data["problems"])]
    if options.dry_run:
        lines.append(_("Nothing was written: this was a dry run."))
    if data["refused_file"]:
        lines.append(_("The refused rows lie in {file}.").format(file=data["refused_file"]))
    return Answer(data, lines)


def export(options: argparse.Namespace, output: Output) -> Answer:
    """All live records of a register, with the list's columns."""
    from desktop.records.query import ListQuery
    from desktop.sheets.export import export as write
    from desktop.sheets.export import template

    with opened(options) as book:
        register = register_of(book, options.register)
        if options.form:
            template(book, register.name, Path(options.file))
            return Answer({"rows": 0, "file": options.file}, [_("A blank form was written to {file}.").format(file=options.file)])
        rows = write(book, ListQuery(register.name), Path(options.file), progress=output.progress())
    return Answer({"rows": rows, "file": options.file}, [_("{rows} rows were written to {file}.").format(rows=rows, file=options.file)])


def exports(options: argparse.Namespace, output: Output) -> Answer:
    """Which lists left with whole IDs or health in them."""
    from datetime import UTC, datetime

    from desktop.sheets.noted import noted

    with opened(options) as book:
        found = noted(book)
    told = [
        {
            "at": datetime.fromtimestamp(each.at_ms / 1000, UTC).isoformat(timespec="seconds"),
            "who": each.who,
            "register": each.register,
            "rows": each.rows,
            "columns": list(each.columns),
        }
        for each in found
    ]
    lines = [
        f"{when['at']}  {each.who}  {each.register}: {each.rows}  ({', '.join(each.columns)})"
        for when, each in zip(told, found, strict=True)
    ]
    return Answer({"total": len(told), "exports": told}, lines or [_("No list has left with whole IDs.")])


def _data(plan: Plan) -> dict[str, Any]:
    from desktop.sheets.cells import letter
    from desktop.sheets.mapping import IGNORE

    table = plan.table
    problems = [_problem(table, each) for record in plan.records for each in record.problems]
    for refused in plan.refused:
        problems += [_problem(table, each) for each in refused.problems]
    order = {part.sheet.name: number for number, part in enumerate(table.parts)}
    problems.sort(key=lambda each: (order.get(each["sheet"], 0), each["row"]))
    return {
        "rows": plan.rows,
        **plan.counts(),
        "emptied_cells": plan.blanks,
        "warnings": sum(problem["level"] == Level.WARNING for problem in problems),
        "problems": problems,
        "sheet": table.sheet.name,
        "sheet_rows": plan.sheet_rows,
        "skipped": [{"sheet": table.place(skip.row)[0], "row": table.place(skip.row)[1], "reason": skip.reason} for skip in plan.skips],
        "left_out": [{"column": column.letter, "heading": column.heading} for column in plan.left_out],
        "other_tables": [{"sheet": each.sheet.name, "row": each.first_row, "rows": len(each.rows)} for each in plan.other_tables],
        "columns": [
            {"column": letter(each.column), "heading": each.heading, "target": each.target}
            for each in plan.mapping.columns
            if each.target != IGNORE
        ],
    }


def _problem(table: Table, problem: RowProblem) -> dict[str, Any]:
    from desktop.sheets.mapping import leaf

    return {
        "sheet": table.place(problem.row)[0],
        "row": table.place(problem.row)[1],
        "column": problem.column or None,
        "field": leaf(problem.path),
        "path": problem.path,
        "code": problem.code,
        "level": str(problem.level),
        "message": problem.text(),
    }


def _line(problem: dict[str, Any], several: bool) -> str:
    sheet = f"{problem['sheet']}!" if several else ""
    return f"  {sheet}{problem['column'] or ''}{problem['row']}: {problem['message']}"
