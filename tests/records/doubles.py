"""Invented people of several councils, some of them entered twice in the ways that happen, and who is who. The same for the same seed."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import Any

from tests.factory import national_id

_MEN = "บุญมี ทองดี สมชาย สมศักดิ์ ประเสริฐ วิชัย สุรชัย ประยูร จำนงค์ ณัฐพงษ์ ธนกฤต ภานุพงศ์ กิตติพงษ์ วรวุฒิ ธีรภัทร์ พิทักษ์ ชัยวัฒน์".split()
_WOMEN = "สมศรี บุญเรือน ทองใบ ประนอม สมจิตร สำเนียง บังอร วิไล พรทิพย์ เพ็ญศรี ณัฐธิดา สุพัตรา ศิริรัตน์ จิราภรณ์ วันเพ็ญ ฉวีวรรณ".split()
_HALF = "ทอง ศรี บุญ แก้ว สุข จันทร์ พรหม วงศ์ แสง รัตน มณี สุวรรณ เจริญ รุ่ง ไชย สังข์ อินทร์ เพชร โพธิ์ สิงห์ ธรรม บัว ปาน เย็น พูล นาค".split()
_LIKE = (("ณ", "น"), ("ศ", "ส"), ("ษ", "ส"), ("ภ", "พ"), ("ธ", "ท"), ("ญ", "ย"), ("ใ", "ไ"), ("ู", "ุ"), ("ี", "ิ"))
_MARKS = "่้๊๋์็"


@dataclass
class People:
    """Their values, the council of each by its number, and the pairs of numbers that are one person."""

    values: list[dict[str, Any]] = field(default_factory=list)
    councils: list[int] = field(default_factory=list)
    same: set[tuple[int, int]] = field(default_factory=set)


def people(seed: int, councils: int = 4, each: int = 500) -> People:
    """About `each` people a council: families, namesakes, and one in ten entered a second time, a tenth of those in the next council."""
    draw = random.Random(seed)
    made = People()
    numbers = iter(draw.sample(range(9_000_000), councils * each))
    for council in range(councils):
        here: list[int] = []
        while len(here) < each:
            here += _family(draw, made, council, numbers)
        for one in here:
            if draw.random() < 0.1:
                again = (council + 1) % councils if draw.random() < 0.1 else council
                made.same.add((one, _add(made, again, _typed_again(draw, made.values[one], moved=again != council))))
    return made


def _add(made: People, council: int, values: dict[str, Any]) -> int:
    made.values.append(values)
    made.councils.append(council)
    return len(made.values) - 1


def _family(draw: random.Random, made: People, council: int, numbers: Any) -> list[int]:
    last = draw.choice(_HALF) + draw.choice(_HALF)
    home, moo = f"{draw.randrange(1, 300)}/{draw.randrange(1, 9)}", draw.randrange(1, 10)
    found = []
    for _member in range(draw.randrange(1, 6)):
        sex = draw.choice("MF")
        number = next(numbers, None)
        if number is None:
            break
        born = f"{draw.randrange(1940, 2020)}-{draw.randrange(1, 13):02}-{draw.randrange(1, 29):02}"
        values = {
            "prefix": "นาย" if sex == "M" else "นาง",
            "first_name": draw.choice(_MEN if sex == "M" else _WOMEN),
            "last_name": last,
            "sex": sex,
            "national_id": national_id(number) if draw.random() > 0.1 else None,
            "birth_date": draw.choice([born] * 8 + [born[:4], None]),
            "phones": (f"08{draw.randrange(10**8):08}",) if draw.random() < 0.7 else None,
            "house_no": home if draw.random() < 0.9 else None,
            "moo": moo,
        }
        found.append(_add(made, council, values))
        if draw.random() < 0.02:  # somebody else of the very same name
            other = values | {"national_id": None, "phones": None, "house_no": None, "birth_date": "1931-02-03"}
            found.append(_add(made, council, other))
    return found


def _typed_again(draw: random.Random, values: dict[str, Any], *, moved: bool) -> dict[str, Any]:
    again = dict(values)
    for name in ("first_name", "last_name"):
        if draw.random() < 0.35:
            again[name] = _misspelt(draw, again[name])
    if again["national_id"] and (slip := draw.random()) < 0.2:
        digits = again["national_id"]
        at = draw.randrange(3, 12)
        other = digits[:at] + str((int(digits[at]) + 1) % 10) + digits[at + 1 :]
        again["national_id"] = None if slip < 0.12 else other
    if again["birth_date"] and draw.random() < 0.2:
        again["birth_date"] = draw.choice([None, again["birth_date"][:4]])
    if draw.random() < 0.4:
        again["phones"] = None
    if draw.random() < 0.3:
        again["house_no"] = None
    if moved:
        again |= {"house_no": "1/1", "moo": 1}
    return again


def _misspelt(draw: random.Random, name: str) -> str:
    slip = draw.random()
    if slip < 0.4:
        for one, other in draw.sample(_LIKE, len(_LIKE)):
            if one in name[1:]:
                return name[0] + name[1:].replace(one, other, 1)
    if slip < 0.7:
        for mark in _MARKS:
            if mark in name:
                return name.replace(mark, "", 1)
    at = draw.randrange(1, len(name) - 1)
    return name[:at] + name[at + 1] + name[at] + name[at + 2 :] if slip < 0.85 else name[:at] + name[at + 1 :]
