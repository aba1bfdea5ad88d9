"""The old workbooks through the command line: what `list` shows is what their truth files say, field by field."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.cli.conftest import Run, rows

MESSY = Path(__file__).resolve().parent.parent / "data" / "messy"
PERSON = ("prefix", "first_name", "last_name", "national_id", "birth_date", "phones")


def truth(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((MESSY / f"{name}.truth.json").read_text(encoding="utf-8"))["records"]
    return found


def taken(record: dict[str, Any], names: tuple[str, ...]) -> tuple[Any, ...]:
    return tuple(tuple(sorted(value)) if isinstance(value, list) else value for value in (record.get(name) for name in names))


def test_the_members_are_those_of_the_workbook(run: Run, profile: Path) -> None:
    said = run("sheet", "import", profile, "members", MESSY / "01_members_merged_header.xlsx", language="th")
    wanted = truth("01_members_merged_header")
    assert (said.code, said.json["rows"], said.json["new"], said.json["refused"]) == (0, len(wanted), len(wanted), 0)
    names = (*PERSON, "house_no", "moo", "position", "group")
    listed = run("list", profile, "members", "--limit", "0", language="th").json["rows"]
    assert sorted(map(str, (taken(row, names) for row in listed))) == sorted(map(str, (taken(record, names) for record in wanted)))
    assert {row["tambon_code"] for row in listed} == {"210304"}


def test_the_households_and_their_persons_are_those_of_the_workbook(run: Run, profile: Path) -> None:
    said = run("sheet", "import", profile, "households", MESSY / "03_households_numbers_and_dates.xlsx", language="th")
    wanted = truth("03_households_numbers_and_dates")
    assert (said.code, said.json["rows"], said.json["new"], said.json["refused"]) == (0, len(wanted), len(wanted), 0)
    listed = {row["house_code"]: row for row in run("list", profile, "households", "--limit", "0", language="th").json["rows"]}
    assert set(listed) == {record["house_code"] for record in wanted}
    for record in wanted:
        row = listed[record["house_code"]]
        for name in ("house_no", "moo", "income_month", "house_condition"):
            assert row[name] == record[name], (record["row"], name)
        names = (*PERSON, "relation")
        assert [taken(person, names) for person in row["persons"]] == [taken(person, names) for person in record["persons"]]
    everybody = rows(run, profile, "people")
    assert len(everybody) == sum(len(record["persons"]) for record in wanted)
    assert all(row["house_code"] and row["relation"] for row in everybody)
