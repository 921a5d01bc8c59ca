"""The command `rolepath`: its subcommands, loaded when needed, and the one place where errors become exit codes."""

from __future__ import annotations

import os
import sys
import traceback
from importlib import import_module

import click

from rolepath import __version__
from rolepath.cli import exits
from rolepath.errors import RolepathError

_COMMANDS = {
    "batch": "batch",
    "build": "data",
    "cache": "data",
    "check": "check",
    "compare": "answers",
    "diff": "versions",
    "export": "export",
    "feeders": "exploring",
    "gap": "answers",
    "import": "imports",
    "imports": "imports",
    "opens": "exploring",
    "path": "answers",
    "profile": "profile",
    "query": "sparql",
    "reach": "exploring",
    "schema": "data",
    "search": "answers",
    "show": "answers",
    "similar": "similar",
    "sources": "data",
    "validate": "data",
    "whatif": "exploring",
}


class _Lazy(click.Group):
    """Commands are imported from the file that holds them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        module = import_module(f"rolepath.cli.{_COMMANDS[cmd_name]}")
        command: click.Command = getattr(module, {"import": "import_"}.get(cmd_name, cmd_name))
        return command

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in _COMMANDS and not args[0].startswith("-"):
            from difflib import get_close_matches

            near = get_close_matches(args[0], _COMMANDS, n=3, cutoff=0.5)
            hint = f" Did you mean {' or '.join(near)}?" if near else ""
            ctx.fail(f"No such command “{args[0]}”.{hint}")
        return super().resolve_command(ctx, args)


@click.group(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="rolepath")
def cli() -> None:
    """Find the skill-gap path from your role to another, with a source for every fact.

    \b
    Examples:
      rolepath path "Data Scientist" "AI Product Manager" --html
      rolepath gap "software developer"
      rolepath check "product manager"
      rolepath show "prompt engineering"
      rolepath query --list

    Shell completion: `eval "$(_ROLEPATH_COMPLETE=bash_source rolepath)"` (or zsh_source, fish_source).
    """


def main(args: list[str] | None = None) -> None:
    """Runs a command and ends the process with the exit code of the table in the README."""
    try:
        stopped = cli.main(args=args, prog_name="rolepath", standalone_mode=False)  # the code of an Exit; commands return nothing
        if sys.stdout is not None:
            sys.stdout.flush()
        code = stopped or exits.ANSWERED
    except click.ClickException as error:
        error.show()
        code = exits.WRONG_USE
    except RolepathError as error:
        click.echo(f"Error: {error}", err=True)
        code = exits.code_of(error)
    except (KeyboardInterrupt, click.Abort):
        click.echo("Interrupted.", err=True)
        code = exits.INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # whoever read us has seen enough
        code = exits.ANSWERED
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        click.echo(f"Error: {place}{error.strerror or error}", err=True)
        code = exits.OUR_FAILURE
    except Exception:  # noqa: BLE001  a defect of ours must not end in the code that means “no path”
        traceback.print_exc()
        click.echo("Error: this is a defect of rolepath, not of your question; please report it with the lines above.", err=True)
        code = exits.OUR_FAILURE
    sys.exit(code)
