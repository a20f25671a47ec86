# Sourced: builds that leave no server behind. Needs root (the checkout's folder).
# shellcheck shell=bash disable=SC2154

configuration=Release
web=${VIDEOSAAS_APP:-$root/VideoSaas.Web/bin/$configuration/net10.0/VideoSaas.Web.dll}
tests=$root/VideoSaas.Tests/bin/$configuration/net10.0/VideoSaas.Tests.dll

need_sdk() {
  command -v dotnet >/dev/null && dotnet --list-sdks 2>/dev/null | grep -q '^10\.' ||
    die 2 "Missing here: the .NET 10 SDK. See https://dotnet.microsoft.com/download (Debian, Ubuntu: package dotnet-sdk-10.0)."
}

# In the background, so that a signal ends it at once instead of after it is done. Its words are shown when it fails.
dotnet_build() {
  local code=0 log=$root/VideoSaas.Web/obj/build.log
  # A compiler that ends after a minute never earns back what watching its hot paths costs: a quarter of the time.
  DOTNET_TieredPGO=0 spawn TERM dotnet build "$@" -c "$configuration" -nologo -v quiet -tl:off --disable-build-servers -nodeReuse:false \
    -p:UseSharedCompilation=false >"$log" 2>&1
  building=$spawned
  wait "$building" || code=$?
  building=''
  [ "$code" -eq 0 ] || cat "$log" >&2
  return "$code"
}

build_stop() { [ -z "${building:-}" ] || stop "$building" TERM 5; }

# Builds PROJECT OPTIONS... and notes when; one build at a time in a checkout.
build() {
  local stamp=$root/VideoSaas.Web/obj/start.stamp code=0
  # First, or they would count as newer than the stamp.
  mkdir -p "$root"/VideoSaas.{Web,Domain}/{bin,obj}
  exec 8>"$root/VideoSaas.Web/obj/build.lock"
  flock 8
  # The build holds absolute paths. What changes while it runs must count as newer.
  echo "$root $configuration" > "$stamp.new"
  dotnet_build "$@" && mv "$stamp.new" "$stamp" || code=1
  exec 8>&-
  return "$code"
}

# The web app, unless it was built after the last change of its sources, in this place. VIDEOSAAS_APP is taken as it is.
build_web() {
  local stamp=$root/VideoSaas.Web/obj/start.stamp
  [ -z "${VIDEOSAAS_APP:-}" ] || return 0
  if [ ! -f "$web" ] || [ "$(cat "$stamp" 2>/dev/null)" != "$root $configuration" ] || [ -n "$(newer_source "$stamp")" ]; then
    say "Building VideoSaas (the first time takes a minute or two)."
    build "$root/VideoSaas.Web/VideoSaas.Web.csproj" || die 1 "The build failed; its errors are above."
  fi
}

newer_source() {
  find "$root"/VideoSaas.{Web,Domain} "$root"/Directory.*.props "$root"/global.json "$root"/.editorconfig \
    \( -name bin -o -name obj -o -name vendor \) -prune -o -newer "$1" -print -quit
}
