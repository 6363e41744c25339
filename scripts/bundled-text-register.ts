/** For programs that run from the sources: `node --import tsx --import ./scripts/bundled-text-register.ts program.ts`. */
import { register } from 'node:module'

register('./bundled-text-hooks.ts', import.meta.url)
