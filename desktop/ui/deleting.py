"""Putting records into the bin: what hangs on them is looked up and told before the question."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from desktop.base.errors import Refused
from desktop.base.i18n import N_, _, ngettext
from desktop.base.task import Progress
from desktop.records.book import Book
from desktop.records.depends import Dependents, Hanging, dependents
from desktop.records.register import Register
from desktop.ui.proposing import ProposeDialog, proposed_to
from desktop.ui.services import Services

_LOOKED_AT = 200  # records whose council is asked for: a region's list of one register is of councils throughout
_LONGEST = 40  # letters of a name


def refusal(book: Book, register: Register) -> Refused | None:
    """Why nothing of this register is deleted by hand here; None where it is."""
    if register.append_only:
        return Refused(N_("This is a history: nothing in it is changed or deleted by hand."), code="append_only")
    if register.kept_by not in ("", book.office.kind):
        return Refused(N_("Only the regional office changes this."), code="kept_by_region")
    return None


def delete(owner: QWidget, book: Book, services: Services, register: Register, ids: Sequence[bytes], done: Callable[[], None]) -> None:
    """Ask, and delete; `done` once it is."""
    why = refusal(book, register)
    if why is not None:
        services.ask.failed(owner.window(), why)
        return

    def look(progress: Progress) -> Hanging:
        with book.read() as reader:
            return dependents(reader, book.registers, register.name, ids)

    whose = proposed_to(book, [row.council for row in book.rows(register.name, ids[:_LOOKED_AT]) if row is not None])

    def ask(hanging: Hanging) -> None:
        question = ngettext("Delete {count} record?", "Delete {count} records?", len(ids)).format(count=len(ids))
        more = "\n\n".join((*told(book, hanging, len(ids)), _("You can restore them from the bin at any time.")))
        reason = None
        if whose is not None:
            dialog = ProposeDialog(whose, owner.window(), removing=True)
            wanted = services.ask.run(dialog)
            reason = dialog.reason()
        else:
            wanted = services.ask.sure(owner.window(), question, more, _("Delete"), danger=True)
        if wanted:
            services.tasks.write(
                owner, lambda progress: book.delete(register.name, ids, reason=reason), lambda _done: done(), words=_("Deleting…")
            )

    services.tasks.read(owner, look, ask)


def told(book: Book, hanging: Hanging, of: int) -> list[str]:
    """Sentences about what hangs on the records: what goes with them, and what stays behind."""
    going = [_words(book, group) for group in hanging.groups if group.child]
    staying = [_words(book, group) for group in hanging.groups if not group.child]
    said = []
    if hanging.groups and of > 1:
        said.append(
            ngettext("Something hangs on {count} of them.", "Something hangs on {count} of them.", hanging.on).format(count=hanging.on)
        )
    if going:
        said.append(_("What goes with them: {records}").format(records=_listed(going)))
    if staying:
        said.append(_("What stays, but points to a deleted record: {records}").format(records=_listed(staying)))
    return said


def _listed(lines: Sequence[str]) -> str:
    return "".join(f"\n• {line}" for line in lines)


def _words(book: Book, group: Dependents) -> str:
    title = _(book.registers[group.register].title)
    names = ", ".join(name if len(name) <= _LONGEST else name[:_LONGEST] + "…" for name in group.names if name)
    if not names:
        return _("{register} ({count})").format(register=title, count=group.count)
    more = names.removesuffix("…") + "…" if group.count > len(group.names) else names
    return _("{register} ({count}: {names})").format(register=title, count=group.count, names=more)
