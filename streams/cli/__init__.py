"""The command line: every subcommand has examples in its --help."""

import os
import sys

import click
from pydantic import ValidationError

from streams.errors import Misused, Transient, first_problem

# one thread per process: the processes are the parallelism, and BLAS threads only spin beside them
for _library in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_library, "1")

COMMANDS = {
    "up": "streams.cli.up:up",
    "process": "streams.cli.process:process",
    "match": "streams.cli.matching:match",
    "send": "streams.cli.traffic:send",
    "poll": "streams.cli.polling:poll",
    "import": "streams.cli.importing:import_",
    "watch": "streams.cli.traffic:watch",
    "status": "streams.cli.operate:status",
    "dead": "streams.cli.operate:dead",
    "audit": "streams.cli.takedown:audit",
    "forget": "streams.cli.takedown:forget",
    "topics": "streams.cli.operate:topics",
    "search": "streams.cli.operate:search",
    "reprocess": "streams.cli.reprocessing:reprocess",
    "diff-versions": "streams.cli.reprocessing:diff_versions",
    "train": "streams.cli.training:train",
    "knowledge": "streams.cli.knowledge:knowledge",
    "worker": "streams.cli.roles:worker",
    "sink": "streams.cli.roles:sink",
    "serve": "streams.cli.roles:serve",
    "keys": "streams.cli.keys:keys",
    "schema": "streams.cli.describe:schema",
    "config": "streams.cli.describe:config",
}


class Lazy(click.Group):
    """Imports a command's module only when it is asked for, so that --help is instant."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        module, attribute = COMMANDS[cmd_name].split(":")
        command: click.Command = getattr(__import__(module, fromlist=[attribute]), attribute)
        return command


@click.group(cls=Lazy, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(package_name="newsloom")
def newsloom() -> None:
    """An event-driven streaming news processor on Kafka.

    \b
    newsloom up --sample             broker, workers, index, alerts and console on this machine
    newsloom process articles.jsonl  the same steps over files, no broker
    newsloom match s.jsonl a.jsonl   saved searches over files, no broker
    newsloom send articles.jsonl     publish to a running newsloom
    """


def main() -> None:
    """Run the command line; a person's mistake is one line on standard error and exit code 2."""
    try:
        newsloom.main(standalone_mode=False)
    except (Misused, Transient, click.ClickException) as error:
        message = error.format_message() if isinstance(error, click.ClickException) else str(error)
        click.secho(f"newsloom: {message}", fg="red", err=True)
        sys.exit(2)
    except ValidationError as error:
        if error.title != "Settings":
            raise
        field, _, problem = first_problem(error).partition(": ")
        click.secho(f"newsloom: NEWSLOOM_{field.upper()}: {problem.removeprefix('Value error, ')}", fg="red", err=True)
        sys.exit(2)
    except (click.Abort, KeyboardInterrupt):
        sys.exit(130)
    except BrokenPipeError:
        # whoever read our output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
