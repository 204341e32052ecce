"""The command that checks a proof pack."""

import io
import json
import zipfile

import pytest
from django.core.management import CommandError, call_command

from inspections.models import Draw
from inspections.proof_pack import build_pack, read_pack
from tests.inspections.draw_cast import make_drawn, make_extra
from tests.inspections.test_proof_pack import make_record, zipped
from tests.make import COUNTY


def run(*path, **options):
    """Call the command and give its exit code and its JSON."""
    out, code = io.StringIO(), 0
    try:
        call_command("verify_draw", *path, stdout=out, **options)
    except SystemExit as stop:
        code = stop.code
    return code, json.loads(out.getvalue())


def test_verify_draw_agrees_with_an_honest_pack(tmp_path):
    path = tmp_path / "pack.zip"
    path.write_bytes(build_pack(make_record()))

    code, answer = run(path, seal=make_record().sealed.seal.upper())

    assert (code, answer["agrees"], answer["differences"]) == (0, True, [])
    assert (answer["round_id"], answer["replacements"]) == ("510304-2016-07/1", 2)
    assert [len(ids) for ids in answer["drawn"].values()] == [2, 2, 8]


def test_verify_draw_exits_1_and_names_the_difference(tmp_path):
    path = tmp_path / "pack.zip"
    files = read_pack(build_pack(make_record()))
    path.write_bytes(zipped(files | {"seed.txt": "9" + files["seed.txt"][1:]}))

    code, answer = run(path)

    assert (code, answer["agrees"]) == (1, False)
    assert answer["differences"][0].startswith("结果值")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (None, "打不开文件"),
        (b"PK", "不是完好的验签包"),
        (zipped({"pool.tsv": ""}), "缺少文件"),
        (zipped(read_pack(build_pack(make_record())) | {"seal.json": "[]"}), "内容不合规定"),
    ],
)
def test_verify_draw_exits_1_with_a_reason_on_refusal(tmp_path, data, reason):
    path = tmp_path / "pack.zip"
    if data is not None:
        path.write_bytes(data)

    code, answer = run(path)

    assert (code, answer["agrees"]) == (1, False)
    assert reason in answer["reason"]


def test_verify_draw_refuses_a_zip_bomb_without_reading_it_all(tmp_path):
    path = tmp_path / "pack.zip"
    files = read_pack(build_pack(make_record())) | {"seal.json": " " * 50_000_000}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as pack:
        for name, text in files.items():
            pack.writestr(name, text)

    assert "seal.json展开后过大" in run(path)[1]["reason"]


@pytest.mark.django_db
def test_the_chain_of_a_county_is_printed_and_a_break_exits_1():
    extra = make_extra(make_drawn())
    code, answer = run(chain=COUNTY)
    assert (code, answer["agrees"], answer["differences"]) == (0, True, [])
    assert [draw["fits"] for draw in answer["draws"]] == [True, True]

    Draw.objects.filter(pk=extra.pk).update(previous="0" * 64)
    code, answer = run(chain=COUNTY)
    assert (code, answer["differences"]) == (1, [f"{extra.draw_id}：上一签与前一签的结果不符"])


@pytest.mark.django_db
def test_a_county_without_draws_is_no_chain():
    assert run(chain="999999") == (
        1,
        {
            "agrees": False,
            "reason": "没有这个区县的抽签：999999",
            "differences": ["没有这个区县的抽签：999999"],
        },
    )


def test_a_pack_or_a_county_is_asked_for():
    with pytest.raises(CommandError, match="--chain"):
        run()
