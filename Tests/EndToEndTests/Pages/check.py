"""Looks at pages in a headless Chromium: in light and dark, on a telephone and on a wide screen.

    check.py BROWSER EXPECTED PAGE... [--pictures FOLDER]

EXPECTED is a file with a JSON list of texts that every page must show. Prints what is wrong with each page,
or how many were looked at; exits 1 when something is wrong. `--pictures` also keeps what was seen.
"""

import argparse
import json
import pathlib
import sys

from browser import Browser

WINDOWS = [(400, 800), (1200, 900)]
SCHEMES = ["light", "dark"]


def said(event):
    """What is wrong by an event of the browser, or None."""
    method, values = event.get("method"), event.get("params", {})
    if method == "Log.entryAdded":
        return "log: " + values["entry"]["text"]
    if method == "Runtime.consoleAPICalled":
        return "console: " + str([a.get("value") for a in values["args"]])
    if method == "Runtime.exceptionThrown":
        return "exception: " + values["exceptionDetails"]["text"]
    if method == "Audits.issueAdded":
        return "issue: " + json.dumps(values["issue"])[:400]
    if method == "Page.javascriptDialogOpening":
        return "dialog: " + values["message"]
    if method == "Network.requestWillBeSent" and values["type"] != "Document":
        return "request: " + values["request"]["url"]
    return None


def look(browser, page, expected, pictures):
    """What is wrong with `page`, each once, with the windows in which it is."""
    faults = {}
    probe = (pathlib.Path(__file__).parent / "probe.js").read_text()
    for width, height in WINDOWS:
        for scheme in SCHEMES:
            events = browser.show(page.resolve().as_uri(), width, height, scheme)
            found = [text for text in map(said, events) if text]
            found += browser.evaluate(f"({probe})({json.dumps(expected)})")
            for fault in found:
                faults.setdefault(fault, []).append(f"{width} {scheme}")
            if pictures:
                browser.picture(pictures / f"{page.stem}-{width}-{scheme}.png")
    return [f"{page.name}: {fault} ({', '.join(windows)})" for fault, windows in faults.items()]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("browser")
    parser.add_argument("expected", type=pathlib.Path)
    parser.add_argument("pages", type=pathlib.Path, nargs="+")
    parser.add_argument("--pictures", type=pathlib.Path)
    arguments = parser.parse_args()
    expected = json.loads(arguments.expected.read_text())
    browser = Browser(arguments.browser)
    try:
        faults = [fault for page in arguments.pages
                  for fault in look(browser, page, expected, arguments.pictures)]
    finally:
        browser.close()
    for fault in faults:
        print(fault)
    if not faults:
        print(f"0 faults in {len(arguments.pages)} pages")
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
