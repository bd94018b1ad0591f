#!/usr/bin/env bash
# Prints what is answered about certificates while something is broken, and how fast: sources of revocation data that are
# slow, behind, wrong or gone, and Redis killed, paused, flushed or wrong; what is true beside what was answered.
# Installs and builds as tests/run.sh does. Exit code 1 when a story ended otherwise than it must.
set -u -o pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
reports=$(mktemp -d)
trap 'rm -rf "$reports"' EXIT
LICENSES_TEST_REPORTS="$reports" bash "$here/run.sh" -class '*.Fetching.RevocationFaultTests' -class '*.Fetching.SourcesFaultTests'
ended=$?
/usr/bin/env python3 - "$reports/Licenses.Server.Tests.xml" <<'PYTHON' || ended=1
import sys, xml.etree.ElementTree as tree

tests = list(tree.parse(sys.argv[1]).getroot().iter("test"))
rows = {}
for test in tests:
    for line in (test.findtext("output") or "").splitlines():
        cells = [cell.strip() for cell in line.strip("| ").split(" | ")]
        if line.startswith("| ") and len(cells) == 6 and cells[0] != "fault":
            fault, truth, answer, times, middle, longest = cells
            rows.setdefault((fault, truth, answer), []).append((int(times), float(middle), float(longest)))

print("\n| what is broken | true | answered | times | p50 ms | longest ms |\n|---|---|---|---|---|---|")
for (fault, truth, answer), parts in rows.items():
    print(f"| {fault} | {truth} | {answer} | {sum(part[0] for part in parts)} "
          f"| {sorted(part[1] for part in parts)[len(parts) // 2]:.1f} | {max(part[2] for part in parts):.0f} |")
wrong = [row for row in rows if row[2] == "good" and row[1] != "good"]
for test in tests:
    if test.get("result") not in ("Pass", "Skip"):
        print(f"NOT as it must be: {test.get('name')}")
print(f"\nfound good though revoked: {len(wrong)}")
sys.exit(1 if wrong or not rows or any(test.get("result") not in ("Pass", "Skip") for test in tests) else 0)
PYTHON
exit "$ended"
