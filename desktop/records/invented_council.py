"""An invented council itself: its record, terms and scorecards, organizations, seats, meetings with what was decided, projects, activities."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from desktop.base.areas import areas
from desktop.base.dates import fiscal_year, to_be
from desktop.records import invented_names as words
from desktop.records.codes import shipped
from desktop.records.invented_drawing import Act, Draw, Values, baht, later
from desktop.records.invented_homes import Homes

_TERM = 4 * 365
_APART = 91  # days between two ordinary meetings
_OFFICERS = ("CHAIR", "VICE", "VICE", "SEC", "TREASURER", *["COMMITTEE"] * 8)
_COMMITTEE = ("HEAD", "SEC", "TREASURER")


class CouncilLife:
    """Draws what a council has beside the people it knows."""

    def __init__(self, draw: Draw, homes: Homes) -> None:
        self.draw = draw
        self.made = draw.made
        self.homes = homes

    # -- the council and its organizations

    def council(self) -> None:
        """The council's own record, its earlier term, how strong it was found, and a scorecard."""
        draw = self.draw
        began, tambon = draw.day(-draw.random.randrange(1200, 1300)), draw.tambons[0]
        wide = len(draw.area_code) == 4
        contact = draw.random.randrange(len(self.made.people))
        moo, village = draw.moo()
        self.made.councils.append(
            {
                "name": f"สภาองค์กรชุมชน{'เขต' if wide else 'ตำบล'}{areas().name(draw.area_code, 'th')}",
                "name_en": f"{areas().name(draw.area_code, 'en')} Community Organizations Council",
                "council_code": f"{tambon}01",
                "areas": (draw.area_code,),
                "area_kind": "KHWAENG" if wide else draw.one(["TAMBON", "TAMBON_TOWN"]),
                "status": "ACTIVE",
                "registered_on": later(began, -_TERM),
                "registrar": "DISTRICT_DIRECTOR" if wide else draw.one(["KAMNAN", "LOCAL_EXECUTIVE"]),
                "registrar_name": f"{draw.one(words.OLD_MEN)} {draw.surname()}",
                "registration_no": f"{draw.random.randrange(1, 200)}/{to_be(int(began[:4])) - 4}",
                "term_no": 2,
                "term_start_on": began,
                "term_end_on": later(began, _TERM),
                "house_no": f"{draw.random.randrange(1, 200)}",
                "moo": moo,
                "village": village,
                "tambon_code": tambon,
                "point": draw.point(),
                "phones": (draw.phone(),),
                "contact": contact,
            }
        )
        earlier = {"term_no": 1, "start_on": later(began, -_TERM), "end_on": later(began, -1), "chair_name": draw.one(words.OLD_WOMEN)}
        self.made.council_terms.append({"of_council": 0} | earlier)
        for days, level in ((700, "LV1_LEARN"), (300, draw.one(["LV2_WALK", "LV2_WALK", "LV3_RUN"]))):
            found = {"assessed_on": draw.day(-days), "level": level, "evidence": "ทบทวนร่วมกันในที่ประชุมสภา", "assessor": "คณะทำงานจังหวัด"}
            self.made.council_assessments.append({"of_council": 0} | found)
        self.made.scorecards.append({"of_council": 0, "assessed_on": draw.day(-120), "assessor": "คณะทำงานจังหวัด"})
        for entry in shipped().entries("strength_item"):
            points = draw.random.randrange(1, int(entry.amount or 0) + 1)
            self.made.scorecard_answers.append({"scorecard": 0, "item": entry.code, "points": points})
        self.made.acts.append(Act(draw.day(-120), 0, "scorecards", "count_points", 0, {}))

    def organizations(self) -> None:
        """An organization of each kind people form, in one of the villages, with its committee."""
        draw = self.draw
        for group, activity in zip(words.GROUPS, words.GROUP_ACTIVITIES, strict=True):
            moo, village = draw.moo()
            place = len(self.made.organizations)
            contact = draw.random.randrange(len(self.made.people))
            self.made.organizations.append(
                {
                    "name": f"{group}{village}",
                    "kind": draw.one(["CK1", "CK2", "CK3"], [60, 30, 10]),
                    "activity_type": activity,
                    "founded_year": to_be(draw.today.year) - draw.random.randrange(4, 25),
                    "member_count": draw.random.randrange(12, 180),
                    "fund": baht(draw.random.randrange(0, 400) * 1000),
                    "registered_no": f"{draw.tambons[0]}-{place + 1:03d}",
                    "registered_on": draw.before(400, 2400),
                    "moos": str(moo),
                    "village": village,
                    "tambon_code": draw.tambons[0],
                    "contact": contact,
                    "phones": (draw.phone(),),
                }
            )
            people = draw.random.sample(range(len(self.made.people)), min(len(_COMMITTEE), len(self.made.people)))
            for person, role in zip(people, _COMMITTEE, strict=False):
                held = {"organization": place, "person": person, "role": role, "since": draw.before(100, 900)}
                self.made.organization_people.append(held)

    # -- seats and meetings

    def members(self, count: int) -> None:
        """Four in ten members are heads of registered households, the others live elsewhere in the area."""
        draw = self.draw
        heads = [household["head"] for household in self.made.households]
        draw.random.shuffle(heads)
        began = self.made.councils[0]["term_start_on"] if self.made.councils else None
        experts = 0
        for number in range(count):
            person = heads.pop() if heads and draw.chance(0.4) else self.homes.person(self.homes.address(), 20, 85)
            # At most one expert to five representatives (s.7).
            expert = number >= len(_OFFICERS) and experts < (number - experts) // 6 and draw.chance(0.4)
            experts += expert
            group = draw.random.randrange(len(words.GROUPS))
            seat: Values = {
                "person": person,
                "seat_kind": "EXPERT" if expert else "REP",
                "position": _OFFICERS[number] if number < len(_OFFICERS) else "MEMBER",
                "group": words.GROUPS[group],
                "appointed_on": began if began and draw.chance(0.9) else draw.before(800, 1150),
            }
            if began is not None:
                seat["term_no"] = 2
                if not expert:
                    seat["organization"] = group
            self.made.members.append(seat)

    def meetings(self, count: int) -> None:
        """One ordinary meeting a quarter was held, the latest some weeks ago; the next one is planned. Then a few seats change hands."""
        draw = self.draw
        days = [draw.today - dt.timedelta(days=20 + _APART * back) for back in reversed(range(count))]
        numbers: dict[int, int] = {}
        for number, day in enumerate(days):
            numbers[day.year] = numbers.get(day.year, 0) + 1
            self._meeting(day, numbers[day.year], last=number == count - 1)
        coming = draw.today + dt.timedelta(days=_APART - 20)
        number = numbers.get(coming.year, 0) + 1
        self.made.meetings.append(self._called(coming, number))
        ordinary = [place for place, seat in enumerate(self.made.members) if seat["position"] == "MEMBER"]
        for seat in draw.random.sample(ordinary, len(ordinary) // 12):
            person, since = self.homes.person(self.homes.address(), 22, 70), draw.before(2, 18)
            self.made.acts.append(Act(since, 0, "members", "replace", seat, {"person": person, "on": since, "reason": "RESIGN"}))

    def _called(self, day: dt.date, number: int) -> Values:
        return {
            "kind": "ORDINARY",
            "number": number,
            "year": to_be(day.year),
            "held_on": day.isoformat(),
            "start_at": "09:00",
            "end_at": "12:00",
            "place": "ที่ทำการสภา",
            "chair": self._holder("CHAIR"),
            "minute_taker": self._holder("SEC"),
        }

    def _holder(self, position: str) -> int | None:
        return next((seat["person"] for seat in self.made.members if seat["position"] == position), None)

    def _meeting(self, day: dt.date, number: int, *, last: bool) -> None:
        draw, place = self.draw, len(self.made.meetings)
        called = self._called(day, number)
        called |= {"guests_count": draw.random.randrange(6), "minutes": "ประธานเปิดประชุมและแจ้งเรื่องเพื่อทราบ ที่ประชุมพิจารณาตามวาระ"}
        if not last:
            called["adopted_on"] = later(called["held_on"], _APART)
        self.made.meetings.append(called)
        for position, title in enumerate(words.AGENDA, 1):
            self.made.agenda_items.append({"meeting": place, "position": position, "title": title})
        here = [seat for seat, each in enumerate(self.made.members) if each["appointed_on"] <= called["held_on"]]
        for seat in here:
            state = draw.one(["PRESENT", "LEAVE", "ABSENT"], [80, 14, 6])
            self.made.attendances.append({"meeting": place, "person": self.made.members[seat]["person"], "seat": seat, "state": state})
        self._resolutions(place, called["held_on"], len(here))
        self.made.acts.append(Act(called["held_on"], 0, "meetings", "hold", place, {"held_on": called["held_on"]}))

    def _resolutions(self, meeting: int, day: str, votes: int) -> None:
        draw = self.draw
        first_item = len(self.made.agenda_items) - len(words.AGENDA)
        for position, (item, kind, text) in enumerate(words.RESOLUTIONS, 1):
            decided: Values = {"meeting": meeting, "agenda_item": first_item + item, "position": position, "kind": kind, "text": text}
            decided["votes_for"] = votes * draw.random.randrange(60, 81) // 100
            if kind == "ASSIGN":
                decided |= {"responsible": "คณะทำงานข้อมูล", "due_on": later(day, 30)}
                if later(day, 28) < draw.day(0):
                    decided["done_on"] = later(day, 28)
            self.made.resolutions.append(decided)

    # -- work

    def project(self, number: int) -> None:
        """A project of this or the last fiscal year."""
        draw = self.draw
        start = draw.today - dt.timedelta(days=draw.random.randrange(30, 300))
        self.made.projects.append(
            {
                "title": words.PROJECTS[number % len(words.PROJECTS)],
                "fiscal_year": fiscal_year(start),
                "areas": (draw.one(draw.tambons),),
                "budget": baht(45_000),
                "status": draw.one(["APPROVED", "RUNNING", "REPORTED"]),
                "source": "BS100",
                "objective": "ให้คนในตำบลมีคุณภาพชีวิตที่ดีขึ้น",
                "start_on": start.isoformat(),
                "end_on": (start + dt.timedelta(days=180)).isoformat(),
            }
        )

    def activity(self) -> None:
        """Something done, cancelled or planned."""
        draw = self.draw
        title, kind = draw.one(words.ACTIVITIES)
        moo = draw.moo()[0]
        start = draw.today - dt.timedelta(days=draw.random.randrange(-60, 900))
        participants = draw.random.randrange(8, 120)
        men = draw.random.randrange(participants)
        budget = draw.one([0, 3000, 12_000, 40_000])
        held = start < draw.today
        values: Values = {
            "title": title.format(number=moo),
            "kind": kind,
            "project": draw.random.randrange(len(self.made.projects)) if self.made.projects and draw.chance(0.3) else None,
            "start_on": start.isoformat(),
            "end_on": (start + dt.timedelta(days=draw.one([0, 0, 0, 1, 4]))).isoformat(),
            "place": draw.one(words.PLACES).format(number=moo),
            "tambon_code": draw.one(draw.tambons),
            "budget": baht(budget),
            "status": draw.one(["DONE", "CANCELLED"], [9, 1]) if held else "PLANNED",
        }
        if values["status"] == "DONE":
            spent = baht(budget) * draw.one([Decimal(1), Decimal(1), Decimal("0.9"), Decimal("0.75")])
            values |= {"participants": participants, "male": men, "female": participants - men, "spent": baht(spent)}
        self.made.activities.append(values)
