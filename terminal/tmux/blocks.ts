/** Reads what tmux writes in control mode: reply blocks between notifications (see CONTROL MODE in tmux(1)). */

/** What one command answered. */
export interface Block {
  /** The command came from our client (flag 1), not from tmux itself: the attaching of the client, and hooks. */
  readonly ours: boolean;
  /** False where tmux refused the command; `lines` then hold its reason. */
  readonly ok: boolean;
  readonly lines: readonly string[];
}

/** Time, number and flags of the command. */
const BEGIN = /^%begin \d+ \d+ \d+$/;
const LINE_FEED = 0x0a;
const BEGIN_WORD = Buffer.from('%begin ');

const isBegin = (line: Buffer): boolean => line.subarray(0, BEGIN_WORD.length).equals(BEGIN_WORD);

/**
 * Returns a function to be fed with output; it calls `onBlock` for each finished block, and `onNotice` for each line
 * between blocks, as bytes: what a pane prints is no text of ours. The line is good until the call returns.
 */
export function createBlockReader(
  onBlock: (block: Block) => void,
  onNotice?: (line: Buffer) => void,
): (chunk: Buffer) => void {
  let rest: Buffer = Buffer.alloc(0);
  let open: { readonly guard: string; readonly lines: string[] } | undefined;

  function onLine(bytes: Buffer): void {
    if (!open) {
      // Everything else outside a block is a notification, or the output of a hook's program.
      const line = isBegin(bytes) ? bytes.toString() : '';
      if (BEGIN.test(line)) open = { guard: line.slice('%begin'.length), lines: [] };
      else onNotice?.(bytes);
      return;
    }
    const line = bytes.toString();
    // The guard (time, number, flags) tells the end from a screen row that reads the same.
    const ok = line === `%end${open.guard}`;
    if (!ok && line !== `%error${open.guard}`) {
      open.lines.push(line);
      return;
    }
    const block = { ours: open.guard.endsWith(' 1'), ok, lines: open.lines };
    open = undefined;
    onBlock(block);
  }

  return (chunk) => {
    const data = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
    let start = 0;
    for (let end = data.indexOf(LINE_FEED); end >= 0; end = data.indexOf(LINE_FEED, start)) {
      // Lines are cut before they are decoded, so that a character split between chunks stays whole.
      onLine(data.subarray(start, end));
      start = end + 1;
    }
    rest = data.subarray(start);
  };
}
