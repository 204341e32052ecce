"""The public check of a proof pack: no login, step by step, nothing kept, never an error."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from inspections.models import Draw
from inspections.proof_pack import build_pack, read_pack
from inspections.selectors.draws import proof_pack
from inspections.verification import MOST_SLIPS, check_pack
from inspections.views.verify import PackForm
from tests.inspections.draw_cast import make_drawn, make_extra
from tests.inspections.test_proof_pack import make_record, zipped
from tests.make import make_round


def upload(client, data: bytes, seal: str = ""):
    pack = SimpleUploadedFile("pack.zip", data, "application/zip")
    return client.post(reverse("verify"), {"pack": pack, "seal": seal})


def steps(answer) -> dict[str, bool | None]:
    return {step.title: step.ok for step in answer.context["steps"]}


@pytest.mark.django_db
def test_anybody_checks_a_pack_and_the_system_says_it_holds_the_same(client):
    main = make_drawn()
    extra = make_extra(main)
    for draw in (main, extra):
        answer = upload(client, proof_pack(draw), f" {draw.seal.upper()} ")
        assert set(steps(answer).values()) == {True}
    text = answer.content.decode()
    assert f"接在{main.draw_id}之后" in text
    assert "李某某" not in text


@pytest.mark.django_db
def test_a_pack_of_another_draw_under_the_same_number_is_told(client):
    main = make_drawn()
    pack = proof_pack(main)
    Draw.objects.filter(pk=main.pk).update(result_sha="1" * 64)
    assert steps(upload(client, pack))["本系统记录"] is False


@pytest.mark.django_db
def test_a_hidden_round_is_as_one_that_is_not_there(client):
    main = make_drawn(make_round(mode="unannounced"))
    assert steps(upload(client, proof_pack(main)))["本系统记录"] is None


@pytest.mark.django_db
def test_what_is_no_pack_is_refused_with_a_sentence(client):
    for data in (b"x", b"PK\x03\x04", zipped({"pool.tsv": ""})):
        assert steps(upload(client, data)) == {"验签包": False}
    assert "请选择验签包" in client.post(reverse("verify")).content.decode()
    assert "封签应为64位" in upload(client, b"x", "abc").content.decode()


def test_a_difference_stands_at_its_step():
    files = read_pack(build_pack(make_record()))
    found = check_pack(zipped(files | {"seed.txt": files["seed.txt"].replace("桂花", "菊花")}))
    wrong = [step.title for step in found.steps if not step.ok]
    assert wrong == ["种子", "次序", "替补"]


def test_a_wholly_new_draw_is_found_by_the_published_seal():
    found = check_pack(build_pack(make_record()), "0" * 64)
    assert [step.title for step in found.steps if not step.ok] == ["封签"]


def test_of_many_differences_the_first_are_told():
    files = read_pack(build_pack(make_record()))
    found = check_pack(zipped(files | {"pool.tsv": files["pool.tsv"] + "x\n" * 60}))
    (told,) = [step.found for step in found.steps if step.title == "封签"]
    assert (len(told), told[0][:2], told[-1]) == (51, "名单", "……共62处")


@pytest.mark.parametrize(
    "change",
    [
        {"seed.txt": "1" * 20 + "+" * 9_000},
        {"pool.tsv": "township\t1\t5\t1\t9999\n" * (MOST_SLIPS // 9_999 + 1)},
        {"rule.json": json.dumps({"witnesses": [{}] * 21})},
        {"rule.json": json.dumps({"teams": [["a", 10**9, []]]})},
        {"rule.json": json.dumps({"teams": [["a", 10**9, []], ["b", -(10**9), []]]})},
        {"rule.json": json.dumps({"teams": [["a", float("inf"), []]]})},
        {"rule.json": json.dumps({"teams": [["a", 1_000, []]]}), "pool.tsv": "\n" * 20_000},
        {"pool.tsv": "\n" * 400_001},
        {"seal.json": '{"round_id": "a\\u0000"}'},
        {"result.json": '{"drawn_at": "\\ud800"}'},
        {"rule.json": "[" * 100_000},
        {"seal.json": "[]"},
        {"result.json": json.dumps({"replacements": 5})},
    ],
)
def test_what_would_take_long_or_has_no_form_is_not_replayed(change):
    found = check_pack(zipped(read_pack(build_pack(make_record())) | change))
    assert [step.ok for step in found.steps] == [False]


def test_a_file_that_is_too_large_is_not_read():
    pack = SimpleUploadedFile("pack.zip", b"x")
    pack.size = 10**9
    form = PackForm({"seal": ""}, {"pack": pack})
    assert form.errors == {"pack": ["文件过大，请用包内的 verify_draw.py 核验。"]}
