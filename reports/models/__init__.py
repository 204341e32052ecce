"""Documents of the month: their text, flow, numbers, readers, wording and templates."""

from reports.models.bulletins import Bulletin, BulletinFile
from reports.models.distribution import DistributionList
from reports.models.flow import BulletinStep, Countersign, DocumentNumber
from reports.models.letterheads import Letterhead
from reports.models.packs import MonthPack
from reports.models.readers import Instruction, InstructionStep, Receipt
from reports.models.snapshots import FactsSnapshot
from reports.models.wording import Wording

__all__ = [
    "Bulletin",
    "BulletinFile",
    "BulletinStep",
    "Countersign",
    "DistributionList",
    "DocumentNumber",
    "FactsSnapshot",
    "Instruction",
    "InstructionStep",
    "Letterhead",
    "MonthPack",
    "Receipt",
    "Wording",
]
