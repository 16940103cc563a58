# What .ci/run is made of: steps that pass or fail, and test runs whose counts are added up.
passed=0 failed=0
logs=$(mktemp -d)

say() { printf '\n=== %s (%s)\n' "$1" "$(date +%T)"; }

# step NAME COMMAND…: one pass or one failure.
step() {
    say "$1"
    if "${@:2}"; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "FAILED: $1"; fi
}

# tests NAME COMMAND…: adds what the runner counted; a run that counted nothing, or ended badly without a failure, is one failure.
tests() {
    say "$1"
    local log="$logs/log" status=0 ok bad skipped
    "${@:2}" > "$log" 2>&1 || status=$?
    read -r ok bad skipped < <(count "$log")
    if [ "$bad" -gt 0 ] || [ "$status" -ne 0 ]; then grep -vE '^\s*at |Starting:|Discover|Finished:' "$log" | tail -n 60; fi
    echo "$1: $ok passed, $bad failed, $skipped skipped"
    if [ "$ok" -eq 0 ] || { [ "$status" -ne 0 ] && [ "$bad" -eq 0 ]; }; then bad=$((bad + 1)); echo "FAILED: $1 (exit $status)"; fi
    passed=$((passed + ok)) failed=$((failed + bad))
}

# Sums over both kinds of closing lines: those of the test platform ("succeeded: 12") and those of a test executable ("Total: 14, … Failed: 1, Skipped: 0").
count() {
    sed 's/\x1b\[[0-9;]*m//g' "$1" | awk '
        /^ *succeeded: [0-9]+/ { ok += $2 }
        /^ *failed: [0-9]+/ { bad += $2 }
        /^ *skipped: [0-9]+/ { skip += $2 }
        /Total: [0-9]+, Errors:/ {
            gsub(",", ""); for (i = 1; i < NF; i++) v[$i] = $(i + 1)
            bad += v["Errors:"] + v["Failed:"]; skip += v["Skipped:"]; ok += v["Total:"] - v["Failed:"] - v["Skipped:"] - v["Run:"]
        }
        END { print ok + 0, bad + 0, skip + 0 }'
}

finish() {
    rm -rf "$logs"
    printf '\n%s passed, %s failed\n' "$passed" "$failed"
    [ "$failed" -eq 0 ]
}
