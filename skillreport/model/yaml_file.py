"""A YAML file → a pydantic model of it, or one issue per faulty key with its line. The only reader of YAML."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.error import YAMLError as YAMLError  # also for the brand, whose reader lets it through

from skillreport.model.issue import Issue, Loaded, Location
from skillreport.model.names import nearest

M = TypeVar("M", bound=BaseModel)


def read_yaml(path: Path) -> Any:
    """The content of a YAML file that ships with the package, as plain lists and dicts."""
    return YAML(typ="safe").load(path.read_text("utf-8"))


def load_model(path: Path, model: type[M], given: Mapping[str, object]) -> Loaded[M | None]:
    """Read a YAML file the consultant wrote; `given` overrules its keys.

    Reports: file-missing, file-unreadable, settings-not-yaml, settings-unknown-key, settings-invalid. The value is None
    when there is any issue, because half-understood settings mislead.
    """
    try:
        text = path.read_text("utf-8-sig")
    except FileNotFoundError:
        return Loaded(None, (Issue("file-missing", Location(path.name), {"file": path.name}),))
    except (OSError, UnicodeDecodeError):
        return Loaded(None, (Issue("file-unreadable", Location(path.name), {"file": path.name}),))
    try:
        data = YAML(typ="rt").load(text)
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        problem = (error.problem or "not understood").split("\n")[0]
        return Loaded(None, (Issue("settings-not-yaml", Location(path.name, line=line), {"problem": problem}),))
    except YAMLError:
        return Loaded(None, (Issue("settings-not-yaml", Location(path.name, line=1), {"problem": "not understood"}),))
    if isinstance(data, CommentedMap):
        data.update(given)
    return validate(path.name, data, model)


def validate(file: str, data: Any, model: type[M]) -> Loaded[M | None]:
    """Hold parsed YAML against a model; every fault becomes an issue at its line."""
    try:
        return Loaded(model.model_validate(CommentedMap() if data is None else data))
    except ValidationError as error:
        return Loaded(None, tuple(_issue(file, data, model, detail) for detail in error.errors(include_url=False)))


def _issue(file: str, data: Any, model: type[BaseModel], detail: ErrorDetails) -> Issue:
    path, line = _place(data, detail["loc"])
    location = Location(file, line=line if isinstance(data, CommentedMap) else None)
    if detail["type"] == "extra_forbidden":
        known = _keys_beside(model, path)
        values = {"key": path[-1], "nearest": nearest(str(path[-1]), known) or "", "known": ", ".join(sorted(known))}
        return Issue("settings-unknown-key", location, values)
    name = ".".join(str(part) for part in path) or file
    return Issue("settings-invalid", location, {"key": name, "problem": _problem(detail)})


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
        field = model.model_fields.get(str(part))
        nested = [arg for arg in _types(field.annotation) if isinstance(arg, type)] if field else []
        model = next((arg for arg in nested if issubclass(arg, BaseModel)), model)
    return list(model.model_fields)


def _types(annotation: Any) -> list[Any]:
    parts = [annotation]
    for arg in getattr(annotation, "__args__", ()):
        parts += _types(arg)
    return parts


def _problem(detail: ErrorDetails) -> str:
    """Pydantic's finding as the end of a sentence."""
    context = detail.get("ctx", {})
    match detail["type"]:
        case "missing":
            return "this key is needed"
        case "literal_error":
            return f"{detail['input']!r} is not one of {context['expected']}"
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
