"""How fast metadata and structure are read: `python benchmarks/reading.py FILE...`.

Prints milliseconds of each step and what came out, one line a file.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from knowledge.metadata.reading import read_metadata
from knowledge.parsing import parse
from knowledge.repair import clean
from knowledge.sources import read_source
from knowledge.structure import read_structure


def main(paths: list[str]) -> None:
    """Read each file once and print its line."""
    for path in map(Path, paths):
        begun = time.perf_counter()
        parsed = parse(read_source(path))
        document = clean(parsed)
        cleaned = time.perf_counter()
        metadata = read_metadata(document, parsed.source_url)
        told = time.perf_counter()
        outline = read_structure(document, metadata.title)
        done = time.perf_counter()
        print(
            f"{len(document.text):7} 字  清洗 {1000 * (cleaned - begun):6.1f} ms"
            f"  元数据 {1000 * (told - cleaned):6.1f} ms  结构 {1000 * (done - told):6.1f} ms"
            f"  {len(outline.parts):4} 节 {len(outline.passages):4} 段  {metadata.title[:30]}"
        )


if __name__ == "__main__":
    main(sys.argv[1:])
