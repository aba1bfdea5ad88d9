"""Which provinces make up a region, as far as it is known: shipped data, a proposal that a regional office changes for itself."""

from __future__ import annotations

import csv
import functools
from dataclasses import dataclass

from desktop.base import i18n
from desktop.base.paths import resource

BANGKOK_EAST = "BKE"


@dataclass(frozen=True, slots=True)
class Region:
    """A region and its provinces' codes, in order."""

    code: str
    name_th: str
    name_en: str
    provinces: tuple[str, ...]

    @property
    def name(self) -> str:
        """The name in the language in use."""
        return self.name_th if i18n.language() == "th" else self.name_en


@functools.cache
def regions() -> dict[str, Region]:
    """The regions that are shipped, by code; today's provinces only."""
    found: dict[str, Region] = {}
    with resource("areas", "regions.tsv").open(encoding="utf-8", newline="") as lines:
        for line in csv.DictReader(lines, delimiter="\t"):
            if not line["valid_to"]:
                before = found[line["region"]].provinces if line["region"] in found else ()
                found[line["region"]] = Region(line["region"], line["name_th"], line["name_en"], (*before, line["province"]))
    return found
