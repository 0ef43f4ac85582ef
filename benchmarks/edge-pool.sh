#!/usr/bin/env bash
# What the edge's kept connections are good for. A server that says hello, an edge before it with the memory and processors of its
# container (256 MiB, 2 CPUs), and /health at a constant rate: with the pool of 64 connections of 1,000 requests, and with one connection a
# request. Without the pool each request leaves a local port behind that cannot be used for 60 s; when all are used up, the edge
# reaches the server no more and answers 502.
#
# Each leg runs in a network namespace of its own, with nothing but a loopback device, as root or where users may make such namespaces. There
# ports that wait are not used again early (tcp_tw_reuse=0), as between containers with addresses of their own; Linux does so after a second on
# loopback. Two legs have few local ports, so that the wall comes soon; the last one has as many as Linux gives (32768-60999): at 600 requests
# a second it comes after 47 s.
#
# Exits 0 if nothing failed with the pool, and each leg without it hit that wall: requests got 502, and nine tenths of the ports waited at the
# end. Exits 1 if not; 2 if it cannot run, or if a leg says nothing: without the pool nothing failed because the load was too slow to use up
# the ports, or only the load itself failed, which had no port left for a connection of its own or did not come to send.
#
# usage: benchmarks/edge-pool.sh      PORTS=1000 RATE=600 SECONDS_PER_LEG=20 SECONDS_OF_LAST_LEG=75 to change the defaults; 0 leaves out the last leg
set -euo pipefail

top=$(cd "$(dirname "$0")/.." && pwd)
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
proxy=$top/proxy/target/mastio-proxy.jar
bench=$top/benchmarks/target/mastio-benchmarks.jar
ports=${PORTS:-1000}
rate=${RATE:-600}
leg_seconds=${SECONDS_PER_LEG:-20}
last_seconds=${SECONDS_OF_LAST_LEG:-75}
# What the operator gives a container of 2 CPUs and 256 MiB.
edge_flags="-XX:+UseSerialGC -XX:+AlwaysPreTouch -XX:ActiveProcessorCount=2 -Xms24m -Xmx96m -XX:MaxDirectMemorySize=32m -XX:+UseCompactObjectHeaders
  -XX:MinHeapFreeRatio=10 -XX:MaxHeapFreeRatio=30 -XX:-ShrinkHeapInSteps -XX:TrimNativeHeapInterval=10000 -XX:CompileCommand=quiet
  -XX:CompileCommand=MemLimit,*.*,16m~stop -XX:+ExitOnOutOfMemoryError"
first_port=32768
server_port=9100
edge_port=9443
ops_port=9464

# Sockets of the edge in state TIME_WAIT (06) whose other end is the server.
waiting() {
  awk -v port="$(printf ':%04X' "$server_port")" '$4 == "06" && substr($3, length($3) - 4) == port {n++} END {print n + 0}' \
    /proc/net/tcp /proc/net/tcp6
}

metric() { curl -s "http://127.0.0.1:$ops_port/metrics" | awk -v name="$1" '$1 == name {print $2 + 0}'; }

failed() { awk -v how="$1" '/^Failed requests/ {on = 1} /^Thresholds/ {on = 0} on && index($0, how) {gsub(",", "", $1); n += $1} END {print n + 0}' "$dir/load.txt"; }

await() { # what to wait for, then a command that succeeds once it is there
  local what=$1
  shift
  for _ in $(seq 300); do "$@" >/dev/null 2>&1 && return; sleep 0.1; done
  echo "$what does not answer:" >&2
  cat "$dir"/*.log >&2
  exit 2
}

# leg NAME PORTS REQUESTS_PER_CONNECTION SECONDS, inside the namespace. Exits 0 if nothing failed, 10 at the wall, 11 if something failed
# before it, 12 if nothing failed and the load was too slow for the wall, 13 if only the load itself failed; else it could not run
leg() {
  local name=$1 last_port=$((first_port + $2 - 1)) per_connection=$3 seconds=$4
  local sum rps errors failures refused own p95 opened peak
  ip link set lo up
  echo "$first_port $last_port" >/proc/sys/net/ipv4/ip_local_port_range
  echo 0 >/proc/sys/net/ipv4/tcp_tw_reuse
  "$java" -XX:+UseSerialGC -Xmx128m -Dsun.net.httpserver.nodelay=true "$top/benchmarks/edge/Hello.java" "$server_port" \
    >"$dir/server.log" 2>&1 &
  pids+=($!)
  await "the server" curl -sf "http://127.0.0.1:$server_port/"
  (
    cd "$dir"
    export MCP_PROXY_HOST=127.0.0.1 MCP_PROXY_PORT=$edge_port MASTIO_OPS_PORT=$ops_port MCP_PROXY_LOG_LEVEL=WARN
    export MASTIO_EDGE_UPSTREAM=http://127.0.0.1:$server_port MASTIO_EDGE_CONNECTION_MAX_REQUESTS=$per_connection
    # shellcheck disable=SC2086 # flags are words
    exec "$java" $edge_flags --sun-misc-unsafe-memory-access=allow -jar "$proxy" >"$dir/edge.log" 2>&1
  ) &
  local edge=$!
  pids+=("$edge")
  await "the edge" curl -skf "https://127.0.0.1:$edge_port/health"
  "$java" -XX:+UseSerialGC -Xmx128m --sun-misc-unsafe-memory-access=allow -jar "$bench" run health-throughput --quiet --insecure \
    --url "https://127.0.0.1:$edge_port" --rate "$rate" --duration "${seconds}s" --out "$dir" >"$dir/load.txt" 2>"$dir/load.log" || true
  sum=$(waiting)
  opened=$(metric mastio_upstream_connections_opened_total)
  peak=$(awk '/VmHWM/ {printf "%.0f", $2 / 1024}' "/proc/$edge/status")
  rps=$(awk '/Requests per sec/ {print $4}' "$dir/load.txt")
  errors=$(awk '/^Errors/ {print $2}' "$dir/load.txt")
  p95=$(awk '$1 == "p(95)" {print $2}' "$dir/load.txt")
  [ -n "$rps" ] || { cat "$dir"/load.* >&2; exit 2; }
  printf '%-28s %7s %9s %9s %11s %10s %8s\n' "$name" "$rps" "$errors" "$p95" "$opened" "$sum" "$peak"
  grep -A4 '^Failed requests' "$dir/load.txt" >&2 || true
  # Only answers of the edge count for the wall. The load has the same few ports for its own connections, of which it wants more when it
  # is short of processor time, and then sends late or never.
  failures=$(failed ' ')
  refused=$(failed 'unexpected status')
  own=$(($(failed 'Cannot assign requested address') + $(failed 'never sent')))
  awk -v failures="$failures" -v refused="$refused" -v own="$own" -v sum="$sum" -v ports="$2" -v rps="$rps" -v seconds="$seconds" 'BEGIN {
    if (refused > 0) exit sum >= 0.9 * ports ? 10 : 11
    if (failures > own) exit 11
    if (own > 0) exit 13
    # A port is free again after 60 s.
    exit rps * (seconds < 60 ? seconds : 60) > ports ? 0 : 12
  }'
}

if [ "${1:-}" = --inside ]; then
  shift
  dir=$(mktemp -d)
  pids=()
  trap 'for pid in "${pids[@]}"; do kill -9 "$pid" 2>/dev/null || true; done; rm -rf "$dir"' EXIT
  leg "$@"
  exit
fi

missing=()
command -v ip >/dev/null || missing+=("ip (apt-get install iproute2)")
command -v unshare >/dev/null || missing+=("unshare (apt-get install util-linux)")
command -v curl >/dev/null || missing+=("curl (apt-get install curl)")
"$java" -version 2>&1 | grep -q 'version "25[."]' || missing+=("JDK 25 (set JAVA_HOME)")
[ -f "$proxy" ] || missing+=("$proxy (./mastio build makes it)")
[ -f "$bench" ] || missing+=("$bench (./mastio build makes it)")
apart=(unshare --net)
[ "$(id -u)" -eq 0 ] || apart=(unshare --net --map-root-user)
"${apart[@]}" true 2>/dev/null || missing+=("the right to make a network namespace (run it as root)")
if [ ${#missing[@]} -gt 0 ]; then
  printf 'missing: %s\n' "${missing[@]}" >&2
  exit 2
fi

echo "$rate requests a second of /health for $leg_seconds s, $ports local ports; TIME_WAIT counts ports to the server that cannot be used"
printf '%-28s %7s %9s %9s %11s %10s %8s\n' leg req/s 'errors %' 'p95 ms' connections TIME_WAIT 'peak MiB'
with=0 without=0 all=10
"${apart[@]}" "$0" --inside "pool of 64" "$ports" 1000 "$leg_seconds" || with=$?
"${apart[@]}" "$0" --inside "no pool" "$ports" 1 "$leg_seconds" || without=$?
if [ "$last_seconds" -gt 0 ]; then
  "${apart[@]}" "$0" --inside "no pool, 28232 ports, $last_seconds s" 28232 1 "$last_seconds" || all=$?
fi

missed=0 undecided=0
case "$with" in
  # With the pool no load is enough to use up the ports.
  0 | 12) ;;
  13) undecided=1; echo "with the pool only the load itself failed, which says nothing: it was short of processor time, or PORTS is too low" >&2 ;;
  10 | 11) missed=1; echo "with the pool requests failed" >&2 ;;
  *) undecided=1 ;;
esac
for ended in "$without" "$all"; do
  case "$ended" in
    10) ;;
    0) missed=1; echo "without the pool nothing failed, although the load was enough to use up the ports" >&2 ;;
    11) missed=1; echo "without the pool requests failed before the ports were used up" >&2 ;;
    12) undecided=1; echo "without the pool nothing failed, but the load was too slow to use up the ports, which says nothing" >&2 ;;
    13) undecided=1; echo "without the pool only the load itself failed, which says nothing" >&2 ;;
    *) undecided=1 ;;
  esac
done
[ "$missed" -eq 0 ] || exit 1
[ "$undecided" -eq 0 ] || exit 2
