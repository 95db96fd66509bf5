#!/bin/sh
# Starts the Temporal server with the password of the database from a file, under the address of this container.
set -eu

: "${POSTGRES_PASSWORD_FILE:?file with the password of PostgreSQL}"
POSTGRES_PASSWORD="$(cat "$POSTGRES_PASSWORD_FILE")"
: "${TEMPORAL_BROADCAST_IP:=$(hostname -i | cut -d' ' -f1)}"
export POSTGRES_PASSWORD TEMPORAL_BROADCAST_IP TEMPORAL_ENVIRONMENT=architect
# Nothing outside the network of these containers reaches it.
exec temporal-server --allow-no-auth start
