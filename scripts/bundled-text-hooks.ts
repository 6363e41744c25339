/** Hooks of Node's module loader for `scripts/bundled-text-register.ts`. */
import { fileURLToPath } from 'node:url'
import { BUNDLED, moduleOf } from './bundled-text.js'

interface Resolved {
  url: string
  shortCircuit?: boolean
}

interface Loaded {
  format: string
  source: string
  shortCircuit?: boolean
}

export function resolve(
  specifier: string,
  context: { parentURL?: string },
  next: (specifier: string, context: object) => Promise<Resolved>,
): Promise<Resolved> | Resolved {
  if (!BUNDLED.test(specifier)) return next(specifier, context)
  return { url: new URL(specifier, context.parentURL).href, shortCircuit: true }
}

export async function load(
  url: string,
  context: object,
  next: (url: string, context: object) => Promise<Loaded>,
): Promise<Loaded> {
  if (!url.startsWith('file:') || !url.endsWith('?bundled')) return next(url, context)
  const { contents } = await moduleOf(fileURLToPath(url))
  return { format: 'module', source: contents, shortCircuit: true }
}
