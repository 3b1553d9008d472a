#!/usr/bin/env python3
"""Agreement beside the Python package krippendorff, by turns in one run, as whole processes on the same file.

    agreement_beside_krippendorff.py RATINGS.csv [LEVEL] [TURNS] [BINARY]

The program reads the table and prints every figure, the leave-one-out interval included. The package computes alpha at
the level and nothing else; its process reads the table with the csv module, which is faster than numpy.genfromtxt. Needs
`pip install krippendorff`. Prints wall and processor times, memory, the ratio (more is faster), and how far the two alphas are apart.
"""
import importlib.metadata
import json
import os
import sys

import measure

# Asked without loading it: what this process holds would count as the least memory of those that it starts.
package = importlib.metadata.version("krippendorff")
source = sys.argv[1]
level = sys.argv[2] if len(sys.argv) > 2 else "nominal"
turns = int(sys.argv[3]) if len(sys.argv) > 3 else 5
binary = os.path.abspath(sys.argv[4] if len(sys.argv) > 4 else "target/release/aplomb")

PACKAGE = """
import csv, sys
import numpy, krippendorff
with open(sys.argv[1], newline="") as file:
    rows = csv.reader(file)
    next(rows)
    ratings = numpy.array([[float(cell) if cell else numpy.nan for cell in row] for row in rows])
print(krippendorff.alpha(reliability_data=ratings.T, level_of_measurement=sys.argv[2]))
"""


ours, theirs = [], []
for turn in range(turns):
    ours.append(measure.run([binary, "--json", "agreement", "--level", level, source]))
    theirs.append(measure.run([sys.executable, "-c", PACKAGE, source, level]))
    print(f"turn {turn + 1}: aplomb {ours[-1].seconds:.3f} s, krippendorff {theirs[-1].seconds:.3f} s", flush=True)
alpha, other = json.loads(ours[-1].said)["alpha"], float(theirs[-1].said)
measure.row("agreement", f"agreement, {level}, of {os.path.basename(source)}", ours,
            f"krippendorff {package}", theirs,
            note=f"alpha {alpha}, apart by {abs(alpha - other):.1e}")
