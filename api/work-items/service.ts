/** "Work on this": a feature or bug becomes a prompt, which it follows from then on. */
import type { z } from 'zod';
import type { BugRow, FeatureRow, ItemRow, ProjectRow } from '../../store/work-items/rows';
import { ENDED_STATUSES, type WorkKind } from '../../workflows/contracts/work-item-words';
import type { AppDeps } from '../context';
import { conflict, notFound } from '../http/errors';
import type { PromptService } from '../prompts/service';
import type { sendItem } from './requests';
import { withoutControl } from '../../workflows/contracts/control-characters';

export type WorkService = ReturnType<typeof workService>;

export function workService({ store }: Pick<AppDeps, 'store'>, prompts: PromptService) {
  const itemOf = (kind: WorkKind, id: number): FeatureRow | BugRow => {
    const item = kind === 'feature' ? store.features.get(id) : store.bugs.get(id);
    if (!item) throw notFound(`${kind} ${id}`);
    return item;
  };
  const textOf = (kind: WorkKind, item: FeatureRow | BugRow, project: ProjectRow | undefined): string =>
    kind === 'feature'
      ? promptText(`Implement this feature: ${item.title}`, item, project, (item as FeatureRow).spec)
      : promptText(`Fix this bug: ${item.title}`, item, project, null);

  return {
    /**
     * Queues the prompt. null: the key was used for another request.
     * @throws HttpError 404, or 409 where it is worked on or done already
     */
    async send(
      kind: WorkKind,
      id: number,
      wanted: z.output<typeof sendItem>,
      by: string,
      key: string | null,
    ) {
      const item = itemOf(kind, id);
      const project = item.project_id === null ? undefined : store.projects.get(item.project_id);
      const prompt = {
        ...wanted,
        content: textOf(kind, item, project),
        source: kind,
        priority: wanted.priority ?? item.priority ?? 0,
        metadata: {
          [`${kind}_id`]: id,
          ...(project && { project: project.name }),
          ...(project?.source_path && { working_dir: project.source_path }),
        },
      };
      const former_status = item.status ?? (kind === 'feature' ? 'draft' : 'open');
      return prompts.send(prompt, by, key, {
        link: { kind, item_id: id, former_status },
        projectId: project?.id ?? null,
        check() {
          const name = `${kind === 'feature' ? 'Feature' : 'Bug'} ${id}`;
          if (ENDED_STATUSES[kind].includes(former_status)) {
            throw conflict(
              `${name} is ${former_status}: give it another status first to have it worked on again.`,
            );
          }
          const underWay = store.work.promptOf(kind, id);
          if (underWay !== undefined) {
            throw conflict(
              `Prompt ${underWay} works on ${name.toLowerCase()} already: cancel it first, or wait for its end.`,
            );
          }
        },
      });
    },
  };
}

/** What the agent gets to read. Texts of the original may hold control characters, which a terminal would act on. */
function promptText(
  title: string,
  { description }: ItemRow,
  project: ProjectRow | undefined,
  spec: string | null,
): string {
  const where =
    project && `Project: ${project.name}${project.source_path ? ` (${project.source_path})` : ''}`;
  const parts = [title, description?.trim(), spec?.trim() && `Specification:\n${spec.trim()}`, where];
  return withoutControl(parts.filter(Boolean).join('\n\n'));
}
