#!/usr/bin/env bash
# The floor of a proxy on a quarter of this machine's processors, searched for twice by `bench floor` on the others, against one proxy
# that runs all the while. On fewer than four processors it has half of one: the other half is taken by a busy loop.
# Usage: floors.sh [OPTION OF BENCH FLOOR...]     Exit code: 0 if the two floors lie within 10 % of each other, 1 if not, 2 if it cannot run.
set -euo pipefail

apart=10
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
# As the operator sets them for a pod of 1.5 CPU and 1152 MiB.
jvm_flags=${JVM_FLAGS:--XX:+UseSerialGC -Xms32m -Xmx633m -XX:MaxDirectMemorySize=144m -XX:+UseCompactObjectHeaders}

fail() { echo "floors: $*" >&2; exit 2; }
"$java" -version 2>&1 | grep -q 'version "25[."]' || fail "'$java' is not a JDK 25: set JAVA_HOME"
for jar in proxy/target/mastio-proxy.jar benchmarks/target/mastio-benchmarks.jar; do
  [ -f "$top/$jar" ] || fail "$jar is missing: ./mastio build makes it"
done

# Which processors this may use, one a line.
processors() {
  sed -n 's/^Cpus_allowed_list:[[:space:]]*//p' /proc/self/status | tr , '\n' | awk -F- '{ for (i = $1; i <= ($2 == "" ? $1 : $2); i++) print i }'
}
# As on two machines: on the same processors each takes from the other as soon as both are short, and the floor found is that of the pair.
mapfile -t all < <(processors)
[ ${#all[@]} -ge 2 ] || fail "this needs two processors: one for the proxy and one for the load program"
command -v taskset >/dev/null || fail "taskset is missing (Debian: apt-get install util-linux)"
share=$((${#all[@]} / 4)) neighbour=
[ "$share" -ge 1 ] || share=1 neighbour=yes
on_proxys=(taskset -c "$(IFS=,; echo "${all[*]:0:share}")")
on_loads=(taskset -c "$(IFS=,; echo "${all[*]:share}")")
set -- --cores "$share" "$@"

work=$(mktemp -d)
pids=()
cleanup() {
  local pid
  for pid in ${pids[@]+"${pids[@]}"}; do
    kill "$pid" 2>/dev/null || true
    wait "$pid" 2>/dev/null || true
  done
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
  exec "${on_proxys[@]}" "$java" $jvm_flags --enable-native-access=ALL-UNNAMED -jar "$top/proxy/target/mastio-proxy.jar" >"$work/proxy.log" 2>&1
) &
proxy_pid=$!
pids+=("$proxy_pid")
for _ in $(seq 600); do
  if (: <>"/dev/tcp/$host/9443") 2>/dev/null; then break; fi
  kill -0 "$proxy_pid" 2>/dev/null || fail "the proxy does not start: $(cat "$work/proxy.log")"
  sleep 0.1
done

# A proxy is about as quick as the load program: with a processor each, the floor found would be that of the load program. The loop
# ends with this script, however that ends.
if [ -n "$neighbour" ]; then
  "${on_proxys[@]}" bash -c 'while kill -0 "$1" 2>/dev/null; do for ((i = 0; i < 100000; i++)); do :; done; done' busy $$ &
  pids+=($!)
  echo "the proxy on half of one of ${#all[@]} processors, the load program on the others"
else
  echo "the proxy on $share of ${#all[@]} processors, the load program on the others"
fi

search() {
  # shellcheck disable=SC2086
  "${on_loads[@]}" "$java" ${MASTIO_JAVA_OPTS:--XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx128m} -jar "$top/benchmarks/target/mastio-benchmarks.jar" floor \
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
