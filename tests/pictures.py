"""Pictures of every screen, in both languages and two scales, to be looked at: `make pictures` puts them into out/pictures.

Run on a screen with a window manager (.ci/screen), else it draws offscreen. Everybody in the pictures is invented.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEventLoop, QPoint, QTimer
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QWidget

from desktop.base.task import Progress
from desktop.records import invented
from desktop.records.book import Book
from desktop.records.query import ListQuery
from desktop.registers import REGISTERS
from desktop.sheets import importing
from desktop.store.keys import KdfCost
from desktop.sync import enrol, exchange, taking
from desktop.ui import look, thaiwrap, words
from desktop.ui.ask import Ask
from desktop.ui.choices import Choices
from desktop.ui.dateedit import CalendarPopup, DateEditor
from desktop.ui.editors import Editor
from desktop.ui.enrolling import CodeDialog
from desktop.ui.exchange import ExchangePage
from desktop.ui.first import FirstStart, Founding
from desktop.ui.importwizard import ImportWizard
from desktop.ui.picks import AreaEditor
from desktop.ui.screen import RegisterScreen
from desktop.ui.services import Services
from desktop.ui.taken import TakenDialog, previews
from desktop.ui.tasks import Tasks
from desktop.ui.unlock import Unlock
from desktop.ui.window import MainWindow

ROOT = Path(__file__).resolve().parent.parent
SIZES = (("th", "1"), ("th", "1.5"), ("en", "1"), ("en", "1.5"))
PASSWORD = "three words together 9"
COST = KdfCost(1, 8 << 20)
AREA = "210304"
OFFICE = "สภาองค์กรชุมชนตำบลเนินฆ้อ"
SHEET = ROOT / "tests" / "data" / "messy" / "01_members_merged_header.xlsx"


class Camera(Ask):
    """Asks nothing: shows a dialog, takes its picture and says no."""

    def __init__(self, save: Callable[[str, QWidget], None], rest: Callable[[], None]) -> None:
        self.save = save
        self.rest = rest
        self.name = ""

    def run(self, dialog: QDialog) -> bool:
        dialog.show()
        self.rest()
        self.save(self.name, dialog)
        dialog.close()
        return False


class Tour:
    """Walks through the program, taking pictures."""

    def __init__(self, app: QApplication, language: str, scale: str, folder: Path, out: Path, only: str) -> None:
        self.app = app
        self.tag = f"{language}-{scale}"
        self.folder = folder
        self.out = out
        self.only = only
        self.camera = Camera(self.save, self.rest)
        self.tasks = Tasks(self.camera)
        choices = Choices(folder)
        self.services = Services(self.camera, self.tasks, choices, self.speak)

    def speak(self, language: str) -> None:
        """Change the language."""
        words.speak(self.app, language)

    def save(self, name: str, widget: QWidget, popup: QWidget | None = None) -> None:
        """One picture, with a popup painted over it."""
        if self.only not in name:
            return
        picture = widget.grab()
        if popup is not None:
            painter = QPainter(picture)
            painter.drawPixmap(popup.mapToGlobal(QPoint()) - widget.mapToGlobal(QPoint()), popup.grab())
            painter.end()
        picture.save(str(self.out / f"{name}-{self.tag}.png"))

    def rest(self, ms: int = 80) -> None:
        """Let the program work until it has nothing to do, and paint."""
        while True:
            loop = QEventLoop()
            QTimer.singleShot(ms, loop.quit)
            loop.exec()
            if not self.tasks.busy:
                return

    def walk(self) -> None:
        """Everything, from the first start to the report."""
        self.first_start()
        council, region = two_offices(self.folder)
        window = MainWindow(council, self.services)
        window.show()
        self.rest(400)
        self.people(window)
        self.others(window)
        self.across(window)
        self.excel(council)
        self.narrow_and_dark(window)
        window.close()
        at_region = MainWindow(region, self.services)
        at_region.show()
        for number, name in ((50, "home"), (51, "people"), (52, "exchange"), (53, "report")):
            at_region.show_page(name)
            self.rest()
            self.save(f"{number}-region-{name}", at_region)
        at_region.close()
        self.tasks.finish()

    def first_start(self) -> None:
        """The guide and the password."""
        made = self.folder / "first"

        def found(wish: Founding) -> tuple[Book, str]:
            areas, person = wish.areas, wish.person
            return Book.create(
                made, REGISTERS, kind=wish.kind, name=wish.name, areas=areas, person=person, password=wish.password, cost=COST
            )

        guide = FirstStart(self.services, found, lambda: found(Founding("council", OFFICE, (AREA,), "", PASSWORD))[0])
        guide.show()
        self.rest()
        self.save("01-first-welcome", guide)
        guide.show_page(guide.office)
        guide.office.area.set_codes([AREA])
        guide.office.area.edited.emit()
        self.rest()
        self.save("02-first-office", guide)
        guide.show_page(guide.person)
        guide.person.name.setText("กตัญญู ปั๊มน้ำ")
        guide.person.new.first.edit.setText(PASSWORD)
        guide.person.new.again.edit.setText(PASSWORD)
        self.rest()
        self.save("03-first-person", guide)
        guide.make()
        self.rest()
        self.save("04-first-code", guide)
        guide.accept()
        if guide.book is not None:
            guide.book.close()
        unlock = Unlock(
            self.services, OFFICE, lambda word: Book.open(made, REGISTERS, word), lambda code, word: Book.open(made, REGISTERS, word)
        )
        unlock.show()
        unlock.body.password.edit.setText("ผิดแน่")
        unlock.try_password()
        self.rest()
        self.save("05-unlock", unlock)
        unlock.body.turn()
        self.rest()
        self.save("06-unlock-code", unlock)
        unlock.close()

    def people(self, window: MainWindow) -> None:
        """Home, the list, the form, its warnings, the calendar, the finder."""
        self.save("10-home", window)
        window.show_page("people")
        self.rest()
        self.save("11-people", window)
        screen = window.page()
        assert isinstance(screen, RegisterScreen)
        screen.list.table.selectRow(4)
        screen.do("open")
        self.rest()
        self.save("12-person", window)
        screen.pane.tabs.setCurrentIndex(screen.pane.tabs.count() - 1)
        self.rest()
        self.save("13-person-history", window)
        screen.pane.tabs.setCurrentIndex(0)
        row = screen.list.current()
        assert row is not None
        window.do("new")
        boxes = screen.pane.form.boxes
        for name, text in (("first_name", row.values["first_name"]), ("last_name", row.values["last_name"]), ("moo", "หกสิบ")):
            _type(boxes[name].editor, text)
        screen.pane.form.duplicates.look_now()
        screen.pane.form.save()
        self.rest()
        self.save("14-person-new-warnings", window)
        _type(boxes["national_id"].editor, "1234567890123")
        screen.pane.form.fields.show_field("national_id")
        self.pickers(window, screen)

    def pickers(self, window: MainWindow, screen: RegisterScreen) -> None:
        """The calendar and the finder of tambons, over the form of a new person."""
        boxes = screen.pane.form.boxes
        born = boxes["birth_date"].editor
        assert isinstance(born, DateEditor)
        born.pop_up()
        self.rest()
        self.save("15-calendar", window, born.findChild(CalendarPopup))
        popup = born.findChild(CalendarPopup)
        if popup is not None:
            popup.close()
        tambon = boxes["tambon_code"].editor
        assert isinstance(tambon, AreaEditor)
        screen.pane.form.fields.show_field("tambon_code")
        self.rest()
        tambon.edit.setText("เนิน")
        tambon.edit.look_now()
        self.rest()
        self.save("16-tambon", window, tambon.edit.popup)
        tambon.edit.popup.hide()
        screen.pane.form.drop()
        screen.list.bin.setChecked(True)
        self.rest()
        self.save("17-bin", window)
        screen.list.bin.setChecked(False)
        self.rest()

    def others(self, window: MainWindow) -> None:
        """One record of each other register, and the children of a household."""
        for number, name in enumerate(("members", "households", "cases", "projects", "activities"), start=20):
            window.show_page(name)
            self.rest()
            self.save(f"{number}-{name}", window)
            screen = window.page()
            assert isinstance(screen, RegisterScreen)
            screen.list.table.selectRow(0)
            screen.do("open")
            self.rest()
            self.save(f"{number}-{name}-form", window)
            if name in ("households", "cases"):
                scroll = screen.pane.form.fields.scroll_bar()
                scroll.setValue(scroll.maximum())
                self.rest()
                self.save(f"{number}-{name}-form-end", window)
            if name == "households":
                screen.pane.tabs.setCurrentIndex(1)
                self.rest()
                self.save(f"{number}-{name}-persons", window)
                self.camera.name = f"{number}-{name}-person-dialog"
                screen.pane.children_shown[0].add()

    def across(self, window: MainWindow) -> None:
        """Hand-over, conflicts, report, settings."""
        for number, name in ((30, "exchange"), (31, "conflicts"), (32, "report"), (33, "settings")):
            window.show_page(name)
            self.rest()
            self.save(f"{number}-{name}", window)
        page = window.pages["exchange"]
        assert isinstance(page, ExchangePage)
        found = previews(window.book, [self.folder / "stick", self.folder / "back"], Progress())
        self.camera.name = "34-parcels"
        self.camera.run(TakenDialog(found, ahead=True, parent=window))
        self.camera.name = "35-numbers"
        text = page.invite.text()
        self.camera.run(CodeDialog(text, "1234 5678 9012 3456 7890 1234", window))

    def excel(self, book: Book) -> None:
        """The import of a council's own workbook."""
        source = importing.look(book, "members", SHEET)
        wizard = ImportWizard(book, book.registers["members"], self.services, source)
        wizard.show()
        self.rest()
        self.save("40-import-columns", wizard)
        wizard.prepare()
        self.rest()
        self.save("41-import-preview", wizard)
        wizard.close()

    def narrow_and_dark(self, window: MainWindow) -> None:
        """The smallest window, and the dark colours."""
        window.show_page("people")
        screen = window.page()
        assert isinstance(screen, RegisterScreen)
        window.resize(900, 560)
        screen.list.table.selectRow(2)
        screen.do("open")
        self.rest()
        self.save("45-narrow", window)
        screen.pane.leaving.emit()
        window.resize(1280, 800)
        look.dress(self.app, "dark")
        screen.do("open")
        self.rest()
        self.save("46-dark", window)
        look.dress(self.app, "light")
        screen.pane.leaving.emit()


def two_offices(folder: Path) -> tuple[Book, Book]:
    """A council and its region that know each other, with conflicts waiting at the council."""
    council = _book(folder, "council", OFFICE, (AREA,))
    region = _book(folder, "region", "สำนักงานภาคกรุงเทพฯ ปริมณฑล และตะวันออก", ("21", "20", "22"))
    invented.fill(council, AREA, 7, members=24, households=30, activities=8, projects=3)
    stick = folder / "stick"
    stick.mkdir()
    enrol.invite(region, stick / "invitation.sapha")
    enrol.accept(council, stick / "invitation.sapha", stick / "card.sapha")
    enrol.admit(region, stick / "card.sapha")
    exchange.make(council, stick)
    taking.take(region, [stick], stick)
    first = council.ids(ListQuery("people"))[:3]
    for book, house, work in ((council, "12/5", "ทำนา"), (region, "21/5", "ทำสวนทุเรียน")):
        with book.write() as deed:
            for person in first:
                deed.put("people", person, {"house_no": house, "occupation": work})
    back = folder / "back"
    back.mkdir()
    exchange.make(region, back)
    taking.take(council, [back])
    return council, region


def _book(folder: Path, kind: str, name: str, areas: tuple[str, ...]) -> Book:
    person = "เกรียงไกร ผู้ใหญ่ดี"
    book, _code = Book.create(
        folder / kind, REGISTERS, kind=kind, name=name, areas=areas, person=person, password=PASSWORD, practice=True, cost=COST
    )
    return book


def _type(editor: Editor, text: str) -> None:
    line = editor.inner
    assert isinstance(line, QLineEdit)
    line.setText(text)
    line.textEdited.emit(text)


def take(language: str, scale: str, out: Path, only: str) -> int:
    """All pictures of one language and scale; says which of Qt's words had no translation."""
    thaiwrap.preload()
    app = QApplication([])
    look.dress(app, "light")
    bridge = words.speak(app, language)
    with tempfile.TemporaryDirectory(prefix="sapha-pictures-") as folder:
        Tour(app, language, scale, Path(folder), out, only).walk()
    for context, missed in sorted(bridge.missed):
        sys.stderr.write(f"not translated: {context}: {missed!r}\n")
    return 0


def main() -> int:
    """Take all pictures, each language and scale in a program of its own: Qt takes its scale once."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=ROOT / "out" / "pictures")
    parser.add_argument("--one", nargs=2, metavar=("LANGUAGE", "SCALE"))
    parser.add_argument("--only", default="", help="take only pictures whose name holds this")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    if options.one:
        return take(options.one[0], options.one[1], options.out, options.only)
    failed = 0
    screen = {} if os.environ.get("DISPLAY") else {"QT_QPA_PLATFORM": "offscreen"}
    for language, scale in SIZES:
        command = [sys.executable, "-m", "tests.pictures", "--out", str(options.out), "--one", language, scale, "--only", options.only]
        done = subprocess.run(command, cwd=ROOT, env=os.environ | {"QT_SCALE_FACTOR": scale} | screen, check=False)
        failed += done.returncode != 0
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
