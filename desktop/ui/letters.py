"""Letters that remind a council of its hand-over: one page each, in the form of a Thai official letter, with the day in the Buddhist era."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from PySide6.QtWidgets import QWidget

from desktop.base import dates
from desktop.base.i18n import _
from desktop.records.book import Book
from desktop.sync.cockpit import State
from desktop.sync.councils import Line
from desktop.ui import paper
from desktop.ui.history import moment
from desktop.ui.missing import gap_words
from desktop.ui.services import Services

_PDF = "PDF (*.pdf)"
_FILE = "sapha-letters.pdf"
_DOTS = "." * 40


@dataclass
class Letters:
    """Letters that can be saved or printed."""

    book: Book
    services: Services
    lines: Sequence[Line]

    def save(self, parent: QWidget) -> None:
        """Ask where, and write the PDF."""
        path = self.services.ask.save_file(parent, _("Save the reminder letters"), _PDF, _FILE)
        if path is not None:
            target: Path = path.with_suffix(".pdf")
            sheets, title = self.sheets(), _("Reminder letters")
            self.services.tasks.read(
                parent, lambda progress: paper.save_pdf(sheets, target, title, progress), lambda _none: None, None, _("Saving…")
            )

    def print_out(self, parent: QWidget) -> None:
        """Ask for a printer."""
        paper.print_out(self.sheets(), self.services, parent)

    def sheets(self) -> list[str]:
        """One for each council."""
        day = dates.show(self.book.clock.today(), "long")
        return [letter(self.book.office.name, line, day) for line in self.lines]


def letter(office: str, line: Line, day: str) -> str:
    """One letter. No names of people: it is addressed to the chair by office."""
    standing = line.standing
    body = [_reason(line)]
    if line.gaps:
        body.append(_("What is missing: {what}").format(what=" ".join(gap_words(gap) for gap in line.gaps)))
    body.append(
        _(
            "Please hand over what your council has recorded on a stick, in the program under Hand-over, and bring or send it to this office. "
            "A parcel made now carries everything that has not arrived yet; nothing has to be entered again."
        )
    )
    body.append(_("If it was sent in the meantime, please accept our thanks and disregard this letter."))
    paragraphs = "".join(f"<p style='text-indent:60px;margin-top:8px;margin-bottom:0'>{escape(text)}</p>" for text in body)
    number = escape(_("Letter no."))
    head = (
        f"<table width='100%'><tr><td width='35%'>{number} ....................</td>"
        f"<td width='65%' align='right'>{escape(office)}</td></tr></table>"
    )
    subject = escape(_("A reminder of the hand-over of data"))
    to = escape(_("The chair, {council}").format(council=standing.name))
    label = {
        name: escape(words)
        for name, words in (("subject", _("Subject of the letter")), ("to", _("To the attention of")), ("end", _("Yours faithfully")))
    }
    return (
        f"{head}<p align='center' style='margin-top:14px'>{escape(day)}</p>"
        f"<p style='margin-top:14px;margin-bottom:0'><b>{label['subject']}</b>&nbsp;&nbsp;{subject}</p>"
        f"<p style='margin-top:6px;margin-bottom:6px'><b>{label['to']}</b>&nbsp;&nbsp;{to}</p>{paragraphs}"
        f"<br><br><table width='100%'><tr><td width='30%'></td><td width='70%' align='center'>{label['end']}<br><br><br>"
        f"{_DOTS}<br>({_DOTS})<br>{escape(office)}</td></tr></table>"
    )


def _reason(line: Line) -> str:
    standing = line.standing
    if standing.state is State.NEVER or standing.received_ms is None:
        return _("According to the records of this office, no data of your council have been handed over yet.")
    words = _("The last data of your council that arrived at this office are parcel {number}, taken on {when}.").format(
        number=standing.number, when=moment(standing.received_ms)
    )
    if standing.state is State.LATE and standing.days is not None:
        words += " " + _("That is {days} days ago; the hand-over is monthly.").format(days=standing.days)
    return words
