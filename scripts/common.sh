# Sourced by start, test and bench: words to people, and processes that never outlive us. Needs bash, coreutils and
# util-linux only, because a bare Debian has no ps, curl or ss.
# shellcheck shell=bash

export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 MSBUILDDISABLENODEREUSE=1

say() { printf '%s\n' "$*"; }

# die CODE SENTENCE...
die() {
  local code=$1
  shift
  printf '%s\n' "$@" >&2
  exit "$code"
}

port_taken() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null || (exec 3<>"/dev/tcp/::1/$1") 2>/dev/null; }

# Below the range from which the system takes ports for outgoing connections.
free_port() {
  local port
  while port=$((20000 + RANDOM % 12000)); do
    port_taken "$port" || { echo "$port"; return; }
  done
}

random_hex() { head -c "$1" /dev/urandom | od -An -v -tx1 | tr -d ' \n'; }

# spawn SIGNAL COMMAND...: in a session of its own, so that Ctrl-C reaches only us and we end things in order; the kernel
# sends SIGNAL should we die without a word. The id of the process is in $spawned. PREFIX holds more setpriv options.
spawn() {
  local signal=$1
  shift
  setsid setpriv "${PREFIX[@]}" --pdeathsig "$signal" -- "$@" </dev/null &
  spawned=$!
}
PREFIX=()

# stop PID SIGNAL SECONDS: asks, waits, then kills what is left of its process group.
stop() {
  local pid=$1 tenths=$(($3 * 10))
  kill -s "$2" "$pid" 2>/dev/null
  while ((tenths-- > 0)) && kill -0 "$pid" 2>/dev/null; do sleep 0.1; done
  kill -s KILL -- "-$pid" 2>/dev/null
  wait "$pid" 2>/dev/null
  return 0
}
