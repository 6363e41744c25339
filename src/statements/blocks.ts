/** Bytes of a block: whatever the pieces in which a file arrives, it is read in the same blocks. */
export const BLOCK = 65_536

/** A file's bytes in blocks of one size, the last shorter, so that the result cannot depend on how they arrive. */
export async function* blocks(data: Uint8Array | string | AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let block = Buffer.allocUnsafe(BLOCK)
  let filled = 0
  for await (const piece of typeof data === 'string' ? encoded(data) : pieces(data)) {
    let at = 0
    while (at < piece.length) {
      const taken = Math.min(BLOCK - filled, piece.length - at)
      block.set(piece.subarray(at, at + taken), filled)
      filled += taken
      at += taken
      if (filled < BLOCK) continue
      yield block
      block = Buffer.allocUnsafe(BLOCK)
      filled = 0
    }
  }
  if (filled > 0) yield block.subarray(0, filled)
}

async function* pieces(data: Uint8Array | AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  if (data instanceof Uint8Array) {
    yield data
    return
  }
  for await (const piece of data) {
    if (!(piece instanceof Uint8Array)) throw new TypeError('the stream yields something else than bytes')
    yield piece
  }
}

/** Text as UTF-8, a stretch at a time, never between the halves of a surrogate pair. */
function* encoded(text: string): Generator<Uint8Array> {
  let at = 0
  while (at < text.length) {
    let end = Math.min(at + BLOCK, text.length)
    const last = text.charCodeAt(end - 1)
    if (end < text.length && last >= 0xd800 && last <= 0xdbff) end++
    yield Buffer.from(text.slice(at, end))
    at = end
  }
}
