import { createServer } from 'node:net';
import { engineLeftIn } from '../../engine/ours';
import { type Check, fault, type Finding, isOurs, ok, warning } from './finding';

export const checkPorts: Check = async (facts) => {
  const { config } = facts;
  const { host, port, monitorPort, temporal } = config;
  const wanted = [
    ['PORT', port, host],
    ['MONITOR_PORT', monitorPort, host],
    ...(temporal.address === undefined
      ? ([
          ['TEMPORAL_PORT', temporal.port, '127.0.0.1'],
          ['TEMPORAL_UI_PORT', temporal.uiPort, '127.0.0.1'],
        ] as const)
      : []),
  ] as const;
  const taken = wanted.filter(([, number]) => number !== 0);
  const twice = taken.find(([, number], place) => taken.findIndex(([, other]) => other === number) < place);
  if (twice)
    return fault(
      `Port ${twice[1]} is asked for twice, by ${twice[0]} too.`,
      `Set ${twice[0]} to another one.`,
    );
  const names = taken.map(([, number]) => number).join(', ');
  // A server without the monitor's port says so itself.
  if (isOurs(facts)) return ok(`The dashboard has its ports (${names}).`);
  const ownEngine = (await engineLeftIn(config.dataDir)) !== undefined;
  const found = await Promise.all(
    taken.map(async ([setting, number, address]): Promise<Finding[]> => {
      if (setting === 'TEMPORAL_PORT' && ownEngine) return [];
      const code = await faultOf(number, address);
      if (code === undefined) return [];
      return [refusal(setting, number, code)];
    }),
  );
  return found.flat().length > 0 ? found.flat() : ok(`The ports are free (${names}).`);
};

/** The dashboard does without the monitor's port, and says so itself. */
function refusal(setting: string, port: number, code: string): Finding {
  const found = portFault(setting, port, code);
  if (setting !== 'MONITOR_PORT') return found;
  const { message, remedy } = found;
  return warning(`${message} The monitor is at /monitor.html of the dashboard's port only.`, remedy ?? '');
}

function portFault(setting: string, port: number, code: string): Finding {
  if (code === 'EADDRINUSE')
    return fault(
      `Port ${port} is in use by another program.`,
      `Stop that one (ss -ltnp 'sport = :${port}' names it), or set ${setting} to a free port.`,
    );
  if (code === 'EACCES')
    return fault(`Port ${port} needs more rights than this user has.`, `Set ${setting} to one above 1023.`);
  return fault(
    `Port ${port} can't be listened on (${code}).`,
    `Set HOST to an address of this machine, or ${setting}.`,
  );
}

function faultOf(port: number, host: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    server.listen(port, host, () => server.close(() => resolve(undefined)));
  });
}
