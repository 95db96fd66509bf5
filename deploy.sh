#!/usr/bin/env bash
# Starts, stops and looks after Architect Dashboard. ./deploy.sh help lists the commands.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

data_dir=${ARCHITECT_DATA_DIR:-./data}
log_dir=${ARCHITECT_LOG_DIR:-./logs}
pid_file=$data_dir/deploy.pid
log_file=$log_dir/deploy.log
port=${PORT:-8080}
stop_seconds=45
start_seconds=600

usage() {
  cat <<'TEXT'
./deploy.sh             start in this terminal (as npm start)
./deploy.sh --daemon    start in the background
./deploy.sh status      say whether it runs; exit code 0 = running, 3 = not
./deploy.sh stop        stop the one in the background
./deploy.sh restart     stop it and start it again in the background
TEXT
}

# Prints the pid of the running daemon. The pid may be another program's by now, so its command line is looked at.
running_pid() {
  local pid
  [[ -f $pid_file ]] || return 1
  pid=$(<"$pid_file")
  [[ $pid =~ ^[0-9]+$ ]] || return 1
  [[ $(ps -o command= -p "$pid" 2>/dev/null) == *scripts/start.mjs* ]] || return 1
  echo "$pid"
}

is_healthy() {
  node -e 'fetch(process.argv[1]).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))' \
    "http://127.0.0.1:$port/health"
}

start_daemon() {
  local pid
  if pid=$(running_pid); then
    echo "Already running (process $pid)."
    return
  fi
  mkdir -p "$data_dir" "$log_dir"
  # Job control gives it a process group of its own: what happens to this terminal doesn't reach it.
  set -m
  nohup node scripts/start.mjs </dev/null >>"$log_file" 2>&1 &
  pid=$!
  set +m
  echo "$pid" >"$pid_file"
  echo "Starting (process $pid); the first start installs and builds, which takes some minutes. Log: $log_file"
  for ((second = 0; second < start_seconds; second++)); do
    if ! running_pid >/dev/null; then
      echo "It did not start:" >&2
      tail -n 15 "$log_file" >&2
      rm -f "$pid_file"
      return 1
    fi
    if is_healthy; then
      echo "Running: http://localhost:$port"
      return
    fi
    sleep 1
  done
  echo "Not healthy yet after $start_seconds s; it goes on starting. See $log_file and ./deploy.sh status." >&2
  return 1
}

stop_daemon() {
  local pid
  if ! pid=$(running_pid); then
    echo "Not running."
    rm -f "$pid_file"
    return
  fi
  kill "$pid"
  for ((tenth = 0; tenth < stop_seconds * 10; tenth++)); do
    if ! running_pid >/dev/null; then
      rm -f "$pid_file"
      echo "Stopped."
      return
    fi
    sleep 0.1
  done
  echo "Process $pid has not stopped within $stop_seconds s. See $log_file; kill -9 $pid ends it (nothing accepted is lost)." >&2
  return 1
}

show_status() {
  local pid
  if ! pid=$(running_pid); then
    echo "Not running."
    return 3
  fi
  if is_healthy; then
    echo "Running (process $pid): http://localhost:$port"
  else
    echo "Running (process $pid), but http://localhost:$port/health is not healthy (yet). Log: $log_file"
  fi
}

case ${1:-} in
  '') exec node scripts/start.mjs ;;
  --daemon) start_daemon ;;
  status) show_status ;;
  stop) stop_daemon ;;
  restart)
    stop_daemon
    start_daemon
    ;;
  --ssl)
    echo "TLS belongs in a reverse proxy (nginx, Caddy) in front of http://localhost:$port: start without --ssl, let the proxy hold the certificate, and set SESSION_COOKIE_SECURE=true and ARCHITECT_ALLOWED_HOSTS to its host name." >&2
    exit 78
    ;;
  help | --help | -h) usage ;;
  *)
    echo "./deploy.sh doesn't know \"$1\"." >&2
    usage >&2
    exit 78
    ;;
esac
