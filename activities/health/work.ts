/** Prompts and tasks that stand still, and sessions that do nothing although there is work for them. */
import type { HealthLimits } from '../../config/health-limits';
import type { Store } from '../../store';
import type { StuckTask } from '../../store/tasks/stuck';
import type { StuckPrompt, WaitingPrompts } from '../../store/prompts/stuck';
import type { Finding } from '../../workflows/contracts/health';
import { type Check, count, finding } from './finding';

export function judgeStuckPrompts(stuck: readonly StuckPrompt[]): Finding[] {
  if (stuck.length === 0) return [];
  return [
    finding('prompts', 'stuck', {
      reason: `${count(stuck.length, 'prompt', 'stands', 'stand')} still: ${stuck
        .slice(0, 5)
        .map(({ id, stage }) => `${id} (${stage})`)
        .join(', ')}.`,
      remedy: 'Its receipt says how far it came (architect explain); retry or reassign it.',
      subjects: stuck.map(({ id }) => String(id)),
      value: stuck.length,
      limit: 0,
    }),
  ];
}

export function judgeWaiting({ idleSessions, forIdle, hindered }: WaitingPrompts): Finding[] {
  const found: Finding[] = [];
  if (forIdle.length > 0)
    found.push(
      finding('sessions', 'idle_with_work', {
        reason: `${count(idleSessions.length, 'session', 'is', 'are')} idle while ${count(forIdle.length, 'prompt', 'waits', 'wait')} that could be done there.`,
        remedy:
          'The prompts say what they wait for (architect prompts --status pending); reassign gives them to a session.',
        subjects: idleSessions,
        value: forIdle.length,
        limit: 0,
      }),
    );
  if (hindered.length > 0)
    found.push(
      finding('prompts', 'no_session', {
        reason: `${count(hindered.length, 'prompt', 'waits', 'wait')} for a session that there is not.`,
        remedy: 'Each says what it needs (architect logs ID); make such a session, or reassign the prompt.',
        subjects: hindered.map(String),
        value: hindered.length,
        limit: 0,
      }),
    );
  return found;
}

export function judgeTasks(stuck: readonly StuckTask[]): Finding[] {
  if (stuck.length === 0) return [];
  return [
    finding('tasks', 'stuck', {
      reason: `${count(stuck.length, 'task', 'stands', 'stand')} still: ${stuck
        .slice(0, 5)
        .map(({ id, status }) => `${id} (${status})`)
        .join(', ')}.`,
      remedy: 'Its output says how far it came (architect tasks logs); cancel it, or start it again.',
      subjects: stuck.map(({ id }) => String(id)),
      value: stuck.length,
      limit: 0,
    }),
  ];
}

type WorkStore = Pick<Store, 'stuckPrompts' | 'stuckTasks'>;

export const workChecks = ({ stuckPrompts, stuckTasks }: WorkStore): Check[] => [
  {
    component: 'prompts',
    further: ['sessions.idle_with_work'],
    find: async ({ stuck_minutes, idle_minutes }: HealthLimits) => [
      ...judgeStuckPrompts(stuckPrompts.underWay(stuck_minutes)),
      ...judgeWaiting(stuckPrompts.waiting(idle_minutes)),
    ],
  },
  { component: 'tasks', find: async ({ stuck_minutes }) => judgeTasks(stuckTasks(stuck_minutes)) },
];
