"""The power is cut while books are made, saved, backed up and handed over (story 24): whatever the disk had of what was not synced, the book opens
at once, holds every confirmed save, and the next hand-over works. `make crash` does five thousand."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from random import Random

import pytest

from tests.crash.cuts import cut, points, record_day
from tests.crash.disk import Call, Disk

CUTS = int(os.environ.get("SAPHA_CUTS", "100"))


@pytest.mark.skipif(sys.platform != "linux", reason="strace records what is asked of the disk")
@pytest.mark.timeout(300 + CUTS * 3)
def test_a_power_cut_at_any_call_loses_no_confirmed_save_and_leaves_nothing_half(tmp_path: Path) -> None:
    calls, chance = record_day(tmp_path, 24), Random(24)
    seen = cut(calls, points(calls, CUTS, chance), chance, tmp_path, hand_over_every=6)
    print(dict(seen))
    assert seen["cuts"] == CUTS
    # A cut that hits nothing proves nothing.
    assert all(seen[what] for what in ("council", "region", "handed over", "founded again"))


def disk(*calls: Call) -> Disk:
    made = Disk()
    for call in calls:
        made.did(call)
    return made


def outcomes(of: Disk) -> list[dict[str, bytes | None]]:
    """All that a cut was seen to leave."""
    found: list[dict[str, bytes | None]] = []
    for seed in range(300):
        left = of.left(Random(seed))
        if left not in found:
            found.append(left)
    return found


def test_the_simulated_disk_keeps_what_was_synced_and_only_that_for_sure() -> None:
    make, write = Call("make", 1, name="a"), Call("write", 1, 0, b"old")
    sync, named = Call("sync", 1), Call("sync_folder")
    assert {} in outcomes(disk(make, write, sync))
    assert {"a": b""} in outcomes(disk(make, named, write))
    assert outcomes(disk(make, write, sync, named)) == [{"a": b"old"}]
    overwritten = outcomes(disk(make, write, sync, named, Call("write", 1, 0, b"new")))
    assert len(overwritten) == 2 and {"a": b"old"} in overwritten and {"a": b"new"} in overwritten


def test_the_simulated_disk_tears_at_sectors_and_moves_a_name_as_a_whole() -> None:
    old = [Call("make", 1, name="a"), Call("write", 1, 0, b"0" * 1024), Call("sync", 1), Call("sync_folder")]
    torn = outcomes(disk(*old, Call("write", 1, 0, b"1" * 1024)))
    assert {bytes(left["a"] or b"") for left in torn} == {one * 512 + two * 512 for one in (b"0", b"1") for two in (b"0", b"1")}
    moved = outcomes(disk(*old, Call("rename", 1, name="a", to="b")))
    assert sorted(tuple(left) for left in moved) == [("a",), ("b",)]
