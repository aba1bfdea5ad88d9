"""The tab beside a case's form: where it stands, how its score comes about, and who pays."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from desktop.base.i18n import N_, _, ngettext
from desktop.base.task import Progress
from desktop.records.book import Book
from desktop.records.plain import live
from desktop.records.query import ListQuery
from desktop.records.rules import Score
from desktop.registers.cases.model import PUBLIC, RANKED, Bill, baht, bill, parts_text
from desktop.registers.cases.service import worked_out
from desktop.ui import look, thaiwrap
from desktop.ui.room import RecordTab, RoomParts
from desktop.ui.services import Services
from desktop.ui.table import PlainModel, Table

_BILL = (
    ("budget", N_("Budget")),
    ("approved", N_("Approved")),
    ("contributed", N_("Contributions")),
    ("missing", N_("Still to be found")),
    ("work_days", N_("Work-days")),
    ("help", N_("Help given so far")),
)


@dataclass(frozen=True, slots=True)
class Standing:
    """What is shown of a case; `score` is as of now, the case holds that of the day it was worked out."""

    case: dict[str, Any]
    score: Score
    bill: Bill
    waiting: int  # cases on the rank list of its council


class CasePanel(RecordTab):
    """Read in the background when it is looked at; nothing is edited here."""

    def __init__(self, book: Book, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._book = book
        self._services = services
        self._record: bytes | None = None
        self._asked = 0
        self.standing: Standing | None = None
        self.stands, self.told = _words(), _words()
        self._headings = [_words("section") for _number in range(2)]
        self.model = PlainModel([N_("Rule"), N_("Points"), N_("In this case")], self)
        self.model.right = frozenset({1})
        self.table = Table()
        self.table.setModel(self.model)
        self.sums: dict[str, QLabel] = {}
        self._labels: dict[str, QLabel] = {}
        money = QGridLayout()
        money.setHorizontalSpacing(look.GAP)
        money.setColumnMinimumWidth(2, 2 * look.GAP)
        money.setColumnStretch(5, 1)
        for number, (name, _label) in enumerate(_BILL):
            row, side = number // 2, 3 * (number % 2)  # two beside each other, so that the rules have room below
            self._labels[name], self.sums[name] = QLabel(), QLabel()
            self.sums[name].setAlignment(Qt.AlignmentFlag.AlignRight)
            money.addWidget(self._labels[name], row, side)
            money.addWidget(self.sums[name], row, side + 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 8)
        column.setSpacing(8)
        column.addWidget(self.stands)
        column.addWidget(self._headings[0])
        column.addLayout(money)
        column.addWidget(self._headings[1])
        column.addWidget(self.told)
        column.addWidget(self.table, 1)
        self.retranslate()

    def title(self) -> str:
        return _("Score and money")

    def show_record(self, record: bytes | None) -> None:
        self._record = record
        self.refresh()

    def refresh(self) -> None:
        self._asked += 1
        asked, record = self._asked, self._record
        if record is None:
            self._show(None)
            return

        def done(found: Standing | None) -> None:
            if asked == self._asked:
                self._show(found)

        self._services.tasks.read(self, lambda progress: self._read(progress, record), done)

    def retranslate(self) -> None:
        for label, words in zip(self._headings, (_("Money"), _("How the score came about")), strict=True):
            label.setText(thaiwrap.shown(words))
        for name, words in _BILL:
            self._labels[name].setText(thaiwrap.shown(_(words)))
            self.sums[name].setAccessibleName(_(words))
        self.table.setAccessibleName(_("How the score came about"))
        self.title_changed.emit()
        self._show(self.standing)

    # -- the inside

    def _read(self, progress: Progress, record: bytes) -> Standing | None:
        today = self._book.clock.today().isoformat()
        with self._book.read() as reader:
            case = reader.stored("cases", record)
            if case is None:
                return None
            score = worked_out(reader, self._book.code_lists, case, today)
            sums = bill(case, live(reader, "case_funds", case=record), live(reader, "help", case=record))
        waiting = self._book.count(ListQuery("cases", filters={"status": RANKED}, council=case["council"]))
        return Standing(case, score, sums, waiting)

    def _show(self, standing: Standing | None) -> None:
        self.standing = standing
        if standing is None:
            self.stands.setText(thaiwrap.shown(_("Save first: then it is worked out here.")))
            self.told.setText("")
            self.model.show_rows([])
            for label in self.sums.values():
                label.setText("")
            return
        self.stands.setText(thaiwrap.shown(self._stands(standing)))
        self.told.setText(thaiwrap.shown(self._told(standing)))
        held = {True: _("Holds"), False: _("Does not hold"), None: _("Not known")}
        rules = self._book.code_lists
        rows = [(rules.label("score_rule", part.code), baht(part.points), held[part.held]) for part in standing.score.parts]
        self.model.show_rows(rows)
        self.table.fit(widest=460, gives=0)
        for name, shown in self.sums.items():
            amount = getattr(standing.bill, name)
            # More than is needed is nothing to be found: a sum below zero would only be asked about.
            shown.setText(_amount(max(amount, Decimal(0)) if name == "missing" and amount is not None else amount))

    def _stands(self, standing: Standing) -> str:
        case = standing.case
        status = case["status"] or ""
        words = [self._book.code_lists.label("case_status", status)]
        if status in PUBLIC:
            words.append(_("For the public: {word}").format(word=_(PUBLIC[status])))
        if case["rank"] is not None:
            words.append(_("Rank {rank} of {count}").format(rank=case["rank"], count=standing.waiting))
        return " · ".join(words)

    def _told(self, standing: Standing) -> str:
        now, case = standing.score, standing.case
        total = baht(now.total)
        lines = [_("Now: {total} points by table {version}.").format(total=total, version=now.version)]
        unknown = sum(part.held is None for part in now.parts)
        if unknown:
            asked = ngettext("{count} rule asks for something that is not known.", "{count} rules ask for what is not known.", unknown)
            lines[0] += " " + asked.format(count=unknown)
        if case["score"] is None:
            lines.append(_("No score is kept yet: use the deed “Work out the score”."))
        elif (case["score_parts"] or "") != parts_text(now) or case["score_version"] != now.version:
            kept = _("Kept when it was worked out: {total} points by table {version} ({parts}).")
            lines.append(kept.format(total=case["score"], version=case["score_version"] or "–", parts=case["score_parts"] or "–"))
        return "\n".join(lines)


def _words(role: str = "") -> QLabel:
    label = QLabel()
    label.setWordWrap(True)
    if role:
        look.play(label, role)
    return label


def _amount(value: Decimal | int | None) -> str:
    if value is None:
        return "–"
    return baht(Decimal(value))


PARTS = RoomParts(tabs=(CasePanel,))
