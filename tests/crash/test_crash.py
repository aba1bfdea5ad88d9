"""Killed at random moments and steps of saving, making and taking (story 24): nothing confirmed is lost, nothing is half, receipts are true.
`make crash` does a thousand."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.crash.driver import Trial, Worker, kill

KILLS = int(os.environ.get("SAPHA_CRASHES", "200"))
PARTS = 5

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no kill -9 and no fork there")


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    with Worker() as made:
        yield made


@pytest.mark.timeout(120 + KILLS * 2)
@pytest.mark.parametrize("deed", ["make", "take"])
@pytest.mark.parametrize("part", range(PARTS))
def test_killed_at_any_point_nothing_confirmed_is_lost_and_the_next_hand_over_is_whole(
    worker: Worker, tmp_path: Path, deed: str, part: int
) -> None:
    trial = Trial(tmp_path, worker, seed=part * 2 + (deed == "make"))
    runs = kill(trial, deed, KILLS // PARTS // 2)
    assert trial.kills == len(runs) == KILLS // PARTS // 2
    assert len(trial.reached) >= 2, "kills before anything was confirmed, and after"
