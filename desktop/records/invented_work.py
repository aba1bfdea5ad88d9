"""What an invented council's projects, activities, plan and partners consist of: budgets, attendance, plan items, agreements, results."""

from __future__ import annotations

from decimal import Decimal

from desktop.base.dates import to_be
from desktop.records import invented_names as words
from desktop.records.invented_drawing import Draw, Values, baht, later

_PARTS = (
    ("SPEAKER", "ค่าวิทยากร", 20),
    ("FOOD", "ค่าอาหารและเครื่องดื่ม", 25),
    ("MATERIAL", "ค่าวัสดุอุปกรณ์", 40),
    ("TRAVEL", "ค่าเดินทาง", 10),
    ("PAPER", "ค่าเอกสารและประชาสัมพันธ์", 5),
)  # of a project's budget, in per cent
_TARGETS = (("ELDERLY", "PERSON", 10, 60), ("HARDSHIP", "HOUSEHOLD", 5, 20), ("WOMEN", "PERSON", 10, 40))
_GOALS = (
    ("คนในตำบลมีบ้านที่ปลอดภัย", "ซ่อมบ้านผู้เดือดร้อนปีละห้าหลัง"),
    ("ครัวเรือนมีรายได้เพิ่มขึ้น", "ตั้งตลาดชุมชนและอบรมอาชีพ"),
    ("ผู้สูงอายุมีคนดูแล", "ทีมเยี่ยมบ้านประจำหมู่บ้าน"),
)
_INDICATORS = (
    ("OUTPUT", "จำนวนครัวเรือนที่ได้รับประโยชน์", "HOUSEHOLD", 0, 12),
    ("OUTPUT", "จำนวนผู้ผ่านการอบรม", "PERSON", 0, 30),
    ("OUTCOME", "ครัวเรือนที่มีรายได้เพิ่ม ร้อยละ", "PERCENT", 20, 45),
)
_SUPPORTS = (("MONEY", "สมทบค่าอาหารกลางวัน"), ("KNOWLEDGE", "วิทยากรให้ความรู้"), ("GOODS", "ให้ยืมเต็นท์และโต๊ะเก้าอี้"), ("PEOPLE", "ส่งช่างมาช่วยงาน"))
_ATTENDING = 5  # names on an attendance sheet


class Work:
    """Draws what hangs on the projects, activities and partners that are drawn already."""

    def __init__(self, draw: Draw) -> None:
        self.draw = draw
        self.made = draw.made

    def plan(self) -> None:
        """The tambon's plan of five years: goals, and work under each."""
        draw, year = self.draw, to_be(self.draw.today.year)
        plan = {"title": f"แผนพัฒนาตำบล พ.ศ. {year - 3}-{year + 1}", "areas": (draw.area_code,), "year_from": year - 3, "year_to": year + 1}
        self.made.plans.append(plan | {"vision": "คนในตำบลพึ่งพากันและพึ่งตนเองได้"})
        for number, (goal, work) in enumerate(_GOALS, 1):
            place = len(self.made.plan_items)
            self.made.plan_items.append({"plan": 0, "number": f"{number}", "title": goal, "kind": "GOAL"})
            under: Values = {"plan": 0, "number": f"{number}.1", "title": work, "parent_item": place, "kind": "WORK", "year": year}
            under |= {"budget": baht(draw.random.randrange(10, 90) * 1000), "doer": draw.one(["SELF", "TOGETHER", "ASKED"])}
            self.made.plan_items.append(under)

    def projects(self) -> None:
        """What each project consists of."""
        for place, project in enumerate(self.made.projects):
            self._budget(place, project)
            self._results(place, project)
            linked = {"plan_item": 2 * (place % len(_GOALS)) + 1} if self.made.plan_items else {"case": 0}
            self.made.project_links.append({"project": place, "how": "ทำตามแผนของตำบล"} | linked)
            if self.made.capitals:
                capital = self.draw.random.randrange(len(self.made.capitals))
                self.made.project_links.append({"project": place, "capital": capital, "how": "ใช้ในการทำโครงการ"})

    def _budget(self, place: int, project: Values) -> None:
        draw, budget = self.draw, project["budget"]
        for position, (category, item, share) in enumerate(_PARTS, 1):
            asked = baht(budget * share / 100)
            whole = asked + baht(draw.one([0, 0, 500, 2000]))
            line = {"position": position, "category": category, "item": item, "whole": whole, "requested": asked}
            self.made.budget_lines.append({"project": place} | line)
        for group, unit, least, most in draw.random.sample(_TARGETS, 2):
            count = draw.random.randrange(least, most)
            self.made.project_targets.append({"project": place, "target_group": group, "count": count, "unit": unit})
        given = later(project["start_on"], 14)
        self.made.project_contributions.append(
            {"project": place, "source": "BS300", "form": "MONEY", "amount": baht(draw.random.randrange(1, 9) * 1000), "given_on": given}
            | ({"partner": 0} if self.made.partners else {"giver": "องค์การบริหารส่วนตำบล"})
        )
        half = baht(budget / 2)
        for number, days, amount in ((1, 7, half), (2, 100, budget - half)):
            due = later(project["start_on"], days)
            paid = {"received_on": due, "received": amount} if due <= draw.day(0) else {}
            self.made.instalments.append({"project": place, "number": number, "due_on": due, "amount": amount} | paid)
        if self.made.councils:
            self.made.project_councils.append({"project": place, "participant": 0, "role": "LEAD", "share": budget})

    def _results(self, place: int, project: Values) -> None:
        draw = self.draw
        kind, indicator, unit, baseline, target = draw.one(_INDICATORS)
        self.made.results.append(
            {
                "project": place,
                "kind": kind,
                "dimension": draw.one(["QD1", "QD2", "QD3", "QD4", "QD5"]),
                "indicator": indicator,
                "unit": unit,
                "baseline": baht(baseline),
                "target": baht(target),
                "actual": baht(baseline + (target - baseline) * Decimal(draw.random.randrange(40, 121)) / 100),
                "measured_on": min(project["end_on"], draw.day(0)),
            }
        )

    def activities(self) -> None:
        """Who came to what was done, and what was shown and sold there."""
        draw = self.draw
        held = [place for place, each in enumerate(self.made.activities) if each["status"] == "DONE"]
        for number, place in enumerate(held):
            people = draw.random.sample(range(len(self.made.people)), min(_ATTENDING, len(self.made.people)))
            for person in people[:-1]:
                came = {"person": person, "sex": self.made.people[person]["sex"], "role": "TAKES_PART", "signed": True}
                self.made.activity_people.append({"activity": place} | came)
            guest = {"name": f"{draw.one(words.YOUNG_WOMEN)} {draw.surname()}", "sex": "F", "age_band": "ADULT", "role": "SPEAKER"}
            self.made.activity_people.append({"activity": place} | guest | {"from_where": "เครือข่ายจังหวัด"})
            if self.made.products and number < 3:
                sold = {"product": number % len(self.made.products), "act": "SOLD", "quantity": baht(draw.random.randrange(5, 60))}
                sales = baht(draw.random.randrange(5, 60) * 100)
                self.made.activity_products.append({"activity": place} | sold | {"unit": "PACK", "sales": sales})

    def partners(self) -> None:
        """Who speaks for each partner, what is agreed, and what came of it."""
        draw = self.draw
        done = [place for place, each in enumerate(self.made.activities) if each["status"] == "DONE"]
        for place, partner in enumerate(self.made.partners):
            contact = {"name": f"{draw.one(words.OLD_MEN)} {draw.surname()}", "role": partner["contact_role"], "phones": (draw.phone(),)}
            self.made.partner_contacts.append({"partner": place} | contact | {"since": draw.before(200, 1200)})
            if place % 2 == 0:
                signed = draw.before(100, 900)
                agreed = {"title": "บันทึกข้อตกลงความร่วมมือพัฒนาคุณภาพชีวิต", "kind": "MOU", "signed_on": signed, "until": later(signed, 1095)}
                self.made.agreements.append({"partner": place} | agreed)
            kind, what = _SUPPORTS[place % len(_SUPPORTS)]
            given: Values = {"partner": place, "kind": kind, "words": what, "on": draw.before(5, 300)}
            given |= {"people": draw.random.randrange(2, 9)} if kind == "PEOPLE" else {"amount": baht(draw.random.randrange(5, 60) * 100)}
            if done:
                given["activity"] = draw.one(done)
            self.made.partner_supports.append(given)
