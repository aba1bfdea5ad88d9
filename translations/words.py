"""The words of the program: `make words` extracts them and brings th, en and qps up to date; `make check` sees that they are.

    python translations/words.py             extract, update the catalogues
    python translations/words.py --check     change nothing; say what is stale, missing or wrong, and fail if anything is
    python translations/words.py --compile   write the .mo files the program reads (built, never committed)
    python translations/words.py --merge F   take {msgid: Thai} from JSON files into th

msgids are English; th is kept by people; en only holds what must differ from its msgid; qps is made: longer, bracketed and accented, so
that a clipped label or a forgotten string shows. No places and no dates are written, so a catalogue changes only when words do.
"""

from __future__ import annotations

import argparse
import io
import json
import re
import string
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

HERE = Path(__file__).resolve().parent
SOURCE = HERE.parent / "desktop"
DOMAIN = "desktop"
TEMPLATE = HERE / f"{DOMAIN}.pot"
LANGUAGES = ("th", "en")  # shipped
PSEUDO = "qps"
COMPLETE = "th"  # must have every word
PLURALS = {"th": "nplurals=1; plural=0;", "en": "nplurals=2; plural=(n != 1);", PSEUDO: "nplurals=2; plural=(n != 1);"}
KEYWORDS: dict[str, tuple[int | tuple[int, int] | tuple[int, str], ...] | None] = {
    "_": None,
    "N_": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
TAG = "TRANSLATORS:"

_KEEP = re.compile(r"(\{[^{}]*\}|<[^<>]*>|&\w+;|&\w)")  # fields, tags, entities and mnemonics stay what they are in qps
_ACCENTS = str.maketrans("AEIOUYaeiouyncsz", "ÀÉÎÖÛÝàéîöûýñçšž")


def extract() -> Catalog:
    """All words of the source tree, in order."""
    with (HERE / "babel.cfg").open(encoding="utf-8") as mapping:
        methods, options = parse_mapping_cfg(mapping)  # type: ignore[no-untyped-call]
    found = Catalog(charset="utf-8")
    for _file, _line, message, comments, context in extract_from_dir(
        SOURCE, methods, options, KEYWORDS, comment_tags=(TAG,), strip_comment_tags=True
    ):
        found.add(message, auto_comments=comments, context=context)
    return found


def po_file(language: str) -> Path:
    """Where a language's words lie."""
    return HERE / language / "LC_MESSAGES" / f"{DOMAIN}.po"


def load(language: str) -> Catalog:
    """A language's words as they lie; empty when there are none yet."""
    path = po_file(language)
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as source:
        return read_po(source, locale=language)


def text_of(catalog: Catalog, language: str = "") -> str:
    """A catalogue as the text of its file."""
    facts = ["Project-Id-Version: Sapha", *([f"Language: {language}"] if language else [])]
    facts += ["MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: 8bit"]
    facts += [f"Plural-Forms: {PLURALS[language]}"] if language else []
    out = io.BytesIO()
    write_po(out, catalog, width=0, no_location=True, omit_header=True, sort_output=True, ignore_obsolete=True)
    header = "".join(f'"{fact}\\n"\n' for fact in facts)
    return f'msgid ""\nmsgstr ""\n{header}\n{out.getvalue().decode("utf-8").strip()}\n'


def updated(language: str, template: Catalog) -> Catalog:
    """A language's words, with those of the template that it lacks (empty) and without those that went out of use."""
    known = load(language)
    fresh = Catalog(locale=language)
    for message in worded(template):
        old = known.get(message.id, message.context)
        kept = old.string if old is not None and bool(old.pluralizable) == bool(message.pluralizable) else ""
        if language == PSEUDO:
            made = tuple(map(pseudo, ids(message)))
            kept = made if message.pluralizable else made[0]
        flags = old.flags & {"fuzzy"} if old is not None and language != PSEUDO else ()
        fresh.add(message.id, kept, auto_comments=message.auto_comments, context=message.context, flags=flags)
    return fresh


def worded(catalog: Catalog) -> Iterator[Message]:
    """The messages of a catalogue without its header."""
    return (message for message in catalog if message.id)


def ids(message: Message) -> tuple[str, ...]:
    """The English of a message: one text, or singular and plural."""
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def strings(message: Message) -> tuple[str, ...]:
    """The translations of a message, one for each plural form; blank where missing."""
    return (message.string or "",) if isinstance(message.string, str | None) else tuple(message.string)


def pseudo(text: str) -> str:
    """A made-up translation that can still be read."""
    parts = [part if _KEEP.fullmatch(part) else part.translate(_ACCENTS) for part in _KEEP.split(text)]
    return f"[{''.join(parts)}{'·' * (len(text) // 3)}]"


def fields_of(text: str) -> set[str]:
    """The names of the fields in a message."""
    return {re.split(r"[.\[]", name)[0] for _text, name, _spec, _conversion in string.Formatter().parse(text) if name is not None}


def faults(message: Message) -> Iterator[str]:
    """What is wrong with one translation."""
    english, translated = ids(message)[-1], strings(message)
    if not all(translated):
        yield "is missing"
        return
    if message.fuzzy:
        yield "is fuzzy: look at it and take the mark off"
    for text in translated:
        try:
            given, wanted = fields_of(text), fields_of(english)
        except ValueError as broken:
            yield f"has broken braces ({broken})"
            continue
        if wanted - given:
            yield f"lost {', '.join(sorted(wanted - given))}"
        if given - wanted:
            yield f"invented {', '.join(sorted(given - wanted))}"
        if text.strip() != text and english.strip() == english:
            yield "has blanks around it"


def check() -> list[str]:
    """All that is stale, missing or wrong."""
    template = extract()
    found = []
    if not TEMPLATE.exists() or TEMPLATE.read_text(encoding="utf-8") != text_of(template):
        found.append(f"{TEMPLATE.name} is out of date: run make words")
    for language in (*LANGUAGES, PSEUDO):
        path = po_file(language)
        if not path.exists() or path.read_text(encoding="utf-8") != text_of(updated(language, template), language):
            found.append(f"{language} is out of date: run make words")
    for message in worded(updated(COMPLETE, template)):
        found += [f"{COMPLETE}: {message.id!r} {fault}" for fault in faults(message)]
    return found


def update() -> None:
    """Write the template and the catalogues."""
    template = extract()
    TEMPLATE.write_text(text_of(template), encoding="utf-8", newline="\n")
    for language in (*LANGUAGES, PSEUDO):
        catalog = updated(language, template)
        po_file(language).parent.mkdir(parents=True, exist_ok=True)
        po_file(language).write_text(text_of(catalog, language), encoding="utf-8", newline="\n")
    missing = sum(1 for message in worded(updated(COMPLETE, template)) if any(True for _ in faults(message)))
    print(f"{sum(1 for _ in worded(template))} words, {missing} to translate or mend in {COMPLETE}")


def merge(files: Sequence[Path]) -> None:
    """Fill what th lacks from JSON files of {msgid: Thai}; a key "context|msgid" serves that context only."""
    given: dict[str, str] = {}
    for file in files:
        given |= json.loads(file.read_text(encoding="utf-8"))
    template = extract()
    catalog = updated(COMPLETE, template)
    taken = 0
    for message in worded(catalog):
        keys = [f"{message.context}|{ids(message)[0]}"] if message.context else []
        text = next((given[key] for key in (*keys, *reversed(ids(message))) if given.get(key)), "")
        if text and not any(strings(message)):
            message.string = (text,) if message.pluralizable else text
            taken += 1
    po_file(COMPLETE).parent.mkdir(parents=True, exist_ok=True)
    po_file(COMPLETE).write_text(text_of(catalog, COMPLETE), encoding="utf-8", newline="\n")
    print(f"{taken} translations taken")


def compile_language(language: str, folder: Path) -> None:
    """Write a language's .mo below `folder`, as `desktop.base.i18n` reads it."""
    target = folder / language / "LC_MESSAGES" / f"{DOMAIN}.mo"
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("wb") as out:
        write_mo(out, load(language))


def main() -> int:
    """Do what the command line asks for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    deed = parser.add_mutually_exclusive_group()
    deed.add_argument("--check", action="store_true")
    deed.add_argument("--compile", action="store_true")
    deed.add_argument("--merge", nargs="+", type=Path, metavar="F")
    asked = parser.parse_args()
    if asked.check:
        found = check()
        print("\n".join(found) if found else "all words are there")
        return 1 if found else 0
    if asked.compile:
        for language in (*LANGUAGES, PSEUDO):
            compile_language(language, HERE)
        return 0
    if asked.merge:
        merge(asked.merge)
    update()
    return 0


if __name__ == "__main__":
    sys.exit(main())
