const SEED = 0x811c9dc5
const PRIME = 0x01000193

/** FNV-1a over code units (Fowler, Noll, Vo 1991), with the finaliser of MurmurHash3 (Appleby 2011); an int32. */
export function hashText(text: string, seed = SEED): number {
  let hash = seed
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), PRIME)
  return finish(hash)
}

/** The same for a text of which the code units are in a column. */
export function hashUnits(units: Uint8Array | Uint16Array, start: number, end: number, seed = SEED): number {
  let hash = seed
  for (let i = start; i < end; i++) hash = Math.imul(hash ^ units[i]!, PRIME)
  return finish(hash)
}

function finish(mixed: number): number {
  let hash = mixed
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return hash ^ (hash >>> 16)
}
