"""The kinds of upload: RegisterBatch.Kind → how it is read, checked, compared, written, reverted.

A new kind implements `ImportKind` (see comparison) in a module of its own and gets a line here.
"""

from accounts.errors import RuleBroken
from households.services.importing.comparison import Comparison, Differences, ImportKind
from households.services.importing.kind_exit_plan import ExitPlanKind
from households.services.importing.kind_incomes import IncomesKind
from households.services.importing.kind_pairings import PairingsKind
from households.services.importing.kind_platform import PlatformKind
from households.services.importing.kind_postings import PostingsKind
from households.services.importing.kind_villages import VillagesKind
from households.services.importing.register_kind import RegisterKind

__all__ = ["KINDS", "Comparison", "Differences", "ImportKind", "kind_of"]

KINDS: dict[str, ImportKind] = {
    "register": RegisterKind(),
    "villages": VillagesKind(),
    "postings": PostingsKind(),
    "pairings": PairingsKind(),
    "exit_plan": ExitPlanKind(),
    "incomes": IncomesKind(),
    "platform": PlatformKind(),
}


def kind_of(name: str) -> ImportKind:
    """Give a kind by its name in RegisterBatch.Kind; raises RuleBroken for one not there."""
    if name not in KINDS:
        raise RuleBroken("没有这一类导入。", code="no_kind")
    return KINDS[name]
