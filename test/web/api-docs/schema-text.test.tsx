import { matches, sectionsOf, type Operation } from '../../../web/src/features/api-docs/document';
import { schemaText } from '../../../web/src/features/api-docs/schema-text';

it('shows the JSON that a schema describes, with what its fields may be', () => {
  const schema = {
    type: 'object',
    required: ['title'],
    properties: {
      title: { type: 'string', minLength: 1, maxLength: 500 },
      hours: { anyOf: [{ type: 'number', minimum: 0 }, { type: 'null' }], description: 'planned' },
      status: { enum: ['open', 'closed'], type: 'string' },
      tags: { type: 'array', items: { $ref: '#/components/schemas/Tag' } },
      other: { $ref: '#/components/schemas/Elsewhere' },
    },
  };
  expect(schemaText(schema, { Tag: { const: 'x' } })).toBe(
    [
      '{',
      '  "title": string 1..500',
      '  "hours"?: number 0.. or null  // planned',
      '  "status"?: "open" | "closed"',
      '  "tags"?: ["x", ...]',
      '  "other"?: Elsewhere',
      '}',
    ].join('\n'),
  );
});

it('says no limit that is only the largest whole number, and the default', () => {
  expect(schemaText({ type: 'integer', minimum: 1, maximum: Number.MAX_SAFE_INTEGER, default: 50 }, {})).toBe(
    'integer 1.. = 50',
  );
});

it('finds a route by all of its words, in sections as the document has them', () => {
  const operation = (tag: string, summary: string): Operation => ({ tags: [tag], summary, responses: {} });
  const [features, bugs] = sectionsOf({
    tags: [{ name: 'Features' }, { name: 'Bugs' }],
    paths: {
      '/api/bugs': { get: operation('Bugs', 'List bugs') },
      '/api/features/{id}': { patch: operation('Features', 'Change a feature') },
    },
    components: { schemas: {} },
  });
  expect([features?.name, bugs?.name]).toEqual(['Features', 'Bugs']);
  const found = ['patch change', 'GET', 'change bugs', ''].map(
    (text) =>
      [...(features?.routes ?? []), ...(bugs?.routes ?? [])].filter((route) => matches(route, text)).length,
  );
  expect(found).toEqual([1, 1, 0, 2]);
});
