"""kill -9 at random moments: what was acknowledged is there, what was not is there wholly or not at all, and the same
step taken again comes to its end."""
import json
import os
import shlex
import signal
import subprocess
import time

from home import conversation, pair, worked

MESSAGES = 5
AT_ONCE = 60
OLD_VERSION = ("meta", "conversation", "message", "checklist", "review", "entry", "sealed", "sheet", "draw", "drawn")


def run(places, table, rng, only=None):
    for name, (kill, trials) in KINDS.items():
        if only in (None, name):
            kill(places, table, rng, places.times(trials))


def moment(rng, lasts):
    return rng.uniform(0, lasts * 1.1)


def doctor(row, home):
    found = home.sound()
    if found:
        row.lost(f"the doctor: {found}")


def importing(places, table, rng, trials):
    row = table.row("kill -9 during import")
    home, acknowledged = None, 0
    text = "".join(conversation(n, "warm", MESSAGES) for n in range(AT_ONCE))
    empty = places.home()
    empty.well("me", "--name", "Ada", "--alias", "ada@shop.example")
    done = 0
    for trial in range(trials):
        if trial % 10 == 0:
            lasts = empty.lasts("import", "-", input=text, copies=1)
        if trial % 40 == 0:
            home = empty.copy()
        source = f"s{trial}"
        text = "".join(conversation(n, source, MESSAGES) for n in range(AT_ONCE))
        acked = home.killed(moment(rng, lasts), "import", "-", input=text)
        acknowledged += acked
        row.trials += 1
        doctor(row, home)
        found = dict(home.rows(
            "SELECT source, count(*) FROM conversation c WHERE messages = "
            f"{MESSAGES} AND {MESSAGES} = (SELECT count(*) FROM message m WHERE m.id >> 20 = c.id) GROUP BY source"))
        for earlier in range(trial // 40 * 40, trial):
            if found.get(f"s{earlier}", 0) != AT_ONCE:
                row.lost(f"import {earlier}, which was acknowledged")
        if acked and found.get(source) != AT_ONCE:
            row.lost(f"import {trial}: {found.get(source)} of {AT_ONCE}")
        whole = home.rows("SELECT count(*) FROM conversation")[0][0]
        if whole != sum(found.values()):
            row.lost("half a conversation")
        said = home.run("import", "-", "--json", input=text)
        if not row.said(said) or said.code:
            continue
        counts = json.loads(said.out)["conversations"]
        if counts["added"] + counts["unchanged"] != AT_ONCE or counts["unchanged"] != found.get(source, 0):
            row.lost(f"taken in again: {counts}")
        done += counts["unchanged"] not in (0, AT_ONCE)
    row.note = f"{acknowledged} after it was acknowledged, {done} in the middle"


def scoring(places, table, rng, trials):
    row = table.row("kill -9 while answers are saved")
    home = places.home()
    os.makedirs(home.data, mode=0o700)
    before = live = 0
    # The first streams make the store; how long one lasts is a matter of taste, so that stores stay small.
    for trial in range(trials):
        if trial % 50 == 0:
            home = places.home()
            os.makedirs(home.data, mode=0o700)
            before = 0
        child = subprocess.Popen([places.saves, "stream", home.data], stdout=subprocess.PIPE,
                                 stderr=subprocess.DEVNULL, start_new_session=True)
        time.sleep(rng.uniform(0.002, 0.5))
        os.killpg(child.pid, signal.SIGKILL)
        out = child.stdout.read()
        child.wait()
        acks = [int(line.split()[1]) for line in out.split(b"\n")[:-1] if line.startswith(b"ACK ")]
        acked = max(acks, default=before)
        live += bool(acks)
        counted = subprocess.run([places.saves, "count", home.data], capture_output=True, text=True)
        row.trials += 1
        if counted.returncode or int(counted.stdout) < acked:
            row.lost(f"acknowledged {acked}, found {counted.stdout.strip()}")
        else:
            before = int(counted.stdout)
    row.note = f"{live} after at least one acknowledged save"


def each(row, template, trials, rng, arguments, check):
    """Kills the same step on copies of one home. `check` is told the home and whether it was acknowledged; it says what
    was lost, and whether the step had been done."""
    acknowledged = done = 0
    for trial in range(trials):
        # Measured again and again: the machine may have other things to do.
        if trial % 10 == 0:
            lasts = template.lasts(*arguments, copies=1)
        home = template.copy()
        acked = home.killed(moment(rng, lasts), *arguments)
        row.trials += 1
        doctor(row, home)
        acknowledged += acked
        lost, was_done = check(home)
        if acked and not was_done:
            lost = lost or "what was acknowledged"
        if lost:
            row.lost(f"{shlex.join(arguments)}: {lost}")
        done += was_done
        again = home.run(*arguments)
        if not was_done:
            row.said(again)
        lost, was_done = check(home)
        if lost or not was_done:
            row.lost(f"{shlex.join(arguments)} taken again: {lost or again.err}")
        doctor(row, home)
        home.remove()
    return f"{acknowledged} after it was acknowledged, {done} done"


def sealing(places, table, rng, trials):
    row = table.row("kill -9 during a seal")
    template = worked(places)
    answers = json.loads(template.well("review", "shop/shop-1", "--json").out)["answers"]

    def check(home):
        review = json.loads(home.well("review", "shop/shop-1", "--json").out)
        lost = "answers" if review["answers"] != answers else ""
        return lost, review["state"] == "sealed"

    row.note = each(row, template, trials, rng, ("seal", "shop/shop-1"), check)


def opening(places, table, rng, trials):
    row = table.row("kill -9 while a bundle is opened")
    ada, ben, request, reading = pair(places)

    def stage(home, wanted):
        said = home.run("compare", "c1", "--json")
        return said.code == 0 and json.loads(said.out)["stage"] == wanted

    def at_ben(home):
        found = home.rows("SELECT (SELECT count(*) FROM exchange), (SELECT count(*) FROM fact), "
                          "(SELECT count(*) FROM conversation), (SELECT count(*) FROM bundle WHERE outgoing = 0)")[0]
        if found not in ((0, 0, 0, 0), (1, 1, 1, 1)):
            return f"half a request: {found}", False
        return "", found[0] == 1 and stage(home, "asked")

    def at_ada(home):
        # The reveal is packed right after the reading was taken in, and waits to be sent.
        facts, waiting = home.rows("SELECT (SELECT count(*) FROM fact), (SELECT count(*) FROM bundle WHERE outgoing = 1)")[0]
        # Killed between the two, it is still due, and packed as soon as the same is opened again.
        if (facts, waiting) not in ((2, 1), (3, 1), (3, 2)):
            return f"half a reading: {facts} facts, {waiting} bundles", False
        return "", (facts, waiting) == (3, 2) and stage(home, "open")

    half = trials // 2
    first = each(row, ben, half, rng, ("open", request), at_ben)
    second = each(row, ada, trials - half, rng, ("open", reading), at_ada)
    row.note = f"request: {first}; reading: {second}"


def purging(places, table, rng, trials):
    row = table.row("kill -9 during a purge")
    template = worked(places)

    def check(home):
        counts = home.rows("SELECT source, external_id, messages, (SELECT count(*) FROM message m WHERE m.id >> 20 = c.id) "
                           "FROM conversation c")
        new = [c for c in counts if c[0] == "shop"]
        if len(new) != 8 or any(c[2:] != (5, 5) for c in new):
            return "conversations that were not due", False
        old = [c for c in counts if c[0] == "old"]
        if any(c[2:] != (5, 5) for c in old):
            return "half a conversation", False
        return "", not old

    row.note = each(row, template, trials, rng, ("purge",), check)


def migrating(places, table, rng, trials):
    row = table.row("kill -9 during a migration")
    template = places.home()
    os.makedirs(template.data, mode=0o700)
    subprocess.run([places.saves, "old", template.data], check=True)

    def content(home):
        return [sorted(map(repr, home.rows(f"SELECT * FROM {name}" + (" WHERE key <> 'me'" if name == "meta" else ""))))
                for name in OLD_VERSION]

    before = content(template)

    def check(home):
        version = home.rows("PRAGMA user_version")[0][0]
        name = home.rows("SELECT value FROM meta WHERE key = 'me'")
        lost = "records" if content(home) != before else ""
        return lost, version > 1000 and "Zoé" in repr(name)

    row.note = each(row, template, trials, rng, ("me", "--name", "Zoé"), check)


KINDS = {
    "import": (importing, 200),
    "scoring": (scoring, 200),
    "seal": (sealing, 150),
    "bundles": (opening, 150),
    "purge": (purging, 150),
    "migration": (migrating, 150),
}
