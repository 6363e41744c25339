import { crc32 } from 'node:zlib'
import type { Part } from './unpack.js'

/** Parts as a ZIP file in which nothing is compressed: what was checked is what the workbook library sees. */
export function pack(parts: readonly Part[]): Buffer {
  const pieces: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const { name, bytes } of parts) {
    const path = Buffer.from(name)
    const head = Buffer.alloc(46)
    head.writeUInt32LE(0x02014b50)
    head.writeUInt16LE(20, 6)
    head.writeUInt32LE(crc32(bytes), 16)
    head.writeUInt32LE(bytes.length, 20)
    head.writeUInt32LE(bytes.length, 24)
    head.writeUInt16LE(path.length, 28)
    head.writeUInt32LE(offset, 42)
    directory.push(head, path)
    const local = Buffer.alloc(30)
    local.writeUInt32LE(0x04034b50)
    head.copy(local, 4, 6, 32)
    pieces.push(local, path, bytes)
    offset += local.length + path.length + bytes.length
  }
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50)
  end.writeUInt16LE(parts.length, 8)
  end.writeUInt16LE(parts.length, 10)
  end.writeUInt32LE(
    directory.reduce((sum, { length }) => sum + length, 0),
    12,
  )
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...pieces, ...directory, end])
}
