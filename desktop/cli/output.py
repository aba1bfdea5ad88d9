"""What a command says: one JSON object, or lines for people; progress always beside it, on standard error."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, TextIO

from desktop.base.errors import Cancelled, Fault, Refused
from desktop.base.i18n import N_, _
from desktop.base.task import Progress
from desktop.records.register import Problem

_EVERY_S = 1.0  # between two lines of progress


class WrongUsage(Exception):
    """The command line can't be understood; `usage` shows how it is written."""

    def __init__(self, sentence: str, usage: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.usage = usage

    def error(self) -> Refused:
        """As it is told."""
        return Refused("{sentence}", code="usage", sentence=self.sentence)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command found: `data` for programs, `lines` for people, and the exit code."""

    data: dict[str, Any]
    lines: Sequence[str] = field(default_factory=tuple)
    code: int = 0


class Output:
    """Standard output and error of one run."""

    def __init__(self, *, as_json: bool, out: TextIO | None = None, err: TextIO | None = None) -> None:
        self.as_json = as_json
        self.out = out or sys.stdout
        self.err = err or sys.stderr
        for stream in (self.out, self.err):
            # Windows gives a pipe the code page of the system, in which Thai or English may not be written at all.
            reconfigure = getattr(stream, "reconfigure", None)
            if reconfigure is not None:
                reconfigure(encoding="utf-8", errors="backslashreplace")
        self._said = 0.0

    def give(self, answer: Answer) -> None:
        """The result, whole."""
        if self.as_json:
            json.dump(answer.data, self.out, ensure_ascii=False, indent=2)
            self.out.write("\n")
        else:
            self.out.writelines(line + "\n" for line in answer.lines)
        self.out.flush()

    def failed(self, error: BaseException, more: str = "") -> None:
        """The sentence on standard error; with --json the object too."""
        told = error_json(error)
        self.err.write(f"sapha-cli: {told['message']}\n")
        self.err.writelines(f"  {problem['field']}: {problem['message']}\n" for problem in told.get("problems", ()))
        if more:
            self.err.write(more + "\n")
        self.err.flush()
        if self.as_json:
            self.give(Answer({"error": told}))

    def say(self, line: str) -> None:
        """A line for people while a command works: beside the JSON object, or with the other lines."""
        stream = self.err if self.as_json else self.out
        stream.write(line + "\n")
        stream.flush()

    def progress(self) -> Progress:
        """Tells how far a task is, a line a second at most; a short one says nothing."""
        self._said = time.monotonic()

        def step(done: int, total: int | None, words: str) -> None:
            now = time.monotonic()
            if done and now - self._said >= _EVERY_S:
                self._said = now
                self.err.write((words or _("Working")) + f": {done:,}" + (f" / {total:,}\n" if total else "\n"))
                self.err.flush()

        return Progress(step)


def error_json(error: BaseException) -> dict[str, Any]:
    """A failure as programs read it."""
    if isinstance(error, Refused | Fault):
        told: dict[str, Any] = {"code": error.code, "message": error.text(), "field": error.field}
        problems: Iterable[Problem] = getattr(error, "problems", ())
        if problems:
            told["problems"] = [problem_json(problem) for problem in problems]
        return told
    if isinstance(error, Cancelled):
        return {"code": "cancelled", "message": _("Stopped; nothing half-done remains."), "field": None}
    sentence = N_("Something went wrong that should not have. What you had saved is safe. Please report the lines below.")
    return {"code": "bug", "message": _(sentence), "field": None}


def problem_json(problem: Problem) -> dict[str, Any]:
    """A problem of one field as programs read it."""
    return {
        "field": problem.field,
        "code": problem.code,
        "level": str(problem.level),
        "message": _(problem.message).format(**problem.values),
    }
