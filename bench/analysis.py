"""An engagement with history → how long its analysis takes, or the bare parse of its workbooks, in seconds on stdout.

Run in a process of its own: python -m bench.analysis (analyse | parse) FOLDER
"""

import gc
import sys
import time
from pathlib import Path


def analyse(folder: Path) -> float:
    """Everything from the tables to the findings, without reading and rendering."""
    from skillreport.analyse import findings
    from skillreport.analyse.basis import find_basis
    from skillreport.analyse.checks import check
    from skillreport.read.assessment import read_periods
    from skillreport.read.files import read_files
    from skillreport.read.settings import load_engagement
    from skillreport.rules.load import load_rules, metric_names

    engagement = load_engagement(folder / "engagement.yml").value
    assert engagement is not None
    rules = load_rules(engagement).value
    assert rules is not None
    sheets = [read_files(period, engagement) for period in engagement.periods]
    assessment = read_periods(engagement, sheets, metric_names(rules)).value
    assert assessment is not None
    gc.disable()  # as the command line does
    start = time.perf_counter()
    basis = find_basis(assessment, rules)
    check(assessment, rules, basis)
    findings.analyse(assessment, rules, basis)
    return time.perf_counter() - start


def parse(folder: Path) -> float:
    """What calamine takes to turn the same workbooks into Python values."""
    import python_calamine

    start = time.perf_counter()
    for path in sorted(folder.glob("*.xlsx")):
        workbook = python_calamine.CalamineWorkbook.from_path(str(path))
        for name in workbook.sheet_names:
            workbook.get_sheet_by_name(name).to_python()
    return time.perf_counter() - start


if __name__ == "__main__":
    print({"analyse": analyse, "parse": parse}[sys.argv[1]](Path(sys.argv[2])))
