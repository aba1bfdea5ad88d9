"""Lists of 100,000 people: all ids in Thai order, and one page of rows, against the bare SQL."""

from __future__ import annotations

from pathlib import Path

from desktop.records.query import ListQuery
from desktop.store.engine import BOOK, raw
from tests.bench.books import council
from tests.bench.measure import Figure, median, seconds

PEOPLE = 100_000


def figures(folder: Path) -> list[Figure]:
    """`ids` and `rows` as a screen calls them; searching inside names as well."""
    book = council(folder / "list", PEOPLE)
    query = ListQuery("people")
    ids = book.ids(query)
    assert len(ids) == PEOPLE
    ordered = median(lambda run: seconds(lambda: book.ids(query)), 5)
    searched = median(lambda run: seconds(lambda: book.ids(ListQuery("people", search="ทอง"))), 5)
    page = median(lambda run: seconds(lambda: book.rows("people", ids[1000 * run : 1000 * run + 128])), 9)
    by_last = median(lambda run: seconds(lambda: book.ids(ListQuery("people", sort="last_name"))), 3)
    connection = raw(book.folder / BOOK, book.store.key)
    bare_ids = median(
        lambda run: seconds(lambda: connection.execute("SELECT id FROM people WHERE deleted = 0 ORDER BY name_sort, id").fetchall()), 5
    )
    bare_page = median(
        lambda run: seconds(
            lambda: connection.execute(
                f"SELECT * FROM people WHERE id IN ({','.join('?' * 128)})", ids[1000 * run : 1000 * run + 128]
            ).fetchall()
        ),
        9,
    )
    connection.close()
    book.close()
    return [
        Figure("ids of 100,000 people in Thai order", ordered * 1000, "ms", "<= 300", ordered <= 0.3, bare_ids * 1000),
        Figure("a page of 128 rows", page * 1000, "ms", "<= 10", page <= 0.01, bare_page * 1000),
        Figure("search inside 100,000 names, all hits", searched * 1000, "ms", "<= 500", searched <= 0.5),
        Figure("ids of 100,000 people by last name", by_last * 1000, "ms", "<= 2,000", by_last <= 2.0),
    ]
