#!/usr/bin/env python3
"""Agreement beside the Python package krippendorff, by turns in one run, as whole processes on the same file.

    agreement_beside_krippendorff.py RATINGS.csv [LEVEL] [TURNS] [BINARY]

The program reads the table and prints every figure, the leave-one-out interval included. The package computes alpha at
the level and nothing else; its process reads the table with the csv module, which is faster than numpy.genfromtxt. Needs
`pip install krippendorff`. Prints wall times, their ratios (more is faster), and how far the two alphas are apart.
"""
import json
import os
import statistics
import subprocess
import sys
import time

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


def timed(command):
    began = time.monotonic()
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return time.monotonic() - began, said


ours, theirs = [], []
for turn in range(turns):
    seconds, said = timed([binary, "--json", "agreement", "--level", level, source])
    ours.append(seconds)
    alpha = json.loads(said)["alpha"]
    seconds, said = timed([sys.executable, "-c", PACKAGE, source, level])
    theirs.append(seconds)
    print(f"turn {turn + 1}: aplomb {ours[-1]:.3f} s, krippendorff {theirs[-1]:.3f} s", flush=True)
for name, of in (("min", min), ("median", statistics.median)):
    print(f"{name}: aplomb {of(ours):.3f} s, krippendorff {of(theirs):.3f} s: {of(theirs) / of(ours):.1f} times as fast")
print(f"alpha {alpha}, apart by {abs(alpha - float(said)):.1e}")
