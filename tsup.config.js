import { defineConfig } from 'tsup'
import { bundledTextForEsbuild } from './scripts/bundled-text.js'

export default defineConfig({
  entry: {
    index: 'src/index.ts',
    report: 'src/report/index.ts',
    sources: 'src/sources/index.ts',
    statements: 'src/statements/index.ts',
  },
  format: 'esm',
  target: 'es2022',
  platform: 'neutral',
  dts: true,
  sourcemap: true,
  clean: true,
  esbuildPlugins: [bundledTextForEsbuild()],
})
