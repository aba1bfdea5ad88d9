"""docs/faults.md names tests that exist, and a test for every fault story."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "docs" / "faults.md").read_text(encoding="utf-8")
NAMED = sorted(set(re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", TEXT)))


@pytest.mark.parametrize(("file", "test"), NAMED)
def test_a_test_that_is_named_is_there(file: str, test: str) -> None:
    assert re.search(rf"^def {test}\(", (ROOT / file).read_text(encoding="utf-8"), re.MULTILINE)


def test_every_story_from_15_to_29_has_one() -> None:
    told = {int(number) for number in re.findall(r"^\| (\d+)[^|]*\|[^|]*\| `tests/", TEXT, re.MULTILINE)}
    assert told >= set(range(15, 30))
