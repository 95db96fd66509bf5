/** Templates: kept, changed, tried. */
import type { z } from 'zod';
import { isoTime } from '../../store/db/time';
import type { TemplateRow, TemplateWish } from '../../store/templates';
import { valueFaults, variablesOf } from '../../store/templates/render';
import { conflict, invalid, notFound } from '../http/errors';
import { routes } from '../http/route';
import { MAX_CONTENT_BYTES } from '../../store/prompts/limits';
import { templateOperations } from './operations';
import { renderChecked } from './rendering';
import type { template } from './responses';

export const templateRoutes = routes(templateOperations)(({ store }) => {
  const { templates, recurring } = store;
  const requireTemplate = (name: string): TemplateRow => {
    const row = templates.get(name);
    if (!row) throw notFound(`template '${name}'`);
    return row;
  };
  const view = (row: TemplateRow) => templateView(row, templates.usedBy(row.id));
  const check = (wish: TemplateWish, id?: number): void => {
    if (Buffer.byteLength(wish.text) > MAX_CONTENT_BYTES)
      throw invalid('text', `expected at most ${MAX_CONTENT_BYTES} bytes`);
    const variables = variablesOf(wish.text);
    const stray = Object.keys(wish.defaults).find((name) => !variables.includes(name));
    if (stray !== undefined) throw invalid(`defaults.${stray}`, `the text has no {{${stray}}}`);
    const other = templates.get(wish.name);
    if (other && other.id !== id) throw conflict(`There is a template '${wish.name}' already.`);
  };
  /** Recurring prompts go on with the changed one, or it isn't changed. */
  const checkUses = (row: TemplateRow, wish: TemplateWish): void => {
    for (const one of recurring.list().filter(({ template_id: id }) => id === row.id)) {
      const [fault] = valueFaults(wish, one.variables);
      if (fault)
        throw conflict(
          `Recurring prompt '${one.name}' is made from it, and with this text: ${fault.field}: ${fault.message}. Change that one first, or give it a default.`,
        );
    }
  };

  return {
    list() {
      const items = templates.list().map(view);
      return { items, total: items.length };
    },
    get: ({ params: { name } }) => view(requireTemplate(name)),
    create({ body, actor }) {
      const wish = { ...body, description: body.description ?? null };
      check(wish);
      templates.add(wish, actor);
      return view(requireTemplate(body.name));
    },
    change({ params: { name }, body, actor }) {
      const row = requireTemplate(name);
      const wish = {
        name: body.name ?? row.name,
        description: body.description === undefined ? row.description : body.description,
        text: body.text ?? row.text,
        defaults: body.defaults ?? row.defaults,
      };
      check(wish, row.id);
      checkUses(row, wish);
      templates.change(row.id, wish, actor);
      return view(requireTemplate(wish.name));
    },
    remove({ params: { name } }) {
      const row = requireTemplate(name);
      const [user] = templates.usedBy(row.id);
      if (user !== undefined)
        throw conflict(
          `Recurring prompt '${user}' is made from template '${name}': change or remove that first.`,
        );
      templates.remove(row.id);
      return undefined;
    },
    render: ({ params: { name }, body: { variables } }) => ({
      content: renderChecked(requireTemplate(name), variables),
    }),
  };
});

function templateView(row: TemplateRow, usedBy: string[]): z.output<typeof template> {
  const { id, name, description, text, defaults } = row;
  return {
    ...{ id, name, description, text, used_by: usedBy },
    variables: variablesOf(text).map((variable) => ({
      name: variable,
      required: !Object.hasOwn(defaults, variable),
      default: defaults[variable] ?? null,
    })),
    ...{ created_by: row.created_by, created_at: isoTime(row.created_at) },
    ...{ updated_by: row.updated_by, updated_at: isoTime(row.updated_at) },
  };
}
