/** One route: its parameters, body and answers. */
import type { VNode } from 'preact';
import { useMemo } from 'preact/hooks';
import type { Tone } from '../../ui/badge';
import type { Content, Operation, Parameter, Route, Schemas } from './document';
import { schemaText } from './schema-text';

const TONES: Readonly<Record<string, Tone>> = {
  get: 'ok',
  post: 'busy',
  put: 'warn',
  patch: 'warn',
  delete: 'bad',
};

interface Props extends Route {
  readonly schemas: Schemas;
  readonly hidden: boolean;
}

export function RouteView({ method, path, operation, schemas, hidden }: Props): VNode {
  // Made once: there are more than a hundred, and each letter of the search shows them anew.
  const body = useMemo(() => <RouteBody {...{ operation, schemas }} />, [operation, schemas]);
  return (
    <details class="route" hidden={hidden}>
      <summary>
        <span class="badge" data-tone={TONES[method]}>
          {method.toUpperCase()}
        </span>
        <span class="route-path">{path}</span>
        <span class="muted">{operation.summary}</span>
      </summary>
      {body}
    </details>
  );
}

function RouteBody({ operation, schemas }: Pick<Props, 'operation' | 'schemas'>): VNode {
  const { description, security, parameters = [], requestBody, responses } = operation;
  return (
    <div class="route-body">
      {description && <p>{description}</p>}
      {security?.length === 0 && <p class="muted">Needs no login.</p>}
      {parameters.length > 0 && <Parameters parameters={parameters} />}
      {requestBody && (
        <>
          <h3>{requestBody.required ? 'Body' : 'Body (may be left out)'}</h3>
          <Media content={requestBody.content} schemas={schemas} />
        </>
      )}
      <Answers responses={responses} schemas={schemas} />
    </div>
  );
}

const Parameters = ({ parameters }: { readonly parameters: readonly Parameter[] }): VNode => (
  <>
    <h3>Parameters</h3>
    <table>
      <tbody>
        {parameters.map(({ name, in: place, required, schema, description }) => (
          <tr key={`${place} ${name}`}>
            <td class="mono">{name}</td>
            <td>{`${place}${required ? ', required' : ''}`}</td>
            <td class="mono">{schemaText(schema, {})}</td>
            <td>{description}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </>
);

interface AnswersProps {
  readonly responses: Operation['responses'];
  readonly schemas: Schemas;
}
const Answers = ({ responses, schemas }: AnswersProps): VNode => (
  <>
    {Object.entries(responses).map(([status, { description, content = {} }]) => {
      const isError = status === 'default' || Number(status) >= 400;
      return (
        <div key={status}>
          <h3>{`${status}: ${description}`}</h3>
          {/* The shape of errors is the same everywhere: once is enough. */}
          {(!isError || status === 'default') && <Media content={content} schemas={schemas} />}
        </div>
      );
    })}
  </>
);

interface MediaProps {
  readonly content: Content;
  readonly schemas: Schemas;
}
const Media = ({ content, schemas }: MediaProps): VNode => (
  <>
    {Object.entries(content).map(([type, { schema }]) => (
      <pre key={type}>{type === 'application/json' ? schemaText(schema, schemas) : type}</pre>
    ))}
  </>
);
