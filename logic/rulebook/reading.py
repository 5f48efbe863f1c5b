"""Read one content folder, file by file, into checked models; nothing is merged here."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from pydantic import TypeAdapter, ValidationError

from logic.rulebook.models import Code, Diagnoses, Modifiers, Places, Source, Technique
from logic.rulebook.pages import RulePage, read_page
from logic.rulebook.payers import Payer
from logic.rulebook.problems import Path as KeyPath
from logic.rulebook.problems import Problem, did_you_mean, from_validation, path_text
from logic.rulebook.strict_yaml import YamlError, load
from logic.rulebook.strict_yaml import lines as yaml_lines
from logic.rulebook.tables import DollarFile, LimitEditionFile, PairEditionFile, RateFile, RvuFile

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

T_co = TypeVar("T_co", covariant=True)

LISTS: dict[str, Any] = {"sources": Source, "codes": Code}
WHOLE: dict[str, Any] = {"payers": Payer, "pair_edits": PairEditionFile, "unit_limits": LimitEditionFile}
SINGLE: dict[str, Any] = {
    "modifiers": Modifiers,
    "techniques": tuple[Technique, ...],
    "diagnoses": Diagnoses,
    "places_of_service": Places,
}
AMOUNTS: dict[str, Any] = {
    "kx_threshold": DollarFile,
    "medical_review": DollarFile,
    "conversion_factor": DollarFile,
    "payment_rates": RateFile,
    "rvu": RvuFile,
}
OWN_FOLDERS = ("sources", "codes", "payers", "pair_edits", "unit_limits", "amounts", "icd")


@dataclass(frozen=True, slots=True)
class Entry(Generic[T_co]):
    """A piece of content and where it stands."""

    item: T_co
    file: str
    path: KeyPath = ()
    own: bool = False


@dataclass
class Folder:
    """What one content folder holds, and everything that is wrong with it."""

    root: Path
    label: str
    own: bool = False
    sources: list[Entry[Source]] = field(default_factory=list)
    codes: list[Entry[Code]] = field(default_factory=list)
    payers: list[Entry[Payer]] = field(default_factory=list)
    pair_edits: list[Entry[PairEditionFile]] = field(default_factory=list)
    unit_limits: list[Entry[LimitEditionFile]] = field(default_factory=list)
    amounts: list[Entry[DollarFile | RateFile | RvuFile]] = field(default_factory=list)
    single: dict[str, Entry[Any]] = field(default_factory=dict)
    rules: list[Entry[RulePage]] = field(default_factory=list)
    icd: list[Path] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)

    def problem(self, file: str, path: KeyPath, wrong: str, right: str) -> None:
        """Note something wrong at a key; the line is looked up."""
        self.problems.append(Problem(file, path_text(path), wrong, right, self.line(file, path)))

    def line(self, file: str, path: KeyPath) -> int | None:
        """Give the line of a key, or of the nearest thing around it."""
        if file not in self.texts:
            return None
        places = _places(self.texts[file])
        return next((places[path[:n]] for n in range(len(path), 0, -1) if path[:n] in places), None)


@cache
def _places(text: str) -> dict[KeyPath, int]:
    try:
        return yaml_lines(text)
    except YamlError:
        return {}


@cache
def adapter(model: Any) -> TypeAdapter[Any]:  # noqa: ANN401  (any model or tuple of models)
    """Give the validator of a model, made once."""
    return TypeAdapter(model)


def read_folder(root: Path, label: str, *, own: bool = False) -> Folder:
    """Read a content folder; a practice's own one may hold only some of the kinds."""
    folder = Folder(root, label, own)
    if own:
        _refuse_strangers(folder)
    for kind, model in LISTS.items():
        for path in _files(folder, kind):
            _read_list(folder, kind, model, path)
    for kind, model in WHOLE.items():
        for path in _files(folder, kind):
            _read_whole(folder, kind, model, path)
    for path in _files(folder, "amounts"):
        _read_amounts(folder, path)
    if own:
        folder.icd = sorted((root / "icd").glob("*.txt"))
    else:
        for kind, model in SINGLE.items():
            _read_single(folder, kind, model)
        for path in sorted((root / "rules").glob("*.md")):
            _read_rule(folder, path)
    return folder


def _files(folder: Folder, kind: str) -> Iterator[Path]:
    for path in sorted((folder.root / kind).glob("*")):
        if path.suffix == ".yaml":
            yield path
        elif path.is_file() and not path.name.startswith("."):
            right = f"Name it {path.stem}.yaml, or move it away."
            folder.problem(_label(folder, path), (), "a file that is not read", right)


def _refuse_strangers(folder: Folder) -> None:
    for path in sorted(folder.root.glob("*")):
        if path.name not in OWN_FOLDERS and not path.name.startswith("."):
            right = did_you_mean(path.name, OWN_FOLDERS)
            folder.problem(_label(folder, path), (), "not a folder that a practice's own content has", right)


def _label(folder: Folder, path: Path) -> str:
    return f"{folder.label}/{path.relative_to(folder.root).as_posix()}"


def read_file(folder: Folder, path: Path) -> tuple[str, Any]:
    """Give the file's label and its data; a file that cannot be read gives None and a problem."""
    file = _label(folder, path)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        right = "Save it as UTF-8 text."
        folder.problems.append(Problem(file, "", f"the file cannot be read ({type(error).__name__})", right))
        return file, None
    folder.texts[file] = text
    try:
        data = load(text)
    except YamlError as error:
        right = error.right[:1].upper() + error.right[1:] + "."
        folder.problems.append(Problem(file, "", error.wrong, right, error.line))
        return file, None
    if data is None:
        folder.problem(file, (), "the file is empty", "Fill it, or remove it.")
    return file, data


def validated(folder: Folder, file: str, model: Any, data: Any) -> Any:  # noqa: ANN401
    """Give the data as the model, or None with every problem noted by its key."""
    if data is None:
        return None
    validator = adapter(model)
    try:
        return validator.validate_python(data)
    except ValidationError as error:
        for path, problem in from_validation(error, file, validator):
            folder.problem(file, path, problem.wrong, problem.right)
        return None


def _inherit(rows: object, data: dict[str, Any], *keys: str) -> None:
    """Let rows without a key of their own take the one of what they stand in."""
    if not isinstance(rows, list):
        return
    given = {key: data[key] for key in keys if key in data}
    for row in rows:
        if isinstance(row, dict):
            for key, value in given.items():
                row.setdefault(key, value)


def _read_list(folder: Folder, kind: str, model: Any, path: Path) -> None:  # noqa: ANN401
    file, data = read_file(folder, path)
    if kind == "codes" and isinstance(data, list):
        for row in data:
            if isinstance(row, dict):
                _inherit(row.get("medicare"), row, "source")
    items = validated(folder, file, tuple[model, ...], data) or ()
    entries = [Entry(item, file, (number,), folder.own) for number, item in enumerate(items)]
    getattr(folder, kind).extend(entries)


def _read_whole(folder: Folder, kind: str, model: Any, path: Path) -> None:  # noqa: ANN401
    file, data = read_file(folder, path)
    item = validated(folder, file, model, data)
    if item is None:
        return
    if isinstance(item, Payer) and item.id != path.stem:
        folder.problem(file, ("id",), f"the id {item.id!r} is not the file's name", f"Write id: {path.stem}")
    getattr(folder, kind).append(Entry(item, file, (), folder.own))


def _read_amounts(folder: Folder, path: Path) -> None:
    file, data = read_file(folder, path)
    table = data.get("table") if isinstance(data, dict) else None
    if data is None:
        return
    if not isinstance(table, str) or table not in AMOUNTS:
        folder.problem(file, ("table",), f"{table!r} is no table of amounts", did_you_mean(table, AMOUNTS))
        return
    inherited = ("source", "to_confirm", "edition") if table == "rvu" else ("source", "to_confirm")
    _inherit(data.get("rows"), data, *inherited)
    item = validated(folder, file, AMOUNTS[table], data)
    if item is not None:
        folder.amounts.append(Entry(item, file, (), folder.own))


def _read_single(folder: Folder, kind: str, model: Any) -> None:  # noqa: ANN401
    path = folder.root / f"{kind}.yaml"
    if not path.exists():
        right = f"Write {path.name}."
        folder.problems.append(Problem(_label(folder, path), "", "the file is missing", right))
        return
    file, data = read_file(folder, path)
    if kind == "places_of_service" and isinstance(data, dict):
        _inherit(data.get("places"), data, "source", "to_confirm")
    item = validated(folder, file, model, data)
    if item is not None:
        folder.single[kind] = Entry(item, file)


def _read_rule(folder: Folder, path: Path) -> None:
    file = _label(folder, path)
    text = path.read_text(encoding="utf-8-sig")
    folder.texts[file] = "\n" + text.split("\n---", 1)[0].removeprefix("---\n")
    page, problems = read_page(text, file)
    folder.problems += problems
    if page is None:
        return
    if page.code != path.stem:
        folder.problem(file, ("code",), f"{page.code!r} is not the file's name", f"Write code: {path.stem}")
    folder.rules.append(Entry(page, file))
