/** Headers that keep pages and answers in their place, as helmet has them; they are the same for every request. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import helmet from 'helmet';
import type { Middleware } from 'koa';

export function securityHeaders(): Middleware {
  const headers = headersOf(
    helmet({
      contentSecurityPolicy: {
        useDefaults: false,
        directives: {
          defaultSrc: ["'self'"],
          scriptSrc: ["'self'"],
          styleSrc: ["'self'"],
          imgSrc: ["'self'", 'data:'],
          connectSrc: ["'self'"],
          formAction: ["'self'"],
          frameAncestors: ["'none'"],
          baseUri: ["'none'"],
          objectSrc: ["'none'"],
        },
      },
      // Without a referrer browsers send `Origin: null` with our own forms.
      referrerPolicy: { policy: 'same-origin' },
      // It would bind every port of this host name, and those of other programs may speak HTTP only.
      strictTransportSecurity: false,
      // Only browsers and plug-ins of long ago know these; they would be a tenth of what a page loads again.
      xDownloadOptions: false,
      xPermittedCrossDomainPolicies: false,
      xDnsPrefetchControl: false,
      xXssProtection: false,
      crossOriginOpenerPolicy: false,
      originAgentCluster: false,
    }),
  );
  return (ctx, next) => {
    ctx.set(headers);
    return next();
  };
}

/** What `middleware` sets on a response. */
function headersOf(
  middleware: (request: IncomingMessage, response: ServerResponse, next: (error?: unknown) => void) => void,
): Record<string, string> {
  const headers = new Map<string, string>();
  const response = {
    setHeader: (name: string, value: string) => headers.set(name, value),
    removeHeader: (name: string) => headers.delete(name),
  };
  // It looks at neither but for the headers.
  const unused: unknown = {};
  middleware(unused as IncomingMessage, response as unknown as ServerResponse, (error) => {
    if (error instanceof Error) throw error;
  });
  return Object.fromEntries(headers);
}
