/** Choices that follow the live sessions, and the agents to choose from. */
import { PROVIDERS } from '../../../../workflows/contracts/glossary';
import type { Body } from '../../app/api';
import { sessionLook } from '../../app/labels';
import { sortedSessions, state } from '../../app/state';
import type { Choice } from '../../ui/fields';

export type Agent = NonNullable<Body<'POST /api/sessions'>['provider']>;
/** Agents that a prompt or a session can ask for. */
export const AGENTS: readonly Agent[] = PROVIDERS;

export const AGENT_CHOICES: readonly Choice[] = [
  { value: '', label: 'Any agent' },
  ...AGENTS.map((name) => ({ value: name, label: name })),
];

/**
 * A chosen session that ended stays among them: the prompt must not silently go to any other.
 * @param anyLabel the words for "no particular session"
 */
export function sessionChoices(anyLabel: string, chosen = ''): Choice[] {
  const named = sortedSessions().map(({ name, status }) => ({
    value: name,
    label: `${name} (${sessionLook(status).label.toLowerCase()})`,
  }));
  const ended = chosen && !state.sessions.has(chosen) ? [{ value: chosen, label: `${chosen} (ended)` }] : [];
  return [{ value: '', label: anyLabel }, ...named, ...ended];
}
