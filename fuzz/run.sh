#!/usr/bin/env bash
# Builds every target on stable Rust and runs each for N executions: `fuzz/run.sh [N] [TARGET...]`.
# Prints a table; the exit code is 1 where a target crashed, and what crashed it stands in fuzz/artifacts.
set -uo pipefail
cd "$(dirname "$0")"

runs=${1:-100000}
shift || true
targets=("$@")
if [ ${#targets[@]} -eq 0 ]; then
  for file in targets/*.rs; do targets+=("$(basename "$file" .rs)"); done
fi

host=$(rustc -vV | sed -n 's/^host: //p')
out=${CARGO_TARGET_DIR:-$PWD/target}
# What libFuzzer steers by; on stable these passes are reached through the code generator's own arguments. Naming the
# target keeps build scripts and macros free of them.
flags="-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
-Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
-Cllvm-args=-sanitizer-coverage-trace-compares --cfg fuzzing"
CARGO_TARGET_DIR=$out RUSTFLAGS="$flags" nice cargo build --release --target "$host" || exit 2
if [ "$runs" = 0 ]; then exit 0; fi

# The seeds are made by a test of the package from its own samples.
APLOMB_SEEDS=$PWD/corpus cargo test --manifest-path ../Cargo.toml --quiet --test it fuzz_seeds -- --ignored >/dev/null || exit 2

failed=0
mkdir -p artifacts
table=$(printf '%-16s %12s %8s %12s' target executions crashes 'peak MiB')
for target in "${targets[@]}"; do
  [ -x "$out/$host/release/$target" ] || { echo "$target: not built" >&2; continue; }
  mkdir -p "corpus/$target" "artifacts/$target"
  log=artifacts/$target/log
  nice "$out/$host/release/$target" "corpus/$target" -runs="$runs" -rss_limit_mb=512 -timeout=5 -max_len=4096 \
    -print_final_stats=1 -artifact_prefix="artifacts/$target/" >"$log" 2>&1
  code=$?
  crashes=0
  if [ $code -ne 0 ]; then
    crashes=1
    failed=1
  fi
  number() { sed -n "s/^stat::$1: *//p" "$log" | tail -1; }
  table+=$(printf '\n%-16s %12s %8s %12s' "$target" "$(number number_of_executed_units)" "$crashes" "$(number peak_rss_mb)")
done
echo "$table"
exit $failed
