"""退出程序 as a list: what its export holds, and what "all that was filtered" means."""

from typing import Any

from django.db.models import Case, CharField, QuerySet, Value, When

from accounts.lists import ListColumn, Listing
from accounts.models import User
from households.facts.exit_steps import ORDER, PAPER_CODES, STEPS, missing_papers
from households.filters.exits import ExitListFilter
from households.lists import words
from households.models import Household

_NEXT = Case(
    *(When(**{f"procedure__{step}": None}, then=Value(step)) for step in ORDER),
    default=Value(""),
    output_field=CharField(),
)
_PAPERS = "procedure__papers"


def filed(papers: Any) -> str:
    """Tell how many of the archive's papers are there."""
    return f"{len(PAPER_CODES) - len(missing_papers(papers or []))}/{len(PAPER_CODES)}"


def lacking(papers: Any) -> str:
    """Name the papers the archive lacks."""
    return "、".join(missing_papers(papers or []))


COLUMNS = (
    ListColumn("household_no", "户编号", sort="household_no", width=22),
    ListColumn("head_name", "户主", field="name", width=10),
    ListColumn("township", "乡镇", "village__parent__short_name"),
    ListColumn("village", "村", "village__short_name", sort="area_code", width=14),
    ListColumn("person_count", "人数", kind="num", width=7),
    ListColumn("status", "脱贫状态", words=words.STATUS, width=14),
    *(ListColumn(step, label, f"procedure__{step}") for step, label in STEPS.items()),
    ListColumn("filed", "档案", _PAPERS, read=filed, width=8),
    ListColumn("lacking", "档案缺", _PAPERS, read=lacking, width=40),
    ListColumn("next_step", "下一步", _NEXT, words={**STEPS, "": "已标注"}),
)


def rows(user: User) -> "QuerySet[Household]":
    """Give the registered households a user sees; the filter takes the year's."""
    return Household.objects.visible_to(user).registered()


EXITS = Listing(
    name="exits",
    label="退出程序",
    permission="households.view_exitprocedure",
    columns=COLUMNS,
    order=("area_code", "household_no"),
    rows=rows,
    filterset=ExitListFilter,
)
