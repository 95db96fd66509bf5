/** Where a workflow comes from: passed on from the request that started it to each of its activities. */

export interface Origin {
  /** The request to the API; unset where there was none, as of what a schedule or the reconciler started. */
  readonly requestId?: string;
  /** The trace that it belongs to, as of W3C Trace Context; unset where none is kept. */
  readonly traceparent?: string;
}

/** What workflows say to the worker that runs them; nothing comes back, so it is no part of their histories. */
export type TraceSinks = {
  readonly traces: { readonly ended: (traceparent: string, hasFailed: boolean) => void };
};
