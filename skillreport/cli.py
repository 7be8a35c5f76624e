"""The command line: options, files, progress, exit codes. Calls the stages in order and nothing else.

Heavy imports stand inside the commands, so that --help answers at once.
"""

import gc
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from skillreport import __version__

if TYPE_CHECKING:
    from skillreport.analyse.basis import Basis
    from skillreport.language.catalogue import Speaker
    from skillreport.model.assessment import Assessment
    from skillreport.model.engagement import Engagement
    from skillreport.model.issue import Issue, Loaded
    from skillreport.rules.load import Rules
    from skillreport.write.brand import Brand

FINE, DATA_PROBLEM, WRONG_USE, ENVIRONMENT = 0, 1, 2, 3
AFTER_READING = ("rapidfuzz", "skillreport.read.commentary", "skillreport.write.brand", "skillreport.write.pack")
AFTER_CHECKING = ("skillreport.analyse.findings", "skillreport.report.organisation", "skillreport.write.html")
SAMPLES = ("technology", "professional_services", "healthcare")
NO_BREAK_SPACES = "\u00a0\u202f"  # of numbers and percent signs in other languages
FIRST_OF_A_KIND = 5  # issues of one kind that are printed before the rest is counted


class Stop(Exception):  # noqa: N818 - a planned end, not an error of the program
    """Ends the run with an exit code; what had to be said has been said."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


class Commands(click.Group):
    """Commands in the order in which an engagement needs them."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(self.commands)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, "--version", message="skillreport %(version)s")
def cli() -> None:
    """Turn a client's skill ratings, org chart, trainings and metrics into a report that stands up to questions.

    An engagement is one client, one period, one folder: a file engagement.yml and the client's spreadsheets. Everything
    happens on this machine; nothing is sent anywhere.

    \b
    First steps:
      skillreport demo                      see the report of a made-up client
      skillreport new acme                  make a folder with settings and a workbook to fill
      skillreport check acme                see what is wrong in the client's files, cell by cell
      skillreport build acme                write the report

    \b
    Exit codes: 0 fine, 1 problems in the data, 2 wrong use, 3 something is missing on this machine.
    """


def engagement_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Where the engagement is, or the short form without engagement.yml."""
    for option in reversed(
        (
            click.argument("source", type=click.Path(path_type=Path), default=Path(), metavar="[FOLDER|WORKBOOK]"),
            click.option("--org-chart", type=click.Path(path_type=Path), help="Org chart file (short form)."),
            click.option("--industry", help="technology, professional services, healthcare or other."),
            click.option("--client", help="The client's name on the report."),
            click.option("--period", help="2026-Q3, 2026-09 or 2026."),
            click.option("--as-of", help="Day everything is judged by, as 2026-09-30."),
        )
    ):
        command = option(command)
    return command


@cli.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--client", help="The client's name; the folder's name where it is left out.")
@click.option(
    "--industry", default="other", show_default=True, help="technology, professional services, healthcare or other."
)
@click.option("--period", help="The period of the first report, as 2026-Q3.")
def new(folder: Path, client: str | None, industry: str, period: str | None) -> None:
    """Make a folder for a new engagement: settings and a workbook to fill.

    FOLDER must not exist, or be empty. The workbook has a sheet for each table, drop-downs, and a first sheet that says
    what to do. Whatever the client cannot supply may stay empty; the report says what it would add.

    \b
    Example:
      skillreport new acme --client "Acme Ltd" --industry technology --period 2026-Q3
    """
    from skillreport.rules.load import industries
    from skillreport.write.scaffold import scaffold_files

    _refuse_filled(folder)
    industry = industry.strip().lower()
    if industry not in industries():
        _fail(f"{industry!r} is not an industry of the mix table: choose one of {', '.join(industries())}", WRONG_USE)
    _check_period(period)
    _write_plain(folder, scaffold_files(client or folder.resolve().name, industry, period))


@cli.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path), metavar="[FILE...|FOLDER]")
@click.option("--json", "as_json", is_flag=True, help="Print what was found as JSON.")
@click.option("--mapping", type=click.Path(path_type=Path), help="Write import rules to complete to this file.")
def inspect(files: tuple[Path, ...], as_json: bool, mapping: Path | None) -> None:
    """Show what the client's files hold, before anything is computed from them.

    Every sheet with its tables: where each stands, which way round, which column is read as what, some of its values,
    what is left out and why, and which tables are not there. A FOLDER with engagement.yml is read by its settings.

    With --mapping, a start of the rules that say how the client's own files are to be read. Complete it, put it into
    engagement.yml, and build takes the files as they are, every quarter.

    \b
    Examples:
      skillreport inspect acme
      skillreport inspect export.xlsx people.csv
      skillreport inspect export.xlsx --mapping import.yml
    """
    from skillreport.read.assessment import survey
    from skillreport.read.files import read_files
    from skillreport.read.survey import missing_tables, view_sheets
    from skillreport.rules.load import metric_names
    from skillreport.write.pack import to_json
    from skillreport.write.survey_text import import_rules, survey_record, survey_text

    if mapping is not None and mapping.exists():
        _fail(f"{mapping} is there already; choose another name", WRONG_USE)
    engagement = _inspected(files or (Path(),))
    speaker = _speaker(engagement)
    with _progress("reading the client's files"):
        sheets = read_files(engagement)
        found = survey(engagement, sheets.value, tuple(metric_names(_rules(engagement)).ids))
    views, missing = view_sheets(sheets.value, found.value), missing_tables(found.value)
    _print_issues((*sheets.issues, *found.issues), speaker, err=True)
    if as_json:
        click.echo(to_json(survey_record(views, missing, speaker)), nl=False)
    elif views:
        click.echo(_harmless_lines(survey_text(views, missing, speaker)))
    if mapping is not None:
        _write_plain(mapping.parent, {mapping.name: import_rules(views).encode()}, err=as_json)
    if not views:
        raise Stop(DATA_PROBLEM)


@cli.command("check")
@engagement_options
@click.option("--json", "as_json", is_flag=True, help="Print all issues as JSON.")
@click.option("--strict", is_flag=True, help="Warnings count as problems too.")
@click.option(
    "--annotate",
    type=click.Path(path_type=Path),
    metavar="OUT.xlsx",
    help="Write a workbook with all issues, each linked to its cell.",
)
@click.option("--questions", is_flag=True, help="Print the open points as a message to the client.")
def check_command(
    source: Path, as_json: bool, strict: bool, annotate: Path | None, questions: bool, **options: str | Path | None
) -> None:
    """List everything that is wrong in the client's files, each problem at its cell, with what to do about it.

    The files are not changed. Facts that cannot be used are errors, doubtful ones warnings, the rest is good to know.
    With --annotate, a new workbook has the cells coloured and commented, and a first sheet that lists them all.

    \b
    Examples:
      skillreport check acme
      skillreport check assessment.xlsx --org-chart org.xlsx --industry technology
      skillreport check acme --json > issues.json
      skillreport check acme --annotate acme-issues.xlsx
      skillreport check acme --questions > questions.txt
    """
    found = _read(source, options, AFTER_READING, as_json)
    engagement, speaker = found.engagement, found.speaker

    from skillreport.model.issue import Severity
    from skillreport.read.files import input_files
    from skillreport.write.pack import issues_json
    from skillreport.write.questions import questions_text

    issues = (*found.issues, *_consultants_files(engagement, found))
    if as_json:
        click.echo(issues_json(issues, speaker), nl=False)
    elif questions:
        client = found.assessment.client if found.assessment else engagement.client or engagement.workbooks[0].stem
        names = list(input_files(engagement))
        click.echo(_harmless_lines(questions_text(issues, client, names, speaker)))
    else:
        _print_issues(issues, speaker, err=False)
        _print_summary(issues, found.assessment, speaker)
    if annotate is not None:
        _annotate(engagement, issues, annotate, err=as_json or questions)
    bad = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
    if found.assessment is None or any(issue.severity in bad for issue in issues):
        raise Stop(DATA_PROBLEM)


@cli.command()
@engagement_options
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    default=Path("output"),
    show_default=True,
    help="Folder for the reports.",
)
@click.option(
    "--format",
    "formats",
    multiple=True,
    type=click.Choice(["html", "pdf", "xlsx"]),
    help="Only these; may be repeated.",
)
@click.option("--section", "sections", multiple=True, help="Only these sections; may be repeated.")
@click.option("--draft", is_flag=True, help="Print DRAFT on every page.")
@click.option("--brand", type=click.Path(path_type=Path), help="A _brand.yml.")
@click.option("--templates", type=click.Path(path_type=Path), help="Folder with templates of your own.")
def build(
    source: Path,
    output: Path,
    formats: tuple[str, ...],
    sections: tuple[str, ...],
    draft: bool,
    brand: Path | None,
    templates: Path | None,
    **options: str | Path | None,
) -> None:
    """Write the report of an engagement.

    FOLDER holds engagement.yml (or a folder above it does). The report goes to OUTPUT/<client>-<period>: HTML, PDF and
    the tables as a workbook for the client, and a folder consultant with every figure, all issues and the manifest. A
    run that fails leaves the last report as it was.

    \b
    Examples:
      skillreport build acme
      skillreport build assessment.xlsx --org-chart org.xlsx --industry technology
      skillreport build acme --format html --draft
    """
    given: dict[str, Any] = {**options}
    given |= {"formats": formats or None, "sections": sections or None, "draft": draft or None}
    given |= {"brand": brand.resolve() if brand else None, "templates": templates.resolve() if templates else None}
    _build(source, given, output)


@cli.command()
@click.argument("source", type=click.Path(path_type=Path), default=Path(), metavar="[FOLDER]")
@click.option("--json", "as_json", is_flag=True, help="Print the rules as JSON.")
def rules(source: Path, as_json: bool) -> None:
    """Show the rules in force: the mix table and the metric definitions, where each comes from and how to change it.

    In an engagement's folder the client's changes are included; elsewhere the method's own rules are shown.

    \b
    Examples:
      skillreport rules
      skillreport rules acme --json
    """
    from skillreport.read.files import find_engagement
    from skillreport.write.pack import to_json
    from skillreport.write.rules_text import rules_record, rules_text

    if find_engagement(source.resolve()) or source != Path():
        engagement = _engagement(source, {})
    else:
        engagement = _plain_engagement()
    loaded = _rules(engagement)
    if as_json:
        click.echo(to_json(rules_record(loaded, engagement, _speaker(engagement))), nl=False)
    else:
        click.echo(rules_text(loaded, engagement, _speaker(engagement)))


@cli.command()
@click.argument("folder", type=click.Path(path_type=Path))
def templates(folder: Path) -> None:
    """Copy the built-in templates to FOLDER for editing.

    Keep only the files you change, and name the folder under `templates` in engagement.yml. A file that extends
    "builtin/report.html" may replace a single block of it.

    \b
    Example:
      skillreport templates acme/templates
    """
    from skillreport.write.resources import resource

    _refuse_filled(folder)
    root = resource("templates")
    names = [path.relative_to(root) for path in sorted(root.rglob("*")) if path.suffix in (".html", ".css")]
    _write_plain(folder, {name.as_posix(): (root / name).read_bytes() for name in names})


@cli.command()
def doctor() -> None:
    """Say whether this machine has what the report needs, and what to install if not.

    HTML, workbook and checks work everywhere; the PDF needs Pango. Exit code 3 where something is missing.

    \b
    Example:
      skillreport doctor
    """
    from skillreport.write.health import examine

    lines = examine()
    for good, text in lines:
        click.echo(("ok       " if good else "missing  ") + text)
    if not all(good for good, _ in lines):
        raise Stop(ENVIRONMENT)


@cli.command()
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    default=Path("output"),
    show_default=True,
    help="Folder for the report.",
)
@click.option("--sample", type=click.Choice(SAMPLES), default=SAMPLES[0], show_default=True, help="Which sample.")
def demo(output: Path, sample: str) -> None:
    """Build the report of a made-up organisation from a sample that ships with the program.

    \b
    Example:
      skillreport demo --output /tmp/demo
      skillreport demo --sample healthcare
    """
    from skillreport.write.resources import resource

    _build(resource(f"sample_data/{sample}"), {}, output)


# ---- the stages, as the commands need them


class _Read:
    """What was read: the settings, the rules, the assessment with its basis (None: nothing sensible can be computed),
    all issues, and who says them."""

    def __init__(
        self,
        engagement: "Engagement",
        speaker: "Speaker",
        rules: "Rules",
        assessment: "Assessment | None",
        basis: "Basis | None",
        issues: "tuple[Issue, ...]",
    ) -> None:
        self.engagement, self.speaker, self.rules = engagement, speaker, rules
        self.assessment, self.basis, self.issues = assessment, basis, issues


def _engagement(source: Path, options: Mapping[str, Any], as_json: bool = False) -> "Engagement":
    """The engagement of a folder, of a workbook given directly (short form), with the options laid over it."""
    from skillreport.read import settings

    given = {name: value for name, value in options.items() if value is not None}
    if "org_chart" in given:
        given["org_chart"] = given["org_chart"].resolve()
    if _is_short_form(source):
        given["workbook"] = source.resolve()
        loaded = settings.engagement_from_options(given, Path.cwd())
    else:
        file = _settings_file(source)
        if not source.exists() or file is None:
            _fail(_nothing_found(source), WRONG_USE)
        loaded = settings.load_engagement(file, given)
    issues = loaded.issues or _settings_issues(loaded.value)
    if issues or loaded.value is None:
        _stop_with(issues, as_json)
    return loaded.value


def _is_short_form(source: Path) -> bool:
    """Whether a workbook is given instead of an engagement."""
    return source.is_file() and source.suffix.lower() not in (".yml", ".yaml")


def _settings_file(source: Path) -> Path | None:
    """The engagement.yml that is given, or that of a folder."""
    from skillreport.read.files import find_engagement

    file = source if source.is_file() else find_engagement(source.resolve())
    return file.resolve() if file is not None and not _is_short_form(source) else None


def _inspected(files: tuple[Path, ...]) -> "Engagement":
    """The engagement of a folder, or one made of the files alone."""
    if len(files) == 1 and (files[0].is_dir() or files[0].suffix.lower() in (".yml", ".yaml")):
        return _engagement(files[0], {})
    from skillreport.read import settings

    missing = [file for file in files if not file.is_file()]
    if missing:
        _fail(_nothing_found(missing[0]), WRONG_USE)
    workbooks = tuple(file.resolve() for file in files)
    loaded = settings.engagement_from_options({"workbook": workbooks}, Path.cwd())
    if loaded.value is None:
        _stop_with(loaded.issues)
    return loaded.value


def _settings_issues(engagement: "Engagement | None") -> "tuple[Issue, ...]":
    """What the settings alone cannot tell: files that are not there, a locale that nobody knows."""
    from skillreport.read.settings import missing_files

    if engagement is None:
        return ()
    if engagement.number_locale is None:
        return missing_files(engagement)
    from skillreport.language.numbers import is_locale
    from skillreport.model.figure import say
    from skillreport.model.issue import Issue, Location

    if is_locale(name := engagement.number_locale):
        return missing_files(engagement)
    values = {"key": "number_locale", "problem": say("said.no_locale", name=name)}
    return (Issue("settings-invalid", Location(engagement.file), values), *missing_files(engagement))


def _nothing_found(source: Path) -> str:
    if not source.exists():
        return f"{source} does not exist; give a folder with engagement.yml, or a workbook"
    return f"no engagement.yml in {source} or above it; make one with `skillreport new`, or give a workbook"


def _plain_engagement() -> "Engagement":
    from skillreport.model.engagement import Engagement

    return Engagement(workbook=Path("assessment.xlsx"))


def _rules(engagement: "Engagement", as_json: bool = False) -> "Rules":
    from skillreport.rules.load import load_rules

    loaded = load_rules(engagement)
    if loaded.value is None:
        _stop_with(loaded.issues, as_json, _speaker(engagement))
    return loaded.value


def _read(source: Path, options: Mapping[str, Any], needed_later: Sequence[str], as_json: bool = False) -> _Read:
    """Settings, rules, assessment, and every issue of one run. `needed_later`: modules that are imported while files
    are read."""
    from concurrent.futures import ThreadPoolExecutor

    from skillreport.read.files import begin_reading, read_files

    aside = ThreadPoolExecutor(1)  # the parser works while Python loads what comes before and after it
    try:
        file = _settings_file(source)
        ahead = begin_reading(file, aside) if file else {}
        engagement = _engagement(source, options, as_json)
        with _progress("reading the client's files"):
            sheets = [aside.submit(read_files, period, engagement, ahead) for period in engagement.periods]
            from skillreport.analyse.basis import find_basis
            from skillreport.analyse.checks import check
            from skillreport.read.assessment import read_periods
            from skillreport.read.vocabulary import words
            from skillreport.rules.load import metric_names

            rules, speaker = _rules(engagement, as_json), _speaker(engagement)
            words()
            for module in needed_later:
                import_module(module)
            loaded = read_periods(engagement, [read.result() for read in sheets], metric_names(rules))
    finally:
        aside.shutdown(wait=False, cancel_futures=True)
    if loaded.value is None:
        return _Read(engagement, speaker, rules, None, None, loaded.issues)
    with _progress("checking"):
        basis = find_basis(loaded.value, rules)
        checked = check(loaded.value, rules, basis)
    return _Read(engagement, speaker, rules, checked.value, basis, (*loaded.issues, *checked.issues))


def _annotate(engagement: "Engagement", issues: "tuple[Issue, ...]", target: Path, err: bool) -> None:
    """A new workbook beside the client's files, never in the place of one of them."""
    from skillreport.read.files import input_files, read_files
    from skillreport.write.annotate import annotated_workbook

    files = input_files(engagement)
    if target.suffix.lower() != ".xlsx":
        _fail(f"{target} must end in .xlsx", WRONG_USE)
    if target.resolve() in {file.resolve() for file in files.values()}:
        _fail(f"{target} is one of the client's files; choose another name", WRONG_USE)
    with _progress("writing the annotated workbook"):
        sheets = [sheet for period in engagement.periods for sheet in read_files(period, engagement).value]
        data = annotated_workbook(files, sheets, issues, _speaker(engagement))
    _write_plain(target.parent, {target.name: data}, err)


def _consultants_files(engagement: "Engagement", found: _Read) -> "tuple[Issue, ...]":
    """Issues of the brand and the commentary; the figures that it may quote are those of the report."""
    from skillreport.read.commentary import load_commentary
    from skillreport.write.brand import load_brand

    issues = load_brand(engagement.path(engagement.brand) if engagement.brand else None).issues
    comments = load_commentary(engagement.path(engagement.commentary) if engagement.commentary else None)
    if not comments or found.assessment is None or found.basis is None:
        return issues
    from skillreport.analyse.findings import analyse
    from skillreport.report.commentary import check_commentary
    from skillreport.report.organisation import build_report

    with _progress("checking the commentary"):
        report = build_report(analyse(found.assessment, found.rules, found.basis), found.issues, comments)
    return (*issues, *check_commentary(comments, report, engagement.language))


def _build(source: Path, options: Mapping[str, Any], output: Path) -> None:
    """Read, check, analyse, report, render, write: in this order, and the output only at the very end."""
    found = _read(source, options, (*AFTER_READING, *AFTER_CHECKING))
    engagement, speaker = found.engagement, found.speaker

    from skillreport.analyse.findings import analyse
    from skillreport.model.figure import say
    from skillreport.read.commentary import load_commentary
    from skillreport.report.commentary import check_commentary
    from skillreport.report.organisation import build_report
    from skillreport.report.people import people_tables
    from skillreport.write.brand import load_brand
    from skillreport.write.html import render_html
    from skillreport.write.pack import (
        MANIFEST,
        PackError,
        figures_json,
        issues_json,
        manifest_json,
        write_pack,
    )
    from skillreport.write.typefaces import missing_letters
    from skillreport.write.workbook import render_people, render_workbook

    if found.assessment is None or found.basis is None:
        _print_issues(found.issues, speaker, err=True)
        raise Stop(DATA_PROBLEM)
    brand = load_brand(engagement.path(engagement.brand) if engagement.brand else None)
    comments = load_commentary(engagement.path(engagement.commentary) if engagement.commentary else None)
    with _progress("analysing"):
        findings = analyse(found.assessment, found.rules, found.basis)
    report = build_report(findings, found.issues, comments)
    faults = check_commentary(comments, report, engagement.language)
    if any(fault.severity == "error" for fault in faults) and not engagement.draft:
        _print_issues(faults, speaker, err=True)
        _fail(speaker.say(say("cli.commentary_refused")), WRONG_USE)
    issues = (*found.issues, *brand.issues, *faults)
    files: dict[str, bytes] = {}
    own = engagement.path(engagement.templates) if engagement.templates else None
    with _progress("writing the HTML"):
        html = render_html(
            report,
            brand.value,
            engagement.language,
            engagement.number_locale,
            engagement.currency,
            engagement.paper,
            own,
        )
    if html.issues:
        _print_issues(html.issues, speaker, err=True)
        raise Stop(WRONG_USE)
    issues = (*issues, *missing_letters(html.value, brand.value.typefaces))
    if "html" in engagement.formats:
        files["organisation.html"] = html.value.encode()
    if "pdf" in engagement.formats:
        pdf = _pdf(html.value)
        files["organisation.pdf"] = pdf.value
        issues = (*issues, *pdf.issues)
    if "xlsx" in engagement.formats:
        files["organisation.xlsx"] = render_workbook(report, speaker, brand.value)
        tables = people_tables(findings)
        files["consultant/people.xlsx"] = render_people(report.client, report.as_of, tables, speaker, brand.value)
    files["consultant/figures.json"] = figures_json(report.figures, speaker).encode()
    files["consultant/issues.json"] = issues_json(issues, speaker).encode()
    files[MANIFEST] = manifest_json(report.client, str(report.period), _inputs(engagement, brand.value), files).encode()
    try:
        written, removed = write_pack(output, report.client, str(report.period), files)
    except PackError as error:
        _fail(str(error), ENVIRONMENT)
    _print_issues(issues, speaker, err=True)
    if removed:
        click.echo(speaker.say(say("cli.removed", files=", ".join(removed))), err=True)
    for path in written:
        click.echo(path)


def _pdf(html: str) -> "Loaded[bytes]":
    from skillreport.write.pdf import RenderingError, render_pdf

    try:
        with _progress("printing the PDF"):
            return render_pdf(html)
    except RenderingError as error:
        hint = f"; install it with: {error.install}" if error.install else ""
        _fail(f"{error}{hint}. Everything but the PDF works with --format html", ENVIRONMENT)


def _inputs(engagement: "Engagement", brand: "Brand") -> dict[str, Path]:
    """Everything that the report is made from, by the names that messages give it: the client's files, the settings,
    what earlier reports printed, brand, commentary and templates."""
    from skillreport.read.files import input_files, name_below

    found = input_files(engagement)
    mine = (
        Path(engagement.file),
        engagement.mix.table,
        engagement.brand,
        engagement.commentary,
        engagement.templates,
        *brand.files,
        *(then.figures for then in engagement.earlier),
    )
    own = [path for path in mine if path is not None]
    files = [file for path in own for file in _files_below(engagement.path(path))]
    return {**found, **{name_below(file, engagement.path(Path())): file for file in files}}


def _files_below(path: Path) -> list[Path]:
    return sorted(file for file in path.rglob("*") if file.is_file()) if path.is_dir() else [path] * path.is_file()


# ---- what is printed


def _speaker(engagement: "Engagement") -> "Speaker":
    from skillreport.language.catalogue import speaker_for

    return speaker_for(engagement.language, engagement.number_locale, engagement.currency)


def _print_issues(issues: "tuple[Issue, ...]", speaker: "Speaker", err: bool) -> None:
    """Issues by kind: the first few with their places, then how many more."""
    from skillreport.language.issues import more_of_a_kind, severity_word, worded

    by_code: dict[str, list[Issue]] = {}
    for issue in issues:
        by_code.setdefault(issue.code, []).append(issue)
    gravest_first = sorted(by_code.items(), key=lambda item: ("error", "warning", "note").index(item[1][0].severity))
    for code, group in gravest_first:
        first = list(worded(speaker, group[:FIRST_OF_A_KIND]))
        for issue, message, _ in first:
            click.echo(
                f"{severity_word(speaker, issue.severity):<8} {_harmless(f'{issue.location}: {message}')}", err=err
            )
        if len(group) > FIRST_OF_A_KIND:
            click.echo(f"         {more_of_a_kind(speaker, len(group) - FIRST_OF_A_KIND, code)}", err=err)
        click.echo(f"         {_harmless(first[0][2])}", err=err)


def _print_summary(issues: "tuple[Issue, ...]", assessment: "Assessment | None", speaker: "Speaker") -> None:
    from skillreport.language.issues import summary

    ratings = None if assessment is None else len(assessment.ratings)
    people = 0 if assessment is None else assessment.ratings["employee"].nunique()
    click.echo(summary(speaker, issues, ratings, people))


def _harmless_lines(text: str) -> str:
    return "\n".join(map(_harmless, text.split("\n")))


def _harmless(text: str) -> str:
    """Text from a client's file without what a terminal would obey."""
    return "".join(char if char.isprintable() or char in NO_BREAK_SPACES else "\ufffd" for char in text)


def _fail(text: str, code: int) -> NoReturn:
    click.echo(f"skillreport: {_harmless(text)}", err=True)
    raise Stop(code)


def _stop_with(issues: "tuple[Issue, ...]", as_json: bool = False, speaker: "Speaker | None" = None) -> NoReturn:
    """The settings cannot be used: say why and end. `speaker`: None where it is not known which language they state."""
    from skillreport.language.catalogue import speaker_for
    from skillreport.write.pack import issues_json

    # What the settings say of languages may be what is wrong.
    speaker = speaker or speaker_for("en", None, "EUR")
    if as_json:
        click.echo(issues_json(issues, speaker), nl=False)
    else:
        _print_issues(issues, speaker, err=True)
    raise Stop(WRONG_USE)


def _check_period(period: str | None) -> None:
    from skillreport.model.period import Period

    try:
        if period:
            Period.parse(period)
    except ValueError as error:
        _fail(str(error), WRONG_USE)


def _refuse_filled(folder: Path) -> None:
    """What stands in a folder is not written over."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        _fail(f"{folder} is there already and not empty; choose another name", WRONG_USE)


def _write_plain(folder: Path, files: Mapping[str, bytes], err: bool = False) -> None:
    """Files outside a report, listed as they are written; with `err` not where other output goes."""
    try:
        for name, data in files.items():
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
            click.echo(target, err=err)
    except OSError as error:
        _fail(f"{folder} cannot be written: {error.strerror}", ENVIRONMENT)


@contextmanager
def _progress(what: str) -> Iterator[None]:
    """What the program is at, on a terminal only."""
    if not sys.stderr.isatty():
        yield
        return
    from rich.console import Console

    with Console(stderr=True).status(what, spinner="line"):
        yield


def main() -> None:
    """Run the command line; every planned end is an exit code, never a traceback."""
    # Rows of cells and boxes of pages are millions of objects that live to the end: looking for cycles among them again
    # and again costs a tenth of the time, and one run ends before cycles matter.
    gc.disable()
    try:
        cli(prog_name="skillreport", standalone_mode=False)
    except Stop as stop:
        sys.exit(stop.code)
    except click.exceptions.Exit as end:
        sys.exit(end.exit_code)
    except click.Abort:
        click.echo("skillreport: interrupted; the last report is as it was", err=True)
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(WRONG_USE)
    except BrokenPipeError:
        sys.exit(FINE)


def run() -> None:
    """`main` as a process of its own, which leaves its millions of objects to the system instead of freeing each."""
    try:
        main()
        code = FINE
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else FINE
    for stream in (sys.stdout, sys.stderr):
        with suppress(BrokenPipeError):
            stream.flush()
    os._exit(code)


if __name__ == "__main__":
    run()
