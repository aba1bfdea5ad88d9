"""Offices get to know each other by file: invitation, card, admission, and the short code they read to each other by phone."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.base.i18n import _, ngettext
from desktop.records.book import Book
from desktop.sync import enrol
from desktop.ui import look, thaiwrap
from desktop.ui.services import Services
from desktop.ui.words import Retranslated

_INVITATION = "sapha-invitation.sapha"
_CARD = "sapha-card.sapha"
_CARDS = "Sapha (*.sapha)"


class CodeDialog(QDialog):
    """Shows what to do with the code, and the code in large figures."""

    def __init__(self, words: str, code: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Numbers to compare"))
        self.setMinimumWidth(520)
        text = QLabel(thaiwrap.shown(words))
        text.setWordWrap(True)
        figures = QLabel(code)
        look.play(figures, "code")
        figures.setAlignment(Qt.AlignmentFlag.AlignCenter)
        figures.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard)
        figures.setAccessibleName(_("Numbers to compare: {code}").format(code=code))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok)
        buttons.accepted.connect(self.accept)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        for widget in (text, figures, buttons):
            column.addWidget(widget)


class EnrolPart(Retranslated):
    """Which offices are known, and the three steps by which one more gets known. `met` comes after each step."""

    met = Signal()

    def __init__(self, book: Book, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.book, self.services = book, services
        self._known = QLabel()
        self._known.setWordWrap(True)
        self.invite, self.accept, self.admit = QPushButton(), QPushButton(), QPushButton()
        line = QHBoxLayout()
        for button, icon, slot in (
            (self.invite, "send", self.write_invitation),
            (self.accept, "key-round", self.accept_invitation),
            (self.admit, "user-check", self.admit_card),
        ):
            look.with_icon(button, icon)
            button.clicked.connect(slot)
            line.addWidget(button)
        line.addStretch(1)
        self.accept.setVisible(book.office.kind == "council")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, look.GAP, 0, 0)
        column.addWidget(self._known)
        column.addLayout(line)
        column.addStretch(1)
        self.retranslate()

    def show_known(self, others: Sequence[str]) -> None:
        """Name the offices known."""
        if others:
            shown = ", ".join(others[:5]) + (" …" if len(others) > 5 else "")
            known = ngettext("{count} office is known: {names}", "{count} offices are known: {names}", len(others))
            self._known.setText(thaiwrap.shown(known.format(count=len(others), names=shown)))
        else:
            self._known.setText(
                thaiwrap.shown(_("No other office is known yet. Invite one, or accept the invitation of the regional office."))
            )

    def retranslate(self) -> None:
        self.invite.setText(_("Write an invitation…"))
        self.accept.setText(_("Accept an invitation…"))
        self.admit.setText(_("Admit a card…"))
        self.invite.setToolTip(thaiwrap.shown(_("For a council, or for a second PC of our own office")))
        self.admit.setToolTip(thaiwrap.shown(_("The card that an invited office sent back")))

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
        self.met.emit()
        self.services.signals.settings_changed.emit()  # the office itself may be another one now: a second PC
        self.services.ask.run(CodeDialog(words.format(office=slip.office), slip.code, self.window()))
