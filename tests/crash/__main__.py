"""`make crash`: a thousand kills and five thousand power cuts (or as many as SAPHA_CRASHES and SAPHA_CUTS say), and what they hit."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from random import Random

from desktop.base import i18n
from tests.crash.cuts import cut, points, record_day
from tests.crash.driver import Trial, Worker, kill

PER_TRIAL = 50  # then fresh books: what is checked after a kill grows with them
PER_DAY = 500  # cuts; then another day is recorded


def main() -> int:
    """Stops with the first promise that is broken, naming the seed that shows it again."""
    i18n.use("en")
    kills(int(os.environ.get("SAPHA_CRASHES", "1000")))
    if sys.platform == "linux":
        cuts(int(os.environ.get("SAPHA_CUTS", "5000")), int(os.environ.get("SAPHA_SEED", "0")))
    return 0


def kills(wanted: int) -> None:
    """Halves of make and take in turns."""
    done, seed, began = 0, 0, time.monotonic()
    with Worker() as worker:
        while done < wanted:
            deed = ("make", "take")[seed % 2]
            with tempfile.TemporaryDirectory(prefix="sapha-crash-") as folder:
                trial = Trial(Path(folder), worker, seed)
                try:
                    kill(trial, deed, min(PER_TRIAL, wanted - done))
                except BaseException:
                    print(f"broken: seed {seed}, {deed}, after {done + trial.kills} kills", file=sys.stderr)
                    raise
            done += trial.kills
            seed += 1
            print(f"{done:5} kills  {deed}: after {sorted(trial.reached)} saves confirmed or parcels taken", flush=True)
    print(f"{done} kills in {time.monotonic() - began:.0f} s; nothing confirmed was lost, nothing half was taken, no number used twice")


def cuts(wanted: int, seed: int) -> None:
    """Of recorded days, each of its own."""
    seen: Counter[str] = Counter()
    began = time.monotonic()
    while seen["cuts"] < wanted:
        with tempfile.TemporaryDirectory(prefix="sapha-cuts-") as folder:
            chance = Random(seed)
            try:
                calls = record_day(Path(folder), seed)
                seen += cut(calls, points(calls, min(PER_DAY, wanted - seen["cuts"]), chance), chance, Path(folder), hand_over_every=3)
            except BaseException:
                print(f"broken: SAPHA_SEED={seed}, after {seen['cuts']} cuts of the days before it", file=sys.stderr)
                raise
        seed += 1
        print(f"{seen['cuts']:5} power cuts  {dict(seen)}", flush=True)
    print(f"{seen['cuts']} power cuts in {time.monotonic() - began:.0f} s; every book opened at once with all that was confirmed")


if __name__ == "__main__":
    sys.exit(main())
