"""The whole walk without a screen, in a fresh folder: a region and its councils, old workbooks in, parcels on a stick, conflicts, report.

Everybody in it is invented. It checks what it shows: each line that "holds" is a truth it has compared, and it fails when one does not.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from desktop.base.errors import Fault, Refused
from desktop.base.i18n import N_, _
from desktop.demo import at_councils, council_life, handing_over
from desktop.demo.show import Printer, Show
from desktop.demo.world import PASSWORD, Size, World

__all__ = ["PASSWORD", "Printer", "Size", "run"]

_UNWRITABLE = N_("The file can't be written there. Choose another folder.")


def run(out: Path, printer: Printer, size: Size | None = None) -> int:
    """Do it all in `out`, or in a new folder inside it when something is there already: 0 when every truth held, 1 when one did not or
    a step failed. `printer` is handed whole lines in the language in use. Fault before the first step when nothing can be written."""
    out = _fresh(out)
    show = Show(printer)
    world = World(out, show, size or Size())
    try:
        steps = _steps(world)
        for number, (title, step) in enumerate(steps, 1):
            with show.step(number, len(steps), title):
                step(world)
    except (Refused, Fault) as failed:
        _failed(show, failed)
    except OSError:
        # The demo's own folders and workbooks; the books and parcels word their failures themselves.
        _failed(show, Fault(_UNWRITABLE, code="file_unwritable"))
    finally:
        world.close()
    return _end(world)


def _fresh(out: Path) -> Path:
    """A folder of the demo's own; what lies in `out` is never touched."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        folder, number = out, 1
        while any(folder.iterdir()):
            number += 1
            folder = out / f"demo-{number}"
            folder.mkdir(exist_ok=True)
    except OSError as failed:
        raise Fault(_UNWRITABLE, code="file_unwritable") from failed
    return folder


def _steps(world: World) -> Sequence[tuple[str, Callable[[World], None]]]:
    count = len(world.plan)
    return (
        (_("New encrypted books: a regional office and {count} councils").format(count=count), at_councils.books),
        (_("Invented people, households, councils and their cases"), at_councils.people),
        (_("Councils' old workbooks come in"), at_councils.sheets),
        (_("The projects of the year are entered"), at_councils.projects),
        (_("The councils enrol with the region by file"), at_councils.enrolment),
        (_("A day's edits at every council; the last is undone"), at_councils.edits),
        (_("The council's own roll, meetings and resolutions"), council_life.meetings),
        (_("Cases go their way"), council_life.cases),
        (_("Help and referrals"), council_life.help_given),
        (_("The councils hand over to the stick"), handing_over.hand_over),
        (_("The region looks at a parcel, then takes them all"), handing_over.take),
        (_("The region takes the same parcels again"), handing_over.again),
        (_("Damaged parcels"), handing_over.damaged),
        (_("The receipts go back to the councils"), handing_over.receipts),
        (_("Councils and the region edit the same fields without knowing of each other"), handing_over.quarrel),
        (_("The second hand-over brings the conflicts to light"), handing_over.second),
        (_("A person decides, and the decisions travel back"), handing_over.resolve),
        (_("Every council's book is compared with the region's"), handing_over.compare),
        (_("The region's report"), handing_over.report),
    )


def _failed(show: Show, failed: Refused | Fault) -> None:
    show.truth(_("this step was carried out ({reason})").format(reason=failed.text()), held=False)


def _end(world: World) -> int:
    show = world.show
    seconds = show.seconds()
    if show.wrong:
        words = _("{wrong} of {all} comparisons did not hold. {seconds:.0f} seconds in all.")
        show.printer(words.format(wrong=show.wrong, all=show.wrong + show.held, seconds=seconds))
        return 1
    show.printer(_("All {held} comparisons held. {seconds:.0f} seconds in all.").format(held=show.held, seconds=seconds))
    words = _("Everyone in the books under {folder} is invented. They can be opened; the password of each is: {password}")
    show.printer(words.format(folder=world.out, password=PASSWORD))
    show.printer(_("The report: {file}").format(file=world.report_file))
    return 0
