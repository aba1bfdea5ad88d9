"""Choosing between today's report and those that were frozen; freezing one, and deleting one."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from desktop.base import dates
from desktop.base.errors import Fault, Refused
from desktop.base.i18n import _
from desktop.records.book import Book
from desktop.reports import rounds
from desktop.reports.rounds import Round
from desktop.ui import look, thaiwrap
from desktop.ui.answerrow import answer_row
from desktop.ui.editors import Combo
from desktop.ui.services import Services
from desktop.ui.words import Retranslated


class RoundsBar(Retranslated):
    """`chosen`: another report is to be shown. `round` is the one that is, None: today's."""

    chosen = Signal()

    def __init__(self, book: Book, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._book = book
        self._services = services
        self._rounds: list[Round] = []
        self.year: int | None = None  # the fiscal year that today's report is narrowed to, and so what would be frozen
        self.which = Combo()
        self.which.setMinimumContentsLength(18)
        self.which.activated.connect(lambda _number: self.chosen.emit())
        self.freeze, self.delete = QPushButton(), QPushButton()
        look.with_icon(self.freeze, "lock")
        look.with_icon(self.delete, "trash-2")
        self.freeze.clicked.connect(self._freeze)
        self.delete.clicked.connect(self._delete)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        for widget in (self.which, self.freeze, self.delete):
            line.addWidget(widget)
        self.retranslate()

    @property
    def round(self) -> Round | None:
        """What is chosen."""
        uid = self.which.currentData()
        return next((each for each in self._rounds if each.uid == uid), None)

    def look(self) -> list[Round]:
        """The rounds there are now; asked off the main thread."""
        return rounds.listed(self._book)

    def show_rounds(self, found: list[Round], choose: bytes | None = None) -> None:
        """Offer these; what was chosen stays, unless another one is to be."""
        uid = choose or self.which.currentData()
        self._rounds = found
        with QSignalBlocker(self.which):
            self.which.clear()
            self.which.addItem(_("Today's figures"), None)
            for each in found:
                self.which.addItem(f"{each.name} · {dates.show(each.made_on)}", each.uid)
            place = next((number for number, each in enumerate(found, start=1) if each.uid == uid), 0)
            self.which.setCurrentIndex(place)
        self._offer()

    def words(self) -> str:
        """What the report shown is: of which day, and how much came since."""
        frozen = self.round
        if frozen is None:
            return ""
        said = [_("Frozen: data as of {day}").format(day=dates.show(frozen.made_on))]
        if frozen.since:
            said.append(_("{count} changes since").format(count=f"{frozen.since:,}"))
        return " · ".join((*said, *filter(None, [frozen.note])))

    def retranslate(self) -> None:
        self.freeze.setText(_("Freeze…"))
        self.freeze.setToolTip(_("Keep today's figures as a reporting round, with every record behind them"))
        self.delete.setText(_("Delete the round…"))
        self.which.setAccessibleName(_("Reporting round"))
        self.show_rounds(self._rounds)

    def _offer(self) -> None:
        self.freeze.setVisible(self.round is None)
        self.delete.setVisible(self.round is not None)

    def _freeze(self) -> None:
        year = self.year or dates.fiscal_year(self._book.clock.today())
        number = sum(each.name.endswith(f"/{year}") for each in self._rounds) + 1
        dialog = FreezeDialog(
            self._book, self._services, _("Round {number}/{year}").format(number=number, year=year), self.year, self.window()
        )
        if self._services.ask.run(dialog) and dialog.frozen is not None:
            self.show_rounds([dialog.frozen, *self._rounds], dialog.frozen.uid)
            self.which.setFocus()
            self.chosen.emit()

    def _delete(self) -> None:
        frozen = self.round
        if frozen is None:
            return
        question = _("Delete the round “{name}”?").format(name=frozen.name)
        more = _("Its figures can't be counted again. The records stay as they are.")
        if not self._services.ask.sure(self.window(), question, more, _("Delete"), danger=True):
            return

        def gone(_none: None) -> None:
            self.show_rounds([each for each in self._rounds if each.uid != frozen.uid])
            self.chosen.emit()

        self._services.tasks.write(self, lambda progress: rounds.forget(self._book, frozen.uid), gone)


class FreezeDialog(QDialog):
    """Asks for a name and a word about the round, and freezes it; accepted once that is done. `frozen` is the round then."""

    def __init__(self, book: Book, services: Services, name: str, year: int | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._book = book
        self._services = services
        self._year = year
        self.frozen: Round | None = None
        self.setWindowTitle(_("Freeze the report"))
        self.setMinimumWidth(460)
        self.name, self.note = QLineEdit(name), QLineEdit()
        self.name.setMaxLength(rounds.LONGEST)
        labels = QLabel(_("Name of the round")), QLabel(_("Note"))
        for label, edit in zip(labels, (self.name, self.note), strict=True):
            label.setBuddy(edit)
            edit.setAccessibleName(label.text())
        self.hint = QLabel()
        self.hint.setWordWrap(True)
        buttons, self.go = answer_row(self, _("Freeze (F9)"))
        column = QVBoxLayout(self)
        for widget in (labels[0], self.name, labels[1], self.note, self.hint, buttons):
            column.addWidget(widget)
        self.name.textChanged.connect(lambda _text: self._say(""))
        self.name.selectAll()
        self._say("")

    def accept(self) -> None:
        """Freeze it; the dialog is left only when that is done."""
        name, note = self.name.text(), self.note.text()
        self.go.setEnabled(False)
        self._services.tasks.write(
            self, lambda progress: rounds.freeze(self._book, name, note, self._year), self._done, self._refused, _("Counting…")
        )

    def _done(self, frozen: Round) -> None:
        self.frozen = frozen
        super().accept()

    def _refused(self, error: Refused | Fault) -> bool:
        self.go.setEnabled(True)
        self._say(error.text())
        return True

    def _say(self, problem: str) -> None:
        words = problem or _("Keeps every figure with the records behind it and the workbook. It is never changed afterwards.")
        self.hint.setText(thaiwrap.shown(words))
        look.play(self.hint, "problem" if problem else "hint")
