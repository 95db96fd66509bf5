/** A word that is no command of its group is told with those there are, whatever options follow it: one way for all groups. */
import type { Command } from 'commander';

/** What a group without such a command complains of, as its own arguments and options. */
const WORD_TOO_MANY = /^error: (?:unknown command|unknown option|too many arguments)/;

/** Call it when all commands are made: they would inherit it. */
export function nameCommands(program: Command): void {
  for (const group of program.commands.filter(({ commands }) => commands.length > 0)) {
    // One that lists without a further word does it by a command of its own, which is what complains then.
    // What takes a word of its own, as `hooks claude` does, says by itself what is wrong with it.
    const wordless = [group, ...group.commands].filter(
      ({ registeredArguments: taken }) => taken.length === 0,
    );
    for (const speaker of wordless) nameIn(group, speaker);
    nameCommands(group);
  }
}

function nameIn(group: Command, speaker: Command): void {
  const { outputError } = speaker.configureOutput();
  speaker.configureOutput({
    outputError(text, write) {
      const named = WORD_TOO_MANY.test(text)
        ? faultOf(group, { needsWord: text.startsWith('error: unknown command') })
        : undefined;
      const guess = /\n?\(Did you mean [^\n]*\)/.exec(text)?.[0].trim();
      const said = named === undefined ? text : `error: ${named}${guess === undefined ? '' : ` ${guess}`}\n`;
      outputError?.(said, write);
    },
  });
}

function faultOf(group: Command, { needsWord }: { needsWord: boolean }): string | undefined {
  const [word] = group.args;
  const known = group.createHelp().visibleCommands(group);
  const names = known.map((one) => one.name()).filter((name) => name !== 'help');
  const isKnown = (one: Command): boolean => one.name() === word || one.aliases().includes(word ?? '');
  if (word === undefined || word.startsWith('-') || group.commands.some(isKnown)) return undefined;
  return `${pathOf(group)}: unknown command '${word}'. Expected ${names.join(', ')}${needsWord ? '' : ' or nothing'}.`;
}

/** `confirm rules` */
const pathOf = (group: Command): string =>
  group.parent?.parent ? `${pathOf(group.parent)} ${group.name()}` : group.name();
