import { badOption } from '../bad-option.js'
import type { InputHash } from '../types.js'

/** A file as it came; text counts as its UTF-8. */
export interface InputFile {
  name: string
  data: Uint8Array | string
}

/**
 * The SHA-256 of each file, by the WebCrypto of Node or the browser, in the order given.
 *
 * @throws FundtrailError 'bad-option'
 */
export async function hashInputs(files: Iterable<InputFile>): Promise<InputHash[]> {
  const result: InputHash[] = []
  for (const { name, data } of files) {
    if (typeof name !== 'string') badOption('name', name, 'the name of a file')
    const isBytes = ArrayBuffer.isView(data)
    if (typeof data !== 'string' && !isBytes) badOption('data', data, 'bytes or text')
    // A copy: a view of shared memory is none that WebCrypto takes.
    const bytes = typeof data === 'string' ? new TextEncoder().encode(data) : new Uint8Array(data)
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
    result.push({ name, sha256: [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('') })
  }
  return result
}
