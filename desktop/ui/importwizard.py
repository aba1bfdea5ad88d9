"""Bringing an Excel sheet in: choose a file, say where its columns go, see what would happen, then write it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QLabel, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from desktop.base.i18n import N_, _, ngettext
from desktop.base.task import Progress
from desktop.records.book import Book
from desktop.records.register import Register
from desktop.sheets import importing, refused
from desktop.sheets.plan import CHANGED, NEW, REFUSED, Plan, Result, Source
from desktop.ui import difference, look, thaiwrap
from desktop.ui.columnmap import ColumnMap
from desktop.ui.difference import DifferenceModel
from desktop.ui.editors import Combo
from desktop.ui.services import Services
from desktop.ui.table import Table

EXCEL = "Excel, LibreOffice, CSV (*.xlsx *.xlsm *.xls *.ods *.csv *.tsv *.txt)"
_HINTS = {
    "": N_("Sapha has guessed. Look at each line; what you leave out is not read."),
    "own": N_("The columns go where they went the last time with a workbook like this."),
    "region": N_("The columns go where the regional office says for workbooks like this."),
}


class ImportWizard(QDialog):
    """Two pages over one file. Nothing is written before the button that says how much it writes. `result_words` after that."""

    def __init__(self, book: Book, register: Register, services: Services, source: Source, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.book = book
        self.register = register
        self.services = services
        self.plan: Plan | None = None
        self.result_words = ""
        self.setWindowTitle(_("From Excel: {list}").format(list=_(register.title)))
        look.open_at(self, 1040, 680)
        self.columns = ColumnMap(book, register)
        self.pages = QStackedWidget()
        self.pages.addWidget(self._columns_page(source))
        self.pages.addWidget(self._preview_page())
        column = QVBoxLayout(self)
        column.addWidget(self.pages)
        self._show_source(source)
        self.check.setFocus()

    # -- pages

    def _columns_page(self, source: Source) -> QWidget:
        page = QWidget()
        title = QLabel(_("Where do the columns go?"))
        look.play(title, "title")
        self._hint = QLabel()
        look.play(self._hint, "hint")
        self.tables = Combo()
        self.tables.setAccessibleName(_("Table in the workbook"))
        self.tables.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        for number, table in enumerate(source.tables, start=1):
            rows = ngettext("{count} row", "{count} rows", len(table.rows)).format(count=len(table.rows))
            name = _("All alike: {sheets}").format(sheets=table.sheet.name) if table.parts else table.sheet.name
            self.tables.addItem(f"{name} – {number} ({rows})", table)
        self.tables.activated.connect(
            lambda number: self._show_source(importing.choose(self.book, self.register.name, self.source, self.tables.itemData(number)))
        )
        self.tables.setVisible(len(source.tables) > 1)
        self.check = QPushButton(_("Check (F9)"))
        self.check.setShortcut("F9")
        look.play(self.check, "primary")
        self.check.setDefault(True)
        self.check.clicked.connect(lambda _checked: self.prepare())
        cancel = QPushButton(_("Cancel"))
        cancel.setAutoDefault(False)
        cancel.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.addWidget(self.tables)
        foot.addStretch(1)
        foot.addWidget(cancel)
        foot.addWidget(self.check)
        column = QVBoxLayout(page)
        for widget in (title, self._hint):
            column.addWidget(widget)
        column.addWidget(self.columns, 1)
        column.addLayout(foot)
        return page

    def _preview_page(self) -> QWidget:
        page = QWidget()
        self._summary, self._doubts = QLabel(), QLabel()
        look.play(self._summary, "title")
        look.play(self._doubts, "warning")
        self._doubts.setWordWrap(True)
        self.states = Combo()
        self.states.setAccessibleName(_("Show"))
        self.states.setMinimumContentsLength(14)
        self.states.setMaximumWidth(260)
        self.states.activated.connect(lambda _number: self._fill())
        self.model = DifferenceModel(self)
        self.table = Table()
        self.table.setModel(self.model)
        self.table.setAccessibleName(_("What would happen"))
        self.table.say_when_empty(_("No row is like this."))
        self.apply = QPushButton()
        self.apply.setShortcut("F9")
        look.play(self.apply, "primary")
        self.apply.clicked.connect(self.write)
        self.save_refused = QPushButton(_("Save the refused rows…"))
        self.save_refused.clicked.connect(self._save_refused)
        back, cancel = QPushButton(_("Back")), QPushButton(_("Cancel"))
        back.clicked.connect(lambda: self.pages.setCurrentIndex(0))
        cancel.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.addWidget(back)
        foot.addWidget(self.save_refused)
        foot.addStretch(1)
        foot.addWidget(cancel)
        foot.addWidget(self.apply)
        column = QVBoxLayout(page)
        column.addWidget(self._summary)
        column.addWidget(self._doubts)
        column.addWidget(self.states)
        column.addWidget(self.table, 1)
        column.addLayout(foot)
        return page

    # -- what it does

    def prepare(self, *, clearing: bool = False) -> None:
        """Plan the import and show what would happen; `clearing`: what was emptied in Excel is emptied here."""
        source, mapping = self.source, self.columns.mapping()

        def plan(progress: Progress) -> Plan:
            return importing.prepare(self.book, self.register.name, source, mapping, progress, clearing=clearing)

        self.services.tasks.read(self, plan, self._planned, None, _("Checking the rows…"))

    def write(self) -> None:
        """Write what was planned, in one commit."""
        plan = self.plan
        if plan is None:
            return

        def done(result: Result) -> None:
            self.result_words = _("From Excel: {new} new, {changed} changed, {same} the same, {refused} refused.").format(
                new=result.new, changed=result.changed, same=result.same, refused=result.refused
            )
            if result.refused and self.services.ask.sure(
                self,
                self.result_words,
                _("The refused rows can be saved as a workbook with the reason beside each, to mend and bring in again."),
                _("Save the refused rows…"),
            ):
                self._save_refused()
            self.accept()

        self.services.tasks.write(self, lambda progress: importing.apply(self.book, plan, progress), done, None, _("Writing…"))

    # -- the inside

    def _show_source(self, source: Source) -> None:
        self.source = source
        self._asked = False
        self._hint.setText(thaiwrap.shown(_(_HINTS[source.recalled])))
        self.columns.show_source(source)

    def _planned(self, plan: Plan) -> None:
        if self._ask_of_blanks(plan):
            self.prepare(clearing=True)
            return
        self.plan = plan
        counts = plan.counts()
        self._summary.setText(plan.summary())
        lines = plan.not_read()
        examples = {problem.code: problem for record in reversed(plan.records) for problem in record.problems}
        for code, count in list(plan.warnings().items())[:4]:
            lines.append(f"{count} × {examples[code].text()}")
        self._doubts.setText(thaiwrap.shown("\n".join(lines)))
        self._doubts.setVisible(bool(lines))
        self.states.clear()
        self.states.addItem(_("Show all"), "")
        for state, number in difference.counts(plan).items():
            sign, words = difference.STATES[state]
            self.states.addItem(f"{sign} {_(words)} ({number})", state)
        self.save_refused.setVisible(bool(counts[REFUSED]))
        writes = counts[NEW] + counts[CHANGED]
        self.apply.setText(ngettext("Write {count} record (F9)", "Write {count} records (F9)", writes).format(count=writes))
        self.apply.setShortcut("F9")
        self.apply.setEnabled(writes > 0)
        self._fill()
        self.pages.setCurrentIndex(1)
        self.table.setFocus()

    def _fill(self) -> None:
        if self.plan is not None:
            self.model.show_lines(difference.lines(self.book, self.plan, self.states.currentData() or ""))
            self.table.fit(widest=420)
            self.table.selectRow(0)

    def _ask_of_blanks(self, plan: Plan) -> bool:
        """Ask once about what was cleared in Excel; whether the plan is made again with it."""
        if not plan.blanks or self._asked:
            return False
        self._asked = True
        question = ngettext(
            "In Excel {count} cell was emptied that has a value here. Empty it here as well?",
            "In Excel {count} cells were emptied that have a value here. Empty them here as well?",
            plan.blanks,
        )
        more = _("If not, the values stay as they are. Either can be undone.")
        return self.services.ask.sure(self, question.format(count=f"{plan.blanks:,}"), more, _("Empty them here too"))

    def _save_refused(self) -> None:
        plan = self.plan
        path = self.services.ask.save_file(self, _("Save the refused rows"), "Excel (*.xlsx)", "refused.xlsx")
        if plan is not None and path is not None:
            target = path.with_suffix(".xlsx")
            self.services.tasks.write(self, lambda progress: refused.write_refused(plan, target, progress), None, None, _("Saving…"))


def bring_in(book: Book, register: Register, services: Services, parent: QWidget, path: Path | None = None) -> None:
    """Ask for a file and open the wizard over it."""
    chosen = path or services.ask.open_file(parent, _("Choose an Excel workbook"), EXCEL)
    if chosen is None:
        return

    def looked(source: Source) -> None:
        wizard = ImportWizard(book, register, services, source, parent)
        services.ask.run(wizard)

    services.tasks.read(
        parent, lambda progress: importing.look(book, register.name, chosen, None, progress), looked, None, _("Reading the workbook…")
    )
