"""Names in the cells of a person: a prefix glued to the first name, a nickname in brackets beside it."""

from __future__ import annotations

import re

from desktop.base import thai
from desktop.records.register import Register
from desktop.sheets.parts import Part

_CALLED = re.compile(r"(.*\S)\s*[(\"“]\s*([^()\"“”]+?)\s*[)\"”]")  # สมชาย (ต้อม)


def own_names(register: Register, part: Part, *, exported: bool = False) -> None:
    """A prefix glued to a first name, where no column of its own holds it, and a nickname beside it; what stands in brackets in a row that we
    wrote ourselves (`exported`) belongs to the name."""
    names = register.identity.name
    if len(names) == 2 and part.values.get(names[0]) and not part.values.get("prefix") and register.has("prefix"):
        prefix, first, last = thai.split_name(f"{part.values[names[0]]} {part.values.get(names[1], '')}")
        if prefix and first and (last or names[1] not in part.values):
            part.values |= {"prefix": prefix, names[0]: first} | ({names[1]: last} if last else {})
    if not exported and register.has("known_as") and not part.values.get("known_as"):
        for name in names:
            aside = _CALLED.fullmatch(part.values.get(name) or "")
            if aside is not None:
                part.values |= {name: aside[1], "known_as": aside[2]}
