import { unserved } from '../instance';
import { type Check, fault, ok, warning } from './finding';

export const checkServer: Check = ({ config, standing }) => {
  if (standing.state === 'free') return ok('No dashboard runs on this data directory.');
  if (standing.state !== 'serving')
    return fault(unserved(config.dataDir, standing), 'architect stop, then architect start --daemon.');
  const { pid, url, trouble } = standing;
  const running = `It runs at ${url} (process ${pid})`;
  return trouble.length === 0
    ? ok(`${running}.`)
    : trouble.map((one) => warning(`${running}, with trouble: ${one}`, 'architect health says more.'));
};
