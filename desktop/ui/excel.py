"""Lists to Excel and back, from the toolbar."""

from __future__ import annotations

from dataclasses import replace

from desktop.base.i18n import _, ngettext
from desktop.base.task import Progress
from desktop.sheets import export
from desktop.sheets.mapping import comes_in
from desktop.ui.importwizard import bring_in
from desktop.ui.screen import RegisterScreen


def take_out(screen: RegisterScreen) -> None:
    """Save the list as it is shown, columns and order included; whole IDs leave only on wish."""
    book, register, services = screen.book, screen.register, screen.services
    columns = screen.list.model.columns
    sensitive = any(book.registers.described(register, name).sensitive for name in columns)
    ways = [_("With hidden IDs"), _("With whole IDs")] if sensitive else [_("The list as it is shown")]
    if comes_in(register):
        ways.append(_("A blank form to fill in"))
    way = len(ways) - 1
    if len(ways) > 1:
        question = _("Save the national IDs as well?") if sensitive else _("What goes into the workbook?")
        more = _("A workbook is not locked: whoever finds it can read it. Only one with whole IDs can be brought in again completely.")
        chosen = services.ask.choose(screen.window(), question, ways, more if sensitive else "")
        if chosen is None:
            return
        way = chosen
    blank = comes_in(register) and way == len(ways) - 1
    path = services.ask.save_file(screen.window(), _("Save the list"), "Excel (*.xlsx)", f"{register.name}.xlsx")
    if path is None:
        return
    target, query = path.with_suffix(".xlsx"), replace(screen.list.query)
    wanted = [name for name in columns if not any(reverse.name == name for reverse in register.reverses)]

    def save(progress: Progress) -> int:
        if blank:
            export.template(book, register.name, target)
            return 0
        return export.export(book, query, target, wanted, progress, masked=sensitive and way == 0)

    def done(count: int) -> None:
        if blank:
            screen.words_changed.emit(_("The blank form is saved."))
            return
        words = ngettext("{count} record is saved in the workbook.", "{count} records are saved in the workbook.", count)
        screen.words_changed.emit(words.format(count=f"{count:,}"))

    services.tasks.read(screen, save, done, None, _("Saving…"))


def take_in(screen: RegisterScreen) -> None:
    """Bring a workbook in, after unsaved work is dealt with."""
    screen.leave(lambda: bring_in(screen.book, screen.register, screen.services, screen.window()))
