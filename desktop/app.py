"""The program with its window: settings, language, log, first start or password, then the book. Wires; decides nothing."""

from __future__ import annotations

import gc
import os
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.base import i18n, paths
from desktop.base.errors import Fault
from desktop.base.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication, QWidget

    from desktop.records.book import Book
    from desktop.records.rescue import Offer
    from desktop.ui.first import Founding
    from desktop.ui.room import RoomParts
    from desktop.ui.services import Services
    from desktop.ui.unlock import Rescue
    from desktop.ui.window import MainWindow

NO_SCREEN = N_("There is no screen here to show a window on; `make demo` shows the whole job without one.")
BOOKS, PRACTICE = "books", "practice"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run until the window is closed. An argument names the folder of a book to open. 1 when there is no screen."""
    arguments = sys.argv[1:] if arguments is None else arguments
    if _no_screen():
        i18n.use(_language())
        sys.stderr.write(_(NO_SCREEN) + "\n")
        return 1
    program = Program(paths.user_folder(), arguments)
    program.start()
    return program.app.exec()


class Program:
    """One run: its application object, its services, and the window shown now."""

    def __init__(self, home: Path, arguments: Sequence[str] = ()) -> None:
        gc.disable()  # loading makes much that lives on and little garbage; after the first window ui/collecting.py sees to it
        # A window that paints asks a busy worker for Python's lock some twenty times: at the usual 5 ms each it stood still for a tenth of a second.
        sys.setswitchinterval(0.001)
        from desktop.ui import look, thaiwrap

        thaiwrap.preload()
        self.home = home
        self.wanted = Path(arguments[0]) if arguments else None
        self.app = _application()
        from desktop.ui.ask import Ask
        from desktop.ui.choices import Choices
        from desktop.ui.plugged import plugged
        from desktop.ui.services import Services
        from desktop.ui.tasks import Tasks

        settings = Choices(home)
        ask = Ask()
        self.services: Services = Services(ask, Tasks(ask), settings, self.speak, redress=self.dress, sticks=plugged)
        self.speak(settings.get("language", "th"))
        look.dress(self.app, settings.get("theme", "system"), float(settings.get("text_size", "11")))
        self.window: QWidget | None = None
        self.book: Book | None = None

    def start(self) -> None:
        """Show the password of the book opened last, or the first start; what is heavy is loaded meanwhile."""
        self.show_first()
        # What need not be there before the window comes after it.
        from desktop.base import log
        from desktop.ui.collecting import Collector
        from desktop.ui.crash import Crashes

        self.collector = Collector(lambda: self.services.tasks.busy, self.app)
        self.crashes = Crashes(self.home, self._tell_crash)
        self.crashes.install()
        log.setup(self.home)
        threading.Thread(target=_warm, daemon=True).start()
        report = self.crashes.waiting()
        if report:
            words = _("The program stopped last time because of an error. The report holds no personal data.")
            self.services.ask.tell(self.window, words, report)
            self.crashes.forget()

    def speak(self, language: str) -> None:
        """Speak a language from now on, Qt's own words too."""
        from desktop.ui import words

        words.speak(self.app, language)
        if hasattr(self, "services"):
            self.services.settings.put("language", language)
            self.services.signals.language_changed.emit(language)

    def dress(self) -> None:
        """Theme and text size again after they changed."""
        from desktop.ui import look

        settings = self.services.settings
        look.dress(self.app, settings.get("theme", "system"), float(settings.get("text_size", "11")))

    def show_book(self, book: Book) -> None:
        """The main window of an open book."""
        from desktop.records.clockcheck import trouble
        from desktop.records.rescue import lacks
        from desktop.ui.window import MainWindow

        self.book = book
        if lacks(book) != 0:
            self.services.ask.tell(None, _lacking(lacks(book)))
        if clock := trouble(book):
            self.services.ask.tell(None, clock)
        if not book.practice:
            self.services.settings.put("profile", str(book.folder))
        self.window = MainWindow(book, self.services, self._closed, rooms())
        self.window.resize(1280, 820)
        self.window.show()
        self.window.raise_()
        self.window.activateWindow()

    def show_first(self) -> None:
        """The password of the book opened last, or the first start."""
        profile = self.wanted or Path(self.services.settings.get("profile") or self.home / "no-book")
        if (profile / "book.db").exists() or (profile / "vault.json").exists():  # one whose file is gone can be rescued
            self._show_unlock(profile)
        else:
            self._show_founding()

    def _show_unlock(self, folder: Path) -> None:
        from desktop.ui.unlock import Unlock

        dialog = Unlock(
            self.services,
            folder.name,
            lambda password: _open(folder, password),
            lambda code, new: _recover(folder, code, new),
            rescue=_rescue(folder),
        )
        dialog.finished.connect(lambda _result: self._after(dialog.book, self._show_founding if dialog.other else None))
        self.window = dialog
        dialog.open()

    def _show_founding(self) -> None:
        from desktop.ui.first import FirstStart

        dialog = FirstStart(self.services, self._found, self._practice)

        def finished(_result: int) -> None:
            existing = dialog.existing
            self._after(dialog.book, (lambda: self._show_unlock(existing)) if existing is not None else None)

        dialog.finished.connect(finished)
        self.window = dialog
        dialog.open()

    def _after(self, book: Book | None, otherwise: Callable[[], None] | None) -> None:
        if book is not None:
            self.show_book(book)
        elif otherwise is not None:
            otherwise()
        else:
            self.app.quit()

    def _found(self, founding: Founding) -> tuple[Book, str]:
        from desktop.records.book import Book
        from desktop.registers import REGISTERS

        return Book.create(
            _free_folder(self.home / BOOKS, "-".join(founding.areas) or founding.kind),
            REGISTERS,
            kind=founding.kind,
            name=founding.name,
            areas=founding.areas,
            person=founding.person,
            password=founding.password,
            on=founding.store,
        )

    def _practice(self) -> Book:
        import tempfile

        from desktop.records.invented import make_practice
        from desktop.registers import REGISTERS

        # A new one each time, thrown away with the PC's temporary files: training never touches real people, nor leaves anything.
        return make_practice(Path(tempfile.mkdtemp(prefix="sapha-practice-")) / PRACTICE, REGISTERS, password=PRACTICE)

    def _closed(self) -> None:
        if self.book is not None:
            try:
                if not self.book.practice:
                    self.book.back_up("close", at_most_every_s=3_600)
            except Fault as failed:
                self.services.ask.failed(None, failed)
            self.book.close()
        self.app.quit()

    def _tell_crash(self, report: Path) -> None:
        words = _("Something went wrong that should not have. What you had saved is safe. The report holds no personal data.")
        self.services.ask.tell(self.window, words, report.read_text(encoding="utf-8"))
        self.crashes.forget()


def first_window(arguments: Sequence[str], home: Path | None = None) -> QWidget:
    """The first window, shown; for measuring the start and for tests."""
    program = Program(home or paths.user_folder(), arguments)
    program.show_first()
    program.app.processEvents()
    assert program.window is not None
    program.window.setProperty("program", program)
    return program.window


def book_window(folder: Path, password: str, home: Path | None = None) -> MainWindow:
    """The main window of a book, shown, without asking; for pictures, measuring and tests."""
    import tempfile

    from desktop.ui.window import MainWindow

    program = Program(home or Path(tempfile.mkdtemp(prefix="sapha-home-")))
    program.show_book(_open(folder, password))
    program.app.processEvents()
    assert isinstance(program.window, MainWindow)
    program.window.setProperty("program", program)
    return program.window


def self_test_window() -> list[str]:
    """Show a practice book offscreen in both languages; gives what is wrong, nothing when all is well."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    import tempfile

    from PySide6.QtCore import QCoreApplication, QEvent
    from PySide6.QtGui import QFontDatabase, QFontInfo

    from desktop.records.invented import make_practice
    from desktop.registers import REGISTERS

    wrong = []
    with tempfile.TemporaryDirectory(prefix="sapha-self-test-") as folder:
        make_practice(Path(folder) / "book", REGISTERS, password=PRACTICE).close()
        window = book_window(Path(folder) / "book", "practice", Path(folder) / "home")
        program: Program = window.property("program")
        for language, title in (("th", "คน"), ("en", "People")):
            program.speak(language)
            program.app.processEvents()
            if _("People") == "People" and language != "en":
                wrong.append(f"words of {language} not found")
            if window.grab().isNull():
                wrong.append(f"window not painted ({title})")
        if QFontInfo(program.app.font()).family() not in QFontDatabase.families() or "Sarabun" not in program.app.font().family():
            wrong.append("font not found")
        window.close()
        # A window that is merely closed would go on hearing of the language, and ask a book that is gone.
        window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        gc.enable()
    return wrong


def _application() -> QApplication:
    from PySide6.QtWidgets import QApplication

    running = QApplication.instance()
    app = running if isinstance(running, QApplication) else QApplication(sys.argv[:1])
    app.setApplicationName("Sapha")
    app.setQuitOnLastWindowClosed(False)
    return app


def _no_screen() -> bool:
    if sys.platform in ("win32", "darwin") or os.environ.get("QT_QPA_PLATFORM"):
        return False
    return not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _language() -> str:
    from desktop.base import settings

    return settings.load(paths.user_folder()).language


def _warm() -> None:
    """Load what opening a book needs while the password is being typed."""
    import desktop.registers
    import desktop.ui.window  # noqa: F401


def rooms() -> dict[str, RoomParts]:
    """What rooms add to the standard screens, by register: the only place that knows of a room's screen."""
    from desktop.registers.activities import screen as activities
    from desktop.registers.business_plans import screen as business_plans
    from desktop.registers.capitals import screen as capitals
    from desktop.registers.cases import screen as cases
    from desktop.registers.cash_books import screen as cash_books
    from desktop.registers.councils import screen as councils
    from desktop.registers.enterprises import screen as enterprises
    from desktop.registers.indicator_sheets import screen as indicator_sheets
    from desktop.registers.meetings import screen as meetings
    from desktop.registers.partners import screen as partners
    from desktop.registers.plans import screen as plans
    from desktop.registers.products import screen as products
    from desktop.registers.projects import screen as projects
    from desktop.registers.proposals import screen as proposals
    from desktop.registers.welfare_funds import screen as welfare_funds

    return {
        "activities": activities.PARTS,
        "business_plans": business_plans.PARTS,
        "capitals": capitals.PARTS,
        "cases": cases.PARTS,
        "cash_books": cash_books.PARTS,
        "councils": councils.PARTS,
        "enterprises": enterprises.PARTS,
        "indicator_sheets": indicator_sheets.PARTS,
        "meetings": meetings.PARTS,
        "partners": partners.PARTS,
        "plans": plans.PLANS,
        "products": products.PARTS,
        "projects": projects.PARTS,
        "proposals": proposals.PARTS,
        "strategies": plans.STRATEGIES,
        "welfare_funds": welfare_funds.PARTS,
    }


def _open(folder: Path, password: str) -> Book:
    from desktop.records.book import Book
    from desktop.registers import REGISTERS

    return _up_to_date(Book.open(folder, REGISTERS, password))


def _up_to_date(book: Book) -> Book:
    """What a newer program of another office had sent before this one was upgraded takes effect now."""
    from desktop.sync.absorbing import absorb

    absorb(book)
    return book


def _recover(folder: Path, code: str, password: str) -> Book:
    from desktop.records.book import Book
    from desktop.registers import REGISTERS

    return _up_to_date(Book.recover(folder, REGISTERS, code, password))


def _lacking(count: int | None) -> str:
    if count is None:
        return _(
            "This book was put back from a copy and writes on as a new one. What was handed over since comes back with the next receipt."
        )
    words = ngettext(
        "{count} saved change is missing: the book's file is older than the book was. What was handed over comes back with the next receipt.",
        "{count} saved changes are missing: the book's file is older than the book was. What was handed over comes back with the next receipt.",
        count,
    )
    return words.format(count=f"{count:,}")


def _rescue(folder: Path) -> Rescue:
    from desktop.ui.unlock import Rescue

    def offer(password: str) -> Offer:
        from desktop.records import rescue

        return rescue.offer(folder, password)

    def accept(password: str, offered: Offer) -> Book:
        from desktop.records import rescue
        from desktop.registers import REGISTERS

        return _up_to_date(rescue.accept(folder, REGISTERS, password, offered))

    return Rescue(("book_damaged", "book_missing"), offer, accept)  # as desktop.records.rescue.DAMAGED, which is loaded when it is needed


def _free_folder(parent: Path, name: str) -> Path:
    number = 1
    while (folder := parent / (name if number == 1 else f"{name}-{number}")).exists():
        number += 1
    return folder
