"""Code lists (รายการรหัส): codes with labels in both languages, their source and the years they hold; shipped as data, editable later."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from desktop.base import i18n, thai
from desktop.base.paths import resource


@dataclass(frozen=True, slots=True)
class Code:
    """One entry of a code list. `also` are other words people write for it, for imports and typing."""

    code: str
    label_th: str
    label_en: str
    also: tuple[str, ...] = ()
    source: str = ""

    def label(self, language: str | None = None) -> str:
        """The label in a language (default: the one in use)."""
        return self.label_th if (language or i18n.language()) == "th" else self.label_en


class CodeLists:
    """All code lists by name; entries stay in the order of the file, which is the order people know."""

    def __init__(self, lists: Mapping[str, Sequence[Code]]) -> None:
        self._lists = {name: {entry.code: entry for entry in entries} for name, entries in lists.items()}
        self._words = {name: _words(entries) for name, entries in lists.items()}

    def entries(self, name: str) -> list[Code]:
        """The entries of a list, in order."""
        return list(self._lists[name].values())

    def get(self, name: str, code: str) -> Code | None:
        """The entry of a code, or None."""
        return self._lists[name].get(code)

    def label(self, name: str, code: str, language: str | None = None) -> str:
        """The label of a code; the text itself where it is not a code (an open list)."""
        entry = self.get(name, code)
        return entry.label(language) if entry else code

    def code_of(self, name: str, text: str) -> str | None:
        """The code people mean by a text: a code, a label in either language, or one of the words in `also`."""
        return self._words[name].get(thai.fold(text))


def _words(entries: Sequence[Code]) -> dict[str, str]:
    words: dict[str, str] = {}
    for entry in entries:
        for word in (entry.code, entry.label_th, entry.label_en, *entry.also):
            words.setdefault(thai.fold(word), entry.code)
    return words


@lru_cache(maxsize=1)
def shipped() -> CodeLists:
    """The lists that come with the program (resources/codes.csv)."""
    lists: dict[str, list[Code]] = {}
    with resource("codes.csv").open(encoding="utf-8", newline="") as lines:
        for line in csv.DictReader(lines):
            also = tuple(word.strip() for word in line["also"].split("|") if word.strip())
            lists.setdefault(line["list"], []).append(Code(line["code"], line["label_th"], line["label_en"], also, line["source"]))
    return CodeLists(lists)
