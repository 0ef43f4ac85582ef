# The node: containerd and kubelet run pods, kube-proxy answers for Services, and two helpers of ours give names and volumes.

fill() { # template: replaces @NAMES@
  sed -e "s#@STATE@#$state#g; s#@NODE_ADDRESS@#$node_address#g; s#@POD_RANGE@#$pod_range#g; s#@CGROUP@#$cgroup#g" \
    -e "s#@CNI_PLUGINS@#$cni_plugins#g; s#@SNAPSHOTTER@#$snapshotter#g; s#@LONGEST_BACK_OFF@#$longest_back_off#g" "$here/config/$1"
}

# kubelet sets these for the whole machine. Here it finds them as it wants them, and the machine's own stay as they are.
pretend_tunables() {
  local entry file
  for entry in vm/overcommit_memory=1 vm/panic_on_oom=0 kernel/panic=10 kernel/panic_on_oops=1 kernel/keys/root_maxkeys=1000000 \
    kernel/keys/root_maxbytes=25000000; do
    [ -e "/proc/sys/${entry%=*}" ] || continue
    file=$state/tunables/${entry%=*}
    mkdir -p "${file%/*}"
    echo "${entry#*=}" >"$file"
    mount --bind "$file" "/proc/sys/${entry%=*}"
  done
}

start_node() {
  local cgroup=/$cgroup_name snapshotter longest_back_off=300s
  [ -z "$quick_restarts" ] || longest_back_off=1s
  snapshotter=$(snapshotter)
  find_cni_plugins
  pretend_tunables
  mkdir -p "$state"/{config/cni,volumes,kubelet}
  for file in containerd.toml kubelet.yaml kube-proxy.yaml Corefile; do fill "$file" >"$state/config/$file"; done
  fill pods.conflist >"$state/config/cni/10-pods.conflist"

  keep_running containerd env PATH="$(folder_of containerd):$PATH" "$(program containerd)" --config "$state/config/containerd.toml"
  within 30 "containerd answers (see $state/log/containerd.log)" ctr version
  ctr images import - <"$(pause_image)" >/dev/null
  keep_running kubelet "$(program kubelet)" --config "$state/config/kubelet.yaml" --kubeconfig "$state/node1.kubeconfig" \
    --root-dir "$state/kubelet" --hostname-override node1 --node-ip "$node_address"
  keep_running kube-proxy "$(program kube-proxy)" --config "$state/config/kube-proxy.yaml"
  keep_running dns "$(program dns)" -conf "$state/config/Corefile"
  keep_running volumes "$(program volumes)" --kubeconfig "$state/volumes.kubeconfig" --root "$state/volumes" --node node1
  admin apply -f "$here/config/storageclass.yaml" >/dev/null
  within 60 "the node is Ready (see $state/log/kubelet.log)" admin wait node/node1 --for=condition=Ready --timeout=1s
}

ctr() { "$(program ctr)" --address /run/containerd/containerd.sock --namespace k8s.io "$@"; }

import_images() {
  local archive said
  [ $# -gt 0 ] || die "import: which archives?"
  for archive; do
    # Each call repeats what containerd thinks of control groups of version 1; the user is only told when it fails.
    said=$(inside "$(program ctr)" --address /run/containerd/containerd.sock --namespace k8s.io images import --local "$(readlink -f "$archive")" 2>&1) \
      || die "$archive can't be imported: $said"
  done
}

# The one image that a node can't do without, as an archive of one program.
pause_image() {
  local dir=$state/pause layer
  mkdir -p "$dir/layer"
  cp "$(program pause)" "$dir/layer/pause"
  tar -C "$dir/layer" --sort=name --owner=0 --group=0 --mtime=@0 -cf "$dir/layer.tar" pause
  layer=$(sha256sum "$dir/layer.tar")
  printf '{"architecture":"%s","os":"linux","config":{"Entrypoint":["/pause"],"User":"65535:65535"},"rootfs":{"type":"layers","diff_ids":["sha256:%s"]}}' \
    "$(uname -m | sed 's/x86_64/amd64/; s/aarch64/arm64/')" "${layer%% *}" >"$dir/config.json"
  printf '[{"Config":"config.json","RepoTags":["local.mastio.dev/pause:1"],"Layers":["layer.tar"]}]' >"$dir/manifest.json"
  tar -C "$dir" -cf "$dir/image.tar" manifest.json config.json layer.tar
  echo "$dir/image.tar"
}
