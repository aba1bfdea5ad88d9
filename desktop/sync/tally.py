"""How many different ids there are among very many, in eight bytes for each one named."""

from __future__ import annotations

from array import array
from collections.abc import Iterable

_PARTS = 256


class Tally:
    """Counts by hashes of 64 bits, with a secret that changes with every start of the program: of ten million ids two fall together once in
    three hundred thousand times, and nobody can choose ids that do."""

    def __init__(self) -> None:
        self._parts = [array("q") for _part in range(_PARTS)]
        self._added = 0

    def add(self, ids: Iterable[bytes]) -> None:
        """Each any number of times."""
        parts = self._parts
        for each in ids:
            number = hash(each)
            parts[number % _PARTS].append(number)
            self._added += 1

    @property
    def each_once(self) -> bool:
        """Whether none was named twice."""
        return len(self) == self._added

    def __len__(self) -> int:
        return sum(len(set(part)) for part in self._parts)
