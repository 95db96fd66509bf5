import type { Command } from 'commander';
import type { Context } from '../context';
import { EXIT } from '../errors';
import { type Colour, oneLine, painter } from '../output';

const COLOURS: Readonly<Record<string, Colour>> = { ok: 'green', warning: 'yellow', fault: 'red' };

export function registerDoctor(program: Command, context: Context): void {
  program
    .command('doctor')
    .description(
      'check all that can be wrong with this installation, and say how to mend it; changes nothing',
    )
    .addHelpText('after', '\nIt works with the server up or down. Exit codes: 0 no fault, 1 faults.')
    .action(async () => {
      const config = await context.config();
      // Loaded here: it looks at everything.
      const { examine } = await import('../../server/doctor/index.js');
      const checks = await examine(config);
      const faults = checks.filter(({ verdict }) => verdict === 'fault').length;
      const warnings = checks.filter(({ verdict }) => verdict === 'warning').length;
      const paint = painter(context.io.stdout);
      await context.show({ ok: faults === 0, checks }, () =>
        [
          ...checks.map(
            ({ check, verdict, message, remedy }) =>
              `${paint(COLOURS[verdict], verdict.padEnd(8))} ${check.padEnd(13)} ${oneLine(message)}\n` +
              (remedy === null ? '' : `${' '.repeat(23)}-> ${oneLine(remedy)}\n`),
          ),
          `\n${faults} ${faults === 1 ? 'fault' : 'faults'}, ${warnings} ${warnings === 1 ? 'warning' : 'warnings'}.\n`,
        ].join(''),
      );
      if (faults > 0) context.exitCode = EXIT.error;
    });
}
