/**
 * What who looks may do. The server decides it; the page only says so beforehand: for those who may look and no more,
 * what acts is disabled, with the reason.
 */
import { signal } from '@preact/signals-core';
import { options, type VNode } from 'preact';
import { type Answer, call } from './api';
import { keptName } from './kept-name';
import { isPress } from '../ui/actions';

/** Of a button that asks the server for a change: pressed as an action, or the end of a form. */
const ACTS = 'data-acts';
const WHY =
  'Your role, viewer, may look and change nothing. Ask an admin for the role operator if you need to: architect users set NAME --role operator.';

/** Not every page has to ask. The login page forgets it. */
const KEPT = keptName('architect.me');
const KEPT_MS = 600_000;

/** Null until it is known: then everything is shown. */
const scopes = signal<readonly string[] | null>(null);
/** Whether who looks may do what needs that scope; follows what is known. */
export const may = (scope: string): boolean => scopes.value?.includes(scope) ?? true;

interface Known {
  readonly role: string;
  /** Kept by an earlier release, it may lack them. */
  readonly scopes: readonly string[];
  readonly readsOnly: boolean;
  readonly until: number;
}

interface ButtonProps {
  readonly onClick?: unknown;
  readonly type?: unknown;
  readonly class?: unknown;
  /** Only asks: a search, a check. */
  readonly 'data-reads'?: unknown;
  /** Concerns who presses it alone: the own password, the own logins. */
  readonly 'data-own'?: unknown;
}

type Me = Answer<'GET /api/me'>;
/** Several parts of a page ask at its start: they get one answer. */
const FRESH_MS = 2_000;
let asked: { readonly answer: Promise<Me>; readonly atMs: number } | undefined;

/** Who looks, as the server says it now. */
export function whoLooks(): Promise<Me> {
  const nowMs = performance.now();
  if (!asked || nowMs - asked.atMs > FRESH_MS) asked = { answer: call('GET /api/me'), atMs: nowMs };
  return asked.answer;
}

/** Before anything is drawn. */
export function startPermissions(): void {
  markWhatActs();
  const kept = readKept();
  if (kept) show(kept);
  else {
    void whoLooks().then(
      ({ scopes: given, role }) => {
        const readsOnly = given.every((scope) => scope.endsWith(':read') || scope === 'read');
        const known = { role: role ?? '', scopes: given, readsOnly, until: Date.now() + KEPT_MS };
        localStorage.setItem(KEPT, JSON.stringify(known));
        show(known);
      },
      // A page that can't ask shows everything: what isn't allowed is refused with the reason.
      () => undefined,
    );
  }
}

function show({ role, scopes: given, readsOnly }: Known): void {
  scopes.value = given;
  document.documentElement.dataset['role'] = role;
  if (readsOnly) lookOnly();
}

function readKept(): Known | null {
  const known = JSON.parse(localStorage.getItem(KEPT) ?? 'null') as Known | null;
  return known?.scopes && known.until > Date.now() ? known : null;
}

function markWhatActs(): void {
  const before = options.vnode;
  options.vnode = (vnode: VNode) => {
    if (vnode.type === 'button') {
      const props = vnode.props as ButtonProps & Record<string, unknown>;
      if (acts(props)) (props as Record<string, unknown>)[ACTS] = '';
    }
    before?.(vnode);
  };
}

function acts({ onClick, type, class: look, 'data-reads': reads, 'data-own': own }: ButtonProps): boolean {
  if (reads !== undefined || own !== undefined) return false;
  return isPress(onClick) || type === 'submit' || /button-(danger|primary)/.test(String(look));
}

/** What is drawn later, or enabled again, is disabled too. */
function lookOnly(): void {
  const all = (): NodeListOf<HTMLButtonElement> =>
    document.querySelectorAll(`button[${ACTS}]:not(:disabled)`);
  const disable = (): void => {
    for (const button of all()) {
      button.disabled = true;
      button.title = WHY;
    }
  };
  disable();
  new MutationObserver(disable).observe(document.body, {
    ...{ childList: true, subtree: true, attributes: true },
    attributeFilter: ['disabled', ACTS],
  });
}
