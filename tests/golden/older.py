"""The registers of an older program: what it does not know yet."""

from __future__ import annotations

from dataclasses import replace

from desktop.records.register import Registers
from desktop.registers import REGISTERS

UNKNOWN = ("partners", "partner_contacts", "agreements", "partner_supports")  # registers that the older program has not yet
FIELDS = ("occupation", "phones")  # fields of people, likewise: a text and a set
OLD = Registers(
    [
        replace(register, fields=tuple(field for field in register.fields if name != "people" or field.name not in FIELDS))
        for name, register in REGISTERS.items()
        if name not in UNKNOWN
    ]
)
