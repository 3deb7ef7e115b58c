import { defineConfig } from 'vitest/config';

// Real servers and a real browser take a while to start on a small machine.
const patience = { testTimeout: 60_000, hookTimeout: 240_000 };

export default defineConfig({
  test: {
    globalSetup: ['test/support/global-setup.ts'],
    maxWorkers: 2,
    projects: [
      // What lies beside the code leaves nothing behind that another file could trip over, so a worker reads the modules once for many files.
      { test: { name: 'parts', include: ['src/**/*.test.ts', 'detectors/**/*.test.ts'], isolate: false, ...patience } },
      { test: { name: 'whole', include: ['test/**/*.test.ts'], ...patience } },
    ],
  },
});
