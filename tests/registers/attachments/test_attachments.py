"""The rules of photos and papers."""

from __future__ import annotations

import pytest

from desktop.records.codes import shipped
from desktop.registers import REGISTERS
from desktop.registers.attachments.model import OWNERS, SIGNATURE, STEPS
from tests.registers.rules import LINKED, errors, warnings

FILE = {"content": "ab" * 32}


@pytest.mark.parametrize("owner", OWNERS)
def test_a_picture_belongs_to_something_and_has_a_file(owner: str) -> None:
    assert errors("attachments", FILE) == {("case", "whose_missing")}
    assert errors("attachments", {owner: LINKED}) == {("content", "file_missing")}
    assert errors("attachments", FILE | {owner: LINKED}) == set()


def test_everything_a_picture_may_belong_to_is_a_link_of_it() -> None:
    spec = REGISTERS["attachments"]
    assert {field.name for field in spec.fields if field.register} == set(OWNERS)
    for related in (related for register in REGISTERS.values() for related in register.related if related.register == "attachments"):
        assert related.link in OWNERS


def test_a_photo_of_the_work_says_what_it_shows() -> None:
    for kind in STEPS:
        whole = FILE | {"case": LINKED, "kind": kind}
        assert warnings("attachments", whole) == {("caption", "caption_missing")}
        assert warnings("attachments", whole | {"caption": "หลังคาใหม่"}) == set()
    assert warnings("attachments", FILE | {"case": LINKED, "kind": "SCAN"}) == set()


def test_a_signature_is_somebodys() -> None:
    signature = FILE | {"kind": SIGNATURE}
    assert warnings("attachments", signature | {"household": LINKED}) == {("person", "signature_of_nobody")}
    assert warnings("attachments", signature | {"person": LINKED}) == set() == warnings("attachments", signature | {"consent": LINKED})


def test_the_kinds_with_rules_of_their_own_are_codes() -> None:
    assert {entry.code for entry in shipped().entries("attachment_kind")} > {*STEPS, SIGNATURE}


def test_a_picture_is_called_by_its_caption_else_by_its_kind() -> None:
    called = REGISTERS["attachments"].name_of
    assert called({"caption": "หลังคาใหม่", "kind": "AFTER"}) == "หลังคาใหม่"
    assert (called({"kind": "AFTER"}), called({})) == ("After", "Picture")
