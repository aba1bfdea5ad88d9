"""The figures of the report on the screen, and as a workbook."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QTabWidget, QVBoxLayout, QWidget

from desktop.base import dates
from desktop.base.i18n import N_, _
from desktop.base.task import Progress
from desktop.records.book import Book, Changes
from desktop.reports import figures as counting
from desktop.reports import workbook
from desktop.reports.figures import Figures
from desktop.reports.lines import Line
from desktop.ui import look, thaiwrap
from desktop.ui.editors import Combo
from desktop.ui.page import Page
from desktop.ui.services import Services
from desktop.ui.table import PlainModel, Table
from desktop.ui.worktables import WorkTables

_YEARS = 6
_CARDS = (
    ("provinces", N_("Provinces")),
    ("councils", N_("Councils")),
    ("projects", N_("Projects")),
    ("areas", N_("Areas")),
    ("budget", N_("Budget (baht)")),
    ("cases", N_("Hardship cases")),
    ("value", N_("Value of help (baht)")),
)
# tab: attribute of Figures, title, what its lines can have
_TABS = (
    (
        "by_province",
        N_("By province"),
        ("councils", "projects", "also", "areas", "budget", "requested", "households", "cases", "value", "out_of_school"),
    ),
    ("by_council", N_("By council"), ("projects", "budget", "meetings", "members", "households", "agreed", "cases", "value", "referrals")),
    ("by_need", N_("By need"), ("cases", "households")),
    ("by_status", N_("By status of the case"), ("cases", "households")),
    ("by_public", N_("For the public"), ("cases", "households")),
    ("by_help_year", N_("Help by year"), ("given", "value")),
    ("by_help_giver", N_("Help by partner"), ("given", "value")),
    ("by_help_kind", N_("Help by kind"), ("given", "value")),
    ("by_referral", N_("Referrals"), ("referrals",)),
    ("by_level", N_("Levels of councils"), ("councils",)),
    ("by_year", N_("By fiscal year"), ("projects", "areas", "budget", "requested")),
)
_LABELS = {
    "councils": N_("Councils"),
    "projects": N_("Projects"),
    "also": N_("Also work here"),
    "areas": N_("Areas"),
    "budget": N_("Budget (baht)"),
    "requested": N_("Requested (baht)"),
    "people": N_("People"),
    "members": N_("Council members"),
    "households": N_("Households"),
    "cases": N_("Hardship cases"),
    "given": N_("Times help was given"),
    "value": N_("Value of help (baht)"),
    "referrals": N_("Referrals"),
    "agreed": N_("Households that agreed"),
    "out_of_school": N_("Children out of school"),
    "meetings": N_("Ordinary meetings this year"),
}


class ReportPage(Page):
    """Counts in the background whenever it is shown; all definitions are in reports.figures."""

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
        head = QHBoxLayout()
        head.addWidget(self._heading)
        head.addWidget(self._hint, 1)
        head.addWidget(self.year)
        head.addWidget(self.save)
        cards = QHBoxLayout()
        self._cards: dict[str, tuple[QLabel, QLabel]] = {}
        for name, _words in _CARDS:
            cards.addWidget(self._card(name))
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self._tables: list[tuple[PlainModel, Table]] = []
        for _attribute, _title, parts in _TABS:
            model = PlainModel([N_("Name"), *(_LABELS[part] for part in parts)], self)
            model.right = frozenset(range(1, len(parts) + 1))
            table = Table()
            table.setModel(model)
            self._tables.append((model, table))
            self.tabs.addTab(table, "")
        self.work = WorkTables()
        self.tabs.addTab(self.work, "")
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 8)
        column.setSpacing(look.GAP)
        column.addLayout(head)
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
        """Count again."""
        self._asked += 1
        asked, year = self._asked, self.year.currentData()

        def count(progress: Progress) -> Figures:
            return counting.figures(self.book, fiscal_year=year)

        self.services.tasks.read(self, count, lambda found: self._show(found) if asked == self._asked else None)

    def save_workbook(self) -> None:
        """Save what is shown as a workbook."""
        figures = self.figures
        path = self.services.ask.save_file(self.window(), _("Save the report"), "Excel (*.xlsx)", "report.xlsx") if figures else None
        if figures is not None and path is not None:
            target = path.with_suffix(".xlsx")

            def done(_result: object) -> None:
                self.words_changed.emit(_("The report is saved."))

            self.services.tasks.read(self, lambda progress: workbook.save(figures, target), done, None, _("Saving…"))

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
        for name, words in _CARDS:
            self._cards[name][1].setText(_(words))
        for number, (_attribute, title, _parts) in enumerate(_TABS):
            self.tabs.setTabText(number, _(title))
            self._tables[number][1].setAccessibleName(_(title))
        self.tabs.setTabText(len(_TABS), _("Work, economy and money"))
        if self.figures is not None:
            self._show(self.figures)

    def _card(self, name: str) -> QWidget:
        card = QFrame()
        look.play(card, "card")
        figure, words = QLabel("…"), QLabel()
        look.play(figure, "figure")
        look.play(words, "hint")
        column = QVBoxLayout(card)
        column.addWidget(figure)
        column.addWidget(words)
        self._cards[name] = (figure, words)
        return card

    def _show(self, found: Figures) -> None:
        self.figures = found
        self._hint.setText(thaiwrap.shown(_("As of {day}").format(day=dates.show(found.made_on))))
        for name, _words in _CARDS:
            self._cards[name][0].setText(_figure(getattr(found, name)))
        for (attribute, _title, parts), (model, table) in zip(_TABS, self._tables, strict=True):
            model.show_rows([_cells(line, parts) for line in getattr(found, attribute)])
            table.fit()
        self.work.show_tables(found.tables)


def _figure(value: object) -> str:
    return f"{value:,.2f}".removesuffix(".00")


def _cells(line: Line, parts: Sequence[str]) -> tuple[str, ...]:
    return line.label, *(_figure(getattr(line, part)) for part in parts)
