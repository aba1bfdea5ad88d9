"""Commands about a whole book: new, counts, due, registers, check, rescue."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.base import dates, i18n
from desktop.base.errors import Fault, Refused
from desktop.base.i18n import LANGUAGES, N_, _
from desktop.base.ids import id_text
from desktop.cli.opening import NEW_PASSWORD, opened, password
from desktop.cli.output import Answer, Output, error_json

if TYPE_CHECKING:
    from desktop.records.book import Book
    from desktop.records.register import Field, Register


def new(options: argparse.Namespace, output: Output) -> Answer:
    """Make a book; its recovery code is said this once."""
    from desktop.records.book import Book
    from desktop.registers import REGISTERS

    folder = Path(options.profile)
    # Asked before the password is: nobody types one twice for nothing.
    if (folder / "book.db").exists() or (folder / "vault.json").exists():
        raise Refused(N_("There is already a book in this folder."), code="book_exists", field="profile")
    areas = _areas(options.area)
    if not options.name.strip():
        raise Refused(N_("Write what the office is called."), code="name_missing", field="name")
    if options.store and options.office != "region":
        raise Refused(
            N_("Only a regional office keeps its book on a server; a council's is on its own PC."), code="store_region", field="store"
        )
    book, recovery = Book.create(
        folder,
        REGISTERS,
        kind=options.office,
        name=options.name.strip(),
        areas=areas,
        person=options.person or "ผู้ใช้",
        password=password(twice=True),
        on=options.store,
    )
    with_office = {"profile": str(folder), "office": _office(book), "replica": book.replica.hex(), "recovery_code": recovery}
    book.close()
    lines = [
        _("The book of {office} was made in {folder}.").format(office=options.name.strip(), folder=folder),
        _("Recovery code: {code}").format(code=recovery),
        _("Print it and lock it away: without it a forgotten password can't be helped. It is shown only now."),
    ]
    return Answer(with_office, lines)


def join(options: argparse.Namespace, output: Output) -> Answer:
    """Another officer's folder for the book on a region's server; with a name, a new officer with a password of their own."""
    from desktop.records import joining
    from desktop.registers import REGISTERS

    known = password()
    own = password(twice=True, name=NEW_PASSWORD) if options.person.strip() else ""
    book = joining.join(Path(options.profile), options.store, REGISTERS, known)
    try:
        officer = joining.add_officer(book, known, options.person, own) if own else book.actor
        data = {"profile": options.profile, "office": _office(book), "replica": book.replica.hex(), "officer": officer.name}
        words = _("{officer} works in the book of {office} from {folder}.")
        return Answer(data, [words.format(officer=officer.name, office=book.office.name, folder=options.profile)])
    finally:
        book.close()


def _areas(text: str) -> tuple[str, ...]:
    from desktop.base import thai
    from desktop.base.areas import areas

    found: list[str] = []
    for word in thai.arabic_digits(text).replace(" ", "").split(","):
        successors = areas().successors(word)
        if areas().get(word) is not None:
            found.append(word)
        elif len(successors) == 1:
            found.append(successors[0])
        else:
            raise Refused(N_("There is no area with the code {text}."), code="area_unknown", field="area", text=word or text)
    return tuple(dict.fromkeys(found))


def _office(book: Book) -> dict[str, Any]:
    office = book.office
    return {"uid": office.uid.hex(), "kind": office.kind, "name": office.name, "areas": list(office.areas)}


def counts(options: argparse.Namespace, output: Output) -> Answer:
    """Live records by register."""
    with opened(options) as book:
        found = book.counts()
        lines = [f"{_(book.registers[name].title)}: {number:,}" for name, number in found.items()]
    return Answer(dict(found), lines)


def due(options: argparse.Namespace, output: Output) -> Answer:
    """What somebody should see to, what is late first."""
    with opened(options) as book:
        found = book.reminders()
        told = [
            {
                "register": each.register,
                "record": id_text(each.record) if each.record is not None else None,
                "message": _(each.message).format(**each.values),
                "due": each.due or None,
                "late": each.late,
            }
            for each in found
        ]
        lines = [
            "\t".join((dates.show(each.due) if each.due else "-", _(book.registers[each.register].title), str(said["message"])))
            for each, said in zip(found, told, strict=True)
        ]
    late = sum(each.late for each in found)
    lines.append(_("{count} to see to, {late} of them late").format(count=len(found), late=late))
    return Answer({"due": told, "late": late}, lines)


def registers(options: argparse.Namespace, output: Output) -> Answer:
    """The data dictionary, in both languages."""
    with opened(options) as book:
        language = i18n.language()
        worded: dict[str, dict[str, dict[str, str]]] = {}
        try:
            for spoken in LANGUAGES:
                i18n.use(spoken)
                for register in book.registers.values():
                    words = {field.name: _(field.label) for field in register.fields} | {"": _(register.title)}
                    worded.setdefault(register.name, {})[spoken] = words
        finally:
            i18n.use(language)
        found = [_register(book, register, worded[register.name]) for register in book.registers.values()]
    lines = []
    for each in found:
        lines.append(f"{each['name']}: {each['title']}")
        lines += [f"  {field['name']}\t{field['kind']}\t{field['label_th']}\t{field['label_en']}" for field in each["fields"]]
    return Answer({"registers": found}, lines)


def _register(book: Book, register: Register, words: dict[str, dict[str, str]]) -> dict[str, Any]:
    return {
        "name": register.name,
        "title": _(register.title),
        "title_th": words["th"][""],
        "title_en": words["en"][""],
        "fields": [_field(book, field, words) for field in register.fields],
        # Seen through links, not stored here.
        "lookups": [{"name": each.name, "link": each.link, "field": each.field} for each in register.lookups]
        + [{"name": each.name, "register": each.register, "link": each.link, "field": each.field} for each in register.reverses],
    }


def _field(book: Book, field: Field, words: dict[str, dict[str, str]]) -> dict[str, Any]:
    codes = book.codes(field.code_list) if field.code_list else []
    return {
        "name": field.name,
        "kind": str(field.kind),
        "label_th": words["th"][field.name],
        "label_en": words["en"][field.name],
        "sensitive": field.sensitive,
        "required": field.required,
        "register": field.register or None,
        "codes": [{"code": code.code, "label_th": code.label_th, "label_en": code.label_en} for code in codes],
        "open_list": field.open_list,
    }


_LOOKED_AT = {
    "pages": N_("pages of the file"),
    "cipher": N_("pages by their cipher"),
    "log": N_("changes in the log, their chain and signatures"),
    "records": N_("records and their history"),
}


def check(options: argparse.Namespace, output: Output) -> Answer:
    """Look at every page, tag, hash and signature. Exit 3 when something is wrong: that is the disk's doing, or somebody's."""
    from desktop.store.soundness import examine

    with opened(options) as book:
        findings = examine(book.store)
        data: dict[str, Any] = {
            "replica": book.replica.hex(),
            "office": _office(book),
            "sound": not any(finding.found for finding in findings),
            "found": [{"check": each.check, "looked_at": each.looked_at, "wrong": list(each.found)} for each in findings],
            "counts": book.counts(),
            "conflicts": len(book.conflicts()),
        }
    lines = [_("Replica") + ": " + data["replica"]]
    for finding in findings:
        state = _("sound") if not finding.found else _("not sound")
        lines.append(f"{_(_LOOKED_AT[finding.check])}: {finding.looked_at:,} – {state}")
        lines += [f"  {wrong}" for wrong in finding.found]
    if not data["sound"]:
        fault = Fault(
            N_(
                "The book is damaged. Put the newest good backup in its place with “sapha-cli rescue PROFILE --anyway”; the damaged file is kept."
            ),
            code="book_damaged",
        )
        data["error"] = error_json(fault)
        lines.append(fault.text())
    return Answer(data, lines, 0 if data["sound"] else 3)


def rescue(options: argparse.Namespace, output: Output) -> Answer:
    """Put the newest good backup in a damaged book's place. A book that opens is left alone unless it is said."""
    from desktop.records import rescue as rescuing
    from desktop.registers import REGISTERS

    folder, word = Path(options.profile), password()
    if not options.anyway and not options.dry_run:
        _damaged_only(options)
    offered = rescuing.offer(folder, word)
    data: dict[str, Any] = {"backup": offered.copy.name, "made_ms": offered.made_ms, "changes_missing": offered.lost, "rescued": False}
    if options.dry_run:
        return Answer(data, [offered.words(), _("Nothing was written: this was a dry run.")])
    book = rescuing.accept(folder, REGISTERS, word, offered)
    data |= {"rescued": True, "replica": book.replica.hex(), "counts": book.counts()}
    book.close()
    return Answer(data, [offered.words(), _("It is the book now; the damaged file lies beside it.")])


def _damaged_only(options: argparse.Namespace) -> None:
    from desktop.records.rescue import DAMAGED

    try:
        with opened(options):
            raise Refused(
                N_("This book opens; nothing has to be rescued. With --anyway the newest backup replaces it."), code="not_damaged"
            )
    except (Refused, Fault) as told:
        if told.code not in DAMAGED or told.field == "profile":  # an empty folder has nothing to rescue
            raise
