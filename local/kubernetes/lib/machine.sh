# What a node needs from the machine: root, a few tools, and control groups that can be written.

node_packages=(runc:runc nft:nftables unshare:util-linux nsenter:util-linux ip:iproute2 tar:tar)
cni_plugins=

check_machine() {
  [ "$(uname -s)" = Linux ] || die "a cluster runs on Linux only"
  command -v openssl >/dev/null || die "openssl is needed for the cluster's certificates; install it with your package manager"
  [ -n "$with_node" ] || return 0
  check_root
  install_tools
  find_cni_plugins || die "no CNI plugins (ptp, host-local, loopback) in /usr/lib/cni or /opt/cni/bin; install containernetworking-plugins"
  try_cgroups || die "control groups can't be made in /sys/fs/cgroup: containers can't be limited here (in a container of your own, run it privileged)"
  try_namespaces || die "namespaces, mounts, links or packet rules can't be made here, for the reason above (in a container of your own, run it privileged)"
}

check_root() {
  [ "$(id -u)" = 0 ] || die "a node needs root: namespaces, control groups and containers. Run this as root, or use --without-node for the control plane alone."
}

# What fails here would fail in the middle of a start, and be hard to tell from a fault of ours.
try_cgroups() {
  local try=mastio-kube-try-$$ done=
  [ -n "$(cgroup_hierarchies)" ] || return 1
  ! make_cgroups "$try" || done=yes
  remove_cgroups "$try"
  [ -n "$done" ]
}

try_namespaces() {
  unshare --mount --propagation private --pid --net --fork --kill-child sh -c \
    'mount -t tmpfs tmpfs /run && ip link add try0 type veth peer name try1 && nft add table ip try' >/dev/null
}

find_cni_plugins() {
  for cni_plugins in /usr/lib/cni /opt/cni/bin; do
    [ ! -x "$cni_plugins/ptp" ] || [ ! -x "$cni_plugins/host-local" ] || return 0
  done
  return 1
}

install_tools() {
  local entry packages=()
  for entry in "${node_packages[@]}"; do
    command -v "${entry%%:*}" >/dev/null || packages+=("${entry#*:}")
  done
  find_cni_plugins || packages+=(containernetworking-plugins)
  [ ${#packages[@]} -gt 0 ] || return 0
  command -v apt-get >/dev/null || die "missing on this machine: ${packages[*]} (names of Debian's packages); install them with your package manager"
  say "Installing ${packages[*]} …"
  apt-get install -y --no-install-recommends "${packages[@]}" </dev/null >"$state/apt.log" 2>&1 \
    || { apt-get update && apt-get install -y --no-install-recommends "${packages[@]}"; } </dev/null >"$state/apt.log" 2>&1 \
    || die "apt-get could not install ${packages[*]}:
$(tail -n 5 "$state/apt.log")"
}

# The mounted hierarchies of control groups: one for version 2, one a controller for version 1.
cgroup_hierarchies() { awk '$3 == "cgroup" || $3 == "cgroup2" { print $2 }' /proc/self/mounts | sort -u; }

make_cgroups() { # name
  local hierarchy
  # In a condition, where a failure ends nothing by itself, this must fail too.
  for hierarchy in $(cgroup_hierarchies); do
    hand_on_controllers "$hierarchy" || return 1
    mkdir -p "$hierarchy/$1" || return 1
    # Version 1: a new set has no CPUs until it is told.
    [ ! -f "$hierarchy/cpuset.cpus" ] || {
      cat "$hierarchy/cpuset.cpus" >"$hierarchy/$1/cpuset.cpus" || return 1
      cat "$hierarchy/cpuset.mems" >"$hierarchy/$1/cpuset.mems" || return 1
    }
  done
}

# Version 2: children have only the controllers that a group hands on, and kubelet wants all that the outermost group has.
hand_on_controllers() { # hierarchy
  local controller
  [ -f "$1/cgroup.subtree_control" ] || return 0
  for controller in $(cat "$1/cgroup.controllers"); do
    { echo "+$controller" >"$1/cgroup.subtree_control"; } 2>/dev/null && continue
    make_room "$1"
    echo "+$controller" >"$1/cgroup.subtree_control" || return 1
  done
}

# In a container the outermost group is no root to the kernel: with processes of its own it may hand on nothing. Docker in Docker does the same.
make_room() { # hierarchy
  local pid
  mkdir -p "$1/init"
  for pid in $(cat "$1/cgroup.procs"); do { echo "$pid" >"$1/init/cgroup.procs"; } 2>/dev/null || true; done
}

remove_cgroups() { # name
  local hierarchy
  for hierarchy in $(cgroup_hierarchies); do
    # Killed processes leave their groups a moment after they are gone.
    for _ in $(seq 50); do
      [ -d "$hierarchy/$1" ] || break
      find "$hierarchy/$1" -depth -type d -exec rmdir {} + 2>/dev/null || true
      [ ! -d "$hierarchy/$1" ] || sleep 0.1
    done
  done
}

# Overlays of overlays don't work: inside a container the images are copied instead.
snapshotter() {
  local try=$state/overlay-try answer=native
  mkdir -p "$try"/{lower,upper,work,merged}
  if mount -t overlay overlay -o "lowerdir=$try/lower,upperdir=$try/upper,workdir=$try/work" "$try/merged" 2>/dev/null; then
    umount "$try/merged"
    answer=overlayfs
  fi
  rm -rf "$try"
  echo "$answer"
}
