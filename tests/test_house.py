"""The house rules that no other tool holds: what may stand where, how long it may be, and that words, codes and pins are whole."""

from __future__ import annotations

import ast
import fnmatch
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from desktop.base import paths
from desktop.records.codes import shipped
from desktop.records.register import Kind, Register
from desktop.registers import REGISTERS

ROOT = Path(__file__).resolve().parent.parent
TOP = {
    "desktop", "resources", "translations", "tests", "docs", "build.spec", "pyproject.toml", "README.md", "CONTRIBUTING.md", "CHANGELOG.md",
    "LICENSE", "Makefile", ".ci", ".pre-commit-config.yaml", ".gitignore", ".git",
}  # fmt: skip
ROOM_FILES = {"__init__.py", "model.py", "service.py", "spec.py", "screen.py"}
EXTRAS = re.compile(r"\[.*?\]")  # psycopg[binary] is pinned as psycopg
FILE_LINES, CLASS_LINES, FUNCTION_LINES = 400, 250, 60
# Who is named in the tree: standards, licences and projects. A package index or a mirror never is.
HOSTS = {
    "bford.info", "example.com", "example.invalid", "github.com", "keepachangelog.com", "schemas.microsoft.com",
    "schemas.openxmlformats.org", "scripts.sil.org", "semver.org", "www.apache.org", "www.w3.org",
    "maps.app.goo.gl", "www.google.com", "www.openstreetmap.org",  # maps whose links people paste, and the one opened when asked
}  # fmt: skip
# Folders of one machine.
MACHINE = re.compile(r"(?<![\w.])/(?:work|root|home|Users|opt)/\w|[A-Z]:\\Users")
LEFT_FOR_LATER = re.compile(r"\b(TO[D]O|FIX[M]E|XX[X])\b")  # spelt so that it does not find itself
SPEC_ICON = re.compile(r"(?:with_icon\([^,()]+(?:\([^()]*\))?,|\bicon\()\s*\"([a-z0-9-]+)\"")
TEXT = {".py", ".md", ".toml", ".cfg", ".txt", ".yaml", ".po", ".pot", ".svg", ".csv", ".tsv", ".spec", ".json", ""}


@cache
def ignored() -> tuple[str, ...]:
    return tuple(line.strip("/") for line in (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines() if line)


def kept(path: Path) -> bool:
    return not any(fnmatch.fnmatch(part, pattern) for part in path.relative_to(ROOT).parts for pattern in ignored())


def files(*folders: str) -> list[Path]:
    found = (path for folder in folders for path in (ROOT / folder).rglob("*"))
    return sorted(path for path in found if path.is_file() and kept(path))


def code(*folders: str) -> list[Path]:
    return [path for path in files(*folders) if path.suffix == ".py"]


def texts() -> Iterator[tuple[Path, str]]:
    """Every text file that is committed."""
    top = [path for path in ROOT.iterdir() if path.is_file() and kept(path)]
    for path in (*top, *files(*(name for name in TOP if (ROOT / name).is_dir() and name != ".git"))):
        if path.suffix in TEXT and "data" not in path.parts:  # tests/data holds workbooks as offices write them, in old encodings too
            yield path, path.read_text(encoding="utf-8")


def migration(path: Path) -> bool:
    return "migrations" in path.parts


def rooms() -> list[Path]:
    return [path for path in sorted((ROOT / "desktop" / "registers").iterdir()) if path.is_dir() and kept(path)]


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_nothing_else_stands_at_the_top() -> None:
    assert {path.name for path in ROOT.iterdir() if kept(path)} <= TOP


@pytest.mark.parametrize("path", code("desktop", "tests", "translations", "resources"), ids=name_of)
def test_a_file_is_short_enough_to_be_read_at_one_sitting(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    if migration(path):
        return
    assert source.count("\n") <= FILE_LINES
    long = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)):
            limit = CLASS_LINES if isinstance(node, ast.ClassDef) else FUNCTION_LINES
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > limit:
                long.append(f"{node.name}: {lines} lines, at most {limit}")
    assert long == []


def test_every_file_of_the_program_says_what_it_is_for() -> None:
    silent = [name_of(path) for path in code("desktop") if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))]
    assert silent == []


def test_no_word_hides_in_an_f_string() -> None:
    """Babel does not look there, so it would never be translated."""
    hidden = []
    for path in code("desktop"):
        for text in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            for call in ast.walk(text) if isinstance(text, ast.JoinedStr) else ():
                if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in ("_", "N_", "ngettext", "pgettext"):
                    hidden += [f"{name_of(path)}:{call.lineno}" for word in call.args[:1] if isinstance(word, ast.Constant)]
    assert hidden == []


def test_nothing_is_left_for_later_in_the_code() -> None:
    later = [name_of(path) for path in code("desktop", "translations") if LEFT_FOR_LATER.search(path.read_text(encoding="utf-8"))]
    assert later == []


def test_no_package_index_and_no_folder_of_one_machine_is_named() -> None:
    named = []
    for path, text in texts():
        named += [f"{name_of(path)}: {host}" for host in re.findall(r"https?://([\w.-]+)", text) if host not in HOSTS]
        named += [f"{name_of(path)}: {place}" for place in MACHINE.findall(text)]
    assert named == []


@pytest.mark.parametrize("room", rooms(), ids=name_of)
def test_a_room_has_model_and_spec_and_nothing_strange(room: Path) -> None:
    inside = {path.name for path in room.iterdir() if kept(path)}
    assert {"__init__.py", "model.py", "spec.py"} <= inside <= ROOM_FILES
    assert room.name in REGISTERS
    assert (ROOT / "tests" / "registers" / room.name).is_dir(), "a room has its tests in a folder of its name"


def test_every_folder_of_tests_is_a_package_so_that_files_may_share_names() -> None:
    folders = {path.parent for path in code("tests")}
    assert [name_of(folder) for folder in sorted(folders) if not (folder / "__init__.py").exists()] == []


def words_of(register: Register) -> set[str]:
    words = {register.title, register.singular}
    for field in register.fields:
        words |= {field.label, field.section, field.help}
    return words - {""}


@pytest.mark.parametrize("register", REGISTERS.values(), ids=lambda register: register.name)
def test_every_word_of_a_room_is_marked_for_the_catalogue(register: Register) -> None:
    marked = (ROOT / "translations" / "desktop.pot").read_text(encoding="utf-8")
    known = {ast.literal_eval(text) for text in re.findall(r'^msgid ("(?:[^"\\]|\\.)*")$', marked, re.MULTILINE)}
    assert words_of(register) - known == set()


@pytest.mark.parametrize("register", REGISTERS.values(), ids=lambda register: register.name)
def test_a_room_names_fields_lists_rooms_and_icons_that_exist(register: Register) -> None:
    lists = shipped()
    for field in register.fields:
        if field.kind in {Kind.CODE, Kind.CODES}:
            assert lists.entries(field.code_list), f"{field.name}: {field.code_list}"
        if field.kind is Kind.LINK:
            assert field.register in REGISTERS, field.name
    shown = (*register.columns, *register.name_fields, *(wanted.field for wanted in register.filters))
    for column in shown:
        REGISTERS.described(register, column)  # raises when there is none
    assert {field.field for field in register.filters} <= {field.name for field in register.fields} | {
        look.name for look in register.lookups
    }
    assert paths.resource("icons", f"{register.icon}.svg").is_file()


def test_every_icon_that_is_asked_for_is_there_and_has_a_licence() -> None:
    asked = {icon for path in code("desktop/ui") for icon in SPEC_ICON.findall(path.read_text(encoding="utf-8"))}
    assert {icon for icon in asked if not paths.resource("icons", f"{icon}.svg").is_file()} == set()
    assert paths.resource("icons", "LICENSE").is_file()


def test_what_is_asked_for_is_pinned_to_the_same_version() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    pins = {line.lower().replace("_", "-") for line in (ROOT / ".ci" / "constraints.txt").read_text(encoding="utf-8").splitlines()}
    asked = [*project["project"]["dependencies"], *(pin for extra in project["project"]["optional-dependencies"].values() for pin in extra)]
    assert [pin for pin in (*asked, *(pin for pin in project["build-system"]["requires"])) if EXTRAS.sub("", pin.lower()) not in pins] == []
