"""What a supplement is written from: the issued document and what the office puts right."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from accounts.errors import RuleBroken
from households.models import Area
from reports.documents.supplement import Correction, SupplementFacts
from reports.models import Bulletin


def supplement_facts(*, county: str, on: date, asked: Mapping[str, Any]) -> SupplementFacts:
    """Gather the facts of a supplement: `asked` names the original and the corrections.

    Raises RuleBroken where the document is not issued or nothing is put right.
    """
    original = Bulletin.objects.issued().filter(area_code=county, pk=asked["original"]).first()
    corrections = tuple(Correction(**line) for line in asked["corrections"])
    if original is None or original.issued_on is None:
        raise RuleBroken("只有已印发的文件才能更正补充。", code="not_issued")
    if not corrections:
        raise RuleBroken("请写明更正或补充的内容和原因。", code="no_corrections")
    area = Area.objects.get(code=county)
    return SupplementFacts(
        county_code=county,
        county=str(original.facts.get("county") or area.short_name),
        place=str(original.facts.get("place") or area.name),
        as_of=on,
        original_number=original.number,
        original_title=original.title,
        original_day=original.issued_on,
        corrections=corrections,
    )
