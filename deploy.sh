#!/usr/bin/env bash
# Starts, stops and looks after Architect Dashboard. ./deploy.sh help lists the commands.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
exec node scripts/deploy.mjs "$@"
