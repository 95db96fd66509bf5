#!/bin/sh
# Reads settings that are secrets from files: NAME_FILE names the file, as Compose mounts secrets below /run/secrets.
set -eu

for name in \
  ARCHITECT_PASSWORD SECRET_KEY SECRET_KEY_FORMER TEMPORAL_API_KEY OIDC_CLIENT_SECRET \
  ARCHITECT_NOTIFY_URL NTFY_URL NTFY_TOKEN SLACK_WEBHOOK_URL SMTP_PASSWORD DIALPAD_API_KEY \
  ANTHROPIC_API_KEY OPENAI_API_KEY OTEL_EXPORTER_OTLP_HEADERS; do
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
