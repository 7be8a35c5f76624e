"""Assessment and rules → what checks and findings both start from, computed once per run."""

from dataclasses import dataclass

import pandas as pd

from skillreport.analyse.certificates import find_certificates
from skillreport.analyse.levels import Levels, find_levels
from skillreport.analyse.metrics import Metrics, find_metrics
from skillreport.analyse.mix import TrainingLog, find_training_log
from skillreport.analyse.raters import Raters, find_raters
from skillreport.model.assessment import Assessment
from skillreport.rules.load import Rules


@dataclass(frozen=True, slots=True)
class Basis:
    """Current levels and how they were given, the training log of the last 12 months, certificates and metrics."""

    levels: Levels
    raters: Raters
    log: TrainingLog
    certificates: pd.DataFrame
    metrics: Metrics


def find_basis(assessment: Assessment, rules: Rules) -> Basis:
    """Work out what needs nothing but the tables and the rules."""
    levels = find_levels(assessment, rules)
    certificates = find_certificates(assessment, rules)
    return Basis(
        levels,
        find_raters(assessment, rules, levels),
        find_training_log(assessment),
        certificates,
        find_metrics(assessment, rules, levels, certificates),
    )
