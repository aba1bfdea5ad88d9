"""docs/cli.md tells of every command and every option."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from desktop import cli
from desktop.cli.parser import parse

DOCS = (Path(__file__).resolve().parent.parent.parent / "docs" / "cli.md").read_text(encoding="utf-8")
COMMANDS = (
    "new", "join", "counts", "due", "registers", "check", "rescue", "report", "list", "sums", "find", "set", "do", "attach", "extract", "history",
    "conflicts", "same", "sheet import", "sheet export", "enrol", "pcs", "parcel make", "parcel show", "parcel take", "parcel waiting", "demo",
    "self-test",
)  # fmt: skip


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_is_documented_with_all_its_options(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        parse([*command.split(), "--help"])
    assert ended.value.code == 0
    (usage,) = re.findall(r"^usage: sapha-cli(.*?)\n\n", capsys.readouterr().out, re.DOTALL)
    (heading,) = re.findall(rf"^### `{command}\b(.*)`$", DOCS, re.MULTILINE)
    options = set(re.findall(r"--[\w-]+", usage)) - {"--json", "--language"}
    assert set(re.findall(r"--[\w-]+", heading)) == options


def test_every_exit_code_is_documented() -> None:
    for code in (cli.DONE, cli.REFUSED, cli.USAGE, cli.FAULT, cli.BUG, cli.STOPPED):
        assert re.search(rf"\b{code}\b", DOCS)
