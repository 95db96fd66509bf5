/** Whether it is quiet for a person, and until when: by the clock of their zone, over midnight and changes of that clock. Pure. */
import { DateTime } from 'luxon';
import type { AlertSeverity, ShownAlertKind } from '../../workflows/contracts/alerts';
import type { QuietHours, QuietSpan, Weekday } from '../../workflows/contracts/quiet-hours';

/** As long as any chain of spans can be without a gap; a week that is quiet as a whole ends nowhere. */
const MOST_SPANS = 8;

/** When it ends to be quiet; null: it isn't. */
export function quietUntil({ zone, spans }: Pick<QuietHours, 'zone' | 'spans'>, at: Date): Date | null {
  let end: number | null = null;
  for (let count = 0; count < MOST_SPANS; count += 1) {
    const next = spanEnd(spans, DateTime.fromMillis(end ?? at.getTime(), { zone }));
    if (next === null) break;
    end = next;
  }
  return end === null ? null : new Date(end);
}

/** The latest end of the spans that hold at that moment. */
function spanEnd(spans: readonly QuietSpan[], at: DateTime): number | null {
  const ends = spans.flatMap((span) =>
    // One that holds now began today or yesterday.
    [0, 1].flatMap((ago) => {
      const day = at.startOf('day').minus({ days: ago });
      if (!span.days.includes(day.weekday as Weekday)) return [];
      const over = span.to <= span.from ? 1 : 0;
      const begins = moments(day, span.from)[0] as number;
      const ends = moments(day.plus({ days: over }), span.to).at(-1) as number;
      return begins <= at.toMillis() && at.toMillis() < ends ? [ends] : [];
    }),
  );
  return ends.length === 0 ? null : Math.max(...ends);
}

/** When it is that time on that day: twice in an hour that is repeated, and later in one that is left out. */
function moments(day: DateTime, time: string): number[] {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  return day
    .set({ hour, minute })
    .getPossibleOffsets()
    .map((moment) => moment.toMillis())
    .sort((a, b) => a - b);
}

export interface Told {
  readonly kind: ShownAlertKind;
  readonly severity: AlertSeverity;
}

/** Whether it reaches them although it is quiet. */
export function passesQuiet({ passes }: Pick<QuietHours, 'passes'>, { kind, severity }: Told): boolean {
  const isUrgent = kind === 'secret' || severity === 'critical';
  return isUrgent && passes.some((one) => one === kind);
}
