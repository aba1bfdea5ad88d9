"""The first half of the demo: books, invented data, old workbooks, projects, enrolment and a day's edits."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from pathlib import Path

from desktop.base.i18n import _
from desktop.base.regions import BANGKOK_EAST, regions
from desktop.demo.world import World, totals
from desktop.records import invented
from desktop.records.book import Book
from desktop.records.invented_region import BUDGET
from desktop.records.query import ListQuery
from desktop.sheets import export, importing
from desktop.sheets.invented import households_workbook, members_workbook
from desktop.sync import enrol


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
    """Each project at the council that keeps it."""
    entered: list[Decimal] = []
    named: set[str] = set()

    def enter(number: int, book: Book) -> None:
        with book.write() as deed:
            for project in world.plan[number].projects:
                deed.put("projects", None, project, within=True)
                entered.append(project["budget"])
                named.update(project["areas"])

    world.each(enter, [number for number, council in enumerate(world.plan) if council.projects])
    world.show.say(
        _("{projects} projects in {areas} tambons, {budget:,.0f} baht").format(
            projects=len(entered), areas=len(named), budget=sum(entered, Decimal(0))
        )
    )
    world.show.truth(
        _("every project has {budget:,.0f} baht").format(budget=BUDGET), held=sum(entered, Decimal(0)) == len(entered) * BUDGET
    )


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
