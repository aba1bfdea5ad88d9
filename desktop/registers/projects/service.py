"""A project's way from draft to closed, and what falls due. See docs/projects.md."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from desktop.base.errors import Refused
from desktop.base.i18n import N_, _
from desktop.records.agreed import agreed_on
from desktop.records.deed import Deed
from desktop.records.plain import alive, live, stored
from desktop.records.register import Level, Problem, Reminder, Row
from desktop.registers.budget_lines.service import summed
from desktop.registers.projects import model
from desktop.registers.projects.model import CANCELLED, CHAIN, LINKED, MARKS, RETURNED, Shown
from desktop.store.history import Reader

Values = Mapping[str, Any]
_ANSWER = 60  # days after which one asks what became of a proposal


# -- what follows from a record being put


def entered(deed: Deed, project: bytes, values: Values) -> None:
    """The first step of a project. One that comes from earlier books may stand anywhere on its way: its step says so in words."""
    stored = deed.work.stored("projects", project)
    assert stored is not None
    status = stored["status"]
    if status is None:  # an import that does not say
        status = CHAIN[0]
        deed.put("projects", project, {"status": status}, within=True)
    on = stored[MARKS[status]] if status in MARKS else None
    reason = None if status == CHAIN[0] else _("Taken over from earlier records.")
    _step(deed, project, stored["council"], {"state": status, "on": on or deed.today, "reason": reason})


def binned(deed: Deed, project: bytes, gone: bool) -> None:
    """A project whose making was undone comes back with its first step, which went into the bin with it."""
    if not gone and not live(deed.work, "project_steps", project=project):
        table = deed.work.store.synced["project_steps"].table
        lost = deed.work.conn.execute(select(table.c.id).where(table.c.project == project).order_by(table.c.id)).first()
        if lost is not None:
            deed.restore("project_steps", lost.id, within=True)


def warnings(reader: Reader, record: bytes | None, values: Values) -> list[Problem]:
    """That the budget is not what the lines come to."""
    budget = values.get("budget")
    if record is None or budget is None:
        return []
    lines = [line for line in live(reader, "budget_lines", project=record) if line["requested"] is not None]
    asked = summed(line["requested"] for line in lines)
    if not lines or asked == budget:
        return []
    words = N_("The budget lines ask for {asked} baht, {difference} baht away from this.")
    told = {"asked": f"{asked:,.2f}", "difference": f"{abs(asked - budget):,.2f}"}
    return [Problem("budget", "lines_differ", words, Level.WARNING, told)]


# -- along the way


def agree(deed: Deed, records: Sequence[bytes], values: Values) -> None:
    """A meeting that was held has agreed to these projects by a resolution; the step bears the meeting's day."""
    told = {"on": agreed_on(deed, values["resolution"]), "resolution": values["resolution"]}
    for project in deed.chosen("projects", records):
        _go(deed, project, "COUNCIL_OK", told, {"resolution": values["resolution"]})


def submit(deed: Deed, records: Sequence[bytes], values: Values) -> None:
    """Hand the proposal in, for the first time or mended."""
    for project in deed.chosen("projects", records):
        asked = summed(line["requested"] for line in live(deed.work, "budget_lines", project=project.id))
        _go(deed, project, "SUBMITTED", {**values, "amount": asked or project.values["budget"]}, {}, asked=asked)


def send_back(deed: Deed, records: Sequence[bytes], values: Values) -> None:
    """It came back to be mended, for a reason."""
    for project in deed.chosen("projects", records):
        _go(deed, project, RETURNED, values)


def approve(deed: Deed, records: Sequence[bytes], values: Values) -> None:
    """The amount that was approved is the project's budget from now on."""
    for project in deed.chosen("projects", records):
        _go(deed, project, "APPROVED", values, {"budget": values["amount"]}, amount=values["amount"])


def start(deed: Deed, records: Sequence[bytes], values: Values) -> None:
    """The work begins; where no first day was planned, this is it."""
    for project in deed.chosen("projects", records):
        planned = project.values["start_on"]
        _go(deed, project, "RUNNING", values, {} if planned else {"start_on": deed.day(values)})


def report(deed: Deed, records: Sequence[bytes], values: Values) -> None:
    """What came of it is reported: outputs or outcomes are written."""
    for project in deed.chosen("projects", records):
        _go(deed, project, "REPORTED", values)


def close(deed: Deed, records: Sequence[bytes], values: Values) -> None:
    """The books are closed on it; nothing is typed any more."""
    for project in deed.chosen("projects", records):
        _go(deed, project, "CLOSED", values)


def cancel(deed: Deed, records: Sequence[bytes], values: Values) -> None:
    """It will not be, or not go on, for a reason."""
    for project in deed.chosen("projects", records):
        _go(deed, project, CANCELLED, values)


def step_back(deed: Deed, records: Sequence[bytes], values: Values) -> None:
    """Mend a step taken by mistake, or go on with a project that had ended: it stands where it stood before, and the history tells both."""
    for project in deed.chosen("projects", records):
        status = project.values["status"]
        came = [step["from_state"] for step in live(deed.work, "project_steps", project=project.id) if step["state"] == status]
        state = model.before(project.values, came[-1] if came else None)
        if state is None:
            raise Refused(N_("From where the project stands, this step can't be taken."), code="not_next")
        given_up = {MARKS[status]: None} if status in MARKS else {"resolution": None} if status == "COUNCIL_OK" else {}
        _move(deed, project, state, values, given_up)


def go_on(deed: Deed, records: Sequence[bytes], values: Values) -> None:
    """Make next year's project from one: a draft with the same aims, places, target groups and links; money and days are planned anew."""
    for project in deed.chosen("projects", records):
        old = project.values
        again = {name: old[name] for name in _CARRIED if old[name] is not None}
        year = values.get("fiscal_year") or ((old["fiscal_year"] + 1) if old["fiscal_year"] else None)
        title = values.get("title") or old["title"]
        new = again | {"title": title, "fiscal_year": year, "continues": project.id, "status": CHAIN[0]}
        made = deed.put("projects", None, new, council=project.council)
        for child, names in _COPIED.items():
            for each in live(deed.work, child, project=project.id):
                copied = {name: each[name] for name in names if each[name] is not None}
                deed.put(child, None, copied | {"project": made}, council=project.council)


_CARRIED = (
    "areas", "kind", "character", "proposer", "moos", "target_households", "source", "objective", "targets", "dimensions", "coordinator",
    "coordinator_phones", "network",
)  # fmt: skip
_COPIED: Mapping[str, Sequence[str]] = {
    "project_councils": ("participant", "council_name", "tambon_code", "role"),
    "project_targets": ("target_group", "count", "unit"),
    "project_links": (*LINKED, "how"),
}


# -- what falls due


def reminders(reader: Reader, today: str) -> list[Reminder]:
    """Projects past their last day, proposals without an answer, instalments that did not come. Of our own projects only."""
    found = []
    for project in _own(reader, "RUNNING"):
        if project["end_on"] is not None and project["end_on"] < today:
            words = N_("The project is past its last day and not reported: {project}")
            found.append(Reminder("projects", words, {"project": project["title"]}, project["end_on"], project["id"], late=True))
    for project in _own(reader, "SUBMITTED"):
        due = _later(project["submitted_on"], _ANSWER)
        if due and due < today:
            words = N_("Submitted {days} days ago without an answer: {project}")
            told = {"days": _days(project["submitted_on"], today), "project": project["title"]}
            found.append(Reminder("projects", words, told, due, project["id"], late=True))
    return found + _unpaid(reader, today)


def _unpaid(reader: Reader, today: str) -> list[Reminder]:
    table = reader.store.synced["instalments"].table
    late = alive(table), table.c.council == reader.store.office, table.c.received_on.is_(None), table.c.due_on < today
    rows = reader.conn.execute(select(table.c.number, table.c.due_on, table.c.project).where(*late)).all()
    projects = stored(reader, "projects", {row.project for row in rows if row.project is not None})
    found = []
    for row in rows:
        project = projects.get(row.project)
        if project is not None and not project["deleted"] and project["status"] in ("APPROVED", "RUNNING", "REPORTED"):
            words = N_("Instalment {number} has not come: {project}")
            told = {"number": row.number, "project": project["title"]}
            found.append(Reminder("projects", words, told, row.due_on, row.project, late=True))
    return found


# -- the inside


def _go(deed: Deed, project: Row, state: str, values: Values, changes: Values | None = None, **shown: Any) -> None:
    """A step through its guard."""
    on = deed.day(values)
    model.step_allowed(project.values, state, Shown(reason=values.get("reason"), on=on, **shown))
    marked = {MARKS[state]: on} if state in MARKS else {}
    _move(deed, project, state, values, marked | dict(changes or {}))


def _move(deed: Deed, project: Row, state: str, values: Values, changes: Values) -> None:
    deed.put("projects", project.id, {**changes, "status": state}, within=True)
    told = {name: values.get(name) for name in ("reason", "resolution", "amount")}
    came = {"state": state, "from_state": project.values["status"], "on": deed.day(values)}
    _step(deed, project.id, project.council, came | told)


def _step(deed: Deed, project: bytes, council: bytes, values: Values) -> None:
    deed.put("project_steps", None, {"project": project, "by": deed.actor, **values}, council=council, within=True)


def _own(reader: Reader, status: str) -> list[Mapping[str, Any]]:
    return live(reader, "projects", reader.store.office, status=status)


def _later(day: str | None, days: int) -> str:
    return (dt.date.fromisoformat(day) + dt.timedelta(days=days)).isoformat() if day and len(day) == 10 else ""


def _days(since: str, today: str) -> int:
    return (dt.date.fromisoformat(today) - dt.date.fromisoformat(since)).days
