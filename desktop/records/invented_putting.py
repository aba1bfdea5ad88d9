"""An invented council put into a book: first its records, then what its people do with them, each by the room's own deed."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from itertools import groupby
from random import Random
from typing import Any

from desktop.records import pictures
from desktop.records.book import Book
from desktop.records.deed import Deed
from desktop.records.invented_drawing import Act, Council, Values
from desktop.records.register import Action, Kind, Register

Ids = dict[str, list[bytes]]
# In an order in which every link points to what is already there.
_ORDER = (
    "people",
    "councils",
    "council_terms",
    "council_assessments",
    "scorecards",
    "scorecard_answers",
    "partners",
    "organizations",
    "organization_people",
    "members",
    "households",
    "household_persons",
    "household_debts",
    "consents",
    "indicator_sheets",
    "projects",
    "activities",
    "meetings",
    "agenda_items",
    "attendances",
    "resolutions",
    "cases",
    "case_funds",
    "case_visits",
    "help",
    "referrals",
    "plans",
    "plan_items",
    "capitals",
    "enterprises",
    "enterprise_members",
    "enterprise_months",
    "enterprise_supports",
    "products",
    "product_marks",
    "business_plans",
    "project_councils",
    "project_targets",
    "budget_lines",
    "project_contributions",
    "instalments",
    "project_links",
    "results",
    "activity_people",
    "activity_products",
    "partner_contacts",
    "agreements",
    "partner_supports",
    "welfare_funds",
    "fund_members",
    "fund_receipts",
    "fund_claims",
    "cash_books",
    "cash_lines",
    "cash_counts",
)
_TAKEN_OVER = ("projects", "fund_claims")  # come with the state they reached, as from an earlier book


def put(book: Book, council: Council) -> Ids:
    """Put a council's records into a book in one commit; gives their ids by register, in their order. In a council's own book its record
    is the office's own."""
    ids: Ids = {}
    with book.write("invented") as deed:
        for name in _ORDER:
            spec = book.registers[name]
            for values in getattr(council, name):
                own = name == "councils" and book.office.kind == "council"
                named: Values = {"name": book.office.name, "areas": tuple(sorted(book.office.areas))} if own else {}
                whole = dict(spec.defaults()) | _linked(spec, values, ids) | named
                made = deed.put(name, book.office.uid if own else None, whole, within=name in _TAKEN_OVER)
                ids.setdefault(name, []).append(made)
    return ids


def act(book: Book, council: Council, ids: Ids) -> None:
    """Do with the records all that was invented to be done, day after day, in one commit."""
    if not council.acts and not council.pictures:
        return
    with book.write("invented") as deed:
        for number, picture in enumerate(council.pictures):
            spec = book.registers[pictures.REGISTER]
            taken = pictures.Wanted(pictures.take_in(_drawn(number)), picture["caption"])
            deed.put(spec.name, None, pictures.values_of(book, taken, picture["kind"]) | _linked(spec, picture, ids), within=True)
        ordered = sorted(council.acts, key=lambda each: (each.day, each.order, each.register, each.name))
        # What is the same for several is done to all of them at once, as a person would choose them in the list.
        for _what, same in groupby(ordered, key=lambda each: (each.register, each.name, repr(each.values))):
            _do(deed, list(same), ids)


def _do(deed: Deed, acts: Sequence[Act], ids: Ids) -> None:
    spec = deed.registers[acts[0].register]
    chosen = next(action for action in spec.actions if action.name == acts[0].name)
    records = [ids[spec.name][each.record] for each in acts]
    chosen.run(deed, records, dict.fromkeys(field.name for field in chosen.fields) | _linked(chosen, acts[0].values, ids))


def _linked(described: Register | Action, values: Mapping[str, Any], ids: Ids) -> Values:
    """The values with ids in place of places."""
    links = {field.name: field.register for field in described.fields if field.kind is Kind.LINK}
    return {name: ids[links[name]][value] if name in links and value is not None else value for name, value in values.items()}


def _drawn(number: int) -> bytes:
    """A small picture of a house, no two alike."""
    from PIL import Image, ImageDraw

    random = Random(number)  # noqa: S311 - to be repeatable is the point
    image = Image.new("RGB", (320, 240), (150 + random.randrange(60), 190 + random.randrange(40), 235))
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 180, 320, 240), fill=(90 + random.randrange(60), 140, 80))
    left, wall = 40 + random.randrange(80), (140 + random.randrange(80), 110 + random.randrange(60), 80)
    pen.rectangle((left, 110, left + 150, 200), fill=wall)
    pen.polygon(((left - 15, 112), (left + 75, 50), (left + 165, 112)), fill=(120 + random.randrange(100), 60, 50))
    pen.rectangle((left + 60, 145, left + 92, 200), fill=(70, 50, 40))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=80)
    return out.getvalue()
