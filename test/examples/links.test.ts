/** Whoever follows a link from the README or a page of docs/ finds what it says is there. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const ROOT = new URL('../../', import.meta.url)
const docs = readdirSync(new URL('docs/', ROOT)).filter((name) => name.endsWith('.md'))
const pages = ['README.md', 'CHANGELOG.md', ...docs.map((name) => `docs/${name}`)]

/** The anchors of a page's headings, as code hosts make them: small letters, no marks, hyphens for spaces. */
function anchors(page: URL): string[] {
  return [...readFileSync(page, 'utf8').matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{Letter}\p{Number}\s_-]/gu, '')
      .trim()
      .replace(/\s/g, '-'),
  )
}

test.each(pages)('the links of %s lead somewhere', (name) => {
  const page = new URL(name, ROOT)
  const text = readFileSync(page, 'utf8').replace(/^```[\s\S]*?^```/gm, '')
  const targets = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target)
  const broken = targets
    .filter((target) => !/^[a-z]+:/.test(target))
    .filter((target) => {
      const file = new URL(target, page)
      const anchor = file.hash.slice(1)
      file.hash = ''
      return !existsSync(file) || (anchor !== '' && !anchors(file).includes(decodeURIComponent(anchor)))
    })
  expect(broken).toEqual([])
})

test('every page of docs/ is linked from the README', () => {
  const readme = readFileSync(new URL('README.md', ROOT), 'utf8')
  expect(pages.filter((name) => name.startsWith('docs/') && !readme.includes(`](${name})`))).toEqual([])
})

test('every example is named on a page', () => {
  const texts = pages.map((name) => readFileSync(new URL(name, ROOT), 'utf8')).join('\n')
  const examples = readdirSync(new URL('examples/', ROOT)).filter((name) => name.endsWith('.ts'))
  const unnamed = examples.filter((name) => {
    const whole = readFileSync(new URL(`examples/${name}`, ROOT), 'utf8')
    return !texts.includes(`examples/${name}`) && !texts.includes(whole)
  })
  expect(unnamed).toEqual([])
})
