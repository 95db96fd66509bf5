/** How findings are made: each check names its component once. */
import type { HealthLimits } from '../../config/health-limits';
import type { Finding, HealthComponent } from '../../workflows/contracts/health';

type Parts = Pick<Finding, 'reason' | 'remedy'> &
  Partial<Pick<Finding, 'status' | 'subjects' | 'value' | 'limit'>>;

/** `kind` tells the troubles of one component apart. */
export function finding(component: HealthComponent, kind: string, parts: Parts): Finding {
  const cause = `${component}.${kind}`;
  return { cause, component, status: 'degraded', subjects: [], value: null, limit: null, ...parts };
}

/** What was so before this process began. */
export interface Before {
  readonly awakeMs: () => number;
  /** Whom the outage of that cause concerned; nobody where there was none. */
  readonly subjectsOf: (cause: string) => ReadonlySet<string>;
}

/** One of the things that are looked at. */
export interface Check {
  readonly component: HealthComponent;
  /** Causes of other components that it finds too. */
  readonly further?: readonly string[];
  /** What is wrong now. It may throw: then nobody knows. */
  readonly find: (limits: HealthLimits) => Promise<readonly Finding[]>;
}

/** A look and a pure judgement of what was seen. */
export function check<Figures>(
  component: HealthComponent,
  look: () => Figures | Promise<Figures>,
  judge: (figures: Figures, limits: HealthLimits) => readonly Finding[],
  further: readonly string[] = [],
): Check {
  return { component, further, find: async (limits) => judge(await look(), limits) };
}

/** `1 prompt is`, `3 prompts are`. */
export const count = (number: number, noun: string, one: string, many: string): string =>
  `${number} ${noun}${number === 1 ? '' : 's'} ${number === 1 ? one : many}`;
