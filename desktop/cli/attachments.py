"""Photos and papers on the command line: attach, extract."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.base.errors import Fault, Refused
from desktop.base.i18n import N_, _
from desktop.base.ids import id_text
from desktop.cli.opening import opened, register_of
from desktop.cli.output import Answer, Output, error_json

if TYPE_CHECKING:
    from desktop.records.book import Book
    from desktop.records.pictures import Picture, Wanted


def attach(options: argparse.Namespace, output: Output) -> Answer:
    """Take files in and keep them with a record, all in one deed. One that can't be taken in does not stop the others."""
    from desktop.cli import values
    from desktop.records import pictures

    with opened(options) as book:
        register = register_of(book, options.register)
        link = pictures.link_to(book.registers, register.name)
        if link is None:
            raise Refused(N_("Pictures are not kept with records of this register."), code="no_pictures", field="register")
        record = values.record_id(options.id)
        if book.row(register.name, record).deleted:
            raise Refused(N_("In the bin: restore it to edit it."), code="deleted", field="id")
        kind, _doubts = values.typed(book, book.registers[pictures.REGISTER].field("kind"), options.kind)
        taken: list[tuple[str, str | None]] = []
        refused: list[tuple[str, Refused | Fault]] = []
        wanted = _taken(options, taken, refused)
        made = pictures.keep(book, wanted, {link: record}, kind=kind, origin="cli", progress=output.progress())
        told = [
            _told(book, attached, name, location, kept=options.keep_location)
            for attached, (name, location) in zip(made, taken, strict=True)
        ]
    data: dict[str, Any] = {"attachments": told, "refused": [{"file": name} | error_json(why) for name, why in refused]}
    lines = [f"{each['id']}\t{each['file']}" for each in told] + [f"{name}: {why.text()}" for name, why in refused]
    if not refused:
        return Answer(data, lines)
    first = next((why for _name, why in refused if isinstance(why, Fault)), refused[0][1])
    return Answer(data | {"error": error_json(first)}, lines, 3 if isinstance(first, Fault) else 1)


def _taken(
    options: argparse.Namespace, taken: list[tuple[str, str | None]], refused: list[tuple[str, Refused | Fault]]
) -> Iterator[Wanted]:
    """The files one after another; `taken` (file and place) and `refused` fill up meanwhile."""
    from desktop.records import pictures

    for name in options.files:
        try:
            picture: Picture = pictures.take_in(pictures.read_file(Path(name)))
        except (Refused, Fault) as why:
            refused.append((name, why))
        else:
            taken.append((name, picture.location))
            yield pictures.Wanted(picture, options.caption, options.keep_location)


def _told(book: Book, attached: bytes, name: str, location: str | None, *, kept: bool) -> dict[str, Any]:
    values = book.row("attachments", attached).values
    told = {field: values[field] for field in ("media_type", "width", "height", "size", "taken_on", "original_sha256")}
    return {"id": id_text(attached), "file": name, **told, "location": location, "location_kept": kept and location is not None}


def extract(options: argparse.Namespace, output: Output) -> Answer:
    """Write a photo or paper to a file, which is not encrypted any more."""
    from desktop.cli import values
    from desktop.records import pictures

    with opened(options) as book:
        row = book.row(pictures.REGISTER, values.record_id(options.id))
        pictures.save_copy(book, row, Path(options.out))
        told = {field: row.values[field] for field in ("media_type", "size", "original_sha256")}
    return Answer({"file": options.out, **told}, [_("Written, and not encrypted any more: {file}").format(file=options.out)])
