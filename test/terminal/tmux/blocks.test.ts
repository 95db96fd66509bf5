import { createBlockReader, type Block } from '../../../terminal/tmux/blocks';

function read(...chunks: Buffer[]): Block[] {
  const blocks: Block[] = [];
  const feed = createBlockReader((block) => blocks.push(block));
  chunks.forEach(feed);
  return blocks;
}

describe('the reader of control-mode output', () => {
  it('gives the lines of a reply and passes over notifications', () => {
    const output = '%sessions-changed\n%begin 1 7 1\na\n\nb\n%end 1 7 1\n%window-add @2\n';
    expect(read(Buffer.from(output))).toEqual([{ ours: true, ok: true, lines: ['a', '', 'b'] }]);
  });

  it('tells a refusal from an answer and a command of tmux itself from ours', () => {
    const output = "%begin 1 7 0\n%end 1 7 0\n%begin 1 8 1\ncan't find pane: %9\n%error 1 8 1\n";
    expect(read(Buffer.from(output))).toEqual([
      { ours: false, ok: true, lines: [] },
      { ours: true, ok: false, lines: ["can't find pane: %9"] },
    ]);
  });

  it('takes a screen row that looks like the end of another reply as a row', () => {
    const rows = ['%end 1 6 1', '%error 1 6 1', '%begin 1 8 1', '%exit'];
    expect(read(Buffer.from(`%begin 1 7 1\n${rows.join('\n')}\n%end 1 7 1\n`))[0]?.lines).toEqual(rows);
  });

  it('reads the same from single bytes, characters of several bytes included', () => {
    const output = Buffer.from('%begin 1 7 1\né漢😀\n%end 1 7 1\n');
    const bytes = Array.from(output, (byte) => Buffer.from([byte]));
    expect(read(...bytes)).toEqual(read(output));
    expect(read(output)[0]?.lines).toEqual(['é漢😀']);
  });
});
