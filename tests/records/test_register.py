"""How registers are described: what a description promises to lists, forms, sheets and the hand-over."""

from __future__ import annotations

import random

import pytest

from desktop.records.book import synced_of
from desktop.records.codes import shipped
from desktop.records.register import DECIMALS, SETS, Kind, Register
from desktop.registers import REGISTERS
from desktop.store.schema import RECORD_COLUMNS, table_of

ALL = pytest.mark.parametrize("register", REGISTERS.values(), ids=lambda register: register.name)
TYPES = {
    Kind.INTEGER: int, Kind.MONEY: int, Kind.BOOL: bool, Kind.LINK: bytes,
}  # fmt: skip


@ALL
def test_fields_are_the_columns_of_the_model(register: Register) -> None:
    columns = [column.name for column in table_of(register.model).c if column.name not in RECORD_COLUMNS]
    assert sorted(field.name for field in register.fields) == sorted(columns)
    assert table_of(register.model).name == register.name


@ALL
def test_columns_hold_what_their_kind_needs(register: Register) -> None:
    for field in register.fields:
        column = table_of(register.model).c[field.name]
        assert column.nullable, "blank is NULL"
        if field.kind in SETS:
            assert type(column.type).__name__ == "TextSet", field.name
        elif field.kind in DECIMALS:
            assert type(column.type).__name__ == "Baht", field.name
        else:
            assert column.type.python_type is TYPES.get(field.kind, str), field.name


@ALL
def test_names_in_a_description_mean_something(register: Register) -> None:
    for name in (*register.columns, *register.name_fields, *(each.field for each in register.filters)):
        assert REGISTERS.described(register, name).label, name
    for link in (register.sort_link, *register.search_links, *([register.parent] if register.parent else [])):
        assert not link or register.field(link).kind is Kind.LINK
    for field in register.fields:
        assert (field.kind is Kind.LINK) == bool(field.register), field.name
        assert not field.register or field.register in REGISTERS
    for lookup in register.lookups:
        assert register.field(lookup.link).kind is Kind.LINK
        assert REGISTERS[register.field(lookup.link).register].has(lookup.field)
    for reverse in register.reverses:
        assert REGISTERS[reverse.register].field(reverse.link).register == register.name
        assert REGISTERS.described(REGISTERS[reverse.register], reverse.field).label
    for child in register.children:
        assert REGISTERS[child].field(REGISTERS[child].parent).register == register.name


@ALL
def test_a_name_stands_for_one_value(register: Register) -> None:
    names = [field.name for field in register.fields]
    names += [lookup.name for lookup in register.lookups] + [reverse.name for reverse in register.reverses]
    assert len(names) == len(set(names))


@ALL
def test_code_lists_exist_and_only_codes_have_them(register: Register) -> None:
    for field in register.fields:
        assert (field.kind in (Kind.CODE, Kind.CODES)) == bool(field.code_list), field.name
        if field.code_list:
            assert shipped().entries(field.code_list)
        assert not field.open_list or field.kind is Kind.CODE


@ALL
def test_a_heading_belongs_to_one_field(register: Register) -> None:
    headings = [heading for field in register.fields for heading in field.headings]
    assert len(headings) == len(set(headings))


@ALL
def test_an_identity_is_made_of_fields(register: Register) -> None:
    identity = register.identity
    for name in (*identity.name, *([identity.exact] if identity.exact else []), *([identity.birth] if identity.birth else [])):
        assert register.has(name)
    assert all(register.has(name) for key in identity.keys for name in key)


@ALL
def test_defaults_are_values_of_fields_and_a_blank_record_is_only_ever_refused(register: Register) -> None:
    assert all(register.has(name) for name in register.defaults())
    blank = dict.fromkeys((field.name for field in register.fields), None)
    assert all(register.has(problem.field) for problem in register.problems(blank))
    assert isinstance(register.name_of(blank), str)
    assert all(isinstance(text, str) for text in (*register.sort_text(blank), *register.search_text(blank)))


def test_identity_and_health_are_sensitive() -> None:
    sensitive = {(register.name, field.name) for register in REGISTERS.values() for field in register.fields if field.sensitive}
    assert sensitive >= {("people", "national_id"), ("people", "vulnerable"), ("households", "hardships"), ("cases", "needs")}


def test_an_unknown_name_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        REGISTERS["people"].field("colour")
    with pytest.raises(KeyError):
        REGISTERS.described(REGISTERS["people"], "colour")


@ALL
def test_what_an_edit_leaves_as_it_was_is_not_derived_anew_and_comes_out_the_same(register: Register) -> None:
    draw = random.Random(register.name)
    texts = (None, "", "ทองใบ", "ใจดี", "นาย ทองใบ (แดง)", "ก  ข\nค", "๑๒", "Anna", "08 1", "เเก้ว")
    synced = synced_of(register)

    def some(name: str) -> object:
        if name in synced.sets:
            return draw.choice((None, ("0812345678",), ("021", "0899999999")))
        kind = synced.table.c[name].type.python_type if name not in synced.money else None
        return draw.choice(texts) if kind is str else draw.choice((None, 1, 12)) if kind is int else None

    for _run in range(60):
        row = {name: some(name) for name in synced.fields}
        row |= synced.derive(row)
        changed = draw.sample(synced.fields, 1 + draw.randrange(3))
        values = row | {name: some(name) for name in changed}
        few = synced.needed(changed)  # and nothing else is looked at
        found = synced.rederive({name: row[name] for name in few}, {name: values[name] for name in few}, changed)
        assert {**{name: row[name] for name in ("name_sort", "search", "match")}, **found} == synced.derive(values)


@ALL
def test_many_changes_are_found_sound_together_where_each_cell_is(register: Register) -> None:
    draw = random.Random(register.name)
    synced = synced_of(register)
    wires = (None, "", "ทองใบ", "nul\0", "2024-02-29", "2024-02-30", "12.50", 12, 1 << 60, True, False, b"x" * 16, b"x")
    cells = [
        *synced.fields,
        *(f"{name}+0812345678" for name in synced.sets),
        "~",
        "colour",
        "colour+red",
        "",
        *(f"{name}\0" for name in synced.fields[:1]),
    ]
    sound = [(cell, wire) for cell in cells for wire in wires if synced.sound(cell, wire)]
    assert len(sound) > len(synced.fields)
    for _run in range(60):
        records = [dict(draw.sample(sound, min(len(sound), draw.randrange(6)))) for _record in range(20)]
        assert synced.are_all_sound(records)
        cell, wire = draw.choice(cells), draw.choice(wires)
        records[draw.randrange(20)][cell] = wire
        assert synced.are_all_sound(records) == synced.sound(cell, wire)
