"""Makes the golden files of a format: `python -m tests.golden.make 1`. Only when a format is new: the files of a format made once stay as
they are for ever, as they stand for what is in use outside."""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from decimal import Decimal
from pathlib import Path

from desktop.base.clock import ScriptedClock
from desktop.records.book import Book
from desktop.registers import REGISTERS
from desktop.sync import enrol, exchange, taking
from tests.factory import AREA, CHEAP, case, household, person, project

HERE = Path(__file__).parent
PASSWORD = "golden"


def main(number: str) -> None:
    out = HERE / f"format-{number}"
    out.mkdir()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        clock = ScriptedClock()
        council, region = (
            Book.create(
                folder / kind,
                REGISTERS,
                kind=kind,
                name=name,
                areas=(AREA,),
                person="ทองใบ ตัวอย่าง",
                password=PASSWORD,
                clock=clock,
                cost=CHEAP,
            )[0]
            for kind, name in (("council", "สภาตัวอย่าง"), ("region", "ภาคตัวอย่าง"))
        )
        enrol.invite(region, folder / "invitation")
        enrol.accept(council, folder / "invitation", folder / "card")
        enrol.admit(region, folder / "card")
        old = person(council, first_name="เดิม", occupation="ทำนา", phones=("0810000001", "0810000002"))
        (first,) = exchange.make(council, folder)
        taking.take(region, [first.file])
        for book, words in ((council, "ทำสวน"), (region, "ค้าขาย")):
            with book.write() as deed:
                deed.put("people", old, {"occupation": words})
        with council.write() as deed:
            deed.put("people", old, {"phones": ("0810000002",)})
        home = household(council, head=old, income_month=Decimal("4500.50"))
        case(council, household=home, needs=("HOUSING", "HEALTH"))
        project(council, title="ซ่อมบ้าน", budget=Decimal(45_000))
        gone = person(council, first_name="ลบแล้ว")
        council.delete("people", [gone])
        (second,) = exchange.make(council, folder)
        shutil.copy(second.file, out / "second.parcel")
        letters(region, folder, clock, out)
        for book, name in ((region, ""), (council, "council-")):
            kept = book.back_up("golden")
            assert kept is not None
            shutil.copy(kept, out / f"{name}book.db")
            shutil.copy(book.folder / "vault.json", out / f"{name}vault.json")
        (answered,) = taking.take(region, [second.file], receipts=folder)
        assert answered.receipt is not None
        shutil.copy(answered.receipt, out / "receipt.parcel")
        council.close()
        region.close()


def letters(region: Book, folder: Path, clock: ScriptedClock, out: Path) -> None:
    """An invitation of the region, and the card by which a council that is not admitted yet answers it."""
    guest, _code = Book.create(
        folder / "guest",
        REGISTERS,
        kind="council",
        name="สภาแขก",
        areas=("210305",),
        person="ทองดี",
        password=PASSWORD,
        clock=clock,
        cost=CHEAP,
    )
    invited = enrol.invite(region, out / "region.invitation")
    answered = enrol.accept(guest, out / "region.invitation", out / "guest.card")
    truth = {"own_code": invited.code, "code": answered.code, "fingerprint": guest.store.fingerprint, "at_ms": clock.now_ms()}
    (out / "truth.json").write_text(json.dumps(truth, indent=1) + "\n", encoding="utf-8")
    guest.close()


if __name__ == "__main__":
    main(sys.argv[1])
