from households.models.batches import (
    BatchComplaint,
    BatchDifference,
    HeaderMapping,
    RegisterBatch,
)
from households.models.facts import (
    ExitProcedure,
    HouseholdIncome,
    HouseholdYear,
    VillageIndicator,
)
from households.models.places import Area, AreaAlias
from households.models.postings import HelperPairing, Posting, PostingSighting
from households.models.register import Household, Member
from households.models.watching import (
    ConcernFlag,
    ConflictNote,
    PlatformDifference,
    PlatformLine,
    RegisterConflict,
)

__all__ = [
    "Area",
    "AreaAlias",
    "BatchComplaint",
    "BatchDifference",
    "ConcernFlag",
    "ConflictNote",
    "ExitProcedure",
    "HeaderMapping",
    "HelperPairing",
    "Household",
    "HouseholdIncome",
    "HouseholdYear",
    "Member",
    "PlatformDifference",
    "PlatformLine",
    "Posting",
    "PostingSighting",
    "RegisterBatch",
    "RegisterConflict",
    "VillageIndicator",
]
