#!/usr/bin/env bash
# Audit rows per second with 64 callers, against a plain JDBC insert of the same rows at the same batch size on the same store, and against
# what the disk can sync, side by side, median of the rounds. Fails below half of the plain insert.
#
# usage: benchmarks/audit-rows.sh      ROUNDS=5 SECONDS_PER_LEG=4 to change the defaults
set -euo pipefail

cd "$(dirname "$0")/.."
rm -f proxy/target/audit-rows.txt
status=0
mvn -B -q -pl proxy -am test -Dtest=AuditRowsBenchmark -Dsurefire.failIfNoSpecifiedTests=false \
  -Drounds="${ROUNDS:-5}" -Dseconds="${SECONDS_PER_LEG:-4}" || status=$?
cat proxy/target/audit-rows.txt
exit "$status"
