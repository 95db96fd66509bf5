/** Sends a message for a person to a URL of theirs, as JSON. */
export interface Notification {
  readonly title: string;
  readonly message: string;
  readonly url: string;
  readonly level: 'waiting' | 'escalated' | 'reminder';
  /** The same in each try of one message: sent as `Idempotency-Key`. */
  readonly key?: string;
}

const TIMEOUT_MS = 10_000;

/** @throws Error with what the other side answered, where it isn't a success */
export async function postNotification(
  address: string,
  { key, ...notification }: Notification,
): Promise<void> {
  const response = await fetch(address, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(key !== undefined && { 'idempotency-key': key }) },
    body: JSON.stringify(notification),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  await response.body?.cancel();
  if (!response.ok) throw new Error(`the address answered with status ${response.status}`);
}
