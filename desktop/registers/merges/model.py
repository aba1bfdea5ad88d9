"""The tables of merges and of what each merge changed."""

from __future__ import annotations

from sqlalchemy import Boolean, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from desktop.store.schema import Base, Record, record_indexes

# What a merge did to one record (`MergePart.what`)
MOVED, FILLED, BINNED, MADE = "moved", "filled", "binned", "made"


class Merge(Record, Base):
    """One record found to be the same as another: `kept` stays, `gone` lies in the bin. Ids as texts, not links: a merge hangs on nothing."""

    __tablename__ = "merges"
    __table_args__ = record_indexes("merges")
    of_register: Mapped[str | None] = mapped_column(String(40))
    kept: Mapped[str | None] = mapped_column(String(36))
    gone: Mapped[str | None] = mapped_column(String(36))
    kept_name: Mapped[str | None] = mapped_column(Text)
    gone_name: Mapped[str | None] = mapped_column(Text)
    merged_on: Mapped[str | None] = mapped_column(String(10))
    merged_by: Mapped[str | None] = mapped_column(Text)
    reason: Mapped[str | None] = mapped_column(Text)
    undone: Mapped[bool | None] = mapped_column(Boolean(create_constraint=False))


class MergePart(Record, Base):
    """One thing a merge did. A row of its own each, so that two PCs that merge the same two add up to one merge with all that either did.

    moved: the link `field` of `record` went from `was` to `now`. filled: the blank `field` got the value `now` (JSON). binned: `record` went
    into the bin, as what it says is said of the kept one already. made: `record` took the place of `was`, whose id said the gone one's name."""

    __tablename__ = "merge_parts"
    __table_args__ = record_indexes("merge_parts", "merge")
    merge: Mapped[str | None] = mapped_column(String(36))
    what: Mapped[str | None] = mapped_column(String(10))
    of_register: Mapped[str | None] = mapped_column(String(40))
    record: Mapped[str | None] = mapped_column(String(36))
    field: Mapped[str | None] = mapped_column(String(40))
    was: Mapped[str | None] = mapped_column(String(36))
    now: Mapped[str | None] = mapped_column(Text)
