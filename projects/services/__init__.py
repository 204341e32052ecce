from projects.services.programmes import load_programmes
from projects.services.targets import TargetRow, set_targets, targets_from_register

__all__ = ["TargetRow", "load_programmes", "set_targets", "targets_from_register"]
