/** 1980-01-01 00:00, the first instant that a ZIP archive can state: its date, in bits. */
const FIRST_DATE = 0x0021
const END = 0x06054b50
const ENTRY = 0x02014b50

/**
 * A ZIP archive with the time of every file set to one and the same: the packer writes the clock of the machine, and the
 * same trace must give the same bytes. Changed in place, by the directory at its end (APPNOTE 4.3.12 and 4.3.16).
 */
export function withoutClock(bytes: Uint8Array): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let end = bytes.length - 22
  while (end > 0 && view.getUint32(end, true) !== END) end--
  let entry = view.getUint32(end + 16, true)
  for (let left = view.getUint16(end + 10, true); left > 0; left--) {
    if (view.getUint32(entry, true) !== ENTRY) break
    const local = view.getUint32(entry + 42, true)
    for (const at of [entry + 12, local + 10]) {
      view.setUint16(at, 0, true)
      view.setUint16(at + 2, FIRST_DATE, true)
    }
    const lengths = [28, 30, 32].map((at) => view.getUint16(entry + at, true))
    entry += 46 + lengths.reduce((a, b) => a + b)
  }
  return bytes
}
