"""The command line as it is written: commands, their arguments, and who carries them out."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from typing import NoReturn

from desktop import __version__
from desktop.base.i18n import LANGUAGES, _
from desktop.cli import attachments, books, deeds, entries, handover, lists, reports, same, sheets, trials
from desktop.cli.output import Answer, Output, WrongUsage

Run = Callable[[argparse.Namespace, Output], Answer]


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise WrongUsage(f"{message}\n{self.format_usage().strip()}")


class _Commands:
    """Adds commands that all take --json and --language, before or after the command's name alike."""

    def __init__(self, parser: argparse.ArgumentParser) -> None:
        _common(parser)
        self.parser = parser
        self.found = parser.add_subparsers(metavar=_("COMMAND"), required=True)

    def add(self, name: str, help_: str, run: Run | None = None, *, profile: bool = True) -> argparse.ArgumentParser:
        added = self.found.add_parser(name, help=help_, description=help_)
        _common(added)
        if profile:
            added.add_argument("profile", metavar="PROFILE", help=_("the folder of the book"))
        if run is not None:
            added.set_defaults(run=run)
        return added

    def group(self, name: str, help_: str) -> _Commands:
        return _Commands(self.found.add_parser(name, help=help_, description=help_))


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """The options of one command; `.run` carries it out. WrongUsage says how it is written."""
    parser = _Parser(
        prog="sapha-cli", description=_("The book of a subdistrict community council, on the command line."), allow_abbrev=False
    )
    parser.add_argument("--version", action="version", version=f"sapha-cli {__version__}")
    commands = _Commands(parser)
    _about_books(commands)
    _about_entries(commands)
    _about_exchange(commands)
    demo = commands.add("demo", _("show the whole job with invented councils, in a fresh folder"), trials.demo, profile=False)
    demo.add_argument("--out", required=True, metavar="DIR", help=_("the folder to work in; what lies there already is not touched"))
    commands.add("self-test", _("try all parts of this installation"), trials.self_test, profile=False)
    return parser.parse_args(arguments)


def _common(parser: argparse.ArgumentParser) -> None:
    # Not set when absent: a subcommand's default would overwrite what was said before its name.
    parser.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help=_("one JSON object on standard output"))
    parser.add_argument("--language", choices=tuple(LANGUAGES), default=argparse.SUPPRESS, help=_("language of words and labels"))


def _about_books(commands: _Commands) -> None:
    new = commands.add("new", _("make a new encrypted book"), books.new)
    new.add_argument("--office", required=True, choices=("council", "region"), help=_("what kind of office keeps it"))
    new.add_argument("--name", required=True, help=_("what the office is called"))
    new.add_argument("--area", required=True, metavar="CODE[,CODE...]", help=_("its area codes, of 2, 4 or 6 digits"))
    new.add_argument("--person", default="", metavar="NAME", help=_("who keeps the book"))
    new.add_argument("--store", default="", metavar="URL", help=_("a PostgreSQL database for several officers of a region"))
    joined = commands.add("join", _("open a region's book on a server in another officer's folder"), books.join)
    joined.add_argument("--store", required=True, metavar="URL", help=_("the database: postgresql+psycopg://login@server/database"))
    joined.add_argument("--person", default="", metavar="NAME", help=_("a new officer, who gets a password of their own"))
    commands.add("counts", _("how many records each register holds"), books.counts)
    commands.add("due", _("what somebody should see to, what is late first"), books.due)
    commands.add("registers", _("the data dictionary"), books.registers)
    commands.add("check", _("check file, cipher, log and signatures"), books.check)
    rescued = commands.add("rescue", _("put the newest good backup in the place of a damaged book"), books.rescue)
    rescued.add_argument("--dry-run", action="store_true", help=_("say which backup that is and what it lacks, and change nothing"))
    rescued.add_argument("--anyway", action="store_true", help=_("even where the book can be opened"))
    report = commands.add("report", _("write the report of a region as a workbook"), reports.report)
    report.add_argument("--out", metavar="FILE.xlsx", help=_("the workbook to write"))
    report.add_argument("--year", type=int, metavar="YEAR", help=_("projects of this fiscal year (B.E.) only"))
    report.add_argument("--freeze", metavar="NAME", help=_("keep the report as it is now under this name, with all records behind it"))
    report.add_argument("--note", metavar="TEXT", help=_("a word about the round"))
    report.add_argument("--round", metavar="NAME", help=_("the report frozen under this name, in place of today's"))
    report.add_argument("--rounds", action="store_true", help=_("list the frozen rounds"))
    report.add_argument(
        "--behind", nargs=3, metavar=("TABLE", "ROW", "COLUMN"), help=_("the records behind one figure; a wrong word lists those there are")
    )
    report.add_argument("--delete", metavar="NAME", help=_("delete the round of this name; needs --anyway"))
    report.add_argument("--anyway", action="store_true", help=_("delete it although it can't be brought back"))


def _about_entries(commands: _Commands) -> None:
    _about_lists(commands)
    changed = commands.add("set", _("change fields of a record, or make a new one"), entries.set_)
    _register(changed)
    changed.add_argument("id", metavar="ID", help=_("the record's id, or “new”"))
    changed.add_argument("fields", nargs="+", metavar="FIELD=VALUE", help=_("as a person types it; nothing after = clears the field"))
    changed.add_argument("--codes", action="store_true", help=_("codes instead of their labels"))
    changed.add_argument("--propose", action="store_true", help=_("at a region: propose it to the council whose record it is"))
    changed.add_argument("--reason", metavar="TEXT", help=_("why it is proposed"))
    done = commands.add("do", _("do a deed to records: certify, close, replace ..."), deeds.do)
    _register(done)
    done.add_argument("action", metavar="ACTION", help=_("the deed's name; a wrong one lists them"))
    done.add_argument("words", nargs="+", metavar="ID|FIELD=VALUE", help=_("the records, and answers to what the deed asks"))
    done.add_argument("--codes", action="store_true", help=_("codes instead of their labels"))
    attached = commands.add("attach", _("keep photos and papers with a record"), attachments.attach)
    _register(attached)
    attached.add_argument("id", metavar="ID", help=_("the record's id"))
    attached.add_argument("files", nargs="+", metavar="FILE", help=_("pictures (JPEG, PNG, WebP, TIFF, BMP, GIF) or PDF"))
    attached.add_argument("--kind", default="", metavar="KIND", help=_("what they are, as code or label"))
    attached.add_argument("--caption", default="", metavar="TEXT", help=_("what they show"))
    attached.add_argument("--keep-location", action="store_true", help=_("keep the place where a photo was taken; else it is removed"))
    extracted = commands.add("extract", _("write a photo or paper to a file, unencrypted"), attachments.extract)
    extracted.add_argument("id", metavar="ID", help=_("the id of the attachment"))
    extracted.add_argument("out", metavar="OUT", help=_("the file to write"))
    history = commands.add("history", _("every value a record ever had"), entries.history)
    _register(history)
    history.add_argument("id", metavar="ID", help=_("the record's id"))
    history.add_argument("--codes", action="store_true", help=_("codes instead of their labels"))
    conflicts = commands.add("conflicts", _("fields that two offices set without knowing of each other; and settle one"), entries.conflicts)
    conflicts.add_argument("--resolve", metavar="ID", help=_("the conflict to settle"))
    conflicts.add_argument("--keep", metavar="VALUE", help=_("the value to keep: one of those listed, or another"))
    conflicts.add_argument("--codes", action="store_true", help=_("codes instead of their labels"))
    twice = commands.add("same", _("people who may be there twice; and answer for two of them"), same.same)
    twice.add_argument("--limit", type=_count, default=100, metavar="N", help=_("at most so many pairs; 0 for all"))
    twice.add_argument("--afresh", action="store_true", help=_("compare everybody with everybody anew"))
    twice.add_argument("--of", nargs=2, metavar=("ID", "ID"), help=_("the two people"))
    twice.add_argument("--answer", choices=("same", "not_same", "later"), help=_("what to remember of them"))


def _about_lists(commands: _Commands) -> None:
    listed = commands.add("list", _("list the records of a register"), lists.list_)
    _narrowed(listed)
    listed.add_argument("--sort", default="", metavar="FIELD", help=_("in the order of this column"))
    listed.add_argument("--descending", action="store_true", help=_("the last of that order first"))
    listed.add_argument("--limit", type=_count, default=100, metavar="N", help=_("at most so many rows; 0 for all"))
    listed.add_argument("--codes", action="store_true", help=_("codes instead of their labels"))
    summed = commands.add("sums", _("numbers and sums by the values of a field"), lists.sums)
    _narrowed(summed)
    summed.add_argument("--by", required=True, metavar="FIELD", help=_("the field to group by; a day's fiscal year is FIELD:fiscal_year"))
    summed.add_argument("--of", required=True, metavar="FIELD", help=_("the column of baht, land or numbers to sum up"))
    found = commands.add("find", _("find a text in every register at once"), lists.find)
    found.add_argument("text", metavar="TEXT", help=_("a name, a number, a phone or an ID"))
    found.add_argument("--limit", type=_count, default=6, metavar="N", help=_("at most so many of each register"))


def _narrowed(parser: argparse.ArgumentParser) -> None:
    _register(parser)
    parser.add_argument("--search", default="", metavar="TEXT", help=_("only records that hold this text"))
    parser.add_argument("--where", action="append", default=[], metavar="FIELD=VALUE", help=_("only records like this; may be said again"))
    parser.add_argument("--on", default="", metavar="DAY", help=_("only what held on this day (seats); “today” is a day too"))
    parser.add_argument("--view", default="", metavar="NAME", help=_("a view of the register; a wrong one lists them"))


def _about_exchange(commands: _Commands) -> None:
    sheet = commands.group("sheet", _("import and export workbooks"))
    imported = sheet.add("import", _("import a workbook"), sheets.import_)
    _register(imported)
    imported.add_argument("file", metavar="FILE", help=_("the workbook (.xlsx, .xls, .ods or .csv)"))
    imported.add_argument("--dry-run", action="store_true", help=_("say what would happen and write nothing"))
    imported.add_argument("--refused", metavar="OUT.xlsx", help=_("write the refused rows and why to this workbook"))
    imported.add_argument("--clear-blanks", action="store_true", help=_("what was emptied in an export of ours is emptied here as well"))
    exported = sheet.add("export", _("export a register as a workbook"), sheets.export)
    _register(exported)
    exported.add_argument("file", metavar="OUT.xlsx", help=_("the workbook to write"))
    exported.add_argument("--form", action="store_true", help=_("a blank form to fill in, without any record"))
    sheet.add("exports", _("which lists left with whole IDs or health in them: when, by whom"), sheets.exports)
    enrol = commands.add("enrol", _("join a council and a regional office, by file"), handover.enrol)
    step = enrol.add_mutually_exclusive_group(required=True)
    step.add_argument("--invite", metavar="OUT", help=_("write an invitation"))
    step.add_argument("--accept", metavar="FILE", help=_("accept an invitation; needs --reply"))
    step.add_argument("--admit", metavar="FILE", help=_("admit the office whose card this is"))
    enrol.add_argument("--reply", metavar="OUT", help=_("write our card here"))
    pcs = commands.add("pcs", _("the PCs known here, and taking one out of use"), handover.pcs)
    pcs.add_argument("--renew", action="store_true", help=_("make a new key for this PC, used once the other offices know it"))
    pcs.add_argument("--revoke", default="", metavar="KEY", help=_("take the PC with this key out of use: lost, stolen or given away"))
    parcel = commands.group("parcel", _("hand over by stick"))
    make = parcel.add("make", _("write what the other office does not have yet"), handover.make)
    where = make.add_mutually_exclusive_group(required=True)
    where.add_argument("--out", metavar="DIR", help=_("the folder to write to, for example a stick"))
    where.add_argument("--dry-run", action="store_true", help=_("say what would leave, and write nothing"))
    make.add_argument(
        "--purpose", choices=("full", "work", "figures"), help=_("what leaves a council, from now on: all, nothing sensitive, no names")
    )
    show = parcel.add("show", _("what anybody may read of a parcel; with --profile, what taking it would do"), handover.show, profile=False)
    show.add_argument("file", metavar="FILE", help=_("the parcel"))
    show.add_argument("--profile", metavar="PROFILE", help=_("the folder of the book"))
    take = parcel.add("take", _("take parcels from files and folders"), handover.take)
    take.add_argument("paths", nargs="*", metavar="PATH", help=_("a parcel, or a folder of parcels"))
    take.add_argument("--receipts", metavar="DIR", help=_("write receipts to this folder"))
    take.add_argument(
        "--in-spite-of-clock", metavar="PARCEL", help=_("take the one of this id that waits because of a clock; needs --anyway")
    )
    take.add_argument("--anyway", action="store_true", help=_("its PC's clock was looked at"))
    parcel.add("waiting", _("parcels that wait because of a clock, and those taken in spite of it: when, by whom"), handover.waiting)


def _register(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("register", metavar="REGISTER", help=_("people, members, households, cases, projects, activities ..."))


def _count(text: str) -> int:
    number = int(text)
    if number < 0:
        raise argparse.ArgumentTypeError(_("write 0 or more"))
    return number
