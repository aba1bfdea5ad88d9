"""`sapha-cli`: the same parts as the window, without Qt. What each command gives is written in docs/cli.md."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Sequence

from desktop.base import i18n, log, paths, settings
from desktop.base.errors import Cancelled, Fault, Refused
from desktop.cli.output import Output, WrongUsage

DONE, REFUSED, USAGE, FAULT, BUG, STOPPED = 0, 1, 2, 3, 70, 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Carry out one command; gives the exit code. Exactly one JSON object goes to standard output with --json, whatever happens."""
    arguments = list(sys.argv[1:] if arguments is None else arguments)
    output = Output(as_json=_flag(arguments, "--json"))
    i18n.use(_language(arguments))
    from desktop.cli.parser import parse

    try:
        options = parse(arguments)
        answer = options.run(options, output)
        output.give(answer)
        return int(answer.code)
    except WrongUsage as wrong:
        output.failed(wrong.error())
        return USAGE
    except Refused as refused:
        output.failed(refused)
        return REFUSED
    except Fault as fault:
        output.failed(fault)
        return FAULT
    except (Cancelled, KeyboardInterrupt):
        output.failed(Cancelled())
        return STOPPED
    except BrokenPipeError:
        # Who reads has had enough; Python would complain once more when it flushes at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except OSError as failed:
        logging.getLogger(__name__).warning(failed)
        output.failed(Fault(i18n.N_("The disk or stick could not be used. Check it and try again."), code="disk_io"))
        return FAULT
    except Exception as bug:  # noqa: BLE001 - the last resort: told without any value it may hold
        output.failed(bug, log.describe(bug))
        return BUG


def _flag(arguments: Sequence[str], name: str) -> bool:
    return name in arguments[: arguments.index("--")] if "--" in arguments else name in arguments


def _language(arguments: Sequence[str]) -> str:
    """Known before the arguments are parsed: their own help and refusals are worded in it."""
    for place, word in enumerate(arguments):
        name, _equals, value = word.partition("=")
        if name == "--language":
            chosen = value or (arguments[place + 1] if place + 1 < len(arguments) else "")
            if chosen in i18n.LANGUAGES:
                return chosen
    return settings.load(paths.user_folder()).language
