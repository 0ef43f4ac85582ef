#!/usr/bin/env bash
# The floor of a proxy on this machine, searched for twice by `bench floor`, against one proxy that runs all the while.
# Usage: floors.sh [OPTION OF BENCH FLOOR...]     Exit code: 0 if the two floors lie within 10 % of each other, 1 if not, 2 if it cannot run.
set -euo pipefail

apart=10
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
# As the operator sets them for a pod of 1.5 CPU and 1152 MiB.
jvm_flags=${JVM_FLAGS:--XX:+UseSerialGC -Xms32m -Xmx633m -XX:MaxDirectMemorySize=144m -XX:+UseCompactObjectHeaders}

fail() { echo "floors: $*" >&2; exit 2; }
"$java" -version 2>&1 | grep -q 'version "2[5-9]' || fail "'$java' is not a JDK 25: set JAVA_HOME"
for jar in proxy/target/mastio-proxy.jar benchmarks/target/mastio-benchmarks.jar; do
  [ -f "$top/$jar" ] || fail "$jar is missing: ./mastio build makes it"
done

work=$(mktemp -d)
proxy_pid=
cleanup() {
  if [ -n "$proxy_pid" ]; then
    kill "$proxy_pid" 2>/dev/null || true
    wait "$proxy_pid" 2>/dev/null || true
  fi
  rm -rf "$work"
}
trap cleanup EXIT
trap 'exit 2' INT TERM

# An address of its own: nothing else can have its ports.
host=127.98.$((RANDOM % 254 + 1)).$((RANDOM % 254 + 1))
(
  cd "$work"
  export MCP_PROXY_HOST=$host MCP_PROXY_DATABASE_URL=sqlite:///floor.db MASTIO_SHUTDOWN_ACCEPT_SECONDS=0
  # shellcheck disable=SC2086 # flags are words
  exec "$java" $jvm_flags --enable-native-access=ALL-UNNAMED -jar "$top/proxy/target/mastio-proxy.jar" >"$work/proxy.log" 2>&1
) &
proxy_pid=$!
for _ in $(seq 600); do
  if (: <>"/dev/tcp/$host/9443") 2>/dev/null; then break; fi
  kill -0 "$proxy_pid" 2>/dev/null || fail "the proxy does not start: $(cat "$work/proxy.log")"
  sleep 0.1
done

search() {
  # shellcheck disable=SC2086
  "$java" ${MASTIO_JAVA_OPTS:--XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx128m} -jar "$top/benchmarks/target/mastio-benchmarks.jar" floor \
    --url "https://$host:9443" --insecure "$@"
}
for time in 1 2; do
  echo "search $time of 2"
  search "$@" >"$work/class-$time.yaml" || fail "no floor was found"
  cat "$work/class-$time.yaml"
done
awk -v apart="$apart" '/requestsPerSecond:/ { floor[++n] = $2 } END {
  low = floor[1] < floor[2] ? floor[1] : floor[2]; high = floor[1] + floor[2] - low
  percent = 100 * (high - low) / low
  printf "floors %d and %d requests per second: %.1f %% apart (at most %d %%)\n", floor[1], floor[2], percent, apart
  exit percent > apart }' "$work/class-1.yaml" "$work/class-2.yaml"
