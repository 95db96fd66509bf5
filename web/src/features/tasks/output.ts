/**
 * A task's output as it comes, from near its end; what is before is read when it is wanted. The browser takes a broken
 * stream up again where it was. A tab in the background has none: a browser allows six connections to a server, for all
 * tabs together.
 */
import { signal } from '@preact/signals';
import { call } from '../../app/api';
import { at } from '../../app/root';
import { fromWholeCharacter, withEarlier, withLater, type LogPart, type LogPiece } from './log-parts';

/** So much of the end is shown at once, and so much is read of what is before. */
const PIECE_BYTES = 131_072;

type StreamedPiece = LogPiece & { readonly next_offset: number };

export class TaskOutput {
  readonly parts = signal<readonly LogPart[]>([]);
  #source: EventSource | null = null;
  #isWanted = true;
  /** Where to go on in the file; null before its end was looked for. */
  #next: number | null = null;

  constructor(
    readonly id: number,
    private readonly failed: (error: unknown) => void,
  ) {
    document.addEventListener('visibilitychange', this.#turn);
    void this.#begin();
  }

  /** Bytes of the log before what is shown. */
  get before(): number {
    return this.parts.value[0]?.offset ?? 0;
  }

  /** More output may come, although the stream has ended. */
  goOn(): void {
    if (!this.#source && this.#next !== null) this.#open();
  }

  stop(): void {
    document.removeEventListener('visibilitychange', this.#turn);
    this.#isWanted = false;
    this.#close();
  }

  /** @throws ApiError */
  async readEarlier(): Promise<void> {
    const end = this.before;
    const offset = Math.max(0, end - PIECE_BYTES);
    const query = { offset, limit: end - offset };
    const piece = await call('GET /api/tasks/:id/log', { params: { id: this.id }, query });
    // The oldest parts may have gone meanwhile.
    if (this.before === end) this.parts.value = withEarlier(this.parts.value, fromWholeCharacter(piece));
  }

  async #begin(): Promise<void> {
    try {
      const query = { limit: 1 };
      const { size } = await call('GET /api/tasks/:id/log', { params: { id: this.id }, query });
      this.#next = Math.max(0, size - PIECE_BYTES);
      if (this.#isWanted) this.#open();
    } catch (error) {
      this.failed(error);
    }
  }

  #open(): void {
    this.#isWanted = true;
    if (document.hidden) return;
    const source = new EventSource(at(`/api/tasks/${this.id}/log?follow=true&offset=${this.#next ?? 0}`));
    this.#source = source;
    source.addEventListener('output', ({ data }: MessageEvent<string>) => {
      const piece = JSON.parse(data) as StreamedPiece;
      this.#next = piece.next_offset;
      const { value: parts } = this.parts;
      this.parts.value = withLater(parts, parts.length ? piece : fromWholeCharacter(piece));
    });
    source.addEventListener('end', () => {
      this.#close();
      this.#isWanted = false;
    });
    source.addEventListener('error', () => {
      if (source.readyState !== EventSource.CLOSED) return;
      this.#source = null;
      this.#isWanted = false;
      this.failed(new Error('The output can’t be followed any more: close this and open it again.'));
    });
  }

  #close(): void {
    this.#source?.close();
    this.#source = null;
  }

  readonly #turn = (): void => {
    if (document.hidden) this.#close();
    else if (this.#isWanted && !this.#source && this.#next !== null) this.#open();
  };
}
