# Sourced by test and bench: a place to run tests in, and what came of them.
# shellcheck shell=bash disable=SC2154

results='' work='' pg_pid='' building='' running=''

end_tests() {
  local code=$?
  trap '' INT TERM HUP
  build_stop
  [ -z "$running" ] || stop "$running" TERM 10
  postgres_stop
  case ${pg_place:-} in /var/lib/videosaas/*) rm -rf "$pg_place" ;; esac
  [ -z "$work" ] || rm -rf "$work"
  exit "$code"
}

trap end_tests EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

# begin_tests SETTINGS...: packages, a temporary folder, a PostgreSQL that forgets everything (so it need not wait for the disk).
begin_tests() {
  need ffmpeg thai-font chromium $([ -n "${VIDEOSAAS_TEST_POSTGRES:-}" ] || echo postgresql)
  VIDEOSAAS_CHROMIUM=$(chromium_path)
  export VIDEOSAAS_CHROMIUM
  work=$(mktemp -d "${TMPDIR:-/tmp}/videosaas-test.XXXXXX")
  results=$work/results.xml
  # PostgreSQL's user must be able to pass through.
  chmod 711 "$work"
  # What tests leave lying about goes with the folder.
  mkdir -m 711 "$work/tmp"
  if [ -z "${VIDEOSAAS_TEST_POSTGRES:-}" ]; then
    PG_RIGHTS=SUPERUSER PG_INITDB=--no-sync postgres_start "$work" -c fsync=off -c synchronous_commit=off -c full_page_writes=off \
      -c max_connections=400 -c max_locks_per_transaction=256 "$@"
    export VIDEOSAAS_TEST_POSTGRES=$pg_connection
  fi
}

# run_tests OPTIONS OF THE TEST PROGRAM...
run_tests() {
  TMPDIR=$work/tmp spawn TERM dotnet exec "$tests" -noLogo -noColor -noAutoReporters -result-xml "$results" "$@"
  running=$spawned
  wait "$running"
  test_code=$?
  running=''
}

# attributes ELEMENT NAME...: of every such element in the results its attributes, a line each. No value holds a raw "<".
attributes() {
  local element=$1
  shift
  tr '<' '\n' < "$results" | awk -v element="$element " -v names="$*" '
    BEGIN { count = split(names, name, " ") }
    index($0, element) == 1 {
      line = ""
      for (i = 1; i <= count; i++) {
        value = match($0, " " name[i] "=\"[^\"]*\"") ? substr($0, RSTART + length(name[i]) + 3, RLENGTH - length(name[i]) - 4) : ""
        line = line (i > 1 ? " " : "") value
      }
      print line
    }'
}

slowest_tests() {
  [ -s "$results" ] || return 0
  say "Slowest:"
  attributes test time name | sort -rn | head -n 10 | awk '{ seconds = $1; $1 = ""; printf "  %6.1f s %s\n", seconds, $0 }'
}

# Which tests failed and the first words of why: near the end, where whoever reads only the end of a log finds them.
failed_tests() {
  [ -s "$results" ] || return 0
  tr '<' '\n' < "$results" | awk '
    index($0, "test ") == 1 {
      name = match($0, / name="[^"]*"/) ? substr($0, RSTART + 7, RLENGTH - 8) : ""
      has_failed = index($0, " result=\"Fail\"") > 0
      if (has_failed) print "  failed: " name
    }
    # The reason may go over several lines: the first of them names it, the next few say what was found.
    index($0, "message>") == 1 { is_reason = has_failed; told = 0; sub(/^message>/, "") }
    index($0, "/message>") == 1 { is_reason = 0 }
    is_reason && told < 6 && $0 != "" { print "    " substr($0, 1, 300); told++ }'
}

# The closing line, and the end.
conclude() {
  local passed=0 failed=0 skipped=0 errors=0
  if [ -s "$results" ]; then
    read -r passed failed skipped errors < <(attributes assembly passed failed skipped errors)
    failed=$((failed + errors))
    failed_tests
  elif [ -n "${test_code:-}" ]; then
    say "The test program broke off before its end (code $test_code)."
    failed=1
  fi
  # Whatever went wrong beside the tests, a crash at the end for one, is a failure too.
  [ "$failed" -gt 0 ] || [ "${test_code:-0}" -eq 0 ] || failed=1
  [ $((passed + failed)) -gt 0 ] || say "No test ran."
  say "$passed passed, $failed failed, $skipped skipped"
  [ "$passed" -gt 0 ] && [ "$failed" -eq 0 ]
  exit
}
