"""Commands of the hand-over: enrol, and parcels made, shown and taken."""

from __future__ import annotations

import argparse
import datetime as dt
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.base.errors import Refused
from desktop.base.i18n import N_, _
from desktop.cli.opening import opened
from desktop.cli.output import Answer, Output, WrongUsage

if TYPE_CHECKING:
    from desktop.records.book import Book
    from desktop.sync.taking import Shown, Taken

_STATUS = {"applied": N_("taken"), "already": N_("taken already"), "held": N_("waits"), "refused": N_("refused")}


def enrol(options: argparse.Namespace, output: Output) -> Answer:
    """One of the three steps."""
    from desktop.sync import enrol as steps

    if bool(options.accept) != bool(options.reply):
        raise WrongUsage(_("--accept and --reply go together."))
    with opened(options) as book:
        if options.invite:
            step, slip = "invite", steps.invite(book, Path(options.invite))
            words = _("Carry {file} to the other office. Read these numbers to it by phone; it sees them when it accepts.")
        elif options.accept:
            step, slip = "accept", steps.accept(book, Path(options.accept), Path(options.reply))
            words = _("Carry {file} back to {office}. When it admits us it sees the same numbers; compare them by phone.")
        else:
            step, slip = "admit", steps.admit(book, Path(options.admit))
            words = _("{office} is admitted. Compare these numbers with it by phone before relying on it.")
    file = str(slip.file) if slip.file is not None else None
    return Answer(
        {"step": step, "file": file, "code": slip.code, "office": slip.office}, [words.format(file=file, office=slip.office), slip.code]
    )


def pcs(options: argparse.Namespace, output: Output) -> Answer:
    """The PCs known here; with --revoke, one is taken out of use first."""
    from desktop.sync import keys, renewal

    with opened(options) as book:
        if options.renew:
            renewal.renew(book)
        if options.revoke:
            keys.revoke(book, options.revoke)
        found = keys.known(book)
    words = {
        "self": _("this PC"),
        "next": _("this PC's next key"),
        "admitted": _("in use"),
        "revoked": _("out of use"),
        "retired": _("replaced by a newer key"),
    }
    return Answer({"pcs": [asdict(each) for each in found]}, [f"{each.fingerprint}  {words[each.status]}  {each.office}" for each in found])


def make(options: argparse.Namespace, output: Output) -> Answer:
    """Write parcels onto a stick."""
    from desktop.sync import exchange
    from desktop.sync.leaving import foreseen

    if options.purpose:
        from desktop.sync import purposes

        with opened(options) as book:
            purposes.choose(book, purposes.Purpose(options.purpose))
    if options.dry_run:
        with opened(options) as book:
            found = foreseen(book, output.progress())
            titles = {each.register: _(book.registers[each.register].title) for each in found.registers}
        told = {
            "to": list(found.to),
            "purpose": str(found.purpose),
            "councils": found.councils,
            "registers": [asdict(each) for each in found.registers],
        }
        return Answer(told, [f"{titles[each.register]}: {each.records:,} ({', '.join(each.sensitive)})" for each in found.registers])
    with opened(options) as book:
        made = exchange.make(book, _folder(options.out), output.progress())
    parcels = [asdict(each) | {"file": str(each.file), "to": list(each.to)} for each in made]
    lines = [
        _("Parcel {number} for {to}: {records} records, {changes} changes, {size} bytes: {file}").format(
            number=each.number, to=", ".join(each.to), records=each.records, changes=each.changes, size=f"{each.size:,}", file=each.file
        )
        for each in made
    ]
    return Answer({"parcels": parcels}, [*lines, _("Nothing counts as sent before its receipt came back.")])


def show(options: argparse.Namespace, output: Output) -> Answer:
    """The clear part of a parcel; with a profile, what taking it would do."""
    from desktop.sync import taking

    shown = taking.show(Path(options.file))
    data = _shown(shown)
    lines = [f"{name}: {', '.join(value) if isinstance(value, list) else value}" for name, value in data.items()]
    if not options.profile:
        return Answer(data, lines)
    with opened(options) as book:
        taken = taking.preview(book, Path(options.file), output.progress())
    told = _taken(taken)
    refusal, code = _refusal([taken])
    return Answer(data | {"preview": told} | refusal, [*lines, _line(taken)], code)


def take(options: argparse.Namespace, output: Output) -> Answer:
    """Take parcels; one that is refused does not stop the others. Or the one that waits here because of a clock."""
    from desktop.sync import taking

    if bool(options.paths) == bool(options.in_spite_of_clock) or (options.receipts and not options.paths):
        raise WrongUsage(_("Name parcels to take, or one that waits with --in-spite-of-clock."))
    with opened(options) as book:
        if options.paths:
            paths, receipts = [Path(path) for path in options.paths], _folder(options.receipts) if options.receipts else None
            taken = taking.take(book, paths, receipts, output.progress())
        else:
            taken = _in_spite_of_clock(book, options, output)
    lines = [_line(each) for each in taken] or [_("There is no parcel for this office.")]
    refusal, code = _refusal(taken)
    return Answer({"parcels": [_taken(each) for each in taken]} | refusal, lines, code)


def _in_spite_of_clock(book: Book, options: argparse.Namespace, output: Output) -> list[Taken]:
    from desktop.sync import taking, trusted

    waits = trusted.waiting(book, options.in_spite_of_clock)
    if not options.anyway:
        raise Refused(
            N_(
                "The clock of the PC that made parcel {number} of {office} is {days} days ahead of ours. First have it set right. What the parcel "
                "says is taken as it stands, with days that may be wrong. Say --anyway to take it."
            ),
            code="clock_ahead",
            field="in_spite_of_clock",
            number=waits.number,
            office=waits.office,
            days=waits.days,
        )
    return taking.take_in_spite_of_clock(book, waits.parcel, output.progress())


def waiting(options: argparse.Namespace, output: Output) -> Answer:
    """What waits for a person because of a clock, and what was taken in spite of one."""
    from desktop.sync import gaps, trusted

    with opened(options) as book:
        ahead = [
            {"parcel": each.parcel, "office": each.name, "number": each.waiting[0], "days": each.ahead_days}
            for each in gaps.gaps(book)
            if each.ahead_days
        ]
        decided = trusted.decisions(book)
    told = [{"at": _moment(each.at_ms)} | {name: value for name, value in asdict(each).items() if name != "at_ms"} for each in decided]
    lines = ["\t".join(str(value) for value in each.values()) for each in (*ahead, *told)]
    return Answer({"waiting": ahead, "taken": told}, lines or [_("No parcel waits because of a clock.")])


def _folder(path: str) -> Path:
    """The folder to write to; made when only its last part is missing: a stick that is not plugged in must not become a folder."""
    folder = Path(path)
    if folder.parent.is_dir():
        with suppress(OSError):
            folder.mkdir(exist_ok=True)
    return folder


def _moment(at_ms: int) -> str:
    return dt.datetime.fromtimestamp(at_ms / 1000, dt.UTC).isoformat(timespec="seconds")


def _shown(shown: Shown) -> dict[str, Any]:
    made = _moment(shown.created_ms)
    return {
        "kind": shown.kind,
        "number": shown.number,
        "from": shown.sender,
        "replica": shown.replica,
        "fingerprint": shown.fingerprint,
        "to": list(shown.to),
        "scope": shown.scope,
        "size": shown.size,
        "made": made,
    }


def _taken(taken: Taken) -> dict[str, Any]:
    records = taken.records
    return {
        "file": str(taken.file),
        "from": taken.sender,
        "number": taken.number,
        "status": taken.status,
        "code": taken.code,
        "reason": taken.reason,
        "records": {
            "in": records.total,
            "applied": records.applied,
            "same": records.same,
            "held": records.held,
            "rejected": records.rejected,
            "new": records.new,
            "changed": records.changed,
        },
        "conflicts": taken.conflicts,
        "receipt": str(taken.receipt) if taken.receipt is not None else None,
    }


def _refusal(taken: list[Taken]) -> tuple[dict[str, Any], int]:
    """The first refusal again as the command's own, and its exit code; a fault of the stick tells more than what it did to a parcel."""
    refused = sorted((each for each in taken if each.status == "refused" or each.fault), key=lambda each: not each.fault)
    if not refused:
        return {}, 0
    return {"error": {"code": refused[0].code, "message": refused[0].reason, "field": None}}, 3 if refused[0].fault else 1


def _line(taken: Taken) -> str:
    records = taken.records
    words = _(
        "{file}: {status}; {total} records: {applied} applied, {same} the same, {held} waiting, {rejected} not usable; {conflicts} conflicts"
    ).format(
        file=taken.file.name,
        status=_(_STATUS[taken.status]),
        total=records.total,
        applied=records.applied,
        same=records.same,
        held=records.held,
        rejected=records.rejected,
        conflicts=taken.conflicts,
    )
    return f"{words}. {taken.reason}" if taken.reason else words
