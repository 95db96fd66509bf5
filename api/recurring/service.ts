/** What is asked of recurring prompts: the record first, then the engine, which may be away. */
import type { z } from 'zod';
import type { RecurringRow, RecurringWish } from '../../store/recurring/rows';
import { ScheduleRefusedError } from '../../temporal/schedules';
import { EngineUnavailableError } from '../../temporal/errors';
import { checkedCron, localZone } from '../../temporal/schedules/spec';
import type { ScheduleSpec } from '../../workflows/contracts/schedules';
import type { AppDeps } from '../context';
import { conflict, invalid, notFound, unknownReference } from '../http/errors';
import type { PromptService } from '../prompts/service';
import { renderChecked } from '../templates/rendering';
import type { changeRecurring, newRecurring } from './requests';

type Wanted = z.output<typeof newRecurring>;
type Change = z.output<typeof changeRecurring>;
type TextChange = Pick<Change, 'content' | 'template' | 'variables'>;

export type RecurringService = ReturnType<typeof recurringService>;

export function recurringService(
  { store, orchestrator, log }: Pick<AppDeps, 'store' | 'orchestrator' | 'log'>,
  prompts: Pick<PromptService, 'target' | 'checkSize'>,
) {
  const { recurring, templates } = store;
  const requireRow = (id: number): RecurringRow => {
    const row = recurring.get(id);
    if (!row) throw notFound(`recurring prompt ${id}`);
    return row;
  };
  const specOf = ({ cron, interval }: Pick<Change, 'cron' | 'interval'>): ScheduleSpec | undefined => {
    if (cron != null && interval != null) throw invalid('cron', 'expected either cron or interval');
    if (interval != null) return { everySeconds: interval };
    if (cron == null) return undefined;
    try {
      return { cron: checkedCron(cron) };
    } catch (error) {
      throw invalid('cron', (error as Error).message);
    }
  };

  /** Its text: one of its own, or a template's; what the template makes of the values is tried. */
  const textOf = (wanted: TextChange) => {
    if (wanted.template == null) {
      prompts.checkSize('content', wanted.content ?? '');
      return { content: wanted.content ?? null, template_id: null, variables: {} };
    }
    const template = templates.get(wanted.template);
    if (!template) throw invalid('template', `there is no template '${wanted.template}'`);
    const variables = wanted.variables ?? {};
    prompts.checkSize('variables', renderChecked(template, variables));
    return { content: null, template_id: template.id, variables };
  };

  const targetOf = async (wanted: Pick<Change, 'target_session' | 'target_provider'>) => {
    const { session, provider, expected } = await prompts.target(wanted);
    return { target_session: session, target_provider: provider, expected_provider: expected };
  };
  const checkProject = (id: number | null | undefined): void => {
    if (id != null && !store.projects.get(id))
      throw unknownReference('project_id', `there is no project ${id}`);
  };
  const checkName = (name: string, id?: number): void => {
    const other = recurring.named(name);
    if (other && other.id !== id) throw conflict(`There is a recurring prompt '${name}' already.`);
  };

  /** The schedule in the engine; where that is away, it follows when it answers. `undo`: where it refuses the times. */
  const follow = async (id: number, undo: () => void): Promise<void> => {
    try {
      await orchestrator.followRecurring(id);
    } catch (error) {
      if (error instanceof ScheduleRefusedError) {
        undo();
        throw invalid('cron', `the workflow engine refuses these times: ${error.message}`);
      }
      recurring.followLater(id);
      const err = error instanceof EngineUnavailableError ? undefined : error;
      log.warn({ recurringId: id, err }, 'the schedule of a recurring prompt follows later');
    }
  };

  return {
    requireRow,

    async create(wanted: Wanted, by: string): Promise<number> {
      const { name, priority, timeout_minutes, max_retries, catch_up_minutes, paused } = wanted;
      const spec = specOf(wanted);
      if (!spec) throw invalid('cron', 'expected cron or interval');
      checkProject(wanted.project_id);
      const text = textOf(wanted);
      const target = await targetOf(wanted);
      checkName(name);
      const wish: RecurringWish = {
        ...{
          ...text,
          ...target,
          name,
          priority,
          timeout_minutes,
          max_retries,
          catch_up_minutes,
          paused,
          spec,
        },
        specialty: wanted.specialty ?? null,
        project_id: wanted.project_id ?? null,
        timezone: wanted.timezone ?? localZone(),
      };
      const id = recurring.add(wish, by);
      await follow(id, () => recurring.remove(id));
      return id;
    },

    async change(id: number, wanted: Change, by: string): Promise<void> {
      const { target_session, target_provider, content, template, variables, cron, interval, ...plain } =
        wanted;
      requireRow(id);
      checkProject(wanted.project_id);
      const spec = specOf({ cron, interval });
      // What isn't changed is not looked at: one whose session has gone can be paused all the same.
      const isMoved = target_session !== undefined || target_provider !== undefined;
      const target = isMoved ? await targetOf({ target_session, target_provider }) : {};
      const before = requireRow(id);
      const text = [content, template, variables].some((one) => one !== undefined)
        ? textOf(changedText(before, { content, template, variables }))
        : {};
      const known = Object.fromEntries(Object.entries(plain).filter(([, value]) => value !== undefined));
      const wish: RecurringWish = { ...before, ...known, ...target, ...text, ...(spec && { spec }) };
      checkName(wish.name, id);
      recurring.change(id, wish, by);
      await follow(id, () => recurring.change(id, before, before.updated_by));
    },

    async remove(id: number): Promise<void> {
      requireRow(id);
      recurring.remove(id);
      // A schedule that is left for now queues nothing.
      await follow(id, () => {});
    },
  };

  /** A text takes the place of a template, and the other way round. */
  function changedText(row: RecurringRow, { content, template, variables }: TextChange): TextChange {
    if (content != null && template != null)
      throw invalid('template', 'expected either content or a template');
    if (template != null) return { template, variables };
    if (content != null) {
      if (variables != null) throw invalid('variables', 'expected only with a template');
      return { content };
    }
    if (row.template_id === null) {
      if (variables != null) throw invalid('variables', 'expected only with a template');
      throw invalid('content', 'expected text, or a template in its place');
    }
    if (template === null) throw invalid('template', 'expected a template, or content in its place');
    const { name } = templates.byId(row.template_id) ?? {};
    return { template: name, variables: variables ?? row.variables };
  }
}
