#!/bin/sh
# Starts Postgres as its official image does: the first start creates role, password and database.
set -eu

[ "${1:-}" != postgres ] || shift
bin=$POSTGRES_HOME/bin
version=$("$bin/postgres" --version | sed 's/[^0-9]*\([0-9]*\).*/\1/')
: "${POSTGRES_USER:=postgres}"
: "${POSTGRES_DB:=$POSTGRES_USER}"
mkdir -p "$PGDATA"

# Postgres refuses to run as root. Another user could not enter root's directories, hence the one capability that is
# kept: it lets the process reach its files, and nothing else. (The securebit keeps it in force for access(2) too.)
if [ "$(id -u)" = 0 ]; then
  command -v setpriv >/dev/null || { echo "running Postgres as root needs setpriv (util-linux)" >&2; exit 1; }
  user=$(id -u nobody) group=$(id -g nobody)
  chown -R "$user:$group" "$PGDATA/."
  exec setpriv --reuid="$user" --regid="$group" --clear-groups --securebits=+no_setuid_fixup \
    --inh-caps=+dac_override --ambient-caps=+dac_override /bin/sh "$0" "$@"
fi

# Whatever is half done when a first start is cut short is thrown away by the next: only a complete one gets the name.
data=$PGDATA/$version
if [ ! -d "$data" ]; then
  [ -n "${POSTGRES_PASSWORD:-}" ] || { echo "POSTGRES_PASSWORD must be set for the first start" >&2; exit 1; }
  rm -rf "$data.new"
  umask 077
  printf '%s\n' "$POSTGRES_PASSWORD" >"$PGDATA/.password"
  "$bin/initdb" -D "$data.new" -U "$POSTGRES_USER" --pwfile="$PGDATA/.password" --auth=scram-sha-256 \
    --encoding=UTF8 --no-locale --no-instructions --no-sync
  rm "$PGDATA/.password"
  if [ "$POSTGRES_DB" != postgres ]; then
    printf 'CREATE DATABASE "%s";\n' "$POSTGRES_DB" | "$bin/postgres" --single -D "$data.new" postgres
  fi
  printf 'host all all all scram-sha-256\n' >>"$data.new/pg_hba.conf"
  "$bin/initdb" --sync-only -D "$data.new"
  mv "$data.new" "$data"
fi
unset POSTGRES_PASSWORD

# Modest in memory, but what is acknowledged is on the disk. Arguments come before where it listens, which is the pod's business.
exec "$bin/postgres" -D "$data" -c fsync=on -c synchronous_commit=on -c shared_buffers=32MB -c max_connections=100 -c max_wal_size=256MB \
  -c wal_level=minimal -c max_wal_senders=0 -c max_worker_processes=2 -c max_parallel_workers=0 \
  -c autovacuum_max_workers=1 -c jit=off -c dynamic_shared_memory_type=mmap "$@" \
  -c listen_addresses="$POSTGRES_LISTEN" -c port=5432 -c unix_socket_directories=
