"""`make fuzz`: hostile parcels, letters of enrolment and workbooks for a while; nothing but Refused and Fault may come of them.

`--seconds N` (120), `--cases N` instead of a time, `--seed N`. Memory is bounded by the system: what would eat the PC fails here.
"""

from __future__ import annotations

import argparse
import itertools
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from random import Random

from desktop.base import i18n
from tests.fuzz.cases import HEAVY, QUICK
from tests.fuzz.world import World

MEMORY = 700 << 20  # beyond what the program itself takes: an office PC has 4 GiB
PER_WORLD = 240  # cases; then fresh books, as what is applied makes them larger
HEAVY_EVERY = 60


def main() -> int:
    """The counts are printed; a broken promise names the seed and case that show it again."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=120)
    parser.add_argument("--cases", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    i18n.use("en")
    began, done, counts, bounded = time.monotonic(), 0, Counter[str](), False
    for seed in itertools.count(options.seed):
        with tempfile.TemporaryDirectory(prefix="sapha-fuzz-") as folder:
            world = World(Path(folder), Random(seed))
            bounded = bounded or _bound_memory()
            for number in range(PER_WORLD):
                if done >= options.cases if options.cases else time.monotonic() - began > options.seconds:
                    break
                _one(world, seed, number)
                done += 1
            counts += world.counts
            world.close()
        if done < (seed - options.seed + 1) * PER_WORLD:
            break
    for name, count in sorted(counts.items()):
        print(f"{count:6}  {name}")
    print(f"{done} cases in {time.monotonic() - began:.0f} s: each refused in words or taken whole, and no refused one changed anything")
    return 0


def _one(world: World, seed: int, number: int) -> None:
    chance = Random(seed * 1_000_003 + number)
    case = chance.choice(HEAVY) if number % HEAVY_EVERY == HEAVY_EVERY - 1 else QUICK[number % len(QUICK)]
    try:
        case(world, chance)
    except BaseException:
        print(f"broken: --seed {seed}, case {number}, {case.__name__}", file=sys.stderr)
        raise


def _bound_memory() -> bool:
    if sys.platform != "linux":
        return True
    import resource

    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    limit = pages * resource.getpagesize() + MEMORY
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    return True


if __name__ == "__main__":
    sys.exit(main())
