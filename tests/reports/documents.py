"""A draft walked through the flow by two people, for the tests that need what comes of it."""

from datetime import date, datetime
from typing import Any

from accounts.models import Role, User
from inspections.services.transitions import moment_of
from reports.documents.supplement import (
    Correction,
    SupplementFacts,
    supplement_text,
    supplement_title,
)
from reports.facts.as_json import fingerprint, to_json
from reports.models import Bulletin
from reports.passages import fresh, write_passages
from reports.services import (
    archive_bulletin,
    issue_bulletin,
    number_bulletin,
    review_bulletin,
    sign_bulletin,
    submit_bulletin,
)
from tests.cast import have_roles
from tests.make import COUNTY, JULY, make_area, make_unit, make_user

SIGNED = date(2016, 8, 3)
WAY = ("review", "signing", "signed", "numbered", "issued", "archived")


def two_people() -> tuple[User, User]:
    """Give 目督办's drafter and the one who reviews and signs; made when first asked for."""
    have_roles()
    unit = make_unit("区委区政府目督办", kind="office")
    drafter = User.objects.filter(username="drafter").first()
    signer = User.objects.filter(username="signer").first()
    role = Role.SUPERVISION_OFFICE
    return (
        drafter or make_user(role, username="drafter", name="孙干事", unit=unit),
        signer or make_user(role, username="signer", name="刘主任", unit=unit),
    )


def walked(
    draft: Bulletin,
    to: str,
    *,
    on: date = SIGNED,
    by: User | None = None,
    at: datetime | None = None,
) -> Bulletin:
    """Walk a draft to a state of the way; `by` drafts, numbers and issues, another signs."""
    drafter, signer = two_people()
    drafter, at = by or drafter, at or moment_of(on)
    steps = (
        lambda: submit_bulletin(bulletin=draft, by=drafter, at=at),
        lambda: review_bulletin(bulletin=draft, by=signer, at=at),
        lambda: sign_bulletin(bulletin=draft, by=signer, on=on, at=at),
        lambda: number_bulletin(bulletin=draft, by=drafter, at=at),
        lambda: issue_bulletin(bulletin=draft, by=drafter, at=at),
        lambda: archive_bulletin(bulletin=draft, by=drafter, reason="已电话通知", at=at),
    )
    for step in steps[: WAY.index(to) + 1]:
        step()
        draft.refresh_from_db()
    return draft


def issued(draft: Bulletin, *, on: date = SIGNED, by: User | None = None) -> Bulletin:
    """Walk a draft to its issue on a day; the row given is fresh afterwards."""
    return walked(draft, "issued", on=on, by=by)


def make_draft(**fields: Any) -> Bulletin:
    """Make a short draft with a line of text and no files: a document that needs no month."""
    make_area(COUNTY)
    facts = SupplementFacts(
        county_code=COUNTY,
        county="大安区",
        place="自贡市大安区",
        as_of=SIGNED,
        original_number="目督通〔2016〕9号",
        original_title="关于2016年6月督查的通报",
        original_day=date(2016, 7, 1),
        corrections=(Correction("3个村", fields.pop("corrected", "2个村"), "统计有误"),),
    )
    passages = write_passages(fresh(passage) for passage in supplement_text(facts))
    given = {
        "area_code": COUNTY,
        "kind": Bulletin.Kind.SUPPLEMENT,
        "period": JULY,
        "title": supplement_title(facts),
        "facts": to_json(facts),
        "facts_sha": fingerprint(facts),
        "passages": passages,
    }
    return Bulletin.objects.create(**(given | fields))
