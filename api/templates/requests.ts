/** What requests about templates may hold. */
import { z } from 'zod';
import { content, shortText, someOfFields, templateValues } from '../http/fields';

const fields = {
  name: shortText(100),
  description: shortText(500).nullish(),
  text: content.meta({
    description: 'with {{name}} for each variable; \\{{name}} is no variable',
    examples: ['Review the branch {{branch}}.'],
  }),
  defaults: templateValues.meta({
    description: 'values of variables that need not be given; the others must be',
  }),
};

export const newTemplate = z.strictObject({ ...fields, defaults: fields.defaults.default({}) });
export const changeTemplate = someOfFields(z.strictObject(fields).partial());
export const renderTemplate = z.strictObject({ variables: templateValues.default({}) }).prefault({});
export const templateInPath = z.object({ name: z.string().min(1).max(100) });
