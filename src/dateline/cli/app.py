"""The command ``dateline`` itself: its parts, its version, and what its exit status means.

0 done; 1 something was set aside and ``--strict`` was given, or a check found faults; 2 refused before work
started; 3 the ledger failed on the way; 130 stopped by Ctrl-C; 141 the reader of a pipe went away.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from dateline import __version__
from dateline.cli import (
    account,
    activity,
    add,
    code,
    codebook,
    compare,
    incidents,
    ledger,
    links,
    publish,
    release,
    sample,
    serve,
    verdicts,
    watch,
)
from dateline.cli.refused import Refused

STOPPED = 130
READER_GONE = 141
REFUSED = 2
_INVALID = re.compile(r"^Invalid value for '([^']+)': (?:Value error, )?")

app = typer.Typer(
    name="dateline",
    help="Reads dated news reports of attacks and armed conflict and keeps a sourced ledger of incidents.",
    epilog="Each option and the exit statuses are described in docs/commands.md.",
    invoke_without_command=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
app.command("code", short_help=code.SHORT)(code.code)
app.command("add", short_help=add.SHORT)(add.add)
app.command("watch", short_help=watch.SHORT)(watch.watch)
for room in (incidents, links, verdicts):
    for command in room.COMMANDS:
        app.command(command.__name__, short_help=room.SHORT[command.__name__])(command)
app.command("activity", short_help=activity.SHORT)(activity.activity)
app.add_typer(sample.app, name="sample")
app.command("agreement", short_help=sample.AGREEMENT_SHORT)(sample.agreement)
app.command("serve", short_help=serve.SHORT)(serve.serve)
app.command("publish", short_help=publish.SHORT)(publish.publish)
app.add_typer(release.app, name="release")
for name, adopted in compare.COMMANDS:
    app.command(name, short_help=compare.SHORT[name])(adopted)
app.add_typer(account.app, name="account")
app.add_typer(codebook.app, name="codebook")
app.add_typer(ledger.app, name="ledger")


def _print_version(is_asked: bool) -> None:
    if is_asked:
        typer.echo(f"dateline {__version__}")
        raise typer.Exit


@app.callback()
def dateline(
    context: typer.Context,
    version: Annotated[  # noqa: ARG001 - its callback answers
        bool,
        typer.Option("--version", help="Print the version and exit.", callback=_print_version, is_eager=True),
    ] = False,
) -> None:
    """Reads dated news reports of attacks and armed conflict and keeps a sourced ledger of incidents."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


def run(arguments: Sequence[str]) -> int:
    """Run one command and return its exit status; errors are told on stderr in one line."""
    try:
        status = app(list(arguments), prog_name="dateline", standalone_mode=False)
        sys.stdout.flush()
    except Refused as refusal:
        return _tell(str(refusal), REFUSED)
    except typer.TyperException as error:
        # Typer's own refusals of options, with a status of their own.
        return _tell(_plain(error), error.exit_code)
    except (KeyboardInterrupt, typer.Abort):
        return _tell("stopped", STOPPED)
    except BrokenPipeError:
        return _reader_gone()
    except SystemExit as leaving:  # how Typer answers a broken pipe, with a status that says nothing
        if isinstance(leaving.__context__, BrokenPipeError):
            return _reader_gone()
        raise
    return status if isinstance(status, int) else 0


def _reader_gone() -> int:
    # Python flushes stdout once more at exit; with nowhere to write that must not fail again.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return READER_GONE


def _plain(error: typer.TyperException) -> str:
    """Return Typer's words in the form of ours: the option first, the next step last."""
    words = _INVALID.sub(r"\1: ", error.format_message())
    context = getattr(error, "ctx", None)
    command = context.command_path if context else "dateline"
    return f"{words.rstrip('.')}; `{command} --help` lists what can be given"


def _tell(message: str, status: int) -> int:
    print(f"dateline: {' '.join(message.split())}", file=sys.stderr)  # noqa: T201 - the command's answer
    return status
