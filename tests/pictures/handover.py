"""The hand-over: sticks, what leaves and what comes, what is missing; the region's cockpit, proposals, people there twice, merged records."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtGui import QColor, QFont, QPainter, QPixmap, QTextDocument
from PySide6.QtWidgets import QLabel

from desktop.base.clock import ScriptedClock
from desktop.base.task import Progress
from desktop.records import matching, proposing
from desktop.records.book import Book
from desktop.records.query import ListQuery
from desktop.sync import enrol, exchange, handed, taking
from desktop.ui import actions, look, thaiwrap
from desktop.ui.exchange import ExchangePage
from desktop.ui.offices import OfficesPage
from desktop.ui.plugged import Stick
from desktop.ui.proposing import ProposeDialog
from desktop.ui.samequeue import SameQueuePage
from desktop.ui.slip import Slip, WrittenDialog
from desktop.ui.standings import StandingsPart
from desktop.ui.taken import TakenDialog
from desktop.ui.tasks import Waiting
from desktop.ui.window import MainWindow
from tests.pictures.books import fast_council
from tests.pictures.region import many_councils
from tests.pictures.tour import Tour, listed


def sticks(folder: Path) -> list[Stick]:
    """What is plugged in: a stick with parcels, one with a long name, one that is write-protected."""
    empty = folder / "empty"
    empty.mkdir(exist_ok=True)
    return [
        Stick(folder / "back", "SAPHA สภาตำบลเนินฆ้อ", 15_600_000_000, 8_040_000_000),
        Stick(empty, "KINGSTON 32GB ของสำนักงานภาคกรุงเทพฯ ปริมณฑล และตะวันออก", 31_900_000_000, 512_000_000, read_only=True),
        Stick(folder / "stick", "สำรอง", 7_800_000_000, 96_000_000),
    ]


def at_council(tour: Tour, window: MainWindow) -> None:
    """Handing over and taking, as a secretary meets it."""
    page = window.pages["exchange"]
    assert isinstance(page, ExchangePage)
    window.show_page("exchange")
    tour.take("100-exchange-no-stick", window)
    tour.services.sticks = lambda: sticks(tour.folder)
    page.sticks.look()
    tour.camera.rest(200)
    tour.take("101-exchange-sticks", window)
    for number, name in ((1, "handed"), (2, "missing"), (3, "offices")):
        page.tabs.setCurrentIndex(number)
        tour.take(f"102-exchange-{name}", window)
    page.tabs.setCurrentIndex(0)
    tour.question("103-leaving", page.hand_over)
    made = handed.just_made(window.book, exchange.make(window.book, tour.folder / "stick"))
    tour.question("104-written", lambda: tour.camera.run(WrittenDialog(Slip(window.book, tour.services, made), window)))
    _paper(tour, "105-slip", Slip(window.book, tour.services, made)._sheet())
    waiting = Waiting(window, thaiwrap.shown(page.make.text()), Progress())
    waiting.show()
    waiting.step(3, 8, made[0].file)
    tour.camera.pause(100)
    tour.camera.save("106-progress", waiting)
    waiting.over()
    page.sticks.table.selectRow(0)
    tour.camera.rest(200)
    tour.question("107-take-ahead", page.take_in)
    results = taking.take(window.book, [tour.folder / "stick", tour.folder / "back"])
    tour.question("108-taken", lambda: tour.camera.run(TakenDialog(window.book, results, parent=window)))
    window.show_page("offices")
    tour.take("109-offices", window)
    window.show_page("conflicts")
    tour.take("109-conflicts", window)


def asked_at_council(tour: Tour, window: MainWindow) -> None:
    """What a council is asked: who is there twice, what its region proposes."""
    same = window.pages["same"]
    assert isinstance(same, SameQueuePage)
    matching.catch_up(window.book.store, window.book.registers, Progress())
    window.show_page("same")
    same.refresh()
    tour.take("110-same", window)
    same.question.same()
    tour.take("111-same-which-stays", window)
    same.question.confirm()
    tour.camera.rest()
    for name, number in (("merges", 112), ("proposals", 114)):
        screen = listed(window, name)
        tour.take(f"{number}-{name}", window)
        if screen.list.model.ids:
            screen.do("open")
            tour.take(f"{number}-{name}-form", window)
            for tab in range(1, screen.pane.tabs.count() - 1):
                screen.pane.tabs.setCurrentIndex(tab)
                tour.take(f"{number}-{name}-tab-{tab}", window)
            screen.pane.tabs.setCurrentIndex(0)
            screen.list.table.selectRow(0)
            for action in screen.register.actions:
                ids = screen.list.model.ids[:1]
                begin = partial(actions.begin, window, window.book, tour.services, screen.register, action.name, ids, lambda _said: None)
                tour.question(f"{number + 1}-{name}-{action.name}", begin)
            screen.pane.leaving.emit()


def at_region(tour: Tour, window: MainWindow) -> None:
    """The cockpit of ninety-five councils, and what a region is asked."""
    many_councils(window.book)
    page = window.pages["offices"]
    assert isinstance(page, OfficesPage)
    window.show_page("offices")
    tour.take("120-cockpit", window)
    part: StandingsPart = page.standing
    part.order_by(5)
    part.table.selectRow(60)
    tour.take("121-cockpit-quality", window)
    part.only.setChecked(True)
    tour.take("122-cockpit-late", window)
    _paper(tour, "123-letter", part.letters().sheets()[0])
    part.search.setText("ไม่มีที่นี่")
    tour.take("124-cockpit-none", window)
    part.search.clear()
    page.tabs.setCurrentIndex(1)
    page.pc_table.selectRow(3)
    tour.take("125-pcs", window)
    tour.question("126-take-out-of-use", page.take_out_of_use)
    tour.question("127-new-key", page.renew_key)
    page.tabs.setCurrentIndex(0)
    _ahead(tour, window)
    dialog = ProposeDialog("สภาองค์กรชุมชนตำบลเนินฆ้อ", window)
    tour.question("129-propose", lambda: tour.camera.run(dialog))


def small(tour: Tour, window: MainWindow) -> None:
    """A laptop of 1366 × 768 at 150 %: what is left of it below the title and above the task bar."""
    window.resize(910, 440)
    for name in ("home", "exchange", "offices", "conflicts", "same", "proposals", "people"):
        window.show_page(name)
        tour.take(f"130-small-{name}", window)
    window.resize(1280, 820)


def _ahead(tour: Tour, window: MainWindow) -> None:
    """A parcel of a PC whose clock is weeks ahead, and one that waits for an earlier one."""
    stick = tour.folder / "ahead"
    stick.mkdir()
    clock = ScriptedClock(window.book.clock.now_ms() + 64 * 86_400_000)
    other = fast_council(tour.folder, clock)
    enrol.invite(window.book, stick / "i.sapha")
    enrol.accept(other, stick / "i.sapha", stick / "c.sapha")
    enrol.admit(window.book, stick / "c.sapha")
    with other.write() as deed:
        deed.put("people", None, {"first_name": "กตัญญู", "last_name": "นาฬิกาเร็ว"})
    exchange.make(other, stick)
    other.close()
    taking.take(window.book, [stick])
    page = window.pages["exchange"]
    assert isinstance(page, ExchangePage)
    window.show_page("exchange")
    page.tabs.setCurrentWidget(page.missing)
    page.missing.table.selectRow(0)
    tour.take("128-region-missing", window)
    tour.question("128-region-in-spite-of-clock", page.missing.take_in_spite_of_clock)


def made_ready(council: Book, region: Book, folder: Path) -> None:
    """Duplicates at the council, and what its region proposes to it, on the stick that comes back."""
    person = council.rows("people", council.ids(ListQuery("people"))[5:8])
    with council.write() as deed:
        for row in person:
            if row is not None:
                kept = ("prefix", "first_name", "last_name", "birth_date", "national_id", "moo")
                deed.put("people", None, {name: row.values[name] for name in kept} | {"occupation": "รับจ้าง"})
    chosen = [row for row in region.rows("people", region.ids(ListQuery("people"))[8:11]) if row is not None]
    with region.write() as deed:
        for row in chosen:
            reason = "ตรวจสอบกับทะเบียนบ้านแล้ว บ้านเลขที่ไม่ตรง"
            proposing.propose(deed, "people", row.id, {"house_no": "99/1", "village": "บ้านผู้ใหญ่กตัญญู"}, reason)
        for row in chosen:
            deed.put("people", row.id, {"moo": 5})
    with council.write() as deed:
        for row in chosen:
            deed.put("people", row.id, {"moo": 8})
    exchange.make(region, folder)


def _paper(tour: Tour, name: str, sheet: str) -> None:
    document = QTextDocument()
    font = QFont(look.FAMILY)
    font.setPixelSize(14)
    document.setDefaultFont(font)
    document.setHtml(thaiwrap.shown(sheet))
    document.setTextWidth(470)
    page = QPixmap(document.size().toSize())
    page.fill(QColor("white"))
    painter = QPainter(page)
    document.drawContents(painter)
    painter.end()
    shown = QLabel()
    shown.setPixmap(page)
    tour.camera.save(name, shown)
