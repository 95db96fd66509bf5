/** A session of Claude Code in /home/me/work, with the rules of a new installation. */
import { decide, DEFAULT_RULES, type Decision, type Request, type Rule } from '../../policy';

export const session = { agent: 'claude', workingDir: '/home/me/work', home: '/home/me' } as const;

export function ask(request: Partial<Request>, rules: readonly Rule[] = DEFAULT_RULES): Decision {
  return decide({ ...session, tool: 'Bash', ...request }, rules);
}

export const verdictOf = (command: string, rules?: readonly Rule[]) => ask({ command }, rules).verdict;

/** The default rules with others in front of them. */
export function withRules(...added: readonly Partial<Rule>[]): readonly Rule[] {
  const own = added.map((rule, index): Rule => ({
    id: 1000 + index,
    position: index - added.length,
    agent: '*',
    tool: 'Bash',
    kind: 'command',
    pattern: '*',
    verdict: 'allow',
    note: 'a rule of the user',
    enabled: true,
    builtin: false,
    ...rule,
  }));
  return [...own, ...DEFAULT_RULES];
}

/** Always the same numbers in [0, 1) for the same seed (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
