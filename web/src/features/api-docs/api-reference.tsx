/**
 * Every route of the API, by heading, with a search for words in them. Redoc and Scalar, which do the same, need styles
 * in the page, and our content security policy allows none.
 */
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect, useMemo } from 'preact/hooks';
import { call, messageOf } from '../../app/api';
import { Problem } from '../../ui/notice';
import { matches, sectionsOf, type ApiDocument } from './document';
import { RouteView } from './route';

export function ApiReference(): VNode {
  const document = useSignal<ApiDocument | null>(null);
  const fault = useSignal('');
  const wanted = useSignal('');
  useEffect(() => {
    call('GET /api/openapi.json').then(
      (read) => (document.value = read as unknown as ApiDocument),
      (error: unknown) => (fault.value = messageOf(error)),
    );
  }, [document, fault]);
  return (
    <>
      <div class="api-find">
        <label for="find">Find a route</label>
        <input
          id="find"
          type="search"
          autocomplete="off"
          spellcheck={false}
          value={wanted.value}
          onInput={({ currentTarget }) => (wanted.value = currentTarget.value)}
        />
      </div>
      <Problem id="fault" text={fault.value} />
      <div id="routes">{document.value && <Routes document={document.value} wanted={wanted.value} />}</div>
    </>
  );
}

function Routes({ document, wanted }: { readonly document: ApiDocument; readonly wanted: string }): VNode {
  const sections = useMemo(() => sectionsOf(document), [document]);
  return (
    <>
      {sections.map(({ name, routes }) => {
        const shown = new Set(routes.filter((route) => matches(route, wanted)));
        return (
          <section key={name} hidden={shown.size === 0}>
            <h2>{name}</h2>
            {routes.map((route) => (
              <RouteView
                key={`${route.method} ${route.path}`}
                {...route}
                schemas={document.components.schemas}
                hidden={!shown.has(route)}
              />
            ))}
          </section>
        );
      })}
    </>
  );
}
