"""A form over a Draft: fields by section, problems at the field, unsaved work guarded."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.base import thai
from desktop.base.errors import Fault, Refused
from desktop.base.i18n import _
from desktop.base.task import Progress
from desktop.records.book import Book
from desktop.records.editing import ChangedMeanwhile, Draft, ProblemsFound
from desktop.records.register import Field, Kind, Level, Register
from desktop.ui import deleting, look, thaiwrap
from desktop.ui.advice import Advice
from desktop.ui.ask import Unsaved
from desktop.ui.duplicates import Duplicates
from desktop.ui.formfields import FormFields
from desktop.ui.picks import LinkEditor
from desktop.ui.proposing import may_go_on
from desktop.ui.services import Services
from desktop.ui.words import Retranslated

_LIVE = {Kind.NATIONAL_ID: 13, Kind.HOUSE_CODE: 11}  # doubts are told while typing once so much is typed


class Form(Retranslated):
    """Edits one record at a time. Save (F9, Ctrl+S) hands the draft to the writer; Esc leaves, after asking when dirty."""

    saved = Signal(object)  # id
    leaving = Signal()  # the user is done with this record
    state_changed = Signal()
    open_wanted = Signal(str, object)  # register, id

    def __init__(
        self, book: Book, register: Register, services: Services, parent: QWidget | None = None, *, held: Sequence[str] = ()
    ) -> None:
        super().__init__(parent)
        self.book = book
        self.register = register
        self.services = services
        self._held = {register.parent, *held}  # what says where the record was opened from: not changed there
        self.origin = f"form-{id(self)}"
        self.draft: Draft | None = None
        self._touched: set[str] = set()
        self._fixed = False
        self._locked: frozenset[str] = frozenset()
        self._in_bin = False
        self._build()
        self.retranslate()

    # -- what the screen asks

    @property
    def dirty(self) -> bool:
        """Whether anything typed is not saved."""
        if self.draft is None or self._fixed:
            return False
        unread = any(box.editor.value() is None and box.editor.problems() for box in self.boxes.values())
        return unread or (self.draft.dirty if self.draft.id is not None else self.draft.values != self._started)

    def edit(self, draft: Draft, *, fixed: bool = False) -> None:
        """Show a draft to be edited; `fixed` for reading only, as a record in the bin or of a register nobody edits by hand is anyway."""
        fixed = fixed or deleting.refusal(self.book, self.register) is not None
        self.draft = draft
        self._fixed = fixed
        self._touched.clear()
        self._started = dict(draft.values)
        self._locked = self.register.fixed(draft.stored) if draft.id is not None else frozenset[str]()
        for name, box in self.boxes.items():
            box.editor.set_value(draft.values[name])
            given = name in self._held and draft.values[name] is not None
            box.editor.set_read_only(fixed or given or box.editor.field.by_deed or name in self._locked)
            box.say(())
        self._save.setVisible(not fixed)
        self.duplicates.clear()
        if not fixed:
            self.advice.begin(draft)
        if draft.id is not None and not fixed:
            self._touched.update(name for name, value in draft.values.items() if value is not None)
            self._show_problems()
        self._retitle()
        self._refresh()

    def focus_first(self) -> None:
        """Show the top, the cursor in the first field there that can be edited."""
        closed = self._held | self._locked
        self.fields.begin([name for name, box in self.boxes.items() if name not in closed and not box.editor.field.by_deed])

    def save(self, then: Callable[[], None] | None = None) -> None:
        """Save, then go on with `then`. Problems are shown at their fields and nothing is saved."""
        draft = self.draft
        if draft is None or self._fixed:
            return
        self._touched.update(self.boxes)
        unread = [problem for box in self.boxes.values() for problem in box.editor.problems() if problem.level is Level.ERROR]
        if unread:
            self._show_problems()
            self.fields.show_field(unread[0].field)
            return
        was = self.focusWidget()
        if not may_go_on(self, self.book, self.services, draft):
            return
        self.fields.setEnabled(False)  # the cursor leaves them then

        def done(record: bytes) -> None:
            _enable(self.fields, was)
            self._remember_answers(record)
            self.edit(self.book.draft(self.register.name, record))
            self.saved.emit(record)
            if then is not None:
                then()

        def failed(error: Refused | Fault) -> bool:
            _enable(self.fields, was)
            return self._not_saved(error)

        self.services.tasks.write(self, lambda progress: self.book.save(draft, self.origin), done, failed, _("Saving…"))

    def leave(self, then: Callable[[], None]) -> None:
        """Go on with `then`, after asking what to do with unsaved work."""
        if not self.dirty:
            then()
            return
        match self.services.ask.unsaved(self.window()):
            case Unsaved.SAVE:
                self.save(then)
            case Unsaved.DROP:
                self.drop()
                then()
            case Unsaved.STAY:
                pass

    def drop(self) -> None:
        """Forget what was typed."""
        if self.draft is not None:
            self.draft.values = dict(self.draft.stored) if self.draft.id is not None else dict(self._started)
            self.edit(self.draft, fixed=self._fixed)

    def retranslate(self) -> None:
        self._save.setText(_("Save (F9)"))
        self._close.setText(_("Close (Esc)"))
        self._retitle()

    # -- the inside

    def _build(self) -> None:
        self._title, self._state = QLabel(), QLabel()
        look.play(self._title, "title")
        self._title.setWordWrap(True)
        self._state.setWordWrap(True)
        look.play(self._state, "hint")
        self.duplicates = Duplicates(self.book, self.register, self.services)
        self.duplicates.open_wanted.connect(self.open_wanted)
        self.advice = Advice(self.book, self.register, self.services, self)
        self.advice.told.connect(self._show_problems)
        self.advice.suggested.connect(self._take_suggested)
        self.fields = FormFields(self.book, [field for field in self.register.fields if not field.inner], self.services.tasks, self)
        self.boxes = self.fields.boxes
        self.fields.edited.connect(self._edited)
        self.fields.left.connect(self._left)
        self.fields.open_wanted.connect(self.open_wanted)
        self.fields.add_wanted.connect(self._add_linked)
        self._save = QPushButton()
        look.play(self._save, "primary")
        look.with_icon(self._save, "save")
        self._save.clicked.connect(lambda _on=False: self.save())
        self._close = QPushButton()
        self._close.clicked.connect(self._leave)
        foot = QHBoxLayout()
        foot.addWidget(self._state, 1)
        foot.addWidget(self._close)
        foot.addWidget(self._save)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 8, 4, 8)
        column.addWidget(self._title)
        column.addWidget(self.duplicates)
        column.addWidget(self.fields, 1)
        column.addLayout(foot)
        escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self._leave)

    def _edited(self, field: Field) -> None:
        if self.draft is None:
            return
        editor = self.boxes[field.name].editor
        value = editor.value()
        self.draft.values[field.name] = value
        live = _LIVE.get(field.kind)
        if field.name in self._touched or (live is not None and value is not None and len(value) >= live):
            self._touched.add(field.name)
            self._show_problems()
        self.duplicates.consider(self.draft, field.name)
        self._refresh()

    def _left(self, field: Field) -> None:
        if self.draft is not None and (self.draft.values[field.name] is not None or self.boxes[field.name].editor.problems()):
            self._touched.add(field.name)
            self._show_problems()
        if self.draft is not None and not self._fixed:
            self.advice.ask(self.draft)

    def _take_suggested(self, values: dict[str, Any]) -> None:
        if self.draft is not None:
            self.draft.values |= values
            self._started |= values
            for name, value in values.items():
                self.boxes[name].editor.set_value(value)
            self._refresh()

    def _show_problems(self) -> None:
        if self.draft is None:
            return
        found = [*self.draft.problems(), *self.advice.problems]
        self._touched.update(problem.field for problem in self.advice.problems)
        for name, box in self.boxes.items():
            of_typing = box.editor.problems()
            codes = {problem.code for problem in of_typing}
            unread = any(problem.level is Level.ERROR for problem in of_typing)
            rest = tuple(p for p in found if p.field == name and p.code not in codes and not (unread and p.code == "required"))
            box.say((*of_typing, *rest) if name in self._touched else ())

    def _not_saved(self, error: Refused | Fault) -> bool:
        if isinstance(error, ProblemsFound):
            self._touched.update(self.boxes)
            self._show_problems()
            self.fields.show_field(error.problems[0].field)
            return True
        if isinstance(error, ChangedMeanwhile) and self.draft is not None:
            theirs = error.theirs
            differs = [f for f in self.register.fields if theirs.values.get(f.name) != self.draft.stored[f.name]]
            lines = [f"{_(f.label)}: {self.book.values_label(f, theirs.values.get(f.name), masked=True) or '–'}" for f in differs]
            ways = (_("Keep what I typed and look again"), _("Take how it stands now"))
            way = self.services.ask.choose(self.window(), error.text(), ways, "\n".join(lines))
            if way is not None:
                self.draft.rebase(theirs)
                if way == 1:
                    self.draft.values = dict(self.draft.stored)
                self.edit(self.draft)
            return True
        return False

    def _leave(self) -> None:
        self.leave(self.leaving.emit)

    def _remember_answers(self, record: bytes) -> None:
        others = self.duplicates.answered
        if others and self.draft is not None and self.draft.id is None:
            name = self.register.name

            def remember(progress: Progress) -> None:
                for other in others:
                    self.book.not_same(name, record, other)

            self.services.tasks.write(self, remember)

    def _add_linked(self, editor: LinkEditor, typed: str) -> None:
        from desktop.ui.formdialog import add_linked  # its dialog holds a Form: known only at run time

        add_linked(self.book, self.services, editor, typed)

    def _retitle(self) -> None:
        if self.draft is None:
            return
        row = self.book.rows(self.register.name, [self.draft.id])[0] if self.draft.id is not None else None
        self._in_bin = row is not None and row.deleted
        kind = _(self.register.singular) if self.draft.id is not None else _("New: {kind}").format(kind=_(self.register.singular))
        self._title.setText(thaiwrap.shown((self.register.name_of(row.values) if row is not None else self.draft.called) or kind))

    def _refresh(self) -> None:
        why = _why_fixed(self.book, self.register, self._in_bin) if self._fixed else ""
        locked = _("Some fields are settled. Take the step back or reopen it to change them (F11).") if self._locked else ""
        self._state.setText(thaiwrap.shown(why or (_("Not saved yet") if self.dirty else locked)))
        self.state_changed.emit()


def _enable(fields: QWidget, was: QWidget | None) -> None:
    fields.setEnabled(True)
    if was is not None:
        was.setFocus()


def _why_fixed(book: Book, register: Register, in_bin: bool) -> str:
    if in_bin:
        return _("In the bin: restore it to edit it.")
    why = deleting.refusal(book, register)
    return why.text() if why is not None else _("For reading only")


def named(register: Register, typed: str) -> dict[str, Any]:
    """What a typed name says about a new record: prefix, first and last name where the register has them."""
    if not typed or not register.identity.name:
        return {}
    prefix, first, last = thai.split_name(typed)
    parts = {"prefix": prefix, register.identity.name[0]: first, register.identity.name[-1]: last}
    return {name: text for name, text in parts.items() if text and register.has(name)}
