"""The hand-over: writing what is new to a stick, taking what came on one, what is on the way and what is missing."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QPushButton, QTabWidget, QVBoxLayout, QWidget

from desktop.base.i18n import _, ngettext
from desktop.base.task import Progress
from desktop.records import matching
from desktop.records.book import Book, Changes
from desktop.sync import exchange, handed, preview, purposes, taking
from desktop.sync.handed import Handed
from desktop.sync.leaving import Foreseen, foreseen
from desktop.sync.preview import Previewed
from desktop.sync.purposes import Purpose
from desktop.sync.taking import Taken
from desktop.ui import look, thaiwrap
from desktop.ui.enrolling import EnrolPart
from desktop.ui.handedover import HandedPart
from desktop.ui.leaving import LeavingDialog
from desktop.ui.missing import MissingPart
from desktop.ui.onstick import OnStickPart
from desktop.ui.page import Page
from desktop.ui.services import Services
from desktop.ui.slip import Slip, WrittenDialog
from desktop.ui.sticks import StickPicker
from desktop.ui.taken import TakenDialog

_PARCELS = "Sapha (*.parcel)"


class ExchangePage(Page):
    """Works in both kinds of office; what only one of them does is shown there alone."""

    name = "exchange"
    icon = "usb"

    def __init__(self, book: Book, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.book = book
        self.services = services
        self._heading, self._state = QLabel(), QLabel()
        look.play(self._heading, "title")
        self._state.setWordWrap(True)
        self.make, self.take, self.take_file = QPushButton(), QPushButton(), QPushButton()
        look.play(self.make, "primary")
        for button, icon, slot in (
            (self.make, "usb", self.hand_over),
            (self.take, "inbox", self.take_in),
            (self.take_file, "file-down", self.take_in_file),
        ):
            look.with_icon(button, icon)
            button.clicked.connect(slot)
        self.sticks = StickPicker(services)
        self.on_stick = OnStickPart(book, services)
        self.sticks.chosen.connect(self._stick_chosen)
        self.handed = HandedPart(book, services)
        self.missing = MissingPart(book, services)
        self.missing.catch_up_wanted.connect(self.hand_over)
        self.missing.taken.connect(self._taken)
        self.missing.counted.connect(lambda _count: self._name_tabs())
        self.enrolling = EnrolPart(book, services)
        self.enrolling.met.connect(self.refresh)
        self.invite, self.accept, self.admit = self.enrolling.invite, self.enrolling.accept, self.enrolling.admit
        self.model = self.handed.model
        self.tabs = QTabWidget()
        for part in (self.on_stick, self.handed, self.missing, self.enrolling):
            self.tabs.addTab(part, "")
        head = QHBoxLayout()
        head.addWidget(self._heading)
        head.addSpacing(2 * look.GAP)
        head.addWidget(self._state, 1, Qt.AlignmentFlag.AlignBottom)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 8)
        column.setSpacing(look.GAP)
        column.addLayout(head)
        column.addWidget(self._sticks_and_buttons())
        column.addWidget(self.tabs, 1)
        order = (self.make, self.take, self.sticks.other, self.take_file, self.sticks.table, self.tabs)
        for before, after in pairwise(order):
            self.setTabOrder(before, after)
        self._alone = False  # whether no other office was known when last looked
        self.retranslate()

    # -- the page

    def title(self) -> str:
        return _("Hand-over")

    def can(self, deed: str) -> bool:
        return deed == "refresh"

    def do(self, deed: str) -> None:
        self.refresh()
        self.sticks.look()
        self.on_stick.show_stick(self.sticks.stick)

    def entered(self) -> None:
        self.refresh()
        self.make.setFocus()

    def changed(self, changes: Changes) -> None:
        if self.isVisible():
            self.refresh()

    def refresh(self) -> None:
        """Read what was made, what waits and who is known."""

        def read(progress: Progress) -> tuple[list[Handed], int, int, list[str]]:
            others = [office.name for uid, office in self.book.offices().items() if uid != self.book.office.uid]
            return handed.handed(self.book), exchange.unsent(self.book), len(taking.held(self.book)), others

        self.services.tasks.read(self, read, lambda found: self._show(*found))
        self.missing.refresh()

    def retranslate(self) -> None:
        self._heading.setText(_("Hand-over"))
        for button, words in (
            (self.make, _("Hand over to a stick…")),
            (self.take, _("Take from a stick…")),
            (self.take_file, _("Take one file…")),
        ):
            button.setText(words)
        self._name_tabs()
        self.refresh()

    # -- the hand-over

    def hand_over(self) -> None:
        """Show what leaves, then write it; only after reading it back may the stick be pulled."""
        stick = self.sticks.stick

        def shown(found: Foreseen) -> None:
            named = stick.name if stick else ""
            dialog = LeavingDialog(self.book, found, lambda purpose: self._look_anew(dialog, purpose), self.window(), named)
            if self.services.ask.run(dialog):
                folder = stick.path if stick else self.services.ask.folder(self.window(), _("Choose the stick or folder"))
                if folder is not None:
                    self._write_parcels(folder)

        self.services.tasks.read(self, lambda progress: foreseen(self.book, progress), shown, words=_("Looking at what is new…"))

    def _look_anew(self, dialog: LeavingDialog, purpose: Purpose) -> None:
        def look(progress: Progress) -> Foreseen:
            purposes.choose(self.book, purpose)
            return foreseen(self.book, progress)

        self.services.tasks.write(dialog, look, dialog.show_found)

    def _write_parcels(self, folder: Path) -> None:
        def write(progress: Progress) -> list[Handed]:
            return handed.just_made(self.book, exchange.make(self.book, folder, progress))

        def done(made: list[Handed]) -> None:
            self.refresh()
            self.on_stick.show_stick(self.sticks.stick)
            self.services.ask.run(WrittenDialog(Slip(self.book, self.services, made), self.window()))

        self.services.tasks.write(self, write, done, None, _("Writing to the stick…"))

    def take_in(self) -> None:
        """Take all parcels of a stick, after showing what they would do."""
        stick = self.sticks.stick
        folder = stick.path if stick else self.services.ask.folder(self.window(), _("Choose the stick or folder"))
        if folder is not None:
            self._preview([folder], folder)

    def take_in_file(self) -> None:
        """Take one parcel."""
        file = self.services.ask.open_file(self.window(), _("Choose a parcel"), _PARCELS)
        if file is not None:
            self._preview([file], file.parent)

    def _preview(self, paths: list[Path], stick: Path) -> None:
        def shown(found: list[Previewed]) -> None:
            if not found:
                self.services.ask.tell(self.window(), _("There is no parcel for this office here."))
            elif self.services.ask.run(TakenDialog(self.book, ahead=found, parent=self.window())):
                self._take(paths, stick)

        self.services.tasks.write(
            self, lambda progress: preview.previews(self.book, paths, progress), shown, None, _("Looking into the parcels…")
        )

    def _take(self, paths: list[Path], stick: Path) -> None:
        receipts = stick if self.book.office.kind == "region" else None

        def done(results: list[Taken]) -> None:
            self._taken(results)
            self._offer_wiping(stick)

        self.services.tasks.write(
            self, lambda progress: taking.take(self.book, paths, receipts, progress), done, None, _("Taking the parcels…")
        )

    def _taken(self, results: list[Taken]) -> None:
        self.refresh()
        # So that who may be there twice is asked about today; it runs behind what the person does next
        store, registers = self.book.store, self.book.registers
        self.services.tasks.write(
            self,
            lambda progress: matching.catch_up(store, registers, progress),
            lambda _count: self.services.signals.pairs_found.emit(),
        )
        self.services.ask.run(TakenDialog(self.book, results, parent=self.window()))

    def _offer_wiping(self, stick: Path) -> None:
        """A receipt may have told that what lies on this stick has arrived."""
        chosen = self.sticks.stick
        if chosen is not None and chosen.path == stick:
            self.on_stick.show_stick(chosen, self.on_stick.ask_wipe)

    # -- the inside

    def _sticks_and_buttons(self) -> QWidget:
        card = QFrame()
        look.play(card, "card")
        buttons = QGridLayout()
        for number, button in enumerate((self.make, self.take, self.sticks.other, self.take_file)):
            buttons.addWidget(button, number // 2, number % 2)
        buttons.setRowStretch(2, 1)
        line = QHBoxLayout(card)
        line.addWidget(self.sticks, 1)
        line.addLayout(buttons)
        return card

    def _stick_chosen(self, _stick: object) -> None:
        self._allow()

        def looked() -> None:
            if not self._alone:
                self.tabs.setCurrentWidget(self.on_stick)

        self.on_stick.show_stick(self.sticks.stick, looked)

    def _allow(self) -> None:
        """Nothing is written for nobody, nor to a stick that is locked."""
        locked = self.sticks.stick is not None and self.sticks.stick.read_only
        self.make.setEnabled(not self._alone and not locked)
        self.make.setToolTip(thaiwrap.shown(_("This stick is write-protected. Choose another one.")) if locked else "")

    def _name_tabs(self) -> None:
        count = len(self.missing.gaps)
        missing = _("What is missing")
        titles = (_("On the stick"), _("What was handed over"), f"{missing} ({count})" if count else missing, _("Offices known"))
        for number, words in enumerate(titles):
            self.tabs.setTabText(number, words)

    def _show(self, made: list[Handed], unsent: int, held: int, others: list[str]) -> None:
        words = [
            ngettext("{count} change is not handed over yet.", "{count} changes are not handed over yet.", unsent).format(
                count=f"{unsent:,}"
            )
        ]
        if held:
            words.append(ngettext("{count} parcel waits here.", "{count} parcels wait here.", held).format(count=held))
        self._state.setText(thaiwrap.shown(" ".join(words)))
        self.enrolling.show_known(others)
        known, self._alone = not self._alone, not others
        self._allow()
        if known == self._alone:
            self.tabs.setCurrentWidget(self.enrolling if self._alone else self.on_stick)  # nothing goes to nobody: first get to know one
        self.handed.show_parcels(made)
