"""Which records of many are worth comparing: those that share one of a few keys, and never too many of one key."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator
from itertools import combinations

from desktop.records.traits import Traits

MOST = 60  # of a key that more records share, each is compared with its nearest in a fixed order only
NEAREST = 8  # with how many after it
_NUMBER_BITS = 24  # sixteen million records
_NUMBERS = (1 << _NUMBER_BITS) - 1
_HASH = (1 << 39) - 1  # two keys in a million million fall together, which costs one comparison too many

Key = Callable[[Traits, int], tuple[int, ...] | None]


def _exact(traits: Traits, one: int) -> tuple[int, ...] | None:
    return (traits.exact[one],) if traits.exact[one] else None


def _name(traits: Traits, one: int) -> tuple[int, ...] | None:
    """Both names by their sound, with the council: who is called alike elsewhere is told by something more."""
    first, last = traits.key_of[traits.first[one]], traits.key_of[traits.last[one]]
    return (traits.council[one], first, last) if first and last else None


def _first_birth(traits: Traits, one: int) -> tuple[int, ...] | None:
    first, birth = traits.key_of[traits.first[one]], traits.birth[one]
    return (first, birth) if first and birth % 100 else None


def _last_birth(traits: Traits, one: int) -> tuple[int, ...] | None:
    last, birth = traits.key_of[traits.last[one]], traits.birth[one]
    return (last, birth) if last and birth % 100 else None


def _birth(traits: Traits, one: int) -> tuple[int, ...] | None:
    return (traits.council[one], traits.birth[one]) if traits.birth[one] % 100 else None


def _name_year(traits: Traits, one: int) -> tuple[int, ...] | None:
    first, last, birth = traits.key_of[traits.first[one]], traits.key_of[traits.last[one]], traits.birth[one]
    return (first, last, birth // 10000) if first and last and birth else None


def _phone(traits: Traits, one: int) -> tuple[int, ...] | None:
    return (traits.phone[one],) if traits.phone[one] else None


def _home_first(traits: Traits, one: int) -> tuple[int, ...] | None:
    first, home = traits.key_of[traits.first[one]], traits.home[one]
    return (traits.council[one], home, first) if first and home else None


def _home_last(traits: Traits, one: int) -> tuple[int, ...] | None:
    last, home = traits.key_of[traits.last[one]], traits.home[one]
    return (traits.council[one], home, last) if last and home else None


KEYS: dict[str, Key] = {
    "exact": _exact,
    "name": _name,
    "first_birth": _first_birth,
    "last_birth": _last_birth,
    "birth": _birth,
    "name_year": _name_year,
    "phone": _phone,
    "home_first": _home_first,
    "home_last": _home_last,
}


def pairs(traits: Traits, key: Key, chosen: bytearray | None = None, most: int = MOST) -> Iterator[tuple[int, int]]:
    """Pairs of records that share a key, the lower number first; where some are `chosen` (1 by number), only pairs with one of them."""
    packed = array("Q")
    for one in range(len(traits)):
        value = key(traits, one)
        if value is not None:
            packed.append((hash(value) & _HASH) << _NUMBER_BITS | one)
    group: list[int] = []
    last = -1
    for each in sorted(packed):
        if each >> _NUMBER_BITS != last:
            yield from _within(traits, group, chosen, most)
            group = []
            last = each >> _NUMBER_BITS
        group.append(each & _NUMBERS)
    yield from _within(traits, group, chosen, most)


def _within(traits: Traits, group: list[int], chosen: bytearray | None, most: int) -> Iterator[tuple[int, int]]:
    if len(group) < 2 or (chosen is not None and not any(chosen[one] for one in group)):
        return
    found: Iterator[tuple[int, int]] = combinations(group, 2) if len(group) <= most else _nearest(traits, group)
    if chosen is None:
        yield from found
    else:
        yield from ((one, two) for one, two in found if chosen[one] or chosen[two])


def _nearest(traits: Traits, group: list[int]) -> Iterator[tuple[int, int]]:
    """Each with those after it in the order of their names."""
    ordered = sorted(group, key=lambda one: (traits.names[traits.last[one]], traits.names[traits.first[one]], traits.id(one)))
    for at, one in enumerate(ordered):
        for two in ordered[at + 1 : at + 1 + NEAREST]:
            yield (one, two) if one < two else (two, one)
