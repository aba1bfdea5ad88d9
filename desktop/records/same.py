"""Same thing? Candidates for a record being typed, with scores and reasons, and the one record that surely is it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Select, Table, and_, bindparam, case, select

from desktop.base import ids, thai
from desktop.base.i18n import _
from desktop.records import pairs
from desktop.records.plain import alive
from desktop.records.register import Register, Row
from desktop.store.history import Reader

_LONGEST = 400  # letters of a match key: an entry of a server's index does not hold many more
SUGGEST = 0.75  # from here on a candidate is shown
_NEAR = 0.8  # how like a record is that shares what is only worth a look
_ENOUGH = 30  # records looked at in answer to one question
_LAST = "\U0010ffff"  # after every text that begins alike


@dataclass(frozen=True, slots=True)
class Candidate:
    """A record that may be the same; `score` 0..1, `reasons` in the language in use, the strongest first."""

    row: Row
    score: float
    reasons: tuple[str, ...]


_match_key = lru_cache(maxsize=1 << 15)(thai.match_key)
_split_name = lru_cache(maxsize=1 << 15)(thai.split_name)


def match_text(register: Register, values: Mapping[str, Any]) -> str:
    """What the `match` column holds: the sound-alike keys of the name fields, joined by spaces; a prefix glued to the name is none of it."""
    return _matched([_match_key(name) for name in _bare(register, values)])


def match_texts(register: Register, records: Sequence[Mapping[str, Any]]) -> list[str]:
    """`match_text` of many."""
    return [_matched(keys) for keys in thai.in_lists(thai.match_keys, [_bare(register, values) for values in records])]


def _matched(keys: list[str]) -> str:
    return " ".join(keys)[:_LONGEST] if any(keys) else ""


def apart(register: Register, values: Mapping[str, Any]) -> int:
    """Which of several with the same key this is; the first where nothing is said."""
    return (values.get(register.identity.apart) or 1) if register.identity.apart else 1


def candidates(
    reader: Reader, register: Register, values: Mapping[str, Any], exclude: bytes | None
) -> list[tuple[dict[str, Any], float, list[str]]]:
    """Stored records that may be the same as `values`, best first, as (columns, score, reasons)."""
    table = reader.store.synced[register.name].table
    refused = _answered(reader, exclude)
    looked: dict[bytes, dict[str, Any]] = {}
    # One question after the other, the surest first, each answered by an index: all in one with OR would read the whole table.
    for wanted, order in _questions(table, register, values):
        statement = select(table).where(wanted, alive(table)).order_by(*order).limit(_ENOUGH)
        looked |= {row["id"]: dict(row) for row in reader.conn.execute(statement).mappings() if row["id"] not in looked}
    found = []
    for record, row in looked.items():
        if record == exclude or record in refused:
            continue
        score, reasons = _score(register, values, row)
        if score >= SUGGEST:
            found.append((row, score, reasons))
    return sorted(found, key=lambda each: -each[1])  # of equals, the one found by the surer question


def _questions(
    table: Table, register: Register, values: Mapping[str, Any]
) -> Iterator[tuple[ColumnElement[bool], tuple[ColumnElement[Any], ...]]]:
    """What is looked for, and in which order where there is more of it than is looked at."""
    identity = register.identity
    exact = values.get(identity.exact) if identity.exact else None
    if exact:
        yield table.c[identity.exact] == exact, ()
    match = match_text(register, values)
    if match:
        birth = values.get(identity.birth) if identity.birth else None
        same_year = (case((table.c[identity.birth].startswith(birth[:4]), 0), else_=1),) if birth else ()
        yield table.c.match == match, same_year
        first, _space, last = match.partition(" ")
        if len(first) > 1 and last:
            begin = f"{first} {last[:2]}"
            yield table.c.match.between(begin, begin + _LAST), same_year
        if exact and len(exact) == _ID_DIGITS:
            yield table.c[identity.exact].in_(_one_digit_off(exact)), ()
    for key in (*identity.keys, *identity.near):
        if all(values.get(name) is not None for name in key):
            yield _all(table, key, values), ()


def find(reader: Reader, register: Register, values: Mapping[str, Any]) -> bytes | None:
    """The one record that surely is this: same sound exact identity under a like name; else a whole key; else name and full birth date.
    None when there is none, or more than one."""
    found = found_row(reader, register, values)
    return bytes(found["id"]) if found is not None else None


def equal_rows(reader: Reader, register: Register, wanted: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Live records of which these columns have these values."""
    statement = _equal_to(reader.store.synced[register.name].table, tuple(wanted))
    return [dict(row) for row in reader.conn.execute(statement, dict(zip(_BOUND, wanted.values(), strict=False))).mappings()]


Look = Callable[[Reader, Register, Mapping[str, Any]], list[dict[str, Any]]]


def found_row(reader: Reader, register: Register, values: Mapping[str, Any], look: Look = equal_rows) -> dict[str, Any] | None:
    """As `find`, with all columns of the record; `look` answers as `equal_rows` does, where somebody has fetched records ahead."""
    identity = register.identity
    exact = values.get(identity.exact) if identity.exact else None
    if exact and ids.national_id_ok(exact):
        rows = look(reader, register, {identity.exact: exact})
        like = [row for row in rows if _names(register, values, row) >= 0.6]
        if len(like) == 1:
            return like[0]
    for key in identity.keys:
        if all(values.get(name) is not None for name in key):
            whole = look(reader, register, {name: values[name] for name in key})
            whole = [row for row in whole if apart(register, row) == apart(register, values)]
            if len(whole) > 1 and register.span[1]:
                whole = [row for row in whole if row[register.span[1]] is None]  # who lives there twice, lives there now once
            return whole[0] if len(whole) == 1 else None
    birth = values.get(identity.birth) if identity.birth else None
    match = match_text(register, values) if birth and len(birth) == 10 else ""
    if match:
        rows = look(reader, register, {"match": match, identity.birth: birth})
        like = [row for row in rows if _exacts_agree(exact, row[identity.exact]) and _names(register, values, row) >= 0.9]
        if len(like) == 1:
            return like[0]
    return None


_BOUND = ("a", "b", "c", "d", "e", "f", "g", "h")


@lru_cache(maxsize=256)
def _equal_to(table: Table, names: tuple[str, ...]) -> Select[Any]:
    """Kept, as an import asks it for every row: to build it takes longer than to answer it."""
    return select(table).where(alive(table), *(table.c[name] == bindparam(bound) for name, bound in zip(names, _BOUND, strict=False)))


def near(
    register: Register, values: Mapping[str, Any], rows: Iterable[Mapping[str, Any]]
) -> list[tuple[Mapping[str, Any], float, list[str]]]:
    """Those of the rows that may be the same as `values`, best first, as (columns, score, reasons)."""
    found = [(row, *_score(register, values, row)) for row in rows]
    return sorted((each for each in found if each[1] >= SUGGEST), key=lambda each: -each[1])


def _all(table: Table, key: tuple[str, ...], values: Mapping[str, Any]) -> ColumnElement[bool]:
    return and_(*(table.c[name] == values[name] for name in key))


_ID_DIGITS = 13


def _one_digit_off(digits: str) -> list[str]:
    return [digits[:at] + other + digits[at + 1 :] for at in range(len(digits)) for other in "0123456789" if other != digits[at]]


def _bare(register: Register, values: Mapping[str, Any]) -> list[str]:
    """The texts of the name fields; where prefixes are written apart, without one that was typed into the first name, and the last name
    that was typed there with it."""
    texts = [values.get(name) or "" for name in register.identity.name]
    if texts and texts[0] and register.has("prefix"):
        prefix, first, last = _split_name(texts[0])
        if prefix or (last and not any(texts[1:])):
            texts[0] = first or texts[0]
            if last and len(texts) > 1:
                texts[1] = f"{last} {texts[1]}".strip()
    return texts


def _answered(reader: Reader, record: bytes | None) -> set[bytes]:
    if record is None:
        return set()
    answers = pairs.answered(reader, record)
    return {each.b if each.a == record else each.a for each in answers if each.answer != pairs.LATER}


def _names(register: Register, values: Mapping[str, Any], row: Mapping[str, Any]) -> float:
    mine, theirs = (" ".join(thai.fold(name) for name in _bare(register, each)) for each in (values, row))
    if not mine.strip() or not theirs.strip():
        return 0.0
    if mine == theirs:
        return 1.0
    sounds_alike = match_text(register, values) == match_text(register, row)
    return max(SequenceMatcher(None, mine, theirs).ratio(), 0.96 if sounds_alike else 0.0)


def _exacts_agree(mine: str | None, theirs: str | None) -> bool:
    return not mine or not theirs or mine == theirs


def _score(register: Register, values: Mapping[str, Any], row: Mapping[str, Any]) -> tuple[float, list[str]]:
    identity = register.identity
    over = bool(register.span[1]) and row[register.span[1]] is not None
    for key in identity.keys:
        if _equal(key, values, row) and apart(register, values) == apart(register, row) and not over:
            return 1.0, [_("the same entry is already here")]
    for key in identity.near:
        if _equal(key, values, row) and apart(register, values) == apart(register, row) and not over:
            return _NEAR, [_("the same: {fields}").format(fields=", ".join(_(register.field(name).label) for name in key))]
    if not identity.name:
        return 0.0, []
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


def _equal(key: tuple[str, ...], values: Mapping[str, Any], row: Mapping[str, Any]) -> bool:
    return all(values.get(name) is not None and values[name] == row[name] for name in key)


__all__ = ["SUGGEST", "Candidate", "apart", "candidates", "equal_rows", "find", "found_row", "match_text", "match_texts", "near"]
