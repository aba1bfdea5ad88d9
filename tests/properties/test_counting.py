"""Projects over many councils, areas and books are counted as somebody with pencil and paper would: each once."""

from __future__ import annotations

import atexit
import functools
import shutil
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from desktop.base.ids import new_id
from desktop.records.book import Book
from desktop.records.deed import Deed
from desktop.registers import REGISTERS
from desktop.reports import behind
from desktop.reports.figures import Figures, figures
from desktop.store import schema
from tests.factory import CHEAP, PASSWORD

# The homes of four councils, the last of which never said where it works, and of the council that has a book of its own.
HOMES = ("210304", "210101", "220101", "")
OWN = "220301"
# Tambons, a khet as a whole and a khwaeng of it, and a province as a whole
AREAS = ("210304", "210101", "220101", "220301", "230101", "1001", "100101", "1002", "24")
STATES = ("DRAFT", "RUNNING", "CLOSED", "CANCELLED")
BAHT = st.integers(0, 10**9).map(lambda satang: Decimal(satang).scaleb(-2))


@dataclass(frozen=True)
class Told:
    """A project as it is entered. `keeper` is a place in HOMES, or beyond it the council with a book; `twice`: it lies in both books."""

    keeper: int
    areas: frozenset[str]
    budget: Decimal | None
    status: str
    year: int
    twice: bool
    asked: list[Decimal]
    given: list[tuple[str, Decimal]]
    dimensions: list[str]
    uid: bytes


PROJECTS = st.lists(
    st.builds(
        Told,
        keeper=st.integers(0, len(HOMES)),
        areas=st.frozensets(st.sampled_from(AREAS), max_size=5),
        budget=st.none() | BAHT,
        status=st.sampled_from(STATES),
        year=st.sampled_from((2568, 2569)),
        twice=st.booleans(),
        asked=st.lists(BAHT, max_size=2),
        given=st.lists(st.tuples(st.sampled_from(("BS100", "BS300")), BAHT), max_size=2),
        dimensions=st.lists(st.sampled_from(("QD1", "QD2")), max_size=2),
        uid=st.builds(new_id),
    ),
    max_size=12,
)


@dataclass(frozen=True)
class Office:
    """A region's book that knows the councils, and the book of one of them. `uids` are the councils in the order of HOMES and OWN."""

    region: Book
    council: Book
    uids: tuple[bytes, ...]


@functools.cache
def office() -> Office:
    """Made once; what an example enters goes into the bin when it is over."""
    folder = Path(tempfile.mkdtemp(prefix="sapha-property-"))
    atexit.register(shutil.rmtree, folder)
    facts: dict[str, Any] = {"person": "ก", "password": PASSWORD, "cost": CHEAP}
    region = Book.create(folder / "region", REGISTERS, kind="region", name="ภาค", areas=("21", "22"), **facts)[0]
    council = Book.create(folder / "council", REGISTERS, kind="council", name="สภา", areas=(OWN,), **facts)[0]
    atexit.register(region.close)
    atexit.register(council.close)
    uids = (*(new_id() for _home in HOMES), council.office.uid)
    with region.store.transaction() as conn:
        for uid, home in zip(uids, (*HOMES, OWN), strict=True):
            row = {"uid": uid, "kind": "council", "name": f"สภา {home}", "areas": home, "status": "admitted"}
            conn.execute(schema.table_of(schema.OfficeRow).insert().values(row))
    return Office(region, council, uids)


def enter(told: Iterable[Told]) -> None:
    """Into the region's book; some into the council's as well, as after a parcel. Those that have not ended lose a budget line again."""
    made = office()
    thrown_away = {one.uid: new_id() for one in told if one.status in ("DRAFT", "RUNNING")}
    line = {"item": "ก", "requested": Decimal(777)}
    below: list[tuple[str, bytes, dict[str, Any]]] = [
        ("budget_lines", uid, line | {"project": project}) for project, uid in thrown_away.items()
    ]
    for one in told:
        below += [("budget_lines", new_id(), {"project": one.uid, "item": "ก", "requested": asked}) for asked in one.asked]
        below += [("project_contributions", new_id(), {"project": one.uid, "source": code, "amount": baht}) for code, baht in one.given]
        below += [("results", new_id(), {"project": one.uid, "kind": "OUTPUT", "indicator": "ก", "dimension": of}) for of in one.dimensions]
    twice = {one.uid for one in told if one.twice}
    with made.region.write() as deed:
        _put(deed, told, below)
    with made.council.write() as deed:
        _put(deed, [one for one in told if one.twice], [each for each in below if each[2]["project"] in twice])
    _bin(made.region, "budget_lines", thrown_away.values())
    _bin(made.council, "budget_lines", [uid for project, uid in thrown_away.items() if project in twice])


def _bin(book: Book, register: str, records: Iterable[bytes]) -> None:
    """As a parcel of their council would: a region itself only proposes it."""
    with book.write() as deed:
        for record in records:
            deed.delete(register, record)


def _put(deed: Deed, told: Iterable[Told], below: Iterable[tuple[str, bytes, dict[str, Any]]]) -> None:
    councils = {one.uid: office().uids[one.keeper] for one in told}
    for one in told:
        values = {"title": "ก", "fiscal_year": one.year, "areas": tuple(sorted(one.areas)) or None, "budget": one.budget}
        deed.put("projects", one.uid, values | {"status": one.status}, council=councils[one.uid], within=True)
    for register, uid, line in below:
        deed.put(register, uid, line, council=councils[line["project"]], within=True)


# -- pencil and paper


def homes() -> tuple[str, ...]:
    """The province of each council, in the order of the uids."""
    return tuple(home[:2] for home in (*HOMES, OWN))


def stands_in(one: Told) -> str:
    """The one province in whose line a project stands."""
    home = homes()[one.keeper]
    works = sorted({area[:2] for area in one.areas})
    return home if not works or home in works else min(one.areas)[:2]


def different(told: Iterable[Told]) -> int:
    """Tambons, and districts that are named as a whole and by no tambon."""
    named = [area for area in AREAS if any(area in one.areas for one in told)]
    return sum(
        len(area) == 6 or (len(area) == 4 and not any(other.startswith(area) and other != area for other in named)) for area in named
    )


def baht(told: Iterable[Told]) -> Decimal:
    """What they cost."""
    return sum((one.budget or Decimal(0) for one in told), Decimal(0))


def lines(told: list[Told], key: Callable[[Told], Any]) -> dict[Any, tuple[int, Decimal]]:
    """Projects and baht by something that each project has one of."""
    keys = {key(one) for one in told}
    return {each: (sum(key(one) == each for one in told), baht(one for one in told if key(one) == each)) for each in keys}


def table(found: Figures, name: str) -> dict[str, tuple[int | Decimal, ...]]:
    """The lines of a table of councils' work."""
    [one] = [each for each in found.tables if each.name == name]
    assert one.sums is None or one.sums == tuple(sum(line.values[place] for line in one.lines) for place in range(len(one.columns)))
    return {line.key: line.values for line in one.lines}


def compare(found: Figures, told: list[Told]) -> None:
    """What was counted, with pencil and paper."""
    kept = [one for one in told if one.status != "CANCELLED"]
    works = {area[:2] for one in kept for area in one.areas}
    assert (found.projects, found.cancelled, found.budget) == (len(kept), len(told) - len(kept), baht(kept))
    assert found.areas == different(kept)
    asked = sum((each for one in kept for each in one.asked), Decimal(0))
    assert found.requested == asked
    assert [sum(line.requested for line in each) for each in (found.by_province, found.by_council, found.by_year)] == [asked] * 3
    assert found.provinces == len((works | set(homes())) - {""})
    by_province = {line.key: line for line in found.by_province}
    assert {key: (line.projects, line.budget) for key, line in by_province.items() if line.projects} == lines(kept, stands_in)
    for province in works:
        inside = [one for one in kept if any(area[:2] == province for area in one.areas)]
        line = by_province[province]
        assert line.also == sum(stands_in(one) != province for one in inside)
        assert line.projects + line.also == sum(one in inside or stands_in(one) == province for one in kept)
    assert sum(line.areas for line in found.by_province) == found.areas
    uids = office().uids
    by_council = {line.key: (line.projects, line.budget) for line in found.by_council if line.projects}
    assert by_council == lines(kept, lambda one: uids[one.keeper].hex())
    assert {line.key: (line.projects, line.budget) for line in found.by_year} == lines(kept, lambda one: str(one.year))
    assert {key: values[:2] for key, values in table(found, "projects").items()} == lines(told, lambda one: one.status)
    assert sum(values[2] for values in table(found, "projects").values()) == sum((each for one in told for each in one.asked), Decimal(0))
    given = [each for one in kept for each in one.given]
    assert table(found, "contributions") == {
        code: (sum(source == code for source, _baht in given), sum((amount for source, amount in given if source == code), Decimal(0)))
        for code in {source for source, _baht in given}
    }
    results = [dimension for one in kept for dimension in one.dimensions]
    assert table(found, "results") == {dimension: (results.count(dimension), 0, 0) for dimension in set(results)}


@settings(
    max_examples=30,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # shrinking would take longer than reading
    suppress_health_check=[HealthCheck.too_slow],
)
@given(PROJECTS)
def test_each_project_counts_once_however_many_areas_councils_and_books_it_lies_in(told: list[Told]) -> None:
    made = office()
    enter(told)
    try:
        compare(figures(made.region), told)
        whole = figures(made.region, kept=lambda _cell: True)
        assert whole == figures(made.region)
        for each in behind.all_of(whole):
            assert sum(part.amount for part in each.parts) == each.value, each.cell
        compare(figures(made.region, made.council), told)
        compare(figures(made.council, made.region), told)
        for year in (2568, 2569):
            compare(figures(made.region, made.council, fiscal_year=year), [one for one in told if one.year == year])
    finally:
        _bin(made.region, "projects", [one.uid for one in told])
        _bin(made.council, "projects", [one.uid for one in told if one.twice])
    assert figures(made.region, made.council).projects == 0
