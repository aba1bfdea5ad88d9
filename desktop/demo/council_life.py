"""The middle of the demo: a meeting at every council, its cases on their way, help and referrals; each by the deeds of the rooms."""

from __future__ import annotations

import io
from collections import Counter
from decimal import Decimal
from typing import Any

from desktop.base.dates import fiscal_year
from desktop.base.errors import Refused
from desktop.base.i18n import _
from desktop.demo.world import World
from desktop.records import pictures
from desktop.records.book import Book
from desktop.records.query import BLANK, ListQuery
from desktop.records.register import Row

_SURVEYED = 3  # households newly found in need
_GRANTED = Decimal("18000.00")
_GIVEN = Decimal("1250.50")


def meetings(world: World) -> None:
    """Today's meeting: the roll ticked, held, and a resolution; then one seat changes hands."""
    held: list[Row] = []
    kept: list[bool] = []

    def meet(number: int, book: Book) -> None:
        seats = len(book.ids(ListQuery("members", filters={"end_on": BLANK})))
        meeting = book.save(book.draft("meetings", held_on=book.clock.today().isoformat(), place=_("Council office")))
        book.do("meetings", "all_present", [meeting], {})
        book.do("meetings", "hold", [meeting], {"held_on": book.clock.today().isoformat()})
        text = _("Those in hardship whom the survey found are certified.")
        world.resolutions[number] = book.save(book.draft("resolutions", meeting=meeting, kind="CERTIFY", text=text))
        row = book.row("meetings", meeting)
        held.append(row)
        names = len(book.ids(ListQuery("attendances", parent=meeting)))
        same = seats == row.values["roll_count"] == row.values["present_count"] == names
        _replace(book)
        kept.append(same and len(book.ids(ListQuery("members", filters={"end_on": BLANK}))) == seats)

    world.each(meet, world.meeting)
    on_roll = sum(row.values["roll_count"] for row in held)
    world.show.say(_("{meetings} meetings, {names:,} members on their rolls").format(meetings=len(held), names=on_roll))
    quorate = [row.values["present_count"] >= row.values["quorum"] == -(-row.values["roll_count"] // 2) for row in held]
    world.show.truth(_("all {count} meetings have a quorum of half the roll").format(count=len(held)), held=all(quorate))
    world.show.truth(_("all who hold a seat are on the list, and a seat that changes hands is still one seat"), held=all(kept))


def _replace(book: Book) -> None:
    seats = [row for row in _rows(book, "members", end_on=BLANK) if row.values["position"] in ("COMMITTEE", "MEMBER")]
    sitting = {row.values["person"] for row in _rows(book, "members")}
    other = next(person for person in book.ids(ListQuery("people")) if person not in sitting)
    today = book.clock.today().isoformat()
    book.do("members", "replace", [seats[0].id], {"person": other, "on": today, "reason": "RESIGN"})


def cases(world: World) -> None:
    """What was surveyed is certified and ranked; the first on the list goes through to the photo of the finished work."""
    refused: list[str] = []
    sound: list[bool] = []
    moved = 0

    def walk(number: int, book: Book) -> None:
        nonlocal moved
        _survey(book)
        surveyed = book.ids(ListQuery("cases", filters={"status": "C10"}))
        book.do("cases", "verify", surveyed, {})
        chosen = book.ids(ListQuery("cases", filters={"status": "C20"}))
        refused.extend(_forbidden(book, chosen[0]))
        book.do("cases", "certify", chosen, {"resolution": world.resolutions[number]})
        book.do("cases", "rank_by_score", chosen, {})
        ranked = sorted(_rows(book, "cases", status="C40"), key=lambda row: row.values["rank"])
        sound.append([row.values["rank"] for row in ranked] == list(range(1, len(ranked) + 1)))
        _through(book, ranked[0].id)
        before = _states(book)
        book.do("cases", "close", [ranked[0].id], {"outcome": _("The roof is whole.")})
        book.undo()
        sound.append(_states(book) == before and _as_stepped(book))
        moved += len(chosen)

    world.each(walk, world.meeting)
    world.show.say(_("{count} cases certified by a resolution").format(count=moved))
    forbidden = ["by_deed", "not_offered"] * len(world.meeting)
    world.show.truth(_("no state is typed, and no step is left out"), held=refused == forbidden)
    world.show.truth(
        _("each rank list has no gap, each case stands where its latest step says, and what was undone is undone"), held=all(sound)
    )


def _survey(book: Book) -> None:
    known = {row.values["household"] for row in _rows(book, "cases")}
    found = [household for household in book.ids(ListQuery("households")) if household not in known][:_SURVEYED]
    with book.write() as deed:
        for household in found:
            values = {"household": household, "needs": ("N_HOUSE",), "problem": _("The roof leaks."), "opened_on": deed.today}
            deed.put("cases", None, {"status": "C10"} | values)


def _forbidden(book: Book, case: bytes) -> list[str]:
    """What is said when a state is typed, and when money is approved that nobody asked for."""
    said = []
    try:
        with book.write() as deed:
            deed.put("cases", case, {"status": "C60"})
    except Refused as refused:
        said.append(refused.code)
    try:
        book.do("cases", "approve", [case], {"amount": _GRANTED})
    except Refused as refused:
        said.append(refused.code)
    return said


def _through(book: Book, case: bytes) -> None:
    """From the top of the rank list to the photo of the finished work."""
    asked = {"programme_code": "BPP", "programme_year": fiscal_year(book.clock.today()), "budget": _GRANTED}
    book.do("cases", "propose", [case], asked)
    book.do("cases", "approve", [case], {"amount": _GRANTED})
    book.do("cases", "start_work", [case], {"reason": _("The house is far; no photo yet.")})
    pictures.attach(book, _photo(), {"case": case}, kind="AFTER", caption=_("New roof"))
    book.do("cases", "finish", [case], {})


def _photo() -> bytes:
    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", (64, 48), (120, 160, 200)).save(out, "JPEG")
    return out.getvalue()


def _states(book: Book) -> Counter[str]:
    return Counter(row.values["status"] for row in _rows(book, "cases"))


def _as_stepped(book: Book) -> bool:
    """Whether every case stands where its latest step says."""
    latest = {row.values["case"]: row.values["state"] for row in sorted(_rows(book, "case_steps"), key=lambda row: row.id)}
    return all(latest.get(row.id) == row.values["status"] for row in _rows(book, "cases"))


def help_given(world: World) -> None:
    """A case is helped by a partner, another one is referred to it and answered; one gift typed twice is undone."""
    kept: list[bool] = []

    def support(_number: int, book: Book) -> None:
        partners = book.ids(ListQuery("partners"))
        partner = partners[0] if partners else book.save(book.draft("partners", name=_("The tambon's office"), kind="LAO"))
        helped, referred = book.ids(ListQuery("cases", filters={"status": "C40"}))[:2]
        given = {"kind": "MATERIAL", "what": _("Roof tiles"), "value": _GIVEN, "partner": partner}
        before = _value(book)
        book.do("cases", "record_help", [helped], given)
        book.do("cases", "record_help", [helped], given)
        book.undo()
        kept.append(_value(book) == before + _GIVEN)
        asked = {"partner": partner, "asked": _("A visit, and what can be done."), "due_on": None, "closes": False}
        book.do("cases", "refer", [referred], asked)
        letters = book.ids(ListQuery("referrals", filters={"case": referred}))
        book.do("referrals", "answer", letters[-1:], {"result": "ACCEPTED"})

    world.each(support, world.meeting)
    count = len(world.meeting)
    world.show.say(_("{count} times help of {value:,.2f} baht, {count} letters answered").format(count=count, value=_GIVEN))
    world.show.truth(_("what was undone leaves the sums as they were"), held=all(kept))


def add_up(world: World, book: Book) -> None:
    """What the region's report is compared with: a council's cases by state, its numbers, letters, help and photos."""
    world.states += _states(book)
    for register in ("cases", "referrals"):
        world.numbers += [(register, row.values["number"]) for row in _rows(book, register)]
    world.help_value += _value(book)
    world.photos += len(book.ids(ListQuery("attachments")))


def _value(book: Book) -> Decimal:
    return sum((row.values["value"] or Decimal(0) for row in _rows(book, "help")), Decimal(0))


def _rows(book: Book, register: str, **filters: Any) -> list[Row]:
    return [row for row in book.rows(register, book.ids(ListQuery(register, filters=filters))) if row is not None]
