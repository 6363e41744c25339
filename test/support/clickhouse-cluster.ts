/**
 * A cluster of ClickHouse servers of our own: processes on free ports of the loopback, their data, configuration and logs
 * in a temporary folder. The cluster's name is `fundtrail`, with one server a shard. Needs the program clickhouse-server.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'

export interface Cluster {
  /** One address a shard, for HTTP. */
  urls: string[]
  /** Ends the server of a shard at once, as a crash would. */
  kill(shard: number): Promise<void>
  /** Stops it where it stands: connections are taken and nothing is answered. Until `wake`. */
  freeze(shard: number): boolean
  wake(shard: number): boolean
  /** Starts it again, unless it runs. */
  revive(shard: number): Promise<void>
  /** Ends all servers and removes their folder. */
  stop(): Promise<void>
}

interface Server {
  folder: string
  http: number
  tcp: number
  process: ChildProcess | undefined
}

const SERVER = 'clickhouse-server'
// Debian has it where the path of a user who is not root may not lead.
const PATH = [process.env['PATH'], '/usr/sbin', '/usr/bin'].join(delimiter)
const START_MS = 30_000
const ATTEMPTS = 3

/** Whether the program is there. */
export function hasServer(): boolean {
  return PATH.split(delimiter).some((folder) => existsSync(join(folder, SERVER)))
}

export async function startCluster(shards = 2): Promise<Cluster> {
  const root = await mkdtemp(join(tmpdir(), 'fundtrail-clickhouse-'))
  let servers: Server[] = []
  const stop = async () => {
    await Promise.all(servers.map(end))
    await rm(root, { recursive: true, force: true })
  }
  for (let attempt = 1; ; attempt++) {
    // A port that was free may be taken before the server has it: then once more, with others.
    const ports = await freePorts(2 * shards)
    servers = Array.from({ length: shards }, (_, shard) => ({
      folder: join(root, `${attempt}-${shard + 1}`),
      http: ports[2 * shard]!,
      tcp: ports[2 * shard + 1]!,
      process: undefined,
    }))
    try {
      await Promise.all(servers.map((server) => configure(server, servers)))
      await Promise.all(servers.map(start))
      break
    } catch (error) {
      await Promise.all(servers.map(end))
      if (attempt < ATTEMPTS) continue
      await stop()
      throw error
    }
  }
  return {
    urls: servers.map(({ http }) => `http://127.0.0.1:${http}`),
    kill: (shard) => end(servers[shard]!),
    freeze: (shard) => servers[shard]!.process!.kill('SIGSTOP'),
    wake: (shard) => servers[shard]!.process!.kill('SIGCONT'),
    revive: (shard) => start(servers[shard]!),
    stop,
  }
}

async function freePorts(count: number): Promise<number[]> {
  const listeners = Array.from({ length: count }, () => createServer())
  for (const listener of listeners) {
    listener.listen(0, '127.0.0.1')
    await once(listener, 'listening')
  }
  const ports = listeners.map((listener) => (listener.address() as { port: number }).port)
  await Promise.all(listeners.map((listener) => new Promise((closed) => listener.close(closed))))
  return ports
}

async function configure({ folder, http, tcp }: Server, servers: readonly Server[]): Promise<void> {
  for (const part of ['data', 'tmp', 'files', 'schemas']) await mkdir(join(folder, part), { recursive: true })
  const shards = servers.map(
    (server) => `<shard><replica><host>127.0.0.1</host><port>${server.tcp}</port></replica></shard>`,
  )
  await writeFile(
    join(folder, 'config.xml'),
    `<yandex>
      <logger><level>warning</level><log>${folder}/server.log</log><errorlog>${folder}/errors.log</errorlog>
        <size>50M</size><count>1</count></logger>
      <listen_host>127.0.0.1</listen_host><http_port>${http}</http_port><tcp_port>${tcp}</tcp_port>
      <path>${folder}/data/</path><tmp_path>${folder}/tmp/</tmp_path>
      <user_files_path>${folder}/files/</user_files_path><format_schema_path>${folder}/schemas/</format_schema_path>
      <mark_cache_size>67108864</mark_cache_size><uncompressed_cache_size>0</uncompressed_cache_size>
      <max_concurrent_queries>100</max_concurrent_queries><timezone>UTC</timezone>
      <users_config>users.xml</users_config><default_profile>default</default_profile>
      <default_database>default</default_database>
      <remote_servers><fundtrail>${shards.join('')}</fundtrail></remote_servers>
    </yandex>`,
  )
  const user = (name: string) => `<${name}><password></password><networks><ip>127.0.0.1</ip></networks>
    <profile>${name}</profile><quota>default</quota></${name}>`
  await writeFile(
    join(folder, 'users.xml'),
    `<yandex>
      <profiles>
        <default><max_memory_usage>4000000000</max_memory_usage><connect_timeout_with_failover_ms>1000</connect_timeout_with_failover_ms></default>
        <reader><profile>default</profile><readonly>2</readonly></reader>
      </profiles>
      <users>${user('default')}${user('reader')}</users><quotas><default></default></quotas>
    </yandex>`,
  )
}

async function start(server: Server): Promise<void> {
  if (isRunning(server)) return
  const { folder, http } = server
  let output = ''
  const child = spawn(SERVER, [`--config-file=${folder}/config.xml`], {
    cwd: folder,
    env: { ...process.env, PATH },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  server.process = child
  let failure: Error | undefined
  process.once('exit', () => child.kill('SIGKILL'))
  child.once('error', (error) => {
    failure = error
  })
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      output = `${output}${chunk}`.slice(-4000)
    })
  }
  const end = Date.now() + START_MS
  const runs = () => failure === undefined && isRunning(server)
  for (;;) {
    const isUp = await answers(http)
    if (isUp && runs()) return
    if (runs() && Date.now() < end) {
      await new Promise((resolve) => setTimeout(resolve, 25))
      continue
    }
    const log = await readFile(join(folder, 'server.log'), 'utf8').catch(() => '')
    throw new Error(`clickhouse-server did not start: ${failure?.message ?? ''}\n${output}\n${log.slice(-8000)}`)
  }
}

async function answers(port: number): Promise<boolean> {
  try {
    return (await fetch(`http://127.0.0.1:${port}/ping`, { signal: AbortSignal.timeout(1000) })).ok
  } catch {
    return false
  }
}

function isRunning({ process: child }: Server): boolean {
  return child?.pid !== undefined && child.exitCode === null && child.signalCode === null
}

async function end(server: Server): Promise<void> {
  if (!isRunning(server)) return
  const child = server.process!
  const exited = once(child, 'exit')
  child.kill('SIGKILL')
  await exited
}
