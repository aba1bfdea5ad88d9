"""Workbooks of the same kinds as those in the folder, by other hands, come in as a careful person would type them."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.records.book import Book
from desktop.sheets import importing
from tests.sheets import varied

FIELDS = ("prefix", "first_name", "last_name", "national_id", "birth_date", "phones", "house_no", "moo", "tambon_code")


@pytest.mark.parametrize("seed", range(30))
def test_a_workbook_by_another_hand_equals_its_truth(council: Book, tmp_path: Path, seed: int) -> None:
    made = varied.workbook(tmp_path / "v.xlsx", seed)
    plan = importing.prepare(council, "people", made.path)
    records = importing.apply(council, plan).ids
    assert [refused.text() for refused in plan.refused] == []
    found = []
    for planned, record in zip(plan.records, records, strict=True):
        values = council.row("people", record).values
        found.append({"row": planned.row} | {name: values[name] for name in FIELDS})
    assert found == made.people
    assert importing.prepare(council, "people", made.path).counts()["same"] == len(made.people)
