#!/usr/bin/env bash
# Prints how the gRPC runtime gets on with others: the interoperability cases by pair of client and server, over h2c and
# over TLS with client certificates; hostile requests and our server's answers; misbehaving servers and our client's.
# Installs and builds as tests/run.sh does. Exit code 1 when anything went wrong.
set -u -o pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
reports=$(mktemp -d)
trap 'rm -rf "$reports"' EXIT
LICENSES_TEST_REPORTS="$reports" bash "$here/run.sh" \
  -class '*.Grpc.InteropTests' -class '*.Grpc.ForeignClientTests' -class '*.Grpc.ForeignServerTests' \
  -class '*.Grpc.HostileRequestTests' -class '*.Grpc.MisbehavingServerTests' -class '*.Grpc.LastWordsTests'
ended=$?
/usr/bin/env python3 - "$reports/Licenses.Server.Tests.xml" <<'PYTHON' || ended=1
import re, sys, xml.etree.ElementTree as tree

tests = list(tree.parse(sys.argv[1]).getroot().iter("test"))
lines = {test: (test.findtext("output") or "").splitlines() for test in tests}

pairs, cases, notes = {}, [], {}
for test in tests:
    column = None
    for line in lines[test]:
        word, _, rest = line.partition(" ")
        if word == "pair":
            pair, _, transport = rest.strip().rpartition(", ")
            column = pairs.setdefault(pair, {}).setdefault(transport, {})
        elif column is not None and word in ("ok", "WRONG", "none"):
            case, note = re.match(r"(\w+):? ?(.*)", rest.strip()).groups()
            if case not in cases:
                cases.append(case)
            mark = {"ok": "ok", "WRONG": "WRONG", "none": "-"}[word]
            column[case] = mark + (f"[{notes.setdefault(note, len(notes) + 1)}]" if note and word != "WRONG" else "")
    if test.get("result") == "Skip":
        print(f"SKIPPED {test.get('name')}: {test.findtext('reason')}")

def cell(transports, case):
    both = [transports.get(name, {}).get(case, "") for name in ("h2c", "TLS")]
    return both[0] if both[0] == both[1] else f"h2c {both[0]}, TLS {both[1]}"

def table(head, rows):
    print(f"\n| {' | '.join(head)} |\n|{'---|' * len(head)}")
    for row in rows:
        print(f"| {' | '.join(row)} |")

print("\nInteroperability, client - server; each case over h2c and over TLS with client certificates")
table(["case", *pairs], [[case, *(cell(pairs[pair], case) for pair in pairs)] for case in cases])
for note, number in notes.items():
    print(f"[{number}] {note.strip('()')}")

hostile = [line for test in tests if "HostileRequestTests" in test.get("type") for line in lines[test]]
answers = [re.match(r"(ok|WRONG) +(.*?): (.*)", line) for line in hostile]
print("\nHostile requests and the answers of our server")
table(["request", "answer", ""], [[found[2], found[3], found[1]] for found in answers if found])

print("\nServers that misbehave, and what our client makes of it")
table(["behaviour", "shape", "status", ""], [
    [re.search(r'\(\w+: \\?"?([^,"\\]+)', test.get("name"))[1],
     "stream" if "A_stream" in test.get("name") else "duplex" if "still_open" in test.get("name") else "unary",
     re.search(r"expected: (\w+)", test.get("name"))[1], "ok" if test.get("result") == "Pass" else "WRONG"]
    for test in tests if re.search("MisbehavingServerTests|LastWordsTests", test.get("type")) and "expected:" in test.get("name")])
print()
sys.exit(0 if tests and all(test.get("result") in ("Pass", "Skip") for test in tests) else 1)
PYTHON
exit "$ended"
