/** Arguments of Node for a script that runs in a process of its own from the sources, without a build. */
export const FROM_SOURCES = [
  '--import',
  import.meta.resolve('tsx'),
  '--import',
  new URL('../../scripts/bundled-text-register.ts', import.meta.url).href,
]
