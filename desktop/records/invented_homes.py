"""Invented people and their homes: households with all that a survey asks, debts, schooling, consents and indicator sheets."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from desktop.base.dates import to_be
from desktop.records import invented_names as words
from desktop.records.codes import shipped
from desktop.records.invented_drawing import Act, Draw, Values, baht, check_digit, later

_LAND = ("TEN1", "TEN2", "TEN3", "TEN4")


class Homes:
    """Draws persons and households into the council of a Draw."""

    def __init__(self, draw: Draw) -> None:
        self.draw = draw
        self.made = draw.made
        self.hardships: list[list[tuple[str, str, str, str, str]]] = []  # of each household

    # -- people

    def person(self, address: Values, youngest: int, oldest: int, sex: str | None = None, last_name: str | None = None) -> int:
        """Adds a person of an age; gives the place in the list."""
        draw = self.draw
        sex = sex or draw.one("MF")
        middle, spread = (youngest + oldest) / 2, (oldest - youngest) / 5
        age = min(oldest, max(youngest, int(draw.random.gauss(middle, spread))))
        born = draw.today - dt.timedelta(days=age * 365 + draw.random.randrange(365))
        old = draw.chance(0.92 if age > 50 else 0.25)
        names = (words.OLD_MEN if old else words.YOUNG_MEN) if sex == "M" else (words.OLD_WOMEN if old else words.YOUNG_WOMEN)
        values: Values = {
            "prefix": _prefix(draw, sex, age),
            "first_name": draw.one(names),
            "last_name": last_name or draw.surname(),
            "sex": sex,
            "national_id": self._national_id(born),
            "birth_date": self._birth_date(born, age),
        }
        values |= {name: address[name] for name in ("house_no", "moo", "village", "tambon_code")}
        values |= self._life(age) | (self._schooling(age) if 6 <= age < 18 else {})
        self.made.people.append(values)
        return len(self.made.people) - 1

    def _birth_date(self, born: dt.date, age: int) -> str:
        """Old people often know only the year."""
        return str(born.year) if age > 60 and self.draw.chance(0.15) else born.isoformat()

    def _national_id(self, born: dt.date) -> str:
        kind = self.draw.one("12", [9, 1]) if born.year >= 1984 else self.draw.one("345", [88, 4, 8])
        twelve = f"{kind}00{self.draw.number:04d}{next(self.draw.id_serials):05d}"
        return twelve + check_digit(twelve)

    def _life(self, age: int) -> Values:
        draw = self.draw
        vulnerable = ["V_ELD"] if age >= 60 else ["V_CHILD"] if age < 7 else []
        body = draw.one(["NORMAL", "CHRONIC", "DISABLED"], [80, 15, 5] if age > 45 else [95, 2, 3])
        if body != "NORMAL":
            vulnerable.append("V_CHR" if body == "CHRONIC" else "V_DIS")
        if age > 75 and draw.chance(0.15):
            vulnerable.append("V_BED")
        values: Values = {"vulnerable": tuple(sorted(vulnerable)) or None, "body_state": body}
        if age < 15:
            return values
        values |= {"occupation": draw.one(words.OCCUPATIONS), "self_care": "V_BED" not in vulnerable}
        values["education"] = draw.one(["NONE", "PRIMARY", "LOWER_SEC", "UPPER_SEC", "VOCATIONAL", "BACHELOR"], [5, 45, 20, 15, 10, 5])
        if age >= 20:
            values["marital"] = draw.one(["SINGLE", "MARRIED", "DIVORCED", "WIDOWED", "SEPARATED"], [20, 60, 6, 10 if age > 50 else 2, 4])
            values["welfare_card"] = draw.chance(0.4)
            values["income_month"] = baht(draw.one([0, 600, 1500, 3000, 6000, 9000]))
        if draw.chance(0.85):
            values["phones"] = (draw.phone(),)
        return values

    def _schooling(self, age: int) -> Values:
        draw = self.draw
        level = f"ป.{min(6, age - 5)}" if age < 12 else f"ม.{min(6, age - 11)}"
        if not draw.chance(0.1):
            return {"school_status": "IN", "school": f"โรงเรียนบ้าน{draw.moo()[1].removeprefix('บ้าน')}", "school_level": level}
        return {
            "school_status": "OUT",
            "school_level": level,
            "out_since": str(draw.today.year - draw.random.randrange(1, 3)),
            "out_reasons": tuple(
                sorted(draw.random.sample(["OOS_01", "OOS_02", "OOS_06", "OOS_08", "OOS_09"], draw.random.randrange(1, 3)))
            ),
            "out_now": draw.one(["WORKING", "NOTHING", "NFE"]),
            "learning_wish": draw.one(["อยากเรียนช่างยนต์", "อยากเรียนทำขนม", "อยากกลับไปเรียนต่อ", "อยากเรียน สกร. วันเสาร์"]),
        }

    # -- houses

    def address(self) -> Values:
        """A house in one of the villages."""
        draw = self.draw
        moo, village = draw.moo()
        number = f"{draw.random.randrange(1, 400)}" + (f"/{draw.random.randrange(1, 30)}" if draw.chance(0.45) else "")
        return {"house_no": number, "moo": moo, "village": village, "tambon_code": draw.one(draw.tambons)}

    def household(self) -> None:
        """A household with its persons and what it is in need of."""
        draw = self.draw
        address, last_name = self.address(), draw.surname()
        head = self.person(address, 28, 88, last_name=last_name)
        place = len(self.made.households)
        persons: list[tuple[int, str]] = [(head, "HEAD")]
        for _number in range(draw.one(range(6), [12, 20, 25, 22, 14, 7])):
            relation = draw.one(words.RELATIONS)
            persons.append((self._relative(relation, address, last_name, self.made.people[head]["sex"]), relation))
        hardships = draw.random.sample(words.HARDSHIPS, draw.one([1, 2, 3, 4], [35, 35, 20, 10]))
        self.hardships.append(hardships)
        self.made.households.append(
            address
            | {
                "house_code": f"00{draw.number:04d}{next(draw.house_serials):05d}",
                "head": head,
                "member_count": len(persons),
                "families": 1,
                "point": draw.point() if draw.chance(0.8) else None,
                "hardships": tuple(sorted(hardship[0] for hardship in hardships)),
                "surveyed_on": draw.before(30, 1000),
                "informant": f"{self.made.people[head]['first_name']} {last_name}",
                "surveyor": "ทีมข้อมูลสภา",
            }
            | self._money(len(persons))
            | self._house()
            | self._things()
        )
        for person, relation in persons:
            self.made.household_persons.append({"household": place, "person": person, "relation": relation})
        self._debts(place)

    def _relative(self, relation: str, address: Values, last_name: str, head_sex: str) -> int:
        ages = {"CHILD": (1, 22), "GRANDCHILD": (1, 22), "FATHER": (60, 90), "MOTHER": (60, 90)}.get(relation, (25, 80))
        sex = {"FATHER": "M", "MOTHER": "F", "SPOUSE": "F" if head_sex == "M" else "M"}.get(relation)
        return self.person(address, *ages, sex=sex, last_name=last_name if self.draw.chance(0.85) else None)

    def _money(self, persons: int) -> Values:
        draw = self.draw
        month = draw.one([0, 600, 1500, 3000, 4500, 6000, 8000, 12_000]) + draw.random.randrange(0, 500, 50)
        second, other, own = (month * draw.one(shares) for shares in ([0, 0, 2, 4], [0, 1, 2], [0, 0, 1]))  # of twelve months' income
        spent = month * 12 * draw.one([80, 100, 115]) // 100
        return {
            "income_month": baht(month),
            "income_main": baht(month * 12 - second - other - own),
            "income_second": baht(second),
            "income_other": baht(other),
            "income_own": baht(own),
            "without_income": draw.random.randrange(persons),
            "expense_production": baht(draw.one([0, 0, 6000, 15_000])),
            "expense_needed": baht(spent),
            "expense_unneeded": baht(draw.one([0, 1200, 3600])),
            "makes_ends_meet": "SAVES" if spent < month * 12 else "ENOUGH" if spent == month * 12 else "SHORT",
            "saving_forms": draw.some(["CASH", "BANK", "SAVING_GROUP", "COMMUNITY_FUND", "NSF"], 2),
            "savings": baht(draw.one([0, 0, 2000, 15_000])),
        }

    def _house(self) -> Values:
        draw = self.draw
        tenure = draw.one(_LAND)
        condition = draw.one(["GOOD", "FAIR", "POOR", "VERY_POOR"], [10, 30, 40, 20])
        poor = condition in ("POOR", "VERY_POOR")
        values: Values = {
            "tenure": tenure,
            "land_owner": draw.one(["LO01", "LO05", "LO13", "LO14", "LO19", "LO24", "LO25"]),
            "house_condition": condition,
            "damage": draw.some(["D_FLOOR", "D_POST", "D_WALL", "D_ROOF", "D_WC", "D_STAIR"], 4) if poor else None,
            "mortgage": draw.one(["NONE", "BANK", "INFORMAL"], [85, 12, 3]),
            # Square wah: up to a rai to live on, up to twelve to work.
            "land_living": baht(draw.random.randrange(20, 400) + Decimal(draw.one([0, 0, 50])) / 100),
            "land_working": baht(draw.one([0, 0, 200, 400, 1250, 4850])),
            "land_document": draw.one(["CHANOTE", "NS3", "SPK", "PBT", "NONE"]),
            "house_type": draw.one(["ONE_GROUND", "ONE_RAISED", "TWO", "HUT"], [40, 35, 15, 10]),
            "wall": draw.one(["W1", "W2", "W3", "W4"]),
            "roof": draw.one(["R1", "R2", "R3"]),
            "floor": draw.one(["F1", "F2", "F3", "F4"]),
            "improvement": draw.one(["NEW", "FIX"], [1, 4]) if poor else None,
            "housing_wish": "ซ่อมหลังคาและเปลี่ยนเสาที่ผุ" if poor and draw.chance(0.5) else None,
            "joins_programme": "YES" if poor and draw.chance(0.7) else "NO",
        }
        if values["land_working"]:
            values["land_hold"] = (draw.one(["OWN", "RENT", "PUBLIC"]),)
        if tenure == "TEN3":
            values["rent_month"] = baht(draw.one([800, 1500, 2200]))
        return values

    def _things(self) -> Values:
        draw = self.draw
        return {
            "toilet": draw.one(["T1", "T0"], [95, 5]),
            "hygiene": draw.some(["TIDY", "DRAINED", "CLEAN_TOILET", "SORTS_WASTE"], 4),
            "drinking_water": draw.one(["BOTTLED", "PIPED", "WELL", "RAIN"]),
            "electricity": draw.one(["METER", "SHARED", "NONE"], [85, 12, 3]),
            "vehicles": draw.some(["BICYCLE", "MOTORCYCLE", "CAR", "BOAT"], 2),
            "goods": draw.some(["TV", "FRIDGE", "WASHER", "PHONE"], 4),
            "disasters": draw.some(["FLOOD", "STORM", "DROUGHT"], 1),
        }

    def _debts(self, household: int) -> None:
        draw = self.draw
        home = self.made.households[household]
        sources = draw.random.sample(["SAVING_GROUP", "BAAC", "STATE_BANK", "LENDER", "VILLAGE_FUND"], draw.one([0, 1, 2], [40, 40, 20]))
        owed = [baht(draw.one([5000, 20_000, 40_000, 120_000])) for _source in sources]
        home["debt"] = sum(owed, baht(0))
        home["expense_debt"] = baht(int(home["debt"]) // 10)
        for source, amount in zip(sources, owed, strict=True):
            self.made.household_debts.append({"household": household, "source": source, "amount": amount, "as_of": home["surveyed_on"]})

    # -- what is asked of people beside the survey

    def consents(self) -> None:
        """Most heads were asked on the day of the survey; a few refused, a few have withdrawn since."""
        draw = self.draw
        for home in self.made.households:
            if not draw.chance(0.75):
                continue
            answer = "GIVEN" if draw.chance(0.94) else "REFUSED"
            asked: Values = {
                "person": home["head"],
                "text_version": "CT1",
                "given_on": home["surveyed_on"],
                "answer": answer,
                "given_by": "SELF",
                "channel": draw.one(["PAPER", "SPOKEN", "SCREEN"]),
                "asked_by": "ทีมข้อมูลสภา",
            }
            if answer == "GIVEN":
                asked |= {"sensitive_too": draw.chance(0.85), "purposes": ("HELP", "REFER", "REGION", "REPORT")}
                if draw.chance(0.04):
                    asked |= {"withdrawn_on": min(later(home["surveyed_on"], 40), draw.day(0)), "withdrawn_how": "SPOKEN"}
            self.made.consents.append(asked)

    def indicators(self) -> None:
        """Every second household's sheet of basic needs."""
        draw = self.draw
        indicators = [entry.code for entry in shipped().entries("indicator")]
        for place, home in enumerate(self.made.households):
            if draw.chance(0.5):
                failed = draw.some(indicators, 4)
                rest = [code for code in indicators if code not in (failed or ())]
                asked = {"indicator_set": "JPT60", "year": to_be(int(home["surveyed_on"][:4])), "surveyed_on": home["surveyed_on"]}
                told = {"failed": failed, "not_asked": draw.some(rest, 3), "happiness": draw.random.randrange(4, 11)}
                self.made.indicator_sheets.append({"household": place} | asked | told)

    def moves(self, count: int) -> None:
        """Some grown children move in with another family; who has moved is counted where they live now."""
        draw, homes = self.draw, self.made.households
        grown = [
            place
            for place, each in enumerate(self.made.household_persons)
            if each["relation"] in ("CHILD", "GRANDCHILD") and "marital" in self.made.people[each["person"]]
        ]
        for stay in draw.random.sample(grown, min(count, len(grown))):
            left = self.made.household_persons[stay]["household"]
            joined = draw.one([place for place in range(len(homes)) if place != left])
            homes[left]["member_count"] -= 1
            homes[joined]["member_count"] += 1
            day, reason = draw.before(5, 28), draw.one(["WORK", "MARRIED", "CARE"])
            values = {"household": joined, "day": day, "relation": "RELATIVE", "reason": reason}
            self.made.acts.append(Act(day, 0, "household_persons", "move", stay, values))


def _prefix(draw: Draw, sex: str, age: int) -> str:
    if age < 15:
        return "เด็กชาย" if sex == "M" else "เด็กหญิง"
    if sex == "M":
        return "นาย"
    return draw.one(["นาง", "นางสาว"], [7, 3] if age > 30 else [2, 8])
