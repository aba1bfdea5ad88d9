"""Invented council data for the practice book and the demo: nobody's, and the same for the same seed.

Every national ID has a sound check digit but carries the registration office 00xx, which does not exist, so it was never issued; phones
are of the block x-000-xxxx and house codes begin with 00.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path

from desktop.base.areas import areas
from desktop.base.i18n import _, language
from desktop.records.book import Book
from desktop.records.invented_cases import Cases
from desktop.records.invented_council import CouncilLife
from desktop.records.invented_drawing import Council, Draw, Values, check_digit, tambons_of
from desktop.records.invented_economy import Economy
from desktop.records.invented_homes import Homes
from desktop.records.invented_putting import act, put
from desktop.records.invented_work import Work
from desktop.records.register import Registers
from desktop.store.keys import KdfCost

PRACTICE_AREA = "210304"  # ตำบลเนินฆ้อ อำเภอแกลง จังหวัดระยอง, where the region held its fair


def invent(
    area_code: str,
    seed: int,
    today: dt.date,
    *,
    members: int = 40,
    households: int = 60,
    activities: int = 12,
    projects: int = 1,
    meetings: int = 0,
    photos: int = 0,
    fund: int = 24,
) -> Council:
    """A council of an area (2, 4 or 6 digits). The same arguments give the same council; two areas never share an ID or a house code.
    Without `meetings` it has only what councils' old workbooks tell: people, seats, households, cases just opened, work; `fund`
    is how many people its welfare fund has."""
    draw = Draw(area_code, seed, today)
    homes = Homes(draw)
    for _number in range(households):
        homes.household()
    life = CouncilLife(draw, homes)
    if meetings:
        life.council()
        life.organizations()
    life.members(members)
    for number in range(projects):
        life.project(number)
    for _number in range(activities):
        life.activity()
    cases = Cases(draw, homes, photos)
    if meetings:
        cases.partners()
        life.meetings(meetings)
    cases.cases()
    if meetings:
        homes.consents()
        homes.indicators()
        homes.moves(households // 12)
        cases.help()
        cases.referrals()
        cases.album()
        economy, work = Economy(draw), Work(draw)
        economy.enterprises()
        economy.capitals()
        work.plan()
        work.projects()
        work.activities()
        work.partners()
        economy.cash_books()
        economy.fund(fund)
    return draw.made


def fill(book: Book, area_code: str, seed: int, **sizes: int) -> Mapping[str, int]:
    """Put an invented council (sizes as `invent` has them) into a book, and let its deeds be done; gives how many records of each register
    came of it. Two commits: the records, then the deeds."""
    before = book.counts()
    made = invent(area_code, seed, book.clock.today(), **sizes)
    act(book, made, put(book, made))
    return {name: count - before[name] for name, count in book.counts().items()}


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
        fill(book, PRACTICE_AREA, seed, projects=3, meetings=9, photos=16)
    except BaseException:
        book.close()
        raise
    return book


__all__ = ["PRACTICE_AREA", "Council", "Values", "act", "check_digit", "fill", "invent", "make_practice", "put", "tambons_of"]
