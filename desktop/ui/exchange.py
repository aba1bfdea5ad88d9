"""The hand-over: writing what is new to a stick, taking what came on one, and getting to know other offices by file."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.base.i18n import N_, _, ngettext
from desktop.base.task import Progress
from desktop.records.book import Book, Changes
from desktop.sync import enrol, exchange, purposes, taking
from desktop.sync.exchange import Made, Outgoing
from desktop.sync.leaving import Foreseen, foreseen
from desktop.sync.purposes import Purpose
from desktop.sync.taking import Taken
from desktop.ui import look, thaiwrap
from desktop.ui.enrolling import CodeDialog
from desktop.ui.history import moment
from desktop.ui.leaving import LeavingDialog
from desktop.ui.page import Page
from desktop.ui.services import Services
from desktop.ui.table import PlainModel, Table
from desktop.ui.taken import TakenDialog, previews

_INVITATION = "sapha-invitation.sapha"
_CARD = "sapha-card.sapha"
_PARCELS = "Sapha (*.parcel)"
_CARDS = "Sapha (*.sapha)"


class ExchangePage(Page):
    """Works in both kinds of office; what only one of them does is shown there alone."""

    name = "exchange"
    icon = "usb"

    def __init__(self, book: Book, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.book = book
        self.services = services
        self._heading, self._state, self._enrolled = QLabel(), QLabel(), QLabel()
        look.play(self._heading, "title")
        for label in (self._state, self._enrolled):
            label.setWordWrap(True)
        self.make, self.take, self.take_file = QPushButton(), QPushButton(), QPushButton()
        self.invite, self.accept, self.admit = QPushButton(), QPushButton(), QPushButton()
        look.play(self.make, "primary")
        for button, icon, slot in (
            (self.make, "usb", self.hand_over),
            (self.take, "inbox", self.take_in),
            (self.take_file, "file-down", self.take_in_file),
            (self.invite, "send", self.write_invitation),
            (self.accept, "key-round", self.accept_invitation),
            (self.admit, "user-check", self.admit_card),
        ):
            look.with_icon(button, icon)
            button.clicked.connect(slot)
        self.accept.setVisible(book.office.kind == "council")
        self.model = PlainModel([N_("Number"), N_("Handed over on"), N_("To"), N_("State"), N_("Changes"), N_("File")], self)
        self.model.right = frozenset({0, 4})
        self.table = Table()
        self.table.setModel(self.model)
        self._table_title = QLabel()
        look.play(self._table_title, "section")
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 8)
        column.setSpacing(look.GAP)
        column.addWidget(self._heading)
        column.addWidget(self._group(self._state, self.make, self.take, self.take_file))
        column.addWidget(self._group(self._enrolled, self.invite, self.accept, self.admit))
        column.addWidget(self._table_title)
        column.addWidget(self.table, 1)
        self.retranslate()

    # -- the page

    def title(self) -> str:
        return _("Hand-over")

    def can(self, deed: str) -> bool:
        return deed == "refresh"

    def do(self, deed: str) -> None:
        self.refresh()

    def entered(self) -> None:
        self.refresh()
        self.make.setFocus()

    def changed(self, changes: Changes) -> None:
        if self.isVisible():
            self.refresh()

    def refresh(self) -> None:
        """Read what was made, what waits and who is known."""

        def read(progress: Progress) -> tuple[list[Outgoing], int, int, list[str]]:
            others = [office.name for uid, office in self.book.offices().items() if uid != self.book.office.uid]
            return exchange.outgoing(self.book), exchange.unsent(self.book), len(taking.held(self.book)), others

        self.services.tasks.read(self, read, lambda found: self._show(*found))

    def retranslate(self) -> None:
        self._heading.setText(_("Hand-over"))
        self._table_title.setText(_("What was handed over"))
        self.table.setAccessibleName(_("What was handed over"))
        for button, words in (
            (self.make, _("Hand over to a stick…")),
            (self.take, _("Take from a stick…")),
            (self.take_file, _("Take one file…")),
            (self.invite, _("Write an invitation…")),
            (self.accept, _("Accept an invitation…")),
            (self.admit, _("Admit a card…")),
        ):
            button.setText(words)
        self.invite.setToolTip(thaiwrap.shown(_("For a council, or for a second PC of our own office")))
        self.admit.setToolTip(thaiwrap.shown(_("The card that an invited office sent back")))
        self.refresh()

    # -- the hand-over

    def hand_over(self) -> None:
        """Show what leaves, then write it; only after reading it back may the stick be pulled."""

        def shown(found: Foreseen) -> None:
            dialog = LeavingDialog(self.book, found, lambda purpose: self._look_anew(dialog, purpose), self.window())
            if self.services.ask.run(dialog):
                self._write_parcels()

        self.services.tasks.read(self, lambda progress: foreseen(self.book, progress), shown, words=_("Looking at what is new…"))

    def _look_anew(self, dialog: LeavingDialog, purpose: Purpose) -> None:
        def look(progress: Progress) -> Foreseen:
            purposes.choose(self.book, purpose)
            return foreseen(self.book, progress)

        self.services.tasks.write(dialog, look, dialog.show_found)

    def _write_parcels(self) -> None:
        folder = self.services.ask.folder(self.window(), _("Choose the stick or folder"))
        if folder is None:
            return

        def done(made: list[Made]) -> None:
            lines = [
                _("Parcel {number} to {office}: {records} records, {changes} changes").format(
                    number=one.number, office=", ".join(one.to), records=f"{one.records:,}", changes=f"{one.changes:,}"
                )
                for one in made
            ]
            self.refresh()
            self.services.ask.tell(self.window(), _("Written and read back. The stick can be pulled out."), "\n".join(lines[:12]))

        self.services.tasks.write(self, lambda progress: exchange.make(self.book, folder, progress), done, None, _("Writing to the stick…"))

    def take_in(self) -> None:
        """Take all parcels of a stick, after showing what they would do."""
        folder = self.services.ask.folder(self.window(), _("Choose the stick or folder"))
        if folder is not None:
            self._preview([folder], folder)

    def take_in_file(self) -> None:
        """Take one parcel."""
        file = self.services.ask.open_file(self.window(), _("Choose a parcel"), _PARCELS)
        if file is not None:
            self._preview([file], file.parent)

    def _preview(self, paths: list[Path], stick: Path) -> None:
        def shown(found: list[Taken]) -> None:
            if not found:
                self.services.ask.tell(self.window(), _("There is no parcel for this office here."))
            elif self.services.ask.run(TakenDialog(found, ahead=True, parent=self.window())):
                self._take(paths, stick)

        self.services.tasks.write(self, lambda progress: previews(self.book, paths, progress), shown, None, _("Looking into the parcels…"))

    def _take(self, paths: list[Path], stick: Path) -> None:
        receipts = stick if self.book.office.kind == "region" else None

        def done(results: list[Taken]) -> None:
            self.refresh()
            self.services.ask.run(TakenDialog(results, ahead=False, parent=self.window()))

        self.services.tasks.write(
            self, lambda progress: taking.take(self.book, paths, receipts, progress), done, None, _("Taking the parcels…")
        )

    # -- getting to know each other

    def write_invitation(self) -> None:
        """Write an invitation, good for 90 days."""
        path = self.services.ask.save_file(self.window(), _("Save the invitation"), _CARDS, _INVITATION)
        if path is not None:
            words = _("Carry the invitation to the other office. Read these numbers to it by phone; it sees them when it accepts.")
            self.services.tasks.write(self, lambda progress: enrol.invite(self.book, path), lambda slip: self._told(slip, words))

    def accept_invitation(self) -> None:
        """Accept an invitation and write our card."""
        file = self.services.ask.open_file(self.window(), _("Choose the invitation"), _CARDS)
        if file is None:
            return
        reply = self.services.ask.save_file(self.window(), _("Save our card for the other office"), _CARDS, _CARD)
        if reply is not None:
            words = _("Carry our card back to {office}. When it admits us it sees the same numbers; compare them by phone.")
            self.services.tasks.write(self, lambda progress: enrol.accept(self.book, file, reply), lambda slip: self._told(slip, words))

    def admit_card(self) -> None:
        """Admit the office whose card came back."""
        file = self.services.ask.open_file(self.window(), _("Choose the card"), _CARDS)
        if file is not None:
            words = _("{office} is admitted. Compare these numbers with it by phone before relying on what it sends.")
            self.services.tasks.write(self, lambda progress: enrol.admit(self.book, file), lambda slip: self._told(slip, words))

    def _told(self, slip: enrol.Slip, words: str) -> None:
        self.refresh()
        self.services.signals.settings_changed.emit()  # the office itself may be another one now: a second PC
        self.services.ask.run(CodeDialog(words.format(office=slip.office), slip.code, self.window()))

    # -- the inside

    def _group(self, words: QLabel, *buttons: QPushButton) -> QWidget:
        card = QFrame()
        look.play(card, "card")
        line = QHBoxLayout()
        for button in buttons:
            line.addWidget(button)
        line.addStretch(1)
        column = QVBoxLayout(card)
        column.addWidget(words)
        column.addLayout(line)
        return card

    def _show(self, made: list[Outgoing], unsent: int, held: int, others: list[str]) -> None:
        words = [
            ngettext("{count} change is not handed over yet.", "{count} changes are not handed over yet.", unsent).format(
                count=f"{unsent:,}"
            )
        ]
        if held:
            words.append(
                ngettext("{count} parcel waits for an earlier one.", "{count} parcels wait for earlier ones.", held).format(count=held)
            )
        self._state.setText(thaiwrap.shown(" ".join(words)))
        if others:
            shown = ", ".join(others[:5]) + (" …" if len(others) > 5 else "")
            known = ngettext("{count} office is known: {names}", "{count} offices are known: {names}", len(others))
            self._enrolled.setText(thaiwrap.shown(known.format(count=len(others), names=shown)))
        else:
            self._enrolled.setText(
                thaiwrap.shown(_("No other office is known yet. Invite one, or accept the invitation of the regional office."))
            )
        self.make.setEnabled(bool(others))
        self.model.show_rows([self._line(one) for one in made])
        self.table.fit()

    def _line(self, one: Outgoing) -> tuple[str, ...]:
        state = _("Confirmed on {when}").format(when=moment(one.confirmed_ms)) if one.confirmed_ms else _("Not yet confirmed")
        return str(one.number), moment(one.made_ms), one.to, state, f"{one.changes:,}", one.file
