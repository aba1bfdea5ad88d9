"""Every description agrees with its table, its code lists and the other rooms."""

from __future__ import annotations

import pytest

from desktop.base.areas import areas
from desktop.records import codes
from desktop.records.register import Kind, Register
from desktop.registers import REGISTERS
from desktop.store.schema import RECORD_COLUMNS, table_of

EACH = pytest.mark.parametrize("register", REGISTERS.values(), ids=lambda register: register.name)


@EACH
def test_the_fields_are_the_columns_of_the_table(register: Register) -> None:
    columns = {column.name for column in table_of(register.model).c} - set(RECORD_COLUMNS)
    assert {field.name for field in register.fields} == columns


@EACH
def test_every_coded_field_has_its_list_and_every_link_its_register(register: Register) -> None:
    for field in register.fields:
        if field.kind in (Kind.CODE, Kind.CODES):
            assert codes.shipped().entries(field.code_list)
        if field.kind is Kind.LINK:
            assert field.register in REGISTERS


@EACH
def test_all_columns_filters_names_and_keys_exist(register: Register) -> None:
    for name in (*register.columns, *(one.field for one in register.filters)):
        assert REGISTERS.described(register, name).label
    for name in register.name_fields:
        assert REGISTERS.described(register, name).label
    identity = register.identity
    for name in (*identity.name, *(name for key in identity.keys for name in key), *filter(None, (identity.exact, identity.birth))):
        assert register.has(name)
    for child in register.children:
        assert REGISTERS[child].field(REGISTERS[child].parent).register == register.name


@EACH
def test_the_defaults_are_values_of_its_fields(register: Register) -> None:
    for name, value in register.defaults().items():
        field = register.field(name)
        assert field.kind is not Kind.CODE or codes.shipped().get(field.code_list, value) is not None


def test_health_and_identity_are_marked_as_sensitive() -> None:
    marked = {(register.name, field.name) for register in REGISTERS.values() for field in register.fields if field.sensitive}
    assert marked == {
        ("people", "national_id"),
        ("people", "vulnerable"),
        ("people", "body_state"),
        ("people", "self_care"),
        ("people", "out_reasons"),
        ("households", "hardships"),
        ("cases", "needs"),
        ("referrals", "asked"),
        ("referrals", "answer"),
        ("indicator_sheets", "failed"),
        ("activity_people", "vulnerable"),
        ("fund_members", "kind"),
        ("fund_claims", "kind"),
        ("fund_claims", "reason"),
        ("attachments", "location"),
        ("proposals", "changes"),
        ("merge_parts", "now"),
    }


def test_the_words_of_a_list_lead_to_one_code_each() -> None:
    lists = codes.shipped()
    for register in REGISTERS.values():
        for field in register.fields:
            for entry in lists.entries(field.code_list) if field.code_list else ():
                assert lists.code_of(field.code_list, entry.label_th) == entry.code
                assert lists.code_of(field.code_list, entry.label_en) == entry.code


def test_the_area_table_knows_where_the_article_was_written() -> None:
    assert areas().name("210304", "th") == "เนินฆ้อ"
