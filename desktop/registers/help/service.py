"""The deed that puts help on record, done to whom it was given."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from desktop.base.errors import Refused
from desktop.base.i18n import N_
from desktop.records.deed import Deed


def record(register: str, link: str, carried: Sequence[str] = ()) -> Callable[[Deed, Sequence[bytes], Mapping[str, Any]], None]:
    """The deed for records of `register`: each is given this help, under `link`, and under those of its own links that are `carried`, so
    that what was given for a case is summed for its household and its person too."""

    def run(deed: Deed, records: Sequence[bytes], values: Mapping[str, Any]) -> None:
        given = dict(values) | {"given_on": values.get("given_on") or deed.today}
        for row in deed.rows(register, records):
            if row is None or row.deleted:
                raise Refused(N_("This record is no longer here."), code="gone")
            to = {link: row.id} | {name: row.values[name] for name in carried}
            deed.put("help", None, given | to, council=row.council)

    return run
