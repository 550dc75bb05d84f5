"""Join ``labels.jsonl`` with the abstracts it is about, for the two scripts that learn from them.

    python training/join_labels.py ABSTRACTS.jsonl [ABSTRACTS.jsonl ...] > labelled.json

The abstracts are arXiv's metadata, ``{"title": ..., "summary": ...}`` one a line, raw as arXiv gives them. A label
whose abstract is not there, or has other sentences by now, is left out, and said.
"""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bot.summarize.sentences import split  # noqa: E402 (the project need not be installed to train)


def main() -> None:
    """Write the joined list to standard output."""
    lines = [line for name in sys.argv[1:] for line in Path(name).read_text(encoding="utf-8").splitlines()]
    abstracts = {_key(record["title"]): record["summary"] for record in map(json.loads, lines)}
    joined = []
    for line in (ROOT / "training/labels.jsonl").read_text(encoding="utf-8").splitlines():
        label = json.loads(line)
        sentences = split(abstracts.get(label["title"], ""))
        if len(sentences) == len(label["roles"]):
            joined.append(label | {"sentences": sentences})
        else:
            print(f"left out: {label['title']}", file=sys.stderr)
    json.dump(joined, sys.stdout, ensure_ascii=False, indent=1)


def _key(title: str) -> str:
    """What a label names its abstract by: the labels are ours to publish, the titles are their authors'."""
    return hashlib.sha256(" ".join(title.lower().split()).encode()).hexdigest()[:16]


if __name__ == "__main__":
    main()
