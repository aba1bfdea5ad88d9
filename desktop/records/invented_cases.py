"""Invented hardship cases in every state, each brought there by the deeds of its room; help, referrals, visits and photos that go with them."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from desktop.base.areas import areas
from desktop.base.dates import fiscal_year
from desktop.records import invented_names as words
from desktop.records.invented_drawing import Act, Draw, Values, baht, later
from desktop.records.invented_homes import Homes

# How far the cases go, in turn; every state is among the first twenty.
_GOALS = (
    "C10 C90 C40 C70 C20 C80 C40 C60 X10 C30 C50 X20 C90 X30 C70 X40 C40 X50 C10 X60 C80 C60 C10 C40".split()  # noqa: SIM905 - to be read
)
_AFTER = {"C30": 0, "C40": 3, "C50": 14, "C60": 60, "C70": 85, "C80": 120, "C90": 170}  # days from the meeting that certifies
_EXITS = {
    "X20": ("close_solved", {"reason": "ญาติช่วยซ่อมบ้านเองแล้ว"}),
    "X30": ("close_ineligible", {"reason": "รายได้เกินเกณฑ์ของโครงการ"}),
    "X40": ("close_withdrawn", {"reason": "ครอบครัวขอถอนเรื่อง"}),
    "X50": ("close_moved", {"reason": "ย้ายไปอยู่กับลูกต่างจังหวัด"}),
}
_OUTSIDE = 60  # days after which a referral is answered


class Cases:
    """Draws the cases of a council whose households are drawn already."""

    def __init__(self, draw: Draw, homes: Homes, photos: int) -> None:
        self.draw = draw
        self.made = draw.made
        self.homes = homes
        self.photos = photos  # that may still be taken

    def partners(self) -> None:
        """Whom the council works with."""
        draw = self.draw
        place = areas().name(draw.tambons[0], "th")
        for name, kind, role in words.PARTNERS:
            who = {"contact_name": f"{draw.one(words.YOUNG_WOMEN)} {draw.surname()}", "contact_role": role, "phones": (draw.phone(),)}
            self.made.partners.append({"name": name.format(place=place), "kind": kind, "tambon_code": draw.tambons[0]} | who)

    def cases(self) -> None:
        """A case for every second household, and what was done with it."""
        for number, household in enumerate(range(0, len(self.made.households), 2)):
            self._case(household, _GOALS[number % len(_GOALS)])

    def _case(self, household: int, goal: str) -> None:
        draw, home = self.draw, self.made.households[household]
        hardships = self.homes.hardships[household]
        place = len(self.made.cases)
        resolution, goal = self._certified(goal)
        if resolution is None:
            opened = home["surveyed_on"] if goal == "C10" else draw.before(60, 300)
        else:
            opened = later(self._held(resolution), -draw.random.randrange(15, 60))
        home["surveyed_on"] = max(home["surveyed_on"], opened)
        self.made.cases.append(
            {
                "household": household,
                "person": home["head"],
                "needs": tuple(sorted({hardship[1] for hardship in hardships})),
                "dimensions": tuple(sorted({hardship[2] for hardship in hardships})),
                "problem": hardships[0][3],
                "wish": hardships[0][4],
                "urgency": draw.one(["U1", "U2", "U3"], [15, 35, 50]),
                "opened_on": opened,
                "responsible": draw.one(["ทีมข้อมูลสภา", "กรรมการหมู่บ้าน"]),
            }
        )
        if goal == "C10":
            return
        self._act(place, later(opened, 7), 1, "verify")
        if resolution is not None:
            self._certify(place, resolution, goal)
        else:
            self._leave(place, goal, later(opened, 25))
        self._visit(place, opened)

    def _certified(self, goal: str) -> tuple[int | None, str]:
        """The resolution of a meeting long enough ago for the goal, and the goal; a nearer one where no meeting is."""
        chain = list(_AFTER)
        while goal in chain:
            latest = self.draw.day(-_AFTER[goal] - 5)
            found = [
                place for place, decided in enumerate(self.made.resolutions) if decided["kind"] == "CERTIFY" and self._held(place) <= latest
            ]
            if found:
                return self.draw.one(found[-4:]), goal
            goal = chain[chain.index(goal) - 1] if goal != chain[0] else "C20"
        if not self.made.partners and goal == "X10":
            goal = "C20"
        return None, goal if goal != "X60" or self.made.cases else "C20"

    def _held(self, resolution: int) -> str:
        return str(self.made.meetings[self.made.resolutions[resolution]["meeting"]]["held_on"])

    def _act(self, case: int, day: str, order: int, name: str, /, **values: object) -> None:
        self.made.acts.append(Act(day, order, "cases", name, case, {"on": day, **values}))

    def _certify(self, case: int, resolution: int, goal: str) -> None:
        """From the meeting on along the chain."""
        draw, held = self.draw, self._held(resolution)
        reached = [state for state in _AFTER if state <= goal]
        on = {state: later(held, _AFTER[state]) for state in reached}
        self._act(case, held, 2, "certify", resolution=resolution)
        if "C40" in reached:
            self._act(case, on["C40"], 3, "rank_by_score")
        if "C50" not in reached:
            return
        budget = baht(draw.random.randrange(24, 41) * 500)
        year = fiscal_year(dt.date.fromisoformat(on["C50"]))
        self._act(case, on["C50"], 4, "propose", programme_code="BPP", programme_year=year, budget=budget)
        if "C60" in reached:
            approved = budget if draw.chance(0.7) else budget - 1000
            self._act(case, on["C60"], 5, "approve", amount=approved)
            self._funds(case, on["C60"], approved)
        if "C70" in reached:
            self._act(case, on["C70"], 6, "start_work", reason=self._photo(case, "BEFORE", on["C70"]))
            self._helped(case, on["C70"])
        if "C80" in reached:
            self._act(case, on["C80"], 7, "finish", reason=self._photo(case, "AFTER", on["C80"]))
        if "C90" in reached:
            self._act(case, on["C90"], 8, "close", outcome="ช่วยเหลือแล้ว ครัวเรือนพอใจ")

    def _leave(self, case: int, goal: str, day: str) -> None:
        if goal == "X10":
            asked = {"partner": self.draw.random.randrange(len(self.made.partners)), "asked": "ขอให้พิจารณาช่วยเหลือตามหน้าที่"}
            self._act(case, day, 9, "refer", **asked, due_on=later(day, 45), closes=True)
        elif goal == "X60":
            self._act(case, day, 9, "close_duplicate", same_as=self.draw.random.randrange(case))
        elif goal in _EXITS:
            name, values = _EXITS[goal]
            self._act(case, day, 9, name, **values)

    # -- what goes with them

    def _photo(self, case: int, kind: str, day: str) -> str | None:
        """A photo, or the reason why there is none."""
        if self.photos <= 0:
            return "บ้านอยู่ไกล ยังไม่ได้ถ่ายภาพ"
        self.photos -= 1
        caption = "ก่อนซ่อม" if kind == "BEFORE" else "หลังซ่อม"
        self.made.pictures.append({"case": case, "kind": kind, "caption": caption, "taken_on": day})
        return None

    def _funds(self, case: int, day: str, approved: Decimal) -> None:
        given: list[Values] = [
            {"source": "CODI", "form": "MONEY", "amount": approved},
            {"source": "COMMUNITY", "form": "LABOUR", "work_days": self.draw.random.randrange(4, 20)},
        ]
        if self.draw.chance(0.4):
            given.append({"source": "OWNER", "form": "MATERIAL", "amount": baht(self.draw.random.randrange(1, 6) * 500)})
        self.made.case_funds += [{"case": case, "given_on": day} | each for each in given]

    def _visit(self, case: int, opened: str) -> None:
        draw, day = self.draw, later(opened, 21)
        if day > draw.day(0) or not draw.chance(0.6):
            return
        visited: Values = {"case": case, "visited_on": day, "visitor": "กรรมการหมู่บ้าน", "findings": draw.one(words.VISITS)}
        if draw.chance(0.3):
            visited["next_on"] = draw.day(draw.random.randrange(-10, 30))
        self.made.case_visits.append(visited if visited.get("next_on", day) >= day else visited | {"next_on": None})

    def _helped(self, case: int, day: str) -> None:
        """Help for the case, under its household and person too, as the room's own deed writes it."""
        stands = {"case": case} | {name: self.made.cases[case][name] for name in ("household", "person")}
        for _number in range(self.draw.random.randrange(1, 3)):
            self._help(stands, min(later(day, self.draw.random.randrange(40)), self.draw.day(0)))

    def help(self) -> None:
        """Help to households beside their cases, most of it small."""
        for place, home in enumerate(self.made.households):
            if self.draw.chance(0.35):
                self._help({"household": place, "person": home["head"]}, self.draw.before(0, 700))

    def _help(self, to: Values, day: str) -> None:
        draw = self.draw
        kind, what, quantity, least, most = draw.one(words.HELP)
        given: Values = {"given_on": day, "kind": kind, "what": what, "quantity": quantity or None}
        given["value"] = baht(draw.random.randrange(least, most, 50))
        if draw.chance(0.8):
            given["partner"] = draw.random.randrange(len(self.made.partners))
        else:
            given["giver"] = draw.one(["วัดประจำหมู่บ้าน", "เพื่อนบ้าน", "กองผ้าป่าหมู่บ้าน"])
        given["source"] = draw.one(["BS100", "BS300", "BS500", "BS600", "BS700"])
        self.made.help.append(to | given)

    def referrals(self) -> None:
        """Some households are referred to a partner without a case; most partners answer."""
        draw = self.draw
        for place, home in enumerate(self.made.households):
            if not draw.chance(0.1):
                continue
            sent = draw.before(3, 200)
            number = len(self.made.referrals)
            self.made.referrals.append(
                {
                    "partner": draw.random.randrange(len(self.made.partners)),
                    "household": place,
                    "person": home["head"],
                    "sent_on": sent,
                    "asked": "ขอรับการเยี่ยมบ้านและประเมินความช่วยเหลือ",
                    "due_on": later(sent, 45),
                    "responsible": "ทีมข้อมูลสภา",
                }
            )
            answered = later(sent, _OUTSIDE)
            if answered < draw.day(0) and draw.chance(0.8):
                result = draw.one(["ACCEPTED", "HELPED", "REFUSED", "PASSED_ON"])
                told = {"result": result, "answer": "ได้รับเรื่องแล้ว", "on": answered}
                self.made.acts.append(Act(answered, 0, "referrals", "answer", number, told))

    def album(self) -> None:
        """The photos that are left over: of houses, of a meeting, of a person."""
        draw = self.draw
        places = draw.random.sample(range(len(self.made.households)), min(len(self.made.households), max(0, self.photos - 2)))
        for place in places:
            day = self.made.households[place]["surveyed_on"]
            self.made.pictures.append({"household": place, "kind": "HOUSE", "caption": "หน้าบ้าน", "taken_on": day})
        if self.photos > 0 and self.made.meetings:
            day = self.made.meetings[0]["held_on"]
            self.made.pictures.append({"meeting": 0, "kind": "MINUTES", "caption": "รายงานการประชุม หน้า 1", "taken_on": day})
        if self.photos > 1:
            self.made.pictures.append({"person": self.made.households[0]["head"], "kind": "PORTRAIT", "caption": "หัวหน้าครัวเรือน"})
