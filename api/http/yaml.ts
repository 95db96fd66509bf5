/** Bodies in YAML: the same values as JSON would have, and the line of each for whoever wrote it. */
import { type Document, isNode, isScalar, LineCounter, parseDocument, visit } from 'yaml';
import { HttpError } from './errors';

/** An alias of aliases grows without end, and each is looked for in the whole text: a bomb. */
const MOST_ALIASES = 100;

export interface YamlBody {
  readonly value: unknown;
  /** Where the value at `path` stands, or what is nearest to it; undefined: nowhere. */
  readonly lineOf: (path: readonly PropertyKey[]) => number | undefined;
}

/** @throws HttpError 400 with the line of what is no YAML */
export function readYaml(text: string): YamlBody {
  const lines = new LineCounter();
  let document: Document.Parsed;
  let value: unknown;
  try {
    // Its own search for repeated keys compares each with each: a hundred thousand of them would take minutes.
    document = parseDocument(text, { lineCounter: lines, uniqueKeys: false, prettyErrors: false });
    const [parsing] = document.errors;
    const fault = parsing ? { message: parsing.message, at: parsing.pos[0] } : faultIn(document);
    if (fault) throw malformed(`line ${lines.linePos(fault.at).line}: ${fault.message}`);
    value = document.toJS({ maxAliasCount: MOST_ALIASES });
  } catch (error) {
    throw error instanceof HttpError ? error : malformed((error as Error).message);
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

interface Fault {
  readonly message: string;
  /** Where in the text. */
  readonly at: number;
}

/** The first key that stands twice in a map, or the alias that is one too many. */
function faultIn(document: Document.Parsed): Fault | undefined {
  let fault: Fault | undefined;
  let aliases = 0;
  visit(document, {
    Alias(_, { range }) {
      aliases += 1;
      if (aliases <= MOST_ALIASES) return undefined;
      fault = { message: `at most ${MOST_ALIASES} aliases are read`, at: range?.[0] ?? 0 };
      return visit.BREAK;
    },
    Map(_, { items }) {
      const keys = new Set<unknown>();
      for (const { key } of items) {
        if (!isScalar(key)) continue;
        if (keys.has(key.value)) {
          fault = { message: 'Map keys must be unique', at: key.range?.[0] ?? 0 };
          return visit.BREAK;
        }
        keys.add(key.value);
      }
      return undefined;
    },
  });
  return fault;
}

const malformed = (message: string): HttpError =>
  new HttpError(400, 'malformed_yaml', `The body isn't YAML that can be read: ${message}`);
