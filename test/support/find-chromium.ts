/**
 * Runs once before all tests: finds the browser for those that drive the page. CHROMIUM names another than Debian's. Where
 * there is none these tests are skipped, and one line says so; in CI that is an error.
 */
import { existsSync } from 'node:fs'
import type { TestProject } from 'vitest/node'
import { CHROMIUM } from '../../scripts/chromium.js'

declare module 'vitest' {
  interface ProvidedContext {
    /** The browser's program; empty where there is none. */
    chromium: string
  }
}

export default function findChromium(project: TestProject): void {
  const isThere = existsSync(CHROMIUM)
  project.provide('chromium', isThere ? CHROMIUM : '')
  if (isThere) return
  const message = `no browser at ${CHROMIUM} (CHROMIUM=/path/to/chromium names another): the tests in test/browser are skipped`
  if (process.env['CI'] === 'true') throw new Error(message.replace('are skipped', 'cannot run'))
  console.warn(message)
}
