"""An edited checklist: read, kept, published once as the next version, refused when late."""

import pytest

from accounts.errors import RuleBroken
from accounts.models import AuditEvent
from inspections.models import Question, Scheme, SchemeDraft
from inspections.services.scheme_drafts import drop_draft, publish_draft, stage_scheme
from tests.inspections.workbook_cast import Edited, published
from tests.make import NOW, make_round, make_user

pytestmark = pytest.mark.django_db
NOTE = "按7月例会意见改题"


def staged(scheme, by, edited=None):
    """Stage a workbook in which one question is worded otherwise."""
    edited = edited or Edited().question("A101_times", label="开会几次")
    return stage_scheme(scheme=scheme, content=edited.content, name="改.xlsx", by=by, at=NOW)


def refused(code, **given):
    """Expect a refusal of a publication, with nothing published."""
    versions = Scheme.objects.count()
    with pytest.raises(RuleBroken) as refusal:
        publish_draft(**given)
    assert (refusal.value.code, Scheme.objects.count()) == (code, versions)


def test_publishing_makes_the_next_version_and_a_round_keeps_its_own(office):
    first = published()
    round_ = make_round(scheme=first)
    draft = staged(first, office).draft

    second = publish_draft(draft=draft, note=NOTE, by=office)

    round_.refresh_from_db()
    draft.refresh_from_db()
    assert (second.version, second.note, second.published_by) == (2, NOTE, office)
    assert round_.scheme == first
    assert (draft.state, draft.published) == ("published", second)
    labels = Question.objects.filter(name="A101_times").order_by("checklist__scheme__version")
    assert list(labels.values_list("label", flat=True)) == ["开会次数", "开会几次"]
    acts = AuditEvent.objects.order_by("pk").values_list("action", flat=True)
    assert list(acts)[-3:] == ["stage_scheme", "load_scheme", "publish_scheme"]


def test_another_person_may_publish_and_nobody_twice(office):
    draft = staged(published(), office).draft
    other = make_user(name="李科长")

    assert publish_draft(draft=draft, note=NOTE, by=other).published_by == other
    refused("moved_on", draft=draft, note=NOTE, by=office)


def test_a_draft_is_refused_when_somebody_published_in_between(office):
    scheme = published()
    late = staged(scheme, make_user(), Edited().question("A101_times", hint="本年")).draft
    publish_draft(draft=staged(scheme, office).draft, note=NOTE, by=office)

    with pytest.raises(RuleBroken, match=r"王科长已于.*发布第2版.*重新上传"):
        publish_draft(draft=late, note=NOTE, by=office)
    assert SchemeDraft.objects.get(pk=late.pk).state == "staged"


def test_a_note_is_asked_for(office):
    draft = staged(published(), office).draft
    refused("no_note", draft=draft, note="  改  ", by=office)


def test_a_dropped_draft_is_not_published(office):
    draft = staged(published(), office).draft
    drop_draft(draft=draft, by=office)

    refused("not_staged", draft=draft, note=NOTE, by=office)
    with pytest.raises(RuleBroken, match="已发布或已放弃"):
        drop_draft(draft=draft, by=office)


def test_a_second_upload_takes_the_place_of_the_first(office):
    scheme = published()
    staged(scheme, office)
    staged(scheme, office, Edited().question("A101_times", hint="本年"))
    assert list(SchemeDraft.objects.values_list("state", flat=True)) == ["staged", "dropped"]


def test_what_changes_nothing_is_not_kept(office):
    with pytest.raises(RuleBroken, match="与现行第1版完全相同"):
        staged(published(), office, Edited())
    assert not SchemeDraft.objects.exists()


def test_a_draft_that_changes_nothing_is_not_published(office):
    scheme = published()
    draft = staged(scheme, office).draft
    draft.data = scheme.data
    refused("same_content", draft=draft, note=NOTE, by=office)


def test_a_workbook_of_another_scheme_is_refused(office):
    with pytest.raises(RuleBroken, match="方案代号是“other”，不是“trial”"):
        staged(published(), office, Edited().set("settings", 2, form_id="other"))


def test_a_workbook_with_faults_is_not_kept(office):
    result = staged(published(), office, Edited().question("A101_times", level="X"))
    assert result.draft is None
    assert [(one.sheet, one.row, one.column) for one in result.complaints] == [
        ("survey", 6, "level")
    ]
    assert not SchemeDraft.objects.exists()


def test_a_file_that_is_no_workbook_is_refused(office):
    scheme = published()
    with pytest.raises(RuleBroken) as refusal:
        stage_scheme(scheme=scheme, content=b"PK\x03\x04", name="x.xlsx", by=office, at=NOW)
    assert refusal.value.code == "bad_file"
