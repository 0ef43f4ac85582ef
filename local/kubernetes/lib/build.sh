# The programs. Versions are those of the go.mod files; a folder in the cache is named after what it was built from, so a new version never meets
# an old program.

version_in() { awk -v module="$2" '$1 == module { print $2 } $2 == module { print $3 }' "$here/$1/go.mod" | head -1; }
kubernetes_version=$(version_in control-plane k8s.io/kubernetes)
version_package=k8s.io/component-base/version

# module -> program=package …
programs_of() {
  case "$1" in
    etcd) echo etcd=go.etcd.io/etcd/server/v3 ;;
    control-plane)
      local p
      for p in kube-apiserver kube-controller-manager kube-scheduler kubectl kubelet kube-proxy; do echo "$p=k8s.io/kubernetes/cmd/$p"; done
      ;;
    containerd)
      local p
      for p in containerd containerd-shim-runc-v2 ctr; do echo "$p=github.com/containerd/containerd/v2/cmd/$p"; done
      ;;
    node)
      local p
      for p in dns volumes pause; do echo "$p=mastio.dev/local/node/$p"; done
      ;;
  esac
}

link_flags() {
  [ "$1" = control-plane ] || return 0
  local minor=${kubernetes_version#v*.}
  echo "-X $version_package.gitVersion=$kubernetes_version -X $version_package.gitMajor=1 -X $version_package.gitMinor=${minor%%.*}"
}

folder_of() { # module
  [ -z "${MASTIO_KUBERNETES_BIN:-}" ] || { echo "$MASTIO_KUBERNETES_BIN"; return; }
  local key
  key=$(cd "$here/$1" && find . -name 'go.*' -o -name '*.go' | LC_ALL=C sort | xargs sha256sum | sha256sum)
  echo "$cache/$1-${key:0:12}"
}

program() { # name
  local module entry
  for module in etcd control-plane containerd node; do
    for entry in $(programs_of "$module"); do
      [ "${entry%%=*}" != "${1:?which program?}" ] || { echo "$(folder_of "$module")/$1"; return; }
    done
  done
  die "no such program: $1"
}

missing_of() { # module
  local folder entry
  folder=$(folder_of "$1")
  for entry in $(programs_of "$1"); do
    [ -x "$folder/${entry%%=*}" ] || echo "$entry"
  done
}

# Without a node, what only a node needs is left out; if programs are named, all others are.
wanted_of() { # module
  local entry
  for entry in $(missing_of "$1"); do
    if [ ${#only[@]} -gt 0 ]; then
      [[ " ${only[*]} " != *" ${entry%%=*} "* ]] || echo "$entry"
      continue
    fi
    case "$with_node:${entry%%=*}" in
      :kubelet | :kube-proxy | :containerd* | :ctr | :dns | :volumes | :pause) ;;
      *) echo "$entry" ;;
    esac
  done
}

no_way_to_build() {
  die "Kubernetes $kubernetes_version is not built yet and there is no Go on PATH that can build it.
Either install Go $(sed -n 's/^go //p' "$here/containerd/go.mod") or newer (https://go.dev/dl, or your distribution's package) and try again,
or put these programs into one folder and name it in MASTIO_KUBERNETES_BIN:
  $(for m in etcd control-plane containerd node; do programs_of $m; done | sed 's/=.*//' | tr '\n' ' ')
Kubernetes, etcd and containerd publish theirs (Kubernetes $kubernetes_version, etcd $(version_in etcd go.etcd.io/etcd/server/v3),
containerd $(version_in containerd github.com/containerd/containerd/v2)); dns, volumes and pause are built from $here/node on any machine with Go, with CGO_ENABLED=0.
If you put the digests of all of them beside them, as SHA256SUMS in the form of sha256sum, each start compares them."
}

build_module() { # module
  local module=$1 folder wanted started=$SECONDS entry packages=()
  wanted=$(wanted_of "$module")
  [ -n "$wanted" ] || return 0
  folder=$(folder_of "$module")
  mkdir -p "$folder.new"
  for entry in $wanted; do packages+=("${entry#*=}"); done
  say "  $module: $(echo "$wanted" | sed 's/=.*//' | tr '\n' ' ')…"
  (cd "$here/$module" && CGO_ENABLED=0 GOWORK=off GOFLAGS="-mod=readonly -buildvcs=false" \
    go build -ldflags "-s -w $(link_flags "$module")" -o "$folder.new/" "${packages[@]}") >&2
  # Go names etcd's program after the folder of its package.
  [ "$module" != etcd ] || mv "$folder.new/server" "$folder.new/etcd"
  mkdir -p "$folder"
  mv -f "$folder.new"/* "$folder/"
  rmdir "$folder.new"
  say "  $module: built in $((SECONDS - started)) s"
}

programs_missing() {
  local module
  for module in etcd control-plane containerd node; do wanted_of "$module"; done | sed 's/=.*//' | tr '\n' ' '
}

anything_missing() { [ -n "$(programs_missing)" ]; }

# Programs that somebody has put into MASTIO_KUBERNETES_BIN; what is measured on another version would pass for this one's. Any kubectl will do.
check_given() {
  local entry file found wanted
  [ -n "${MASTIO_KUBERNETES_BIN:-}" ] || return 0
  # First: a program is asked for its version by running it.
  if [ -e "$MASTIO_KUBERNETES_BIN/SHA256SUMS" ]; then
    found=$(cd "$MASTIO_KUBERNETES_BIN" && sha256sum --check --strict --quiet SHA256SUMS 2>&1) \
      || die "$MASTIO_KUBERNETES_BIN is not what its SHA256SUMS says: $found"
    for file in "$MASTIO_KUBERNETES_BIN"/*; do
      [ ! -x "$file" ] || grep -Eq "^[0-9a-f]{64} [ *]${file##*/}\$" "$MASTIO_KUBERNETES_BIN/SHA256SUMS" \
        || die "$file is not named in the SHA256SUMS beside it"
    done
  fi
  for entry in {kube-apiserver,kube-controller-manager,kube-scheduler,kubelet,kube-proxy}="$kubernetes_version" \
    etcd="$(version_in etcd go.etcd.io/etcd/server/v3)" containerd="$(version_in containerd github.com/containerd/containerd/v2)"; do
    file=$MASTIO_KUBERNETES_BIN/${entry%%=*} wanted=${entry#*=v}
    # A cluster without a node has fewer.
    [ -x "$file" ] || continue
    found=$("$file" --version 2>&1) || die "$file does not tell its version: $found"
    [[ $found =~ (^|[^0-9.])"$wanted"([^0-9.]|$) ]] || die "$file is of another version than the $wanted that is wanted here: $found"
  done
}

# Tells at once that what is missing can not be built. A Go that is too old and may not fetch a newer one fails here as it would after half of the build.
check_build() {
  check_given
  anything_missing || return 0
  [ -z "${MASTIO_KUBERNETES_BIN:-}" ] || die "programs are missing in $MASTIO_KUBERNETES_BIN: $(programs_missing)"
  command -v go >/dev/null || no_way_to_build
  (cd "$here/containerd" && GOWORK=off go list -m >/dev/null) || no_way_to_build
  (cd "$here/control-plane" && GOWORK=off go mod download k8s.io/kubernetes) \
    || die "Kubernetes $kubernetes_version is not built yet, and its Go module can't be had: see GOPROXY in go help goproxy"
}

build_programs() {
  local module
  anything_missing || { check_given; return 0; }
  check_build
  # Whoever can't run it should not wait for it first.
  [ -z "$with_node" ] || [ ${#only[@]} -gt 0 ] || check_root
  mkdir -p "$cache"
  # Another build of the same user may be under way: what it makes needn't be made twice.
  exec 9>>"$cache/build.lock"
  flock -n 9 || { say "Another build of Kubernetes is under way; waiting for it …"; flock 9; }
  say "Building Kubernetes $kubernetes_version and what it needs from their Go modules. The first time this takes about 15 minutes on two cores; later
runs find the programs in $cache."
  for module in etcd control-plane containerd node; do build_module "$module"; done
  exec 9>&-
}
