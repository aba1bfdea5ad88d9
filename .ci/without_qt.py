"""Prints what pyproject.toml asks for, tests included, less Qt: for the venv in which the Qt-free tests run."""

from __future__ import annotations

import tomllib
from pathlib import Path

QT = ("pyside6", "pytest-qt")

project = tomllib.loads((Path(__file__).parent.parent / "pyproject.toml").read_text(encoding="utf-8"))["project"]
for requirement in [*project["dependencies"], *project["optional-dependencies"]["test"]]:
    if not requirement.startswith(QT):
        print(requirement)
