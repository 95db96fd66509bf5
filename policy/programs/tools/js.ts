/** Tools of JavaScript, which `npx`, pnpm and yarn run by their names. */
import type { Spec } from '../spec';
import { JS_BUILDS } from './js-builds';
import { JS_CHECKS } from './js-checks';

export const JS: Readonly<Record<string, Spec>> = { ...JS_CHECKS, ...JS_BUILDS };
