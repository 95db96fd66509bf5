#!/bin/sh
# Makes the namespace once the server answers; one that is there already stays as it is.
set -eu

: "${TEMPORAL_ADDRESS:?host:port of the server}"
namespace="${TEMPORAL_NAMESPACE:-default}"
until temporal operator cluster health --address "$TEMPORAL_ADDRESS" >/dev/null 2>&1; do sleep 1; done
temporal operator namespace describe --address "$TEMPORAL_ADDRESS" --namespace "$namespace" >/dev/null 2>&1 ||
  temporal operator namespace create --address "$TEMPORAL_ADDRESS" --namespace "$namespace" --retention 7d
