/** A map whose readers are run again when it changes, as those of a signal are. */
import { signal } from '@preact/signals-core';

export class Table<Key, Row> {
  /** A new object after each change, so that readers notice; the map in it stays. */
  readonly #held = signal({ rows: new Map<Key, Row>() });

  get size(): number {
    return this.#read().size;
  }
  has(key: Key): boolean {
    return this.#read().has(key);
  }
  get(key: Key): Row | undefined {
    return this.#read().get(key);
  }
  keys(): MapIterator<Key> {
    return this.#read().keys();
  }
  values(): MapIterator<Row> {
    return this.#read().values();
  }
  [Symbol.iterator](): MapIterator<[Key, Row]> {
    return this.#read()[Symbol.iterator]();
  }

  set(key: Key, row: Row): void {
    const { rows } = this.#held.peek();
    rows.set(key, row);
    this.#held.value = { rows };
  }
  delete(key: Key): void {
    const { rows } = this.#held.peek();
    if (rows.delete(key)) this.#held.value = { rows };
  }
  replace(rows: Iterable<readonly [Key, Row]>): void {
    this.#held.value = { rows: new Map(rows) };
  }

  #read(): Map<Key, Row> {
    return this.#held.value.rows;
  }
}
