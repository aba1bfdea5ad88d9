"""Every register: its list, a record, the room's own tabs, what hangs on it, and the questions of its deeds."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QScrollArea

from desktop.records import pictures
from desktop.records.book import Book
from desktop.records.bulk import How
from desktop.records.query import ListQuery
from desktop.ui import actions
from desktop.ui.adding import AddDialog
from desktop.ui.bulk import BulkDialog
from desktop.ui.dateedit import CalendarPopup, DateEditor
from desktop.ui.everywhere import SearchDialog
from desktop.ui.own import OwnPage
from desktop.ui.picks import AreaEditor
from desktop.ui.record import RecordPane
from desktop.ui.screen import RegisterScreen
from desktop.ui.viewer import Viewer
from desktop.ui.window import MainWindow
from tests.pictures.books import photo
from tests.pictures.tour import Tour, listed, write

_DEEDS = (
    ("cases", "certify"), ("cases", "propose"), ("cases", "finish"), ("cases", "close_duplicate"), ("cases", "record_help"),
    ("cases", "refer"), ("cases", "rank_by_score"), ("members", "replace"), ("members", "new_term"), ("meetings", "hold"),
    ("households", "record_indicators"), ("household_persons", "move"), ("household_persons", "split_off"), ("people", "ask_consent"),
    ("referrals", "answer"), ("councils", "assess"),
)  # fmt: skip


def people(tour: Tour, window: MainWindow) -> None:
    """A new person: its warnings, the calendar, the finder of tambons, the bin."""
    screen = listed(window, "people")
    tour.camera.rest()
    row = screen.list.current()
    assert row is not None
    window.do("new")
    boxes = screen.pane.form.boxes
    for name, text in (("first_name", row.values["first_name"]), ("last_name", row.values["last_name"]), ("moo", "หกสิบ")):
        write(boxes[name].editor, text)
    screen.pane.form.duplicates.look_now()
    screen.pane.form.save()
    tour.take("14-person-new-warnings", window)
    write(boxes["national_id"].editor, "1234567890123")
    screen.pane.form.fields.show_field("national_id")
    born = boxes["birth_date"].editor
    assert isinstance(born, DateEditor)
    born.pop_up()
    popup = born.findChild(CalendarPopup)
    tour.take("15-calendar", window, popup)
    if popup is not None:
        popup.close()
    tambon = boxes["tambon_code"].editor
    assert isinstance(tambon, AreaEditor)
    screen.pane.form.fields.show_field("tambon_code")
    tour.camera.rest()
    tambon.edit.setText("เนิน")
    tambon.edit.look_now()
    tour.take("16-tambon", window, tambon.edit.popup)
    tambon.edit.popup.hide()
    screen.pane.form.drop()
    screen.list.bin.setChecked(True)
    tour.take("17-bin", window)
    screen.list.bin.setChecked(False)
    tour.camera.rest()


def registers(tour: Tour, window: MainWindow, first: int) -> None:
    """Each page of a register: the list, the fullest record, its tabs."""
    for number, (name, page) in enumerate(window.pages.items(), start=first - 1):
        if name not in window.book.registers:
            continue
        window.show_page(name)
        tour.take(f"{number}-{name}", window)
        if isinstance(page, OwnPage):
            _tabs(tour, window, page.pane, f"{number}-{name}")
        elif isinstance(page, RegisterScreen) and page.list.model.ids:
            page.show_record(_fullest(window.book, page))
            tour.take(f"{number}-{name}-form", window)
            _tabs(tour, window, page.pane, f"{number}-{name}")
            page.pane.leaving.emit()


def deeds(tour: Tour, window: MainWindow) -> None:
    """The menu of deeds, and what they ask."""
    screen = listed(window, "cases")
    screen.list.table.selectAll()
    tour.camera.rest()
    menu = screen.deeds.menu()
    screen.deeds.fill()
    menu.popup(screen.deeds.mapToGlobal(screen.deeds.rect().bottomLeft()))
    tour.take("60-deeds-menu", window, menu)
    menu.close()
    book = window.book
    for register, name in _DEEDS:
        spec = book.registers[register]
        action = next(action for action in spec.actions if action.name == name)
        rows = [row for row in book.rows(register, book.ids(ListQuery(register))) if row is not None]
        fit = [row.id for row in rows if action.offered(row.values)]
        if fit:
            begin = partial(actions.begin, window, book, tour.services, spec, name, fit[:1], lambda _said: None)
            tour.question(f"61-{register}-{name}", begin)


def lists(tour: Tour, window: MainWindow) -> None:
    """Views, filters, searching everything, changing many, deleting."""
    screen = listed(window, "cases")
    tour.camera.rest()
    screen.list.views.fill()
    menu = screen.list.views.menu()
    menu.popup(screen.list.views.mapToGlobal(screen.list.views.rect().bottomLeft()))
    tour.take("62-views-menu", window, menu)
    rank = screen.list.views.fill()[5]
    menu.close()
    rank.trigger()
    tour.take("63-view-rank", window)
    screen.list.views.fill()[0].trigger()
    screen.list.filters.more.setChecked(True)
    tour.take("64-filters-all", window)
    screen.list.filters.more.setChecked(False)
    tour.question("65-save-view", screen.list.views.save)
    search = SearchDialog(window.book, tour.services, set(window.pages), window)
    search.line.setText("สม")
    search.look_now()
    tour.camera.rest()
    tour.question("66-everywhere", lambda: tour.camera.run(search))
    screen.list.table.selectAll()
    dialog = BulkDialog(window.book, screen.register, tour.services, screen.list.chosen(), screen.list.model.ids, window)
    dialog.choose("urgency", How.SET, next(iter(window.book.codes("urgency"))).code)
    dialog.look()
    tour.camera.rest()
    tour.question("67-bulk", lambda: tour.camera.run(dialog))
    houses = listed(window, "households")
    tour.camera.rest()
    houses.list.table.selectRow(0)
    tour.question("68-delete", houses.delete)
    houses.list.table.selectAll()
    tour.question("69-delete-many", houses.delete)


def photos(tour: Tour, window: MainWindow) -> None:
    """Adding pictures and looking at them."""
    found = [pictures.take_in(photo()), pictures.take_in(photo())]
    tour.question("70-photos-adding", lambda: tour.camera.run(AddDialog(window.book, tour.services, found, window)))
    rows = [row for row in window.book.rows("attachments", window.book.ids(ListQuery("attachments"))) if row is not None]
    viewer = Viewer(window.book, tour.services, rows, 0, window)
    tour.camera.rest()
    tour.question("71-photos-viewer", lambda: tour.camera.run(viewer))


def _tabs(tour: Tour, window: MainWindow, pane: RecordPane, name: str) -> None:
    scroll = pane.form.fields.scroll_bar()
    if scroll.maximum():
        scroll.setValue(scroll.maximum() // 2)
        tour.take(f"{name}-form-middle", window)
        scroll.setValue(scroll.maximum())
        tour.take(f"{name}-form-end", window)
    for number, tab in enumerate(pane.own):
        pane.tabs.setCurrentWidget(tab)
        tour.take(f"{name}-own-{number}", window)
    if pane.linked is not None:
        pane.tabs.setCurrentWidget(pane.linked)
        tour.take(f"{name}-linked", window)
        for group in pane.linked.groups[:1]:
            if group.count():
                tour.question(f"{name}-linked-form", group.open)
        bar = pane.linked.findChildren(QScrollArea)[0].verticalScrollBar()
        if bar.maximum():
            bar.setValue(bar.maximum())
            tour.take(f"{name}-linked-end", window)
            bar.setValue(0)
    pane.tabs.setCurrentWidget(pane.history)
    tour.take(f"{name}-history", window)
    pane.tabs.setCurrentIndex(0)


def _fullest(book: Book, page: RegisterScreen) -> bytes:
    """The record of the list with the most hanging on it and the most fields filled in."""

    def full(record: bytes) -> tuple[int, int]:
        register = page.register
        kinds = [(name, book.registers[name].parent) for name in register.children]
        kinds += [(related.register, related.link) for related in register.related]
        hanging = sum(bool(book.count(ListQuery(name, filters={link: record}))) for name, link in kinds)
        return hanging, sum(value is not None for value in book.row(register.name, record).values.values())

    return max(page.list.model.ids[:60], key=full)
