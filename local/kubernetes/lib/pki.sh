# Who is who: one authority for the two servers, and a token for each client.

certificate() { # name subject extensions
  local dir=$state/pki
  openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout "$dir/$1.key" -subj "$2" -out "$dir/$1.csr" 2>>"$state/log/openssl.log"
  openssl x509 -req -in "$dir/$1.csr" -CA "$dir/ca.crt" -CAkey "$dir/ca.key" -CAcreateserial -days 30 -out "$dir/$1.crt" \
    -extfile <(printf '%s\n' "basicConstraints=CA:FALSE" "$3") 2>>"$state/log/openssl.log"
  rm "$dir/$1.csr"
}

make_certificates() {
  local dir=$state/pki service
  mkdir -p -m 700 "$dir" "$state/log"
  service=${service_range%/*}
  service=${service%.*}.1
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout "$dir/ca.key" -out "$dir/ca.crt" -days 30 -subj /CN=kubernetes 2>>"$state/log/openssl.log"
  certificate apiserver /CN=kube-apiserver "subjectAltName=DNS:kubernetes,DNS:kubernetes.default,DNS:kubernetes.default.svc,\
DNS:kubernetes.default.svc.cluster.local,DNS:localhost,IP:127.0.0.1,IP:$api_address,IP:$service"
  certificate etcd /CN=etcd "$(printf '%s\n' subjectAltName=IP:127.0.0.1 extendedKeyUsage=serverAuth,clientAuth)"
  certificate apiserver-to-kubelet /O=system:masters/CN=kube-apiserver "extendedKeyUsage=clientAuth"
  [ -z "$with_node" ] || certificate kubelet /O=system:nodes/CN=system:node:node1 "subjectAltName=DNS:node1,IP:$node_address"
  openssl genrsa -out "$dir/service-accounts.key" 2048 2>>"$state/log/openssl.log"
  : >"$dir/tokens.csv"
}

identity() { # user groups: writes NAME.kubeconfig, named after the last part of the user
  local token name=${1##*:}
  token=$(openssl rand -hex 16)
  echo "$token,$1,$1,\"$2\"" >>"$state/pki/tokens.csv"
  (umask 077 && cat >"$state/$name.kubeconfig") <<YAML
apiVersion: v1
kind: Config
clusters:
- name: local
  cluster:
    server: https://$api_address:$api_port
    certificate-authority-data: $(base64 -w0 <"$state/pki/ca.crt")
users:
- name: $name
  user: {token: $token}
contexts:
- name: local
  context: {cluster: local, user: $name}
current-context: local
YAML
}

make_identities() {
  identity admin system:masters
  identity system:kube-controller-manager ""
  identity system:kube-scheduler ""
  [ -n "$with_node" ] || return 0
  identity system:node:node1 system:nodes
  identity system:kube-proxy ""
  # Two helpers of ours; who may read what is not what they are here to show.
  identity local:dns system:masters
  identity local:volumes system:masters
}
