#!/bin/sh
# Streams answers through the command line: each is one call of `score --answers`, acknowledged once it returned 0.
#
#     command_answers.sh APLOMB SAVES FOLDER
#
# SAVES is the example `saves`, which makes the store and counts what it holds. `ACK n` counts all saves in the store.
aplomb=$1 saves=$2 folder=$3
export LC_ALL=C.UTF-8
n=$("$saves" prepare "$folder") || exit 1
while :; do
    n=$((n + 1))
    if [ $((n % 2)) -eq 0 ]; then value=no; else value=yes; fi
    printf '{"answers":{"resolved":"%s"}}' "$value" |
        "$aplomb" --data-dir "$folder" score c1 --answers - >/dev/null 2>&1 || exit 1
    echo "ACK $n"
done
