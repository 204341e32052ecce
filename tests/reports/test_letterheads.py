from io import BytesIO

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.errors import RuleBroken
from accounts.models import AuditEvent
from reports.models import Letterhead
from reports.selectors.letterheads import letterhead_for, template_of
from reports.services import assemble_bulletin
from reports.services.letterheads import (
    LetterheadRefused,
    previewed,
    put_in_use,
    take_out_of_use,
    upload_letterhead,
)
from tests.make import COUNTY, NOW
from tests.reports.drafts import make_draft
from tests.reports.letterhead_files import PLAIN, make_template
from tests.reports.month import DAY, JULY

pytestmark = pytest.mark.django_db
LIST, UPLOAD = "reports:letterhead_list", "reports:letterhead_upload"


def kept(by, *, kind="", mark="甲式") -> Letterhead:
    content = make_template(*PLAIN, mark)
    return upload_letterhead(
        county=COUNTY, kind=kind, name="红头纸", content=content, by=by, at=NOW
    )


def chosen(kind: str) -> Letterhead | None:
    return letterhead_for(county=COUNTY, kind=kind)


def text_of(content) -> str:
    return "".join(docx.Document(BytesIO(content)).element.body.itertext())


def test_each_upload_is_a_version_with_its_slots_and_is_not_in_use(office):
    first, second = kept(office), kept(office, mark="乙式")
    assert [first.version, second.version, kept(office, kind="monthly").version] == [1, 2, 1]
    assert second.slots == ["发文机关", "文号", "标题", "主送", "正文", "署名"]
    assert chosen("monthly") is None
    assert AuditEvent.objects.filter(action="upload_letterhead").count() == 3


def test_the_same_file_is_not_kept_twice(office):
    kept(office)
    with pytest.raises(RuleBroken, match="红头纸（第1版）"):
        kept(office)


def test_a_template_with_complaints_leaves_no_row_and_no_file(office, settings):
    with pytest.raises(LetterheadRefused) as refused:
        upload_letterhead(
            county=COUNTY,
            kind="",
            name="红头纸",
            content=make_template("无"),
            by=office,
            at=NOW,
        )
    assert len(refused.value.complaints) == 2
    assert not Letterhead.objects.exists()
    assert not (settings.MEDIA_ROOT / "letterheads").exists()


def test_one_version_of_a_kind_is_in_use_and_its_own_goes_before_the_common_one(office):
    first, second, own = kept(office), kept(office, mark="乙式"), kept(office, kind="monthly")
    for row in (first, second, own):
        put_in_use(letterhead=row, by=office)
    assert (chosen("monthly"), chosen("quarter")) == (own, second)
    with pytest.raises(RuleBroken, match="已在使用"):
        put_in_use(letterhead=own, by=office)
    take_out_of_use(letterhead=own, by=office)
    assert chosen("monthly") == second
    with pytest.raises(RuleBroken, match="没有在使用"):
        take_out_of_use(letterhead=own, by=office)


def test_a_file_changed_behind_our_back_is_not_printed_on(office):
    row = kept(office)
    with row.file.open("wb") as file:
        file.write(b"x")
    with pytest.raises(RuleBroken, match="丢失或被改动"):
        template_of(row)
    with pytest.raises(RuleBroken, match="丢失或被改动"):
        put_in_use(letterhead=row, by=office)


def test_a_version_is_shown_with_the_newest_document(office):
    row = kept(office, kind="monthly")
    with pytest.raises(RuleBroken, match="先起草一份"):
        previewed(row)
    make_draft()
    assert text_of(previewed(row)).startswith("草稿（未签发）")


def test_a_document_keeps_the_version_it_was_drafted_on(office):
    make_draft()
    first = kept(office)
    put_in_use(letterhead=first, by=office)
    held = assemble_bulletin(county=COUNTY, period=JULY, by=office, on=DAY)
    put_in_use(letterhead=kept(office, mark="乙式"), by=office)
    held.refresh_from_db()
    assert held.letterhead == first
    with held.files.get(kind="docx").file.open() as file:
        assert "甲式" in text_of(file.read())


def test_the_office_uploads_previews_and_uses_a_template(client, office):
    make_draft()
    client.force_login(office)
    assert "还没有上传模板" in client.get(reverse(LIST)).content.decode()
    form = client.get(reverse(UPLOAD)).content.decode()
    assert "{{印发机关}}" in form
    starter = client.get(reverse("reports:letterhead_starter")).content
    sent = {"name": "红头纸", "kind": "", "file": SimpleUploadedFile("a.docx", starter)}
    assert client.post(reverse(UPLOAD), sent).url == reverse(LIST)
    row = Letterhead.objects.get()
    shown = client.get(reverse("reports:letterhead_preview", args=[row.pk]))
    assert "{{" not in text_of(shown.content)
    use = reverse("reports:letterhead_use", args=[row.pk, "use"])
    assert "使用中" in client.post(use, follow=True).content.decode()
    stop = reverse("reports:letterhead_use", args=[row.pk, "stop"])
    assert "未启用" in client.post(stop, follow=True).content.decode()
    assert client.post(reverse("reports:letterhead_use", args=[row.pk, "x"])).status_code == 404


def test_complaints_are_listed_line_by_line_and_what_was_typed_stays(client, office):
    client.force_login(office)
    file = SimpleUploadedFile("a.docx", make_template("{{标体}}"))
    page = client.post(reverse(UPLOAD), {"name": "我的红头", "kind": "", "file": file})
    text = page.content.decode()
    assert (text.count("<li>没有") + text.count("<li>正文：没有"), text.count("<li>缺少")) == (
        1,
        2,
    )
    assert "我的红头" in text


def test_the_list_asks_as_often_for_many_versions_as_for_one(
    client, office, django_assert_num_queries
):
    client.force_login(office)
    kept(office)
    with CaptureQueriesContext(connection) as few:
        client.get(reverse(LIST))
    kept(office, mark="乙式")
    with django_assert_num_queries(len(few)):
        client.get(reverse(LIST))
