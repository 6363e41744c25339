/** Opens a store when it is first asked for, once; after a failure the next question tries again. */
export function openOnce<Store>(open: () => Promise<Store>): () => Promise<Store> {
  let opened: Promise<Store> | undefined
  return () => {
    opened ??= open().catch((error: unknown) => {
      opened = undefined
      throw error
    })
    return opened
  }
}
