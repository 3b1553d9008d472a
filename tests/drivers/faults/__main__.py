"""Every fault that the store must outlive, tried on the real binary, and a table of what came of it.

    cargo build --locked --bins --examples
    python3 tests/drivers/faults target/debug/aplomb target/debug/examples/saves [--only PART,...] [--scale 1.0]

Parts: kills (or kills:import, kills:desk, kills:scoring, kills:seal, kills:bundles, kills:purge, kills:erasure,
kills:migration), injected, full, ground, instances, clock, damage. `--scale 0.05` tries a twentieth of everything.
Standard library only; `injected` needs strace, `clock` needs faketime, and those that mount need root: a part that
cannot run here says so in the table. Exit code 1 when anything acknowledged was lost, or anything was said badly.
"""
import argparse
import os
import random
import shutil
import sys
import tempfile
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import clock
import damage
import disk
import ground
import injected
import instances
import kills
from home import Places
from table import Table

PARTS = {
    "kills": kills.run,
    "injected": injected.run,
    "full": disk.run,
    "ground": ground.run,
    "instances": instances.run,
    "clock": clock.run,
    "damage": damage.run,
}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("aplomb")
    parser.add_argument("saves")
    parser.add_argument("--only", default=",".join(PARTS))
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--seed", type=int, default=1)
    wish = parser.parse_args()
    top = tempfile.mkdtemp(prefix="aplomb-faults-")
    # Others must be able to come this far: the read-only part runs as somebody else.
    os.chmod(top, 0o755)
    table = Table()
    places = Places(os.path.abspath(wish.aplomb), os.path.abspath(wish.saves), top, wish.scale)
    began = time.monotonic()
    try:
        for part in wish.only.split(","):
            part, _, kind = part.partition(":")
            kind = (kind,) if kind else ()
            PARTS[part](places, table, random.Random(wish.seed), *kind)
    finally:
        shutil.rmtree(top, ignore_errors=True)
        table.print(time.monotonic() - began)
    sys.exit(1 if table.bad() else 0)


main()
