import { libUrl, makeDirectory, removeDirectory, runModule } from './support';

test.each(['{ rolling: true, ssl: true }', '{ rolling: true, workers: 2 }', '{ rolling: true, workers: 0 }'])(
  'a rolling restart takes no other options than those that it was started with: %s',
  async (how) => {
    const dir = makeDirectory();
    try {
      const source = `
        import { restart } from ${JSON.stringify(libUrl('life.mjs'))};
        import { runMain } from ${JSON.stringify(libUrl('project.mjs'))};
        await runMain(() => restart(${how}));`;
      const { code, stderr } = await runModule(source, { ...process.env, ARCHITECT_DATA_DIR: dir });
      expect(code).toBe(78);
      expect(stderr).toContain('so it takes neither --ssl nor --workers. Leave out --rolling');
    } finally {
      removeDirectory(dir);
    }
  },
);
