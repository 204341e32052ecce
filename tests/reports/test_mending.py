"""Beside each reason that holds a document back stands where it is mended."""

import pytest
from django.urls import reverse

from reports.facts.sums import ADVICE
from reports.selectors.mending import mended_at
from tests.reports.documents import make_draft

pytestmark = pytest.mark.django_db
SORTS = {
    "“总体情况”段数字与数据不一致且未说明理由：原文3人，现为4人。": "去填写理由",
    "区农业局的问题没有整改时限，请下达整改单或定时限后重新汇总。": "去下达整改单",
    "还有2个问题未认定共性或个性，请认定后重新汇总。": "去认定",
    "本月未达最低抽查数且未说明原因。": "看本月督查",
    "缺5月通报，请先印发，再重新汇总本文。": "看月度通报",
    f"六个板块问题合计3个，与本月成立的问题4个不符，{ADVICE}": "看本月问题",
}


def test_each_sort_of_sentence_leads_to_where_it_is_mended():
    lines = mended_at(make_draft(), SORTS)
    assert {line.text: line.label for line in lines} == SORTS
    assert all(line.url for line in lines)


def test_numbers_without_a_reason_lead_to_the_text_of_the_document():
    held = make_draft()
    [line] = mended_at(held, list(SORTS)[:1])
    assert line.url == reverse("reports:bulletin_text", args=[held.pk])


def test_a_sentence_of_no_known_sort_stands_without_a_link():
    [line] = mended_at(make_draft(), ["专报没有所选问题。"])
    assert (line.label, line.url) == ("", "")
