/** Drives a report in headless Chromium, opened as the file that a reader gets. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, inject } from 'vitest'
import { CHROMIUM_ARGS } from '../../../scripts/chromium.js'

interface Opened {
  page: Page
  /** What the page wrote to the console, its errors, and every request but the one for the file. */
  noise: string[]
  /** The text of the file. */
  html: string
}

export type Open = (html: string, options?: BrowserContextOptions) => Promise<Opened>

const executablePath = inject('chromium')

/**
 * A group of tests with one browser, skipped where there is none. After each test whatever a page said or asked for, and
 * the test did not take out of `noise`, makes it fail.
 */
export function describeInBrowser(name: string, define: (open: Open) => void): void {
  describe.skipIf(executablePath === '')(name, () => {
    let browser: Browser
    let folder: string
    let files = 0
    const all: string[][] = []
    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'fundtrail-'))
      browser = await chromium.launch({ executablePath, args: CHROMIUM_ARGS })
    })
    afterEach(async () => {
      for (const context of browser.contexts()) await context.close()
      expect(all.splice(0).flat()).toEqual([])
    })
    afterAll(async () => {
      await browser?.close()
      rmSync(folder, { recursive: true, force: true })
    })

    define(async (html, options = {}) => {
      files += 1
      const file = join(folder, `${files}.html`)
      writeFileSync(file, html)
      const url = pathToFileURL(file).href
      const context = await browser.newContext({ viewport: { width: 1400, height: 1000 }, ...options })
      const page = await context.newPage()
      const noise: string[] = []
      all.push(noise)
      page.on('console', (message) => noise.push(`${message.type()}: ${message.text()}`))
      page.on('pageerror', (error) => noise.push(`error: ${error.message}`))
      page.on('dialog', (dialog) => {
        noise.push(`dialog: ${dialog.message()}`)
        void dialog.dismiss()
      })
      context.on('request', (request) => {
        if (request.url() !== url) noise.push(`request: ${request.url()}`)
      })
      await page.goto(url)
      return { page, noise, html }
    })
  })
}
