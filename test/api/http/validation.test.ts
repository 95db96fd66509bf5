/** Requests with more faults than anybody can read. */
import { z } from 'zod';
import type { HttpError } from '../../../api/http/errors';
import { parse } from '../../../api/http/validation';
import { newPlan } from '../../../api/plans/requests';

const refusalOf = (schema: z.ZodType, value: unknown): HttpError => {
  try {
    parse(schema, value);
  } catch (error) {
    return error as HttpError;
  }
  throw new Error('it was taken');
};

describe('many faults', () => {
  test('fifty are named, the others counted', () => {
    const unknown = Object.fromEntries(Array.from({ length: 100_000 }, (_, n) => [`f${n}`, 1]));
    const { message, details } = refusalOf(z.strictObject({}), unknown);
    expect(details).toHaveLength(50);
    expect(message).toMatch(/^f0: is not a known field; .*; and 99950 more faults$/);
  });

  test('a plan whose every link leads nowhere is refused in a moment', () => {
    const after = Array.from({ length: 100 }, (_, n) => `x${n}`);
    const tasks = Array.from({ length: 2_000 }, (_, n) => ({ key: `t${n}`, prompt: 'p', after }));
    const { message } = refusalOf(newPlan, { name: 'p', phases: [{ name: 'one', tasks }] });
    expect(message).toContain("phases.0.tasks.0.after.0: there is no task 'x0'");
    expect(message).toContain('and 199950 more faults');
  }, 20_000);
});
