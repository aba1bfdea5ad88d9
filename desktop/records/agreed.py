"""What a council agreed to: asked by every room where a meeting decides."""

from __future__ import annotations

from desktop.base.errors import Refused
from desktop.base.i18n import N_
from desktop.records.deed import Deed

APPROVING = frozenset({"APPROVE", "CERTIFY"})  # in the code list resolution_kind


def agreed_on(deed: Deed, resolution: bytes | None) -> str:
    """The day (ISO) of the meeting that agreed by this resolution. Refused unless it approves and the meeting was held."""
    row = deed.row("resolutions", resolution) if resolution is not None else None
    meeting = deed.row("meetings", row.values["meeting"]) if row is not None and not row.deleted else None
    if row is None or meeting is None or meeting.deleted:
        raise Refused(N_("Choose the resolution."), code="resolution_missing", field="resolution")
    if row.values["kind"] not in APPROVING:
        words = N_("That resolution does not approve anything. Choose the one that does.")
        raise Refused(words, code="not_approving", field="resolution")
    if meeting.values["status"] != "HELD":
        words = N_("The meeting was not held: only a resolution of a meeting that was held counts.")
        raise Refused(words, code="not_held", field="resolution")
    return str(meeting.values["held_on"])
