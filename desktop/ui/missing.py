"""What is missing: gaps named by number, what heals each, and what was handed over and is not yet confirmed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.base.i18n import N_, _, ngettext
from desktop.base.task import Progress
from desktop.records.book import Book
from desktop.sync import gaps, taking
from desktop.sync.gaps import Gap, Unconfirmed
from desktop.ui import look, thaiwrap
from desktop.ui.history import moment
from desktop.ui.services import Services
from desktop.ui.table import PlainModel, Table
from desktop.ui.words import Retranslated


class MissingPart(Retranslated):
    """`catch_up_wanted`: make a parcel now; it carries all that its reader lacks. At a region it asks the council for what is missing."""

    catch_up_wanted = Signal()
    counted = Signal(int)  # gaps
    taken = Signal(list)  # Taken: what became of a parcel that waited for a person

    def __init__(self, book: Book, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._book, self._services = book, services
        self.gaps: list[Gap] = []
        self.unconfirmed: list[Unconfirmed] = []
        self._hint = QLabel()
        self._hint.setWordWrap(True)
        look.play(self._hint, "hint")
        self.model = PlainModel([N_("Office"), N_("What is missing"), N_("What helps")], self, heed=lambda row: row < len(self.gaps))
        self.table = Table()
        self.table.setModel(self.model)
        self.catch_up = QPushButton()
        look.with_icon(self.catch_up, "usb")
        self.catch_up.clicked.connect(self.catch_up_wanted.emit)
        self.trust = QPushButton()
        look.with_icon(self.trust, "inbox")
        self.trust.clicked.connect(self.take_in_spite_of_clock)
        self.table.selectionModel().currentRowChanged.connect(lambda _now, _before: self._offer())
        foot = QHBoxLayout()
        foot.addWidget(self._hint, 1)
        foot.addWidget(self.trust)
        foot.addWidget(self.catch_up)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, look.GAP, 0, 0)
        column.addWidget(self.table, 1)
        column.addLayout(foot)
        self.retranslate()

    def refresh(self) -> None:
        """Read how it stands."""

        def read(progress: Progress) -> tuple[list[Gap], list[Unconfirmed]]:
            return gaps.gaps(self._book), gaps.unconfirmed(self._book)

        self._services.tasks.read(self, read, lambda both: self._show(*both))

    def take_in_spite_of_clock(self) -> None:
        """Ask, and take the chosen parcel whose sender's clock is far ahead."""
        gap = self._chosen()
        if gap is None or not gap.ahead_days:
            return
        question = _("Take parcel {number} of {office} in spite of its clock?").format(number=numbers(gap.waiting), office=gap.name)
        more = _(
            "First have the clock of that PC set right. What the parcel says is taken as it stands, with days that may be wrong; what is "
            "written later wins as always. Its next parcels ask again until that day has come."
        )
        if self._services.ask.sure(self.window(), question, more, _("Take in spite of the clock")):
            self._services.tasks.write(
                self,
                lambda progress: taking.take_in_spite_of_clock(self._book, gap.parcel, progress),
                self.taken.emit,
                None,
                _("Taking the parcels…"),
            )

    def retranslate(self) -> None:
        self.table.setAccessibleName(_("What is missing"))
        self.table.say_when_empty(_("Nothing is missing."))
        council = self._book.office.kind == "council"
        self.trust.setText(_("Take in spite of the clock…"))
        self.catch_up.setText(_("Make a catch-up parcel…") if council else _("Ask for what is missing…"))
        self.catch_up.setToolTip(
            thaiwrap.shown(
                _("A parcel made now carries everything its reader is not known to have.")
                if council
                else _("Writes receipts that say what is here. The next parcel of each council then brings what is missing.")
            )
        )
        self._show(self.gaps, self.unconfirmed)

    def _show(self, found: Sequence[Gap], unconfirmed: Sequence[Unconfirmed]) -> None:
        self.gaps, self.unconfirmed = list(found), list(unconfirmed)
        rows = [(each.name or _("An office not known here"), gap_words(each), self._helps(each)) for each in self.gaps]
        rows += [(each.to, unconfirmed_words(each), "") for each in self.unconfirmed]
        row = self.table.currentIndex().row()
        self.model.show_rows(rows)
        self.table.fit(widest=640, gives=1)
        self.catch_up.setVisible(any(not gap.ahead_days for gap in self.gaps))
        if rows:
            self.table.selectRow(min(max(0, row), len(rows) - 1))
        self._offer()
        self.counted.emit(len(self.gaps))

    def _chosen(self) -> Gap | None:
        row = self.table.currentIndex().row()
        return self.gaps[row] if 0 <= row < len(self.gaps) else None

    def _offer(self) -> None:
        gap = self._chosen()
        self.trust.setVisible(gap is not None and gap.ahead_days > 0)
        words = _("A lost parcel loses nothing: until a receipt comes, each parcel brings again what the one before it did.")
        if gap is not None:
            words = f"{gap_words(gap)} {self._helps(gap)}"  # in full, which the table may cut
        self._hint.setText(thaiwrap.shown(words) if self.gaps or self.unconfirmed else "")

    def _helps(self, gap: Gap) -> str:
        if gap.ahead_days:
            return _("Set that PC's clock right, or take it in spite of the clock")
        if gap.ours:
            return _("A catch-up parcel")
        if gap.office == self._book.office.uid or self._book.office.kind == "council":
            return _("A parcel made here: it tells what is missing")
        return _("A receipt from here: the next parcel then brings it")


def gap_words(gap: Gap) -> str:
    """A gap in one plain sentence."""
    if gap.ours:
        words = ngettext(
            "Our parcel {numbers} is not there any more, says its word of {when}.",
            "Our parcels {numbers} are not there any more, says its word of {when}.",
            len(gap.missing),
        )
        return words.format(numbers=numbers(gap.missing), when=moment(gap.told_ms or 0))
    office = gap.name or _("An office not known here")
    if gap.pc:
        office = _("{office}, PC {key}").format(office=office, key=gap.pc[:6])
    waiting = numbers(gap.waiting)
    if gap.ahead_days:
        return ngettext(
            "Parcel {numbers} of {office} waits: the clock of the PC that made it is {days} day ahead of ours.",
            "Parcel {numbers} of {office} waits: the clock of the PC that made it is {days} days ahead of ours.",
            gap.ahead_days,
        ).format(numbers=waiting, office=office, days=f"{gap.ahead_days:,}")
    if not gap.missing:
        return _("Parcel {numbers} of {office} waits: it builds on changes that are not here yet.").format(numbers=waiting, office=office)
    words = ngettext(
        "Parcel {numbers} of {office} is missing; {waiting} waits for it.",
        "Parcels {numbers} of {office} are missing; {waiting} waits for them.",
        len(gap.missing),
    )
    return words.format(numbers=numbers(gap.missing), office=office, waiting=waiting)


def unconfirmed_words(each: Unconfirmed) -> str:
    """Without nagging: a receipt needs a trip there and back."""
    words = _("Parcel {number}: handed over on {when}, not yet confirmed.").format(number=each.number, when=moment(each.made_ms))
    if each.passed_ms is not None:
        words += " " + _("A receipt written on {when} did not know of it.").format(when=moment(each.passed_ms))
    return words


def numbers(of: Sequence[int]) -> str:
    """'4', '4 and 5', '4, 5 and 9', '4–9'."""
    spans: list[str] = []
    rest = list(of)
    while rest:
        run = 1
        while run < len(rest) and rest[run] == rest[0] + run:
            run += 1
        spans += [f"{rest[0]}–{rest[run - 1]}"] if run > 2 else [str(number) for number in rest[:run]]
        rest = rest[run:]
    if len(spans) < 2:
        return "".join(spans)
    return _("{first} and {last}").format(first=", ".join(spans[:-1]), last=spans[-1])
