# Sourced by the scripts beside it: where things are, a control plane to test against, counting.
house=$(pwd)
tools=$house/.tools/bin
reference=${PILOTHOUSE_REFERENCE:-$house/../shared/reference}
passed=0 failed=0

die() { echo "$*" >&2; exit 1; }

# check NAME COMMAND…   counts one check by the command's exit status and shows what failed.
check() {
  local name=$1 output
  shift
  if output=$("$@" 2>&1); then passed=$((passed + 1)); echo "ok      $name"
  else failed=$((failed + 1)); echo "FAILED  $name"; printf '%s\n' "$output" | sed 's/^/        /'; fi
}

# refuses TEXT COMMAND…   the command fails, and says one line that holds the text.
refuses() {
  local text=$1 output
  shift
  ! output=$("$@" 2>&1 >/dev/null) || { echo "succeeded"; return 1; }
  [ "$(grep -c . <<<"$output")" -eq 1 ] && grep -qF -- "$text" <<<"$output" || { echo "$output"; return 1; }
}

# The last line of a part, and its exit status.
count() { echo "$passed passed, $failed failed"; [ "$failed" -eq 0 ]; }

# Makes $work, a folder that goes away with the script, and takes the control planes started here with it.
work=
started=()
begin() {
  work=$(mktemp -d)
  trap end EXIT
}
end() {
  local pid
  for pid in "${started[@]}"; do kill "$pid" 2>/dev/null && wait "$pid" 2>/dev/null; done
  rm -rf "$work"
}

# up DATA [FLAG…]   starts a control plane in the background on a free port and waits until it is ready.
up() {
  local data=$1 log=$1.log pid i
  shift
  set -m # a job of its own, so that it hears Ctrl-C as from a terminal
  ./pilothouse up --data "$data" --port 0 "$@" >"$log" 2>&1 &
  pid=$!
  set +m
  started+=("$pid")
  for ((i = 0; i < 600; i++)); do
    kill -0 "$pid" 2>/dev/null || { cat "$log" >&2; return 1; }
    [ ! -f "$data/running.json" ] || return 0
    sleep 0.1
  done
  echo "not ready after 60 s:" >&2; cat "$log" >&2
  return 1
}

# need_reference   ends a part, counting nothing, where the recorded answers aren't at hand.
need_reference() {
  [ -f "$reference/replay.py" ] && return
  echo "The recordings of a real control plane aren't at $reference: this part is left out."
  echo "Point PILOTHOUSE_REFERENCE at them to run it."
  count
  exit
}
