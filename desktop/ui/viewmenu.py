"""The button over a list that opens the register's views and the user's own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QLineEdit, QMenu, QToolButton, QVBoxLayout, QWidget

from desktop.base import thai
from desktop.base.errors import Fault, Refused
from desktop.base.i18n import _
from desktop.records import views
from desktop.records.book import Book
from desktop.records.query import TODAY, ListQuery, usual
from desktop.records.register import Register
from desktop.records.views import SavedView
from desktop.ui import look, thaiwrap
from desktop.ui.services import Services

Shown = tuple[ListQuery, tuple[str, ...]]


class ViewButton(QToolButton):
    """`chosen` comes with a query and its columns (none: the list's own). `shown` tells what the list shows now, which is what is saved."""

    chosen = Signal(object, object)

    def __init__(
        self, book: Book, register: Register, services: Services, shown: Callable[[], Shown], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._book = book
        self._register = register
        self._services = services
        self._shown = shown
        self._begin = usual(register, on=TODAY if all(register.span) else "")
        self._of_room = {
            view.title: (ListQuery(register.name, filters=dict(view.filters), sort=view.sort, descending=view.descending), view.columns)
            for view in register.views
        }
        self._now: tuple[str, Shown] | None = None  # the name of the view chosen last, as it is shown, and what it shows
        self._own = False
        self._menu = QMenu(self)
        self._menu.aboutToShow.connect(self.fill)
        self.setMenu(self._menu)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        look.with_icon(self, "bookmark")
        QShortcut(QKeySequence("Shift+F4"), self).activated.connect(lambda: look.open_menu(self))
        self.retranslate()

    def fill(self) -> list[QAction]:
        """Offer what there is now; gives the views offered."""
        self._menu.clear()
        self._one = QActionGroup(self._menu)  # one of them is shown
        saved = views.listed(self._book, self._register.name)
        offered = [self._offer(_("All"), None)]
        self._menu.addSeparator()
        offered += [self._offer(_(title), (title, shown), own=False) for title, shown in self._of_room.items()]
        if self._of_room and saved:
            self._menu.addSeparator()
        offered += [self._offer(view.name, (view.name, (view.query, view.columns)), own=True) for view in saved]
        self._menu.addSeparator()
        self._menu.addAction(look.icon("save"), _("Save this view…")).triggered.connect(self.save)
        if saved:
            self._submenu("pencil", _("Rename a view"), saved, self._rename)
            self._submenu("trash-2", _("Delete a view"), saved, self._delete)
        return offered

    def save(self) -> None:
        """Keep what the list shows now under a name."""
        query, columns = self._shown()
        dialog = ViewDialog(
            self._services,
            _("Save this view"),
            self._now[0] if self._now is not None and self._own else "",
            [view.name for view in views.listed(self._book, self._register.name)],
            lambda name: views.save(self._book, name, query, columns),
            self.window(),
        )
        if self._services.ask.run(dialog) and dialog.saved is not None:
            self._now, self._own = (dialog.saved.name, (query, columns)), True
            self.retranslate()

    def retranslate(self) -> None:
        """Say which view is shown, and whether it was changed since."""
        words = _("Views")
        if self._now is not None:
            name, shown = self._now
            words = name if self._own else _(name)
            if _plain(self._shown()[0]) != _plain(shown[0]):
                words = _("{view} (changed)").format(view=words)
        self.setText(words)
        self.setToolTip(_("Lists that are asked for again and again (Shift+F4)"))
        self.setAccessibleName(_("View: {view}").format(view=words))

    # -- the inside

    def _offer(self, title: str, view: tuple[str, Shown] | None, *, own: bool = False) -> QAction:
        action = self._menu.addAction(title)
        action.setCheckable(True)
        self._one.addAction(action)
        action.setChecked((self._now[0] if self._now is not None else None) == (view[0] if view is not None else None) and own == self._own)
        action.triggered.connect(lambda _on=False: self._choose(view, own=own))
        return action

    def _choose(self, view: tuple[str, Shown] | None, *, own: bool) -> None:
        self._now, self._own = view, own
        self.chosen.emit(*(view[1] if view is not None else (self._begin, ())))
        self.retranslate()

    def _submenu(self, icon: str, title: str, saved: list[SavedView], do: Callable[[SavedView], None]) -> None:
        menu = self._menu.addMenu(look.icon(icon), title)
        for view in saved:
            menu.addAction(view.name).triggered.connect(lambda _on=False, view=view: do(view))

    def _rename(self, view: SavedView) -> None:
        def rename(name: str) -> SavedView:
            views.rename(self._book, view.uid, name)
            return replace(view, name=thai.clean(name))

        dialog = ViewDialog(self._services, _("Rename a view"), view.name, [], rename, self.window())
        if (
            self._services.ask.run(dialog)
            and dialog.saved is not None
            and self._own
            and self._now is not None
            and self._now[0] == view.name
        ):
            self._now = dialog.saved.name, self._now[1]
            self.retranslate()

    def _delete(self, view: SavedView) -> None:
        question = _("Delete the view “{view}”?").format(view=view.name)
        if not self._services.ask.sure(self.window(), question, _("The records in it stay as they are."), _("Delete")):
            return

        def gone(_none: None) -> None:
            if self._own and self._now is not None and self._now[0] == view.name:
                self._now = None
                self.retranslate()

        self._services.tasks.write(self, lambda progress: views.delete(self._book, view.uid), gone)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)


class ViewDialog(QDialog):
    """Asks for the name of a view and keeps it; accepted once that is done. `saved` is the view then."""

    def __init__(
        self,
        services: Services,
        title: str,
        name: str,
        taken: list[str],
        keep: Callable[[str], SavedView],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._services = services
        self._taken = {thai.fold(each) for each in taken}
        self._keep = keep
        self.saved: SavedView | None = None
        self.setWindowTitle(title)
        self.setMinimumWidth(420)
        label = QLabel(_("Name of the view"))
        self.edit = QLineEdit(name)
        self.edit.setMaxLength(views.LONGEST)
        self.edit.setAccessibleName(label.text())
        self.edit.textChanged.connect(lambda _text: self._say(""))
        label.setBuddy(self.edit)
        self.hint = QLabel()
        self.hint.setWordWrap(True)
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        for widget in (label, self.edit, self.hint, self._buttons):
            column.addWidget(widget)
        self.edit.selectAll()
        self._say("")

    def accept(self) -> None:
        """Keep it; the dialog is left only when that is done."""
        name = self.edit.text()
        self._services.tasks.write(self, lambda progress: self._keep(name), self._done, self._refused)

    def _done(self, saved: SavedView) -> None:
        self.saved = saved
        super().accept()

    def _refused(self, error: Refused | Fault) -> bool:
        self._say(_(error.message).format(**error.values))
        return True

    def _say(self, problem: str) -> None:
        again = thai.fold(self.edit.text()) in self._taken
        words = problem or (_("The view of this name is replaced.") if again else _("Only you see it, on this PC."))
        self.hint.setText(thaiwrap.shown(words))
        look.play(self.hint, "problem" if problem else "warning" if again else "hint")


def _plain(query: ListQuery) -> ListQuery:
    """What of a query makes a view: the bin and a parent do not."""
    return replace(query, deleted=False, parent=None, filters=dict(query.filters))
