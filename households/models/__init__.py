from households.models.batches import BatchComplaint, RegisterBatch
from households.models.places import Area
from households.models.postings import HelperPairing, Posting
from households.models.register import Household, HouseholdIncome, Member

__all__ = [
    "Area",
    "BatchComplaint",
    "HelperPairing",
    "Household",
    "HouseholdIncome",
    "Member",
    "Posting",
    "RegisterBatch",
]
