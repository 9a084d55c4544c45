"""Build the table that is shipped: `python -m streams.models.knowledge.build ENTITIES.jsonl.gz DEMONYMS.json [FOLDER]`. See CARD.md."""

import gzip
import json
import sys
from pathlib import Path

from streams.models.knowledge.store import write


def main(entities: str, demonyms: str, folder: str = str(Path(__file__).parent)) -> None:
    with gzip.open(entities, "rt", encoding="utf-8") as file:
        write(map(json.loads, file), json.loads(Path(demonyms).read_bytes()), Path(folder))


if __name__ == "__main__":
    main(*sys.argv[1:])
