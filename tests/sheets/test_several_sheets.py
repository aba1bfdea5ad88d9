"""A workbook with a sheet for each village: its refused rows come back in the same sheets, and only what was mended comes in."""

from __future__ import annotations

from pathlib import Path

import openpyxl

from desktop.records.book import Book
from desktop.sheets import importing
from desktop.sheets.refused import write_refused

_HEAD = ["ที่", "ชื่อ-สกุล", "บ้านเลขที่"]


def _villages(path: Path) -> Path:
    made = openpyxl.Workbook()
    made.remove(made.worksheets[0])
    for moo, names in ((1, ["นายหนึ่ง ใจดี", None]), (2, [None, "นางสอง ดีงาม"])):
        sheet = made.create_sheet(f"หมู่ {moo}")
        sheet.append([f"รายชื่อ หมู่ที่ {moo}"])
        sheet.append(_HEAD)
        for number, name in enumerate(names, 1):
            sheet.append([number, name, f"{moo}{number}"])
    made.save(path)
    return path


def test_refused_rows_of_several_sheets_come_back_in_their_sheets(council: Book, tmp_path: Path) -> None:
    plan = importing.prepare(council, "people", _villages(tmp_path / "v.xlsx"))
    assert [plan.table.where(refused.rows[0]) for refused in plan.refused] == ["หมู่ 1!4", "หมู่ 2!3"]
    assert importing.apply(council, plan).new == 2
    back = tmp_path / "back.xlsx"
    assert write_refused(plan, back) == 2
    made = openpyxl.load_workbook(back)
    assert made.sheetnames == ["หมู่ 1", "หมู่ 2"]
    for sheet, kept in zip(made.worksheets, ("12", "21"), strict=True):
        assert [sheet.cell(3, 3).value, sheet.cell(4, 3).value] == [kept, None]
        assert "ชื่อ" in str(sheet.cell(3, 4).value)
        sheet.cell(3, 2).value = f"นายแก้{kept} แล้ว"
    made.save(back)
    again = importing.prepare(council, "people", back)
    assert again.counts() == {"new": 2, "changed": 0, "same": 0, "refused": 0}
    assert [record.value("moo") for record in again.records] == [1, 2]


def test_one_table_of_several_may_be_chosen_alone(council: Book, tmp_path: Path) -> None:
    source = importing.look(council, "people", _villages(tmp_path / "v.xlsx"))
    assert [len(table.rows) for table in source.tables] == [4, 2, 2]
    alone = importing.prepare(council, "people", importing.choose(council, "people", source, source.tables[2]))
    assert alone.counts() == {"new": 1, "changed": 0, "same": 0, "refused": 1}
    assert [table.sheet.name for table in alone.other_tables] == ["หมู่ 1"]
