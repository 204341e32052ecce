"""The month's pack (月度材料包): asked for in one click, made by a job, handed out by right."""

import hashlib
import json
import tempfile
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import IO, Any

from django.conf import settings
from django.core.files import File
from django.db import transaction
from django.urls import reverse

from accounts import clock
from accounts.errors import RuleBroken
from accounts.models import Job, User
from accounts.services.jobs import ask_for
from accounts.services.trail import record
from inspections.models import Draw, RectificationOrder
from inspections.selectors.draw_records import draw_record
from inspections.selectors.draws import proof_pack
from reports.draw_record import record_sheet
from reports.ledgers.month import LEDGERS
from reports.models import Bulletin, BulletinFile, MonthPack
from reports.month_pack import (
    Cover,
    Entry,
    NotAsSealed,
    Piece,
    portions,
    safe_name,
    write_pack,
)
from reports.papers.orders import order_paper
from reports.renderers.paper_pdf import render_paper_pdf
from reports.renderers.pdf import FontsMissing, render_record
from reports.selectors.order_papers import order_text
from reports.selectors.packs import draws_of, mark_of, may_have_pack, orders_of, pack_of

KIND = "month_pack"
LETTER = {"docx": "通报（Word）", "pdf": "通报（PDF）"}
BOOKS = {ledger.slug: f"{ledger.title}（Excel）" for ledger in LEDGERS}


def ask_for_pack(*, bulletin: Bulletin, by: User) -> Job | None:
    """Ask for the pack of a monthly document; None where it is made already.

    While one of the same content is being made, the same job is given. Raises RuleBroken
    "no_permission" for whoever lacks the right to any part.
    """
    _require(bulletin, by)
    mark = mark_of(bulletin)
    if pack_of(bulletin, mark=mark) is not None:
        return None
    job = ask_for(
        kind=KIND,
        key=f"{bulletin.pk} {mark}",
        by=by,
        payload={"bulletin": bulletin.pk},
        url=reverse("reports:bulletin_pack", args=[bulletin.pk]),
    )
    # the pack of a draft goes when the draft changes: its job is done anew if the text comes back
    done = Job.objects.filter(pk=job.pk, state=Job.State.DONE)
    if done.update(state=Job.State.WAITING, attempts=0, progress=0, requested_by=by):
        job.refresh_from_db()
    return job


def make_pack(
    *,
    bulletin: Bulletin,
    by: User | None,
    progress: Callable[[int], None] = lambda percent: None,
) -> MonthPack:
    """Write the pack to disk, file by file, and keep it; one of the same content is given back.

    Raises RuleBroken "not_as_sealed" where a stored file was changed, "no_fonts".
    """
    mark = mark_of(bulletin)
    made = pack_of(bulletin, mark=mark)
    if made is not None:
        return made
    with tempfile.TemporaryFile() as draft:
        entries = _written(draft, bulletin, progress)
        size = draft.tell()
        draft.seek(0)
        sha = hashlib.file_digest(draft, "sha256").hexdigest()
        draft.seek(0)
        return _keep(bulletin, mark, File(draft), by, sha256=sha, size=size, files=len(entries))


def hand_over_pack(*, bulletin: Bulletin, by: User) -> MonthPack:
    """Give the newest pack and write down who took it.

    Raises RuleBroken "no_permission"; "no_pack" where none was made.
    """
    _require(bulletin, by)
    pack = bulletin.packs.first()
    if pack is None:
        raise RuleBroken("材料包尚未生成，请先点“生成材料包”。", code="no_pack")
    record(by=by, action="download_pack", about=bulletin, pack=pack.pk, sha256=pack.sha256)
    return pack


def _require(bulletin: Bulletin, by: User) -> None:
    if not may_have_pack(held=bulletin, user=by):
        raise RuleBroken(
            "材料包含全部台账、抽签和整改单，须有全部查看权限。请联系目督办。",
            code="no_permission",
        )


@transaction.atomic
def _keep(
    bulletin: Bulletin, mark: str, content: File, by: User | None, **facts: Any
) -> MonthPack:
    """Keep the file and its row; packs of a draft that has changed since are dropped.

    Of two workers one keeps its own, the other gets that. A file without a row is what a worker
    left that was stopped in between.
    """
    Bulletin.objects.select_for_update().get(pk=bulletin.pk)
    if (made := pack_of(bulletin, mark=mark)) is not None:
        return made
    if not bulletin.is_sealed:
        for old in bulletin.packs.all():
            transaction.on_commit(partial(old.file.storage.delete, str(old.file.name)))
        bulletin.packs.all().delete()
    pack = MonthPack(
        bulletin=bulletin, mark=mark, name=_pack_name(bulletin), made_at=clock.now(), made_by=by
    )
    for name, value in facts.items():
        setattr(pack, name, value)
    name = f"{bulletin.pk}-{mark[:16]}.zip"
    pack.file.storage.delete(f"packs/{name}")
    pack.file.save(name, content, save=True)
    record(by=by, action="make_pack", about=bulletin, pack=pack.pk, sha256=pack.sha256)
    return pack


def _written(draft: IO[bytes], bulletin: Bulletin, progress: Callable[[int], None]) -> list[Entry]:
    cover = Cover(
        title=bulletin.title,
        number=bulletin.number,
        state=bulletin.get_state_display(),
        county=str(bulletin.facts.get("county") or bulletin.area_code),
        period=f"{bulletin.period:%Y-%m}",
        facts_sha=bulletin.facts_sha,
        made_at=f"{clock.now():%Y-%m-%d %H:%M}",
    )
    try:
        return write_pack(draft, cover, list(_pieces(bulletin)), progress=progress)
    except NotAsSealed as changed:
        raise RuleBroken(
            f"文件“{changed}”与封存时不一致，未打包。请立即报告目督办和系统管理员。",
            code="not_as_sealed",
        ) from changed
    except FontsMissing as missing:
        raise RuleBroken(str(missing), code="no_fonts") from missing


def _pieces(held: Bulletin) -> Iterator[Piece]:
    """List what goes in; nothing is read or rendered yet."""
    for file in held.files.order_by("pk"):
        folder = "1-通报" if file.kind in LETTER else "2-台账和附件"
        what = LETTER.get(file.kind) or BOOKS.get(file.kind, "台账或附件（Excel）")
        path = f"{folder}/{_marked(held, safe_name(file.name))}"
        yield Piece(path, what, partial(_stored, file), file.sha256)
    for draw in draws_of(held):
        name = safe_name(draw.draw_id)
        record_path = f"3-抽签/抽签记录-{name}.pdf"
        yield Piece(record_path, f"抽签记录（{draw.get_kind_display()}）", partial(_record, draw))
        yield Piece(f"3-抽签/验签包-{name}.zip", "验签包，可独立复算", partial(_proof, draw))
    for order in orders_of(held):
        path = f"4-督办整改单/{safe_name(order.number)}-{safe_name(str(order.unit))}.pdf"
        yield Piece(path, f"督办整改单（{order.unit}）；照片在系统内查看", partial(_sheet, order))
    yield Piece("facts.json", "通报所依据的数据（封存）", partial(_facts, held))


def _stored(file: BulletinFile) -> Iterator[bytes]:
    with file.file.open("rb") as stored:
        yield from portions(stored)


def _record(draw: Draw) -> Iterable[bytes]:
    return [render_record(record_sheet(draw_record(draw)), font_dir=settings.FONT_DIR)]


def _proof(draw: Draw) -> Iterable[bytes]:
    return [proof_pack(draw)]


def _sheet(order: RectificationOrder) -> Iterable[bytes]:
    text, _ = order_text(order)
    return [render_paper_pdf(order_paper(text), font_dir=settings.FONT_DIR)]


def _facts(held: Bulletin) -> Iterable[bytes]:
    """Give the facts in the form their digest is taken of."""
    text = json.dumps(held.facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return [text.encode()]


def _marked(held: Bulletin, name: str) -> str:
    """Say 草稿 in a file's name while the document is not issued."""
    if held.is_sealed or "草稿" in name:
        return name
    stem, dot, ending = name.rpartition(".")
    return f"{stem}（草稿）{dot}{ending}"


def _pack_name(held: Bulletin) -> str:
    number = held.number.replace("〔", "").replace("〕", "-") if held.is_sealed else "草稿"
    return safe_name(f"{held.period:%Y年%-m月}督查材料包-{number or held.pk}.zip")
