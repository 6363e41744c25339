/** Copies a column into a longer one, and returns that. */
export function copy<Column extends Int32Array | Uint8Array | Uint16Array | Uint32Array | Float64Array>(
  from: Column,
  to: Column,
): Column {
  to.set(from)
  return to
}
