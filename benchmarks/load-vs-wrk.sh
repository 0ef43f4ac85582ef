#!/usr/bin/env bash
# Requests per CPU second of the load program beside wrk's, over TLS with keep-alive, against the same nginx `return 200`, in turns.
# Usage: load-vs-wrk.sh [SECONDS] [ROUNDS]     default: 10 seconds, 5 rounds.   Exit code: 0 at a ratio of 0.7 or more, 1 below, 2 if it cannot run.
set -euo pipefail

seconds=${1:-10} rounds=${2:-5} users=50 wanted=0.7
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
jar=$here/target/mastio-benchmarks.jar

fail() { echo "load-vs-wrk: $*" >&2; exit 2; }
for tool in wrk nginx openssl awk; do
  PATH=$PATH:/usr/sbin command -v "$tool" >/dev/null || fail "$tool is missing (Debian: apt-get install wrk nginx-light openssl gawk)"
done
"$java" -version 2>&1 | grep -q 'version "2[5-9]' || fail "'$java' is not a JDK 25: set JAVA_HOME"
[ -f "$jar" ] || fail "$jar is missing: ./mastio build makes it"

work=$(mktemp -d)
nginx_pid=
cleanup() {
  [ -z "$nginx_pid" ] || kill "$nginx_pid" 2>/dev/null || true
  rm -rf "$work"
}
trap cleanup EXIT

start_nginx() {
  local port=$1
  cat >"$work/nginx.conf" <<CONF
daemon off; worker_processes 1; pid $work/nginx.pid; error_log $work/error.log;
events { worker_connections 1024; }
http {
  access_log off; keepalive_requests 1000000000; keepalive_time 1d; keepalive_timeout 1h;
  client_body_temp_path $work; proxy_temp_path $work; fastcgi_temp_path $work; uwsgi_temp_path $work; scgi_temp_path $work;
  server {
    listen 127.0.0.1:$port ssl; ssl_certificate $work/cert.pem; ssl_certificate_key $work/key.pem;
    ssl_protocols TLSv1.3; ssl_conf_command Ciphersuites TLS_AES_128_GCM_SHA256;
    location / { default_type application/json; return 200 '{"status":"ok"}'; }
  }
}
CONF
  PATH=$PATH:/usr/sbin nginx -p "$work" -c "$work/nginx.conf" -e "$work/error.log" &
  nginx_pid=$!
  for _ in $(seq 100); do
    if (: <>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then return 0; fi
    kill -0 "$nginx_pid" 2>/dev/null || break
    sleep 0.1
  done
  nginx_pid=
  return 1
}

openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 1 -subj /CN=127.0.0.1 \
  -keyout "$work/key.pem" -out "$work/cert.pem" 2>/dev/null
for _ in 1 2 3 4 5; do
  port=$((20000 + RANDOM % 20000))
  if start_nginx "$port"; then break; fi
done
[ -n "$nginx_pid" ] || fail "nginx does not start: $(cat "$work/error.log")"
url=https://127.0.0.1:$port/health

# CPU seconds, user and system, of a command; what the command prints goes to $work/out.
TIMEFORMAT='%U %S'
cpu_of() { { time "$@" >"$work/out" 2>"$work/err"; } 2>&1 | awk '{ print $1 + $2 }'; }

run_wrk() {
  local cpu requests
  cpu=$(cpu_of wrk -t1 -c"$users" -d"${seconds}s" "$url")
  requests=$(awk '/requests in/ { print $1 }' "$work/out")
  ! grep -q 'Non-2xx\|Socket errors' "$work/out" || fail "wrk met errors: $(cat "$work/out")"
  echo "$requests $cpu"
}

run_ours() {
  local cpu requests
  # shellcheck disable=SC2086
  cpu=$(cpu_of "$java" ${MASTIO_JAVA_OPTS:--XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx64m} -jar "$jar" run --url "https://127.0.0.1:$port" --insecure \
    --vus "$users" --duration "${seconds}s" --threads 1 --quiet --out "$work")
  requests=$(awk '/Requests total:/ { gsub(",", "", $3); print $3 }' "$work/out")
  grep -q 'Errors: 0.000 %' "$work/out" || fail "the load program met errors: $(cat "$work/out" "$work/err")"
  echo "$requests $cpu"
}

median() { sort -g | awk '{ v[NR] = $1 } END { print (NR % 2) ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'; }

echo "$users connections, one thread each, $seconds s a run, $rounds rounds; CPU is user + system of the process, the JVM's start included"
printf '%5s %16s %16s %14s %14s %8s\n' round "wrk req/s" "ours req/s" "wrk req/CPUs" "ours req/CPUs" ratio
for round in $(seq "$rounds"); do
  read -r wrk_requests wrk_cpu <<<"$(run_wrk)"
  read -r our_requests our_cpu <<<"$(run_ours)"
  awk -v r="$round" -v s="$seconds" -v a="$wrk_requests" -v b="$wrk_cpu" -v c="$our_requests" -v d="$our_cpu" 'BEGIN {
    printf "%5d %16.0f %16.0f %14.0f %14.0f %8.2f\n", r, a / s, c / s, a / b, c / d, (c / d) / (a / b) }' | tee -a "$work/rounds"
done
wrk_median=$(awk '{ print $4 }' "$work/rounds" | median)
our_median=$(awk '{ print $5 }' "$work/rounds" | median)
ratio=$(awk -v o="$our_median" -v w="$wrk_median" 'BEGIN { printf "%.2f", o / w }')
printf '%5s %16s %16s %14.0f %14.0f %8s\n' "median" "" "" "$wrk_median" "$our_median" "$ratio"
awk -v r="$ratio" -v w="$wanted" 'BEGIN { exit !(r >= w) }' || { echo "below the wanted ratio of $wanted"; exit 1; }
