"""How products and their marks are described."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from desktop.base.i18n import N_
from desktop.records.query import BLANK, NOT_BLANK
from desktop.records.register import Field, Filter, Identity, Kind, Lookup, Register, Related, View
from desktop.registers.products import service
from desktop.registers.products.model import Product, ProductMark, mark_problems, problems

_PRODUCT = N_("Product")
_TRADE = N_("Trade")


def _name(values: Mapping[str, Any]) -> Sequence[str]:
    return (values.get("name") or "",)


def _search(values: Mapping[str, Any]) -> Sequence[str]:
    return [text for text in (values.get(name) for name in ("name", "maker", "wisdom", "raw_material", "description", "note")) if text]


PRODUCTS = Register(
    name="products",
    title=N_("Products"),
    singular=N_("Product"),
    model=Product,
    icon="star",
    group=N_("Economy"),
    fields=(
        Field(
            "name",
            Kind.TEXT,
            N_("Name"),
            required=True,
            section=_PRODUCT,
            headings=("ชื่อผลิตภัณฑ์", "ผลิตภัณฑ์", "ชื่อสินค้า", "สินค้า", "ของดี", "Product"),
        ),
        Field(
            "kind",
            Kind.CODE,
            N_("Kind of product"),
            code_list="otop_kind",
            section=_PRODUCT,
            headings=("ประเภทผลิตภัณฑ์", "ประเภท", "ประเภทสินค้า"),
        ),
        Field("enterprise", Kind.LINK, N_("Made by"), register="enterprises", section=_PRODUCT),
        Field(
            "maker",
            Kind.TEXT,
            N_("Maker (not in the book)"),
            section=_PRODUCT,
            headings=("ผู้ผลิต", "ผู้ประกอบการ", "ผู้ผลิต/ผู้ประกอบการ", "กลุ่มผู้ผลิต", "ชื่อผู้ผลิต"),
        ),
        Field("raw_material", Kind.TEXT, N_("Raw material from"), section=_PRODUCT, headings=("วัตถุดิบ", "แหล่งวัตถุดิบ")),
        Field("wisdom_owner", Kind.LINK, N_("Owner of the wisdom"), register="people", section=_PRODUCT),
        Field("wisdom", Kind.NOTE, N_("Wisdom"), section=_PRODUCT),
        Field("description", Kind.NOTE, N_("Description"), section=_PRODUCT, headings=("รายละเอียด", "จุดเด่น")),
        Field("capacity", Kind.NUMBER, N_("Capacity a month"), section=_TRADE, headings=("กำลังการผลิต", "กำลังผลิต", "กำลังการผลิต/เดือน")),
        Field("unit", Kind.CODE, N_("Unit"), code_list="unit", open_list=True, section=_TRADE, headings=("หน่วย", "หน่วยนับ")),
        Field("cost", Kind.MONEY, N_("Cost for one"), section=_TRADE, headings=("ต้นทุน", "ต้นทุน/หน่วย")),
        Field("price", Kind.MONEY, N_("Price for one"), section=_TRADE, headings=("ราคา", "ราคาขาย", "ราคา/หน่วย", "ราคาจำหน่าย", "Price")),
        Field(
            "channels",
            Kind.CODES,
            N_("Where it is sold"),
            code_list="channel",
            section=_TRADE,
            headings=("ช่องทางจำหน่าย", "ช่องทางการจำหน่าย", "ช่องทางการตลาด"),
        ),
        Field("stars", Kind.INTEGER, N_("OTOP stars"), minimum=1, maximum=5, section=_TRADE, headings=("ดาว", "ระดับดาว")),
        Field("dimensions", Kind.CODES, N_("Quality-of-life dimensions"), code_list="quality_of_life", section=_TRADE),
        Field("tambon_code", Kind.AREA, N_("Tambon"), section=_TRADE),
        Field("note", Kind.NOTE, N_("Note"), section=_TRADE),
    ),
    columns=(
        "name",
        "kind",
        "enterprise_name",
        "price",
        "capacity",
        "unit",
        "stars",
        "tambon_code",
    ),
    name_fields=("name",),
    lookups=(Lookup("enterprise_name", "enterprise", "name", label=N_("Made by")),),
    filters=(Filter("kind"), Filter("channels"), Filter("tambon_code")),
    views=(
        View("stars", N_("With OTOP stars"), {"stars": NOT_BLANK}, sort="stars", descending=True),
        View("no_price", N_("Without a price"), {"price": BLANK}),
        View("no_maker", N_("Without a group that makes it"), {"enterprise": BLANK}),
    ),
    reminders=service.reminders,
    identity=Identity(keys=(("name", "enterprise"),), near=(("name",),)),
    children=("product_marks",),
    related=(Related("activity_products", "product"), Related("project_links", "product"), Related("attachments", "product")),
    problems=problems,
    sort_text=_name,
    search_text=_search,
)

PRODUCT_MARKS = Register(
    name="product_marks",
    title=N_("Marks"),
    singular=N_("Mark"),
    model=ProductMark,
    icon="shield-check",
    parent="product",
    fields=(
        Field("product", Kind.LINK, N_("Product"), register="products", required=True),
        Field("mark", Kind.CODE, N_("Mark"), code_list="product_mark", required=True),
        Field("number", Kind.TEXT, N_("Number on the mark")),
        Field("issued_on", Kind.DATE, N_("Issued on")),
        Field("expires_on", Kind.DATE, N_("Expires on")),
        Field("note", Kind.NOTE, N_("Note")),
    ),
    columns=(
        "mark",
        "number",
        "issued_on",
        "expires_on",
    ),
    name_fields=(
        "mark",
        "number",
    ),
    lookups=(Lookup("product_name", "product", "name", label=N_("Product")),),
    identity=Identity(keys=(("product", "mark", "number"),)),
    problems=mark_problems,
)
