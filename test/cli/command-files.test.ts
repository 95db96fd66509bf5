import { Command } from 'commander';
import { COMMAND_FILES } from '../../cli/command-files';
import type { Context } from '../../cli/context';
import type { Io } from '../../cli/io';
import { buildProgram } from '../../cli/program';

test.each(COMMAND_FILES.map(({ names, load }) => [names.join(' '), names, load] as const))(
  'the file of %s makes these commands and no others',
  async (_title, names, load) => {
    const program = new Command();
    await (
      await load()
    )(program, {} as Context);
    expect(program.commands.map((command) => command.name())).toEqual(names);
  },
);

test.each([
  [['status'], ['status', 'queue']],
  [['--json', '--url', 'http://localhost:1', 'prompts', '--limit', '3'], ['prompts']],
])('for %j only the file of that command is loaded', async (argv, names) => {
  const { program } = await buildProgram({} as Io, argv);
  expect(program.commands.map((command) => command.name())).toEqual(names);
});

test.each([[[]], [['--help']], [['help', 'status']], [['statsu']]])('for %j all are loaded', async (argv) => {
  const { program } = await buildProgram({} as Io, argv);
  expect(program.commands.map((command) => command.name())).toEqual(
    COMMAND_FILES.flatMap(({ names }) => names),
  );
});
