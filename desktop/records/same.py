"""Same thing? Candidates for a record being typed, with scores and reasons, and the one record that surely is it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, or_, select

from desktop.base import ids, thai
from desktop.base.i18n import _
from desktop.records.register import Register, Row
from desktop.store import schema
from desktop.store.history import Reader

SUGGEST = 0.75  # from here on a candidate is shown
_ENOUGH = 30  # candidates looked at


@dataclass(frozen=True, slots=True)
class Candidate:
    """A record that may be the same; `score` 0..1, `reasons` in the language in use, the strongest first."""

    row: Row
    score: float
    reasons: tuple[str, ...]


_match_key = lru_cache(maxsize=1 << 15)(thai.match_key)


def match_text(register: Register, values: Mapping[str, Any]) -> str:
    """What the `match` column holds: the sound-alike keys of the name fields, joined by spaces."""
    keys = [_match_key(values.get(name) or "") for name in register.identity.name]
    return " ".join(keys) if any(keys) else ""


def candidates(
    reader: Reader, register: Register, values: Mapping[str, Any], exclude: bytes | None
) -> list[tuple[dict[str, Any], float, list[str]]]:
    """Stored records that may be the same as `values`, best first, as (columns, score, reasons)."""
    table = reader.store.synced[register.name].table
    identity = register.identity
    wanted = []
    match = match_text(register, values)
    if match:
        first = match.split(" ")[0]
        wanted.append(table.c.match == match)
        if len(first) > 1 and len(match.split(" ")) > 1:
            wanted.append(table.c.match.like(first + " " + match.split(" ")[1][:2].replace("%", "") + "%"))
    if identity.exact and values.get(identity.exact):
        wanted.append(table.c[identity.exact] == values[identity.exact])
    for key in identity.keys:
        if all(values.get(name) is not None for name in key):
            wanted += [_all(table, key, values)]
    if not wanted:
        return []
    # The surest first: with many namesakes the limit must not cut off the one that has the same ID.
    surest = [*([table.c[identity.exact] == values[identity.exact]] if identity.exact and values.get(identity.exact) else [])]
    surest += [table.c.match == match] if match else []
    statement: Select[Any] = select(table).where(or_(*wanted), table.c.deleted.is_(False))
    statement = statement.order_by(*(clause.is_(True).desc() for clause in surest), table.c.id).limit(_ENOUGH)
    refused = _answered(reader, exclude)
    found = []
    for row in reader.conn.execute(statement).mappings():
        if row["id"] == exclude or row["id"] in refused:
            continue
        score, reasons = _score(register, values, dict(row))
        if score >= SUGGEST:
            found.append((dict(row), score, reasons))
    return sorted(found, key=lambda each: -each[1])


def find(reader: Reader, register: Register, values: Mapping[str, Any]) -> bytes | None:
    """The one record that surely is this: same sound exact identity under a like name; else a whole key; else name and full birth date.
    None when there is none, or more than one."""
    table = reader.store.synced[register.name].table
    identity = register.identity
    alive = select(table).where(table.c.deleted.is_(False))
    exact = values.get(identity.exact) if identity.exact else None
    if exact and ids.national_id_ok(exact):
        rows = reader.conn.execute(alive.where(table.c[identity.exact] == exact)).mappings().all()
        like = [row["id"] for row in rows if _names(register, values, dict(row)) >= 0.6]
        if len(like) == 1:
            return bytes(like[0])
    for key in identity.keys:
        if all(values.get(name) is not None for name in key):
            rows = reader.conn.execute(alive.where(_all(table, key, values))).mappings().all()
            return bytes(rows[0]["id"]) if len(rows) == 1 else None
    birth = values.get(identity.birth) if identity.birth else None
    if birth and len(birth) == 10 and match_text(register, values):
        rows = (
            reader.conn.execute(alive.where(table.c.match == match_text(register, values), table.c[identity.birth] == birth))
            .mappings()
            .all()
        )
        like = [row["id"] for row in rows if _exacts_agree(exact, row[identity.exact]) and _names(register, values, dict(row)) >= 0.9]
        if len(like) == 1:
            return bytes(like[0])
    return None


def _all(table: Any, key: tuple[str, ...], values: Mapping[str, Any]) -> Any:
    clause = table.c[key[0]] == values[key[0]]
    for name in key[1:]:
        clause = clause & (table.c[name] == values[name])
    return clause


def _answered(reader: Reader, record: bytes | None) -> set[bytes]:
    if record is None:
        return set()
    answers = schema.table_of(schema.NotSameRow)
    rows = reader.conn.execute(select(answers.c.a, answers.c.b).where(or_(answers.c.a == record, answers.c.b == record))).all()
    return {b if a == record else a for a, b in rows}


def _names(register: Register, values: Mapping[str, Any], row: Mapping[str, Any]) -> float:
    mine, theirs = (" ".join(thai.fold(each.get(name) or "") for name in register.identity.name) for each in (values, row))
    keys = (match_text(register, values), match_text(register, row))
    if not mine.strip() or not theirs.strip():
        return 1.0 if not register.identity.name else 0.0
    if mine == theirs:
        return 1.0
    return max(SequenceMatcher(None, mine, theirs).ratio(), 0.96 if keys[0] == keys[1] else 0.0)


def _exacts_agree(mine: str | None, theirs: str | None) -> bool:
    return not mine or not theirs or mine == theirs


def _score(register: Register, values: Mapping[str, Any], row: Mapping[str, Any]) -> tuple[float, list[str]]:
    identity = register.identity
    for key in identity.keys:
        if all(values.get(name) is not None and values[name] == row[name] for name in key):
            return 1.0, [_("the same entry is already here")]
    reasons: list[str] = []
    score = name = _names(register, values, row)
    reasons.append(_("same name") if name == 1.0 else _("name alike {score}").format(score=f"{name:.2f}"))
    mine, theirs = (each.get(identity.exact) if identity.exact else None for each in (values, row))
    if mine and theirs:
        if mine == theirs:
            score = max(score, 0.99 if name >= 0.6 else 0.8)
            reasons.insert(0, _("same national ID"))
        else:
            different = sum(a != b for a, b in zip(mine, theirs, strict=False)) + abs(len(mine) - len(theirs))
            score -= 0.05 if different <= 2 else 0.3
            reasons.append(_("ID differs in {count} digits").format(count=different))
    born, other = (each.get(identity.birth) if identity.birth else None for each in (values, row))
    if born and other:
        length = min(len(born), len(other))
        if born[:length] == other[:length]:
            score += 0.05
            reasons.append(_("same birth date"))
        else:
            score -= 0.1 if born[:4] == other[:4] else 0.25
            reasons.append(_("birth date differs"))
    return max(0.0, min(1.0, score)), reasons


__all__ = ["SUGGEST", "Candidate", "candidates", "find", "match_text"]
