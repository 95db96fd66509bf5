import { mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { libUrl, makeDirectory, removeDirectory, runModule } from './support';

let directory: string;
beforeEach(() => {
  directory = makeDirectory();
  mkdirSync(join(directory, 'workflows', 'deep'), { recursive: true });
  writeFileSync(join(directory, 'config.ts'), 'const a = 1;');
  writeFileSync(join(directory, 'workflows', 'deep', 'one.ts'), 'const b = 2;');
});
afterEach(() => removeDirectory(directory));

interface Prints {
  readonly files: string[];
  readonly stat: string;
  readonly content: string;
}

async function fingerprints(): Promise<Prints> {
  const source = `
    import { contentFingerprint, listFiles, statFingerprint } from ${JSON.stringify(libUrl('fingerprint.mjs'))};
    const root = ${JSON.stringify(directory)};
    const files = listFiles(root, ['config.ts', 'workflows', 'missing'], (name) => name.endsWith('.ts'));
    process.stdout.write(JSON.stringify({ files, stat: statFingerprint(root, files), content: contentFingerprint(root, files) }));`;
  return JSON.parse((await runModule(source, {})).stdout) as Prints;
}

test('the files that count are found at any depth, others are left out', async () => {
  writeFileSync(join(directory, 'workflows', 'notes.md'), 'no source');
  const { files } = await fingerprints();
  expect(files).toEqual([join(directory, 'config.ts'), join(directory, 'workflows', 'deep', 'one.ts')]);
});

test('a touched file is looked into, and what is in it decides', async () => {
  const before = await fingerprints();
  utimesSync(join(directory, 'config.ts'), new Date(), new Date(Date.now() + 5_000));
  const after = await fingerprints();
  expect(after.stat).not.toBe(before.stat);
  expect(after.content).toBe(before.content);
});

test.each([
  ['changed', () => writeFileSync(join(directory, 'config.ts'), 'const a = 2;')],
  ['new', () => writeFileSync(join(directory, 'workflows', 'two.ts'), '')],
])('a %s file changes the content fingerprint', async (_, change) => {
  const before = await fingerprints();
  change();
  expect((await fingerprints()).content).not.toBe(before.content);
});
