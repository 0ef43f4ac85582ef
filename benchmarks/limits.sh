#!/usr/bin/env bash
# What the limits of a proxy let through, and what it costs to refuse the rest. A proxy on SQLite, and
#   three times its global rate by the load program: answered beside the limit, status of the rest, latency of the answered, CPU of either
#   (that of the refused in a leg of its own, at the same rate, on a proxy that admits one request a second);
#   three times the budget of an agent with a certificate, one request after the other: how many got 200 and how many 429, CPU of either;
#   bodies as large as they may be, slowly and more at once than there is memory for, then larger ones: status and memory.
# The breaker is not here: nothing makes SQLite slow by a known measure. Refusals of it take the way of those of the global rate.
# Exits 1 if the answered are not within 5 % of what the limit admits, or anything got another status than it should.
#
# usage: benchmarks/limits.sh      RATE=500 SECONDS_PER_LEG=15 BUDGET=1800 BODIES=32 JVM_FLAGS="..." to change the defaults
set -euo pipefail

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
rate=${RATE:-500}
burst=$((2 * rate))
seconds=${SECONDS_PER_LEG:-15}
budget=${BUDGET:-1800}
bodies=${BODIES:-32}
jvm_flags=${JVM_FLAGS:--XX:+UseSerialGC -Xms24m -Xmx128m -XX:+UseCompactObjectHeaders}
largest=2097152
agents=/v1/admin/agents
secret=only-for-this-run-0123456789

fail() { echo "limits: $*" >&2; exit 2; }
"$java" -version 2>&1 | grep -q 'version "25[."]' || fail "'$java' is not a JDK 25: set JAVA_HOME"
command -v curl >/dev/null || fail "curl is missing (apt-get install curl)"
for jar in proxy/target/mastio-proxy.jar benchmarks/target/mastio-benchmarks.jar; do
  [ -f "$top/$jar" ] || fail "$jar is missing: ./mastio build makes it"
done

dir=$(mktemp -d)
pid= wrong=0
stop() { [ -z "$pid" ] || { kill "$pid" && wait "$pid"; } 2>/dev/null || true; pid=; }
trap 'stop; rm -rf "$dir"' EXIT
trap 'exit 2' INT TERM
# An address of its own: nothing else can have its ports.
host=127.98.$((RANDOM % 254 + 1)).$((RANDOM % 254 + 1))
url=https://$host:9443

start() { # requests a second, burst
  (
    cd "$dir"
    # What is set where this runs is not meant for it.
    for setting in $(compgen -e | grep -E '^(MCP_PROXY|MASTIO|PROXY|CULLIS|ENVIRONMENT)' || true); do unset "$setting"; done
    export MCP_PROXY_HOST=$host MCP_PROXY_DATABASE_URL=sqlite:///limits.db MASTIO_SHUTDOWN_ACCEPT_SECONDS=0 MCP_PROXY_ORG_ID=acme
    export MCP_PROXY_ADMIN_SECRET=$secret MCP_PROXY_LOG_LEVEL=WARN MCP_PROXY_RATE_LIMIT_PER_MINUTE=$budget
    export MCP_PROXY_GLOBAL_RATE_LIMIT_RPS=$1 MCP_PROXY_GLOBAL_RATE_LIMIT_BURST=$2
    # shellcheck disable=SC2086 # flags are words
    exec "$java" $jvm_flags --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow -jar "$top/proxy/target/mastio-proxy.jar" \
      >"$dir/proxy.log" 2>&1
  ) &
  pid=$!
  for _ in $(seq 900); do
    ! curl -sf "http://$host:9464/readyz" >/dev/null || return 0
    kill -0 "$pid" 2>/dev/null || break
    sleep 0.1
  done
  fail "the proxy does not start: $(cat "$dir/proxy.log")"
}

hertz=$(getconf CLK_TCK)
cpu() { sed 's/.*) //' "/proc/$pid/stat" | awk -v hz="$hertz" '{printf "%d", ($12 + $13) * 1000000 / hz}'; }
mib() { awk -v name="$1:" '$1 == name {printf "%d", $2 / 1024}' "/proc/$pid/status"; }
per() { awk -v c="$1" -v n="$2" 'BEGIN {if (n) printf "%.0f", c / n; else printf "-"}'; }
check() { "${@:2}" || { echo "MISSED: $1"; wrong=1; }; }

# Lists of agents, which have what the load program looks for in an answer. Sets answered, refused, cost.
load() { # requests a second, seconds, anything if it is only to warm up: the JVM compiles what is hot before it is measured
  local before
  before=$(cpu)
  "$java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx128m --sun-misc-unsafe-memory-access=allow -jar "$top/benchmarks/target/mastio-benchmarks.jar" \
    run health-throughput --quiet --insecure --url "$url" --path "$agents" -H "X-Admin-Secret: $secret" \
    --rate "$1" --duration "$2s" --out "$dir" >"$dir/load.txt" 2>&1 || [ $? -eq 1 ] || fail "$(cat "$dir/load.txt")"
  cost=$(($(cpu) - before))
  number() { awk -v FS=': ' -v name="$1" '$1 == name {gsub(/,/, "", $2); print $2 + 0}' "$dir/load.txt"; }
  refused=$(awk '/unexpected status/ {gsub(/,/, ""); print $1}' "$dir/load.txt")
  refused=${refused:-0}
  others=$(awk '/^Failed requests/ {on = 1; next} /^[^ ]/ {on = 0} on && !/unexpected status/ {gsub(/,/, ""); n += $1} END {print n + 0}' "$dir/load.txt")
  answered=$(($(number 'Requests total') - refused - others))
  [ -n "${3:-}" ] || check "$others requests had no answer: $(grep -A3 '^Failed' "$dir/load.txt")" [ "$others" -eq 0 ]
}
latency() { awk '$1 == "p(50)" || $1 == "p(99)" || $1 == "max" {printf "%s %s ms  ", $1, $2}' "$dir/load.txt"; }

start "$rate" "$burst"
for agent in warm-up measured; do
  curl -sk "$url$agents" -H "X-Admin-Secret: $secret" -H 'Content-Type: application/json' \
    -d "{\"agent_name\":\"$agent\",\"capabilities\":[\"status\"]}" >"$dir/$agent" || fail "no agent was enrolled"
  for part in cert_pem private_key_pem; do
    printf '%b' "$(sed "s/.*\"$part\":\"\([^\"]*\)\".*/\1/" "$dir/$agent")" >"$dir/$agent.$part"
  done
  grep -q BEGIN "$dir/$agent.private_key_pem" || fail "no agent was enrolled: $(cat "$dir/$agent")"
done

echo "global limit of $rate/s, burst of $burst; lists of agents"
load $((3 * rate)) $((2 * seconds)) warm-up
load $((rate * 4 / 5)) "$seconds"
echo "offered $((rate * 4 / 5))/s: $answered answered, $refused refused; $(per "$cost" "$answered") µs of CPU each; $(latency)"
sleep 3 # until the bucket is full
load $((3 * rate)) "$seconds"
ratio=$(awk -v a="$answered" -v n=$((rate * seconds + burst)) 'BEGIN {printf "%.3f", a / n}')
echo "offered $((3 * rate))/s for $seconds s: $answered answered, $ratio of rate and burst; $refused refused; answered: $(latency)"
check "the limit admits another number" awk -v r="$ratio" 'BEGIN {exit !(r >= 0.95 && r <= 1.05)}'

calls() { # agent, how many; prints the number of each status
  curl -sk --http1.1 --cert "$dir/$1.cert_pem" --key "$dir/$1.private_key_pem" -X POST -o /dev/null -w '%{http_code}\n' \
    "$url/v1/auth/login-challenge?[1-$2]" | sort | uniq -c | awk '{printf "%s x %s  ", $1, $2}'
}
stop
start 1000000 1000000 # so that only the agent's own budget counts
echo "budget of an agent of $budget in a minute; login challenges"
calls warm-up $((3 * budget)) >/dev/null
before=$(cpu) began=$SECONDS
within=$(calls measured "$budget") middle=$(cpu)
beyond=$(calls measured $((2 * budget)))
echo "first $budget: $within, $(per $((middle - before)) "$budget") µs of CPU each; next $((2 * budget)): $beyond, $(per $(($(cpu) - middle)) $((2 * budget))) µs; in $((SECONDS - began)) s"
check "the budget lets another number through within its minute" [ "$within|$beyond" = "$budget x 200  |$((2 * budget)) x 429  " ]

bodies() { # how many at once, bytes, options of curl
  head -c "$2" /dev/zero >"$dir/body"
  echo 5 >"/proc/$pid/clear_refs" # the peak is counted anew
  local before numbers one all=()
  before=$(mib VmRSS)
  for one in $(seq "$1"); do
    curl -sk --http1.1 -m 60 -o /dev/null -w '%{http_code}\n' -H Expect: "${@:3}" --data-binary "@$dir/body" "$url/v1/auth/token" >"$dir/code.$one" &
    all+=($!)
  done
  wait "${all[@]}" || true
  numbers=$(cat "$dir"/code.* | sort | uniq -c | awk '{printf "%s x %s  ", $1, $2}')
  rm "$dir"/code.*
  echo "$1 of $2 bytes${3:+ ($3 $4)}: $numbers; resident before $before, at most $(mib VmHWM) MiB"
  got=$numbers
}
echo "bodies of at most $largest bytes, and a quarter of the heap for all that are there at once"
bodies "$bodies" "$largest" --limit-rate 400K
check "another answer than 422 (read) or 503 (no memory)" [ -z "$(sed -E 's/[0-9]+ x (422|503)  //g' <<<"$got")" ]
bodies "$bodies" $((largest + 1))
check "another answer than 413" [ "$got" = "$bodies x 413  " ]
bodies "$bodies" $((largest + 1)) -H 'Transfer-Encoding: chunked'
stop

start 1 1
load $((3 * rate)) $((2 * seconds)) warm-up
load $((3 * rate)) "$seconds"
echo "global limit of 1/s: offered $((3 * rate))/s: $answered answered, $refused refused; $(per "$cost" "$refused") µs of CPU each"
for _ in 1 2; do one=$(curl -sk --http1.1 -w '%{http_code} %header{x-cullis-shed-reason}' -o /dev/null "$url/nothing"); done
echo "one of them: $one"
check "another refusal than the contract's" [ "$one" = "503 global_rate_limit" ]
exit "$wrong"
