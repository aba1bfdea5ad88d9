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

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from desktop.base import thai
from desktop.base.areas import areas
from desktop.base.ids import id_text
from desktop.records.book import Book
from desktop.records.codes import CodeLists
from desktop.reports.care import Care, of_cases
from desktop.reports.facts import COUNTED, Case, Facts, Project, read
from desktop.reports.lines import BAHT, NEED, NO_BAHT, Adding, Cell, Line, Part, Parts, grouped, ones
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
    behind: Mapping[str, Parts] = field(default_factory=dict, compare=False, repr=False)  # of the numbers above; see lines.Adding


TOTALS = "totals"  # the table, as a Cell names it, of the numbers of the whole


def figures(book: Book, *others: Book, fiscal_year: int | None = None, kept: Callable[[Cell], bool] | None = None) -> Figures:
    """Count a book's live records, or those of several books put together, where a record with one id is one record.
    `fiscal_year` (B.E.) narrows the projects, nothing else. The records behind the numbers of the cells that are `kept` come with them (of
    one book only)."""
    assert kept is None or not others, "what is behind a figure lies in one book"
    adding = Adding(kept)
    facts = read((book, *others), fine=adding.fine)
    if fiscal_year is not None:
        facts.projects = {uid: project for uid, project in facts.projects.items() if project.fiscal_year == fiscal_year}
    counted = [project for project in facts.projects.values() if project.status != CANCELLED]
    today = book.clock.today().isoformat()
    work = _Count(facts, counted, book.code_lists, today, adding)
    care = work.care
    totals = {name: adding.up((TOTALS, "", name), parts, NO_BAHT if name in BAHT else 0) for name, parts in work.totals().items()}
    return Figures(
        office=book.office.name,
        made_on=today,
        practice=book.practice,
        fiscal_year=fiscal_year,
        **{name: number for name, (number, _parts) in totals.items()},
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
        tables=tables((book, *others), fiscal_year, adding),
        behind={name: parts for name, (_number, parts) in totals.items() if parts},
    )


def places(projects: Iterable[Project]) -> set[str]:
    """The different areas of some projects, as the module's head defines them."""
    named = {code for project in projects for code in project.areas}
    tambons = {code for code in named if len(code) == 6}
    covered = {code[:4] for code in tambons}
    return tambons | {code for code in named if len(code) == 4 and code not in covered}


def _areas(projects: Iterable[Project], named: set[str]) -> Iterator[Part]:
    """Projects with how many of the areas `named` they are the first to name; those that name none are not behind the number."""
    seen: set[str] = set()
    for project in projects:
        here = named.intersection(project.areas)
        if here:
            yield Part("projects", project.id, len(here - seen))
            seen |= here


def _projects(projects: Iterable[Project]) -> dict[str, Iterable[Part]]:
    """What some projects come to."""
    found = list(projects)
    return {
        "projects": ones("projects", (project.id for project in found)),
        "areas": _areas(found, places(found)),
        "budget": [Part("projects", project.id, project.budget) for project in found],
        "requested": [part for project in found for part in project.asked],
    }


class _Count:
    """The counting itself, over facts already read."""

    def __init__(self, facts: Facts, counted: list[Project], codes: CodeLists, today: str, adding: Adding) -> None:
        self.facts = facts
        self.counted = counted
        self.codes = codes
        self.adding = adding
        self.offices = set(facts.offices) | facts.keepers()
        # An office whose card is gone can only be a council: a region's own records are in its own book.
        self.councils = {uid for uid in self.offices if uid not in facts.offices or facts.offices[uid].kind == "council"}
        self.care = Care(facts, codes, self.councils, today, adding)

    def totals(self) -> dict[str, Iterable[Part]]:
        """The numbers of the whole, by the names they have in Figures."""
        gone = [project.id for uid, project in self.facts.projects.items() if project.status == CANCELLED]
        return (
            _projects(self.counted)
            | {name: self._plain(name) for name in COUNTED}
            | self.care.totals()
            | {
                "provinces": self._provinces(),
                "councils": ones("councils", sorted(self.councils)),
                "cases": ones("cases", self.facts.cases),
                "cancelled": ones("projects", gone),
                "people": self._people(),
            }
        )

    def _plain(self, register: str, offices: Iterable[bytes] | None = None) -> Iterator[Part]:
        """The records of a register, of some councils or of all."""
        if offices is None:
            offices = {council for council, name in self.facts.counts if name == register}
        for council in sorted(offices):
            yield from self.facts.counts.get((council, register), ())

    def _people(self) -> Iterator[Part]:
        """All people, each once: a further record of somebody adds nothing."""
        again = self.facts.repeated
        if not self.adding.fine:
            yield from self._plain("people")
            yield Part("people", b"", -len(again))
            return
        for part in self._plain("people"):
            yield part._replace(amount=0) if part.id in again else part

    def _provinces(self) -> Iterator[Part]:
        """Councils and projects with how many provinces they are the first to name."""
        seen = {""}
        for uid in sorted(self.councils):
            yield Part("councils", uid, int(self._home(uid) not in seen))
            seen.add(self._home(uid))
        for project in self.counted:
            here = {code[:2] for code in project.areas}
            yield Part("projects", project.id, len(here - seen))
            seen |= here

    def _named(self) -> set[str]:
        """The provinces of councils and of areas."""
        named = {code[:2] for project in self.counted for code in project.areas}
        return (named | {self._home(uid) for uid in self.councils}) - {""}

    def by_province(self) -> tuple[Line, ...]:
        """A line for each province; records whose province nobody says in a last line of their own."""
        home = {uid: self._home(uid) for uid in self.offices}
        cases = grouped(self.facts.cases.values(), lambda case: case.tambon[:2] or home[case.council])
        projects = grouped(self.counted, self._province)
        children = grouped(self.facts.out_of_school.items(), lambda child: child[1][1][:2] or home[child[1][0]])
        keepers = {home[uid] for uid in self.facts.keepers()}
        codes = self._named() | set(cases) | set(projects) | set(children) | keepers
        tambons = places(self.counted)
        lines = []
        for code in sorted(codes, key=lambda code: (not code, code)):
            inside = [uid for uid in self.offices if home[uid] == code]
            own = projects.get(code, [])
            here = [project for project in self.counted if code and any(area.startswith(code) for area in project.areas)]
            counted = _projects(own) | {
                "councils": ones("councils", sorted(self.councils.intersection(inside))),
                "also": ones("projects", (project.id for project in here if self._province(project) != code)),
                "areas": _areas(here, {area for area in tambons if area[:2] == code}),
                "out_of_school": ones("people", (uid for uid, _child in children.get(code, ()))),
            }
            counted |= self._of(inside, cases.get(code, []))
            named = [areas().name(code, language) if code else "" for language in ("th", "en")]
            lines.append(self.adding.line("by_province", code, named[0], named[1], counted))
        return tuple(lines)

    def by_council(self) -> tuple[Line, ...]:
        """A line for each council, by province and then in Thai order; an office that is no council only when it has records itself."""
        cases = grouped(self.facts.cases.values(), lambda case: case.council)
        projects = grouped(self.counted, lambda project: project.council)
        children = grouped(self.facts.out_of_school.items(), lambda child: child[1][0])
        names = {uid: self.facts.offices[uid].name if uid in self.facts.offices else uid.hex()[:6] for uid in self.offices}
        order = sorted(self.councils | self.facts.keepers(), key=lambda uid: (self._home(uid) or "~", thai.sort_key(names[uid]), uid))
        lines = []
        for uid in order:
            counted = _projects(projects.get(uid, [])) | {
                "councils": ones("councils", [uid] if uid in self.councils else []),
                "out_of_school": ones("people", (child for child, _where in children.get(uid, ()))),
            }
            counted |= self._of([uid], cases.get(uid, []))
            facts = {"province": self._home(uid), "level": self.care.level.get(uid, "")}
            lines.append(self.adding.line("by_council", uid.hex(), names[uid], names[uid], counted, **facts))
        return tuple(lines)

    def by_need(self) -> tuple[Line, ...]:
        """A line for each need of the code list, in its order; a case with two needs is in both lines."""
        return self._coded("by_need", "need", lambda case: case.needs or ("",))

    def by_status(self) -> tuple[Line, ...]:
        """Cases by their status, in the order of the code list."""
        return self._coded("by_status", "case_status", lambda case: (case.status,))

    def by_year(self) -> tuple[Line, ...]:
        """Projects by fiscal year, oldest first."""
        years = grouped(self.counted, lambda project: project.fiscal_year)
        return tuple(
            self.adding.line("by_year", str(year or ""), str(year or ""), str(year or ""), _projects(years[year]))
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

    def _of(self, offices: Iterable[bytes], cases: list[Case]) -> dict[str, Iterable[Part]]:
        """What some offices keep, and some cases with their needs, for their line."""
        inside = set(offices)
        needs: dict[str, list[bytes]] = {}
        for case in cases:
            for need in case.needs or ("",):
                needs.setdefault(need, []).append(case.id)
        counted: dict[str, Iterable[Part]] = {name: self._plain(name, inside) for name in COUNTED}
        counted["cases"] = ones("cases", (case.id for case in cases))
        return self.care.of(inside) | counted | {NEED + need: ones("cases", found) for need, found in needs.items()}

    def _coded(self, table: str, name: str, codes_of: Callable[[Case], tuple[str, ...]]) -> tuple[Line, ...]:
        cases: dict[str, list[Case]] = {entry.code: [] for entry in self.codes.entries(name)}
        for case in self.facts.cases.values():
            for code in codes_of(case):
                cases.setdefault(code, []).append(case)
        return tuple(
            self.adding.line(table, code, self.codes.label(name, code, "th"), self.codes.label(name, code, "en"), of_cases(found))
            for code, found in sorted(cases.items(), key=lambda pair: not pair[0])
        )
