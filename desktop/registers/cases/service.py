"""Deeds on hardship cases: the chain of states, the score, the rank list, referrals; and what falls due. See docs/cases.md."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from decimal import ROUND_HALF_UP
from typing import Any

from sqlalchemy import func, select

from desktop.base.errors import Refused
from desktop.base.i18n import N_, _
from desktop.records import rules
from desktop.records.codes import CodeLists
from desktop.records.deed import Deed
from desktop.records.plain import age, holds, live
from desktop.records.query import ListQuery
from desktop.records.register import Reminder, Row
from desktop.registers.cases import model
from desktop.registers.cases.model import CHAIN, CLOSED, RANKED, Case, Evidence
from desktop.store.history import Reader

Values = Mapping[str, Any]
_SOON, _UNPROPOSED, _UNFINISHED = 7, 90, 180  # days


# -- what follows from a record being put


def entered(deed: Deed, case: bytes, values: Values) -> None:
    """The first step of a case. One that comes from earlier books may stand anywhere in the chain: its step says so in words, in the
    language of the office, because a reason is a text for people like any other and goes into sheets and parcels as it is."""
    stored = deed.work.stored("cases", case)
    assert stored is not None
    status = stored["status"]
    if status is None:  # an import that does not say
        status = CHAIN[0]
        deed.put("cases", case, {"status": status}, within=True)
    on = (stored["closed_on"] if status in CLOSED else None) or stored["opened_on"] or deed.today
    reason = None if status == CHAIN[0] else _("Taken over from earlier records.")
    _step(deed, case, stored["council"], {"state": status, "on": on, "reason": reason})
    if status == RANKED:
        _insert(deed, case, stored["council"], stored["rank"])


def binned(deed: Deed, case: bytes, gone: bool) -> None:
    """The rank list closes up behind a case that went into the bin, and makes room at its old place when it comes back. One whose making
    was undone comes back with its first step, which went into the bin with it."""
    stored = deed.work.stored("cases", case)
    assert stored is not None
    if not gone and not live(deed.work, "case_steps", case=case):
        for step in deed.ids(ListQuery("case_steps", parent=case, deleted=True))[:1]:
            deed.restore("case_steps", step, within=True)
    if stored["status"] == RANKED:
        if gone:
            _close_up(deed, stored["council"])
        else:
            _insert(deed, case, stored["council"], stored["rank"])


def visited(deed: Deed, visit: bytes, values: Values) -> None:
    """A visit says when the next one is; one that was due by then is done."""
    case = deed.work.stored("cases", values["case"])
    if case is None or case["deleted"]:
        return
    due, day = case["next_visit_on"], values["visited_on"]
    if values.get("next_on") is not None and (due is None or values["next_on"] > due or due <= day):
        deed.put("cases", case["id"], {"next_visit_on": values["next_on"]})
    elif due is not None and due <= day:
        deed.put("cases", case["id"], {"next_visit_on": None})


# -- along the chain


def verify(deed: Deed, records: Sequence[bytes], values: Values) -> None:
    """What was surveyed has been checked."""
    _each(deed, records, lambda case: _go(deed, case, "C20", Evidence(), values))


def certify(deed: Deed, records: Sequence[bytes], values: Values) -> None:
    """A meeting that was held has certified these cases by a resolution; the step bears the meeting's day."""
    resolution = deed.row("resolutions", values["resolution"])
    meeting = deed.row("meetings", resolution.values["meeting"]) if resolution is not None and not resolution.deleted else None
    if resolution is None or meeting is None or meeting.deleted:
        raise Refused(N_("Choose the resolution."), code="resolution_missing", field="resolution")
    shown = Evidence(resolution_kind=resolution.values["kind"] or "", meeting_status=meeting.values["status"])
    day = {"on": meeting.values["held_on"]}
    _each(deed, records, lambda case: _go(deed, case, "C30", shown, day, resolution=resolution.id))


def propose(deed: Deed, records: Sequence[bytes], values: Values) -> None:
    """Ask a programme for support; above its ceiling only with a reason."""
    new = {name: values[name] for name in ("programme_code", "programme_year", "budget")}
    limit = model.ceiling(deed.codes, values["programme_code"], values["programme_year"])
    shown = Evidence(reason=values.get("reason"), amount=values["budget"], ceiling=limit)
    _each(deed, records, lambda case: _go(deed, case, "C50", shown, values, new))


def approve(deed: Deed, records: Sequence[bytes], values: Values) -> None:
    """The programme grants an amount; above its ceiling only with a reason."""

    def one(case: Row) -> None:
        limit = model.ceiling(deed.codes, case.values["programme_code"], case.values["programme_year"])
        shown = Evidence(reason=values.get("reason"), amount=values["amount"], ceiling=limit)
        _go(deed, case, "C60", shown, values, {"approved": values["amount"]})

    _each(deed, records, one)


def start_work(deed: Deed, records: Sequence[bytes], values: Values) -> None:
    """Repairing, building or helping begins; a photo from before is shown, or why there is none."""
    _each(deed, records, lambda case: _go(deed, case, "C70", _pictured(deed, case, "BEFORE", values), values))


def finish(deed: Deed, records: Sequence[bytes], values: Values) -> None:
    """The work is done; a photo from after it is shown, or why there is none."""
    _each(deed, records, lambda case: _go(deed, case, "C80", _pictured(deed, case, "AFTER", values), values))


def close(deed: Deed, records: Sequence[bytes], values: Values) -> None:
    """Followed up to the end: what came of it."""
    shown = Evidence(outcome=values["outcome"])
    _each(deed, records, lambda case: _go(deed, case, "C90", shown, values, {"outcome": values["outcome"]}))


def leave(state: str) -> Callable[[Deed, Sequence[bytes], Values], None]:
    """The deed that ends a case by a side exit (X10-X60)."""

    def run(deed: Deed, records: Sequence[bytes], values: Values) -> None:
        def one(case: Row) -> None:
            same_as = values.get("same_as")
            shown = Evidence(
                reason=values.get("reason"),
                referred=any(each["state"] != "WITHDRAWN" for each in live(deed.work, "referrals", case=case.id)),
                same_as=same_as,
                ring=_leads_to(deed, same_as, case.id),
            )
            _go(deed, case, state, shown, values, {"same_as": same_as} if same_as is not None else {})

        _each(deed, records, one)

    return run


def refer(deed: Deed, records: Sequence[bytes], values: Values) -> None:
    """Hand a case on to a partner: a referral is made, and the case ends here if `closes` is said."""

    def one(case: Row) -> None:
        asked = {name: values.get(name) for name in ("partner", "asked", "due_on")}
        whose = {name: case.values[name] for name in ("household", "person", "responsible")}
        sent = {"case": case.id, "state": "SENT", "sent_on": deed.day(values)}
        deed.put("referrals", None, asked | whose | sent, council=case.council)
        if values.get("closes"):
            _go(deed, case, "X10", Evidence(referred=True), values)

    _each(deed, records, one)


def step_back(deed: Deed, records: Sequence[bytes], values: Values) -> None:
    """Mend a step taken by mistake: the case stands one step earlier, and the history tells both."""
    _each(deed, records, lambda case: _return(deed, case, model.BACK.get(case.values["status"]), values))


def reopen(deed: Deed, records: Sequence[bytes], values: Values) -> None:
    """Go on with a closed case from where it stood before it was closed."""

    def before(case: Row) -> str | None:
        state = case.values["status"]
        if state not in CLOSED:
            return None
        came = [step["from_state"] for step in live(deed.work, "case_steps", case=case.id) if step["state"] == state]
        return (came[-1] if came else None) or ("C80" if state == "C90" else "C10")

    _each(deed, records, lambda case: _return(deed, case, before(case), values))


def visit(deed: Deed, records: Sequence[bytes], values: Values) -> None:
    """Put a visit on record (see `visited`)."""
    for case in deed.chosen("cases", records):
        found = {name: values.get(name) for name in ("findings", "next_on")}
        who = {"case": case.id, "visited_on": deed.day(values), "visitor": values.get("visitor") or deed.actor}
        deed.put("case_visits", None, who | found, council=case.council)


# -- score and rank


def facts(reader: Reader, case: Case, today: str) -> dict[str, Any]:
    """What the score rules may ask of a case, its household and its person, by dotted name; blank is not known."""
    household_id = case.get("household") or _home(reader, case.get("person"), today)
    household = _stored(reader, "households", household_id)
    here = live(reader, "household_persons", household=household_id) if household else []
    people = [_stored(reader, "people", each["person"]) for each in here if holds(each, ("since", "until"), today)]
    alive = [each for each in people if each and not each["died_on"]]
    person = _stored(reader, "people", case.get("person") or household.get("head"))
    found = {f"case.{name}": case.get(name) for name in ("needs", "dimensions", "urgency", "tags")}
    found |= {f"household.{name}": value for name, value in (household | model.household_facts(household, alive)).items()}
    return found | {f"person.{name}": value for name, value in (person | {"age": age(person, today)} if person else {}).items()}


def worked_out(reader: Reader, codes: CodeLists, case: Case, today: str) -> rules.Score:
    """The score as the table in use today gives it."""
    year = dt.date.fromisoformat(today).year + 543
    return rules.score(codes.entries("score_rule", year), facts(reader, case, today))


def score(deed: Deed, records: Sequence[bytes], values: Values) -> None:
    """Work out the score and keep it as it is today: number, parts, and by which table."""
    for case in deed.chosen("cases", records):
        _score(deed, case.id, case.values)


def rank_by_score(deed: Deed, records: Sequence[bytes], values: Values) -> None:
    """Put certified cases on the rank list, and the whole list of their council in order of the score of today."""
    cases = deed.chosen("cases", records)
    for case in cases:
        if case.values["status"] != RANKED:
            _go(deed, case, RANKED, Evidence(), values)
    urgencies = [each.code for each in deed.codes.entries("urgency")]
    for council in {case.council for case in cases}:
        for record, each in _ranked(deed, council).items():
            _score(deed, record, each)
        ranked = _ranked(deed, council)
        _number(deed, ranked, model.by_score(list(ranked.items()), urgencies))


def set_rank(deed: Deed, records: Sequence[bytes], values: Values) -> None:
    """Give a case a place by hand, for a reason; the others make room."""
    for case in deed.chosen("cases", records):
        if case.values["status"] != RANKED:
            _score(deed, case.id, case.values)
            _go(deed, case, RANKED, Evidence(reason=values["reason"]), values)
        else:
            same = {"state": RANKED, "from_state": RANKED, "on": deed.today, "reason": values["reason"]}
            _step(deed, case.id, case.council, same)
        _insert(deed, case.id, case.council, values["place"])


def move(by: int) -> Callable[[Deed, Sequence[bytes], Values], None]:
    """The deed that moves a case up (-1) or down (1) by one place."""

    def run(deed: Deed, records: Sequence[bytes], values: Values) -> None:
        for case in deed.chosen("cases", records):
            order = list(_ranked(deed, case.council))
            at = order.index(case.id) + by if case.id in order else -1
            if not 0 <= at < len(order):
                raise Refused(N_("It can't go further: it is at the end of the list."), code="at_the_end")
            _insert(deed, case.id, case.council, at + 1)

    return run


# -- what falls due


def reminders(reader: Reader, today: str) -> list[Reminder]:
    """Visits that are due; what was certified and then forgotten; work that takes too long. Of our own cases only."""
    table, found = reader.store.synced["cases"].table, []
    columns = (table.c.id, table.c.number, table.c.problem, table.c.status, table.c.next_visit_on)
    own = (table.c.deleted.is_(False), table.c.council == reader.store.office)
    soon = _later(today, _SOON)
    for row in reader.conn.execute(select(*columns).where(*own, table.c.next_visit_on <= soon)):
        due = row.next_visit_on
        found.append(Reminder("cases", N_("Visit: {case}"), {"case": _called(row)}, due, row.id, late=due < today))
    waiting = (
        (("C30", RANKED), "C30", _UNPROPOSED, N_("Certified {days} days ago and not proposed yet: {case}")),
        (("C70",), "C70", _UNFINISHED, N_("The work began {days} days ago: {case}")),
    )
    for states, since_state, limit, words in waiting:
        since = _since(reader, since_state)
        for row in reader.conn.execute(select(*columns).where(*own, table.c.status.in_(states))):
            if row.id in since and _later(since[row.id], limit) < today:
                days = (dt.date.fromisoformat(today) - dt.date.fromisoformat(since[row.id])).days
                due = _later(since[row.id], limit)
                found.append(Reminder("cases", words, {"days": days, "case": _called(row)}, due, row.id, late=True))
    return found


# -- the inside


def _each(deed: Deed, records: Sequence[bytes], step: Callable[[Row], None]) -> None:
    cases = deed.chosen("cases", records)
    for case in cases:
        step(case)
    for council in {case.council for case in cases}:
        _close_up(deed, council)


def _go(
    deed: Deed, case: Row, state: str, shown: Evidence, values: Values, changes: Values | None = None, *, resolution: bytes | None = None
) -> None:
    """A step through its guard."""
    model.step_allowed(case.values, state, shown)
    _move(deed, case, state, {**values, "reason": shown.reason, "picture": shown.picture, "resolution": resolution}, changes or {})


def _move(deed: Deed, case: Row, state: str, values: Values, changes: Values) -> None:
    on = deed.day(values)
    new = dict(changes) | {"status": state, "closed_on": on if state in CLOSED else None}
    if state != RANKED:
        new["rank"] = None
    deed.put("cases", case.id, new, within=True)
    told = {name: values.get(name) for name in ("reason", "picture", "resolution")}
    _step(deed, case.id, case.council, {"state": state, "from_state": case.values["status"], "on": on} | told)


def _return(deed: Deed, case: Row, state: str | None, values: Values) -> None:
    if state is None:
        raise Refused(N_("From where the case stands, this step can't be taken."), code="not_next")
    taken_back = {"C60": "approved", "X60": "same_as"}.get(case.values["status"])
    _move(deed, case, state, values, {taken_back: None} if taken_back else {})


def _step(deed: Deed, case: bytes, council: bytes, values: Values) -> None:
    deed.put("case_steps", None, {"case": case, "by": deed.actor, **values}, council=council, within=True)


def _pictured(deed: Deed, case: Row, kind: str, values: Values) -> Evidence:
    pictures = live(deed.work, "attachments", case=case.id, kind=kind)
    return Evidence(reason=values.get("reason"), picture=pictures[-1]["id"] if pictures else None)


def _leads_to(deed: Deed, start: bytes | None, case: bytes) -> bool:
    """Whether a case is this one, or is said to be the same as one that is."""
    seen: set[bytes] = set()
    while start is not None and start not in seen:
        if start == case:
            return True
        seen.add(start)
        start = (deed.work.stored("cases", start) or {}).get("same_as")
    return False


def _ranked(deed: Deed, council: bytes) -> dict[bytes, Case]:
    found = live(deed.work, "cases", council, status=RANKED)
    return {each["id"]: each for each in sorted(found, key=lambda each: (each["rank"] is None, each["rank"] or 0, each["id"]))}


def _number(deed: Deed, ranked: Mapping[bytes, Case], order: Sequence[bytes]) -> None:
    for rank, record in enumerate(order, 1):
        if ranked[record]["rank"] != rank:
            deed.put("cases", record, {"rank": rank}, within=True)


def _close_up(deed: Deed, council: bytes) -> None:
    ranked = _ranked(deed, council)
    _number(deed, ranked, list(ranked))


def _insert(deed: Deed, case: bytes, council: bytes, place: int | None) -> None:
    ranked = _ranked(deed, council)
    _number(deed, ranked, model.placed(list(ranked), case, place or len(ranked)))


def _score(deed: Deed, record: bytes, case: Case) -> None:
    found = worked_out(deed.work, deed.codes, case, deed.today)
    whole = int(found.total.to_integral_value(ROUND_HALF_UP))
    kept = {"score": whole, "score_parts": model.parts_text(found) or None, "score_version": found.version}
    deed.put("cases", record, kept, within=True)


def _stored(reader: Reader, register: str, record: bytes | None) -> dict[str, Any]:
    stored = reader.stored(register, record) if record is not None else None
    return stored if stored is not None and not stored["deleted"] else {}


def _home(reader: Reader, person: bytes | None, today: str) -> bytes | None:
    stays = live(reader, "household_persons", person=person) if person is not None else []
    return next((each["household"] for each in reversed(stays) if holds(each, ("since", "until"), today)), None)


def _since(reader: Reader, state: str) -> dict[bytes, str]:
    steps = reader.store.synced["case_steps"].table
    latest = select(steps.c.case, func.max(steps.c.on)).where(steps.c.deleted.is_(False), steps.c.state == state).group_by(steps.c.case)
    return {case: on for case, on in reader.conn.execute(latest).all() if on}


def _later(day: str, days: int) -> str:
    return (dt.date.fromisoformat(day) + dt.timedelta(days=days)).isoformat()


def _called(row: Any) -> str:
    return " ".join(text for text in (row.number, row.problem) if text)
