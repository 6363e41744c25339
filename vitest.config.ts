import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { bundledTextForVite } from './scripts/bundled-text.js'

export default defineConfig({
  plugins: [bundledTextForVite()],
  resolve: {
    alias: {
      // The longer names first: the shorter one is their beginning.
      'fundtrail/report': fileURLToPath(new URL('./src/report/index.ts', import.meta.url)),
      'fundtrail/statements': fileURLToPath(new URL('./src/statements/index.ts', import.meta.url)),
      'fundtrail/sources': fileURLToPath(new URL('./src/sources/index.ts', import.meta.url)),
      fundtrail: fileURLToPath(new URL('./src/index.ts', import.meta.url)),
    },
  },
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/find-chromium.ts'],
    setupFiles: ['test/support/setup.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
})
