#!/bin/sh
# Brings Temporal's two databases up to the schema of these tools, one version after the other. May be repeated; what is
# there already stays. Run it with the tools of the new version before a newer temporal-server is started.
set -eu

: "${SQL_HOST:?host of PostgreSQL}" "${SQL_USER:?}"
export SQL_PLUGIN="${SQL_PLUGIN:-postgres12}" SQL_PORT="${SQL_PORT:-5432}"
if [ -n "${POSTGRES_PASSWORD_FILE:-}" ]; then
  SQL_PASSWORD="$(cat "$POSTGRES_PASSWORD_FILE")"
  export SQL_PASSWORD
fi

prepare() {
  database=$1 schema=$2
  temporal-sql-tool --database "$database" create-database
  temporal-sql-tool --database "$database" setup-schema --version 0.0
  temporal-sql-tool --database "$database" update-schema --schema-name "$schema"
}
prepare temporal postgresql/v12/temporal
prepare temporal_visibility postgresql/v12/visibility
