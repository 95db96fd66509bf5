/** What the worker of the event stream and the tabs say to each other. */
import type { Incoming } from './state';

export type FromTab = 'here' | 'bye';

export type StreamEvent = {
  [Name in keyof Incoming]: { readonly event: Name; readonly data: Incoming[Name] };
}[keyof Incoming];

export type FromWorker = { readonly alive: true } | { readonly lost: true } | StreamEvent;
