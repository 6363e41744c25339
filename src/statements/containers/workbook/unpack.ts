import { promisify } from 'node:util'
import { crc32, inflateRaw } from 'node:zlib'
import { LIMITS, WorkbookFault } from './limits.js'

const inflate = promisify(inflateRaw)

/** One file inside a ZIP file, unpacked. */
export interface Part {
  name: string
  bytes: Buffer
}

interface Entry {
  name: string
  method: number
  flags: number
  crc: number
  packed: number
  unpacked: number
  offset: number
}

const END = 0x06054b50
const END_64 = 0x06064b50
const LOCATOR_64 = 0x07064b50
const CENTRAL = 0x02014b50
const LOCAL = 0x04034b50
const IN_64 = 0xffffffff
/** What no cell is read from, and what may be large. */
const UNUSED =
  /^(?:docProps|customXml|xl\/(?:media|theme|drawings|charts|chartsheets|embeddings|externalLinks|pivotTables|pivotCache|printerSettings|comments|threadedComments|persons|queryTables|tables|slicers|richData|ctrlProps|activeX|calcChain|worksheets\/_rels))\b/i

/**
 * The parts of an XLSX file that cells are read from. Sizes are checked before anything is unpacked, as the file claims
 * them, and while it is, for the claim may be wrong; so are the checksums, for a damaged amount is worse than none.
 * After PKWARE's APPNOTE 6.3.10, with ZIP64.
 *
 * @throws WorkbookFault
 */
export async function unpack(zip: Buffer): Promise<Part[]> {
  const entries = readDirectory(zip).filter(({ name }) => /\.(?:xml|rels)$/i.test(name) && !UNUSED.test(name))
  if (!entries.some(({ name }) => /^xl\//i.test(name))) {
    throw new WorkbookFault('not-text', 'it is not read, for it is a ZIP file without an XLSX workbook in it')
  }
  let total = 0
  for (const { name, unpacked } of entries) {
    total += unpacked
    if (total > LIMITS.unpacked) throw tooLarge(`its parts have more than ${LIMITS.unpacked} bytes unpacked`)
    if (unpacked > LIMITS.otherPart && !isBulk(name)) throw tooLarge(`${name} has more than ${LIMITS.otherPart} bytes`)
  }
  const parts: Part[] = []
  for (const entry of entries) parts.push({ name: entry.name, bytes: await unpackOne(zip, entry) })
  return parts
}

function isBulk(name: string): boolean {
  return !/^(?:\[Content_Types\]|_rels\/|xl\/(?:_rels\/|workbook|styles|metadata))/i.test(name)
}

async function unpackOne(zip: Buffer, { name, method, flags, crc, packed, unpacked, offset }: Entry): Promise<Buffer> {
  if ((flags & 1) !== 0) throw new WorkbookFault('encrypted', 'its parts are encrypted')
  if (offset + 30 > zip.length || zip.readUInt32LE(offset) !== LOCAL) throw damaged(`${name} is not where it should be`)
  const start = offset + 30 + zip.readUInt16LE(offset + 26) + zip.readUInt16LE(offset + 28)
  if (start + packed > zip.length) throw damaged(`${name} is cut off`)
  const data = zip.subarray(start, start + packed)
  let bytes: Buffer
  if (method === 0) bytes = data
  else if (method === 8) {
    try {
      bytes = await inflate(data, { maxOutputLength: Math.max(unpacked, 1) })
    } catch (error) {
      const isLonger = (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE'
      throw damaged(isLonger ? `${name} has more than the ${unpacked} bytes that it claims` : `${name} does not unpack`)
    }
  } else throw damaged(`${name} is packed in a way that is not read (${method})`)
  if (bytes.length !== unpacked || crc32(bytes) !== crc) throw damaged(`${name} is not what its checksum says`)
  return bytes
}

function readDirectory(zip: Buffer): Entry[] {
  const { count, start } = findDirectory(zip)
  if (count > LIMITS.parts) throw tooLarge(`it has ${count} parts, more than ${LIMITS.parts}`)
  const entries: Entry[] = []
  let at = start
  for (let i = 0; i < count; i++) {
    if (at + 46 > zip.length || zip.readUInt32LE(at) !== CENTRAL) throw damaged('its directory is damaged')
    const nameEnd = at + 46 + zip.readUInt16LE(at + 28)
    const extraEnd = nameEnd + zip.readUInt16LE(at + 30)
    const sizes = {
      unpacked: zip.readUInt32LE(at + 24),
      packed: zip.readUInt32LE(at + 20),
      offset: zip.readUInt32LE(at + 42),
    }
    const [flags, method, crc] = [zip.readUInt16LE(at + 8), zip.readUInt16LE(at + 10), zip.readUInt32LE(at + 16)]
    const name = zip
      .toString('utf8', at + 46, nameEnd)
      .replaceAll('\\', '/')
      .replace(/^\/+/, '')
    entries.push({ name, method, flags, crc, ...wideSizes(sizes, zip.subarray(nameEnd, extraEnd)) })
    at = extraEnd + zip.readUInt16LE(at + 32)
  }
  return entries
}

/** The end of the directory stands at the end of the file, before a comment of at most 65,535 bytes. */
function findDirectory(zip: Buffer): { count: number; start: number } {
  for (let at = zip.length - 22; at >= 0 && at >= zip.length - 22 - 65_535; at--) {
    if (zip.readUInt32LE(at) !== END) continue
    const count = zip.readUInt16LE(at + 10)
    const start = zip.readUInt32LE(at + 16)
    if (count !== 0xffff && start !== IN_64) return { count, start }
    if (at < 20 || zip.readUInt32LE(at - 20) !== LOCATOR_64) return { count, start }
    const wide = readWide(zip, at - 12)
    if (wide + 56 > zip.length || zip.readUInt32LE(wide) !== END_64) break
    return { count: readWide(zip, wide + 32), start: readWide(zip, wide + 48) }
  }
  throw damaged('it is cut off: the directory at its end is not there')
}

/** Sizes of 2^32 - 1 stand in an extra field of ZIP64, in this order and only those. */
function wideSizes<T extends { unpacked: number; packed: number; offset: number }>(sizes: T, extra: Buffer): T {
  for (let at = 0; at + 4 <= extra.length; ) {
    const length = extra.readUInt16LE(at + 2)
    if (extra.readUInt16LE(at) === 1) {
      let place = at + 4
      for (const key of ['unpacked', 'packed', 'offset'] as const) {
        if (sizes[key] !== IN_64 || place + 8 > Math.min(at + 4 + length, extra.length)) continue
        sizes[key] = readWide(extra, place)
        place += 8
      }
    }
    at += 4 + length
  }
  return sizes
}

function readWide(bytes: Buffer, at: number): number {
  if (at < 0 || at + 8 > bytes.length) throw damaged('its directory is damaged')
  return Number(bytes.readBigUInt64LE(at))
}

function damaged(what: string): WorkbookFault {
  return new WorkbookFault('unreadable-file', `reading it failed: ${what}`)
}

function tooLarge(what: string): WorkbookFault {
  return new WorkbookFault('workbook-too-large', what)
}
