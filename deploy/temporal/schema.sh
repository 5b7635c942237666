#!/bin/sh
# Brings Temporal's two databases to the schema of this version; running it again changes nothing.
set -eu
tool=${TEMPORAL_SQL_TOOL:-temporal-sql-tool}
schemas=${TEMPORAL_SCHEMAS:-/etc/temporal/schema/postgresql/v12}

update() { # database, schema
  "$tool" --db "$1" setup-schema --version 0.0
  "$tool" --db "$1" update-schema --schema-dir "$schemas/$2/versioned"
}

update temporal temporal
update temporal_visibility visibility
