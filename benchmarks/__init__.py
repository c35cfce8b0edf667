"""What the SDK costs, as ratios measured in one run. ``make bench`` writes ``build/bench.json``."""
