#!/usr/bin/env bash
# How much of nginx does the proxy reach? Requests per CPU second (user + system of the process) on /health over TLS keep-alive,
# against nginx's `return 200` with the same headers and body, side by side, median of the rounds. Exits 1 below 0.75.
#
# usage: benchmarks/proxy-vs-nginx.sh      ROUNDS=5 SECONDS_PER_LEG=8 CONNECTIONS=64 WARM_UP_REQUESTS=500000 JVM_FLAGS="..." to change the defaults
set -euo pipefail

top=$(cd "$(dirname "$0")/.." && pwd)
jar=$top/proxy/target/mastio-proxy.jar
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
rounds=${ROUNDS:-5}
leg=${SECONDS_PER_LEG:-8}
connections=${CONNECTIONS:-64}
warm_up_requests=${WARM_UP_REQUESTS:-500000}
floor=0.75
jvm_flags=${JVM_FLAGS:--XX:+UseSerialGC -Xmx256m --sun-misc-unsafe-memory-access=allow}

# Where Debian puts nginx, which an ordinary user's PATH lacks.
PATH=$PATH:/usr/sbin
missing=()
command -v wrk >/dev/null || missing+=("wrk (apt-get install wrk)")
command -v nginx >/dev/null || missing+=("nginx (apt-get install nginx-light)")
command -v openssl >/dev/null || missing+=("openssl (apt-get install openssl)")
command -v curl >/dev/null || missing+=("curl (apt-get install curl)")
"$java" -version 2>&1 | grep -q 'version "25[."]' || missing+=("JDK 25 (set JAVA_HOME)")
[ -f "$jar" ] || missing+=("$jar (./mastio build makes it)")
if [ ${#missing[@]} -gt 0 ]; then
  printf 'missing: %s\n' "${missing[@]}" >&2
  exit 2
fi

dir=$(mktemp -d)
pids=()
cleanup() {
  for pid in "${pids[@]}"; do kill -9 "$pid" 2>/dev/null || true; done
  [ ! -f "$dir/nginx.pid" ] || kill "$(cat "$dir/nginx.pid")" 2>/dev/null || true
  rm -rf "$dir"
}
trap cleanup EXIT

free_port() {
  local port
  while port=$((20000 + RANDOM)); (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do :; done
  echo "$port"
}

openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost \
  -keyout "$dir/key.pem" -out "$dir/cert.pem" 2>/dev/null

proxy_port=$(free_port)
(
  cd "$dir"
  export MCP_PROXY_HOST=127.0.0.1 MCP_PROXY_PORT=$proxy_port MASTIO_OPS_PORT=0 MCP_PROXY_DATABASE_URL=sqlite:///bench.db
  export MASTIO_TLS_CERT_FILE=$dir/cert.pem MASTIO_TLS_KEY_FILE=$dir/key.pem
  # shellcheck disable=SC2086 # flags are words
  exec "$java" $jvm_flags -jar "$jar" >"$dir/proxy.log" 2>&1
) &
proxy_pid=$!
pids+=("$proxy_pid")
for _ in $(seq 300); do curl -sk "https://127.0.0.1:$proxy_port/health" >/dev/null && break; sleep 0.1; done

# The proxy's own answer is nginx's configuration, so the two cannot drift apart.
curl -sk --http1.1 -D "$dir/headers" -o "$dir/body" "https://127.0.0.1:$proxy_port/health" ||
  { echo "the proxy does not answer:" >&2; cat "$dir/proxy.log" >&2; exit 2; }
# What wrk and the proxy agree on is what nginx must encrypt with.
suite=$(openssl s_client -connect "127.0.0.1:$proxy_port" -tls1_3 </dev/null 2>/dev/null | sed -n 's/^New, TLSv1.3, Cipher is //p' | head -1)
same_headers=$(tr -d '\r' <"$dir/headers" | grep -viE '^(HTTP/|Date|Connection|Content-|Server)|^$' |
  sed -E 's/^([^:]+): (.*)$/      add_header \1 "\2" always;/')
nginx_port=$(free_port)
cat >"$dir/nginx.conf" <<CONF
daemon on;
worker_processes $(nproc);
pid $dir/nginx.pid;
error_log $dir/nginx.log;
events { worker_connections 4096; }
http {
  access_log off;
  server_tokens off;
  keepalive_requests 1000;
  keepalive_timeout 60s;
  default_type application/json;
  client_body_temp_path $dir; proxy_temp_path $dir; fastcgi_temp_path $dir; uwsgi_temp_path $dir; scgi_temp_path $dir;
  server {
    listen 127.0.0.1:$nginx_port ssl http2;
    ssl_certificate $dir/cert.pem;
    ssl_certificate_key $dir/key.pem;
    ssl_protocols TLSv1.3;
    ssl_conf_command Ciphersuites $suite;
    location / {
$same_headers
      return 200 '$(cat "$dir/body")';
    }
  }
}
CONF
nginx -c "$dir/nginx.conf" -e "$dir/nginx.log" || { echo "nginx does not start: $(cat "$dir/nginx.log")" >&2; exit 2; }
nginx_pids() { pgrep -P "$(cat "$dir/nginx.pid")"; }

hertz=$(getconf CLK_TCK)
cpu_ticks() { # all threads of the processes given, user + system
  local sum=0 pid stat
  for pid in "$@"; do
    stat=$(<"/proc/$pid/stat")
    # shellcheck disable=SC2086 # split into fields, after the name, which may hold blanks
    set -- ${stat##*) }
    sum=$((sum + ${12} + ${13}))
  done
  echo "$sum"
}

# measure PORT SECONDS PIDS...: requests per CPU second, requests per second, requests
measure() {
  local port=$1 seconds=$2 before after requests
  shift 2
  before=$(cpu_ticks "$@")
  wrk -t1 -c"$connections" -d"${seconds}s" "https://127.0.0.1:$port/health" >"$dir/wrk.out"
  after=$(cpu_ticks "$@")
  requests=$(awk '/requests in/ {print $1}' "$dir/wrk.out")
  if grep -E 'Non-2xx|Socket errors' "$dir/wrk.out" >&2; then echo "answers of another kind cost something else" >&2; exit 2; fi
  awk -v n="$requests" -v t=$((after - before)) -v hz="$hertz" -v s="$seconds" \
    'BEGIN {printf "%.0f %.0f %d\n", n / (t / hz), n / s, n}'
}

# The JVM compiles what is hot before it is measured. It compiles after so many calls, which a busy machine takes minutes to make: so
# requests are counted here and not seconds, the same number for both.
warm_up() {
  local left=$warm_up_requests legs=0 answered
  while [ "$left" -gt 0 ]; do
    [ $((legs += 1)) -le 100 ] || { echo "$left of $warm_up_requests requests to warm up are still to come, after 100 legs" >&2; exit 2; }
    read -r _ _ answered < <(measure "$1" 3 "${@:2}")
    left=$((left - answered))
  done
}

echo "warming up with $warm_up_requests requests each" >&2
warm_up "$proxy_port" "$proxy_pid"
# shellcheck disable=SC2046 # one word a pid
warm_up "$nginx_port" $(nginx_pids)

printf '%-6s %26s %26s %7s\n' round 'proxy req/CPU-s (req/s)' 'nginx req/CPU-s (req/s)' ratio
for round in $(seq "$rounds"); do
  read -r p p_rate _ < <(measure "$proxy_port" "$leg" "$proxy_pid")
  # shellcheck disable=SC2046 # one word a pid
  read -r n n_rate _ < <(measure "$nginx_port" "$leg" $(nginx_pids))
  ratio=$(awk -v p="$p" -v n="$n" 'BEGIN {printf "%.3f", p / n}')
  echo "$ratio" >>"$dir/ratios"
  printf '%-6s %16s (%7s) %16s (%7s) %7s\n' "$round" "$p" "$p_rate" "$n" "$n_rate" "$ratio"
done
median=$(sort -n "$dir/ratios" | sed -n "$(((rounds + 1) / 2))p")
echo "median ratio $median (at least $floor; goal 1.0) with $(wrk -v 2>&1 | head -1 | cut -d' ' -f1-2), $(nginx -v 2>&1), $("$java" -version 2>&1 | head -1)"
awk -v m="$median" -v f="$floor" 'BEGIN {exit !(m >= f)}'
