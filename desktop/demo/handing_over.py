"""The second half of the demo: parcels, receipts, conflicts and the report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from desktop.base.i18n import _, ngettext
from desktop.demo.council_life import add_up
from desktop.demo.world import World, digest, totals
from desktop.records.book import Book
from desktop.records.conflicts import Conflict
from desktop.records.query import ListQuery
from desktop.reports import workbook
from desktop.reports.figures import figures
from desktop.reports.work import CountTable, tables
from desktop.sync import exchange, taking
from desktop.sync.taking import Taken

_AT_COUNCIL, _AT_REGION = "เลี้ยงผึ้ง", "ทอผ้า"  # occupations nobody invented has


def hand_over(world: World) -> None:
    """A parcel of each council onto the stick."""
    stick = world.place("stick")
    made: list[exchange.Made] = []
    world.each(lambda _number, book: made.extend(exchange.make(book, stick)))
    world.made_records = sum(parcel.records for parcel in made)
    world.show.say(
        _("{parcels} parcels, {records:,} records, {changes:,} changes, {size:,.0f} kB").format(
            parcels=len(made),
            records=world.made_records,
            changes=sum(parcel.changes for parcel in made),
            size=sum(parcel.size for parcel in made) / 1000,
        )
    )
    world.show.truth(
        _("each is its council's first and lies on the stick"),
        held=all(parcel.number == 1 and parcel.file.stat().st_size == parcel.size for parcel in made) and len(made) == len(world.plan),
    )


def take(world: World) -> None:
    """First a look at one parcel, then all of them, with receipts."""
    show, region, stick = world.show, world.region, world.place("stick")
    first = min(stick.glob("*.parcel"))
    looked = taking.preview(region, first)
    show.say(_("{file} would bring {records:,} records").format(file=first.name, records=looked.records.total))
    show.truth(_("looking changes nothing"), held=sum(totals(region).values()) == 0)
    results = taking.take(region, [stick], receipts=world.place("receipts"), progress=show.progress(len(world.plan)))
    _tell(world, results)
    there: Counter[str] = Counter()
    world.each(lambda _number, book: there.update(totals(book)))
    show.truth(_("all {count} parcels are applied").format(count=len(world.plan)), held=_statuses(results) == {"applied": len(world.plan)})
    show.truth(
        _("{records:,} records were handed over and {records:,} arrived").format(records=world.made_records),
        held=sum(result.records.applied for result in results) == world.made_records,
    )
    show.truth(
        _("the region holds what all councils hold: {records:,} records").format(records=sum(there.values())),
        held=totals(region) == there,
    )


def again(world: World) -> None:
    """The same stick once more."""
    before = digest(world.region)
    results = taking.take(world.region, [world.place("stick")], progress=world.show.progress(len(world.plan)))
    changed = sum(result.records.applied for result in results)
    world.show.say(results[0].reason)
    world.show.truth(_("all were received already, {count} changes").format(count=changed), held=set(_statuses(results)) == {"already"})
    world.show.truth(_("the region's book is as it was"), held=changed == 0 and digest(world.region) == before)


def damaged(world: World) -> None:
    """A parcel with one bit turned, and one cut short."""
    folder = world.place("damaged")
    whole = min(world.place("stick").glob("*.parcel")).read_bytes()
    middle = len(whole) // 2
    (folder / "turned.parcel").write_bytes(whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :])
    (folder / "cut.parcel").write_bytes(whole[:middle])
    before = digest(world.region)
    results = taking.take(world.region, sorted(folder.iterdir()))
    for result in results:
        world.show.say(f"{result.file.name}: {result.reason}")
    world.show.truth(
        _("both are refused and nothing is changed"), held=_statuses(results) == {"refused": 2} and digest(world.region) == before
    )


def receipts(world: World) -> None:
    """The receipts carried back; each council sees what was confirmed."""
    confirmed: Counter[str] = Counter()

    def read(_number: int, book: Book) -> None:
        taking.take(book, [world.place("receipts")])
        confirmed.update(outgoing.status for outgoing in exchange.outgoing(book))

    world.each(read)
    count = len(world.plan)
    world.show.truth(_("all {count} councils see their parcel confirmed").format(count=count), held=confirmed == {"confirmed": count})


def quarrel(world: World) -> None:
    """The same person's occupation set on both sides; a seat put into the bin by the council while the region writes a note in it."""

    def edit(number: int, book: Book) -> None:
        person = book.ids(ListQuery("people"))[5]
        seat = book.ids(ListQuery("members"))[0]
        with book.write() as deed:
            deed.put("people", person, {"occupation": _AT_COUNCIL, "village": "บ้านใหม่"})
            deed.delete("members", seat)
        with world.region.write() as deed:
            deed.put("people", person, {"occupation": _AT_REGION, "note": "ภาคตรวจแล้ว"})
            deed.put("members", seat, {"note": "ขอเอกสารแต่งตั้ง"})
        world.conflicting[number] = (person, seat)

    world.each(edit, world.quarrelling)
    count = len(world.conflicting)
    world.show.say(
        ngettext(
            "{count} council: one field with two values, one record deleted here and edited there",
            "{count} councils: one field with two values, one record deleted here and edited there",
            count,
        ).format(count=count)
    )


def second(world: World) -> None:
    """The second parcels of those councils."""
    stick = world.place("stick-2")
    made: list[exchange.Made] = []
    world.each(lambda _number, book: made.extend(exchange.make(book, stick)), world.quarrelling)
    results = taking.take(world.region, [stick], receipts=world.place("receipts-2"))
    _tell(world, results)
    found = world.region.conflicts()
    for conflict in found[:2]:
        world.show.say(_worded(world, conflict))
    expected = 2 * len(world.conflicting)
    world.show.truth(
        _("{count} conflicts are listed, none is decided by the program").format(count=expected),
        held=len(found) == expected == sum(result.conflicts for result in results),
    )
    both = all(
        {_AT_COUNCIL, _AT_REGION} <= {entry.value for entry in world.region.history("people", person) if entry.field == "occupation"}
        for person, _seat in world.conflicting.values()
    )
    world.show.truth(_("both values stand in the history, and edits of other fields are both there"), held=both and _merged(world))


def _merged(world: World) -> bool:
    rows = world.region.rows("people", [person for person, _seat in world.conflicting.values()])
    return all(row is not None and (row.values["village"], row.values["note"]) == ("บ้านใหม่", "ภาคตรวจแล้ว") for row in rows)


def resolve(world: World) -> None:
    """The council's value is kept, the record stays; the decisions go back by stick."""
    region = world.region
    for conflict in region.conflicts():
        region.resolve(conflict.id, False if conflict.field == "~" else _AT_COUNCIL)
    world.show.truth(_("no conflict is open at the region"), held=not region.conflicts())
    stick = world.place("stick-3")
    made = exchange.make(region, stick, world.show.progress(len(world.plan)))
    world.show.say(_("{parcels} parcels for the councils").format(parcels=len(made)))
    decided: list[bool] = []

    def hear(number: int, book: Book) -> None:
        taking.take(book, [stick])
        if number in world.conflicting:
            person, seat = world.conflicting[number]
            values = book.row("people", person).values
            decided.append(not book.conflicts() and values["occupation"] == _AT_COUNCIL and not book.row("members", seat).deleted)

    world.each(hear)
    world.show.truth(_("the councils see the decision and no conflict"), held=all(decided) and len(decided) == len(world.conflicting))


def compare(world: World) -> None:
    """Field by field, record by record, the bin too."""
    agreeing = 0

    def agrees(number: int, book: Book) -> None:
        nonlocal agreeing
        agreeing += digest(book) == digest(world.region, world.uids[number])
        add_up(world, book)
        world.tables.update(_sums(tables([book])))

    world.each(agrees)
    count = len(world.plan)
    world.show.truth(_("{count} of {count} councils hold what the region holds of them").format(count=count), held=agreeing == count)
    world.show.truth(
        _("{count:,} cases and letters have numbers, no two of them alike").format(count=len(world.numbers)),
        held=len(set(world.numbers)) == len(world.numbers),
    )


def report(world: World) -> None:
    """The figures against what was entered, and the workbook."""
    show, found = world.show, figures(world.region)
    kept = [project for council in world.plan for project in council.projects]
    provinces = {council.area[:2] for council in world.plan}
    expected = (
        len(provinces),
        len(world.plan),
        len(kept),
        len({area for project in kept for area in project["areas"]}),
        sum(project["budget"] for project in kept),
    )
    show.say(
        _("{provinces} provinces, {councils} councils, {projects} projects, {areas} areas, {budget:,.0f} baht, {cases:,} cases").format(
            provinces=found.provinces,
            councils=found.councils,
            projects=found.projects,
            areas=found.areas,
            budget=found.budget,
            cases=found.cases,
        )
    )
    show.truth(
        _("these are the numbers that were entered, each counted once"),
        held=(found.provinces, found.councils, found.projects, found.areas, found.budget) == expected,
    )
    show.truth(
        _("work, economy and money are the sums over all councils: {count} tables").format(count=len(found.tables)),
        held=_sums(found.tables) == world.tables,
    )
    letters = sum(register == "referrals" for register, _number in world.numbers)
    states = Counter({line.key: line.cases for line in found.by_status if line.cases})
    show.truth(
        _("cases by state, letters and the value of help are the sums over all councils: {value:,.2f} baht").format(value=found.value),
        held=(states, found.referrals, found.value) == (world.states, letters, world.help_value),
    )
    photos = [row.values["content"] for row in world.region.rows("attachments", world.region.ids(ListQuery("attachments"))) if row]
    show.truth(
        _("{count} photos are here, with their records").format(count=len(photos)),
        held=len(photos) == world.photos and all(world.region.attachments.has(name) for name in photos),
    )
    workbook.save(found, world.report_file)
    show.say(_("The report: {file}").format(file=world.report_file))


def _sums(found: Iterable[CountTable]) -> Counter[tuple[str, str, int]]:
    """Numbers by table, line and column; what is nothing left out."""
    return Counter(
        {
            (table.name, line.key, place): value
            for table in found
            for line in table.lines
            for place, value in enumerate(line.values)
            if value
        }
    )


def _tell(world: World, results: list[Taken]) -> None:
    counts = _statuses(results)
    words = {"applied": _("applied"), "already": _("received already"), "held": _("held"), "refused": _("refused")}
    parcels = ", ".join(f"{words[status]} {number}" for status, number in sorted(counts.items()))
    new, changed = (sum(getattr(result.records, name) for result in results) for name in ("new", "changed"))
    conflicts = sum(result.conflicts for result in results)
    world.show.say(
        _("parcels: {parcels}; records: {new:,} new, {changed:,} changed; conflicts: {conflicts}").format(
            parcels=parcels, new=new, changed=changed, conflicts=conflicts
        )
    )


def _statuses(results: list[Taken]) -> Counter[str]:
    return Counter(result.status for result in results)


def _worded(world: World, conflict: Conflict) -> str:
    register = world.region.registers[conflict.register]
    offices = world.region.offices()
    if conflict.field == "~":
        values = [_("deleted") if head.value else _("edited") for head in conflict.values]
        field = ""
    else:
        field = f" / {_(register.field(conflict.field).label)}"
        values = [str(head.value) for head in conflict.values]
    sides = [
        f"{value} ({offices[head.office].name})" for value, head in zip(values, conflict.values, strict=True) if head.office in offices
    ]
    return _("conflict: {what}: {sides}").format(what=_(register.title) + field, sides=" | ".join(sides))
