"""docs/fields.md says where every field of the field study is kept; what it names must be there."""

from __future__ import annotations

import re
from pathlib import Path

from desktop.registers import REGISTERS

DOC = Path(__file__).parents[2] / "docs" / "fields.md"
NAMED = re.compile(r"`([a-z_]+)\.([a-z_0-9]+)`")


def test_every_field_named_there_is_a_field() -> None:
    named = NAMED.findall(DOC.read_text(encoding="utf-8").partition("## ")[2])
    assert len(named) > 150
    assert [f"{register}.{field}" for register, field in named if register not in REGISTERS or not REGISTERS[register].has(field)] == []


def test_every_line_says_where_or_why_not() -> None:
    for line in DOC.read_text(encoding="utf-8").splitlines():
        if line.startswith("|") and not line.startswith("|---"):
            kept = line.strip("|").split("|")[-1].strip()
            assert kept == "kept in" or NAMED.search(kept) or len(kept) > 20, line


def test_all_33_rows_of_the_household_are_there() -> None:
    numbers = {int(number) for number in re.findall(r"^\| (\d+) \|", DOC.read_text(encoding="utf-8"), re.MULTILINE)}
    assert numbers == set(range(1, 34))


def test_no_field_of_a_person_or_household_is_forgotten_there() -> None:
    # Only what the program itself needs is not in the field study.
    own = {"households.note", "households.surveyed_on", "households.surveyor", "people.note"}
    named = {f"{register}.{field}" for register, field in NAMED.findall(DOC.read_text(encoding="utf-8"))}
    for register in ("people", "households", "consents"):
        fields = {f"{register}.{field.name}" for field in REGISTERS[register].fields}
        assert fields - named - own <= {"consents.note"}
