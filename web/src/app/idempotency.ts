/** Idempotency keys: the same text sent again after a failure keeps its key, a changed or a new one gets its own. */

export interface SubmissionKeys {
  readonly forBody: (body: object) => string;
  readonly done: () => void;
}

export function submissionKeys(): SubmissionKeys {
  let sent: string | undefined;
  let key = '';
  return {
    forBody(body: object): string {
      const text = JSON.stringify(body);
      if (text !== sent) key = randomKey();
      sent = text;
      return key;
    },
    /** The submission arrived: the same text again is meant as another prompt. */
    done(): void {
      sent = undefined;
    },
  };
}

// crypto.randomUUID exists on HTTPS and localhost only; the dashboard is also used over plain HTTP in a local network.
export function randomKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
