#!/usr/bin/env node
/** The life of the server under the names of the original: what the `architect` command does, also before anything is built. */
import { answer, parts, restart, start, startOptions } from './lib/life.mjs';
import { EXIT_CONFIGURATION, runMain, SetupError } from './lib/project.mjs';

const USAGE = `./deploy.sh             start in this terminal (as npm start)
./deploy.sh --ssl       the same over HTTPS
./deploy.sh --daemon    start in the background, and wait until it serves; also with --ssl, --workers N
./deploy.sh status      say whether it serves, however it was started
./deploy.sh stop        stop it, however it was started
./deploy.sh restart     stop it and start it in the background; also with --ssl, or one process
                        after the other with --rolling

architect start, stop, restart and status do the same.
The dashboard is at PORT (8080), the monitor alone at MONITOR_PORT (8081; 0 = no port of its own).
Exit codes: 0 = done, or it serves; 1 = it died, or could not be started or stopped; 3 = not running;
4 = there is a process, but it doesn't serve; 78 = a person has to change something first.
`;

await runMain(async () => {
  const [verb = 'start', ...args] = process.argv.slice(2);
  switch (verb) {
    case 'start':
      return start(startOptions('start', args));
    case '--daemon':
    case '--ssl':
    case '--workers':
      return start(startOptions('start', [verb, ...args]));
    case 'restart':
      return restart(startOptions('restart', args, ['--ssl', '--workers', '--rolling']));
    case 'status':
    case 'stop': {
      const { daemon, config } = await parts();
      return daemon[verb](config, answer);
    }
    case 'help':
    case '--help':
    case '-h':
      process.stdout.write(USAGE);
      return 0;
    default:
      throw new SetupError(`./deploy.sh doesn't know "${verb}".\n${USAGE}`, EXIT_CONFIGURATION);
  }
});
