"""`newsloom schema` and `newsloom config`: what the contract and the settings are."""

from pathlib import Path

import click
import orjson

from streams.cli.contract import RECORDS, asyncapi, standalone_schema
from streams.delivery.routing import APP_VERSION
from streams.settings import Settings


@click.command(
    epilog="""\b
Examples:
  newsloom schema                  the AsyncAPI document
  newsloom schema EnrichedArticle  one record's JSON Schema
  newsloom schema --folder out/    everything, one file each
"""
)
@click.argument("record", required=False, type=click.Choice(list(RECORDS)))
@click.option("--folder", type=click.Path(path_type=Path, file_okay=False), help="Write every document here.")
def schema(record: str | None, folder: Path | None) -> None:
    """Print the contract: AsyncAPI 3 for the topics, or JSON Schema for one record."""
    if folder:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "asyncapi.json").write_bytes(_pretty(asyncapi(APP_VERSION)))
        for name in RECORDS:
            (folder / f"{name}.json").write_bytes(_pretty(standalone_schema(name)))
        return
    click.echo(_pretty(standalone_schema(record) if record else asyncapi(APP_VERSION)))


def _pretty(document: object) -> bytes:
    return orjson.dumps(document, option=orjson.OPT_INDENT_2)


@click.command(epilog="\b\nExample:\n  NEWSLOOM_PORT=9000 newsloom config")
def config() -> None:
    """Print every setting: its variable, its value now, and what it does."""
    settings = Settings()
    for name, field in Settings.model_fields.items():
        click.echo(f"NEWSLOOM_{name.upper()}={getattr(settings, name)}\n    {field.description}")
