"""Check a proof pack (验签包) by replaying its draw, or the chain of a county's draws."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from inspections.draw import DrawError
from inspections.proof_pack import PACK_LIMIT, read_pack
from inspections.selectors.chain import county_links
from inspections.verify_draw_standalone import differences


class Command(BaseCommand):
    help = (
        "核验抽签验签包：重做抽签并逐项比对，结果为 JSON；"
        "或用 --chain 核对一个区县历次抽签是否首尾相接。有出入时退出码为 1。"
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the pack and, if it is known, the seal that was published; or a county."""
        parser.add_argument("pack", type=Path, nargs="?", help="验签包（.zip）")
        parser.add_argument("--seal", default="", help="抽签前公布的封签值")
        parser.add_argument("--chain", default="", metavar="区划", help="区县区划代码，如 510304")

    def handle(self, *, pack: Path | None, seal: str, chain: str, **options: Any) -> None:
        """Print what was found as one JSON object; exit 1 on a refusal or a difference."""
        if (pack is None) is not bool(chain):
            raise CommandError("请给出一个验签包，或用 --chain 给出区县区划代码。")
        answer = verify(pack, seal=seal.strip().lower()) if pack else verify_chain(chain)
        self.stdout.write(json.dumps(answer, ensure_ascii=False, indent=2))
        if not answer["agrees"]:
            raise SystemExit(1)


def verify(pack: Path, *, seal: str = "") -> dict[str, Any]:
    """What a replay of the pack finds: agrees, differences, and the units drawn."""
    try:
        with pack.open("rb") as stream:
            files = read_pack(stream.read(PACK_LIMIT + 1))
        wrong, drawn = differences(files, seal)
        sealed, result = json.loads(files["seal.json"]), json.loads(files["result.json"])
    except OSError as error:
        return _refused(f"打不开文件：{error.strerror or error}")
    except DrawError as refusal:
        return _refused(str(refusal))
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        return _refused(f"验签包内容不合规定：{error}")
    return {
        "agrees": not wrong,
        "round_id": sealed["round_id"],
        "seal": sealed["seal"],
        "result": result["result"],
        "replacements": len(result["replacements"]),
        "drawn": drawn,
        "differences": wrong,
    }


def verify_chain(county: str) -> dict[str, Any]:
    """Whether each draw of a county names the result before it; no draw at all is no chain."""
    links = county_links(county)
    draws = [
        {
            "draw": link.draw.draw_id,
            "state": link.draw.get_state_display(),
            "previous": link.draw.previous,
            "result": link.draw.result_sha,
            "fits": not link.wrong,
            "wrong": link.wrong,
        }
        for link in links
    ]
    if not draws:
        return _refused(f"没有这个区县的抽签：{county}")
    wrong = [f"{link.draw.draw_id}：{link.wrong}" for link in links if link.wrong]
    return {"agrees": not wrong, "draws": draws, "differences": wrong}


def _refused(reason: str) -> dict[str, Any]:
    return {"agrees": False, "reason": reason, "differences": [reason]}
