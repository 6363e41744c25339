/**
 * What the report's page carries along, as text in the library: `import script from './client/main.ts?bundled'` is that
 * program with all it imports as one script, `import style from './page.css?bundled'` the style sheet; both without
 * blanks, with `sha256` (base64) for the page's content security policy. For esbuild (the build) and Vite (the tests).
 */
import { createHash } from 'node:crypto'
import { dirname, join, relative } from 'node:path'
import { build, type Plugin } from 'esbuild'

const ENDING = '.bundled'
export const BUNDLED = /^(\..*)\?bundled$/

export async function moduleOf(file: string): Promise<{ contents: string; inputs: string[] }> {
  const { outputFiles, metafile } = await build({
    entryPoints: [file],
    bundle: true,
    write: false,
    minify: true,
    // Names of the records stand in the page as they are; those of the script need no other characters.
    charset: 'utf8',
    format: 'iife',
    target: ['es2022', 'chrome100', 'firefox100', 'safari15.4'],
    metafile: true,
    legalComments: 'none',
    logLevel: 'silent',
  })
  const text = (outputFiles[0]?.text ?? '').trim()
  const sha256 = createHash('sha256').update(text).digest('base64')
  return {
    contents: `export default ${JSON.stringify(text)}\nexport const sha256 = ${JSON.stringify(sha256)}\n`,
    inputs: Object.keys(metafile.inputs).map((input) => join(process.cwd(), input)),
  }
}

export function bundledTextForEsbuild(): Plugin {
  return {
    name: 'bundled-text',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: BUNDLED }, ({ path, resolveDir }) => ({
        // From here, so that the build is the same in every folder; with an ending that no other plugin claims.
        path: relative(process.cwd(), join(resolveDir, BUNDLED.exec(path)?.[1] ?? '')) + ENDING,
        namespace: 'bundled',
      }))
      onLoad({ filter: /.*/, namespace: 'bundled' }, async ({ path }) => {
        const { contents, inputs } = await moduleOf(path.slice(0, -ENDING.length))
        return { contents, loader: 'js', watchFiles: inputs }
      })
    },
  }
}

const MARK = '\0bundled:'

/** The same as a plugin of Vite, in the part of its interface that this needs. */
export function bundledTextForVite() {
  return {
    name: 'bundled-text',
    enforce: 'pre' as const,
    resolveId(source: string, importer: string | undefined) {
      const file = BUNDLED.exec(source)?.[1]
      return file === undefined || importer === undefined
        ? undefined
        : `${MARK}${join(dirname(importer), file)}${ENDING}`
    },
    async load(id: string) {
      if (!id.startsWith(MARK)) return undefined
      return (await moduleOf(id.slice(MARK.length, -ENDING.length))).contents
    },
  }
}
