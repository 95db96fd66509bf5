/** Structured answers: the form is told with the prompt, so that it is the same for every provider, and checked here. */
import { z } from 'zod';
import { type AnswerForm, ModelError } from '../workflows/contracts/models';

const MAX_PROBLEM_CHARS = 1_000;

/** The form of what fits a zod schema. */
export function formOf<Schema extends z.ZodType>(schema: Schema): AnswerForm<z.output<Schema>> {
  return {
    jsonSchema: z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }),
    check(value) {
      const result = schema.safeParse(value);
      return result.success ? { value: result.data } : { problem: z.prettifyError(result.error) };
    },
  };
}

/** @throws ModelError where it is no schema of a kind that can be checked */
export function formOfJsonSchema(schema: object): AnswerForm<unknown> {
  try {
    return { ...formOf(z.fromJSONSchema(schema as z.core.JSONSchema.JSONSchema)), jsonSchema: schema };
  } catch (error) {
    throw new ModelError('bad_request', `The schema can't be used: ${(error as Error).message}`, {
      field: 'schema',
    });
  }
}

export function withForm(prompt: string, { jsonSchema }: AnswerForm<unknown>): string {
  return `${prompt}

Answer with JSON only, without any other text, that fits this JSON schema:
${JSON.stringify(jsonSchema)}`;
}

export const repairPrompt = (problem: string): string =>
  `That does not fit the JSON schema: ${problem.slice(0, MAX_PROBLEM_CHARS)}
Answer again, with the corrected JSON only.`;

export function checkAnswer<T>(
  text: string,
  form: AnswerForm<T>,
): { readonly value: T } | { readonly problem: string } {
  const found = jsonIn(text);
  return found === undefined ? { problem: 'it is no JSON' } : form.check(found.value);
}

/** Models like to put a fence, or a sentence, around what they were asked for. */
function jsonIn(text: string): { value: unknown } | undefined {
  const fenced = /```(?:json)?\s*\n([\s\S]*?)\n\s*```/.exec(text)?.[1];
  const first = text.search(/[{[]/);
  const last = Math.max(text.lastIndexOf('}'), text.lastIndexOf(']'));
  const candidates = [text, fenced, first >= 0 && last > first ? text.slice(first, last + 1) : undefined];
  for (const candidate of candidates) {
    if (candidate === undefined) continue;
    try {
      return { value: JSON.parse(candidate) };
    } catch {
      // The next one may be it.
    }
  }
  return undefined;
}
