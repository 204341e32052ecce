"""The wording of the monthly bulletin: every slot it may use, and its shipped text."""

from reports.drafting import month_slots as month
from reports.drafting import problem_slots as problem
from reports.drafting import result_slots as result
from reports.drafting.catalogue import catalogue_of
from reports.drafting.slots import Vocabulary
from reports.facts.month import BLOCKS

VOCABULARY = Vocabulary(
    groups={
        "": month.GENERAL,
        "sample": month.SAMPLE,
        "completeness": month.COMPLETENESS,
        "plan": month.PLAN,
        "measures": month.MEASURES,
        "programmes": month.PROGRAMMES,
        "works": month.WORKS,
        "posts": month.POSTS,
        "others": month.OTHERS,
        "problems": problem.PROBLEMS,
        "last": problem.LAST,
        "owed": problem.OWED,
        "progress": result.PROGRESS,
        "satisfaction": result.SATISFACTION,
        "earlier": result.EARLIER,
        "accountability": result.ACCOUNTABILITY,
        **{f"block.{code}": month.block_group(code) for code in BLOCKS},
    },
    repeats={**problem.REPEATS, **result.REPEATS},
)
WORDING = catalogue_of("monthly", VOCABULARY)
