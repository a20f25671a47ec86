# Sourced: a private PostgreSQL cluster, reachable over loopback with a password only.
# shellcheck shell=bash

# PostgreSQL refuses to run as root: then this user runs it. Sets pg_owner and pg_as (the way to become it).
postgres_owner() {
  local place=$1
  pg_owner=$(id -un) pg_as=()
  [ "$(id -u)" -eq 0 ] || return 0
  if [ -d "$place" ] && [ "$(stat -c %u "$place")" -ne 0 ]; then
    pg_owner=$(stat -c %U "$place")
  elif id -u postgres >/dev/null 2>&1; then
    pg_owner=postgres
  else
    id -u videosaas >/dev/null 2>&1 || useradd --system --home-dir /nonexistent --shell /usr/sbin/nologin videosaas
    pg_owner=videosaas
  fi
  pg_as=("--reuid=$(id -u "$pg_owner")" "--regid=$(id -g "$pg_owner")" --init-groups)
}

as_owner() {
  # Not from a folder that the owner may not see.
  (cd / && if [ ${#pg_as[@]} -gt 0 ]; then exec setpriv "${pg_as[@]}" -- "$@"; else exec "$@"; fi)
}

# postgres_place FOLDER: sets pg_place, the cluster's folder: FOLDER/postgres, or where the owner can reach, remembered in FOLDER.
postgres_place() {
  local folder=$1 note=$1/postgres.location
  pg_place=$folder/postgres
  [ ! -s "$note" ] || pg_place=$(cat "$note")
  postgres_owner "$pg_place"
  [ ! -d "$pg_place" ] || return 0
  mkdir -p "$pg_place.partial"
  if ! chown "$pg_owner" "$pg_place.partial" 2>/dev/null || ! as_owner test -w "$pg_place.partial"; then
    rmdir "$pg_place.partial"
    pg_place=/var/lib/videosaas/$(printf %s "$folder" | sha256sum | head -c 16)
    install -d -m 711 "${pg_place%/*}"
    mkdir -p "$pg_place.partial"
    chown "$pg_owner" "$pg_place.partial"
    echo "$pg_place" > "$note"
    say "PostgreSQL's user cannot reach $folder: its cluster is in $pg_place."
  fi
}

# postgres_sql: statements, one a line, from standard input, with the server down.
postgres_sql() { as_owner "$pg_bin/postgres" --single -D "$1" -c log_checkpoints=off postgres >/dev/null; }

# postgres_make FOLDER [ROLE OPTIONS]: makes the cluster in one step that either happened or did not.
postgres_make() {
  local folder=$1 rights=${2:-} partial=$pg_place.partial
  say "Making a PostgreSQL cluster in $pg_place."
  find "$partial" -mindepth 1 -delete
  # shellcheck disable=SC2086
  as_owner "$pg_bin/initdb" -D "$partial" -U postgres -E UTF8 --locale=C.UTF-8 -A reject ${PG_INITDB:-} >/dev/null || die 1 "initdb failed; its reason is above."
  printf 'host all all 127.0.0.1/32 scram-sha-256\n' | as_owner tee "$partial/pg_hba.conf" >/dev/null
  random_hex 24 > "$folder/postgres.password"
  # Only this role has a password: the superuser cannot sign in from outside.
  printf '%s\n' "CREATE ROLE videosaas LOGIN $rights PASSWORD '$(cat "$folder/postgres.password")'" \
    'CREATE DATABASE videosaas OWNER videosaas' | postgres_sql "$partial" || die 1 "The new cluster in $partial cannot be used; the reason is above."
  mv "$partial" "$pg_place"
}

# postgres_start FOLDER SETTINGS...: makes the cluster when it is not there yet, runs it, waits until it answers.
# Sets pg_pid and pg_connection (with no database named). FOLDER must be ours alone (see the lock in start).
postgres_start() {
  local folder=$1 port log=$1/postgres.log pid
  shift
  postgres_place "$folder"
  pg_bin=$(postgres_programs "$(cat "$pg_place/PG_VERSION" 2>/dev/null)")
  [ -n "$pg_bin" ] || die 2 "The cluster in $pg_place was made by PostgreSQL $(cat "$pg_place/PG_VERSION"), which is not installed here any more."
  [ -d "$pg_place" ] || postgres_make "$folder" "${PG_RIGHTS:-}"
  [ "$(stat -c %U "$pg_place")" = "$pg_owner" ] || die 2 "$pg_place belongs to $(stat -c %U "$pg_place"); start as that person or choose another --data."
  if [ ! -s "$folder/postgres.password" ]; then
    random_hex 24 > "$folder/postgres.password"
    echo "ALTER ROLE videosaas PASSWORD '$(cat "$folder/postgres.password")'" | postgres_sql "$pg_place"
  fi

  # After a crash the file of the old server stays, and its process id may by now be someone else's.
  pid=$(as_owner head -n 1 "$pg_place/postmaster.pid" 2>/dev/null || true)
  if [ -n "$pid" ]; then
    [ "$(as_owner readlink "/proc/$pid/cwd")" != "$pg_place" ] || die 1 "A PostgreSQL server (process $pid) already runs on $pg_place; end it first."
    rm -f "$pg_place/postmaster.pid"
  fi

  [ ! -f "$log" ] || mv -f "$log" "$log.1"
  port=$(free_port)
  PREFIX=("${pg_as[@]}")
  cd / || return # The owner may not see the folder that we stand in.
  spawn INT "$pg_bin/postgres" -D "$pg_place" -p "$port" -c listen_addresses=127.0.0.1 -c unix_socket_directories= \
    -c timezone=UTC -c log_timezone=UTC "$@" >>"$log" 2>&1
  PREFIX=()
  cd "$OLDPWD" || return
  pg_pid=$spawned
  until "$pg_bin/pg_isready" -q -h 127.0.0.1 -p "$port" -t 3; do
    kill -0 "$pg_pid" 2>/dev/null || die 1 "PostgreSQL did not start. The end of $log:" "$(tail -n 5 "$log")"
    sleep 0.1
  done
  pg_connection="Host=127.0.0.1;Port=$port;Username=videosaas;Password=$(cat "$folder/postgres.password")"
}

postgres_stop() {
  [ -z "${pg_pid:-}" ] || stop "$pg_pid" INT 30
  pg_pid=''
}
