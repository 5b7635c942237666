#!/bin/sh
# Histories are kept for a while after a case has closed, for people who look into the Temporal UI; evidence is in Postgres.
set -eu
namespace=${TEMPORAL_NAMESPACE:-default}
until temporal operator cluster health; do sleep 2; done
temporal operator namespace describe --namespace "$namespace" >/dev/null 2>&1 ||
  temporal operator namespace create --namespace "$namespace" --retention "${TEMPORAL_RETENTION:-72h}"
