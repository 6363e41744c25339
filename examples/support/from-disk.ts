import { createReadStream, statSync } from 'node:fs'
import { basename } from 'node:path'
import type { StatementFile } from 'fundtrail/statements'

/**
 * The files of some paths as streams, named by their last part, or by the whole path where two files share it.
 * `read` is told how far reading them has come, in bytes.
 *
 * @throws Error where a path leads to no file, naming it
 */
export function fromDisk(
  paths: readonly string[],
  read?: (name: string, bytes: number, size: number) => void,
): StatementFile[] {
  const last = paths.map((path) => basename(path))
  return paths.map((path, n) => {
    const file = last[n]!
    const name = last.filter((other) => other === file).length === 1 ? file : path
    return { name, data: stream(path, fileSize(path), (bytes, size) => read?.(name, bytes, size)) }
  })
}

function fileSize(path: string): number {
  const stats = statSync(path, { throwIfNoEntry: false })
  if (stats === undefined) throw new Error(`there is no file ${path}`)
  if (stats.isDirectory()) throw new Error(`${path} is a folder; name the files in it: ${path.replace(/\/+$/, '')}/*`)
  return stats.size
}

async function* stream(
  path: string,
  size: number,
  read: (bytes: number, size: number) => void,
): AsyncGenerator<Uint8Array> {
  let bytes = 0
  read(0, size)
  for await (const block of createReadStream(path, { highWaterMark: 1 << 20 }) as AsyncIterable<Uint8Array>) {
    yield block
    bytes += block.length
    read(bytes, size)
  }
}
