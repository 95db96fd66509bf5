/** Which rule decides a part. Rules are compiled once for each list of them. */
import { commandMatcher } from './command-pattern';
import { hostMatcher, pathMatcher, type PathMatcher } from './path-pattern';
import type { Part } from './parts';
import type { Places } from './paths';
import type { Rule } from './types';

type RuledPart = Exclude<Part, { readonly kind: 'fixed' }>;

interface Compiled {
  readonly rule: Rule;
  readonly fits: (part: RuledPart, tool: string, places: Places) => boolean;
}

/** By the identity of the list: a changed list is a new one. */
const compiled = new WeakMap<readonly Rule[], readonly Compiled[]>();

export interface Asked {
  readonly agent: string;
  readonly tool: string;
  readonly places: Places;
}

/** The first enabled rule by position that fits. */
export function firstRule(part: RuledPart, asked: Asked, rules: readonly Rule[]): Rule | undefined {
  const tool = part.kind === 'path' ? part.tool : asked.tool;
  return compile(rules).find(
    ({ rule, fits }) => (rule.agent === '*' || rule.agent === asked.agent) && fits(part, tool, asked.places),
  )?.rule;
}

function compile(rules: readonly Rule[]): readonly Compiled[] {
  const known = compiled.get(rules);
  if (known) return known;
  const list = rules
    .filter((rule) => rule.enabled)
    .sort((a, b) => a.position - b.position)
    .map((rule) => ({ rule, fits: compileRule(rule) }));
  compiled.set(rules, list);
  return list;
}

function compileRule(rule: Rule): Compiled['fits'] {
  const careful = rule.verdict !== 'allow';
  try {
    const forTool = toolMatcher(rule);
    switch (rule.kind) {
      case 'command': {
        const matches = commandMatcher(rule.pattern);
        return (part, tool) =>
          part.kind === 'command' &&
          (careful || (part.unclear === undefined && !(rule.builtin && part.doubt))) &&
          forTool(tool) &&
          matches(part.text);
      }
      case 'path': {
        const matches = pathMatcher(rule.pattern, careful);
        const matchesHost = hostMatcher(rule.pattern);
        return (part, tool, places) =>
          part.kind === 'path'
            ? forTool(tool) && (matches(part.path, places) || (!careful && inProject(part, places, matches)))
            : part.kind === 'host' && forTool(tool) && matchesHost(part.host);
      }
      case 'any':
        // Allowing all that a shell may do is not a matter of one rule.
        return (part, tool) => (careful || part.kind === 'use' || part.kind === 'host') && forTool(tool);
    }
  } catch {
    // A rule that can't be read (`validateRule` refuses it) must not make anything more allowed.
    return () => careful;
  }
}

const READS = new Set(['Read', 'NotebookRead', 'Grep', 'Glob', 'LS', 'ReadTree']);
/** What may be read in the working directory may be read in the project around it. */
const inProject = (part: Extract<RuledPart, { kind: 'path' }>, places: Places, matches: PathMatcher) =>
  READS.has(part.tool) && matches(part.path, { ...places, workingDir: places.projectRoot });

const EDITS = ['Edit', 'MultiEdit', 'NotebookEdit'];
/** A rule against writing is against these too; one that allows it doesn't allow deleting. */
const DELETES = ['Delete', 'DeleteTree'];

function toolMatcher({ tool, verdict }: Rule): (tool: string) => boolean {
  const covered = tool === 'Write' || tool === 'Edit' ? [...EDITS] : [];
  if (tool === 'Write' && verdict !== 'allow') covered.push(...DELETES);
  // Who may read a file may see its name.
  if (tool === 'Bash') covered.push('List');
  if (tool === '*') return () => true;
  if (!tool.includes('*')) return (name) => name === tool || covered.includes(name);
  return commandMatcher(tool);
}
