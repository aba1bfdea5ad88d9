"""An invented council's economy and money: groups and what they make, community capitals, cash books and the welfare fund."""

from __future__ import annotations

import datetime as dt

from desktop.base.areas import areas
from desktop.base.dates import to_be
from desktop.records.invented_drawing import Act, Draw, Values, baht, later

_GROUPS = (
    ("วิสาหกิจชุมชนแปรรูปผลไม้", "COMMUNITY", ("VC1", "VC2"), "แปรรูปผลไม้ตามฤดู"),
    ("กลุ่มแม่บ้านเกษตรกร", "OCCUPATION", ("VC2", "VC3"), "ทำขนมและน้ำพริก"),
)
_PRODUCTS = (
    ("ทุเรียนทอดกรอบ", "FOOD", "PACK", 70, 120),
    ("น้ำพริกกะปิสูตรคุณยาย", "FOOD", "BOTTLE", 28, 50),
    ("เสื่อกกทอมือ", "GOODS", "PIECE", 180, 350),
)
_CAPITALS = (
    ("หมอยาพื้นบ้าน", "CAP_W", None),
    ("ป่าชุมชน", "CAP_N", "N_RESOURCE"),
    ("ศาลาประชาคม", "CAP_P", None),
    ("กลุ่มสัจจะออมทรัพย์", "CAP_F", "F_SAVING"),
    ("ช่างไม้ประจำตำบล", "CAP_H", "H_SKILL"),
)
_MONTHS = 5  # that the books go back
_CASH = (("ค่าอาหารประชุม", "FOOD", 900), ("ค่าวัสดุซ่อมบ้าน", "MATERIAL", 3500), ("ค่าเดินทาง", "TRAVEL", 420), ("ค่าถ่ายเอกสาร", "PAPER", 155))
_CLAIMS = (("WK01", 1000), ("WK02", 300), ("WK03", 600), ("WK04", 5000))


class Economy:
    """Draws what the council's people make, have and put aside."""

    def __init__(self, draw: Draw) -> None:
        self.draw = draw
        self.made = draw.made
        first = draw.today.replace(day=1)
        starts = [first]
        for _back in range(_MONTHS - 1):
            starts.append((starts[-1] - dt.timedelta(days=1)).replace(day=1))
        self.months = [each.isoformat()[:7] for each in reversed(starts)]  # the current one last
        self.tambon = draw.tambons[0]

    def _person(self) -> int:
        return self.draw.random.randrange(len(self.made.people))

    def enterprises(self) -> None:
        """Two groups, their members and months, what they make and plan."""
        draw = self.draw
        for place, (name, kind, roles, business) in enumerate(_GROUPS):
            moo, village = draw.moo()
            registered = {"registration_no": f"{self.tambon}/{draw.random.randrange(1, 99)}", "registered_on": draw.before(800, 2500)}
            self.made.enterprises.append(
                {"name": f"{name}{village}", "kind": kind, "roles": roles, "business": business, "moo": moo, "tambon_code": self.tambon}
                | {"authorised": self._person(), "phones": (draw.phone(),), "income_before": baht(draw.random.randrange(30, 90) * 100)}
                | (registered if kind == "COMMUNITY" else {})
            )
            if kind == "COMMUNITY":
                day = draw.before(20, 280)
                self.made.acts.append(Act(day, 0, "enterprises", "renew", place, {"on": day, "year": to_be(int(day[:4]))}))
            for person, role in zip(draw.random.sample(range(len(self.made.people)), 3), ("CHAIR", "TREASURER", "MEMBER"), strict=True):
                self.made.enterprise_members.append(
                    {"enterprise": place, "person": person, "role": role, "shares": baht(draw.random.randrange(1, 20) * 100)}
                )
            for month in self.months[:-1]:
                income = draw.random.randrange(60, 200) * 100
                spent = {"income": baht(income), "cost": baht(income * draw.random.randrange(45, 80) // 100), "workers": 6}
                self.made.enterprise_months.append({"enterprise": place, "month": month} | spent)
            support = {"on": draw.before(30, 300), "kind": "TRAINING", "topic": "บรรจุภัณฑ์และการขายออนไลน์", "centre": "ศูนย์บ่มเพาะอาชีพ"}
            self.made.enterprise_supports.append({"enterprise": place} | support)
        self._products()
        self._business_plan()

    def _products(self) -> None:
        draw = self.draw
        for place, (name, kind, unit, cost, price) in enumerate(_PRODUCTS):
            made: Values = {"name": name, "kind": kind, "enterprise": place % len(_GROUPS), "wisdom_owner": self._person(), "unit": unit}
            made |= {"capacity": baht(draw.random.randrange(50, 400)), "cost": baht(cost), "price": baht(price)}
            self.made.products.append(made | {"channels": ("GROUP", "MARKET"), "tambon_code": self.tambon})
            issued = draw.before(500, 1050)
            mark = {"mark": "TCPS", "number": f"มผช.{place + 1}/{to_be(int(issued[:4]))}", "issued_on": issued}
            self.made.product_marks.append({"product": place} | mark | {"expires_on": later(issued, 1095)})

    def _business_plan(self) -> None:
        year = to_be(self.draw.today.year)
        canvas = {
            "customer_segments": "นักท่องเที่ยวและคนในตำบล",
            "value_propositions": "ผลไม้จากสวนในตำบล ไม่ใส่สารกันเสีย",
            "channels": "ตลาดชุมชนและร้านค้าออนไลน์",
            "customer_relationships": "ชิมก่อนซื้อ รับคำสั่งซื้อทางโทรศัพท์",
            "revenue_streams": "ขายปลีกและขายส่ง",
            "key_resources": "สวนผลไม้ เตาอบ แรงงานในกลุ่ม",
            "key_activities": "คัด ล้าง ทอด บรรจุ",
            "key_partners": "เกษตรกรในตำบล อบต.",
            "cost_structure": "วัตถุดิบ แก๊ส บรรจุภัณฑ์",
        }
        tracks: Values = {"cut_what": "ซื้อวัตถุดิบรวมกัน", "add_what": "ขายออนไลน์", "grow_what": "รับจ้างบรรจุ"}
        for track, first in (("cut", 9000), ("add", 12_000), ("grow", 15_000)):
            share = 90 if track == "cut" else 120
            for step, amount in (("baseline", first), ("target", first * share // 100), ("actual", first * (share + 100) // 200)):
                tracks[f"{track}_{step}"] = baht(amount)
        made: Values = {"title": "แผนธุรกิจเพื่อชุมชน", "enterprise": 0, "year": year, "made_on": self.draw.before(60, 200)}
        self.made.business_plans.append(made | canvas | tracks)
        self.made.acts.append(Act(made["made_on"], 0, "business_plans", "put_into_use", 0, {}))

    def capitals(self) -> None:
        """What the place has to build on."""
        draw = self.draw
        for name, kind, detail in _CAPITALS:
            moo, village = draw.moo()
            found: Values = {"name": f"{name} {village}", "kind": kind, "detail": detail, "moo": moo, "tambon_code": self.tambon}
            found |= {"state": draw.one(["GOOD", "FAIR", "UNUSED"]), "keeper": self._person(), "point": draw.point()}
            self.made.capitals.append(found | {"surveyed_on": draw.before(30, 500)})

    def cash_books(self) -> None:
        """A book of the council and one of the first project; all months but the last two are closed."""
        draw = self.draw
        opened = f"{self.months[0]}-01"
        books: list[Values] = [{"name": "สมุดเงินสดสภา", "kind": "COUNCIL", "opening_balance": baht(20_000)}]
        if self.made.projects:
            books.append({"name": "สมุดเงินสดโครงการ", "kind": "PROJECT", "project": 0, "opening_balance": baht(22_500)})
        for place, book in enumerate(books):
            self.made.cash_books.append(book | {"opened_on": opened, "keeper": self._person()})
            for month in self.months:
                self._month(place, month)
            counted = {"on": f"{self.months[0]}-28", "counted_by": "เหรัญญิกสภา", "explanation": "ยืมจ่ายค่าอาหารไว้ก่อน"}
            self.made.cash_counts.append({"cash_book": place, "counted": baht(draw.random.randrange(1, 9) * 1000)} | counted)
            for month, following in zip(self.months[:-2], self.months[1:], strict=False):
                self.made.acts.append(Act(f"{following}-01", place, "cash_books", "close_month", place, {"month": month}))

    def _month(self, book: int, month: str) -> None:
        draw = self.draw
        came = {"words": "รับเงินสนับสนุน", "income": baht(draw.random.randrange(2, 9) * 1000)}
        lines: list[Values] = [{"on": f"{month}-01"} | came]
        for words, category, amount in draw.random.sample(_CASH, 3):
            spent = {"words": words, "category": category, "expense": baht(amount + draw.random.randrange(0, 90))}
            lines.append(
                {"on": f"{month}-{draw.random.randrange(2, 26):02d}", "receipt_no": f"{draw.random.randrange(1, 400):04d}"} | spent
            )
        self.made.cash_lines += [{"cash_book": book} | line for line in lines if line["on"] <= draw.day(0)]

    def fund(self, count: int) -> None:
        """The welfare fund with so many members, as far as there are people: a year's contributions and some welfare paid."""
        draw = self.draw
        founded = draw.before(2000, 5000)
        self.made.welfare_funds.append(
            {
                "name": f"กองทุนสวัสดิการชุมชนตำบล{areas().name(self.tambon, 'th')}",
                "founded_on": founded[:7],
                "certified_by": ("CODI",),
                "tambon_code": self.tambon,
                "chair": self._person(),
                "villages": len(draw.villages),
                "municipal": False,
                "local_government": f"องค์การบริหารส่วนตำบล{areas().name(self.tambon, 'th')}",
                "contribution_pattern": "YEAR",
                "contribution": baht(365),
                "welfare_kinds": ("WK01", "WK02", "WK03", "WK04"),
                "non_cash": "เยี่ยมผู้ป่วยและผู้สูงอายุทุกเดือน",
                "linked_work": "ใช้ข้อมูลผู้เดือดร้อนร่วมกับสภา",
                **dict.fromkeys(("has_register", "has_rules", "has_accounts", "has_plan", "has_monitoring"), True),
                "meetings_a_year": 4,
                "opening_balance": baht(50_000),
            }
        )
        adults = [place for place, person in enumerate(self.made.people) if (person.get("birth_date") or "2560") < "2005"]
        people = draw.random.sample(adults, min(count, len(adults)))
        year = self.months[0][:4]
        for number, person in enumerate(people, 1):
            joined = {"member_no": f"{number:04d}", "person": person, "kind": "GENERAL", "moo": self.made.people[person].get("moo")}
            self.made.fund_members.append({"fund": 0} | joined | {"joined_on": draw.before(400, 1900)})
            paid = {"source": "MEMBER", "member": number - 1, "on": f"{year}-01-15", "amount": baht(365), "period": year}
            self.made.fund_receipts.append({"fund": 0} | paid)
        self.made.fund_receipts.append({"fund": 0, "source": "LAO", "on": draw.before(60, 300), "amount": baht(20_000), "round": 1})
        for kind, amount in _CLAIMS[: max(1, count // 5)]:
            asked = draw.before(40, 200)
            claim = {"member": draw.random.randrange(len(people)), "kind": kind, "asked_on": asked, "amount": baht(amount), "people": 1}
            self.made.fund_claims.append({"fund": 0} | claim | {"status": "PAID", "paid_on": later(asked, 10)})
