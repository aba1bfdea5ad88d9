"""Where columns went is kept under the workbook's shape, offered the next time, and handed from the region to its councils."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from desktop.records.book import Book
from desktop.sheets import importing
from desktop.sheets.remembered import recall
from desktop.sync import taking
from tests.sync.offices import make, meet

Make = Callable[..., Any]
HEADS = ["ลำดับ", "ใคร", "สกุล", "ติดต่อ"]


def brought(book: Book, path: Path, **sent: str) -> importing.Source:
    source = importing.look(book, "people", path)
    mapping = source.mapping
    for column, target in sent.items():
        mapping = mapping.with_target(ord(column) - 64, target)
    importing.apply(book, importing.prepare(book, "people", source, mapping))
    return source


def test_a_workbook_of_the_same_shape_needs_no_questions_next_time(council: Book, make_sheet: Make) -> None:
    first = make_sheet([HEADS, [1, "ทองใบ", "ใจดี", "081-000-0001"]], "a.xlsx")
    assert importing.look(council, "people", first).recalled == ""
    brought(council, first, B="first_name", D="phones")
    second = make_sheet([["รายชื่อปี 2568"], HEADS, [1, "คำ", "ดี", "081-000-0002"]], "b.xlsx")
    source = importing.look(council, "people", second)
    assert source.recalled == "own"
    assert [each.target for each in source.mapping.columns] == ["ignore", "first_name", "last_name", "phones"]
    other = make_sheet([[*HEADS, "หมายเหตุ"], [1, "ก", "ข", "", ""]], "c.xlsx")
    assert importing.look(council, "people", other).recalled == ""


def test_the_last_word_counts_and_undo_takes_the_import_back_not_the_columns(council: Book, make_sheet: Make) -> None:
    path = make_sheet([HEADS, [1, "ทองใบ", "ใจดี", "081-000-0001"]])
    brought(council, path, B="first_name", D="phones")
    brought(council, path, D="known_as")
    council.undo()
    council.undo()
    assert council.counts()["people"] == 0
    table = importing.look(council, "people", path).table
    kept = recall(council, "people", table)
    assert kept is not None and kept[0].target(4) == "known_as"


def test_what_the_region_said_of_a_workbook_travels_to_its_councils(
    council: Book, make_book: Make, make_sheet: Make, tmp_path: Path
) -> None:
    region = make_book("region", kind="region", areas=["21"])
    meet(council, region, tmp_path / "cards")
    path = make_sheet([HEADS, [1, "ทองใบ", "ใจดี", "081-000-0001"]])
    brought(region, path, B="first_name", D="phones")
    assert importing.look(council, "people", path).recalled == ""
    back = tmp_path / "back"
    back.mkdir()
    taking.take(region, [make(council, tmp_path / "stick")], receipts=back)
    taking.take(council, [back])
    source = importing.look(council, "people", path)
    assert source.recalled == "region" and source.mapping.target(4) == "phones"
    brought(council, path, D="known_as")
    assert importing.look(council, "people", path).recalled == "own"
