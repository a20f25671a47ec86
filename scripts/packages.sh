# Sourced: what the machine must have, and how to get it.
# shellcheck shell=bash

# The folder of programs of the newest PostgreSQL of at least 15, or of version $1; nothing when there is none.
postgres_programs() {
  local folder version best=14 found=''
  for folder in /usr/lib/postgresql/*/bin "$(dirname "$(readlink -f "$(command -v initdb || echo /none/none)")")"; do
    [ -x "$folder/initdb" ] && [ -x "$folder/postgres" ] || continue
    version=$("$folder/postgres" --version | sed -E 's/^[^0-9]*([0-9]+).*/\1/')
    if [ "${1:-$version}" = "$version" ] && [ "$version" -gt "$best" ]; then best=$version found=$folder; fi
  done
  echo "$found"
}

thai_font() {
  if command -v fc-list >/dev/null; then
    [ -n "$(fc-list :lang=th file 2>/dev/null | head -n 1)" ]
  else
    [ -n "$(find /usr/share/fonts /usr/local/share/fonts "${HOME:-/root}/.fonts" "${HOME:-/root}/.local/share/fonts" \
      \( -ipath '*tlwg*' -o -iname '*thai*' -o -iname '*Loma*' \) -type f -print -quit 2>/dev/null)" ]
  fi
}

chromium_path() {
  local name
  for name in ${VIDEOSAAS_CHROMIUM:+"$VIDEOSAAS_CHROMIUM"} chromium google-chrome-stable google-chrome chromium-browser; do
    # On Ubuntu chromium-browser is a script that only says "install the snap".
    type -P "$name" >/dev/null && "$name" --version 2>/dev/null | grep -qE "[0-9]+\.[0-9]+" && { type -P "$name"; return; }
  done
  return 1
}

apt_has() { [ -n "$(apt-cache policy "$1" 2>/dev/null | sed -n 's/^ *Candidate: \([^(].*\)/\1/p')" ]; }

# missing THING...: the things of ffmpeg, postgresql, thai-font, chromium that are not here, one a line.
missing() {
  local thing
  for thing in "$@"; do
    case $thing in
      ffmpeg) command -v ffmpeg >/dev/null && command -v ffprobe >/dev/null ;;
      postgresql) [ -n "$(postgres_programs)" ] ;;
      thai-font) thai_font ;;
      chromium) chromium_path >/dev/null ;;
    esac || echo "$thing"
  done
}

# Debian's name of a thing; nothing when this release has none that will do.
package_of() {
  local version
  case $1 in
    postgresql)
      version=$(apt-cache search --names-only '^postgresql-[0-9]+$' 2>/dev/null | sed -E 's/^postgresql-([0-9]+).*/\1/' | sort -n | tail -n 1)
      [ "${version:-0}" -ge 15 ] && echo "postgresql-$version"
      ;;
    thai-font) echo fonts-thai-tlwg ;;
    chromium) apt_has chromium && echo chromium ;;
    *) echo "$1" ;;
  esac
}

# Installs what is missing of THING..., or says exactly what to install and ends with 2.
need() {
  local things thing names=() package as=() advice
  mapfile -t things < <(missing "$@")
  [ ${#things[@]} -gt 0 ] || return 0

  if [ "$(id -u)" -ne 0 ]; then
    if command -v sudo >/dev/null && sudo -n true 2>/dev/null; then as=(sudo -n); else as=(no); fi
  fi
  advice="Missing here: ${things[*]}."
  command -v apt-get >/dev/null || die 2 "$advice" \
    "Install ffmpeg, PostgreSQL 15 or newer and a Thai font (for ./test also Chromium) with this system's packages, then run this again."
  if [ "${as[*]}" = no ]; then
    for thing in "${things[@]}"; do
      package=$(package_of "$thing")
      # Before the first apt-get update the lists may be empty; then Debian's collective name will do.
      names+=("${package:-$thing}")
    done
    die 2 "$advice Run this, then start again:" "  sudo apt-get update && sudo apt-get install -y ${names[*]}"
  fi

  say "Installing: ${things[*]}"
  "${as[@]}" apt-get -qq update || say "apt-get update failed; trying with the lists at hand." >&2
  for thing in "${things[@]}"; do
    package=$(package_of "$thing")
    [ -n "$package" ] || die 2 "$(unavailable "$thing")"
    names+=("$package")
  done
  apt_install "${as[@]}" -- "${names[@]}"
  mapfile -t things < <(missing "$@")
  [ ${#things[@]} -eq 0 ] || die 2 "Still missing after apt-get install ${names[*]}: ${things[*]}."
}

unavailable() {
  case $1 in
    postgresql) echo "This release's packages hold no PostgreSQL of at least 15. Add https://apt.postgresql.org (sudo apt-get install -y postgresql-common && sudo /usr/share/postgresql-common/pgdg/apt.postgresql.org.sh -y), or set ConnectionStrings__Default to a server of your own." ;;
    chromium) echo "This release's packages hold no Chromium (Ubuntu has it as a snap only). Install Google Chrome, or set VIDEOSAAS_CHROMIUM to a Chromium." ;;
  esac
}

# apt_install [sudo -n] -- PACKAGE...; PostgreSQL's package would make and run a cluster of its own, which nobody asked for.
apt_install() {
  local as=() own=/etc/postgresql-common/createcluster.d/videosaas.conf code=0
  while [ "$1" != -- ]; do as+=("$1"); shift; done
  shift
  "${as[@]}" mkdir -p "${own%/*}"
  echo 'create_main_cluster = false' | "${as[@]}" tee "$own" >/dev/null
  "${as[@]}" env DEBIAN_FRONTEND=noninteractive NEEDRESTART_MODE=a apt-get -qq -y --no-install-recommends \
    -o DPkg::Lock::Timeout=300 -o Dpkg::Options::=--force-confold install "$@" >/dev/null || code=$?
  "${as[@]}" rm -f "$own"
  [ "$code" -eq 0 ] || die 2 "apt-get install $* failed (code $code); its message is above."
}
