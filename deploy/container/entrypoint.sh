#!/bin/sh
# Reads settings that are secrets from files: NAME_FILE names the file, as Compose mounts secrets below /run/secrets.
set -eu

for name in ARCHITECT_PASSWORD SECRET_KEY SECRET_KEY_FORMER TEMPORAL_API_KEY; do
  file="$(printenv "${name}_FILE" || true)"
  [ -n "$file" ] || continue
  if ! value="$(cat "$file")"; then
    echo "architect: ${name}_FILE: $file can't be read. Make the file, readable by user $(id -u), and start again." >&2
    exit 78
  fi
  export "$name=$value"
  unset "${name}_FILE"
done
exec "$@"
