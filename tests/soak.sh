#!/usr/bin/env bash
# A thousand parallel gRPC calls for ten minutes (or as many seconds as named: bash tests/soak.sh 60), half of them cancelled,
# disposed of or given too little time at random; what is left when nobody calls is printed ten times, and then the verdict.
# Installs and builds as tests/run.sh does. Exit code 1 when memory, threads or open requests grew, or calls failed unasked.
set -u -o pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
reports=$(mktemp -d)
trap 'rm -rf "$reports"' EXIT
seconds=${1:-600}
verdict=clean
LICENSES_TEST_LIMIT=$((seconds + 600)) LICENSES_SOAK_SECONDS="$seconds" LICENSES_TEST_REPORTS="$reports" \
  bash "$here/run.sh" -class '*.Grpc.SoakTests' || verdict="NOT clean"
/usr/bin/env python3 -c '
import sys, xml.etree.ElementTree as tree
for test in tree.parse(sys.argv[1]).getroot().iter("test"):
    print(test.findtext("output") or "")
' "$reports/Licenses.Server.Tests.xml"
echo "soak of $seconds s: $verdict"
[ "$verdict" = clean ]
