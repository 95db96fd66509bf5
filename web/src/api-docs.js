/** The page of the API document: every route with its parameters, body and answers. */
import { call } from './app/api';
import { schemaText } from './api-schema';
import { find, h, setMessage } from './dom';

const TONES = { get: 'ok', post: 'busy', put: 'warn', patch: 'warn', delete: 'bad' };

/** Sections by heading, in the document's order. */
function sections(document) {
  const byTag = new Map(document.tags.map(({ name }) => [name, []]));
  for (const [path, methods] of Object.entries(document.paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      byTag.get(operation.tags[0]).push({ path, method, operation });
    }
  }
  return [...byTag].map(([name, routes]) =>
    h('section', {}, h('h2', {}, name), ...routes.map((route) => routeView(route, document))),
  );
}

function routeView({ path, method, operation }, document) {
  const text = `${method} ${path} ${operation.summary}`.toLowerCase();
  return h(
    'details',
    { class: 'route', 'data-text': text },
    h(
      'summary',
      {},
      h('span', { class: 'badge', 'data-tone': TONES[method] }, method.toUpperCase()),
      h('span', { class: 'route-path' }, path),
      h('span', { class: 'muted' }, operation.summary),
    ),
    h(
      'div',
      { class: 'route-body' },
      operation.description && h('p', {}, operation.description),
      operation.security?.length === 0 && h('p', { class: 'muted' }, 'Needs no login.'),
      ...parameters(operation.parameters ?? []),
      ...body(operation.requestBody, document),
      ...answers(operation.responses, document),
    ),
  );
}

function parameters(list) {
  if (list.length === 0) return [];
  const rows = list.map(({ name, in: place, required, schema, description }) =>
    h(
      'tr',
      {},
      h('td', { class: 'mono' }, name),
      h('td', {}, `${place}${required ? ', required' : ''}`),
      h('td', { class: 'mono' }, schemaText(schema, {})),
      h('td', {}, description ?? ''),
    ),
  );
  return [h('h3', {}, 'Parameters'), h('table', {}, h('tbody', {}, ...rows))];
}

function body(requestBody, document) {
  if (!requestBody) return [];
  const title = requestBody.required ? 'Body' : 'Body (may be left out)';
  return [h('h3', {}, title), ...content(requestBody.content, document)];
}

function answers(responses, document) {
  return Object.entries(responses).flatMap(([status, { description, content: media }]) => {
    const isError = status === 'default' || Number(status) >= 400;
    const title = h('h3', {}, `${status}: ${description}`);
    // The shape of errors is the same everywhere: told once is enough.
    return isError && status !== 'default' ? [title] : [title, ...content(media ?? {}, document)];
  });
}

function content(media, document) {
  return Object.entries(media).map(([type, { schema }]) =>
    h('pre', {}, type === 'application/json' ? schemaText(schema, document.components.schemas) : type),
  );
}

function filter(text) {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  for (const section of find('#routes').children) {
    const routes = [...section.querySelectorAll('.route')];
    for (const route of routes) route.hidden = !words.every((word) => route.dataset.text.includes(word));
    section.hidden = routes.every((route) => route.hidden);
  }
}

try {
  find('#routes').append(...sections(await call('GET /api/openapi.json')));
  find('#find').addEventListener('input', ({ target }) => filter(target.value));
} catch (error) {
  setMessage(find('#fault'), error.message);
}
