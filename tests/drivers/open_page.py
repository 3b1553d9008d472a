#!/usr/bin/env python3
"""Opens the page of the tests in Chromium, without a network, and says what is wrong with it.

    open_page.py demo.html CHROMIUM

Nothing is asked of any other place, the console stays empty, and every picture and text is there.
"""
import json
import pathlib
import re
import subprocess
import sys
import tempfile

page, chromium = pathlib.Path(sys.argv[1]).resolve(), sys.argv[2]
wrong = []
with tempfile.TemporaryDirectory() as folder:
    log = pathlib.Path(folder, "net.json")
    run = subprocess.run(
        [chromium, "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking",
         "--disable-component-update", "--disable-sync", "--disable-extensions", "--no-first-run",
         "--no-default-browser-check", "--host-resolver-rules=MAP * ~NOTFOUND", f"--user-data-dir={folder}/profile",
         "--enable-logging=stderr", "--v=0", f"--log-net-log={log}", "--dump-dom", page.as_uri()],
        capture_output=True, text=True, timeout=120,
    )
    said = [line for line in run.stderr.splitlines() if "CONSOLE" in line]
    wrong += [f"console: {line}" for line in said]
    asked = set(re.findall(r'"url":"((?:https?|wss?|ftp):[^"]*)"', log.read_text(errors="replace"))) if log.exists() else set()
    # The browser's own errands are none of the page's.
    asked = {url for url in asked if not re.match(r"https?://[a-z0-9.-]*(google|googleapis|gstatic|chromium)\.", url)}
    wrong += [f"asked for {url}" for url in sorted(asked)]
dom = run.stdout
source = page.read_text(encoding="utf-8")
for what, wanted in [("<svg class=\"chart\"", 3), ("<table", 6), ("<desc", 3), ("Content-Security-Policy", 1)]:
    if dom.count(what) != wanted:
        wrong.append(f"{dom.count(what)} of {what}, not {wanted}")
if re.search(r"<(script|img|link|iframe|object)\b", dom):
    wrong.append("an element that a page of ours never has")
if not re.search(r'<html lang="(en|fr)"', dom):
    wrong.append("no language")
if "&lt;/script&gt;&lt;script&gt;alert(1)" not in dom:
    wrong.append("the hostile text is not there as text")
if len(dom) < len(source) * 0.9:
    wrong.append("a part of the page is missing")
print("\n".join(wrong) or "the page is as it should be")
sys.exit(1 if wrong else 0)
