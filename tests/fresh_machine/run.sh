#!/usr/bin/env bash
# From nothing to a running Streetlight, twice, on a machine that has only
# Python, make and git: a minimal Debian made with debootstrap in a temporary
# folder. As root; see docs/testing.md.
#
#   tests/fresh_machine/run.sh [--tests] [--keep]
#
#   --tests   also `make test` there (half an hour)
#   --keep    leave the tree, and say where
#
#   SUITE     release, default bookworm
#   MIRROR    where packages come from, default what this machine uses
set -euo pipefail
cd "$(dirname "$0")/../.."

TESTS=0
KEEP=0
for option in "$@"; do
    case $option in
        --tests) TESTS=1 ;;
        --keep) KEEP=1 ;;
        *) sed -n '2,/^set/p' "$0" | sed '$d' >&2; exit 2 ;;
    esac
done
[ "$(id -u)" = 0 ] || { echo "Run it as root: it makes a tree with debootstrap." >&2; exit 2; }
command -v debootstrap >/dev/null || { apt-get -q update && apt-get -q -y install debootstrap; }

SUITE=${SUITE:-bookworm}
MIRROR=${MIRROR:-$({ cat /etc/apt/sources.list /etc/apt/sources.list.d/* 2>/dev/null || true; } \
    | sed -nE 's,.*(https?://[^ ]+/debian/?)( .*)?$,\1,p' | sed -n 1p)}
[ -n "$MIRROR" ] || { echo "Say where Debian's packages come from: MIRROR=..." >&2; exit 2; }
TREE=$(mktemp -d /tmp/fresh-machine.XXXXXX)
PORT=${PORT:-$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')}
SERVER=""

stop_server() {
    [ -n "$SERVER" ] || return 0
    kill -INT -- "-$SERVER" 2>/dev/null || true
    wait "$SERVER" 2>/dev/null || true
    SERVER=""
}

finish() {
    stop_server
    umount "$TREE/proc" 2>/dev/null || true
    if [ $KEEP = 1 ]; then echo "The tree is in $TREE"; else rm -rf --one-file-system "$TREE"; fi
}
trap finish EXIT

inside() {
    chroot "$TREE" env -i HOME=/root TERM=dumb LC_ALL=C.UTF-8 \
        PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
        PORT="$PORT" ${HTTPS_PROXY:+HTTPS_PROXY="$HTTPS_PROXY"} "$@"
}

# start_and_time LOG SECONDS: `make run` until /readyz/ answers; says how long.
start_and_time() {
    local log=$1 patience=$2 begun answer
    begun=$(date +%s.%N)
    # A shell lets its background ignore Ctrl-C; a person's terminal does not.
    env --default-signal=INT setsid bash -c "$(declare -f inside); TREE='$TREE' PORT='$PORT'
        inside sh -c 'cd /srv/streetlight && exec make run'" >"$log" 2>&1 &
    SERVER=$!
    while ! answer=$(python3 -c "
import sys, urllib.request
print(urllib.request.urlopen(sys.argv[1], timeout=5).status)" \
        "http://127.0.0.1:$PORT/readyz/" 2>/dev/null); do
        kill -0 "$SERVER" 2>/dev/null || { cat "$log"; echo "make run ended."; exit 1; }
        awk -v begun="$begun" -v now="$(date +%s.%N)" -v most="$patience" \
            'BEGIN { exit now - begun > most }' \
            || { cat "$log"; echo "Not ready after $patience s."; exit 1; }
        sleep 0.1
    done
    awk -v begun="$begun" -v now="$(date +%s.%N)" -v answer="$answer" \
        'BEGIN { printf "ready after %.1f s (/readyz/ answers %s)\n", now - begun, answer }'
}

echo "== A minimal Debian ($SUITE) in $TREE"
debootstrap --variant=minbase --include=python3,make,git,ca-certificates \
    "$SUITE" "$TREE" "$MIRROR" >"$TREE.log" 2>&1 || { tail -5 "$TREE.log"; exit 1; }
rm -f "$TREE.log"
cp /etc/resolv.conf /etc/hosts "$TREE/etc/"
# A network with certificates of its own: what this machine trusts, it trusts.
[ ! -f /etc/ssl/certs/ca-certificates.crt ] \
    || cp /etc/ssl/certs/ca-certificates.crt "$TREE/etc/ssl/certs/"
mount -t proc proc "$TREE/proc"
git clone -q --no-hardlinks . "$TREE/srv/streetlight"

echo "== First start"
start_and_time "$TREE/first.log" 900
cat "$TREE/first.log"
stop_server

echo "== Second start"
start_and_time "$TREE/second.log" 60
stop_server
cat "$TREE/second.log"
! grep -q Traceback "$TREE/first.log" "$TREE/second.log" || { echo "Stopping was not clean."; exit 1; }

if [ $TESTS = 1 ]; then
    echo "== make test"
    mkdir -p "$TREE/dev/shm"
    inside sh -c 'cd /srv/streetlight && make test'
fi
echo "== All is well"
