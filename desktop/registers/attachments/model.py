"""The table of photos and papers and its pure rules; the files themselves lie beside the book (store/attachments.py)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Integer, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from desktop.base.i18n import N_
from desktop.records.register import Level, Problem
from desktop.store.schema import Base, Record, record_indexes


class Attachment(Record, Base):
    """A photo or paper kept beside the book (ภาพและเอกสาร), with what it shows."""

    __tablename__ = "attachments"
    __table_args__ = record_indexes(
        "attachments",
        "person",
        "household",
        "case",
        "step",
        "meeting",
        "organization",
        "of_council",
        "consent",
        "project",
        "activity",
        "plan",
        "enterprise",
        "product",
        "business_plan",
        "capital",
        "agreement",
        "fund",
        "cash_line",
    )
    kind: Mapped[str | None] = mapped_column(String(40))
    taken_on: Mapped[str | None] = mapped_column(String(10))
    caption: Mapped[str | None] = mapped_column(Text)
    content: Mapped[str | None] = mapped_column(String(64))
    thumbnail: Mapped[str | None] = mapped_column(String(64))
    location: Mapped[str | None] = mapped_column(String(40))
    media_type: Mapped[str | None] = mapped_column(Text)
    width: Mapped[int | None] = mapped_column(Integer)
    height: Mapped[int | None] = mapped_column(Integer)
    size: Mapped[int | None] = mapped_column(Integer)
    original_sha256: Mapped[str | None] = mapped_column(Text)
    person: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    household: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    case: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    step: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    meeting: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    organization: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    of_council: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    consent: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    project: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    activity: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    plan: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    enterprise: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    product: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    business_plan: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    capital: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    agreement: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    fund: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    cash_line: Mapped[bytes | None] = mapped_column(LargeBinary(16))


OWNERS = (
    "person",
    "household",
    "case",
    "step",
    "meeting",
    "organization",
    "of_council",
    "consent",
    "project",
    "activity",
    "plan",
    "enterprise",
    "product",
    "business_plan",
    "capital",
    "agreement",
    "fund",
    "cash_line",
)

STEPS = ("BEFORE", "DURING", "AFTER")  # of the code list `attachment_kind`: photo and note at each step (domain.md §2.2 no. 29)
SIGNATURE = "SIGNATURE"


def problems(values: Mapping[str, Any]) -> Sequence[Problem]:
    """A picture belongs to something and has a file."""
    found = []
    if not any(values.get(name) for name in OWNERS):
        found.append(Problem("case", "whose_missing", N_("Choose what the picture belongs to.")))
    if not values.get("content"):
        found.append(Problem("content", "file_missing", N_("Choose the file.")))
    if values.get("kind") in STEPS and not values.get("caption"):
        found.append(
            Problem("caption", "caption_missing", N_("Say what this shows: a photo of the work counts only with a note."), Level.WARNING)
        )
    if values.get("kind") == SIGNATURE and not values.get("consent") and not values.get("person"):
        found.append(Problem("person", "signature_of_nobody", N_("Choose whose signature this is."), Level.WARNING))
    return found
