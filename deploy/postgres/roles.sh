#!/bin/sh
# Runs once, when the volume of the container is empty.
set -eu
psql --no-psqlrc --username "$POSTGRES_USER" --dbname postgres --set ON_ERROR_STOP=1 \
  --set owner_password="$DULY_OWNER_PASSWORD" \
  --set app_password="$DULY_APP_PASSWORD" \
  --set temporal_password="$TEMPORAL_DB_PASSWORD" \
  --file /etc/duly/roles.sql
