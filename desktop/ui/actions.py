"""A room's deeds on the screen: the menu that offers them, the questions they ask, and doing them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QMenu, QPushButton, QToolButton, QVBoxLayout, QWidget

from desktop.base.errors import Fault, Refused
from desktop.base.i18n import N_, _, ngettext
from desktop.base.task import Progress
from desktop.records.book import Book
from desktop.records.editing import ProblemsFound
from desktop.records.register import Action, Field, Level, Problem, Register, Row
from desktop.ui import look, thaiwrap
from desktop.ui.formdialog import add_linked, look_at
from desktop.ui.formfields import FormFields
from desktop.ui.services import Services

_FEW = 4  # deeds that are not possible now: more of them go into a menu of their own
_LOOKED_AT = 128  # records whose values decide what the menu offers; of more than that everything is offered
_TALLEST = 440  # px, the questions; more scroll
_SHORTEST = 140  # px, on a small screen
_WIDE = 600  # px


class DeedsButton(QToolButton):
    """Opens the menu of deeds over `records()`; those that can't be done to any of them are grey. `more` come after them."""

    def __init__(
        self,
        book: Book,
        register: Register,
        records: Callable[[], Sequence[bytes]],
        do: Callable[[str], None],
        more: Sequence[QAction] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._book = book
        self._register = register
        self._records = records
        self._do = do
        self._more = list(more)
        self._menu = QMenu(self)
        self._later: QMenu | None = None
        self._menu.setToolTipsVisible(True)
        self._menu.aboutToShow.connect(self.fill)
        self.setMenu(self._menu)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        look.with_icon(self, "zap")
        self.retranslate()

    def fill(self) -> list[QAction]:
        """Offer what can be done now; gives the deeds offered."""
        self._menu.clear()
        ids = list(self._records())
        looked = ids[:_LOOKED_AT]
        rows = [row for row in self._book.rows(self._register.name, looked) if row is not None]
        later = []
        for action in self._register.actions:
            why = self._why_not(action, rows, whole=len(ids) == len(looked))
            entry = QAction(look.icon(action.icon), _(action.title), self._menu)
            entry.setToolTip(thaiwrap.shown(why or _(action.help)) if why or action.help else "")
            entry.triggered.connect(lambda _on=False, name=action.name: self._do(name))
            if why:
                entry.setEnabled(False)
                later.append(entry)
            else:
                self._menu.addAction(entry)
        offered = list(self._menu.actions())
        if later:
            # A case has over twenty deeds, of which a few fit the state it is in.
            self._add_later(later, beneath=bool(offered))
        if self._register.actions and self._more:
            self._menu.addSeparator()
        self._menu.addActions(self._more)
        return offered

    def shorten(self, short: bool) -> None:
        """Only its icon, where there is little room."""
        style = Qt.ToolButtonStyle.ToolButtonIconOnly if short else Qt.ToolButtonStyle.ToolButtonTextBesideIcon
        self.setToolButtonStyle(style)

    def _add_later(self, later: Sequence[QAction], *, beneath: bool) -> None:
        if not beneath or len(later) <= _FEW:
            self._menu.addActions(later)
            return
        if self._later is not None:
            self._later.deleteLater()
        self._later = self._menu.addMenu(_("Not possible now"))
        self._later.setToolTipsVisible(True)
        self._later.addActions(later)

    def retranslate(self) -> None:
        """Set its words."""
        self.setText(_("Deeds"))
        self.setToolTip(_("What can be done with this (F11)"))
        self.setAccessibleName(_("Deeds"))

    def _why_not(self, action: Action, rows: Sequence[Row], *, whole: bool) -> str:
        if not rows:
            return _("Choose a record first.")
        if len(rows) > 1 and not action.many:
            return _("This is done to one record at a time.")
        if whole and not any(action.offered(row.values) for row in rows):
            return _("This can't be done as it stands now.")
        return ""

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)


def begin(
    owner: QWidget, book: Book, services: Services, register: Register, name: str, ids: Sequence[bytes], said: Callable[[str], None]
) -> None:
    """Ask what a deed needs to know, and do it to those records it can be done to. `said` is given a sentence once it is done."""
    action = next(action for action in register.actions if action.name == name)

    def look_up(progress: Progress) -> list[Row]:
        rows = []
        for start in range(0, len(ids), _LOOKED_AT):
            progress.step(start, len(ids))
            rows += [row for row in book.rows(register.name, ids[start : start + _LOOKED_AT]) if row is not None]
        return rows

    def go_on(rows: list[Row]) -> None:
        fit = [row for row in rows if action.offered(row.values)]
        if not fit:
            services.ask.tell(owner.window(), _("This can't be done as it stands now."))
            return
        left_out = len(ids) - len(fit)
        if action.fields:
            dialog = ActionDialog(book, services, register, action, fit, left_out, owner.window())
            if services.ask.run(dialog):
                said(done_words(action, len(fit)))
            return
        sentence = to_what(register, fit, left_out)
        if action.help and not services.ask.sure(owner.window(), sentence, _(action.help), plain(_(action.title))):
            return
        records = [row.id for row in fit]
        services.tasks.write(
            owner,
            lambda progress: book.do(register.name, action.name, records, {}),
            lambda _done: said(done_words(action, len(records))),
            words=_("Working…"),
        )

    services.tasks.read(owner, look_up, go_on, words=_("Working…"))


def plain(title: str) -> str:
    """A deed's title without the dots that say it asks something first."""
    return title.removesuffix("…")


def to_what(register: Register, rows: Sequence[Row], left_out: int) -> str:
    """What a deed will be done to: the record's name, or how many there are."""
    if len(rows) == 1 and not left_out:
        return register.name_of(rows[0].values)
    words = _("{register}: {count}").format(register=_(register.title), count=f"{len(rows):,}")
    if left_out:
        rest = ngettext(
            "To {count} of those chosen it can't be done as it stands.",
            "To {count} of those chosen it can't be done as they stand.",
            left_out,
        )
        words += "\n" + rest.format(count=f"{left_out:,}")
    return words


def done_words(action: Action, count: int) -> str:
    """That a deed is done, for the status bar."""
    words = ngettext("{deed}: done to {count} record.", "{deed}: done to {count} records.", count)
    return words.format(deed=plain(_(action.title)), count=f"{count:,}")


class ActionDialog(QDialog):
    """Asks a deed's questions and does it; accepted once it is done. Refused, it stays with all that was typed."""

    def __init__(
        self,
        book: Book,
        services: Services,
        register: Register,
        action: Action,
        rows: Sequence[Row],
        left_out: int = 0,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._book = book
        self._services = services
        self._register = register
        self._action = action
        self._records = [row.id for row in rows]
        begun = dict(action.start(rows[0].values))
        self.values: dict[str, Any] = {field.name: begun.get(field.name) for field in action.fields}
        self._touched: set[str] = set()
        self.setWindowTitle(plain(_(action.title)))
        self._build(to_what(register, rows, left_out))
        for name, box in self.boxes.items():
            box.editor.set_value(self.values[name])
        first = next((field.name for field in action.fields if self.values[field.name] is None), action.fields[0].name)
        self.fields.show_field(first)

    def accept(self) -> None:
        """Do it; the dialog is left only when it is done."""
        self._touched.update(self.boxes)
        unread = [problem for name in self.boxes for problem in self._problems(name) if problem.level is Level.ERROR]
        self._show_problems()
        if unread:
            self.fields.show_field(unread[0].field)
            return
        self.fields.setEnabled(False)
        self._ok.setEnabled(False)
        values = dict(self.values)
        self._services.tasks.write(
            self,
            lambda progress: self._book.do(self._register.name, self._action.name, self._records, values),
            lambda _done: super(ActionDialog, self).accept(),
            self._refused,
            _("Working…"),
        )

    # -- the inside

    def _build(self, to: str) -> None:
        title, what = QLabel(plain(_(self._action.title))), QLabel(thaiwrap.shown(to))
        look.play(title, "title")
        what.setWordWrap(True)
        self.fields = FormFields(self._book, self._action.fields, self._services.tasks, helps=True)
        self.boxes = self.fields.boxes
        self.fields.edited.connect(self._edited)
        self.fields.left.connect(self._left)
        self.fields.open_wanted.connect(lambda register, record: look_at(self._book, self._services, register, record, self))
        self.fields.add_wanted.connect(lambda editor, typed: add_linked(self._book, self._services, editor, typed))
        self._problem = QLabel()
        self._problem.setWordWrap(True)
        look.play(self._problem, "problem")
        self._problem.hide()
        cancel = QPushButton(_("Cancel"))
        cancel.setAutoDefault(False)
        cancel.clicked.connect(self.reject)
        self._ok = QPushButton(plain(_(self._action.title)))
        look.play(self._ok, "primary")
        self._ok.setDefault(True)
        self._ok.clicked.connect(self.accept)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(cancel)
        foot.addWidget(self._ok)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 14, 12)
        column.addWidget(title)
        column.addWidget(what)
        if self._action.help:
            help_words = QLabel(thaiwrap.shown(_(self._action.help)))
            help_words.setWordWrap(True)
            look.play(help_words, "hint")
            column.addWidget(help_words)
        column.addWidget(self.fields, 1)
        column.addWidget(self._problem)
        column.addLayout(foot)
        for keys in ("F9", "Ctrl+S"):
            QShortcut(QKeySequence(keys), self).activated.connect(self.accept)
        wanted = min(_TALLEST, self.fields.whole_height() + 8)
        self.fields.setMinimumHeight(min(wanted, _SHORTEST))
        look.open_at(self, _WIDE, column.heightForWidth(_WIDE) + max(0, wanted - _SHORTEST))

    def _edited(self, field: Field) -> None:
        self.values[field.name] = self.boxes[field.name].editor.value()
        self._problem.hide()
        if field.name in self._touched:
            self._show_problems()

    def _left(self, field: Field) -> None:
        if self.values[field.name] is not None or self.boxes[field.name].editor.problems():
            self._touched.add(field.name)
            self._show_problems()

    def _problems(self, name: str) -> tuple[Problem, ...]:
        found = self.boxes[name].editor.problems()
        field = self.boxes[name].editor.field
        if field.required and self.values[name] is None and not any(problem.level is Level.ERROR for problem in found):
            return (*found, Problem(name, "required", N_("This field must not be blank.")))
        return found

    def _show_problems(self) -> None:
        for name in self._touched:
            self.boxes[name].say(self._problems(name))

    def _refused(self, error: Refused | Fault) -> bool:
        self.fields.setEnabled(True)
        self._ok.setEnabled(True)
        at: dict[str, list[Problem]] = {}
        told = [Problem(error.field, error.code, error.message, values=error.values)] if error.field in self.boxes else []
        if isinstance(error, ProblemsFound):
            told = [problem for problem in error.problems if problem.field in self.boxes]
        for problem in told:
            at.setdefault(problem.field, []).append(problem)
        for name, problems in at.items():
            self.boxes[name].say(tuple(problems))
        if told:
            self.fields.show_field(told[0].field)
            return True
        words = [error.text()]
        if isinstance(error, ProblemsFound):
            words += [f"{self._label(problem.field)}: {_(problem.message).format(**problem.values)}" for problem in error.problems]
        self._problem.setText(thaiwrap.shown("\n".join(words)))
        self._problem.show()
        return True

    def _label(self, name: str) -> str:
        return _(self._register.field(name).label) if self._register.has(name) else name
