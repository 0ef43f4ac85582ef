# Words for the user, on standard error: standard output belongs to results.

say() { printf '%s\n' "$*" >&2; }

# 75 as in sysexits.h: not here, or not now. Shells and tools have uses of their own for the lower ones.
die() { say "kube: $*"; exit 75; }

# within SECONDS WHAT COMMAND...: repeats the command until it succeeds; ends all if it never does.
within() {
  local limit=$1 what=$2 end=$((SECONDS + $1))
  shift 2
  until "$@" >/dev/null 2>&1; do
    [ "$SECONDS" -lt "$end" ] || { say "kube: not after $limit s: $what"; return 1; }
    sleep 0.1
  done
}
