"""kill -9 at random moments: what was acknowledged is there, what was not is there wholly or not at all, and the same
step taken again comes to its end."""
import collections
import json
import os
import shlex
import signal
import sqlite3
import subprocess
import time

from home import COMMENTS, conversation, desk_folder, earlier, everything, pair, versions, worked

MESSAGES = 5
AT_ONCE = 60
TICKETS = 15


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


def desk(places, table, rng, trials):
    """Comments come one import before their tickets: what waits, and what it becomes."""
    row = table.row("kill -9 during import of a help desk's folder")
    acknowledged = halfway = 0
    empty = places.home()
    empty.well("me", "--name", "Ada", "--alias", "ada@shop.example")

    def batch(number):
        return [str(id) for id in range(number * TICKETS + 1, (number + 1) * TICKETS + 1)]

    def state(home):
        return (dict(home.rows("SELECT external_id, messages FROM conversation")),
                dict(home.rows("SELECT external_id, count(*) FROM waiting GROUP BY external_id")))

    for trial in range(trials):
        if trial % 25 == 0:
            home, begun = empty.copy(), trial
            home.well("import", desk_folder(os.path.join(home.folder, "first"), (), map(int, batch(trial))))
        came, late = batch(trial), batch(trial + 1)
        folder = desk_folder(os.path.join(home.folder, f"export-{trial}"), list(map(int, came)), map(int, late))
        if trial % 5 == 0:
            lasts = home.lasts("import", folder, copies=1)
        acked = home.killed(moment(rng, lasts), "import", folder)
        acknowledged += acked
        row.trials += 1
        doctor(row, home)
        for when in ("killed", "taken in again"):
            whole, waiting = state(home)
            done = sum(whole.get(id) == COMMENTS and id not in waiting for id in came)
            wait = sum(waiting.get(id) == COMMENTS and id not in whole for id in late)
            if any(whole.get(id, 0) + waiting.get(id, 0) < COMMENTS for id in came):
                row.lost(f"{when}: a comment that waited: {whole} {waiting}")
            if any(whole.get(id) != COMMENTS or id in waiting for n in range(begun, trial) for id in batch(n)):
                row.lost(f"{when}: what was acknowledged before: {whole} {waiting}")
            if (acked or when != "killed") and (done, wait) != (TICKETS, TICKETS):
                row.lost(f"{when}: {done} whole and {wait} waiting of {TICKETS}: {whole} {waiting}")
            if when == "killed":
                halfway += not acked and (0, 0) != (done, wait)
                said = home.run("import", folder)
                if not row.said(said) or said.code:
                    row.lost(f"taken in again: {said.code} {said.err}")
        doctor(row, home)
    row.note = f"{acknowledged} after it was acknowledged, {halfway} with a part of it done"


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


def each(row, template, trials, rng, arguments, check, at_once=lambda home: None):
    """Kills the same step on copies of one home. `at_once` sees it before the program does again; `check` says what was
    lost, and whether the step had been done."""
    acknowledged = done = 0
    for trial in range(trials):
        # Measured again and again: the machine may have other things to do.
        if trial % 10 == 0:
            lasts = template.lasts(*arguments, copies=1)
        home = template.copy()
        acked = home.killed(moment(rng, lasts), *arguments)
        row.trials += 1
        at_once(home)
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
    ada, ben, _, request, reading = pair(places)

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


def erasing(places, table, rng, trials):
    row = table.row("kill -9 during an erasure")
    template, _ = everything(places)
    customer = "customer = 'c2@mail.example'"

    def rest(home):
        return home.rows(f"SELECT * FROM conversation WHERE NOT ({customer}) AND subject <> ''")

    before = rest(template)

    def check(home):
        head = home.rows(f"SELECT count(*) FROM conversation WHERE {customer}")[0][0]
        words = home.rows("SELECT count(*) FROM message WHERE text LIKE '%of conversation 2,%'")[0][0]
        receipts = home.rows("SELECT count(*) FROM receipt WHERE kind = 'erasure'")[0][0]
        if rest(home) != before:
            return "conversations of others", False
        if (head, words, receipts) not in ((1, 5, 0), (0, 0, 1)):
            return f"half an erasure: {head} {words} {receipts}", False
        proven = not home.rows("SELECT 1 FROM meta WHERE key = 'scour_pending' AND value = '1'")
        return "", not head and proven

    row.note = each(row, template, trials, rng, ("erase", "--customer", "c2@mail.example"), check)


def migrating(places, table, rng, trials):
    known = versions(places)
    row = table.row(f"kill -9 during a migration, from {', '.join(map(str, known[:-1]))} to {known[-1]}")
    found, notes = collections.Counter(), []
    homes = earlier(places)
    for number, template in enumerate(homes):
        from_version = template.rows("PRAGMA user_version")[0][0]
        before = template.content(but=("me",))

        def lost(home):
            now = home.content(but=("me",))
            return "; ".join(f"{name}: {rows - now.get(name, set())}" for name, rows in before.items()
                             if now.get(name) != rows)

        def at_once(home):
            # By another SQLite: what the killed one had begun is played back, and no step is taken.
            home = home.copy()
            db = sqlite3.connect(home.store)
            version = db.execute("PRAGMA user_version").fetchone()[0]
            sound = [said for (said,) in db.execute("PRAGMA integrity_check")] + db.execute("PRAGMA foreign_key_check").fetchall()
            db.close()
            found[version] += 1
            if version not in known or version < from_version or sound != ["ok"] or lost(home):
                row.lost(f"from {from_version}, before it is opened again: {version} {sound} {lost(home)}")
            home.remove()

        def check(home):
            version = home.rows("PRAGMA user_version")[0][0]
            name = home.rows("SELECT value FROM meta WHERE key = 'me'")
            return lost(home), version == known[-1] and "Zoé" in repr(name)

        share = trials * (number + 1) // len(homes) - trials * number // len(homes)
        notes.append(f"{from_version}: {each(row, template, share, rng, ('me', '--name', 'Zoé'), check, at_once)}")
    row.note = f"found at {dict(sorted(found.items()))}"
    print("; ".join(notes))


KINDS = {
    "import": (importing, 150),
    "desk": (desk, 100),
    "scoring": (scoring, 200),
    "seal": (sealing, 150),
    "bundles": (opening, 150),
    "purge": (purging, 150),
    "erasure": (erasing, 100),
    "migration": (migrating, 270),
}
