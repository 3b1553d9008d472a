"""A clock that jumps, forth and back, between one step and the next."""
import json
import shutil

from home import worked

TIMES = ("2099-12-31 23:59:59", "1970-01-02 00:00:00", "2038-01-19 03:14:08", "2026-03-29 01:59:59", "2026-10-25 02:30:00",
         "2026-02-01 00:00:00", "2009-01-01 12:00:00")


def run(places, table, rng):
    if not shutil.which("faketime"):
        table.skipped("clock that jumps", "faketime is not installed")
        return
    row = table.row("clock that jumps between steps")
    for trial in range(places.times(20)):
        home = worked(places)
        zone = rng.choice(("UTC", "Europe/Paris", "America/St_Johns", "Pacific/Apia", "Australia/Lord_Howe"))
        values = []
        for step in range(6):
            value = ("yes", "no")[step % 2]
            before = ("env", f"TZ={zone}", "faketime", "-f", "@" + rng.choice(TIMES))
            said = home.run("score", "shop/shop-3", "--answers", "-", before=before,
                            input=json.dumps({"answers": {"accurate": value}}))
            row.trials += 1
            if not row.said(said) or said.code:
                row.lost(f"{said.what}: {said.code} {said.err}")
            values.append(value)
        for arguments in (("seal", "shop/shop-1"), ("conversations",), ("mirror",), ("draw", "-n", "1", "--since", "30d"),
                          ("doctor",)):
            said = home.run(*arguments, before=("faketime", "-f", "@" + rng.choice(TIMES)))
            row.trials += 1
            row.said(said)
        found = home.sound()
        log = [act for (act,) in home.rows("SELECT act FROM entry WHERE review = 3 ORDER BY place") if "accurate" in act]
        told = ["no" if '"no"' in act.rsplit("after", 1)[-1] else "yes" for act in log]
        if found or told != values:
            row.lost(f"order of answers {told}, {found}")
        home.remove()
