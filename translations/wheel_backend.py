"""Builds the wheel: setuptools, and beside the code what the program reads at run time: resources/ and the compiled words.

pip finds it through `backend-path` in pyproject.toml. An editable install needs none of it: there `desktop.base.paths` looks beside
the package and `desktop.base.i18n` compiles the words in memory.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from setuptools.build_meta import *  # noqa: F403 (the hooks pip calls are all of setuptools' own)
from setuptools.command.build_py import build_py
from words import LANGUAGES, compile_language  # type: ignore[import-not-found]  # on backend-path

ROOT = Path(__file__).resolve().parent.parent
NOT_SHIPPED = shutil.ignore_patterns("*.py", "__pycache__")


class BuildWithTrees(build_py):  # type: ignore[misc]  # setuptools is not part of what is checked
    """Copies resources/ and the words into the package, where `desktop.base.paths` looks first."""

    def run(self) -> None:
        """Build the package as ever, then lay the trees in it."""
        super().run()
        if self.editable_mode:
            return
        package = Path(self.build_lib) / "desktop"
        for tree in ("resources", "translations"):
            shutil.rmtree(package / tree, ignore_errors=True)  # of an earlier build
        shutil.copytree(ROOT / "resources", package / "resources", ignore=NOT_SHIPPED)
        for language in LANGUAGES:
            compile_language(language, package / "translations")

    def get_source_files(self) -> list[str]:
        """What a source archive must hold as well, for a wheel to be built from it."""
        trees = [path for name in ("resources", "translations") for path in (ROOT / name).rglob("*") if path.suffix not in {".mo", ".pyc"}]
        return [*super().get_source_files(), *(str(path.relative_to(ROOT)) for path in trees if path.is_file())]
