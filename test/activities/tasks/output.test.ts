/** What is kept of a program's output: bounded, and without secrets. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { outputFile } from '../../../activities/tasks/supervisor/output';
import { scrubber } from '../../../activities/tasks/supervisor/scrub';

function scrubbed(secrets: string[], ...chunks: (string | Buffer)[]): string {
  const scrub = scrubber(secrets);
  const shown = chunks.map((chunk) => scrub.next(Buffer.from(chunk)));
  return Buffer.concat([...shown, scrub.end()]).toString();
}

describe('secrets', () => {
  test('are taken out wherever they stand', () => {
    expect(scrubbed(['s3cret'], 'a s3cret, s3crets3cret\n')).toBe('a ***, ******\n');
  });

  test('are taken out however the stream is cut', () => {
    const text = Buffer.from('before pässwörd after pässwör end');
    for (let at = 1; at < text.length; at += 1) {
      const parts = [text.subarray(0, at), text.subarray(at)];
      expect(scrubbed(['pässwörd'], ...parts)).toBe('before *** after pässwör end');
    }
    const bytes = [...text].map((byte) => Buffer.from([byte]));
    expect(scrubbed(['pässwörd'], ...bytes)).toBe('before *** after pässwör end');
  });

  test('of several lines are taken out line by line as well', () => {
    const key = '-----BEGIN-----\nabcdef\nghijkl\n-----END-----\n';
    expect(scrubbed([key], `all:\n${key}one: abcdef`)).not.toMatch(/abcdef|ghijkl/);
  });

  test('that are part of another one leave nothing of it', () => {
    expect(scrubbed(['abc', 'abcdef'], 'abcde', 'f abc')).toBe('*** ***');
  });

  test('hold back only what may become one: the rest is shown at once', () => {
    const scrub = scrubber(['secret']);
    expect(scrub.next(Buffer.from('Password? se')).toString()).toBe('Password? ');
    expect(scrub.next(Buffer.from('ven')).toString()).toBe('seven');
    expect(scrub.next(Buffer.from('Password? ')).toString()).toBe('Password? ');
  });

  test('that are empty hide nothing', () => {
    expect(scrubbed(['', '\n'], 'as it is\n')).toBe('as it is\n');
  });
});

describe('output', () => {
  let dir: string;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'architect-output-'));
  });
  afterEach(() => rmSync(dir, { recursive: true, force: true }));

  function kept(maxBytes: number, ...chunks: string[]): string {
    const file = outputFile(join(dir, 'log'), maxBytes);
    for (const chunk of chunks) file.write(Buffer.from(chunk));
    file.close();
    return readFileSync(join(dir, 'log'), 'utf8');
  }

  test('that fits is kept whole', () => {
    expect(kept(10, '12345', '67890')).toBe('1234567890');
  });

  test('that is longer keeps its beginning and its end, and says how much is missing', () => {
    const text = kept(10, 'abcdefgh', 'ijklmnop', 'qrstuvwxyz');
    expect(text.startsWith('abcde\n[more than 10 bytes')).toBe(true);
    expect(text.endsWith('[16 bytes are left out here]\nvwxyz')).toBe(true);
  });

  test('of a second run is added to that of the first, with a limit of its own', () => {
    kept(10, 'first');
    expect(kept(10, 'second')).toBe('firstsecond');
  });
});
