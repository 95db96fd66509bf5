/** The service worker itself, as the types have it, and where the dashboard is: a proxy may have it under a path. */

declare const self: ServiceWorkerGlobalScope;
export const worker = self;

/** `/needs.html` as it is found here. */
export const placeOf = (page: string): string =>
  new URL(page.replace(/^\//, ''), worker.registration.scope).href;
