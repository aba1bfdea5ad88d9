"""The article's year as data: 13 provinces, 92 projects of 45,000 baht, 95 tambons. The councils and titles are invented."""

from __future__ import annotations

from desktop.base.areas import areas

# The thirteenth province is not certain (domain.md 4.3); it is data here, as it is in the product.
PROVINCES = ("10", "11", "12", "13", "20", "21", "22", "23", "24", "25", "26", "27", "74")


def _councils(count: int) -> list[str]:
    """Tambons in turn from each province, none twice."""
    pools = [[area.code for area in areas() if len(area.code) == 6 and area.code.startswith(province)] for province in PROVINCES]
    return [pools[number % len(pools)][number // len(pools)] for number in range(count)]


COUNCILS = _councils(95)
# Three projects reach over a second tambon, in another province, so that 92 projects name 95.
PROJECTS = [(COUNCILS[number], *([COUNCILS[92 + number]] if number < 3 else [])) for number in range(92)]
