"""Where the columns of a workbook went the last time, kept under its shape: by each office for itself, and by the region for its councils.

An office's own lies in its book and is never handed over. A regional office's is an entry of the code list `column_maps`, so it travels to the
councils with the other reference data (docs/adr/0011). Of both, the office's own counts.
"""

from __future__ import annotations

from hashlib import blake2b

from sqlalchemy import delete, insert, select

from desktop.base.errors import Refused
from desktop.base.i18n import _
from desktop.records.book import Book
from desktop.records.plain import live
from desktop.sheets.layout import Table
from desktop.sheets.mapping import REASON, Mapping, joined, targets
from desktop.sheets.words import key
from desktop.store import schema

LIST = "column_maps"
_KEY = "columns:"
_OWN, _REGION = "own", "region"


def shape(register: str, table: Table) -> str:
    """What a workbook is recognised by: its headings in their order, whatever is in its rows, for one register."""
    words = [key(joined(column)) for column in table.columns if column.heading != REASON]
    return blake2b("\x1f".join([register, *words]).encode(), digest_size=12).hexdigest()


def recall(book: Book, register: str, table: Table) -> tuple[Mapping, str] | None:
    """Where the columns of a workbook of this shape went, and whose word that is: 'own' or 'region'. None for a new shape, and for an
    export of ours, which says it itself."""
    if table.names:
        return None
    code = shape(register, table)
    meta = schema.table_of(schema.Meta)
    with book.read() as reader:
        own = reader.conn.execute(select(meta.c.value).where(meta.c.key == _KEY + code)).scalar()
        region = [] if own is not None else live(reader, "codes", list=LIST, code=code)
    kept = own.decode() if own is not None else next((str(row["note"]) for row in region if row["note"]), None)
    if kept is None:
        return None
    try:
        mapping = Mapping.from_json(kept)
    except Refused:
        return None  # by a newer program, or damaged on its way: the guess stands
    known = {target.path for target in targets(book.registers, register)}
    if mapping.register != register or any(each.target.partition("=")[0] not in known for each in mapping.columns):
        return None
    return mapping.fitted(table), _OWN if own is not None else _REGION


def remember(book: Book, table: Table, mapping: Mapping) -> None:
    """Keep where its columns went, by a commit of its own; a regional office keeps it for all its councils."""
    if table.names:
        return
    code = shape(mapping.register, table)
    before = recall(book, mapping.register, table)
    if before is not None and [each.target for each in before[0].columns] == [each.target for each in mapping.columns]:
        return
    text = Mapping(mapping.register, tuple(each for each in mapping.columns if each.heading != REASON)).to_json()
    if book.office.kind == _REGION:
        title = book.registers[mapping.register].title
        with book.write() as deed:
            told = {"list": LIST, "code": code, "label_th": _("Columns of a workbook: {list}").format(list=_(title)), "note": text}
            deed.put("codes", None, told | {"source": _("Said when the workbook was brought in")})
        return
    meta = schema.table_of(schema.Meta)
    with book.store.transaction() as conn:
        conn.execute(delete(meta).where(meta.c.key == _KEY + code))
        conn.execute(insert(meta).values(key=_KEY + code, value=text.encode()))
