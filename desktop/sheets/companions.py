"""What goes out beside a list: headings in two languages, drop-downs from the code lists, and a sheet that explains every column."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from desktop.base import i18n
from desktop.base.i18n import N_, _
from desktop.records.book import Book
from desktop.records.register import Field, Kind
from desktop.sheets.cells import letter
from desktop.sheets.writing import LONGEST, SheetWriter, sheet_name

_CODES = "_codes"  # the hidden sheet of the drop-downs
_MORE_ROWS = 500  # below the last record, for what is added by hand
_MOST_WORDS = 60  # of a code list, in one cell of the dictionary

KINDS = {
    Kind.TEXT: N_("Text"),
    Kind.NOTE: N_("Text of several lines"),
    Kind.CODE: N_("One of the list"),
    Kind.CODES: N_("Some of the list, with commas between"),
    Kind.INTEGER: N_("Whole number"),
    Kind.MONEY: N_("Baht"),
    Kind.DATE: N_("Day, as 15/3/2567"),
    Kind.PARTIAL_DATE: N_("Day, month or year, as 15/3/2567, 3/2567 or 2567"),
    Kind.NATIONAL_ID: N_("13 digits"),
    Kind.HOUSE_CODE: N_("11 digits"),
    Kind.PHONES: N_("Phone numbers, with commas between"),
    Kind.AREA: N_("Tambon"),
    Kind.AREAS: N_("Tambons, with commas between"),
    Kind.BOOL: N_("Yes or no"),
    Kind.LINK: N_("Name of another record"),
    Kind.LAND: N_("Land, as 2-1-50 (rai, ngan, square wah)"),
    Kind.POINT: N_("Latitude, longitude"),
    Kind.TIME: N_("Time, as 13:30"),
    Kind.NUMBER: N_("Number"),
    Kind.FILE: N_("Photo or paper"),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A column of the list: where it stands (from 0), its field, the words of its code list (those that read back as the code), and
    whether it comes back."""

    place: int
    field: Field
    words: tuple[str, ...]
    back: bool


def heading(label: str) -> str:
    """A label in the language in use, and below it in the other one."""
    other = i18n.in_language(label, "en" if i18n.language() == "th" else "th")
    mine = _(label)
    return mine if other == mine else f"{mine}\n{other}"


def shown(book: Book, fields: Sequence[tuple[Field, bool]], code: Callable[[Field, str], str]) -> list[Shown]:
    """The columns from the second on; `code` words a code as a cell does."""
    found = []
    for place, (field, back) in enumerate(fields, 1):
        words: tuple[str, ...] = ()
        if field.kind in (Kind.CODE, Kind.CODES):
            words = tuple(dict.fromkeys(code(field, entry.code) for entry in book.offered(field)))
        elif field.kind is Kind.BOOL:
            words = (_("Yes"), _("No"))
        found.append(Shown(place, field, words, back))
    return found


def drop_downs(out: SheetWriter, columns: Sequence[Shown], first: int, rows: int) -> None:
    """Lists to choose from, for the rows from `first` on and for those that somebody adds. An open list takes other words too."""
    chosen = [column for column in columns if column.back and column.words and column.field.kind in (Kind.CODE, Kind.BOOL)]
    if not chosen:
        return
    sheet = out.book.add_worksheet(_CODES)
    sheet.hide()
    for number, column in enumerate(chosen):
        for row, word in enumerate(column.words):
            sheet.write_string(row, number, word)
        place = letter(number + 1)
        rule = {
            "validate": "list",
            "source": f"='{_CODES}'!${place}$1:${place}${len(column.words)}",
            "show_error": not column.field.open_list,
            "error_title": _("Not in the list"),
            "error_message": _("Choose one of the list."),
        }
        out.sheet.data_validation(first, column.place, first + rows + _MORE_ROWS, column.place, rule)


def dictionary(out: SheetWriter, columns: Sequence[Shown]) -> None:
    """A sheet with a line for each column: both names, what it holds, the words of its list, and whether it is read on the way back."""
    sheet = out.book.add_worksheet(sheet_name(_("About the columns"), [out.sheet.get_name()]))
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    for place, (words, width) in enumerate(
        ((N_("Thai"), 26), (N_("English"), 26), (N_("What it holds"), 30), (N_("Words of the list"), 50), (N_("Good to know"), 50))
    ):
        sheet.set_column(place, place, width)
        sheet.write_string(0, place, _(words), out.head)
    sheet.freeze_panes(1, 0)
    for row, column in enumerate(columns, 1):
        field = column.field
        words = ", ".join(column.words[:_MOST_WORDS]) + (" …" if len(column.words) > _MOST_WORDS else "")
        good = [_(field.help)] if field.help else []
        if field.required:
            good.append(_("Must not be blank."))
        if field.open_list:
            good.append(_("Other words may be typed as well."))
        if not column.back:
            good.append(_("Only to look at: it is not read on the way back."))
        cells = (i18n.in_language(field.label, "th"), i18n.in_language(field.label, "en"), _(KINDS[field.kind]), words, " ".join(good))
        for place, text in enumerate(cells):
            if text:
                sheet.write_string(row, place, text[:LONGEST], out.wrapped)
