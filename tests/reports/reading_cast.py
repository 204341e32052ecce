"""An issued document, the units it went to, and the people who read, sign and instruct."""

from datetime import date
from typing import Any

from accounts.models import User
from reports.models import Bulletin, Instruction
from reports.services.instructions import give_instruction
from tests.make import COUNTY, NOW

ISSUED = date(2016, 8, 3)
DUE = date(2016, 8, 20)
TODAY = date(2016, 8, 5)
PERIOD = date(2016, 7, 1)


def make_issued(serial: int = 1, **fields: Any) -> Bulletin:
    """Make an issued document without its text; what is tested is who reads and signs."""
    plain = {
        "area_code": COUNTY,
        "kind": "briefing",
        "period": PERIOD,
        "state": "issued",
        "year": 2016,
        "serial": serial,
        "issued_on": ISSUED,
        "issued_at": NOW,
        "title": f"第{serial}号文件",
        "facts": {},
    }
    return Bulletin.objects.create(**plain | fields)


def sent(*people: User, **fields: Any) -> Bulletin:
    """Make an issued bulletin that the units of these people are to sign for."""
    held = make_issued(**{"kind": "cross_check"} | fields)
    for person in people:
        held.receipts.create(unit=person.unit, sent_at=NOW)
    return held


def instruct(held: Bulletin, by: User, to: User, **fields: Any) -> Instruction:
    """Charge the unit of a person with a leader's instruction."""
    plain = {"text": "请立即整改。", "unit": to.unit, "due_on": DUE}
    return give_instruction(bulletin=held, by=by, **plain | fields)
