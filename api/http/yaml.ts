/** Bodies in YAML: the same values as JSON would have, and the line of each for whoever wrote it. */
import { isNode, LineCounter, parseDocument } from 'yaml';
import { HttpError } from './errors';

export const YAML_TYPES = ['application/yaml', 'application/x-yaml', 'text/yaml', 'text/x-yaml'];

/** An alias of aliases grows without end: a bomb. */
const MOST_ALIASES = 100;

export interface YamlBody {
  readonly value: unknown;
  /** Where the value at `path` stands, or what is nearest to it; undefined: nowhere. */
  readonly lineOf: (path: readonly PropertyKey[]) => number | undefined;
}

/** @throws HttpError 400 with the line of what is no YAML */
export function readYaml(text: string): YamlBody {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true, prettyErrors: false });
  const [fault] = document.errors;
  if (fault) throw malformed(`line ${lines.linePos(fault.pos[0]).line}: ${fault.message}`);
  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount: MOST_ALIASES });
  } catch (error) {
    throw malformed((error as Error).message);
  }
  const lineOf = (path: readonly PropertyKey[]): number | undefined => {
    for (let length = path.length; length > 0; length -= 1) {
      const node: unknown = document.getIn(path.slice(0, length), true);
      if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
    }
    return undefined;
  };
  return { value, lineOf };
}

const malformed = (message: string): HttpError =>
  new HttpError(400, 'malformed_yaml', `The body isn't YAML that can be read: ${message}`);
