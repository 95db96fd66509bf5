/** Many clients in a thread of their own, and one that asks for /health meanwhile, on a new connection each time. */
const { request } = require('node:http');
const { performance } = require('node:perf_hooks');
const { parentPort, workerData } = require('node:worker_threads');

const { url, token, path, clients } = workerData;
let served = 0;
const healthMs = [];

/** Calls `done` when the answer holds `until`, or at its end. */
function get(where, until, done) {
  const headers = { Authorization: `Bearer ${token}` };
  const sent = request(url + where, { agent: false, headers }, (response) => {
    let isDone = false;
    const finish = () => {
      if (!isDone) done(response.statusCode);
      isDone = true;
    };
    response.on('data', (data) => until && data.includes(until) && finish());
    response.on('end', finish);
    response.on('error', () => undefined);
  });
  sent.on('error', () => undefined);
  sent.end();
  return sent;
}

function askHealth() {
  const beganMs = performance.now();
  get('/health', undefined, (status) => {
    healthMs.push(status === 200 ? performance.now() - beganMs : Infinity);
    if (served < clients) askHealth();
    else end();
  });
}

const open = Array.from({ length: clients }, () => get(path, 'event:state', () => (served += 1)));
askHealth();

function end() {
  parentPort.postMessage({ healthMs, served });
  for (const one of open) one.destroy();
}
