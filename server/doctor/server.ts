import { unserved } from '../instance';
import { type WorkerProcess, workersOf } from '../worker/registry';
import { type Check, fault, ok, warning } from './finding';

export const checkServer: Check = ({ config, standing }) => {
  const workers = workersOf(config.dataDir);
  if (standing.state === 'free' && workers.length > 0)
    return warning(
      `Worker processes wait for a server: ${pidsOf(workers)}.`,
      'Start it with architect start or npm run api, or end them with architect stop.',
    );
  if (standing.state === 'free') return ok('No dashboard runs on this data directory.');
  if (standing.state !== 'serving')
    return fault(unserved(config.dataDir, standing), 'architect stop, then architect start --daemon.');
  const { pid, url, version, trouble } = standing;
  const beside = workers.length > 0 ? `, worker processes ${pidsOf(workers)}` : '';
  const running = `It runs at ${url} (process ${pid}${beside})`;
  const others = workers.filter((worker) => worker.version !== version);
  if (others.length > 0)
    return warning(
      `The server is of release ${version}, and worker processes of another one: ${others.map((one) => `${one.pid} (${one.version})`).join(', ')}.`,
      'architect restart --rolling has all of them started again.',
    );
  return trouble.length === 0
    ? ok(`${running}.`)
    : trouble.map((one) => warning(`${running}, with trouble: ${one}`, 'architect health says more.'));
};

const pidsOf = (workers: readonly WorkerProcess[]): string => workers.map(({ pid }) => pid).join(', ');
