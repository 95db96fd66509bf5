/** Schedules: shown, paused, changed, triggered. */
import type { z } from 'zod';
import { ScheduleRefusedError } from '../../temporal/schedules';
import { checkedCron } from '../../temporal/schedules/spec';
import type { ScheduleSpec } from '../../workflows/contracts/schedules';
import { conflict, invalid, notFound } from '../http/errors';
import { routes } from '../http/route';
import { workflowUrls } from '../system/facts';
import { scheduleOperations } from './operations';
import type { changeSchedule } from './requests';
import { runView, scheduleView } from './views';

export const scheduleRoutes = routes(scheduleOperations)((services) => {
  const { orchestrator, log } = services;
  const urlOf = workflowUrls(services);
  const entryOf = (id: string) => {
    const entry = orchestrator.scheduleEntry(id);
    if (!entry) throw notFound(`schedule '${id}', or a setting has switched it off`);
    return entry;
  };

  return {
    async list() {
      const items = (await orchestrator.listSchedules()).map((one) => scheduleView(one, urlOf));
      return { items, total: items.length };
    },

    get: async ({ params: { id } }) => scheduleView(await orchestrator.getSchedule(entryOf(id)), urlOf),

    async change({ params: { id }, body, actor: by }) {
      const entry = entryOf(id);
      const spec = wantedSpec(body);
      try {
        const state = await orchestrator.changeSchedule(entry, { paused: body.paused, spec, by });
        log.info({ schedule: id, paused: state.paused, times: state.words, by }, 'a schedule was changed');
        return scheduleView(state, urlOf);
      } catch (error) {
        if (!(error instanceof ScheduleRefusedError)) throw error;
        throw invalid(
          body.cron == null ? 'interval' : 'cron',
          `the workflow engine refuses it: ${error.message}`,
        );
      }
    },

    async trigger({ params: { id }, actor: by }) {
      const run = await orchestrator.triggerSchedule(entryOf(id));
      if (run === undefined) throw conflict(`A run of '${id}' is at work already: wait until it has ended.`);
      log.info({ schedule: id, by }, 'a schedule was triggered');
      return { run: run && runView(run, urlOf) };
    },
  };
});

/** undefined: it stays; null: our own again. @throws HttpError that names the field */
function wantedSpec({ interval, cron }: z.output<typeof changeSchedule>): ScheduleSpec | null | undefined {
  if (cron != null) return { cron: checked(cron) };
  if (interval != null) return { everySeconds: interval };
  return interval === null || cron === null ? null : undefined;
}

function checked(cron: string): string {
  try {
    return checkedCron(cron);
  } catch (error) {
    throw invalid('cron', (error as Error).message);
  }
}
