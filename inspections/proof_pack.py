"""The proof pack (验签包): one zip with which anyone can repeat a draw.

``build_pack`` gives the same bytes for the same record; ``read_pack`` takes nothing on trust.
"""

import io
import json
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from inspections.draw import DrawError, DrawResult, Sealed, Unit, draw_key, parse_pool, sha, ticket
from inspections.draw_lots import Seating

MEMBERS = ("pool.tsv", "rule.json", "seal.json", "seed.txt", "result.tsv", "result.json")
EXTRAS = ("verify_draw.py", "说明.txt")
PACK_LIMIT = 64 * 1024 * 1024
MEMBER_LIMITS = {"pool.tsv": 64 * 1024 * 1024, "result.tsv": 64 * 1024 * 1024}
SMALL_LIMIT = 4 * 1024 * 1024
_VERIFIER = Path(__file__).with_name("verify_draw_standalone.py")
_STAGES = {"township": "乡镇", "village": "村", "household": "户", "inspector": "督查人员"}


_RESERVES = (
    "    从前往后取规则所定的个数，其余依次为替补；与 result.tsv 对照。",
    "七、替补。result.json 里每一条替补，都须是同一上级之下紧接着的下一位；",
    "    taken 所列的户已由同期另一签抽中，不再作替补。\n",
)
_SEATS = (
    "    与 result.tsv 对照。",
    "七、席位。按 rule.json 里 teams 的次序逐组逐席，取排在最前、未入席且与该组没有回避事由的人；",
    "    因回避跳过的人和事由见 result.json 的 passed_over，席位见 seats。\n",
)


@dataclass(frozen=True)
class Replacement:
    """A chosen unit given up for the next reserve, why, and who decided."""

    stage: str
    parent_id: str
    unit_out: str
    unit_in: str
    reason: str
    by: str
    at: str


@dataclass(frozen=True)
class DrawRecord:
    """All that a proof pack states; times are ISO 8601 text with the same offset.

    ``taken`` are (unit, draw id) of reserves that another draw of the round has drawn: they no
    longer replace anybody here.  ``seating`` is there for a draw of people only.
    """

    sealed: Sealed
    sealed_at: str
    sealed_by: str
    result: DrawResult
    drawn_at: str
    drawn_by: str
    replacements: tuple[Replacement, ...] = ()
    taken: tuple[tuple[str, str], ...] = ()
    seating: Seating | None = None


def build_pack(record: DrawRecord) -> bytes:
    """The proof pack of a draw as zip bytes."""
    texts = dict(zip(MEMBERS, _member_texts(record), strict=True))
    texts["verify_draw.py"] = _VERIFIER.read_text(encoding="utf-8")
    texts["说明.txt"] = explain(record)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as pack:
        for name, text in texts.items():
            member = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            member.compress_type = zipfile.ZIP_DEFLATED
            member.external_attr = 0o644 << 16
            member.create_system = 3
            pack.writestr(member, text.encode())
    return out.getvalue()


def _member_texts(record: DrawRecord) -> tuple[str, ...]:
    sealed, result = record.sealed, record.result
    seal = {
        "version": "draw/1",
        "round_id": sealed.round_id,
        "previous": sealed.previous,
        "pool_sha": sha(sealed.pool),
        "rule_sha": sha(sealed.rule),
        "seal": sealed.seal,
        "sealed_at": record.sealed_at,
        "sealed_by": record.sealed_by,
    }
    outcome: dict[str, object] = {
        "result": result.result_sha,
        "drawn_at": record.drawn_at,
        "drawn_by": record.drawn_by,
        "shortfalls": [list(shortfall) for shortfall in result.shortfalls],
        "replacements": [vars(replacement) for replacement in record.replacements],
        "taken": [list(one) for one in record.taken],
    }
    if record.seating:
        outcome["seats"] = [list(seat) for seat in record.seating.seats]
        outcome["passed_over"] = [list(one) for one in record.seating.passed_over]
    texts = (sealed.pool, sealed.rule, _tidy(seal), result.seed, result.result_text)
    return (*texts, _tidy(outcome))


def _tidy(value: Mapping[str, object]) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def read_pack(data: bytes) -> dict[str, str]:
    """The members of a proof pack as texts; raises DrawError on anything that is not one."""
    if len(data) > PACK_LIMIT:
        raise DrawError("验签包超过64兆，不予读取。")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as pack:
            names = pack.namelist()
            _check_names(names)
            return {name: _read_member(pack, name) for name in names if name in MEMBERS}
    # zipfile raises the last one for a way of packing it does not know
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise DrawError("不是完好的验签包（zip文件损坏或格式不符）。") from error
    except RuntimeError as error:
        raise DrawError("验签包带有密码，不予读取。") from error


def _check_names(names: list[str]) -> None:
    if len(names) != len(set(names)):
        raise DrawError("验签包内有重名文件，不予读取。")
    missing = [name for name in MEMBERS if name not in names]
    if missing:
        raise DrawError(f"验签包缺少文件：{'、'.join(missing)}。")
    strange = [name for name in names if name not in MEMBERS + EXTRAS]
    if strange:
        raise DrawError(f"验签包内有无关文件：{'、'.join(strange[:5])}。")


def _read_member(pack: zipfile.ZipFile, name: str) -> str:
    limit = MEMBER_LIMITS.get(name, SMALL_LIMIT)
    with pack.open(name) as member:
        data = member.read(limit + 1)
    if len(data) > limit:
        raise DrawError(f"验签包内的{name}展开后过大，不予读取。")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise DrawError(f"验签包内的{name}不是UTF-8文字。") from error


def explain(record: DrawRecord) -> str:
    """The text that shows how to check a draw with a SHA-256 tool and no program."""
    sealed, result = record.sealed, record.result
    key = draw_key(sealed.round_id, result.seed)
    head = (
        f"draw/1\n{sealed.round_id}\n{sealed.previous}\n{sha(sealed.pool)}\n{sha(sealed.rule)}\n"
    )
    parts = [
        f"抽签验签说明（{sealed.round_id}）\n",
        "有 Python 的电脑：在本文件夹内运行 python3 verify_draw.py，末尾可加当时公布的封签值。",
        "没有 Python 的电脑：用任何能算 SHA-256 的工具，照下面的步骤核对。",
        "工具举例：Windows 用 certutil -hashfile 文件 SHA256；Linux 用 sha256sum 文件。",
        "凡引号内的文字，存成 UTF-8 文件（末尾不加换行，“\\n”表示一个换行符）再计算。\n",
        f"一、名单。pool.tsv 的 SHA-256 应为 {sha(sealed.pool)}",
        f"二、规则。rule.json 的 SHA-256 应为 {sha(sealed.rule)}",
        f"三、封签。“{head}”".replace("\n", "\\n"),
        f"    的 SHA-256 应为 {sealed.seal}，并与抽签前公布的封签值相同。",
        f"四、钥。“draw/1|{sealed.round_id}|{result.seed}”",
        f"    的 SHA-256 应为 {key}",
        "五、签号。名单里的一行有几签，就从1数到几，各算一次，取最小的一个作签号：\n",
        *_worked_tickets(sealed, result, key),
        "六、次序。同一上级之下，先排档次为0的，再排档次为1的；同档按签号从小到大。",
        *(_SEATS if record.seating else _RESERVES),
    ]
    return "\n".join(parts)


def _worked_tickets(sealed: Sealed, result: DrawResult, key: str) -> list[str]:
    """Five tickets, worked out: a chosen unit of each stage, then units not chosen."""
    units = {(unit.stage, unit.unit_id): unit for unit in parse_pool(sealed.pool)}
    ranked = [units[line.stage, line.unit_id] for line in result.lines]
    chosen = [units[stage, result.chosen(stage)[0]] for stage in _STAGES if result.chosen(stage)]
    rest = sorted((unit for unit in ranked if unit not in chosen), key=_heaviest)
    shown = []
    for number, unit in enumerate([*chosen, *rest][:5], 1):
        shown.append(f"例{number}：{_STAGES[unit.stage]} {unit.unit_id}，{unit.lots}签")
        for lot in range(1, unit.lots + 1):
            text = f"{key}|{unit.stage}|{unit.unit_id}|{lot}"
            shown += [f"    “{text}”", f"      → {sha(text)}"]
        shown.append(f"    签号 {ticket(key, unit)}\n")
    return shown


def _heaviest(unit: Unit) -> tuple[bool, str, str]:
    """Units with two or three slips come first: they show how the smallest is taken."""
    return unit.lots not in (2, 3), unit.stage, unit.unit_id
