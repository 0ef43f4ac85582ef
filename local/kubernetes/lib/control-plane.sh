# The components. Each is started again when it ends, as a node's supervisor does with static pods.

declare -A command_of pid_of

keep_running() { # name command...
  local name=$1
  shift
  mkdir -p "$state/log" "$state/hold" "$state/pid"
  command_of[$name]=$(printf '%q ' "$@")
  start_component "$name"
}

# If the supervisor is ended with kill -9, its components end with it.
start_component() { # name
  eval "exec setpriv --pdeathsig KILL ${command_of[$1]}" >>"$state/log/$1.log" 2>&1 &
  pid_of[$1]=$!
  echo $! >"$state/pid/$1"
}

supervise() {
  local name
  while sleep 0.3; do
    for name in "${!pid_of[@]}"; do
      if ! kill -0 "${pid_of[$name]}" 2>/dev/null && [ ! -e "$state/hold/$name" ]; then start_component "$name"; fi
    done
  done
}

admin() { "$(program kubectl)" --kubeconfig "$state/admin.kubeconfig" "$@"; }

# Without a node it listens where every user of the machine could reach it: only who has a certificate of this cluster may.
start_etcd() {
  local client="https://127.0.0.1:$etcd_port" peer="https://127.0.0.1:$((etcd_port + 1))" ca="$state/pki/ca.crt" own="$state/pki/etcd"
  keep_running etcd "$(program etcd)" --data-dir "$state/etcd" --log-level warn --unsafe-no-fsync \
    --listen-client-urls "$client" --advertise-client-urls "$client" \
    --cert-file "$own.crt" --key-file "$own.key" --client-cert-auth --trusted-ca-file "$ca" \
    --listen-peer-urls "$peer" --initial-advertise-peer-urls "$peer" --initial-cluster "default=$peer" \
    --peer-cert-file "$own.crt" --peer-key-file "$own.key" --peer-client-cert-auth --peer-trusted-ca-file "$ca"
}

start_apiserver() {
  local options=()
  # 127.0.0.1 is no address that pods could be told.
  [ -n "$with_node" ] || options+=(--endpoint-reconciler-type none)
  [ -z "$audit" ] || options+=(--audit-log-path "$state/audit.log" --audit-log-maxsize 10000 --audit-policy-file "$here/config/audit.yaml")
  [ -z "$with_node" ] || options+=(--kubelet-certificate-authority "$state/pki/ca.crt" --kubelet-preferred-address-types InternalIP)
  keep_running kube-apiserver "$(program kube-apiserver)" --etcd-servers "https://127.0.0.1:$etcd_port" \
    --etcd-cafile "$state/pki/ca.crt" --etcd-certfile "$state/pki/etcd.crt" --etcd-keyfile "$state/pki/etcd.key" \
    --bind-address "$api_address" --advertise-address "$api_address" --secure-port "$api_port" \
    --tls-cert-file "$state/pki/apiserver.crt" --tls-private-key-file "$state/pki/apiserver.key" \
    --kubelet-client-certificate "$state/pki/apiserver-to-kubelet.crt" --kubelet-client-key "$state/pki/apiserver-to-kubelet.key" \
    --service-account-issuer https://kubernetes.default.svc \
    --service-account-signing-key-file "$state/pki/service-accounts.key" --service-account-key-file "$state/pki/service-accounts.key" \
    --token-auth-file "$state/pki/tokens.csv" --authorization-mode Node,RBAC --enable-admission-plugins NodeRestriction,OwnerReferencesPermissionEnforcement \
    --service-cluster-ip-range "$service_range" --allow-privileged "${options[@]}"
}

start_controllers() {
  keep_running kube-controller-manager "$(program kube-controller-manager)" --kubeconfig "$state/kube-controller-manager.kubeconfig" \
    --secure-port 0 --leader-elect=false --use-service-account-credentials --kube-api-qps 200 --kube-api-burst 400 \
    --service-account-private-key-file "$state/pki/service-accounts.key" --root-ca-file "$state/pki/ca.crt"
  keep_running kube-scheduler "$(program kube-scheduler)" --kubeconfig "$state/kube-scheduler.kubeconfig" --secure-port 0 --leader-elect=false \
    --kube-api-qps 200 --kube-api-burst 400
}

start_control_plane() {
  start_etcd
  start_apiserver
  within 120 "the API is ready (see $state/log/kube-apiserver.log)" admin get --raw /readyz
  start_controllers
  within 60 "the namespace default has its ServiceAccount" admin -n default get serviceaccount default
}

# stop holds a component until start lets it go on.
switch_component() { # stop|start name
  local name=${2:?which component?} pid
  [ -f "$state/pid/$name" ] || die "no component $name runs in $state"
  if [ "$1" = start ]; then
    rm -f "$state/hold/$name"
    return
  fi
  touch "$state/hold/$name"
  inside sh -c "kill -KILL $(cat "$state/pid/$name")" || true
}
