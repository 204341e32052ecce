"""Walking the addresses of the table: asking for each, and comparing what is answered."""

from typing import Any

from django.db import connection
from django.urls import reverse

from tests.access_table import EVERYBODY, TABLE
from tests.access_world import MISSING, Records, body, rows
from tests.make import COUNTY, make_area, make_round, make_scheme

# What a role may do is decided in Python: every role opens every address on SQLite, four of them
# on PostgreSQL. Where its records lie is asked in SQL: one role of each way to ask looks for what
# is not its own on PostgreSQL, the other roles and a township on SQLite (docs/decisions/0002).
OF_EACH_SCOPE = "系目行乡村督帮"
ON_SQLITE = connection.vendor == "sqlite"
WALKERS = EVERYBODY if ON_SQLITE else "系目乡督"
SEEKERS = "目乡扶组机领纪" if ON_SQLITE else OF_EACH_SCOPE
NARROW_SEEKERS = [letter for letter in "系行乡村督帮" if letter in SEEKERS]  # less than a county
FORBIDDEN = 403
QUICK_SESSIONS = "django.contrib.sessions.backends.cache"  # a walk asks who asks at every address
FIXED = {
    "board": {"page": "county", "table": "blocks"},
    "chapter": {"slug": "login"},
    "document_kind": {"kind": "ranking"},
    "ledger": {"slug": "district"},
    "listing": {"name": "households"},
    "wording": {"kind": "monthly", "key": "opening"},
}
TYPED = {  # what a person might type into any form, so that a form is not refused for being empty
    "reason": "因核对档案需要查看",
    "note": "核实",
    "remark": "请更正",
    "scope": "common",
    "seed": "1" * 20,
    "requirement": "限期整改",
    "due_on": "2016-12-31",
    "issued_on": "2016-07-31",
    "cause": "人手不足",
    "measure": "已补齐",
    "result": "完成",
    "starts_on": "2016-07-29",
    "cause_found": "on",
    "measure_done": "on",
    "result_met": "on",
    "villages": "1",
    "households": "1",
    "persons": "1",
    "name": "张三",
    "unit_name": "某局",
    "version": "0",
}


def own_county() -> None:
    """Make the actors' own county with a month, so that every plain page has something to show."""
    make_area(COUNTY, "大安区")
    make_round(scheme=make_scheme())


def at(name: str, given: dict[str, Any] | None = None) -> str:
    """Give the address of a name of the table, about a record if it is about one."""
    kind, _ = TABLE[name]
    return reverse(name, kwargs=FIXED.get(kind) or given or {})


def missing(given: dict[str, Any]) -> dict[str, Any]:
    """Name the same kind of record where there is none."""
    return {key: MISSING.get(key, value) for key, value in given.items()}


def ask(client: Any, method: str, address: str) -> Any:
    """Ask for an address by GET, or post a filled-in form to it."""
    if method == "GET":
        return client.get(address)
    kind = {"content_type": "application/json"} if address.startswith("/api/") else {}
    return client.post(address, TYPED, **kind)


def strayed(client: Any, letter: str, records: Records, seen: dict[str, str]) -> list[Any]:
    """Ask for every record; give what is answered otherwise than a record that is not there.

    What an address says of a missing record is asked by the first of its roles; the others ask it
    only where the record's answer is none that a missing record has given them.
    """
    before, wrong, of_none = rows(), [], set()
    for name, (kind, reach) in TABLE.items():
        if kind not in records or letter in seen.get(kind, ""):
            continue
        allowed = {404, 405} if letter in reach else {403, 404, 405}
        for method in ("GET", "POST"):
            real = told(ask(client, method, at(name, records[kind])))
            if real[0] == FORBIDDEN and letter not in reach:
                continue  # refused before anything was looked for
            none = real
            if real not in of_none or reach.startswith(letter):
                none = told(ask(client, method, at(name, missing(records[kind]))))
                of_none.add(none)
            if real != none or real[0] not in allowed:
                wrong.append((name, method, real[0], none[0]))
    assert rows() == before
    return wrong


def told(answer: Any) -> tuple[int, bytes]:
    """Give what an answer tells: its status and its bytes."""
    return answer.status_code, body(answer)
