#!/usr/bin/env bash
# Installs what a fresh Debian machine lacks, builds, starts the server on loopback with an embedded SQLite and the
# sample city, and runs the story through real gRPC over mutual TLS. Then it keeps serving until Ctrl-C.
#   --once       end after the story; exit code 0 only if every step went as expected
#   --json       the last line of standard output is the story as JSON
#   --keep DIR   an empty folder for database, documents and log (default: a fresh temporary one)
set -euo pipefail
cd "$(dirname "$0")/.."

once=false json=() keep=
while [ $# -gt 0 ]; do
  case $1 in
    --once) once=true ;;
    --json) json=(--json) ;;
    --keep) keep=${2:?--keep needs a folder}; shift ;;
    -h|--help) sed -n '2,7s/^# \{0,1\}//p' "$0"; exit 0 ;;
    *) echo "run.sh: unknown option $1 (try --help)" >&2; exit 64 ;;
  esac
  shift
done

say() { printf '%s\n' "$*" >&2; }

install_missing() {
  local missing=()
  [ -e /usr/share/fonts/truetype/droid/DroidSansFallbackFull.ttf ] || missing+=(fonts-droid-fallback)
  [ -e /usr/share/fonts/truetype/dejavu/DejaVuSans.ttf ] || missing+=(fonts-dejavu-core)
  [ ${#missing[@]} -eq 0 ] && return
  command -v apt-get >/dev/null || { say "Please install: ${missing[*]}"; exit 1; }
  local sudo=; [ "$(id -u)" -eq 0 ] || sudo=sudo
  say "Installing ${missing[*]} …"
  $sudo apt-get update -qq && DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq --no-install-recommends "${missing[@]}" >&2
}

command -v dotnet >/dev/null || { say "Please install the .NET 10 SDK first."; exit 1; }
install_missing

say "Building …"
dotnet build services/Licenses.Server -c Release -v q --nologo -p:RestoreLockedMode=true >&2
dotnet build services/Licenses.Cli -c Release -v q --nologo -p:RestoreLockedMode=true >&2

work=${keep:-$(mktemp -d)}
mkdir -p "$work"
[ -z "$(ls -A "$work")" ] || { say "run.sh: $work is not empty; the story needs a database of its own"; exit 64; }
server_pid=
stop() {
  if [ -n "$server_pid" ]; then kill -TERM "$server_pid" 2>/dev/null || true; wait "$server_pid" 2>/dev/null || true; fi
}
trap stop EXIT
trap 'exit 130' INT TERM

free_port() { # the first free port from $1 on
  local port=$1
  while (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do port=$((port + 1)); done
  echo "$port"
}
grpc_port=$(free_port 7443)
web_port=$(free_port $((grpc_port + 1)))

dotnet .artifacts/bin/Licenses.Server/release/Licenses.Server.dll \
  --Sample:Enabled=true --Sample:Pki="$PWD/certs-sample" \
  --Storage:Path="$work/licenses.db" --PersonalData:KeyFile="$work/personal-data.key" \
  --Server:GrpcPort="$grpc_port" --Server:WebPort="$web_port" --Server:PublicUrl="https://localhost:$web_port" \
  >"$work/server.log" 2>&1 &
server_pid=$!

status=0
dotnet .artifacts/bin/Licenses.Cli/release/licenses.dll demo \
  --server "https://localhost:$grpc_port" --pki certs-sample --samples services/Licenses.Server/Samples \
  --output "$work/documents" "${json[@]}" || status=$?

if [ "$status" -ne 0 ]; then
  say "The story did not go as expected (exit code $status); the server's log is $work/server.log"
fi
if $once; then exit "$status"; fi
say "Serving gRPC on https://localhost:$grpc_port and web pages on https://localhost:$web_port until Ctrl-C."
say "Database, documents and log: $work"
wait "$server_pid"
