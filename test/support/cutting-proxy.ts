import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

export interface CuttingProxy {
  url: string
  /** How many bytes of each answer get through before the connection is cut; undefined: all. */
  cutAfter: number | undefined
  /** Cuts only so many answers. */
  cuts: number
  /** Whether a cut ends the connection in an orderly way. */
  politely: boolean
  close(): Promise<void>
}

/** A proxy on the loopback that can cut the answers of an HTTP server short. */
export async function cuttingProxy(target: string): Promise<CuttingProxy> {
  const { hostname, port } = new URL(target)
  const open = new Set<Socket>()
  const proxy: CuttingProxy = {
    url: '',
    cutAfter: undefined,
    cuts: Number.POSITIVE_INFINITY,
    politely: false,
    async close() {
      for (const socket of open) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
  const server = createServer((client) => {
    const upstream = connect(Number(port), hostname)
    for (const socket of [client, upstream]) {
      open.add(socket)
      socket.on('error', () => {})
      socket.on('close', () => {
        open.delete(socket)
        client.destroy()
        upstream.destroy()
      })
    }
    let passed = 0
    client.on('data', (chunk) => {
      passed = 0
      upstream.write(chunk)
    })
    upstream.on('data', (chunk) => {
      const left = proxy.cutAfter === undefined || proxy.cuts <= 0 ? chunk.length : proxy.cutAfter - passed
      passed += chunk.length
      if (left >= chunk.length) {
        client.write(chunk)
        return
      }
      proxy.cuts--
      client.write(chunk.subarray(0, Math.max(0, left)), () =>
        proxy.politely ? client.end() : client.resetAndDestroy(),
      )
      upstream.destroy()
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  proxy.url = `http://127.0.0.1:${(server.address() as { port: number }).port}`
  return proxy
}
