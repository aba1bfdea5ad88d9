"""An invented region: which councils it has and what they work on, in the proportions of the source article.

With 95 councils of 13 provinces: 92 projects of 45,000 baht over 95 tambons, which is 4,140,000 baht (B.E. 2566).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from desktop.base.areas import BANGKOK, areas
from desktop.records import invented_names as words
from desktop.records.invented import PRACTICE_AREA, Values, tambons_of

BUDGET = Decimal("45000.00")
YEAR = 2566
_SPANNING = 3  # projects that reach over a second council's tambon


@dataclass(frozen=True, slots=True)
class InventedCouncil:
    """A council to be: `area` is the office's, in Bangkok a khet; `tambon` the one it works in; `projects` what it keeps."""

    area: str
    tambon: str
    name: str
    projects: tuple[Values, ...]


def councils(provinces: Sequence[str], count: int) -> list[InventedCouncil]:
    """`count` councils, taken in turn from each province; as many tambons are worked in, by a few projects less."""
    chosen = _tambons(provinces, count)
    keeping = chosen[: count - min(_SPANNING, (count - 1) // 2)]
    over = {tambon: [tambon] for tambon in keeping}
    for tambon in chosen[len(keeping) :]:
        # The tambon without a project of its own is worked in by a council of its province, where there is one.
        free = [other for other in keeping if len(over[other]) == 1]
        over[next((other for other in free if other[:2] == tambon[:2]), free[0])].append(tambon)
    projects = {tambon: (_project(number, named),) for number, (tambon, named) in enumerate(over.items())}
    return [InventedCouncil(_office_area(tambon), tambon, _name(tambon), projects.get(tambon, ())) for tambon in chosen]


def _tambons(provinces: Sequence[str], count: int) -> list[str]:
    """One tambon for each council: no tambon twice, and in Bangkok, where a council is of a khet, no khet twice."""
    first = [PRACTICE_AREA] if PRACTICE_AREA[:2] in provinces else []
    pools = [_spread(province, taken=first) for province in provinces]
    chosen, turn = list(first), 0
    # The province of the first council has had its turn.
    order = sorted(range(len(pools)), key=lambda place: bool(first) and provinces[place] == first[0][:2])
    while len(chosen) < count and any(pools):
        pool = pools[order[turn % len(pools)]]
        turn += 1
        if pool:
            chosen.append(pool.pop(0))
    if len(chosen) < count:
        raise ValueError("the provinces have too few tambons")
    return chosen


def _spread(province: str, taken: Iterable[str]) -> list[str]:
    """A province's tambons, one of each district before a second of any."""
    rank: dict[str, int] = {}
    ranked = []
    for area in tambons_of(province):
        if area.code not in taken:
            ranked.append((rank.get(area.code[:4], 0), area.code))
            rank[area.code[:4]] = rank.get(area.code[:4], 0) + 1
    return [code for place, code in sorted(ranked) if place == 0 or province != BANGKOK]


def _office_area(tambon: str) -> str:
    return tambon[:4] if tambon.startswith(BANGKOK) else tambon


def _name(tambon: str) -> str:
    code = _office_area(tambon)
    return f"สภาองค์กรชุมชน{'เขต' if len(code) == 4 else 'ตำบล'}{areas().name(code, 'th')}"


def _project(number: int, over: Sequence[str]) -> Values:
    place = "-".join(areas().name(code, "th") for code in over)
    return {
        "title": f"{words.PROJECTS[number % len(words.PROJECTS)]} {place}",
        "fiscal_year": YEAR,
        "areas": tuple(sorted(over)),
        "budget": BUDGET,
        "status": "RUNNING",
        "source": "BS100",
    }
