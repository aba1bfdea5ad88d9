"""What community capitals are there, and which are used in projects."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from desktop.records.plain import live
from desktop.store.history import Reader


@dataclass(frozen=True, slots=True)
class Count:
    """Capitals of a kind and detail (codes; None where it is not said), and how many of them projects use."""

    kind: str | None
    detail: str | None
    capitals: int
    used: int


def used_in(reader: Reader, capital: bytes) -> list[tuple[bytes, str]]:
    """The projects that use a capital, newest first, and in what way."""
    return sorted(_uses(reader).get(capital, ()), reverse=True)


def counts(reader: Reader, council: bytes) -> list[Count]:
    """A council's capitals by kind and detail, in the order of the codes; what is not said comes last."""
    used = _uses(reader)
    grouped: dict[tuple[str | None, str | None], list[Mapping[str, Any]]] = {}
    for capital in live(reader, "capitals", council=council):
        grouped.setdefault((capital["kind"], capital["detail"]), []).append(capital)
    order = sorted(grouped, key=lambda each: [(code is None, code or "") for code in each])
    return [Count(*each, len(grouped[each]), sum(capital["id"] in used for capital in grouped[each])) for each in order]


def unused(reader: Reader, council: bytes) -> list[Mapping[str, Any]]:
    """A council's capitals that no project uses and that are not lost, by name."""
    used = _uses(reader)
    found = [each for each in live(reader, "capitals", council=council) if each["id"] not in used and each["state"] != "LOST"]
    return sorted(found, key=lambda each: each["name_sort"])


def _uses(reader: Reader) -> Mapping[bytes, Sequence[tuple[bytes, str]]]:
    """By capital the live projects that use it: what a project in the bin was linked to is not used by it."""
    projects = {project["id"] for project in live(reader, "projects")}
    found: dict[bytes, list[tuple[bytes, str]]] = {}
    for link in live(reader, "project_links"):
        if link["capital"] is not None and link["project"] in projects:
            found.setdefault(link["capital"], []).append((link["project"], link["how"] or ""))
    return found
