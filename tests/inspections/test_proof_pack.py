"""The proof pack and the program in it that replays a draw without this project."""

import io
import json
import re
import subprocess
import sys
import zipfile
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspections.draw import DrawError, commitment, draw_month, sha
from inspections.proof_pack import DrawRecord, Replacement, build_pack, explain, read_pack
from inspections.verify_draw_standalone import differences
from tests.inspections.draw_vector import ROUND, SEED, vector_sealed

SAID = "桂花"


def make_record(**changes: object) -> DrawRecord:
    """The vector drawn with one witness and two lawful replacements."""
    witness = {"name": "纪委王某", "commit": commitment(ROUND, SAID)}
    sealed = vector_sealed(witnesses=[witness])
    result = draw_month(sealed, f"{SEED}+{SAID}")
    village = result.chosen("village")[0]
    first, *_, fourth, fifth, sixth = [row.unit_id for row in ranked_in(result, village)][:6]
    record = DrawRecord(
        sealed=sealed,
        sealed_at="2016-07-01T09:00:00+08:00",
        sealed_by="目督办",
        result=result,
        drawn_at="2016-07-01T09:30:00+08:00",
        drawn_by="目督办",
        replacements=(
            Replacement("household", village, first, fifth, "外出", "目督办", "2016-07-05"),
            Replacement("household", village, fourth, sixth, "其他", "目督办", "2016-07-06"),
        ),
    )
    return replace(record, **changes)


def ranked_in(result, parent):
    """Ranked units of one parent."""
    return [row for row in result.lines if row.parent_id == parent]


def zipped(files: dict[str, str]) -> bytes:
    """A plain zip of the members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as pack:
        for name, text in files.items():
            pack.writestr(name, text)
    return out.getvalue()


def verify(folder, data: bytes, *more: str):
    """Run the pack's own program as an office would, without site packages."""
    pack, program = folder / "pack.zip", folder / "verify_draw.py"
    pack.write_bytes(data)
    with zipfile.ZipFile(io.BytesIO(build_pack(make_record()))) as lawful:
        program.write_bytes(lawful.read("verify_draw.py"))
    command = [sys.executable, "-I", "-S", str(program), str(pack), *more]
    done = subprocess.run(command, capture_output=True, check=False, timeout=60)  # noqa: S603 -- our own program
    return done.returncode, done.stdout.decode()


def test_verifier_agrees_with_an_honest_pack(tmp_path):
    code, said = verify(tmp_path, build_pack(make_record()))

    assert (code, said.splitlines()[-1]) == (0, "一致：封签、次序、抽中、替补均相符。")
    assert "重抽得乡镇 2 个：" in said


def test_verifier_reads_the_unpacked_folder_it_lies_in(tmp_path):
    with zipfile.ZipFile(io.BytesIO(build_pack(make_record()))) as pack:
        pack.extractall(tmp_path)
    command = [sys.executable, "-I", "-S", str(tmp_path / "verify_draw.py")]

    done = subprocess.run(command, capture_output=True, check=False, timeout=60)  # noqa: S603 -- our own program

    assert (done.returncode, done.stderr) == (0, b"")


def test_verifier_takes_the_published_seal(tmp_path):
    seal = make_record().sealed.seal

    assert verify(tmp_path, build_pack(make_record()), seal)[0] == 0


def test_verifier_uses_the_standard_library_only_and_is_short():
    with zipfile.ZipFile(io.BytesIO(build_pack(make_record()))) as pack:
        program = pack.read("verify_draw.py").decode()

    named = set(re.findall(r"^(?:import|from) (\w+)", program, re.MULTILINE))
    assert named <= sys.stdlib_module_names
    assert len(program.splitlines()) <= 150


def pool_line_added(files):
    files["pool.tsv"] = "household\t0\t510304105201\t1\t1\n" + files["pool.tsv"]


def pool_line_removed(files):
    files["pool.tsv"] = files["pool.tsv"].replace(
        "household\t5103041052010001\t510304105201\t1\t1\n", ""
    )


def slips_added(files):
    files["pool.tsv"] = files["pool.tsv"].replace(
        "510304101\t510304\t1\t1\n", "510304101\t510304\t1\t9\n"
    )


def rule_changed(files):
    files["rule.json"] = files["rule.json"].replace('"townships":2', '"townships":3')


def seed_changed(files):
    files["seed.txt"] = files["seed.txt"][1:]


def reveal_changed(files):
    files["seed.txt"] = files["seed.txt"].replace(SAID, "菊花")


def chosen_swapped(files):
    rows = files["result.tsv"].split("\n")
    rows[13], rows[17] = rows[13][:-1] + "0", rows[17][:-1] + "1"
    files["result.tsv"] = "\n".join(rows)
    rehash_result(files)


def rehash_result(files):
    seal = json.loads(files["seal.json"])["seal"]
    text = f"{seal}\n{files['seed.txt']}\n{files['result.tsv']}"
    edit(files, "result.json", result=sha(text))


def edit(files, name, **changes):
    files[name] = json.dumps({**json.loads(files[name]), **changes})


def reserve_skipped(files):
    rows = json.loads(files["result.json"])["replacements"]
    edit(files, "result.json", replacements=rows[1:])


def reason_invented(files):
    rows = json.loads(files["result.json"])["replacements"]
    edit(files, "result.json", replacements=[{**rows[0], "reason": "领导要求"}])


def seed_before_seal(files):
    edit(files, "result.json", drawn_at="2016-07-01T08:59:59+08:00")


def shortfall_invented(files):
    edit(files, "result.json", shortfalls=[["household", "510304105201", 4, 3]])


def previous_changed(files):
    edit(files, "seal.json", previous="1" * 64)


def round_renamed(files):
    edit(files, "seal.json", round_id="510304-2016-07/2")


def result_cut_short(files):
    files["result.tsv"] = files["result.tsv"][: files["result.tsv"].rindex("household")]


@pytest.mark.parametrize(
    ("manipulate", "named"),
    [
        (pool_line_added, "名单的哈希"),
        (pool_line_removed, "名单的哈希"),
        (slips_added, "名单的哈希"),
        (rule_changed, "规则的哈希"),
        (seed_changed, "结果值"),
        (reveal_changed, "见证人纪委王某的密语与承诺不符"),
        (chosen_swapped, "结果第14行"),
        (reserve_skipped, "替补第1条"),
        (reason_invented, "原因不在规定之列"),
        (seed_before_seal, "种子早于封签"),
        (shortfall_invented, "不足额记录"),
        (previous_changed, "封签值"),
        (round_renamed, "封签值"),
        (result_cut_short, "结果第28行"),
    ],
)
def test_verifier_catches_and_names_a_manipulation(tmp_path, manipulate, named):
    files = read_pack(build_pack(make_record()))
    manipulate(files)

    code, said = verify(tmp_path, zipped(files))

    assert code == 1
    assert named in said


def test_verifier_catches_a_whole_forged_draw_by_the_published_seal(tmp_path):
    forged = vector_sealed(townships=3)
    record = make_record(sealed=forged, result=draw_month(forged, SEED), replacements=())

    code, said = verify(tmp_path, build_pack(record), make_record().sealed.seal)

    assert code == 1
    assert "公布的封签值" in said
    assert "共1处" in said


@pytest.mark.parametrize("data", [b"", b"not a zip", zipped({"pool.tsv": ""})])
def test_verifier_says_that_a_pack_is_broken_without_a_traceback(tmp_path, data):
    code, said = verify(tmp_path, data)

    assert code == 1
    assert "验签包不完整或已损坏" in said


def test_build_pack_gives_the_same_bytes_again():
    assert build_pack(make_record()) == build_pack(make_record())


def test_read_pack_gives_back_what_was_put_in():
    record = make_record()

    files = read_pack(build_pack(record))

    assert files["pool.tsv"] == record.sealed.pool
    assert files["seed.txt"] == f"{SEED}+{SAID}"
    assert json.loads(files["result.json"])["result"] == record.result.result_sha


@pytest.mark.parametrize(
    ("files", "reason"),
    [
        ({}, "缺少文件：pool.tsv、rule.json"),
        ({"../evil.py": ""}, "无关文件：../evil.py"),
        ({"rule.json": "0" * 5_000_000}, "rule.json展开后过大"),
        ({"pool.tsv": "0" * 70_000_000}, "pool.tsv展开后过大"),
    ],
)
def test_read_pack_refuses_what_is_not_a_proof_pack(files, reason):
    lawful = read_pack(build_pack(make_record())) if files else {}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as pack:
        for name, text in {**lawful, **files}.items():
            pack.writestr(name, text)

    with pytest.raises(DrawError, match=reason):
        read_pack(out.getvalue())


def test_read_pack_refuses_text_that_is_not_utf8():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as pack:
        for name, text in read_pack(build_pack(make_record())).items():
            pack.writestr(name, text.encode("utf-16"))

    with pytest.raises(DrawError, match="不是UTF-8"):
        read_pack(out.getvalue())


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 6000), st.integers(0, 255))
def test_read_pack_never_fails_but_by_refusing(position, value):
    data = bytearray(build_pack(make_record()))
    data[position % len(data)] = value

    try:
        files = read_pack(bytes(data))
    except DrawError:
        return
    assert differences(files)[0] == []


def test_explanation_works_out_five_tickets_that_anyone_can_hash():
    text = explain(make_record())

    worked = re.findall(r"“([0-9a-f]{64}\|[^”]+)”\n      → ([0-9a-f]{64})", text)
    assert all(sha(said) == hashed for said, hashed in worked)
    assert len(re.findall(r"^例\d：", text, re.MULTILINE)) == 5
    tickets = set(re.findall(r"签号 ([0-9a-f]{64})", text))
    assert tickets <= {line.ticket for line in make_record().result.lines}


def test_explanation_names_the_text_the_seal_is_made_of():
    head, seal = re.search(
        r"三、封签。“(.+)”\n.+应为 ([0-9a-f]{64})", explain(make_record())
    ).groups()

    assert sha(head.replace("\\n", "\n")) == seal == make_record().sealed.seal
