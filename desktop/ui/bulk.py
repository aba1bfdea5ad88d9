"""Changing one field of many records: choose field and value, see each record before and after, then do it in one deed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QSignalBlocker, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QFormLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.base.i18n import N_, _, ngettext
from desktop.base.task import Progress
from desktop.records import bulk
from desktop.records.book import Book
from desktop.records.bulk import Applied, Change, How, Plan
from desktop.records.register import SETS, Field, Kind, Level, Register
from desktop.ui import fields, look, thaiwrap
from desktop.ui.editors import Combo, Editor
from desktop.ui.formdialog import add_linked, look_at
from desktop.ui.history import link_words
from desktop.ui.picks import LinkEditor
from desktop.ui.services import Services
from desktop.ui.table import PlainModel, Table

_PAUSE_MS = 300
_HOWS = {How.SET: N_("Set to"), How.CLEAR: N_("Clear"), How.ADD: N_("Add"), How.TAKE_AWAY: N_("Take away")}
_SET_HOWS = _HOWS | {How.SET: N_("Replace by")}


class BulkDialog(QDialog):
    """Nothing is written before the button that says how many records it changes; `done_words` after that."""

    def __init__(
        self,
        book: Book,
        register: Register,
        services: Services,
        chosen: Sequence[bytes],
        shown: Sequence[bytes],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._book = book
        self._register = register
        self._services = services
        self._groups = [list(chosen), list(shown)] if len(chosen) > 1 else [list(shown)]
        self._fields = bulk.changeable(book, register)
        self._asked = 0
        self.plan: Plan | None = None
        self.editor: Editor | None = None
        self.done_words = ""
        self.setWindowTitle(_("Change one field: {list}").format(list=_(register.title)))
        look.open_at(self, 860, 640)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self.look)
        self._build()
        self._field_chosen()
        self.which.setFocus()

    def choose(self, name: str, how: How, value: Any = None) -> None:
        """Choose field, way and value, as a person does one after the other."""
        self.field.setCurrentIndex(next(number for number, field in enumerate(self._fields) if field.name == name))
        self._field_chosen()
        self.how.setCurrentIndex(self.how.findData(how))
        self._how_chosen()
        if self.editor is not None and value is not None:
            self.editor.set_value(value)
            self.editor.edited.emit()

    def look(self) -> None:
        """See what the change would do, in the background; a later answer takes the place of an earlier one."""
        self._pause.stop()
        self._asked += 1
        asked, change, field = self._asked, self._change(), self._field()
        self.plan = None
        self._refresh()
        if change is None:
            return
        ids = self._groups[max(0, self.which.currentIndex())]

        def plan(progress: Progress) -> Plan:
            return bulk.plan(self._book, self._register.name, ids, field.name, change, progress)

        def planned(made: Plan) -> None:
            if asked == self._asked:
                self.plan = made
                self._refresh()

        self._services.tasks.read(self, plan, planned, None, _("Checking the records…"))

    def write(self) -> None:
        """Change the records, in one commit."""
        plan = self.plan
        if plan is None or not plan.sound:
            return

        def apply(progress: Progress) -> Applied:
            return bulk.apply(self._book, plan, "bulk", progress)

        self._services.tasks.write(self, apply, self._applied, None, _("Changing the records…"))

    # -- the inside

    def _build(self) -> None:
        self.which, self.field, self.how = Combo(), Combo(), Combo()
        for combo, name in ((self.which, _("Which records")), (self.field, _("Field")), (self.how, _("What to do"))):
            combo.setAccessibleName(name)
        counts = [ngettext("{count} record", "{count} records", len(ids)).format(count=f"{len(ids):,}") for ids in self._groups]
        words = [_("Those chosen: {records}"), _("All in the list: {records}")][-len(self._groups) :]
        for sentence, count in zip(words, counts, strict=True):
            self.which.addItem(sentence.format(records=count))
        for field in self._fields:
            self.field.addItem(_(field.label))
        self.which.activated.connect(lambda _number: self.look())
        self.field.activated.connect(lambda _number: self._field_chosen())
        self.how.activated.connect(lambda _number: self._how_chosen())
        self._place = QVBoxLayout()
        self._place.setContentsMargins(0, 0, 0, 0)
        form = QFormLayout()
        form.addRow(_("Which records"), self.which)
        form.addRow(_("Field"), self.field)
        form.addRow(_("What to do"), self.how)
        form.addRow(_("Value"), self._place)
        self._summary = QLabel()
        self._summary.setWordWrap(True)
        self.model = PlainModel([N_("Record"), N_("Now"), N_("Then"), N_("Doubts")], self, heed=self._heeded)
        self.table = Table()
        self.table.setModel(self.model)
        self.table.setAccessibleName(_("What would happen"))
        self.apply = QPushButton()
        look.play(self.apply, "primary")
        self.apply.clicked.connect(self.write)
        cancel = QPushButton(_("Cancel"))
        cancel.setAutoDefault(False)
        cancel.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(cancel)
        foot.addWidget(self.apply)
        column = QVBoxLayout(self)
        column.addLayout(form)
        column.addWidget(self._summary)
        column.addWidget(self.table, 1)
        column.addLayout(foot)
        QShortcut(QKeySequence("F9"), self).activated.connect(self.write)

    def _field(self) -> Field:
        return self._fields[max(0, self.field.currentIndex())]

    def _field_chosen(self) -> None:
        field = self._field()
        words = _SET_HOWS if field.kind in SETS else _HOWS
        with QSignalBlocker(self.how):
            self.how.clear()
            for how in bulk.hows(field):
                self.how.addItem(_(words[how]), how)
        if self.editor is not None:
            self._place.removeWidget(self.editor)
            self.editor.hide()
            self.editor.deleteLater()
        self.editor = fields.editor(replace(field, required=False, group_by=""), self._book, self._services.tasks)
        self._place.addWidget(self.editor)
        self.editor.edited.connect(self._pause.start)
        if isinstance(self.editor, LinkEditor):
            self.editor.add_wanted.connect(lambda typed, editor=self.editor: add_linked(self._book, self._services, editor, typed))
            self.editor.open_wanted.connect(lambda register, record: look_at(self._book, self._services, register, record, self))
        self._how_chosen()

    def _how_chosen(self) -> None:
        if self.editor is not None:
            self.editor.setEnabled(self.how.currentData() != How.CLEAR)
        self.look()

    def _change(self) -> Change | None:
        """What is asked for; None while it is not said whole."""
        how = How(self.how.currentData())
        if how is How.CLEAR:
            return Change(how)
        if self.editor is None or any(problem.level is Level.ERROR for problem in self.editor.problems()):
            return None
        value = self.editor.value()
        return None if value is None else Change(how, value)

    def _refresh(self) -> None:
        plan = self.plan
        self.apply.setEnabled(plan is not None and bool(plan.sound))
        count = len(plan.sound) if plan is not None else 0
        self.apply.setText(ngettext("Change {count} record (F9)", "Change {count} records (F9)", count).format(count=f"{count:,}"))
        lines = self._lines(plan) if plan is not None else []
        self.model.show_rows(lines)
        self._summary.setText(thaiwrap.shown(self._words(plan)))
        look.play(self._summary, "warning" if plan is not None and plan.refused else "hint")
        if lines:
            self.table.fit(widest=300)

    def _words(self, plan: Plan | None) -> str:
        if plan is None:
            return _("Choose a value to see what would happen.") if self._change() is None else _("Checking the records…")
        sound, same, refused, gone = len(plan.sound), plan.same, len(plan.refused), plan.gone
        said = (
            (sound, ngettext("{count} will change.", "{count} will change.", sound)),
            (same, ngettext("{count} holds this already.", "{count} hold this already.", same)),
            (refused, ngettext("{count} can't be changed and is left out.", "{count} can't be changed and are left out.", refused)),
            (gone, ngettext("{count} is not here any more.", "{count} are not here any more.", gone)),
        )
        return " ".join(words.format(count=f"{count:,}") for count, words in said if count)

    def _heeded(self, row: int) -> bool:
        return self.plan is not None and self.plan.rows[row].refused

    def _lines(self, plan: Plan) -> list[Sequence[str]]:
        # A link is the same in every record afterwards: looked up once.
        link = plan.rows[0].after if plan.rows and plan.field.kind is Kind.LINK else None
        then = link_words(self._book, plan.field, link) if link is not None else ""
        lines: list[Sequence[str]] = []
        for row in plan.rows:
            doubts = "; ".join(_(problem.message).format(**problem.values) for problem in row.problems)
            if row.refused:
                doubts = _("Left out: {why}").format(why=doubts)
            now = row.before_name or self._shown(plan.field, row.before)
            lines.append((row.name, now, then or self._shown(plan.field, row.after), doubts))
        return lines

    def _shown(self, field: Field, value: Any) -> str:
        return "–" if value is None else self._book.values_label(field, value, masked=True).replace("\n", " ")

    def _applied(self, done: Applied) -> None:
        words = ngettext("{count} record changed.", "{count} records changed.", done.changed).format(count=f"{done.changed:,}")
        if done.meanwhile:
            left = ngettext(
                "{count} was saved by someone else meanwhile and left as it is.",
                "{count} were saved by someone else meanwhile and left as they are.",
                len(done.meanwhile),
            ).format(count=f"{len(done.meanwhile):,}")
            self._services.ask.tell(self, words + " " + left, "\n".join(row.name for row in done.meanwhile[:20]))
        self.done_words = words
        self.accept()
