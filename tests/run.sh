#!/usr/bin/env bash
# Installs what the tests need where it is missing, builds, runs every test, and says in its last line
#   N passed, N failed[, N skipped]
# Exit code 1 when a test failed or could not be run. Words after the command go to both test programs,
# for example: bash tests/run.sh -class '*Pki*'
# bash tests/run.sh --fuzz SECONDS: the random tests of the PDF engine only, each for so many seconds, from
#   LICENSES_FUZZ_SEED (1) on. A failure names its seed, and comes back with it.
# CI=true: the lock files are binding, and a missing service is a failure instead of a skip.
# LICENSES_TEST_LIMIT: seconds for one test program (1800), after which it counts as crashed.
# LICENSES_TEST_REPORTS: an existing folder that keeps what each test said, as XML; without it nothing is kept.
# LICENSES_SHARED names the folder of foreign test data when it is not ../shared; tests that need it skip without it.
set -u -o pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1

if [ "${1:-}" = --help ]; then
  sed -n '2,/^set /{s/^# \{0,1\}//;/^set /!p}' tests/run.sh
  exit 0
fi
if [ "${1:-}" = --fuzz ]; then
  [[ "${2:-}" =~ ^[0-9]+$ ]] || { echo "tests/run.sh --fuzz SECONDS" >&2; exit 64; }
  export LICENSES_FUZZ_SECONDS=$2 LICENSES_TEST_LIMIT="${LICENSES_TEST_LIMIT:-$((10 * $2 + 1800))}"
  set -- -class '*FuzzTests'
fi

say() { printf '%s\n' "$*" >&2; }

give_up() {
  say "$1"
  echo "0 passed, 1 failed"
  exit 1
}

# --- what the machine lacks -------------------------------------------------------------------------------------
declare -A package_of=(
  [redis-server]=redis-server [psql]=postgresql [pdfsig]=poppler-utils [qpdf]=qpdf [mutool]=mupdf-tools
  [gs]=ghostscript [openssl]=openssl [curl]=curl [h2load]=nghttp2-client [setpriv]=util-linux [zbarimg]=zbar-tools
  [softhsm2-util]=softhsm2 [pkcs11-tool]=opensc [pk12util]=libnss3-tools [chromium]=chromium
)
missing=()
for program in "${!package_of[@]}"; do
  command -v "$program" >/dev/null || missing+=("${package_of[$program]}")
done
compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || missing+=(postgresql)
/usr/bin/python3 -c 'import grpc' 2>/dev/null || missing+=(python3-grpcio)
/usr/bin/python3 -c 'import grpc_tools' 2>/dev/null || missing+=(python3-grpc-tools)
/usr/bin/python3 -c 'import google.protobuf' 2>/dev/null || missing+=(python3-protobuf)
/usr/bin/python3 -c 'import h2' 2>/dev/null || missing+=(python3-h2)
[ -e /usr/share/fonts/truetype/dejavu/DejaVuSans.ttf ] || missing+=(fonts-dejavu-core)
[ -e /usr/share/fonts/truetype/droid/DroidSansFallbackFull.ttf ] || missing+=(fonts-droid-fallback)
[ -e /usr/share/fonts/truetype/wqy/wqy-microhei.ttc ] || missing+=(fonts-wqy-microhei)
command -v npm >/dev/null || missing+=(nodejs npm)
[ -d /usr/share/gocode/src/google.golang.org/grpc ] && command -v go >/dev/null || missing+=(golang-go golang-google-grpc-dev)

install() {
  local as_root=()
  [ "$(id -u)" = 0 ] || as_root=(sudo -n)
  say "installing: $*"
  "${as_root[@]}" apt-get update -qq >/dev/null || return
  # One by one where all together fail: a package that this machine cannot have shall not cost the others.
  DEBIAN_FRONTEND=noninteractive "${as_root[@]}" apt-get install -y -qq --no-install-recommends "$@" >/dev/null 2>&1 && return
  local package
  for package in "$@"; do
    DEBIAN_FRONTEND=noninteractive "${as_root[@]}" apt-get install -y -qq --no-install-recommends "$package" >/dev/null 2>&1 \
      || say "could not install $package: tests that need it are skipped (or fail, under CI=true)"
  done
}

if [ "${#missing[@]}" -gt 0 ]; then
  if command -v apt-get >/dev/null; then
    install "${missing[@]}" || say "apt-get failed: tests that need ${missing[*]} are skipped"
  else
    say "no apt-get here: tests that need ${missing[*]} are skipped"
  fi
fi
command -v dotnet >/dev/null || give_up "The .NET 10 SDK is not installed (https://dot.net)."

# --- the node client, outside the repository ------------------------------------------------------------------------
if [ -z "${LICENSES_NODE_MODULES:-}" ] && command -v npm >/dev/null; then
  node_home="${XDG_CACHE_HOME:-${HOME:-${TMPDIR:-/var/tmp}}/.cache}/licenses-tests/node"
  if [ ! -d "$node_home/node_modules/@grpc/grpc-js" ] && mkdir -p "$node_home"; then
    npm install --prefix "$node_home" --silent --no-fund --no-audit @grpc/grpc-js@1 @grpc/proto-loader@0 >/dev/null 2>&1 \
      || say "npm could not install @grpc/grpc-js: its tests are skipped"
  fi
  [ ! -d "$node_home/node_modules/@grpc/grpc-js" ] || export LICENSES_NODE_MODULES="$node_home/node_modules"
fi

# --- build ----------------------------------------------------------------------------------------------------------
configuration=${CONFIGURATION:-Debug}
say "restoring (lock files are binding) and building"
build_log=$(mktemp)
quietly() {
  "$@" >"$build_log" 2>&1 && return
  grep -E '(error|warning) ' "$build_log" | sort -u | head -30 >&2 || tail -30 "$build_log" >&2
  return 1
}
quietly dotnet restore Licenses.sln --locked-mode || give_up "restore failed: do packages and packages.lock.json agree?"
quietly dotnet build Licenses.sln --no-restore -c "$configuration" || give_up "the build failed"
rm -f "$build_log"

# --- run ------------------------------------------------------------------------------------------------------------
passed=0 failed=0 skipped=0 broken=0
for suite in Licenses.Tests Licenses.Server.Tests; do
  program=".artifacts/bin/$suite/${configuration,,}/$suite.dll"
  report="${LICENSES_TEST_REPORTS:-$(mktemp -d)}/$suite.xml"
  say "running $suite"
  # No progress and no list of passes: failures in full, skips with their reason.
  timeout --kill-after=30 "${LICENSES_TEST_LIMIT:-1800}" dotnet "$program" -noColor -noLogo -preEnumerateTheories -xml "$report" "$@" \
    | grep -vE '^ *(Discover(ing|ed)|Start(ing|ed)|Finished):|^=== TEST|^ +Licenses[.A-Za-z]+ +Total:|^Ok, passed [0-9]+ tests?\.|^$' \
    | grep -vE '^ +(at (System|Microsoft|Xunit|InvokeStub|lambda_method)|--- End of stack trace)'
  ended=${PIPESTATUS[0]}
  counts=$(/usr/bin/env python3 - "$report" <<'PYTHON'
import sys, xml.etree.ElementTree as tree
try:
    suites = tree.parse(sys.argv[1]).getroot().findall("assembly")
    print(*(sum(int(s.get(name, 0)) for s in suites) for name in ("passed", "failed", "skipped", "errors")))
except (OSError, tree.ParseError):
    print(0, 0, 0, 1)
PYTHON
) || counts="0 0 0 1"
  read -r p f s e <<<"$counts"
  passed=$((passed + p)) failed=$((failed + f + e)) skipped=$((skipped + s))
  # A program that ends badly without saying which test failed has crashed: that counts as one failure.
  if [ "$ended" != 0 ] && [ $((f + e)) = 0 ]; then
    say "$suite ended with exit code $ended"
    broken=$((broken + 1))
  fi
  [ -n "${LICENSES_TEST_REPORTS:-}" ] || rm -rf "$(dirname "$report")"
done

failed=$((failed + broken))
line="$passed passed, $failed failed"
[ "$skipped" = 0 ] || line+=", $skipped skipped"
echo "$line"
[ "$failed" = 0 ] && [ "$passed" -gt 0 ]
