#!/usr/bin/env bash
# Paired runs of the diffusion core against a program in C++ with the same rules: A B A B, and the ratio of each pair.
# Usage: benchmarks/yardstick.sh [folder with fast.cpp and common.hpp]   (or the folder in TWINSIM_YARDSTICK)
# The C++ program is not part of this repository. Needs g++ and the .NET SDK. Both sides count processor time, so that other work on the machine disturbs little.
set -euo pipefail
folder=${1:-${TWINSIM_YARDSTICK:-}}
[ -n "$folder" ] && [ -f "$folder/fast.cpp" ] || { echo "Usage: $0 <folder with fast.cpp and common.hpp>" >&2; exit 2; }
command -v g++ > /dev/null || { echo "There is no g++ here: nothing to compare with." >&2; exit 2; }
root=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
cp "$folder"/*.hpp "$folder/fast.cpp" "$work"
# Its clock becomes that of the processor, like ours.
sed -i 's|^inline double now().*|#include <time.h>\ninline double now() { timespec t; clock_gettime(CLOCK_PROCESS_CPUTIME_ID, \&t); return double(t.tv_sec) + 1e-9 * double(t.tv_nsec); }|' "$work/common.hpp"
g++ -std=c++17 -O3 -march=native -o "$work/fast" "$work/fast.cpp"
dotnet build "$root/benchmarks/TwinningSim.Benchmarks" -c Release -v quiet --nologo > "$work/build.log" 2>&1 || { cat "$work/build.log" >&2; exit 1; }
ours="$root/benchmarks/TwinningSim.Benchmarks/bin/Release/net10.0/TwinningSim.Benchmarks"
months=50 times=5 pairs=${TWINSIM_PAIRS:-5}
printf '%-10s %-6s %14s %14s %8s\n' firms what 'C++ M/s' 'twinsim M/s' ratio
for firms in 10000 100000; do
  for what in core month; do
    for _ in $(seq "$pairs"); do
      theirs=$("$work/fast" philox bench $firms $months $times | awk '{ print $6 }')
      own=$("$ours" "$what" $firms $months $times | awk '{ print $6 }')
      awk -v f=$firms -v w="$what" -v a="$theirs" -v b="$own" 'BEGIN { printf "%-10d %-6s %14.2f %14.2f %8.3f\n", f, w, a / 1e6, b / 1e6, b / a }'
    done | tee "$work/pairs"
    sort -k5 -n "$work/pairs" | awk '{ r[NR] = $5 } END { printf "%-10s %-6s %38.3f  median of %d pairs\n", "", "", r[int((NR + 1) / 2)], NR }'
  done
done
