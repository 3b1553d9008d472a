"""Several at once on one store."""
import os
import re
import subprocess
import time

from home import conversation, worked


def run(places, table, rng):
    several(places, table)
    same_review(places, table)


def several(places, table):
    row = table.row("two save and one imports, at once")
    home = worked(places)
    wanted = places.times(100)
    saver = ('for n in $(seq {n}); do if [ $((n % 2)) -eq 0 ]; then v=no; else v=yes; fi; '
             'printf \'{{"answers":{{"resolved":"%s"}}}}\' $v | "$@" score {what} --answers - >/dev/null || exit 1; done')
    argv = home.argv(())
    before = dict(home.rows("SELECT review, count(*) FROM entry GROUP BY review"))
    children = [subprocess.Popen(["sh", "-c", saver.format(n=wanted, what=what), "sh", *argv], env=home.environment(),
                                 stderr=subprocess.PIPE, text=True) for what in ("shop/shop-1", "shop/shop-3")]
    taken = 0
    while any(child.poll() is None for child in children):
        said = home.run("import", "-", input="".join(conversation(n, f"more{taken}") for n in range(20)))
        row.said(said)
        row.trials += 1
        if said.code:
            row.lost(f"an import: {said.err}")
        taken += 1
    for child in children:
        said = child.communicate()[1]
        row.trials += wanted
        if child.returncode:
            row.lost(f"a save was refused: {said}")
    after = dict(home.rows("SELECT review, count(*) FROM entry GROUP BY review"))
    for review in (1, 3):
        # The first answer may be the one that is there.
        if after[review] - before[review] < wanted - 1:
            row.lost(f"{after[review] - before[review]} of {wanted} saves in review {review}")
    if home.rows("SELECT count(*) FROM conversation WHERE source LIKE 'more%'")[0][0] != taken * 20 or home.sound():
        row.lost(f"conversations: {home.sound()}")


def same_review(places, table):
    row = table.row("two answer the same review")
    for _ in range(places.times(10)):
        home = places.home()
        os.makedirs(home.data, mode=0o700)
        subprocess.run([places.saves, "prepare", home.data], check=True, capture_output=True)
        children = [subprocess.Popen([places.saves, "stubborn", home.data], stdout=subprocess.PIPE, text=True)
                    for _ in range(2)]
        lines = [child.communicate()[0].splitlines() for child in children]
        row.trials += 2
        acks = [line for said in lines for line in said if line.startswith("ACK ")]
        told = [line for said in lines for line in said if not line.startswith("ACK ")]
        for line in told:
            row.words[line] = row.words.get(line, 0) + 1
        counted = subprocess.run([places.saves, "count", home.data], capture_output=True, text=True)
        # No place of the log is acknowledged twice, and each that was is there.
        if len(acks) != len(set(acks)) or counted.returncode or int(counted.stdout) != len(acks):
            row.lost(f"{len(acks)} acknowledged, {len(set(acks))} places, found {counted.stdout.strip()}")
        if any(not re.search("first|saving", line) for line in told):
            row.badly.append(str(told[:3]))
        time.sleep(0)
