"""A YAML file → a pydantic model of it, or one issue per faulty key with its line. The only reader of YAML."""

import re
from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from pydantic import BaseModel, RootModel, ValidationError
from pydantic_core import ErrorDetails
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.error import YAMLError as YAMLError  # also for the brand, whose reader lets it through

from skillreport.model.issue import Issue, Loaded, Location
from skillreport.model.names import nearest

M = TypeVar("M", bound=BaseModel)
KeyPath = tuple[str | int, ...]
Lines = Mapping[KeyPath, int]
_OURS = YAML(typ="safe")  # one for all files: a new one looks for plug-ins in every installed package
COMMAND_LINE = "command line"  # what messages call the place of an option


def read_yaml(path: Path) -> Any:
    """The content of a YAML file that ships with the package, as plain lists and dicts."""
    return _OURS.load(path.read_text("utf-8"))


@dataclass(frozen=True, slots=True)
class Document:
    """A YAML file as parsed, with its file name for messages. `data` keeps the lines of its keys."""

    file: str
    data: Any

    @property
    def lines(self) -> Lines:
        """The line of every key and item, by the path of keys and positions that leads to it."""
        return dict(_lines_below((), self.data))


def read_document(path: Path) -> Loaded[Document | None]:
    """Parse a YAML file the consultant wrote. Reports: file-missing, file-unreadable, settings-not-yaml."""
    try:
        text = path.read_text("utf-8-sig")
    except FileNotFoundError:
        return Loaded(None, (Issue("file-missing", Location(path.name), {"file": path.name}),))
    except UnicodeDecodeError:
        return _not_yaml(path, 1, "it is not text in UTF-8")
    except OSError:
        return Loaded(None, (Issue("file-unreadable", Location(path.name), {"file": path.name}),))
    try:
        return Loaded(Document(path.name, YAML(typ="rt").load(text)))
    except MarkedYAMLError as error:
        # A quote that is never closed is noticed at the end of the file; the mistake is where it was opened.
        mark = error.context_mark if "quoted" in str(error.context) else error.problem_mark
        return _not_yaml(path, mark.line + 1 if mark else 1, (error.problem or "not understood").split("\n")[0])
    except (YAMLError, ValueError) as error:  # ValueError: a day that no calendar has
        return _not_yaml(path, _line_of_impossible_day(text), str(error).split("\n")[0] or "not understood")


def load_model(
    document: Document, model: type[M], given: Mapping[str, object] = MappingProxyType({})
) -> Loaded[M | None]:
    """Hold a parsed file against its model; `given` overrules its keys.

    Reports: settings-unknown-key, settings-invalid. The value is None when there is any issue, because half-understood
    settings mislead.
    """
    data = document.data
    if isinstance(data, CommentedMap) and given:
        data = copy(data)
        data.update(given)
    return validate(document.file, data, model, frozenset(given))


def _lines_below(path: KeyPath, data: Any) -> Iterator[tuple[KeyPath, int]]:
    if isinstance(data, CommentedMap):
        keys = data.lc.data or {}
        items = [(key, keys[key][0] + 1, item) for key, item in data.items() if key in keys]
    elif isinstance(data, CommentedSeq):
        items = [(place, data.lc.item(place)[0] + 1, item) for place, item in enumerate(data)]
    else:
        return
    for key, line, item in items:
        yield (*path, key), line
        yield from _lines_below((*path, key), item)


def _line_of_impossible_day(text: str) -> int:
    """The first line with a day that no calendar has; the YAML reader does not say where it stands."""
    for number, line in enumerate(text.splitlines(), 1):
        for day in re.findall(r"\d{4}-\d{2}-\d{2}", line):
            try:
                date.fromisoformat(day)
            except ValueError:
                return number
    return 1


def _not_yaml(path: Path, line: int, problem: str) -> Loaded[Document | None]:
    return Loaded(None, (Issue("settings-not-yaml", Location(path.name, line=line), {"problem": problem}),))


def validate(file: str, data: Any, model: type[M], options: frozenset[str]) -> Loaded[M | None]:
    """Hold parsed YAML against a model; every fault becomes an issue at its line. `options`: keys that were given on
    the command line."""
    try:
        return Loaded(model.model_validate(CommentedMap() if data is None else data))
    except ValidationError as error:
        issues = [_issue(file, data, model, detail, options) for detail in error.errors(include_url=False)]
        # A value that may be of several kinds fails once for each of them: one sentence is enough.
        return Loaded(None, tuple({(issue.location, issue.values.get("key")): issue for issue in issues}.values()))


def _issue(file: str, data: Any, model: type[BaseModel], detail: ErrorDetails, options: frozenset[str]) -> Issue:
    path, line = _place(data, detail["loc"])
    given = bool(path) and path[0] in options
    location = Location(COMMAND_LINE) if given or file == COMMAND_LINE else Location(file, line=line)
    if detail["type"] == "extra_forbidden":
        known = _keys_beside(model, path)
        values = {"key": path[-1], "nearest": nearest(str(path[-1]), known) or "", "known": ", ".join(sorted(known))}
        return Issue("settings-unknown-key", location, values)
    if detail["type"] == "missing" and path != list(detail["loc"]):
        path = [*path, detail["loc"][-1]]
    name = ".".join(str(part) for part in path) or "the file"
    return Issue("settings-invalid", location, {"key": name, "problem": key_problem(detail)})


def _place(data: Any, loc: Sequence[int | str]) -> tuple[list[int | str], int]:
    """The path of keys that really exist in the file, and the line of the innermost one."""
    path: list[int | str] = []
    line, node = 1, data
    for part in loc:
        if isinstance(node, CommentedMap) and part in node:
            line = node.lc.data[part][0] + 1 if part in (node.lc.data or {}) else line
        elif isinstance(node, CommentedSeq) and isinstance(part, int) and part < len(node):
            line = node.lc.item(part)[0] + 1
        elif path or part in ("tuple", "function-after"):
            break
        else:
            return [part], line
        path.append(part)
        node = node[part]
    return path, line


def _keys_beside(model: type[BaseModel], path: Sequence[int | str]) -> list[str]:
    """The keys that the model knows at the level of the unknown key."""
    for part in path[:-1]:
        name = "root" if issubclass(model, RootModel) else str(part)
        field = next((field for key, field in model.model_fields.items() if name in (key, field.alias)), None)
        nested = [arg for arg in _types(field.annotation) if isinstance(arg, type)] if field else []
        model = next((arg for arg in nested if issubclass(arg, BaseModel)), model)
    return [field.alias or name for name, field in model.model_fields.items()]


def _types(annotation: Any) -> list[Any]:
    parts = [annotation]
    for arg in getattr(annotation, "__args__", ()):
        parts += _types(arg)
    return parts


def key_place(data: Any, loc: Sequence[int | str]) -> KeyPath:
    """The path of keys in the file that a finding of pydantic's is about."""
    return tuple(_place(data, loc)[0])


def key_problem(detail: ErrorDetails) -> str:
    """Pydantic's finding as the end of a sentence."""
    context = detail.get("ctx", {})
    match detail["type"]:
        case "model_type" | "model_attributes_type" | "dict_type":
            return "should be a list of keys with values, such as client: Acme"
        case "path_type" | "too_short":
            return "should be the name of a file, or a list of such names"
        case kind if kind.startswith("date"):
            return f"should be a day such as 2026-09-30, not {detail['input']!r}"
        case "missing":
            return "this key is needed"
        case "tuple_type":
            return "should be a list"
        case "literal_error":
            return f"{detail['input']!r} is not one of {context['expected']}{_meant(detail)}"
        case "value_error":
            return str(context["error"])
        case _:
            message = detail["msg"].replace("Input should be", "should be").replace("Value error, ", "")
            shown = detail["input"]
            return (
                f"{message[:1].lower()}{message[1:]}, not {shown!r}"
                if isinstance(shown, str | int | float)
                else message
            )


def _meant(detail: ErrorDetails) -> str:
    """The allowed word that a typing error most likely meant, as the end of a sentence."""
    found = nearest(str(detail["input"]), re.findall("'([^']*)'", detail["ctx"]["expected"]))
    return f"; did you mean {found}?" if found else ""
