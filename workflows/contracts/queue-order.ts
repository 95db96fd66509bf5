/** Where a prompt stands in the queue, and where a person wants it. */

/** From 1 on, among all prompts that wait in the queue. */
export interface Position {
  readonly position: number;
  readonly of: number;
}

/** Among the waiting prompts of its priority: the first or last of them, or right before or after another one. */
export type QueuePlace = 'first' | 'last' | { readonly before: number } | { readonly after: number };
