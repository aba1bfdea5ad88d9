"""The region in the pictures: ninety-five councils of thirteen provinces, as a year of hand-overs leaves them. Entered as if each had sent."""

from __future__ import annotations

from sqlalchemy import insert

from desktop.base.ids import new_id
from desktop.base.regions import BANGKOK_EAST, regions
from desktop.records.book import Book
from desktop.records.invented_region import councils
from desktop.store import schema, versions
from desktop.sync import peers
from desktop.sync.peers import OfficeCard

_DAY_MS = 86_400_000
_NAMES = ("กตัญญู", "ปิ่น", "ฐิติ", "ผู้ใหญ่", "ศักดิ์สิทธิ์", "ญาณี")


def many_councils(region: Book, count: int = 95) -> None:
    """Admit councils; most sent lately, some are late, some never sent; their records are more or less complete."""
    now = region.clock.now_ms()
    plan = councils(regions()[BANGKOK_EAST].provinces, count)
    uids = [new_id() for _each in plan]
    with region.store.transaction() as conn:
        for number, (uid, each) in enumerate(zip(uids, plan, strict=True)):
            peers.keep_office(conn, OfficeCard(uid, "council", each.name, each.area), "admitted")
            key = peers.keep_device(conn, uid, bytes(31) + bytes([number]), f"age1{number}", now - (200 - number) * _DAY_MS)
            if number % 11 == 10:
                continue  # never sent
            days = 40 + number if number % 7 == 6 else number % 30
            for back in range(1 + number % 3, 0, -1):
                conn.execute(
                    insert(schema.ParcelRow).values(
                        parcel=new_id(),
                        direction="in",
                        device=key.fingerprint,
                        office=uid,
                        scope=uid,
                        number=4 + number % 5 - back,
                        sha256=bytes(32),
                        at_ms=now - days * _DAY_MS - (back - 1) * 30 * _DAY_MS - number * 777_000,
                        status="applied",
                        counts="{}",
                        vector=versions.encode(now << 16),
                    )
                )
    with region.write() as deed:
        for number, uid in enumerate(uids[:40]):
            if number % 11 == 10:
                continue
            for who in range(1 + number % 3):
                given = {"first_name": _NAMES[(number + who) % len(_NAMES)], "last_name": f"สมมติ{number}"}
                if number % 2:
                    given |= {"birth_date": "1970-05-01", "house_no": f"{number}/{who}", "tambon_code": plan[number].tambon[:6]}
                deed.put("people", None, given, council=uid)
