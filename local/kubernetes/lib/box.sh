# The box: namespaces of processes, mounts and network around the whole cluster. What happens in it ends with its first process: no container,
# mount, interface or packet rule can be left. Only control groups are outside; they are removed by name.

marker=kube-state

# The supervisor's life is the cluster's: it starts it, waits, and cleans up after it.
run() {
  refuse_second
  take_state_folder
  check_machine
  build_programs
  begin_of $$ >"$state/supervisor.begin"
  echo $$ >"$state/supervisor"
  trap 'exit 0' INT TERM HUP
  trap 'clean_up $?' EXIT
  if [ -n "$with_node" ]; then
    # Nobody else's, in whatever state folder a cluster with the same addresses was: a process has its number and begin for itself.
    cgroup_name=mastio-kube-$$-$(begin_of $$)
    reserve_slice
    make_cgroups "$cgroup_name"
  else
    choose_loopback
    write_settings
  fi
  make_certificates
  make_identities
  start_cluster
  [ -z "${KUBE_ENDS_WITH_INPUT:-}" ] || await_end_of_input
  wait -n || true
  [ -f "$state/kubeconfig" ]
}

# A background command reads from /dev/null unless it is told otherwise.
await_end_of_input() {
  exec 3<&0
  cat <&3 >/dev/null &
  exec 3<&-
}

refuse_second() {
  local pid
  ! pid=$(supervisor) || die "a cluster runs already in $state (process $pid); kube down ends it"
}

take_state_folder() {
  sweep
  [ ! -d "$state" ] || [ -z "$(ls -A "$state")" ] || die "$state holds something else; name another folder with --state"
  mkdir -p "$state"
  # Keys, tokens and what volumes hold.
  chmod 700 "$state"
  touch "$state/$marker"
}

write_settings() {
  local names=(api_address api_port etcd_port service_range)
  [ -z "$with_node" ] || names+=(slice node_address machine_address pod_range whole_range cgroup_name)
  declare -p "${names[@]}" | sed 's/^declare -- //' >"$state/settings.new"
  # Whole or not at all: whoever sweeps reads it.
  mv "$state/settings.new" "$state/settings"
}

start_cluster() {
  local namespaces=() options=(--state "$state")
  [ -z "$audit" ] || options+=(--audit)
  [ -z "$quick_restarts" ] || options+=(--quick-restarts)
  if [ -n "$with_node" ]; then
    namespaces=(unshare --mount --propagation private --pid --net --fork --kill-child)
  else
    options+=(--without-node)
  fi
  setpriv --pdeathsig KILL "${namespaces[@]}" "$here/kube" in-the-box "${options[@]}" &
  first=$!
  [ -n "$with_node" ] || return 0
  within 10 "the new namespaces are there" first_process
  first_process >"$state/box"
  link_machine "$(cat "$state/box")"
}

first_process() {
  local children
  children=$(cat "/proc/$first/task/$first/children") && [ -n "$children" ] && echo "${children%% *}"
}

# The first process of the box, or a plain child of the supervisor where there is no node.
cluster() {
  # shellcheck source=/dev/null
  . "$state/settings"
  [ -z "$with_node" ] || furnish
  start_control_plane
  [ -z "$with_node" ] || start_node
  cp "$state/admin.kubeconfig" "$state/kubeconfig.new"
  mv "$state/kubeconfig.new" "$state/kubeconfig"
  say "The cluster is up after $SECONDS s."
  supervise
}

furnish() {
  local place
  mount --make-rshared /
  mount -t proc proc /proc
  # Places that programs have built in. The folders stay on the machine, empty: to remove one would take it from the other clusters that have
  # mounted their own there.
  for place in /run /var/lib/cni /var/log/containers; do
    mkdir -p "$place"
    mount -t tmpfs tmpfs "$place"
  done
  within 10 "the link to the machine is there" ip link show eth0
  link_node
}

# Where nobody supervises any more, the numbers noted may be other processes'.
inside() {
  supervisor >/dev/null || die "no cluster runs in $state"
  if [ -f "$state/box" ]; then
    nsenter --target "$(cat "$state/box")" --mount --pid --net -- "$@"
  else
    "$@"
  fi
}

# The process that supervises the cluster of this state folder, if it lives.
supervisor() {
  local pid
  pid=$(cat "$state/supervisor" 2>/dev/null) && [ -n "$pid" ] || return 1
  [ "$(begin_of "$pid")" = "$(cat "$state/supervisor.begin" 2>/dev/null)" ] || return 1
  echo "$pid"
}

# When that process began, in ticks since the machine did: with its number it is the name of one process. "ended" if it is no more.
begin_of() { # pid
  local stat fields
  { stat=$(<"/proc/$1/stat"); } 2>/dev/null || stat=') Z'
  # Behind the command's name, which may hold spaces and brackets.
  read -ra fields <<<"${stat##*) }"
  if [ "${fields[0]}" = Z ]; then echo ended; else echo "${fields[19]}"; fi
}

clean_up() { # exit code
  trap - ERR EXIT
  trap '' INT TERM HUP
  if [ -n "${first:-}" ]; then
    kill -KILL "$first" 2>/dev/null || true
    wait "$first" 2>/dev/null || true
  fi
  [ ! -s "$state/box" ] || within 20 "the box is empty" is_gone "$(cat "$state/box")" || true
  if [ "$1" -ne 0 ]; then tail -n 5 "$state"/log/*.log >&2 || true; fi
  sweep
  exit "$1"
}

# Also of one that nobody has waited for: a container's first process may never do.
is_gone() { [ "$(begin_of "$1")" = ended ]; }

# Removes what a cluster has left in this state folder, also one whose supervisor was killed.
sweep() {
  [ -f "$state/$marker" ] || return 0
  # In a shell of its own: the cluster that is noted here may be another one than that to start.
  (
    cgroup_name= slice=
    # shellcheck source=/dev/null
    [ ! -f "$state/settings" ] || . "$state/settings"
    unlink_machine
    [ -z "$cgroup_name" ] || remove_cgroups "$cgroup_name"
  )
  rm -rf "$state"
}

up() {
  local pid options=(--state "$state")
  refuse_second
  sweep
  [ -n "$with_node" ] || options+=(--without-node)
  [ -z "$audit" ] || options+=(--audit)
  [ -z "$quick_restarts" ] || options+=(--quick-restarts)
  mkdir -p "${state%/*}"
  setsid "$here/kube" run "${options[@]}" </dev/null >"$state.log" 2>&1 &
  pid=$!
  # Until somebody knows of it, it ends with this command.
  trap 'kill "$pid"; exit 143' INT TERM HUP
  while [ ! -f "$state/kubeconfig" ]; do
    kill -0 $pid 2>/dev/null || { cat "$state.log" >&2; die "the cluster did not come up"; }
    sleep 0.1
  done
  trap - INT TERM HUP
  printf 'export KUBECONFIG=%q\n' "$state/kubeconfig"
}

down() {
  local pid
  if pid=$(supervisor); then
    kill -TERM "$pid"
    within 60 "the cluster of process $pid has ended" is_gone "$pid"
  fi
  rm -f "$state.log"
  sweep
}
