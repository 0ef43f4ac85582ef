#!/usr/bin/env bash
# The floor of a proxy on a quarter of this machine's processors, searched for twice by `bench floor --twice` on the others: a trial of
# one search and a trial of the other in turn, against one proxy that runs all the while. On fewer than four processors it has half of
# one: by a limit where this may make control groups, as root may; else a busy loop takes the other half.
# Usage: floors.sh [OPTION OF BENCH FLOOR...]     Exit code: 0 if the two floors lie within 10 % of each other, 1 if not, 2 if it cannot run.
set -euo pipefail

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
# As the operator sets them for a pod of 1.5 CPU and 1152 MiB.
jvm_flags=${JVM_FLAGS:--XX:+UseSerialGC -Xms24m -Xmx633m -XX:MaxDirectMemorySize=144m -XX:+UseCompactObjectHeaders}

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
# Four tries, for what makes a rate fail that held before is mostly the other guests of this machine's host.
set -- --cores "$share" --tries 4 "$@"

# A control group of half a processor, made in the tree of version 1 or 2, whichever can; empty if none can.
half_a_processor() {
  local tree group
  for tree in /sys/fs/cgroup/cpu /sys/fs/cgroup; do
    group=$tree/mastio-floors-$$
    mkdir "$group" 2>/dev/null || continue
    # In turns short beside the latency that is looked at.
    if { echo 10000 >"$group/cpu.cfs_period_us" && echo 5000 >"$group/cpu.cfs_quota_us"; } 2>/dev/null || echo "5000 10000" 2>/dev/null >"$group/cpu.max"; then
      echo "$group"
      return
    fi
    rmdir "$group"
  done
}

work=$(mktemp -d)
pids=()
group=
cleanup() {
  trap '' INT TERM
  [ ${#pids[@]} -eq 0 ] || kill "${pids[@]}" 2>/dev/null || true
  wait
  [ -z "$group" ] || rmdir "$group" || true
  rm -rf "$work"
}
trap cleanup EXIT
trap 'exit 2' INT TERM

[ -z "$neighbour" ] || group=$(half_a_processor)
# An address of its own: nothing else can have its ports.
host=127.98.$((RANDOM % 254 + 1)).$((RANDOM % 254 + 1))
(
  cd "$work"
  [ -z "$group" ] || echo "$BASHPID" >"$group/cgroup.procs"
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
if [ -n "$group" ]; then
  echo "the proxy on half of one of ${#all[@]} processors, by a limit; the load program on the others"
elif [ -n "$neighbour" ]; then
  # shellcheck disable=SC2016 # its own $1
  "${on_proxys[@]}" bash -c 'while kill -0 "$1" 2>/dev/null; do for ((i = 0; i < 100000; i++)); do :; done; done' busy $$ &
  pids+=($!)
  echo "the proxy on half of one of ${#all[@]} processors, beside a busy loop; the load program on the others"
else
  echo "the proxy on $share of ${#all[@]} processors, the load program on the others"
fi

# shellcheck disable=SC2086
"${on_loads[@]}" "$java" ${MASTIO_JAVA_OPTS:--XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx128m} -jar "$top/benchmarks/target/mastio-benchmarks.jar" floor \
  --url "https://$host:9443" --ops "http://$host:9464" --insecure --twice "$@" &
pids+=($!)
# Waited for, so that a signal ends it at once.
wait $!
