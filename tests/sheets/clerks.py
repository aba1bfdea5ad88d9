"""Workbooks as clerks of different councils made them, each with what a careful person reads in it (clerks.json): one kind of mess each."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from pathlib import Path
from typing import Any

import openpyxl

BOOKS: dict[str, dict[str, Any]] = {book["name"]: book for book in json.loads(Path(__file__).with_suffix(".json").read_text("utf-8"))}


def workbook(book: dict[str, Any], folder: Path) -> Path:
    """Write it as its file was: a workbook, or text in some encoding with some separator."""
    kind, _colon, how = book["file"].partition(":")
    path = folder / f"{book['name']}.{kind}"
    if how:
        encoding, _comma, separator = how.partition(",")
        out = io.StringIO(newline="")
        csv.writer(out, delimiter={"tab": "\t"}.get(separator, separator)).writerows(book["sheets"][0]["rows"])
        path.write_bytes(out.getvalue().encode(encoding))
        return path
    made = openpyxl.Workbook()
    made.remove(made.worksheets[0])
    for sheet in book["sheets"]:
        _fill(made.create_sheet(sheet["name"]), sheet)
    made.save(path)
    return path


def _fill(out: Any, sheet: dict[str, Any]) -> None:
    for row, values in enumerate(sheet["rows"], 1):
        for column, value in enumerate(values, 1):
            if isinstance(value, dict):
                out.cell(row, column, dt.datetime.fromisoformat(value["day"])).number_format = "d/m/yyyy"
            elif value not in (None, ""):
                out.cell(row, column, value)
    for place, code in sheet.get("formats", {}).items():
        out[place].number_format = code
    for span in sheet.get("merge", ()):
        out.merge_cells(span)
    for row in sheet.get("hidden_rows", ()):
        out.row_dimensions[row].hidden = True
    for column in sheet.get("hidden_columns", ()):
        out.column_dimensions[column].hidden = True
    out.sheet_state = "hidden" if sheet.get("hidden") else "visible"
