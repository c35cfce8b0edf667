"""Run all benchmarks and write ``build/bench.json``."""

from __future__ import annotations

import json
from pathlib import Path

from . import batch_filing, one_filing, roster_read

if __name__ == "__main__":
    results = one_filing.measure() | batch_filing.measure() | roster_read.measure()
    target = Path("build/bench.json")
    target.parent.mkdir(exist_ok=True)
    target.write_text(json.dumps(results, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    for name, result in results.items():
        print(f"{name}: {result['value']} (goal {result['goal']} or {result['better']}) {result['detail']}")
