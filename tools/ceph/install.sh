#!/usr/bin/env bash
# Installs the daemons and tools of a Ceph release for the tests with real monitors; does nothing when they are there.
#
#   tools/ceph/install.sh RELEASE     pacific: the host's own packages, whatever version those have
#                                     reef, tentacle: in a chroot of Debian trixie or sid
#
# Needs root on Debian. The chroots lie in CEPH_RELEASES_DIR; the mirror is the one the host uses.
set -euo pipefail

directory=${CEPH_RELEASES_DIR:-/var/lib/ceph-releases}
packages=(ceph-mon ceph-common ceph-mgr ceph-osd ceph-mds)
export DEBIAN_FRONTEND=noninteractive

die() {
  echo "install.sh: $*" >&2
  exit 1
}

case ${1-} in
pacific) suite='' root='' ;;
reef) suite=trixie root=$directory/reef ;;
tentacle) suite=sid root=$directory/tentacle ;;
*) die 'usage: install.sh pacific|reef|tentacle' ;;
esac
release=$1

inside() { if [ -z "$root" ]; then "$@"; else chroot "$root" "$@"; fi; }
installed() { inside sh -c 'for p in ceph-mon ceph ceph-mgr ceph-osd ceph-mds; do command -v $p || exit 1; done' >/dev/null 2>&1; }

# Runs quietly; shows what the command said only when it fails.
quietly() {
  local log
  log=$(mktemp)
  "$@" >"$log" 2>&1 || {
    tail -n 40 "$log" >&2
    rm -f "$log"
    return 1
  }
  rm -f "$log"
}

# The first Debian mirror in the host's sources, in either of apt's formats.
mirror() {
  local files=()
  for file in /etc/apt/sources.list.d/debian.sources /etc/apt/sources.list; do [ -f "$file" ] && files+=("$file"); done
  awk '/^URIs:/ { print $2; exit } $1 == "deb" { print ($2 ~ /^\[/) ? $3 : $2; exit }' "${files[@]}"
}

make_chroot() {
  command -v debootstrap >/dev/null || {
    quietly apt-get update
    quietly apt-get install -y --no-install-recommends debootstrap
  }
  [ -x "$root/usr/bin/apt-get" ] || {
    mkdir -p "$root"
    quietly debootstrap --variant=minbase "$suite" "$root" "$(mirror)" || die "debootstrap of $suite failed"
  }
  # A mirror may be a snapshot whose Release file has expired, sid's most of all: that is no reason to refuse it.
  # (debootstrap itself does not look at the date.)
  echo 'Acquire::Check-Valid-Until "false";' >"$root/etc/apt/apt.conf.d/99-old-release-file"
  # Nothing is started in the chroot by its packages.
  printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d"
  chmod +x "$root/usr/sbin/policy-rc.d"
  # Which the script of ceph-mds takes for granted.
  mkdir -p "$root/run/ceph"
  # For the packages' scripts now and for the daemons later.
  for name in proc dev; do mountpoint -q "$root/$name" || mount --bind "/$name" "$root/$name"; done
  cp /etc/resolv.conf "$root/etc/resolv.conf" 2>/dev/null || true
}

if ! installed; then
  [ "$(id -u)" = 0 ] || die "installing $release needs root"
  if [ -n "$root" ]; then make_chroot; fi
  quietly inside apt-get update
  # Some packages want to start services, which fails in a container and does not matter when the programs are there.
  complaint=$(quietly inside apt-get install -y --no-install-recommends "${packages[@]}" 2>&1) || installed || {
    echo "$complaint" >&2
    die "the packages of $release did not install"
  }
fi
inside ceph-mon --version
