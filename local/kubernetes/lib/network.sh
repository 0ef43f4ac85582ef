# Addresses. The cluster has a network of its own, linked to the machine by a pair of interfaces. Its addresses are a slice of 198.18.0.0/15, the
# range for tests of network equipment (RFC 2544), which real networks have no use for; a slice that a route leads to already is left out. The name
# of the link is what two clusters on one machine cannot both have.

slices=32

# Slice N, 4,096 addresses: the lower half for Services, the third quarter for pods, the last four addresses for the link.
slice_address() { # slice offset
  local n=$(($1 * 4096 + $2))
  echo "198.$((18 + n / 65536)).$((n / 256 % 256)).$((n % 256))"
}

choose_addresses() {
  whole_range=$(slice_address "$slice" 0)/20
  service_range=$(slice_address "$slice" 0)/21
  pod_range=$(slice_address "$slice" 2048)/22
  machine_address=$(slice_address "$slice" 4093)
  node_address=$(slice_address "$slice" 4094)
  api_address=$node_address api_port=6443
  etcd_port=2379
}

choose_loopback() {
  slice= service_range=198.18.0.0/16 api_address=127.0.0.1
  api_port=16443
  while port_in_use $api_port || port_in_use $((api_port + 1)) || port_in_use $((api_port + 2)); do api_port=$((api_port + 10)); done
  etcd_port=$((api_port + 1))
}

port_in_use() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# Whether packets to a slice go somewhere: programs that make up addresses for names use this range, too.
is_routed() { # slice
  local routes
  routes=$(
    ip -4 route show root "$(slice_address "$1" 0)/20"
    ip -4 route show match "$(slice_address "$1" 0)/20" | grep -v ^default
  )
  [ -n "$routes" ]
}

# Takes the first slice that is free and leaves both ends of its link on the machine, with a mark that says whose they are.
reserve_slice() {
  for slice in $(seq 0 $((slices - 1))); do
    ! is_routed "$slice" || continue
    choose_addresses
    # Before the link is there, and its mark at once: one that is made and then forgotten is nobody's.
    write_settings
    printf '%s\n' "link add kube$slice type veth peer name kube$slice-node" "link set kube$slice alias $cgroup_name" | ip -batch - 2>/dev/null || continue
    return
  done
  die "no free range of addresses: the interfaces kube0 to kube$((slices - 1)) are all there, routes lead to their addresses, or this machine can't make them (ip link add … type veth)"
}

link_machine() { # pid of a process in the cluster's network
  ip link set "kube$slice-node" netns "$1" name eth0
  ip address add "$machine_address/30" dev "kube$slice"
  ip link set "kube$slice" up
  ip route add "$whole_range" via "$node_address" dev "kube$slice"
}

link_node() {
  ip link set lo up
  ip address add "$node_address/30" dev eth0
  ip link set eth0 up
  # The only way out is the machine itself; kubelet and pods want a default route all the same.
  ip route add default via "$machine_address"
  echo 1 >/proc/sys/net/ipv4/ip_forward
}

unlink_machine() {
  [ -n "${slice:-}" ] && [ "$(cat "/sys/class/net/kube$slice/ifalias" 2>/dev/null)" = "$cgroup_name" ] || return 0
  # The kernel takes it away when the box ends, perhaps just now.
  ip link delete "kube$slice" 2>/dev/null || true
}
