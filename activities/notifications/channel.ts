/** A way to reach a person. Each has the message as text of its own, and tells what became of it. */
import type { AlertChannel, AlertItem } from '../../workflows/contracts/alerts';
import type { NotSent } from './post';

export interface ChannelMessage {
  readonly items: readonly AlertItem[];
  /** The same in each try of one message, and of no other message of any installation. */
  readonly key: string;
  /** Address of the dashboard, as a person opens it; no slash at the end. */
  readonly dashboardUrl: string;
  /** Of the channel push: whom it is for; 0 = a channel with one receiver. */
  readonly browserId: number;
}

export type SendOutcome =
  /** `note`: what else there is to say, such as that some of its receivers were refused. */
  { readonly outcome: 'sent'; readonly note?: string } | NotSent;

export interface Channel {
  /** The other side knows a repeat by its key: what may have arrived is sent again. */
  readonly knowsRepeats: boolean;
  /** What has to be set before it can send; null: nothing. */
  missing(): string | null;
  /** Never throws for what the other side does. @throws VaultError */
  send(message: ChannelMessage, signal: AbortSignal): Promise<SendOutcome>;
}

export type Channels = Readonly<Record<AlertChannel, Channel>>;
