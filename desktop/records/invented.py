"""Invented council data for the practice book and the demo: nobody's, and the same for the same seed.

Every national ID has a sound check digit but carries the registration office 00xx, which does not exist, so it was never issued; phones
are of the block x-000-xxxx and house codes begin with 00.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from desktop.base.areas import Area, areas
from desktop.base.dates import fiscal_year
from desktop.base.i18n import _, language
from desktop.records import invented_names as words
from desktop.records.book import Book
from desktop.records.register import Registers
from desktop.store.keys import KdfCost

PRACTICE_AREA = "210304"  # ตำบลเนินฆ้อ อำเภอแกลง จังหวัดระยอง, where the region held its fair
_SERIALS = 100_000  # IDs and house codes an area can have

Values = dict[str, Any]


@dataclass(slots=True)
class Council:
    """One council's registers as plain values. A link holds the place of the linked record in its list, not an id."""

    people: list[Values] = field(default_factory=list)
    members: list[Values] = field(default_factory=list)
    households: list[Values] = field(default_factory=list)
    household_persons: list[Values] = field(default_factory=list)
    cases: list[Values] = field(default_factory=list)
    projects: list[Values] = field(default_factory=list)
    activities: list[Values] = field(default_factory=list)


# In an order in which every link points to what is already there.
_LINKS: Mapping[str, Mapping[str, str]] = {
    "people": {},
    "members": {"person": "people"},
    "households": {"head": "people"},
    "household_persons": {"household": "households", "person": "people"},
    "cases": {"household": "households", "person": "people"},
    "projects": {},
    "activities": {"project": "projects"},
}


def invent(
    area_code: str,
    seed: int,
    today: dt.date,
    *,
    members: int = 40,
    households: int = 60,
    activities: int = 12,
    projects: int = 1,
) -> Council:
    """A council of an area (2, 4 or 6 digits). The same arguments give the same council; two areas never share an ID or a house code."""
    return _Inventor(area_code, seed, today).council(members, households, activities, projects)


def fill(
    book: Book, area_code: str, seed: int, *, members: int = 40, households: int = 60, activities: int = 12, projects: int = 1
) -> dict[str, int]:
    """Put an invented council into a book in one deed; gives how many records of each register."""
    made = invent(area_code, seed, book.clock.today(), members=members, households=households, activities=activities, projects=projects)
    put(book, made)
    return {name: len(getattr(made, name)) for name in _LINKS}


def put(book: Book, council: Council) -> dict[str, list[bytes]]:
    """Put a council into a book in one deed; gives the ids of its records by register, in their order."""
    ids: dict[str, list[bytes]] = {}
    with book.write("invented") as deed:
        for name, links in _LINKS.items():
            ids[name] = []
            for values in getattr(council, name):
                linked = {link: ids[target][values[link]] for link, target in links.items() if values.get(link) is not None}
                ids[name].append(deed.put(name, None, values | linked))
    return ids


def make_practice(folder: Path, registers: Registers, *, password: str, seed: int = 1, cost: KdfCost | None = None) -> Book:
    """A new practice book in `folder`: an invented council, marked as practice, its words in the language in use. Its recovery code is
    thrown away: nothing in it is worth recovering."""
    place = areas().name(PRACTICE_AREA, "th" if language() == "th" else "en")
    book, _recovery = Book.create(
        folder,
        registers,
        kind="council",
        name=_("Practice council of {place}").format(place=place),
        areas=(PRACTICE_AREA,),
        person=_("Practice secretary"),
        password=password,
        practice=True,
        cost=cost,
    )
    try:
        fill(book, PRACTICE_AREA, seed, projects=3)
    except BaseException:
        book.close()
        raise
    return book


def check_digit(twelve: str) -> str:
    """The thirteenth digit of a national ID."""
    return str((11 - sum((13 - place) * int(digit) for place, digit in enumerate(twelve)) % 11) % 10)


def tambons_of(area_code: str) -> list[Area]:
    """The tambons or khwaengs of an area, in order of code."""
    return [area for area in areas() if len(area.code) == 6 and area.code.startswith(area_code)]


class _Inventor:
    """Draws one council; every draw comes from one sequence, so the order of the calls below is part of the result."""

    def __init__(self, area_code: str, seed: int, today: dt.date) -> None:
        self.tambons = [area.code for area in tambons_of(area_code)]
        if not self.tambons:
            raise ValueError(f"no area has the code {area_code}")
        self.area_code = area_code
        self.today = today
        self.random = random.Random(f"sapha:{seed}:{area_code}")  # noqa: S311 - to be repeatable is the point
        # The place of the area in the table makes IDs of different areas different.
        self.number = next(place for place, area in enumerate(areas()) if area.code == area_code) % 10_000
        self.id_serials, self.house_serials = self._serials(), self._serials()
        self.villages = ["บ้าน" + self._surname() for _number in range(self.random.randrange(5, 14))]
        self.made = Council()

    def council(self, members: int, households: int, activities: int, projects: int) -> Council:
        for _number in range(households):
            self._household()
        self._members(members)
        for number in range(projects):
            self._project(number)
        for _number in range(activities):
            self._activity()
        return self.made

    def _serials(self) -> Iterator[int]:
        """Every number below _SERIALS once, out of order: the step shares no factor with it."""
        step, start = self.random.randrange(10_001, _SERIALS, 10), self.random.randrange(_SERIALS)
        return ((start + step * count) % _SERIALS for count in range(_SERIALS))

    # -- people

    def _surname(self) -> str:
        if self.random.random() < 0.02:
            return self.random.choice(words.CLANS)
        head = self.random.choice(words.SURNAME_HEADS)
        return head + self.random.choice([tail for tail in words.SURNAME_TAILS if tail != head])

    def _person(self, address: Values, youngest: int, oldest: int, sex: str | None = None, last_name: str | None = None) -> int:
        """Adds a person of an age; gives the place in the list."""
        draw = self.random
        sex = sex or draw.choice("MF")
        middle, spread = (youngest + oldest) / 2, (oldest - youngest) / 5
        age = min(oldest, max(youngest, int(draw.gauss(middle, spread))))
        born = self.today - dt.timedelta(days=age * 365 + draw.randrange(365))
        old = draw.random() < (0.92 if age > 50 else 0.25)
        names = (words.OLD_MEN if old else words.YOUNG_MEN) if sex == "M" else (words.OLD_WOMEN if old else words.YOUNG_WOMEN)
        values: Values = {
            "prefix": self._prefix(sex, age),
            "first_name": draw.choice(names),
            "last_name": last_name or self._surname(),
            "sex": sex,
            "national_id": self._national_id(born),
            "birth_date": self._birth_date(born, age),
        } | address
        if age >= 15:
            values["occupation"] = draw.choice(words.OCCUPATIONS)
            if draw.random() < 0.85:
                values["phones"] = (f"0{draw.choice('689')}{draw.randrange(1, 7)}000{draw.randrange(10_000):04d}",)
        vulnerable = ("V_ELD",) if age >= 60 else ("V_CHILD",) if age < 7 else ()
        if vulnerable:
            values["vulnerable"] = vulnerable
        self.made.people.append(values)
        return len(self.made.people) - 1

    def _prefix(self, sex: str, age: int) -> str:
        if age < 15:
            return "เด็กชาย" if sex == "M" else "เด็กหญิง"
        if sex == "M":
            return "นาย"
        return self.random.choices(["นาง", "นางสาว"], [7, 3] if age > 30 else [2, 8])[0]

    def _birth_date(self, born: dt.date, age: int) -> str:
        """Old people often know only the year."""
        return str(born.year) if age > 60 and self.random.random() < 0.15 else born.isoformat()

    def _national_id(self, born: dt.date) -> str:
        kind = self.random.choices("12", [9, 1])[0] if born.year >= 1984 else self.random.choices("345", [88, 4, 8])[0]
        twelve = f"{kind}00{self.number:04d}{next(self.id_serials):05d}"
        return twelve + check_digit(twelve)

    # -- houses

    def _address(self) -> Values:
        draw = self.random
        moo = draw.randrange(1, len(self.villages) + 1)
        number = f"{draw.randrange(1, 400)}" + (f"/{draw.randrange(1, 30)}" if draw.random() < 0.45 else "")
        return {"house_no": number, "moo": moo, "village": self.villages[moo - 1], "tambon_code": draw.choice(self.tambons)}

    def _household(self) -> None:
        draw = self.random
        address, last_name = self._address(), self._surname()
        head = self._person(address, 28, 88, last_name=last_name)
        place = len(self.made.households)
        persons: list[tuple[int, str]] = [(head, "HEAD")]
        for _number in range(draw.choices(range(6), [12, 20, 25, 22, 14, 7])[0]):
            relation = draw.choice(words.RELATIONS)
            persons.append((self._relative(relation, address, last_name, self.made.people[head]["sex"]), relation))
        hardships = draw.sample(words.HARDSHIPS, draw.choices([1, 2, 3, 4], [35, 35, 20, 10])[0])
        surveyed = self.today - dt.timedelta(days=draw.randrange(30, 1000))
        self.made.households.append(
            address
            | {
                "house_code": f"00{self.number:04d}{next(self.house_serials):05d}",
                "head": head,
                "member_count": len(persons),
                "income_month": _baht(draw.choice([0, 600, 1500, 3000, 4500, 6000, 8000, 12_000]) + draw.randrange(0, 500, 50)),
                "debt": _baht(draw.choice([0, 0, 5000, 20_000, 80_000, 250_000])),
                "tenure": draw.choice(["TEN1", "TEN2", "TEN3", "TEN4"]),
                "house_condition": draw.choices(["GOOD", "FAIR", "POOR", "VERY_POOR"], [10, 30, 40, 20])[0],
                "hardships": tuple(sorted(hardship[0] for hardship in hardships)),
                "surveyed_on": surveyed.isoformat(),
            }
        )
        for person, relation in persons:
            self.made.household_persons.append({"household": place, "person": person, "relation": relation})
        if draw.random() < 0.5:
            self._case(place, head, hardships, surveyed)

    def _relative(self, relation: str, address: Values, last_name: str, head_sex: str) -> int:
        ages = {"CHILD": (1, 22), "GRANDCHILD": (1, 22), "FATHER": (60, 90), "MOTHER": (60, 90)}.get(relation, (25, 80))
        sex = {"FATHER": "M", "MOTHER": "F", "SPOUSE": "F" if head_sex == "M" else "M"}.get(relation)
        return self._person(address, *ages, sex=sex, last_name=last_name if self.random.random() < 0.85 else None)

    def _case(self, household: int, person: int, hardships: Sequence[tuple[str, str, str, str, str]], surveyed: dt.date) -> None:
        draw = self.random
        status = draw.choices(["C10", "C20", "C30", "C60", "C70", "C80", "C90"], [30, 15, 15, 12, 10, 8, 10])[0]
        values: Values = {
            "household": household,
            "person": person,
            "needs": tuple(sorted({hardship[1] for hardship in hardships})),
            "dimensions": tuple(sorted({hardship[2] for hardship in hardships})),
            "problem": hardships[0][3],
            "wish": hardships[0][4],
            "urgency": draw.choices(["U1", "U2", "U3"], [15, 35, 50])[0],
            "status": status,
            "opened_on": surveyed.isoformat(),
        }
        if status in ("C60", "C70", "C80", "C90"):
            values |= {"programme": "บ้านพอเพียง", "budget": _baht(draw.randrange(10, 41) * 1000)}
        if status == "C90":
            days = draw.randrange(1, max(2, (self.today - surveyed).days))
            values |= {"closed_on": (surveyed + dt.timedelta(days=days)).isoformat(), "outcome": "ช่วยเหลือแล้ว ครัวเรือนพอใจ"}
        self.made.cases.append(values)

    # -- the council's own

    def _members(self, count: int) -> None:
        """Four in ten members are heads of registered households, the others live elsewhere in the area."""
        draw = self.random
        heads = [household["head"] for household in self.made.households]
        draw.shuffle(heads)
        officers = ["CHAIR", "VICE", "VICE", "SEC", "TREASURER", *["COMMITTEE"] * 8]
        for number in range(count):
            person = heads.pop() if heads and draw.random() < 0.4 else self._person(self._address(), 20, 85)
            self.made.members.append(
                {
                    "person": person,
                    "seat_kind": "EXPERT" if draw.random() < 0.1 else "REP",
                    "position": officers[number] if number < len(officers) else "MEMBER",
                    "group": draw.choice(words.GROUPS),
                    "appointed_on": (self.today - dt.timedelta(days=draw.randrange(30, 1400))).isoformat(),
                }
            )

    def _project(self, number: int) -> None:
        draw = self.random
        start = self.today - dt.timedelta(days=draw.randrange(30, 300))
        self.made.projects.append(
            {
                "title": words.PROJECTS[number % len(words.PROJECTS)],
                "fiscal_year": fiscal_year(start),
                "areas": (draw.choice(self.tambons),),
                "budget": _baht(45_000),
                "status": draw.choice(["APPROVED", "RUNNING", "REPORTED"]),
                "source": "BS100",
                "objective": "ให้คนในตำบลมีคุณภาพชีวิตที่ดีขึ้น",
                "start_on": start.isoformat(),
                "end_on": (start + dt.timedelta(days=180)).isoformat(),
            }
        )

    def _activity(self) -> None:
        draw = self.random
        title, kind = draw.choice(words.ACTIVITIES)
        moo = draw.randrange(1, len(self.villages) + 1)
        start = self.today - dt.timedelta(days=draw.randrange(-60, 900))
        participants = draw.randrange(8, 120)
        men = draw.randrange(participants)
        budget = draw.choice([0, 3000, 12_000, 40_000])
        held = start < self.today
        values: Values = {
            "title": title.format(number=moo),
            "kind": kind,
            "project": draw.randrange(len(self.made.projects)) if self.made.projects and draw.random() < 0.3 else None,
            "start_on": start.isoformat(),
            "end_on": (start + dt.timedelta(days=draw.choice([0, 0, 0, 1, 4]))).isoformat(),
            "place": draw.choice(words.PLACES).format(number=moo),
            "tambon_code": draw.choice(self.tambons),
            "budget": _baht(budget),
            "status": draw.choices(["DONE", "CANCELLED"], [9, 1])[0] if held else "PLANNED",
        }
        if values["status"] == "DONE":
            spent = _baht(budget) * draw.choice([Decimal(1), Decimal(1), Decimal("0.9"), Decimal("0.75")])
            values |= {"participants": participants, "male": men, "female": participants - men, "spent": _baht(spent)}
        self.made.activities.append(values)


def _baht(amount: int | Decimal) -> Decimal:
    return Decimal(amount).quantize(Decimal("0.01"))
