"""The first half of the demo: books, invented data, old workbooks, projects, enrolment and a day's edits."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from desktop.base.i18n import _
from desktop.base.regions import BANGKOK_EAST, regions
from desktop.demo.world import World, totals
from desktop.records import invented
from desktop.records.book import Book
from desktop.records.deed import Deed
from desktop.records.invented_region import BUDGET
from desktop.records.query import ListQuery
from desktop.registers.budget_lines import service as budgets
from desktop.sheets import export, importing
from desktop.sheets.invented import households_workbook, members_workbook
from desktop.sync import enrol

# What invented councils write into their books, in the language of councils
_RESOLVED, _CAME_IN = "เห็นชอบโครงการคุณภาพชีวิต", "รับเงินงวดที่ 1"
_LINES = (("MATERIAL", "ค่าวัสดุ", Decimal("0.7")), ("FOOD", "ค่าอาหาร", Decimal("0.3")))
_SPENT = Decimal("12500.50")


def books(world: World) -> None:
    """One region and all councils, with areas and names of the area table."""
    region = regions()[BANGKOK_EAST]
    world.region_book = world.new(world.out / "region", "region", region.name, region.provinces, _("Regional officer"))
    for number, council in enumerate(world.plan):
        world.show.working(number, len(world.plan))
        book = world.new(world.folder(number), "council", council.name, (council.area,), _("Council secretary"))
        world.uids.append(book.office.uid)
        book.close()
    provinces = len({council.area[:2] for council in world.plan})
    world.show.say(_("{books} books in {provinces} provinces").format(books=len(world.plan) + 1, provinces=provinces))


def people(world: World) -> None:
    """All councils but those whose people come from workbooks."""
    made: Counter[str] = Counter()

    def fill(number: int, book: Book) -> None:
        size = world.size
        made.update(
            invented.fill(
                book,
                world.plan[number].area,
                number,
                members=size.members,
                households=size.households,
                activities=size.activities,
                projects=0,
                meetings=size.meetings,
                photos=size.photos,
                fund=size.fund,
            )
        )

    world.each(fill, [number for number in range(len(world.plan)) if number not in world.by_sheet])
    for name, register in world.region.registers.items():
        if made[name]:
            world.show.say(f"{_(register.title)}: {made[name]:,}")


def sheets(world: World) -> None:
    """Members and households of some councils from messy workbooks: dry run, import, and the same workbook once more."""
    folder = world.place("workbooks")

    def bring(number: int, book: Book) -> None:
        size, council = world.size, world.plan[number]
        made = invented.invent(
            council.area, number, book.clock.today(), members=size.members, households=size.households, activities=0, projects=0
        )
        files = {name: folder / f"{number + 1:02d}-{name}.xlsx" for name in ("members", "households")}
        expected = {"members": members_workbook(made, council.area, files["members"])}
        expected["households"] = households_workbook(made, files["households"])
        for register, file in files.items():
            _import(world, book, register, file, expected[register])
        there = len(made.people)
        world.show.truth(
            _("who stands in both workbooks is one person: {people} people, {people} in the book").format(people=there),
            held=book.counts()["people"] == there,
        )
        back = folder / f"{number + 1:02d}-members-exported.xlsx"
        export.export(book, ListQuery("members"), back)
        same = importing.prepare(book, "members", back).counts()
        world.show.truth(_("an exported list comes back as the same records"), held=same["same"] == expected["members"])

    world.each(bring, world.by_sheet)


def _import(world: World, book: Book, register: str, file: Path, expected: int) -> None:
    show = world.show
    before = totals(book)
    plan = importing.prepare(book, register, file)
    counts = plan.counts()
    show.say(f"{file.name}: {plan.summary()}")
    warned = sum(plan.warnings().values())
    show.say(
        _("{rows} rows of the sheet, {warnings} warnings, {skipped} rows that are headings, sums or signatures").format(
            rows=plan.sheet_rows, warnings=warned, skipped=len(plan.skips)
        )
    )
    show.truth(
        _("the dry run finds {count} records and changes nothing").format(count=expected),
        held=(counts["new"], counts["refused"]) == (expected, 0) and totals(book) == before,
    )
    importing.apply(book, plan)
    again = importing.prepare(book, register, file).counts()
    show.truth(_("the same workbook once more brings nothing new"), held=again["same"] == expected)


def projects(world: World) -> None:
    """Each project at the council that keeps it, along its way: budget, resolution, proposal, approval, work, and its cash book."""
    approved: list[Decimal] = []
    named: set[str] = set()
    asked: list[bool] = []

    def enter(number: int, book: Book) -> None:
        planned = world.plan[number].projects
        days = [(book.clock.today() - dt.timedelta(days=ago)).isoformat() for ago in (40, 35, 20, 10)]
        with book.write() as deed:
            held = {"kind": "EXTRA", "held_on": days[0], "status": "HELD", "roll_count": 20, "present_count": 15, "quorum": 10}
            meeting = deed.put("meetings", None, held, within=True)
            agreed = deed.put("resolutions", None, {"meeting": meeting, "position": 1, "kind": "APPROVE", "text": _RESOLVED})
            made = [_draft(deed, values) for values in planned]
        book.do("projects", "agree", made, {"resolution": agreed})
        book.do("projects", "submit", made, {"on": days[1]})
        book.do("projects", "approve", made, {"amount": BUDGET, "on": days[2]})
        book.do("projects", "start", made, {"on": days[3]})
        with book.write() as deed:
            for project, values in zip(made, planned, strict=True):
                _keep_books(deed, project, values, days)
        with book.read() as reader:
            for project in made:
                money = budgets.money(reader, project)
                asked.append((money.requested, money.due, money.spent) == (BUDGET, BUDGET, _SPENT))
        rows = [row for row in book.rows("projects", made) if row is not None]
        approved.extend(row.values["budget"] for row in rows if row.values["status"] == "RUNNING")
        named.update(area for row in rows for area in row.values["areas"])

    world.each(enter, [number for number, council in enumerate(world.plan) if council.projects])
    world.show.say(
        _("{projects} projects in {areas} tambons, {budget:,.0f} baht").format(
            projects=len(approved), areas=len(named), budget=sum(approved, Decimal(0))
        )
    )
    world.show.truth(
        _("every project has {budget:,.0f} baht").format(budget=BUDGET), held=sum(approved, Decimal(0)) == len(approved) * BUDGET
    )
    world.show.truth(_("every project's money is the sum of its lines"), held=all(asked) and len(asked) == len(approved))


def _draft(deed: Deed, values: Mapping[str, Any]) -> bytes:
    """A draft with the lines of its budget, in all what it asks for."""
    project = deed.put("projects", None, {**values, "status": "DRAFT", "budget": None})
    for place, (category, item, share) in enumerate(_LINES, 1):
        line = {
            "project": project,
            "position": place,
            "category": category,
            "item": item,
            "whole": BUDGET * share,
            "requested": BUDGET * share,
        }
        deed.put("budget_lines", None, line)
    return project


def _keep_books(deed: Deed, project: bytes, values: Mapping[str, Any], days: Sequence[str]) -> None:
    """The first instalments, and a cash book with money in and out."""
    for number, share in ((1, Decimal("0.6")), (2, Decimal("0.4"))):
        deed.put("instalments", None, {"project": project, "number": number, "amount": BUDGET * share})
    cash = deed.put("cash_books", None, {"name": values["title"], "kind": "PROJECT", "project": project, "opened_on": days[2]})
    deed.put("cash_lines", None, {"cash_book": cash, "on": days[2], "words": _CAME_IN, "income": BUDGET * Decimal("0.6")})
    deed.put("cash_lines", None, {"cash_book": cash, "on": days[3], "words": _LINES[0][1], "category": _LINES[0][0], "expense": _SPENT})


def enrolment(world: World) -> None:
    """One invitation for all; each council answers with its card; the codes people compare by phone are the same on both sides."""
    folder = world.place("enrolment")
    invitation = folder / "invitation"
    enrol.invite(world.region, invitation)
    same: list[bool] = []

    def join(number: int, book: Book) -> None:
        card = folder / f"{number + 1:02d}-card"
        here = enrol.accept(book, invitation, card)
        there = enrol.admit(world.region, card)
        same.append(here.code == there.code)
        if number == 0:
            world.show.say(_("code compared by phone: {code}").format(code=here.code))

    world.each(join)
    world.show.truth(_("{count} councils see the same code as the region").format(count=len(world.plan)), held=all(same))


def edits(world: World) -> None:
    """A few changes as people make them: one through a form, some at once, one record into the bin, and the last deed undone."""
    restored: list[bool] = []
    changed = 0

    def edit(_number: int, book: Book) -> None:
        nonlocal changed
        first = book.ids(ListQuery("people"))[:3]
        draft = book.draft("people", first[0])
        draft.values["occupation"] = "เกษตรกร"
        book.save(draft)
        with book.write() as deed:
            for person in first[1:]:
                deed.put("people", person, {"note": "ตรวจสอบแล้ว"})
        before = book.ids(ListQuery("members"))
        book.delete("members", before[-1:])
        book.undo()
        restored.append(book.ids(ListQuery("members")) == before)
        changed += len(first)

    world.each(edit)
    world.show.say(_("{count} records edited").format(count=changed))
    world.show.truth(_("what was undone is back as it was"), held=all(restored))
