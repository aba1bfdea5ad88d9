"""`make converge`: histories until the time is over or as many as asked for (100,000), each judged against the oracle (test_merge.py)."""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter

from tests.properties.test_merge import live


def main() -> int:
    """Stops with the first history that differs, naming the seed that shows it again."""
    options = argparse.ArgumentParser(prog="converge", description=__doc__)
    options.add_argument("--histories", type=int, default=100_000)
    options.add_argument("--seconds", type=float, default=float("inf"))
    options.add_argument("--seed", type=int, default=0, help="of the first history; those of the tests are 0 to 1,999")
    asked = options.parse_args()
    seen: Counter[str] = Counter()
    began = time.monotonic()
    for seed in range(asked.seed, asked.seed + asked.histories):
        if time.monotonic() - began > asked.seconds:
            break
        try:
            seen += live(seed)
        except Exception:
            print(f"differs: history {seed}", file=sys.stderr)
            raise
        if seen["histories"] % 1_000 == 0:
            print(dict(seen), flush=True)
    print(f"{seen['histories']} histories in {time.monotonic() - began:.0f} s, none differs: {dict(seen)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
