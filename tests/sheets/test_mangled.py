"""Two hundred mangled workbooks: each is read or refused in words, within ten seconds and 500 MB."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.sheets import mangled

SECONDS, MEGABYTES = 10, 500
MUST = {
    "zeros.xlsx": "sheet_too_big",
    "zeros-huge.xlsx": "sheet_too_big",
    "lying.xlsx": "sheet_too_big",
    "repeated-filled.ods": "sheet_too_big",
    "repeated-rows.ods": "sheet_too_big",
    "locked.xls": "sheet_protected",
    "strings.xls": "sheet_not_workbook",
    "entities.xlsx": "sheet_not_workbook",
    "external-entity.xlsx": "sheet_not_workbook",
    "merged-all.xlsx": "0 rows",
    "external-link.xlsx": "1 rows",
    "macros.xlsm": "1 rows",
    "dde.xlsx": "1 rows",
    "one-line.csv": "sheet_too_big",
    "picture.csv": "sheet_not_workbook",
    "empty.xlsx": "sheet_empty",
    "pdf.xlsx": "sheet_not_workbook",
}


@pytest.mark.timeout(400)
def test_none_of_200_mangled_workbooks_crashes_hangs_or_takes_the_memory(tmp_path: Path) -> None:
    mangled.main([str(tmp_path)])
    made = sorted(path.name for path in tmp_path.iterdir())
    assert len(made) == mangled.COUNT
    command = [sys.executable, "-X", "faulthandler", "-m", "tests.sheets.mangled", "--read", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=380, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    found = {line["file"]: line for line in map(json.loads, done.stdout.splitlines())}
    assert sorted(found) == made
    assert {name: found[name]["found"] for name in MUST} == MUST
    assert [line for line in found.values() if line["seconds"] > SECONDS or line["mb"] > MEGABYTES] == []
    assert done.stderr == ""
