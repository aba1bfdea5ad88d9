"""Every number of the report, defined here and in docs/figures.md; screens, workbook and command line only show them.

Only live records count: what lies in the bin does not, and a cancelled project is told apart (`cancelled`).
* projects: each once, however many areas, provinces or offices it spans.
* areas: the different tambons and khwaengs that projects name. A district named as a whole is one area, unless a tambon of it is named too;
  a province named as a whole is a province but no area.
* provinces: of those areas, and of the councils.
* councils: admitted councils, and those records came from.
* budget: the sum of the projects' budgets, in baht; requested: the sum of what their budget lines ask for.
* help: what was given, once each, with its value; referrals: letters sent. Both of all years: `fiscal_year` narrows projects alone.
* agreed: households whose head, or somebody who lives there, agreed when last asked and has not withdrawn.
* out_of_school: living children who left school or never went, as far as nobody knows that they are 18.
* met: councils that held four ordinary meetings in this calendar year.
Lines add up to the totals where that is possible: a project and its money stand in one province, that of the council that keeps it when
the project works there, else of its first area; `also` counts the projects of other provinces that work here too. What can't add up: areas
and projects are different things in each council's line (two councils may name one area), and a case may have several needs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from desktop.base import thai
from desktop.base.areas import areas
from desktop.base.ids import id_text
from desktop.records.book import Book
from desktop.records.codes import CodeLists
from desktop.reports.care import Care
from desktop.reports.facts import COUNTED, Case, Facts, Project, read
from desktop.reports.lines import Line, grouped
from desktop.reports.work import CANCELLED, CountTable, tables


@dataclass(frozen=True, slots=True)
class ProjectLine:
    """One project of the list behind the figures. `status` is a code of project_status."""

    id: str
    title: str
    fiscal_year: int | None
    council: str
    province: str
    areas: tuple[str, ...]
    budget: Decimal
    status: str
    counted: bool


@dataclass(frozen=True, slots=True)
class Figures:
    """The report of one office on one day. `fiscal_year` is B.E., None: all years."""

    office: str
    made_on: str
    practice: bool
    fiscal_year: int | None
    provinces: int
    councils: int
    projects: int
    areas: int
    budget: Decimal
    requested: Decimal  # by budget lines
    cases: int
    cancelled: int
    people: int
    members: int
    households: int
    activities: int
    given: int  # times help was given
    value: Decimal  # of all help, in baht
    referrals: int
    agreed: int  # households in which somebody agreed to the keeping of data
    out_of_school: int  # children
    met: int  # councils that held their four ordinary meetings this calendar year
    by_province: tuple[Line, ...]
    by_council: tuple[Line, ...]
    by_need: tuple[Line, ...]
    by_status: tuple[Line, ...]  # cases
    by_public: tuple[Line, ...]  # cases
    by_year: tuple[Line, ...]  # projects
    by_help_year: tuple[Line, ...]
    by_help_giver: tuple[Line, ...]  # kinds of partners
    by_help_kind: tuple[Line, ...]
    by_referral: tuple[Line, ...]  # results
    by_level: tuple[Line, ...]  # councils
    listed: tuple[ProjectLine, ...]
    tables: tuple[CountTable, ...]  # what councils do and own


def figures(book: Book, *others: Book, fiscal_year: int | None = None) -> Figures:
    """Count a book's live records, or those of several books put together, where a record with one id is one record.
    `fiscal_year` (B.E.) narrows the projects, nothing else."""
    facts = read((book, *others))
    if fiscal_year is not None:
        facts.projects = {uid: project for uid, project in facts.projects.items() if project.fiscal_year == fiscal_year}
    counted = [project for project in facts.projects.values() if project.status != CANCELLED]
    today = book.clock.today().isoformat()
    work = _Count(facts, counted, book.code_lists, today)
    care = work.care
    return Figures(
        office=book.office.name,
        made_on=today,
        practice=book.practice,
        fiscal_year=fiscal_year,
        provinces=len(work.provinces()),
        councils=len(work.councils),
        projects=len(counted),
        areas=len(places(counted)),
        budget=_sum(counted),
        requested=_requested(counted),
        cases=len(facts.cases),
        cancelled=len(facts.projects) - len(counted),
        people=work.total("people") - facts.repeated,
        members=work.total("members"),
        households=work.total("households"),
        activities=work.total("activities"),
        given=len(facts.help),
        value=care.helped(),
        referrals=len(facts.referrals),
        agreed=care.agreed(),
        out_of_school=len(facts.out_of_school),
        met=care.met(),
        by_province=work.by_province(),
        by_council=work.by_council(),
        by_need=work.by_need(),
        by_status=work.by_status(),
        by_public=care.by_public(),
        by_year=work.by_year(),
        by_help_year=care.by_help_year(),
        by_help_giver=care.by_help_giver(),
        by_help_kind=care.by_help_kind(),
        by_referral=care.by_referral(),
        by_level=care.by_level(),
        listed=work.listed(),
        tables=tables((book, *others), fiscal_year),
    )


def places(projects: Iterable[Project]) -> set[str]:
    """The different areas of some projects, as the module's head defines them."""
    named = {code for project in projects for code in project.areas}
    tambons = {code for code in named if len(code) == 6}
    covered = {code[:4] for code in tambons}
    return tambons | {code for code in named if len(code) == 4 and code not in covered}


def _sum(projects: Iterable[Project]) -> Decimal:
    return sum((project.budget for project in projects), Decimal(0))


def _requested(projects: Iterable[Project]) -> Decimal:
    return sum((project.requested for project in projects), Decimal(0))


class _Count:
    """The counting itself, over facts already read."""

    def __init__(self, facts: Facts, counted: list[Project], codes: CodeLists, today: str) -> None:
        self.facts = facts
        self.counted = counted
        self.codes = codes
        self.offices = set(facts.offices) | facts.keepers()
        # An office whose card is gone can only be a council: a region's own records are in its own book.
        self.councils = {uid for uid in self.offices if uid not in facts.offices or facts.offices[uid].kind == "council"}
        self.care = Care(facts, codes, self.councils, today)

    def total(self, register: str) -> int:
        """Records of a register over all councils."""
        return sum(number for (_council, name), number in self.facts.counts.items() if name == register)

    def provinces(self) -> set[str]:
        """The provinces of councils and of areas."""
        named = {code[:2] for project in self.counted for code in project.areas}
        return (named | {self._home(uid) for uid in self.councils}) - {""}

    def by_province(self) -> tuple[Line, ...]:
        """A line for each province; records whose province nobody says in a last line of their own."""
        home = {uid: self._home(uid) for uid in self.offices}
        cases = grouped(self.facts.cases.values(), lambda case: case.tambon[:2] or home[case.council])
        projects = grouped(self.counted, self._province)
        children = Counter(tambon[:2] or home[council] for council, tambon in self.facts.out_of_school.values())
        keepers = {home[uid] for uid in self.facts.keepers()}
        codes = self.provinces() | set(cases) | set(projects) | set(children) | keepers
        tambons = places(self.counted)
        lines = []
        for code in sorted(codes, key=lambda code: (not code, code)):
            inside = [uid for uid in self.offices if home[uid] == code]
            own = projects.get(code, [])
            here = [project for project in self.counted if any(area.startswith(code) for area in project.areas)]
            lines.append(
                Line(
                    key=code,
                    label_th=areas().name(code, "th") if code else "",
                    label_en=areas().name(code, "en") if code else "",
                    councils=len(self.councils.intersection(inside)),
                    projects=len(own),
                    also=sum(self._province(project) != code for project in here) if code else 0,
                    areas=sum(area[:2] == code for area in tambons),
                    budget=_sum(own),
                    requested=_requested(own),
                    out_of_school=children[code],
                    **self._people(inside, cases.get(code, [])),
                    needs=self._needs(cases.get(code, [])),
                )
            )
        return tuple(lines)

    def by_council(self) -> tuple[Line, ...]:
        """A line for each council, by province and then in Thai order; an office that is no council only when it has records itself."""
        cases = grouped(self.facts.cases.values(), lambda case: case.council)
        projects = grouped(self.counted, lambda project: project.council)
        children = Counter(council for council, _tambon in self.facts.out_of_school.values())
        names = {uid: self.facts.offices[uid].name if uid in self.facts.offices else uid.hex()[:6] for uid in self.offices}
        order = sorted(self.councils | self.facts.keepers(), key=lambda uid: (self._home(uid) or "~", thai.sort_key(names[uid]), uid))
        return tuple(
            Line(
                key=uid.hex(),
                label_th=names[uid],
                label_en=names[uid],
                province=self._home(uid),
                level=self.care.level.get(uid, ""),
                councils=int(uid in self.councils),
                projects=len(projects.get(uid, [])),
                areas=len(places(projects.get(uid, []))),
                budget=_sum(projects.get(uid, [])),
                requested=_requested(projects.get(uid, [])),
                out_of_school=children[uid],
                **self._people([uid], cases.get(uid, [])),
                needs=self._needs(cases.get(uid, [])),
            )
            for uid in order
        )

    def by_need(self) -> tuple[Line, ...]:
        """A line for each need of the code list, in its order; a case with two needs is in both lines."""
        return self._coded("need", lambda case: case.needs or ("",))

    def by_status(self) -> tuple[Line, ...]:
        """Cases by their status, in the order of the code list."""
        return self._coded("case_status", lambda case: (case.status,))

    def by_year(self) -> tuple[Line, ...]:
        """Projects by fiscal year, oldest first."""
        years = grouped(self.counted, lambda project: project.fiscal_year)
        return tuple(
            Line(
                key=str(year or ""),
                label_th=str(year or ""),
                label_en=str(year or ""),
                projects=len(years[year]),
                areas=len(places(years[year])),
                budget=_sum(years[year]),
                requested=_requested(years[year]),
            )
            for year in sorted(years, key=lambda year: year or 9999)
        )

    def listed(self) -> tuple[ProjectLine, ...]:
        """All projects, cancelled ones too, by province, council and title."""
        lines = [
            ProjectLine(
                id_text(project.id),
                project.title,
                project.fiscal_year,
                self.facts.offices[project.council].name if project.council in self.facts.offices else project.council.hex()[:6],
                self._province(project),
                project.areas,
                project.budget,
                project.status,
                project.status != CANCELLED,
            )
            for project in self.facts.projects.values()
        ]
        return tuple(
            sorted(lines, key=lambda line: (line.province or "~", thai.sort_key(line.council), thai.sort_key(line.title), line.id))
        )

    def _home(self, uid: bytes) -> str:
        """The province of a council's first area; blank for a region and when nobody says."""
        office = self.facts.offices.get(uid)
        return office.areas[0][:2] if office is not None and office.kind == "council" and office.areas else ""

    def _province(self, project: Project) -> str:
        """The one province in whose line a project stands."""
        home = self._home(project.council)
        return home if not project.areas or any(area.startswith(home or "~") for area in project.areas) else project.areas[0][:2]

    def _people(self, offices: Iterable[bytes], cases: list[Case]) -> dict[str, Any]:
        inside = set(offices)
        return (
            self.care.of(inside) | {name: sum(self.facts.counts[uid, name] for uid in inside) for name in COUNTED} | {"cases": len(cases)}
        )

    def _needs(self, cases: Iterable[Case]) -> Mapping[str, int]:
        return Counter(need for case in cases for need in case.needs or ("",))

    def _coded(self, name: str, codes_of: Callable[[Case], tuple[str, ...]]) -> tuple[Line, ...]:
        cases: dict[str, list[Case]] = {entry.code: [] for entry in self.codes.entries(name)}
        for case in self.facts.cases.values():
            for code in codes_of(case):
                cases.setdefault(code, []).append(case)
        return tuple(
            Line(
                key=code,
                label_th=self.codes.label(name, code, "th"),
                label_en=self.codes.label(name, code, "en"),
                cases=len(found),
                households=len({case.household for case in found if case.household}),
            )
            for code, found in sorted(cases.items(), key=lambda pair: not pair[0])
        )
