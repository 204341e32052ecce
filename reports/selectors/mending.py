"""Where each reason that holds a document back is mended: a link beside the sentence."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from inspections.models import Problem, Round
from reports.facts.sums import ADVICE
from reports.models import Bulletin

ISSUE_FIRST = "请先印发"
TO_THE_PAGE = (
    ("数字与数据不一致", "去填写理由", "reports:bulletin_text"),
    ("更正前后相同", "去修改更正", "reports:bulletin_correct"),
)
TO_THE_PROBLEMS = (
    ("没有整改时限", "去下达整改单", f"&state={Problem.State.CONFIRMED}"),
    ("未认定共性或个性", "去认定", ""),
)


@dataclass(frozen=True)
class Blocker:
    """One reason a document may not go on; `label` and `url` lead to where it is mended."""

    text: str
    label: str = ""
    url: str = ""


def mended_at(held: Bulletin, sentences: Iterable[str]) -> list[Blocker]:
    """Put beside each sentence of `blockers_of` the place where it is mended, where there is one.

    in: the document and the sentences; out: as many lines in the same order. A sentence of none
    of the known sorts stands without a link. Source: issue 6 point 2.
    """
    return [Blocker(text, *_way(held, text)) for text in sentences]


def _way(held: Bulletin, text: str) -> tuple[str, str]:
    for words, label, name in TO_THE_PAGE:
        if words in text:
            return label, reverse(name, args=[held.pk])
    for words, label, narrowed in TO_THE_PROBLEMS:
        if words in text:
            return label, _problems(held) + narrowed
    if "最低抽查数" in text:
        return "看本月督查", _round(held)
    if ISSUE_FIRST in text:
        return "看月度通报", f"{reverse('reports:bulletin_list')}?kind={Bulletin.Kind.MONTHLY}"
    return ("看本月问题", _problems(held)) if ADVICE in text else ("", "")


def _problems(held: Bulletin) -> str:
    return f"{reverse('inspections:problem_list')}?period={held.period:%Y-%m}"


def _round(held: Bulletin) -> str:
    month = Round.objects.filter(area_code=held.area_code, period=held.period).first()
    if month is None:
        return reverse("inspections:round_list")
    return reverse("inspections:round_detail", args=[month.pk])
