"""The figures of the report on the screen, and as a workbook."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QTabWidget, QVBoxLayout, QWidget

from desktop.base import dates
from desktop.base.i18n import N_, _
from desktop.base.task import Progress
from desktop.records.book import Book, Changes
from desktop.reports import behind, rounds, workbook
from desktop.reports import figures as counting
from desktop.reports.behind import Behind
from desktop.reports.figures import Figures
from desktop.reports.lines import Cell
from desktop.reports.rounds import Round
from desktop.ui import look, thaiwrap
from desktop.ui.behind import BehindDialog
from desktop.ui.editors import Combo
from desktop.ui.figuretables import CARDS, TABS, Card, FigureTable, show_lines, show_whole
from desktop.ui.page import Page
from desktop.ui.rounds import RoundsBar
from desktop.ui.services import Services
from desktop.ui.worktables import WorkTables

_YEARS = 6


class ReportPage(Page):
    """Counts in the background whenever it is shown, or shows a round that was frozen; all definitions are in reports.figures."""

    name = "report"
    icon = "chart-column"

    def __init__(self, book: Book, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.book = book
        self.services = services
        self.figures: Figures | None = None
        self._asked = 0
        self._heading, self._hint = QLabel(), QLabel()
        look.play(self._heading, "title")
        look.play(self._hint, "hint")
        self.year = Combo()
        self.year.setMinimumContentsLength(14)
        self.year.activated.connect(lambda _number: self.refresh())
        self.save = QPushButton()
        look.play(self.save, "primary")
        look.with_icon(self.save, "file-spreadsheet")
        self.save.clicked.connect(self.save_workbook)
        self.rounds = RoundsBar(book, services)
        self.rounds.chosen.connect(self.refresh)
        head = QHBoxLayout()
        head.addWidget(self._heading)
        head.addStretch(1)
        for widget in (self.rounds, self.year, self.save):
            head.addWidget(widget)
        self._hint.setWordWrap(True)
        cards = QHBoxLayout()
        self.cards = [Card(name) for name in CARDS]
        for card in self.cards:
            card.wanted.connect(self.look_behind)
            cards.addWidget(card)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.whole = FigureTable()
        self.whole.horizontalHeader().setStretchLastSection(False)  # a number stands beside its name
        self.tables = [FigureTable() for _tab in TABS]
        self.work = WorkTables()
        tabs: tuple[FigureTable | WorkTables, ...] = (self.whole, *self.tables, self.work)
        for tab in tabs:
            tab.wanted.connect(self.look_behind)
            self.tabs.addTab(tab, "")
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 6, 12, 6)
        column.setSpacing(look.GAP - 2)
        column.addLayout(head)
        column.addWidget(self._hint)
        column.addLayout(cards)
        column.addWidget(self.tabs, 1)
        self.retranslate()

    def title(self) -> str:
        return _("Report")

    def can(self, deed: str) -> bool:
        return deed in ("refresh", "export")

    def do(self, deed: str) -> None:
        if deed == "export":
            self.save_workbook()
        else:
            self.refresh()

    def entered(self) -> None:
        self.refresh()
        self.save.setFocus()

    def changed(self, changes: Changes) -> None:
        if self.isVisible():
            self.refresh()

    def refresh(self) -> None:
        """Count again, or show the round that is chosen."""
        self._asked += 1
        asked, frozen, year = self._asked, self.rounds.round, self.year.currentData()

        def count(progress: Progress) -> tuple[Figures, list[Round]]:
            listed = self.rounds.look()
            if frozen is not None and frozen.uid in {each.uid for each in listed}:
                return rounds.numbers(self.book, frozen.uid), listed
            return counting.figures(self.book, fiscal_year=year), listed

        def show(found: tuple[Figures, list[Round]]) -> None:
            if asked == self._asked:
                self.rounds.show_rounds(found[1])
                self._show(found[0])

        self.services.tasks.read(self, count, show)

    def save_workbook(self) -> None:
        """Save what is shown as a workbook: a round's is the one that was written when it was frozen."""
        figures, frozen = self.figures, self.rounds.round
        path = self.services.ask.save_file(self.window(), _("Save the report"), "Excel (*.xlsx)", "report.xlsx") if figures else None
        if figures is None or path is None:
            return
        target = path.with_suffix(".xlsx")

        def done(digest: str) -> None:
            said = _("The report is saved.") + (" " + _("SHA-256 of the file: {digest}").format(digest=digest) if digest else "")
            self.words_changed.emit(said)

        def save(progress: Progress) -> str:
            if frozen is not None:
                return rounds.save(self.book, frozen.uid, target)
            workbook.save(figures, target, self.book.code_lists)
            return ""

        if frozen is not None:  # its workbook in this language may have to be kept first
            self.services.tasks.write(self, save, done, None, _("Saving…"))
        else:
            self.services.tasks.read(self, save, done, None, _("Saving…"))

    def look_behind(self, cell: Cell, called: str) -> None:
        """List the records behind a number."""
        frozen, year = self.rounds.round, self.year.currentData()

        def find(progress: Progress) -> Behind:
            if frozen is not None:
                return rounds.look_behind(self.book, frozen.uid, cell)
            return behind.live(self.book, cell, year)

        def show(found: Behind) -> None:
            if not found.entries:
                self.words_changed.emit(_("No record is behind this figure."))
                return
            words = _("{round}: data as of {day}").format(round=frozen.name, day=dates.show(frozen.made_on)) if frozen is not None else ""
            dialog = BehindDialog(self.book, found, called, words, self.window())
            dialog.open_wanted.connect(self.open_wanted)
            self.services.ask.run(dialog)

        self.services.tasks.read(self, find, show, None, _("Counting…"))

    def retranslate(self) -> None:
        self._heading.setText(_("Report"))
        self.save.setText(_("Save as a workbook"))
        chosen = self.year.currentData()
        self.year.clear()
        self.year.addItem(_("All fiscal years"), None)
        now = dates.fiscal_year(self.book.clock.today())
        for year in range(now, now - _YEARS, -1):
            self.year.addItem(_("Fiscal year {year}").format(year=year), year)
        self.year.setCurrentIndex(max(0, self.year.findData(chosen)) if chosen is not None else 0)
        self.year.setAccessibleName(_("Fiscal year"))
        titles = (N_("The whole"), *(title for _attribute, title, _parts in TABS), N_("Work, economy and money"))
        for number, title in enumerate(titles):
            self.tabs.setTabText(number, _(title))
        for card in self.cards:
            card.show_figure(self.figures)
        if self.figures is not None:
            self._show(self.figures)

    def _show(self, found: Figures) -> None:
        self.figures = found
        frozen = self.rounds.round
        self.year.setVisible(frozen is None)
        self.rounds.year = self.year.currentData()
        words = self.rounds.words() or _("As of {day}").format(day=dates.show(found.made_on))
        if frozen is not None and found.fiscal_year is not None:
            words += " · " + _("Fiscal year {year}").format(year=found.fiscal_year)
        self._hint.setText(thaiwrap.shown(words))
        for card in self.cards:
            card.show_figure(found)
        show_whole(self.whole, found)
        for table, tab in zip(self.tables, TABS, strict=True):
            show_lines(table, found, tab)
        self.work.show_tables(found.tables)
