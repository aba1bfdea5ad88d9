"""Two books that wrote on under one name, a book and its copy. The region settles which of the two goes on: what it holds is what every PC of
the council shall hold. A PC that holds the other takes it back and states anew what nobody else says (store/restating.py)."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, bindparam, delete, select, update

from desktop.base.errors import Refused
from desktop.base.i18n import N_, _, ngettext
from desktop.base.task import Progress
from desktop.records.book import Book
from desktop.store import incarnation, restating, schema
from desktop.store.history import batched
from desktop.store.segments import Op
from desktop.store.store import Store
from desktop.sync import incoming, manifest, peers, receipts
from desktop.sync.applying import Applied, Applying
from desktop.sync.incoming import Checked
from desktop.sync.manifest import Manifest, SegmentWire
from desktop.sync.parcel import Header
from desktop.sync.vector import Causes

SETTLED = "fork_settled"
_AT_ONCE = 500


def know_thyself(book: Book, inside: Manifest, sender: peers.Device) -> None:
    """Notice by what the sender has of us that this book is a restored or copied one, and write on as a new replica; commits. Where the sender
    settles it, that is done with the taking of its parcel."""
    store, mine = book.store, book.replica
    with book.read() as reader:
        settled = _settles(store, reader.conn, inside, sender)
    otherwise = [each.scope for each in inside.held() if _known_otherwise(store, each) and not (settled and each.scope == inside.scope)]
    if not otherwise:
        return
    with book.read() as reader:
        had = peers.acknowledged(reader.conn, sender.fingerprint)
        own = {scope: peers.numbers(reader.conn, scope).get(mine, 0) for scope in otherwise}
    incarnation.renew(store, {scope: had.get(stream, 0) for scope, stream in own.items()})


def check(
    book: Book,
    conn: Connection,
    header: Header,
    inside: Manifest,
    segments: Iterable[SegmentWire],
    sender: peers.Device,
    progress: Progress,
) -> tuple[Checked, Causes, Settling | None]:
    """As incoming.check; where the region holds another branch than we do, ours is taken back first, and `Settling.finish` is to be called when
    the parcel was applied. Refused 'fork' where that is not to be settled by this parcel."""
    store = book.store
    settles = _settles(store, conn, inside, sender)
    causes, _order = incoming.causes_of(conn, inside.scope)
    try:
        if settles and _known_otherwise(store, inside.held()[0]):
            raise incoming.fork()
        return incoming.check(store, conn, inside, segments, causes, progress, header.sender.replica), causes, None
    except Refused as refused:
        if refused.code != "fork":
            raise
        if not settles or not receipts.is_latest(conn, header, inside.scope):
            raise _explained(store, conn, inside) from refused
    common, settled = _compared(store, conn, inside, segments, sender, header.sender.replica)
    settling = Settling(store, conn, restating.take_back(store, conn, inside.scope, common, settled), progress)
    causes, _order = incoming.causes_of(conn, inside.scope)
    try:
        checked = incoming.check(store, conn, inside, segments, causes, progress, header.sender.replica)
    except Refused as refused:
        raise (_explained(store, conn, inside) if refused.code == "fork" else refused) from refused
    return checked, causes, settling


class Settling:
    """Between taking back our branch and stating anew what is left of it: the rows are as if it had never been here."""

    def __init__(self, store: Store, conn: Connection, back: restating.TakenBack, progress: Progress) -> None:
        self._store, self._conn, self._back, self._progress = store, conn, back, progress
        self._touched = {name: records for name, records in back.records().items() if name in store.synced}
        self._revisions = {name: self._unmake(name, records) for name, records in self._touched.items()}
        records = {record for each in self._touched.values() for record in each}
        self._apply([(stream, op) for stream, op in restating.said(conn, back.scope, records) if op.register in self._touched])

    def finish(self, applied: Applied) -> str:
        """State anew what is said nowhere else; `applied` is made to tell of it too. Gives the words for the person at this PC."""
        stated = restating.state_anew(self._store, self._conn, self._back)
        done = self._apply(stated)
        applied.conflicts += done.conflicts
        for name, records in self._touched.items():
            touched = applied.touched.setdefault(name, set())
            if touched is not None:
                touched |= records
            self._count_on(name)
        words = _(
            "A copied or restored book was used beside the first one. This PC goes by what the regional office holds from now on; nothing is lost."
        )
        if not stated:
            return words
        more = ngettext(
            "{count} change that only this PC still held goes on under its name: hand over soon.",
            "{count} changes that only this PC still held go on under its name: hand over soon.",
            len(stated),
        )
        return f"{words} {more.format(count=len(stated))}"

    def _apply(self, ops: list[tuple[int, Op]]) -> Applied:
        causes, order = incoming.causes_of(self._conn, self._back.scope)
        held = peers.streams(self._conn, self._back.scope)
        applying = Applying(self._store, self._conn, self._back.scope, causes, order, held, once=True)
        applying.apply(ops, self._progress)
        return applying.done

    def _unmake(self, register: str, records: set[bytes]) -> dict[bytes, int]:
        """Take the rows away that are to be made from the log; gives how often each had been written."""
        table = self._store.synced[register].table
        revisions: dict[bytes, int] = {}
        for part in batched(sorted(records), _AT_ONCE):
            rows = select(table.c.id, table.c.revision).where(table.c.id.in_(part), table.c.council == self._back.scope)
            ours = dict(self._conn.execute(rows).all())
            revisions |= ours
            self._conn.execute(delete(table).where(table.c.id.in_(list(ours))))
            for beside in (schema.table_of(schema.LoserRow), schema.table_of(schema.ClashRow)):
                self._conn.execute(delete(beside).where(beside.c.record.in_(list(ours))))
        return revisions

    def _count_on(self, register: str) -> None:
        """So that a form that was open meanwhile notices."""
        table, revisions = self._store.synced[register].table, self._revisions[register]
        later = update(table).where(table.c.id == bindparam("record"), table.c.revision <= bindparam("before"))
        if revisions:
            rows = [{"record": record, "before": before, "after": before + 1} for record, before in revisions.items()]
            self._conn.execute(later.values(revision=bindparam("after")), rows)


def _settles(store: Store, conn: Connection, inside: Manifest, sender: peers.Device) -> bool:
    """Whether the sender's word on who goes on is the last one: the region's, for a council."""
    known = peers.offices(conn)
    told = sender.office in known and known[sender.office].kind == "region"
    return told and known[store.office].kind == "council" and inside.scope == store.office


def _known_otherwise(store: Store, held: manifest.HeldWire) -> bool:
    mine = store.replica
    return incarnation.is_known_otherwise(store, held.scope, held.have.get(mine, 0), held.marks.get(mine, b""))


def _compared(
    store: Store, conn: Connection, inside: Manifest, segments: Iterable[SegmentWire], sender: peers.Device, speaker: str
) -> tuple[dict[int, int], dict[int, int]]:
    """By stream: up to which number we and the sender hold the same where one of the two holds something else after it; and what the sender has
    of the others. Refused 'fork' where the parcel does not go back far enough to tell."""
    streams = {
        row.replica: row for row in conn.execute(select(schema.table_of(schema.StreamRow)).where(schema.StreamRow.scope == inside.scope))
    }
    chains = {row.stream: incoming.chain(conn, row) for row in streams.values()}
    common: dict[int, int] = {}
    settled: dict[int, int] = {}
    apart: set[int] = set()
    for replica, number in inside.have.items():
        row = streams.get(replica)
        if row is None:
            continue
        mark = chains[row.stream].get(number)
        if replica.hex() != speaker and incoming.differs(inside, row, number, mark, own=replica == store.replica):
            apart.add(row.stream)
        else:
            settled[row.stream] = number
    for wire in segments:
        row = streams.get(inside.streams[wire.stream].replica)
        if row is None or row.stream in common:
            continue
        chain = chains[row.stream]
        after = wire.seq_from - 1
        if after > max(chain):
            continue
        if chain.get(after) != wire.prev_hash:
            if row.replica != store.replica:
                raise _explained(store, conn, inside)
            apart.add(row.stream)
            continue
        agrees = chain.get(wire.seq_to) == wire.segment().chain_hash(row.replica, inside.scope)
        if not agrees and (after < max(chain) or (row.replica == store.replica and row.stream in apart)):
            common[row.stream] = after
    had = peers.acknowledged(conn, sender.fingerprint)
    for stream in apart - common.keys():
        if stream != peers.numbers(conn, inside.scope).get(store.replica):
            raise _explained(store, conn, inside)
        # The sender takes us for the other copy, to whom it gave these numbers: what it had told us before it has in common with us
        common[stream] = max(number for number in chains[stream] if number <= had.get(stream, 0))
    if not common:
        raise _explained(store, conn, inside)
    return common, {stream: number for stream, number in settled.items() if stream not in common}


def _explained(store: Store, conn: Connection, inside: Manifest) -> Refused:
    """What the person at this PC can do about it."""
    if peers.is_reference(conn, inside.scope):
        return incoming.fork()
    words = (
        N_(
            "A copied or restored book was used beside the first one, and this parcel goes by the other of the two than yours. "
            "Give its sender your newest receipt: once that PC has taken it, it hands over again."
        )
        if peers.offices(conn)[store.office].kind == "region"
        else N_(
            "A copied or restored book was used beside the first one, and this parcel goes by the other of the two than this PC. "
            "Take the newest parcel of the regional office: it settles which of them goes on. Then take this one again."
        )
    )
    return Refused(words, code=incoming.fork().code)
