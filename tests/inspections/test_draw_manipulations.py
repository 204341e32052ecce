"""Nine ways to cheat: pool, rule, seed, result, order, replacement, second draw, chain, record.

Each is refused by the product where it would be done there, and found by the program in the pack
and by whoever checks the pack here when the pack itself is changed. Source: reliability H1(e).
"""

import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction

from accounts.errors import RuleBroken
from inspections.draw import sha
from inspections.models import Draw, DrawnUnit
from inspections.proof_pack import build_pack, read_pack
from inspections.selectors.chain import county_links
from inspections.selectors.draws import proof_pack, replays
from inspections.services.draws import enter_seed, seal_draw
from inspections.services.replacements import replace_unit
from inspections.verification import check_pack
from tests.inspections.draw_cast import (
    SEED,
    annulled,
    make_drawn,
    make_extra,
    make_office,
    make_sealed,
    make_seated,
)
from tests.inspections.test_proof_pack import edit, make_record, rehash_result, zipped
from tests.make import COUNTY

Files = dict[str, str]


def pool(files: Files) -> None:
    lines = files["pool.tsv"].splitlines(keepends=True)
    files["pool.tsv"] = "".join(lines[1:])
    edit(files, "seal.json", pool_sha=sha(files["pool.tsv"]))


def rule(files: Files) -> None:
    files["rule.json"] = files["rule.json"].replace('"townships":2', '"townships":1')
    edit(files, "seal.json", rule_sha=sha(files["rule.json"]))


def seed(files: Files) -> None:
    files["seed.txt"] = "9" + files["seed.txt"][1:]


def result(files: Files) -> None:
    files["result.tsv"] = files["result.tsv"].replace("\t1\n", "\t0\n", 1)
    rehash_result(files)


def order(files: Files) -> None:
    rows = files["result.tsv"].splitlines(keepends=True)
    files["result.tsv"] = "".join([rows[1], rows[0], *rows[2:]])
    rehash_result(files)


def replacement(files: Files) -> None:
    rows = json.loads(files["result.json"])["replacements"]
    edit(files, "result.json", replacements=rows[::-1])


def second_draw(files: Files) -> None:
    edit(files, "seal.json", round_id="510304-2016-07/2")


def chain(files: Files) -> None:
    edit(files, "seal.json", previous="1" * 64)


def record(files: Files) -> None:
    edit(files, "result.json", drawn_at="2016-06-30T09:00:00+08:00")


MANIPULATIONS = [pool, rule, seed, result, order, replacement, second_draw, chain, record]


@pytest.mark.parametrize("cheat", MANIPULATIONS, ids=lambda cheat: cheat.__name__)
def test_a_changed_pack_is_found_by_both_checks(tmp_path, cheat: Callable[[Files], None]):
    honest = build_pack(make_record())
    files = read_pack(honest)
    cheat(files)
    data = zipped(files)
    (tmp_path / "pack.zip").write_bytes(data)
    (tmp_path / "verify_draw.py").write_bytes(program(honest))
    command = [sys.executable, "-I", "-S", str(tmp_path / "verify_draw.py"), "pack.zip"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False, timeout=60)  # noqa: S603 -- our own program
    assert check_pack(honest).agrees
    assert not check_pack(data).agrees
    assert (done.returncode, "不一致" in done.stdout.decode()) == (1, True)


def program(pack: bytes) -> bytes:
    """The verifier as it lies in a pack."""

    with zipfile.ZipFile(io.BytesIO(pack)) as opened:
        return opened.read("verify_draw.py")


def refused_seed(draw: Draw, **fields: str) -> bool:
    """Whether a sealed draw with changed fields takes no seed."""
    Draw.objects.filter(pk=draw.pk).update(**fields)
    draw.refresh_from_db()
    with pytest.raises(RuleBroken):
        enter_seed(draw=draw, seed=SEED, by=None)
    return True


def changed(draw: Draw, **fields: str) -> bool:
    """Whether a drawn draw with changed fields no longer replays."""
    assert replays(draw)
    Draw.objects.filter(pk=draw.pk).update(**fields)
    draw.refresh_from_db()
    return not replays(draw)


def the_product_notices(kind: str) -> bool:
    """Try the same inside the system."""
    if kind in {"pool", "rule"}:
        draw = make_sealed()
        return refused_seed(draw, **{kind: getattr(draw, kind).replace("4", "5", 1)})
    draw = make_drawn()
    if kind == "seed":
        return changed(draw, seed=SEED[::-1])
    if kind == "result":
        return changed(draw, result=draw.result.replace("\t0\n", "\t1\n", 1))
    if kind == "order":
        rows = draw.result.splitlines(keepends=True)
        return changed(draw, result="".join([rows[1], rows[0], *rows[2:]]))
    return {"replacement": _replacement, "second_draw": _second, "chain": _chain,
            "record": _record}[kind](draw)  # fmt: skip


def _replacement(draw: Draw) -> bool:
    with pytest.raises(RuleBroken):
        replace_unit(drawn_unit=draw.units.first(), reason="away", by=make_office())
    unit = draw.units.filter(stage="household").first()
    with pytest.raises(IntegrityError), transaction.atomic():
        DrawnUnit.objects.filter(pk=unit.pk).update(replace_reason="away")
    return True


def _second(draw: Draw) -> bool:
    with pytest.raises(RuleBroken):
        seal_draw(round=draw.round, by=None)
    Draw.objects.filter(pk=draw.pk).update(state="annulled")
    other = Draw.objects.create(**twin(draw, number=2))
    with pytest.raises(IntegrityError), transaction.atomic():
        Draw.objects.filter(pk=draw.pk).update(state="drawn")
    return other.number == 2


def twin(draw: Draw, number: int) -> dict[str, object]:
    """The fields of another draw of the same round."""
    left = {"id", "number", "draw_id"}
    fields = {f.attname: getattr(draw, f.attname) for f in Draw._meta.concrete_fields}
    kept = {name: value for name, value in fields.items() if name not in left}
    return kept | {"number": number, "draw_id": f"{COUNTY}-2016-07/{number}"}


def _chain(draw: Draw) -> bool:
    middle, last = make_extra(draw), make_extra(draw, "township", places=[])
    assert [link.wrong for link in county_links(COUNTY)] == ["", "", ""]
    middle.units.all().delete()
    Draw.objects.filter(pk=middle.pk).delete()
    found = [link.wrong for link in county_links(COUNTY)]
    assert last.number == 3
    return found == ["", "上一签与前一签的结果不符；签次应为2"]


def _record(draw: Draw) -> bool:
    draw.units.filter(stage="household").first().delete()
    assert not replays(draw)
    annulled(draw)
    return Draw.objects.get(pk=draw.pk).annul_reason == "有误"


@pytest.mark.django_db
@pytest.mark.parametrize("kind", [cheat.__name__ for cheat in MANIPULATIONS])
def test_the_product_refuses_or_shows_it(kind):
    assert the_product_notices(kind)


@pytest.mark.django_db
def test_a_pack_of_inspectors_with_another_rule_seed_or_seat_is_found():
    honest = read_pack(proof_pack(make_seated(make_drawn())))
    assert check_pack(zipped(honest)).agrees
    for change in (
        {"rule.json": honest["rule.json"].replace("第1组", "第0组")},
        {"seed.txt": SEED[::-1]},
        {"result.json": honest["result.json"].replace("第1组", "第2组", 1)},
    ):
        assert not check_pack(zipped(honest | change)).agrees
