"""Morango without its network: `morango_peer.py send|receive FOLDER`, in the peers' venv.

`send` saves the records of FOLDER/records.json, then each of them with two fields changed, and queues both for transfer; `receive` takes both.
Prints JSON: CPU seconds of each. Between the two the buffers are copied by SQL, which no side is charged for."""

from __future__ import annotations

import json
import logging
import sys
import time
import uuid
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django
from django.apps import AppConfig, apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection, models, transaction
from django.db.backends.signals import connection_created

PROFILE = "bench"
TABLES = ("morango_syncsession", "morango_transfersession", "morango_buffer", "morango_recordmaxcounterbuffer")
NEEDED = ("django.contrib.contenttypes", "django.contrib.auth", "rest_framework", "mptt", "morango")
SENT = ("1" * 32, "2" * 32)  # transfer sessions: the new records, the changed ones
MADE: dict[str, Any] = {}


class Bench(AppConfig):  # type: ignore[misc]
    """The one app: people with the fields of the records."""

    def import_models(self) -> None:
        """A model can be made only when the apps are known, and has to be there before morango looks for it."""
        super().import_models()
        from morango.models.core import SyncableModel

        def text(**more: Any) -> Any:
            return models.CharField(max_length=200, blank=True, **more)

        fields = {name: models.IntegerField() if type(value) is int else text() for name, value in MADE["records"][0].items()}
        fields["first_name"], fields["national_id"] = text(db_index=True), text(db_index=True)
        body = {
            "__module__": "bench.models",
            "Meta": type("Meta", (), {"app_label": "bench"}),
            "morango_model_name": "person",
            "morango_profile": PROFILE,
            "calculate_source_id": lambda self: uuid.uuid4().hex,
            "calculate_partition": lambda self: "council",
        }
        MADE["person"] = type("Person", (SyncableModel,), body | fields)


def start(folder: Path, name: str) -> None:
    """Django on a plain SQLite file with WAL and full fsync."""
    MADE["records"] = json.loads((folder / "records.json").read_text(encoding="utf-8"))
    logging.disable(logging.WARNING)
    settings.configure(
        INSTALLED_APPS=[
            "django.contrib.contenttypes",
            "django.contrib.auth",
            "rest_framework",
            "mptt",
            "morango",
            Bench("bench", sys.modules[__name__]),
        ],
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": str(folder / name)}},
        SECRET_KEY="bench",
        MIGRATION_MODULES={"bench": None},
        USE_TZ=True,
        DEFAULT_AUTO_FIELD="django.db.models.AutoField",
    )
    connection_created.connect(_durable)
    django.setup()
    call_command("migrate", verbosity=0)
    with connection.schema_editor() as editor:
        editor.create_model(MADE["person"])


def _durable(connection: Any, **_more: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA journal_mode = WAL")
        cursor.execute("PRAGMA synchronous = FULL")
        cursor.execute("PRAGMA cache_size = -64000")


def cpu(work: Callable[[], object]) -> float:
    """Seconds of processor."""
    start = time.process_time()
    work()
    return time.process_time() - start


def counters() -> str:
    """What this database holds, as a transfer tells it."""
    from morango.models.certificates import Filter
    from morango.models.core import DatabaseMaxCounter

    found = DatabaseMaxCounter.calculate_filter_specific_instance_counters(Filter("council"), is_producer=True, v2_format=True)
    return json.dumps(found)


def send() -> dict[str, float]:
    """New records, then the same with two fields changed."""
    from morango.models.core import SyncSession
    from morango.sync.controller import MorangoProfileController
    from morango.sync.operations import _queue_into_buffer_v2

    now = django.utils.timezone.now()
    sync = SyncSession.objects.create(id="0" * 32, profile=PROFILE, last_activity_timestamp=now, connection_kind="network")
    person, controller = MADE["person"], MorangoProfileController(PROFILE)
    with transaction.atomic():
        for each in MADE["records"]:
            person(**each).save()

    def export(number: int, known: str) -> None:
        controller.serialize_into_store()
        session = _session(sync, number, known)
        _queue_into_buffer_v2(session)

    made = {"make_new": cpu(lambda: export(0, json.dumps({"super": {}, "sub": {}})))}
    before = counters()
    with transaction.atomic():
        for number, each in enumerate(person.objects.all()):
            each.house_no, each.moo = f"9/{number}", 20
            each.save()
    made["make_changed"] = cpu(lambda: export(1, before))
    for what, session in zip(("new", "changed"), SENT, strict=True):
        raw, small = _wire(session)
        made |= {f"bytes_{what}": raw, f"zlib_{what}": small}
    return made


def _session(sync: Any, number: int, known: str) -> Any:
    from morango.models.core import TransferSession

    now = django.utils.timezone.now()
    facts = {"filter": "council", "push": True, "sync_session": sync, "last_activity_timestamp": now}
    return TransferSession.objects.create(id=SENT[number], client_fsic=counters(), server_fsic=known, **facts)


def _wire(session: str) -> tuple[int, int]:
    """Bytes of what the network part would send, as JSON and squeezed, by 500 as it does."""
    from morango.api.serializers import BufferSerializer
    from morango.models.core import Buffer

    sent = Buffer.objects.filter(transfer_session_id=session)
    raw = small = 0
    for first in range(0, sent.count(), 500):
        page = json.dumps(BufferSerializer(sent.order_by("id")[first : first + 500], many=True).data).encode()
        raw, small = raw + len(page), small + len(zlib.compress(page))
    return raw, small


def receive(folder: Path) -> dict[str, float]:
    """Both transfers, in order."""
    from morango.models.core import Store, TransferSession
    from morango.sync.controller import MorangoProfileController
    from morango.sync.operations import _dequeue_into_store

    controller, person = MorangoProfileController(PROFILE), MADE["person"]
    controller.serialize_into_store()
    with connection.cursor() as cursor:
        cursor.execute("ATTACH %s AS sender", [str(folder / "sender.db")])
        for table in TABLES:
            cursor.execute(f"INSERT INTO {table} SELECT * FROM sender.{table}")
        cursor.execute("DETACH sender")

    def take(number: int) -> None:
        session = TransferSession.objects.get(id=SENT[number])
        _dequeue_into_store(session, session.client_fsic, v2_format=True)
        controller.deserialize_from_store()

    made = {"take_new": cpu(lambda: take(0))}
    assert person.objects.count() == len(MADE["records"])
    made["take_changed"] = cpu(lambda: take(1))
    assert person.objects.filter(moo=20).count() == len(MADE["records"])
    assert not Store.objects.filter(dirty_bit=True).exists()
    return made


if __name__ == "__main__":
    side, where = sys.argv[1], Path(sys.argv[2])
    start(where, "sender.db" if side == "send" else "receiver.db")
    assert apps.ready
    print(json.dumps(send() if side == "send" else receive(where)))
