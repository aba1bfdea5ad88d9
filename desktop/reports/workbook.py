"""The report as a workbook: summary, provinces, councils, cases, help, referrals, levels, years and the projects behind the figures.

Made of `Figures` alone, in the language in use. Codes are text, money is a number, nothing is a formula.
"""

from __future__ import annotations

import datetime as dt
import errno
import io
import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from desktop.base import dates, i18n, thai
from desktop.base.areas import areas
from desktop.base.errors import Fault
from desktop.base.i18n import N_, _
from desktop.records.codes import CodeLists, shipped
from desktop.reports.figures import Figures, ProjectLine
from desktop.reports.lines import Line
from desktop.reports.work import TableLine
from desktop.sheets.writing import sheet_name

_HEAD_ROW = 2  # rows count from 0: title, what is counted, headings
_LONGEST = 32_767  # characters Excel keeps in one cell

NOTES = (
    N_("Only records that are not in the bin are counted."),
    N_("A project is counted once, however many tambons, provinces or offices it spans; cancelled projects are not counted."),
    N_("Areas are the different tambons and khwaengs that projects name; a district named as a whole is one area."),
    N_("A project and its money stand in one province, so that the lines add up; “also works here” counts projects of other provinces."),
    N_("A person known to be in two councils is counted once in the total and once in each council's line."),
    N_("Two councils may work in one area, so the areas of the councils' lines may add up to more than the total."),
    N_("A case with two needs is in both lines, so the lines of needs may add up to more than the cases."),
    N_("Help and referrals are of all years. Help is counted by its value in baht; help without a value adds none."),
    N_("A household has agreed when its head, or somebody who lives there, agreed when last asked and has not withdrawn."),
    N_("Children out of school are living people who left school or never went, unless they are known to be 18."),
    N_("Ordinary meetings are those held in this calendar year; a council holds at least four."),
)


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of a sheet: its heading, width, format ('text', 'whole', 'money') and what it holds of a line."""

    heading: str
    width: int
    style: str
    value: Callable[[Any], Any]
    total: Any = None


def save(figures: Figures, path: Path, codes: CodeLists | None = None) -> None:
    """Write the report to `path`; the file appears whole or not at all. Fault 'disk_full', 'file_locked' or 'file_not_written'."""
    write(path, render(figures, codes or shipped()))


def render(figures: Figures, codes: CodeLists, round_: str = "") -> bytes:
    """The workbook's bytes, the same for the same figures in the same language; `round_` is the name they are frozen under."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        made = dt.datetime.fromisoformat(figures.made_on)
        book.set_properties({"title": _("Report"), "author": figures.office, "created": made})
        pages = _Pages(book, figures, codes, round_)
        pages.summary()
        pages.provinces()
        pages.councils()
        pages.needs()
        pages.cases()
        pages.help()
        pages.referrals()
        pages.levels()
        pages.years()
        pages.tables()
        pages.projects()
    return out.getvalue()


class _Pages:
    """The sheets of one workbook."""

    def __init__(self, book: xlsxwriter.Workbook, figures: Figures, codes: CodeLists, round_: str) -> None:
        self.book = book
        self.round = round_
        self.figures = figures
        self.codes = codes
        self.text = book.add_format({"num_format": "@", "valign": "top"})
        self.title = book.add_format({"bold": True, "font_size": 16})
        self.wrapped = book.add_format({"num_format": "@", "valign": "top", "text_wrap": True})
        self.head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "bg_color": "#E6F2F0"})
        self.formats = {"text": self.text, "whole": self._number("#,##0"), "money": self._number("#,##0.00"), "code": self._number("@")}
        self.sums = {
            name: book.add_format({"num_format": number, "bold": True, "top": 1})
            for name, number in (("text", "@"), ("code", "@"), ("whole", "#,##0"), ("money", "#,##0.00"))
        }

    def summary(self) -> None:
        """The figures of the whole, and how they are counted."""
        figures, sheet = self.figures, self._sheet(N_("Summary"))
        sheet.set_column(0, 0, 34)
        sheet.set_column(1, 1, 18)
        sheet.set_column(2, 2, 60)
        rows: list[tuple[str, int | Decimal]] = [
            (_("Provinces"), figures.provinces),
            (_("Councils"), figures.councils),
            (_("Projects"), figures.projects),
            (_("Areas (tambons and khwaengs)"), figures.areas),
            (_("Budget (baht)"), figures.budget),
            (_("Requested (baht)"), figures.requested),
            (_("Cancelled projects (not counted)"), figures.cancelled),
            (_("Hardship cases"), figures.cases),
            (_("Households"), figures.households),
            (_("Council members"), figures.members),
            (_("People"), figures.people),
            (_("Activities"), figures.activities),
            (_("Times help was given"), figures.given),
            (_("Value of help (baht)"), figures.value),
            (_("Referrals"), figures.referrals),
            (_("Households that agreed to the keeping of data"), figures.agreed),
            (_("Households that did not, or were not asked"), figures.households - figures.agreed),
            (_("Children out of school"), figures.out_of_school),
            (_("Councils with four ordinary meetings this year"), figures.met),
        ]
        line = _HEAD_ROW
        for label, value in rows:
            self._put(sheet, line, 0, label, self.text)
            self._put(sheet, line, 1, value, self.formats["money" if isinstance(value, Decimal) else "whole"])
            line += 1
        if i18n.language() == "th":
            self._put(sheet, _HEAD_ROW + 4, 2, thai.baht_words(figures.budget), self.wrapped)
        self._put(sheet, line + 1, 0, _("How it is counted"), self.head)
        for place, note in enumerate(NOTES, line + 2):
            sheet.merge_range(place, 0, place, 2, "", self.wrapped)
            self._put(sheet, place, 0, _(note), self.wrapped)
            sheet.set_row(place, 32)

    def provinces(self) -> None:
        """A line for each province, with its cases by need."""
        figures = self.figures
        columns = [
            _Column(_("Code"), 8, "code", lambda line: line.key),
            _Column(_("Province"), 22, "text", lambda line: line.label, _("Total")),
            *self._counted(also=True),
        ]
        self._table(N_("Provinces"), [*columns, *self._needed(figures.by_province)], figures.by_province)

    def councils(self) -> None:
        """A line for each council."""
        lines = self.figures.by_council
        columns = [
            _Column(_("Province"), 18, "text", lambda line: areas().name(line.province) if line.province else _("Not stated")),
            _Column(_("Council"), 36, "text", lambda line: line.label, _("Total")),
            _Column(_("Level"), 12, "text", lambda line: self.codes.label("strength_level", line.level) if line.level else ""),
            _Column(_("Ordinary meetings this year"), 12, "whole", lambda line: line.meetings, sum(line.meetings for line in lines)),
            *self._counted(also=False)[1:],
        ]
        self._table(N_("Councils"), [*columns, *self._needed(self.figures.by_council)], self.figures.by_council)

    def needs(self) -> None:
        """Cases and households by need."""
        self._coded(N_("Needs"), _("Need"), self.figures.by_need, total=False)

    def cases(self) -> None:
        """Cases by status, as the councils and as the public speak of it."""
        self._coded(N_("Cases by status"), _("Status"), self.figures.by_status, total=True)
        self._coded(N_("Cases for the public"), _("Status"), self.figures.by_public, total=True)

    def help(self) -> None:
        """Help by fiscal year, by the kind of partner and by its kind."""
        figures = self.figures
        for name, heading, lines in (
            (N_("Help by year"), _("Fiscal year (B.E.)"), figures.by_help_year),
            (N_("Help by partner"), _("Kind of partner"), figures.by_help_giver),
            (N_("Help by kind"), _("Kind of help"), figures.by_help_kind),
        ):
            columns = [
                _Column(heading, 34, "text", lambda line: line.label, _("Total")),
                _Column(_("Times help was given"), 16, "whole", lambda line: line.given, figures.given),
                _Column(_("Value of help (baht)"), 18, "money", lambda line: line.value, figures.value),
            ]
            self._table(name, columns, lines)

    def referrals(self) -> None:
        """Referrals by their result."""
        columns = [
            _Column(_("Result"), 34, "text", lambda line: line.label, _("Total")),
            _Column(_("Referrals"), 16, "whole", lambda line: line.referrals, self.figures.referrals),
        ]
        self._table(N_("Referrals"), columns, self.figures.by_referral)

    def levels(self) -> None:
        """Councils by the level they were found at last."""
        columns = [
            _Column(_("Level"), 34, "text", lambda line: line.label, _("Total")),
            _Column(_("Councils"), 16, "whole", lambda line: line.councils, self.figures.councils),
        ]
        self._table(N_("Levels of councils"), columns, self.figures.by_level)

    def years(self) -> None:
        """Projects by fiscal year."""
        figures = self.figures
        columns = [
            _Column(_("Fiscal year (B.E.)"), 18, "text", lambda line: line.label, _("Total")),
            _Column(_("Projects"), 12, "whole", lambda line: line.projects, figures.projects),
            _Column(_("Areas"), 12, "whole", lambda line: line.areas, figures.areas),
            _Column(_("Budget (baht)"), 18, "money", lambda line: line.budget, figures.budget),
            _Column(_("Requested (baht)"), 18, "money", lambda line: line.requested, figures.requested),
        ]
        self._table(N_("Years"), columns, figures.by_year)

    def tables(self) -> None:
        """What councils do and own, a sheet for each table that has lines."""
        for table in self.figures.tables:
            if not table.lines:
                continue
            columns = [_Column(_(table.about), 34, "text", lambda line: line.label, _("Total"))]
            for place, words in enumerate(table.columns):
                style = "money" if isinstance(table.lines[0].values[place], Decimal) else "whole"
                total = table.sums[place] if table.sums is not None else ""
                columns.append(_Column(_(words), 16, style, partial(_value, place), total))
            self._table(table.title, columns, table.lines, total=table.sums is not None)

    def projects(self) -> None:
        """The projects behind the figures, cancelled ones too."""
        self._table(N_("Projects"), _of_projects(self.codes), self.figures.listed, total=False)

    def _counted(self, *, also: bool) -> list[_Column]:
        figures = self.figures
        columns = [
            _Column(_("Councils"), 9, "whole", lambda line: line.councils, figures.councils),
            _Column(_("Council members"), 11, "whole", lambda line: line.members, figures.members),
            _Column(_("People"), 10, "whole", lambda line: line.people, figures.people),
            _Column(_("Households"), 11, "whole", lambda line: line.households, figures.households),
            _Column(_("Hardship cases"), 11, "whole", lambda line: line.cases, figures.cases),
            _Column(_("Activities"), 10, "whole", lambda line: line.activities, figures.activities),
            _Column(_("Times help was given"), 10, "whole", lambda line: line.given, figures.given),
            _Column(_("Value of help (baht)"), 16, "money", lambda line: line.value, figures.value),
            _Column(_("Referrals"), 9, "whole", lambda line: line.referrals, figures.referrals),
            _Column(_("Households that agreed"), 11, "whole", lambda line: line.agreed, figures.agreed),
            _Column(_("Children out of school"), 11, "whole", lambda line: line.out_of_school, figures.out_of_school),
            _Column(_("Projects"), 9, "whole", lambda line: line.projects, figures.projects),
        ]
        if also:
            columns.append(_Column(_("Also works here"), 11, "whole", lambda line: line.also, ""))
        columns.append(_Column(_("Areas"), 9, "whole", lambda line: line.areas, figures.areas))
        columns.append(_Column(_("Budget (baht)"), 16, "money", lambda line: line.budget, figures.budget))
        columns.append(_Column(_("Requested (baht)"), 16, "money", lambda line: line.requested, figures.requested))
        return columns

    def _needed(self, lines: Iterable[Line]) -> list[_Column]:
        """A column for each need."""
        lines = list(lines)
        used = {need for line in lines for need in line.needs}
        known = [entry.code for entry in self.codes.entries("need")]
        codes = [*known, *sorted(used - set(known) - {""}), *([""] if "" in used else [])]
        return [
            _Column(
                self.codes.label("need", code) if code else _("No need stated"),
                11,
                "whole",
                partial(_of_need, code),
                sum(line.needs.get(code, 0) for line in lines),
            )
            for code in codes
        ]

    def _coded(self, name: str, heading: str, lines: Sequence[Line], *, total: bool) -> None:
        columns = [
            _Column(heading, 34, "text", lambda line: line.label, _("Total")),
            _Column(_("Hardship cases"), 16, "whole", lambda line: line.cases, self.figures.cases),
            _Column(_("Households"), 16, "whole", lambda line: line.households, ""),
        ]
        self._table(name, columns, lines, total=total)

    def _table(self, name: str, columns: Sequence[_Column], lines: Sequence[Any], *, total: bool = True) -> None:
        sheet = self._sheet(name)
        sheet.freeze_panes(_HEAD_ROW + 1, 2)
        sheet.repeat_rows(_HEAD_ROW)
        for place, column in enumerate(columns):
            sheet.set_column(place, place, column.width)
            self._put(sheet, _HEAD_ROW, place, column.heading, self.head)
        for row, line in enumerate(lines, _HEAD_ROW + 1):
            for place, column in enumerate(columns):
                self._put(sheet, row, place, column.value(line), self.formats[column.style])
        last = _HEAD_ROW + len(lines)
        if lines:
            sheet.autofilter(_HEAD_ROW, 0, last, len(columns) - 1)
        if total:
            for place, column in enumerate(columns):
                self._put(sheet, last + 1, place, "" if column.total is None else column.total, self.sums[column.style])

    def _sheet(self, name: str) -> Worksheet:
        sheet: Worksheet = self.book.add_worksheet(sheet_name(_(name), self.book.sheetnames))
        figures = self.figures
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&C&P / &N")
        heading = " · ".join(filter(None, (_(name), figures.office, self.round)))
        if figures.practice:
            heading = _("PRACTICE DATA · {heading}").format(heading=heading)
        self._put(sheet, 0, 0, heading, self.title)
        year = _("Fiscal year {year}").format(year=figures.fiscal_year) if figures.fiscal_year else _("All fiscal years")
        self._put(sheet, 1, 0, _("As of {day} · {year}").format(day=dates.show(figures.made_on, "long"), year=year), self.formats["text"])
        return sheet

    def _put(self, sheet: Worksheet, row: int, place: int, value: Any, style: Format) -> None:
        if isinstance(value, str):
            # Always as a string: a title that begins with = must not become a formula.
            sheet.write_string(row, place, value[:_LONGEST], style) if value else sheet.write_blank(row, place, None, style)
        else:
            sheet.write_number(row, place, value, style)

    def _number(self, form: str) -> Format:
        return self.book.add_format({"num_format": form, "valign": "top"})


def _of_projects(codes: CodeLists) -> list[_Column]:
    table = areas()

    def status(line: ProjectLine) -> str:
        return codes.label("project_status", line.status) if line.status else ""

    return [
        _Column(_("Province"), 18, "text", lambda line: table.name(line.province) if line.province else _("Not stated")),
        _Column(_("Council"), 30, "text", lambda line: line.council),
        _Column(_("Title"), 44, "text", lambda line: line.title),
        _Column(_("Fiscal year (B.E.)"), 12, "code", lambda line: str(line.fiscal_year or "")),
        _Column(_("Number of areas"), 10, "whole", lambda line: len(line.areas)),
        _Column(_("Areas"), 40, "text", lambda line: ", ".join(table.name(code) for code in line.areas)),
        _Column(_("Area codes"), 20, "code", lambda line: ", ".join(line.areas)),
        _Column(_("Status"), 18, "text", status),
        _Column(_("Budget (baht)"), 16, "money", lambda line: line.budget),
        _Column(_("Counted"), 9, "text", lambda line: _("Yes") if line.counted else _("No")),
        _Column(_("Record number"), 38, "code", lambda line: line.id),
    ]


def _value(place: int, line: TableLine) -> int | Decimal:
    return line.values[place]


def _of_need(code: str, line: Line) -> int:
    return line.needs.get(code, 0)


def write(path: Path, data: bytes) -> None:
    """The bytes of a workbook as a file, whole or not at all. Faults as `save`."""
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        part.replace(path)
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise Fault(
                N_("There is no room left on the drive. Free some space and try again; nothing was written."), code="disk_full"
            ) from error
        if isinstance(error, PermissionError):
            raise Fault(
                N_("The file is open in another program, or this folder can't be written to. Close it and try again."), code="file_locked"
            ) from error
        raise Fault(N_("The file could not be written. Check the drive and try again."), code="file_not_written") from error
    finally:
        part.unlink(missing_ok=True)
