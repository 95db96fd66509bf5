/** What requests about recurring prompts may hold. */
import { IANAZone } from 'luxon';
import { z } from 'zod';
import { content, provider, shortText, someOfFields, templateValues, whole, yesOrNo } from '../http/fields';
import { eitherText, timeoutMinutes } from '../prompts/requests';
import { cron, interval } from '../schedules/requests';

const MAX_CATCH_UP_MINUTES = 30 * 24 * 60;

/** `europe/berlin` is Europe/Berlin; Asia/Kolkata stays, which some call by its old name. */
function zoneAsWritten(name: string): string {
  if (!IANAZone.isValidZone(name)) return name;
  const known = new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
  return known.toLowerCase() === name.toLowerCase() ? known : name;
}

const fields = {
  name: shortText(100),
  content: content.nullish().meta({ description: 'the text; or a template' }),
  template: shortText(100).nullish(),
  variables: templateValues.nullish(),
  target_session: shortText().nullish(),
  target_provider: provider.nullish(),
  specialty: shortText(50).nullish(),
  priority: whole(-1000, 1000),
  project_id: whole(1, Number.MAX_SAFE_INTEGER)
    .nullish()
    .meta({ description: 'it is done in the directory of this project' }),
  timeout_minutes: timeoutMinutes,
  max_retries: whole(0, 10),
  cron: cron.meta({ description: 'five fields, in the time zone', examples: ['0 3 * * 1-5'] }),
  interval: interval.meta({ description: 'in place of cron: seconds, or a length like 90s, 5m, 1h, 1d' }),
  timezone: z
    .string({ error: 'expected the name of a time zone, like Europe/Berlin' })
    // The workflow engine knows no offsets, and no name in other letters.
    .refine((name) => /^[A-Za-z]/.test(name) && IANAZone.isValidZone(name), {
      error: 'expected the name of a time zone, like Europe/Berlin',
    })
    .overwrite(zoneAsWritten)
    .meta({ description: 'in which cron is read; that of the server if left out' }),
  catch_up_minutes: whole(1, MAX_CATCH_UP_MINUTES).meta({
    description: 'a time that was missed for no longer is made up for',
  }),
  paused: yesOrNo,
};

const anyOfThem = z.strictObject(fields).partial();
export const changeRecurring = someOfFields(anyOfThem);
export const newRecurring = eitherText(
  anyOfThem.extend({
    name: fields.name,
    priority: fields.priority.default(0),
    timeout_minutes: fields.timeout_minutes.default(30),
    max_retries: fields.max_retries.default(3),
    catch_up_minutes: fields.catch_up_minutes.default(60),
    paused: fields.paused.default(false),
  }),
).superRefine(({ cron: text, interval: length }, context) => {
  if (text == null && length == null)
    context.addIssue({ code: 'custom', path: ['cron'], message: 'expected cron or interval' });
  if (text != null && length != null)
    context.addIssue({ code: 'custom', path: ['cron'], message: 'expected either cron or interval' });
});
