"""The first start and the password."""

from __future__ import annotations

from desktop.records.book import Book
from desktop.registers import REGISTERS
from desktop.ui.first import FirstStart, Founding
from desktop.ui.unlock import Unlock
from tests.pictures.books import AREA, COST, OFFICE, PASSWORD
from tests.pictures.tour import Tour


def first_start(tour: Tour) -> None:
    """The guide and the password."""
    made = tour.folder / "first"

    def found(wish: Founding) -> tuple[Book, str]:
        areas, person = wish.areas, wish.person
        return Book.create(made, REGISTERS, kind=wish.kind, name=wish.name, areas=areas, person=person, password=wish.password, cost=COST)

    guide = FirstStart(tour.services, found, lambda: found(Founding("council", OFFICE, (AREA,), "", PASSWORD))[0])
    guide.show()
    tour.take("01-first-welcome", guide)
    guide.show_page(guide.office)
    guide.office.area.set_codes([AREA])
    guide.office.area.edited.emit()
    tour.take("02-first-office", guide)
    guide.show_page(guide.person)
    guide.person.name.setText("กตัญญู ปั๊มน้ำ")
    guide.person.new.first.edit.setText(PASSWORD)
    guide.person.new.again.edit.setText(PASSWORD)
    tour.take("03-first-person", guide)
    guide.make()
    tour.take("04-first-code", guide)
    guide.accept()
    if guide.book is not None:
        guide.book.close()
    unlock = Unlock(
        tour.services, OFFICE, lambda word: Book.open(made, REGISTERS, word), lambda code, word: Book.open(made, REGISTERS, word)
    )
    unlock.show()
    unlock.body.password.edit.setText("ผิดแน่")
    unlock.try_password()
    tour.take("05-unlock", unlock)
    unlock.body.turn()
    tour.take("06-unlock-code", unlock)
    unlock.close()
