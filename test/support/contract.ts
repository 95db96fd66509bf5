/** Compares answers with the API document: what a route answers has to be as the document says. */
import Ajv2020, { type ValidateFunction } from 'ajv/dist/2020';
import addFormats from 'ajv-formats';

interface Operation {
  readonly responses: Record<string, { content?: Record<string, unknown> }>;
}
export interface ApiDocument {
  readonly paths: Record<string, Record<string, Operation>>;
  readonly components: { readonly schemas: Record<string, unknown> };
}

export interface Answered {
  readonly method: string;
  /** With or without query. */
  readonly path: string;
  readonly status: number;
  /** null: no body. */
  readonly body: unknown;
}

/** Gives each fault of an answer as one text; a path that the document lacks is none of this check's business. */
export type Contract = (answered: Answered) => string[];

export function contractOf(document: ApiDocument): Contract {
  // The document as a whole is no schema: to check it as one costs more than all that follows.
  const ajv = new Ajv2020({ strict: false, allErrors: true, meta: false, validateSchema: false });
  addFormats(ajv);
  ajv.addSchema(document, 'api');
  const compiled = new Map<string, ValidateFunction>();
  const validator = (pointer: string): ValidateFunction => {
    const known = compiled.get(pointer) ?? ajv.compile({ $ref: `api#${pointer}` });
    compiled.set(pointer, known);
    return known;
  };
  const templates = Object.keys(document.paths)
    // A path without parameters before one with: /api/sessions/up is not a session named up.
    .sort((a, b) => a.split('{').length - b.split('{').length)
    .map((template) => ({
      template,
      pattern: new RegExp(`^${template.replace(/[.]/g, '\\.').replace(/\{\w+\}/g, '[^/]+')}$`),
    }));

  return ({ method, path, status, body }) => {
    const plain = path.split('?')[0] ?? '';
    const verb = method.toLowerCase();
    const found = templates.find(
      ({ template, pattern }) => pattern.test(plain) && document.paths[template]?.[verb],
    );
    if (!found) return [];
    const { responses } = (document.paths[found.template] as Record<string, Operation>)[verb] as Operation;
    const key = String(status) in responses ? String(status) : 'default';
    const name = `${method} ${found.template} -> ${status}`;
    if (key === 'default' && status < 400) return [`${name}: the document has no such answer`];
    const json = responses[key]?.content?.['application/json'];
    if (json === undefined) return body === null ? [] : [`${name}: a body where the document has none`];
    const escaped = found.template.replaceAll('~', '~0').replaceAll('/', '~1');
    const pointer = `/paths/${escaped}/${verb}/responses/${key}/content/application~1json/schema`;
    const validate = validator(encodeURI(pointer));
    if (validate(body)) return [];
    return (validate.errors ?? []).map(
      ({ instancePath, message, params }) => `${name}: ${instancePath} ${message} ${JSON.stringify(params)}`,
    );
  };
}
