"""`make crash`: a thousand kills (or as many as SAPHA_CRASHES says), and what they hit."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path

from desktop.base import i18n
from tests.crash.driver import Trial, Worker, kill

PER_TRIAL = 50  # then fresh books: what is checked after a kill grows with them


def main() -> int:
    """Halves of make and take in turns; stops with the first promise that is broken, naming the seed that shows it again."""
    i18n.use("en")
    wanted, kills, seed, began = int(os.environ.get("SAPHA_CRASHES", "1000")), 0, 0, time.monotonic()
    with Worker() as worker:
        while kills < wanted:
            deed = ("make", "take")[seed % 2]
            with tempfile.TemporaryDirectory(prefix="sapha-crash-") as folder:
                trial = Trial(Path(folder), worker, seed)
                try:
                    kill(trial, deed, PER_TRIAL)
                except BaseException:
                    print(f"broken: seed {seed}, {deed}, after {kills + trial.kills} kills", file=sys.stderr)
                    raise
            kills += trial.kills
            seed += 1
            print(f"{kills:5} kills  {deed}: after {sorted(trial.reached)} saves confirmed or parcels taken", flush=True)
    print(f"{kills} kills in {time.monotonic() - began:.0f} s; nothing confirmed was lost, nothing half was taken, no number used twice")
    return 0


if __name__ == "__main__":
    sys.exit(main())
