"""Who reaches the reading room, the receipts, the instructions and the distribution lists."""

from datetime import date
from typing import Any

from django.core.files.base import ContentFile

from reports.models import Bulletin, DistributionList, Instruction, Letterhead
from tests import make

READERS, SIGNERS, ASKED = "目扶组机行乡领纪", "目扶组机行乡", "目扶组机行乡领"

READING: dict[str, tuple[str, str]] = {
    "reports:reading_list": ("", READERS),
    "reports:reading_detail": ("bulletin", READERS),
    "reports:reading_receive": ("bulletin", SIGNERS),
    "reports:instruction_give": ("bulletin", "目领"),
    "reports:receipt_list": ("", READERS),
    "reports:bulletin_remind": ("bulletin", "目"),
    "reports:instruction_list": ("", ASKED),
    "reports:instruction_detail": ("instruction", ASKED),
    "reports:instruction_answer": ("instruction", SIGNERS),
    "reports:instruction_close": ("instruction", "目"),
    "reports:instruction_send_back": ("instruction", "目"),
    "reports:distribution_list": ("", "目"),
    "reports:distribution_new": ("", "目"),
    "reports:distribution_edit": ("distribution", "目"),
    "reports:bulletin_distribution": ("bulletin", "目"),
    "reports:letterhead_list": ("", "目"),
    "reports:letterhead_upload": ("", "目"),
    "reports:letterhead_starter": ("", "目"),
    "reports:letterhead_file": ("letterhead", "目"),
    "reports:letterhead_preview": ("letterhead", "目"),
    "reports:letterhead_use": ("letterhead_act", "目"),
}


def make_read(bulletin: Bulletin, place: str) -> dict[str, dict[str, Any]]:
    """Make what readers did with a document: a receipt, an instruction, a list it went to."""
    unit = make.make_unit(f"{place}局", area_code=bulletin.area_code)
    bulletin.receipts.create(unit=unit, sent_at=make.NOW)
    asked = Instruction.objects.create(
        bulletin=bulletin, leader=f"{place}书记", text=place, given_on=date(2016, 7, 31),
        due_on=date(2016, 8, 31), unit=unit, entered_by=make.make_user(), entered_at=make.NOW,
    )  # fmt: skip
    kept = DistributionList.objects.create(
        area_code=bulletin.area_code, name=place, addressees=place
    )
    template = Letterhead(
        area_code=bulletin.area_code, name=place, version=1, sha256="0" * 64,
        uploaded_by=make.make_user(), uploaded_at=make.NOW,
    )  # fmt: skip
    template.file.save("x.docx", ContentFile(place.encode()))
    return {
        "instruction": {"pk": asked.pk},
        "distribution": {"pk": kept.pk},
        "letterhead": {"pk": template.pk},
        "letterhead_act": {"pk": template.pk, "act": "use"},
    }
