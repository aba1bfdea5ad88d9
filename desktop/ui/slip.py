"""The slip that goes with a parcel (ใบส่งมอบ): from, to, number, day, counts, the file's short digest, two signatures. No names of people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.base.i18n import N_, _, ngettext
from desktop.records.book import Book
from desktop.sync.handed import Handed
from desktop.ui import look, paper, thaiwrap
from desktop.ui.history import moment
from desktop.ui.services import Services
from desktop.ui.table import PlainModel, Table

_DIGITS = 16  # of a digest: two people compare them by eye
_PDF = "PDF (*.pdf)"
_FILE = "sapha-slip.pdf"


def short(sha256: str) -> str:
    """The first figures of a digest, in groups that can be read out."""
    return " ".join(sha256[start : start + 4] for start in range(0, _DIGITS, 4)).upper()


def sheet(office: str, parcels: Sequence[Handed], printed_ms: int) -> str:
    """One slip for what was handed over in one go."""
    to = ", ".join(dict.fromkeys(each.to for each in parcels))
    heads = (
        (N_("Number"), 12),
        (N_("To"), 20),
        (N_("Written on"), 27),
        (N_("Records"), 12),
        (N_("Changes"), 13),
        (N_("Check code of the file"), 16),
    )
    rows = "".join(_row(each) for each in parcels)
    facts = (
        (_("From"), office),
        (_("To"), to),
        (_("Date of the slip"), moment(printed_ms)),
        (_("Count of parcels"), f"{len(parcels):,}"),
    )
    about = "".join(f"<tr><td><b>{escape(name)}</b>&nbsp;&nbsp;</td><td>{escape(text)}</td></tr>" for name, text in facts)
    day = escape(_("Date"))
    signed = "".join(
        f"<td width='50%' align='center'><br><br>{dots}<br>({dots})<br>{escape(who)}<br>{day} ....../....../......</td>"
        for who, dots in ((_("Handed over by"), "." * 44), (_("Parcels received by"), "." * 44))
    )
    title = escape(_("Hand-over slip"))
    hint = _("The parcels are encrypted. Whoever receives them can compare the check codes with those that Sapha shows for the files.")
    return (
        f"<h2 align='center'>{title}</h2><table>{about}</table><br>"
        "<table border='1' cellspacing='0' style='border-collapse:collapse;font-size:12px' width='100%'><tr>"
        + "".join(f"<th width='{width}%' style='padding:3px 5px'>{escape(_(head))}</th>" for head, width in heads)
        + f"</tr>{rows}</table><p>{escape(hint)}</p><table width='100%'><tr>{signed}</tr></table>"
    )


def _row(each: Handed) -> str:
    cells = (str(each.number), each.to, moment(each.made_ms), f"{each.records:,}", f"{each.changes:,}", short(each.sha256))
    sides = ("right", "left", "left", "right", "right", "left")
    return (
        "<tr>"
        + "".join(f"<td align='{side}' style='padding:3px 5px'>{escape(text)}</td>" for side, text in zip(sides, cells, strict=True))
        + "</tr>"
    )


@dataclass
class Slip:
    """A slip that can be saved or printed."""

    book: Book
    services: Services
    parcels: Sequence[Handed]

    def save(self, parent: QWidget) -> None:
        """Ask where, and write the PDF."""
        path = self.services.ask.save_file(parent, _("Save the slip"), _PDF, _FILE)
        if path is not None:
            target: Path = path.with_suffix(".pdf")
            words, title = self._sheet(), _("Hand-over slip")
            self.services.tasks.read(parent, lambda progress: paper.save_pdf([words], target, title), lambda _none: None)

    def print_out(self, parent: QWidget) -> None:
        """Ask for a printer."""
        paper.print_out([self._sheet()], self.services, parent)

    def _sheet(self) -> str:
        return sheet(self.book.office.name, self.parcels, self.book.clock.now_ms())


class WrittenDialog(QDialog):
    """What was written and read back: the stick can be pulled out. With the slip that goes with it."""

    def __init__(self, slip: Slip, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.slip = slip
        self.setWindowTitle(_("Safe to remove"))
        look.open_at(self, 860, 420)
        count = len(slip.parcels)
        words = ngettext(
            "{count} parcel was written and read back. The stick can be pulled out.",
            "{count} parcels were written and read back. The stick can be pulled out.",
            count,
        )
        heading = QLabel(thaiwrap.shown(words.format(count=count)))
        look.play(heading, "section")
        hint = QLabel(thaiwrap.shown(_("It counts as arrived when the receipt comes back.")))
        look.play(hint, "hint")
        self.model = PlainModel([N_("Number"), N_("To"), N_("Records"), N_("Changes"), N_("Check code of the file")], self)
        self.model.right = frozenset({0, 2, 3})
        self.model.show_rows([(str(one.number), one.to, f"{one.records:,}", f"{one.changes:,}", short(one.sha256)) for one in slip.parcels])
        table = Table()
        table.setModel(self.model)
        table.setAccessibleName(self.windowTitle())
        table.fit(widest=320)
        self.save, self.print_out, self.close_button = QPushButton(_("Save the slip…")), QPushButton(_("Print the slip…")), QPushButton()
        look.with_icon(self.save, "save")
        look.with_icon(self.print_out, "printer")
        self.close_button.setText(_("Close (F9)"))
        self.close_button.setShortcut("F9")
        look.play(self.close_button, "primary")
        self.save.clicked.connect(lambda: slip.save(self))
        self.print_out.clicked.connect(lambda: slip.print_out(self))
        self.close_button.clicked.connect(self.accept)
        foot = QHBoxLayout()
        for button in (self.save, self.print_out):
            button.setAutoDefault(False)
            foot.addWidget(button)
        foot.addStretch(1)
        foot.addWidget(self.close_button)
        column = QVBoxLayout(self)
        for widget in (heading, hint):
            widget.setWordWrap(True)
            column.addWidget(widget)
        column.addWidget(table, 1)
        column.addLayout(foot)
        self.close_button.setDefault(True)
        self.close_button.setFocus()
